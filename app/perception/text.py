"""Printed text in a picture, by PaddleOCR's PP-OCRv6 on ONNX Runtime. Nothing is downloaded."""

import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.errors import VisionModelError

# read by the libraries on import: no look-up of model sources, no usage statistics
os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

MIN_CONFIDENCE = 0.6
"""Lines under it are not given at all; measured: below it most of what is read is wrong."""

FIND_SIDE_PX = 736
"""Lines are looked for in the picture reduced to this longest side, and cut out of the whole one:
the detector's time grows with the pixels, and it finds lines of 12 px."""

BATCH = 6
"""Lines recognised at once, those of a like width together."""

Quad = NDArray[np.float32]
"""float32, shape (4, 2): corners in pixels, clockwise from the text's own top left."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text.

    Attributes:
        text: as recognised.
        confidence: 0..1, mean over the characters.
        quad: see `Quad`.
        characters: 0..1 for each character of `text`, other forms of it counted in; empty where the
            engine does not tell.
    """

    text: str
    confidence: float
    quad: Quad
    characters: tuple[float, ...] = field(default=(), compare=False)


class _Decoding:
    """The recogniser's own decoding, which tells a line's mean alone, with each character's part.

    One look-alike at 0.85 among four sure characters is a mean of 0.96.
    """

    def __init__(
        self,
        decode: Callable[..., tuple[list[str], list[float]]],
        known: Sequence[str],
        same: Callable[[str], str],
    ) -> None:
        """Stand before this one.

        Args:
            decode: it.
            known: the characters that it knows; the first is CTC's blank.
            same: a character's form that it shares with those that count as the same.
        """
        self._decode = decode
        forms: dict[str, int] = {}
        self._forms = np.array([forms.setdefault(same(one), len(forms)) for one in known])
        self.lines: list[tuple[float, ...]] = []

    def __call__(self, pred: Any, **choices: Any) -> tuple[list[str], list[float]]:
        """Decode, and keep each line's characters in `lines`.

        Args:
            pred: first of it float32, shape (lines, steps, characters known): 0..1.
            choices: as the recogniser gives them.
        """
        for odds in np.asarray(pred[0]):
            best = odds.argmax(axis=-1)
            begins = np.append(True, best[1:] != best[:-1]) & (best != 0)
            self.lines.append(
                tuple(
                    float(step[self._forms == self._forms[one]].sum())
                    for step, one in zip(odds[begins], best[begins], strict=True)
                )
            )
        return self._decode(pred, **choices)


class LineReader:
    """Reads lines of text whose place is known, by one recogniser. Used by one thread."""

    def __init__(
        self, recognizer: Path, name: str, threads: int = 2, same: Callable[[str], str] = str
    ) -> None:
        """Load the model.

        Args:
            recognizer: folder with its `inference.onnx` and `inference.yml`.
            name: of the model, as PaddleOCR knows it.
            threads: CPU threads it may use.
            same: a character's form; of a pair with one form (強 and 强) either one is as good, and
                both speak for it.

        Raises:
            VisionModelError: the folder is not such a model.
        """
        # importing it takes seconds, and only card reading needs it
        from paddleocr import TextRecognition  # noqa: PLC0415

        with _refused():
            self._recognizer = TextRecognition(
                model_name=name, model_dir=str(recognizer), **_engine(threads)
            )
            reader: Any = self._recognizer  # its attributes are not declared
            predictor = reader.paddlex_predictor
            told = predictor.post_op
            self._decoding = predictor.post_op = _Decoding(told, told.character, same)

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        """The text at these places, in their order; what is under `MIN_CONFIDENCE` is left out."""
        if not quads:
            return ()
        cuts = [cut_out(image, quad) for quad in quads]
        order = sorted(range(len(cuts)), key=lambda at: cuts[at].shape[1] / cuts[at].shape[0])
        found: dict[int, TextLine] = {}
        self._decoding.lines.clear()
        pages = self._recognizer.predict([cuts[at] for at in order], batch_size=BATCH)
        for at, page, each in zip(order, pages, self._decoding.lines, strict=True):
            text, confidence = str(page["rec_text"]), float(page["rec_score"])
            if confidence >= MIN_CONFIDENCE and text.strip():
                known = each if len(each) == len(text) else ()
                found[at] = TextLine(text, confidence, quads[at], known)
        return tuple(found[at] for at in sorted(found))


class TextReader:
    """Reads lines of text, Chinese and Latin. Loading takes seconds; used by one thread."""

    def __init__(
        self,
        detector: Path,
        recognizer: Path,
        threads: int = 2,
        same: Callable[[str], str] = str,
    ) -> None:
        """Load both models.

        Args:
            detector: folder with `inference.onnx` and `inference.yml` of PP-OCRv6_small_det.
            recognizer: the same of PP-OCRv6_small_rec.
            threads: CPU threads a model may use.
            same: see `LineReader`.

        Raises:
            VisionModelError: a folder is not such a model.
        """
        # importing it takes seconds, and only card reading needs it
        from paddleocr import TextDetection  # noqa: PLC0415

        with _refused():
            self._detector = TextDetection(
                model_name="PP-OCRv6_small_det",
                model_dir=str(detector),
                limit_side_len=FIND_SIDE_PX,
                limit_type="max",
                thresh=0.3,
                box_thresh=0.6,
                unclip_ratio=1.5,
                **_engine(threads),
            )
        self._lines = LineReader(recognizer, "PP-OCRv6_small_rec", threads, same)

    def find(self, image: Image) -> tuple[Quad, ...]:
        """Where lines are, from top to bottom; their text is taken to run to the right or down."""
        (page,) = self._detector.predict(image)
        quads = [np.asarray(quad, np.float32).reshape(4, 2) for quad in page["dt_polys"]]
        return tuple(sorted(quads, key=lambda quad: float(quad[:, 1].mean())))

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        """See `LineReader.recognise`."""
        return self._lines.recognise(image, quads)


def _engine(threads: int) -> dict[str, Any]:
    return {
        "device": "cpu",
        "engine": "onnxruntime",
        "engine_config": {"intra_op_num_threads": threads},
    }


@contextlib.contextmanager
def _refused() -> Generator[None]:
    """What the libraries raise at a folder that is not their model, in our words."""
    try:
        yield
    except (
        RuntimeError,
        ValueError,
        OSError,
        LookupError,
        AttributeError,
        AssertionError,
    ) as error:
        raise VisionModelError("The text models cannot be loaded") from error


def cut_out(image: Image, quad: Quad) -> Image:
    """A line laid level, its longer edges across: as wide and high as the quad's edges are long."""
    wide = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    high = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    size = max(1, round(float(wide))), max(1, round(float(high)))
    level = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, level)
    cut = cv2.warpPerspective(
        image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.uint8)
