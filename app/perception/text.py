"""Printed text in a picture, by PaddleOCR's PP-OCRv6 on ONNX Runtime. Nothing is downloaded."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.errors import VisionModelError

# read by the libraries on import: no look-up of model sources, no usage statistics
os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

MIN_CONFIDENCE = 0.6
"""Lines under it are not given at all; measured: below it most of what is read is wrong."""

Quad = NDArray[np.float32]
"""float32, shape (4, 2): corners in pixels, clockwise from the text's own top left."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text.

    Attributes:
        text: as recognised.
        confidence: 0..1, mean over the characters.
        quad: see `Quad`.
    """

    text: str
    confidence: float
    quad: Quad


class TextReader:
    """Reads lines of text, Chinese and Latin. Loading takes seconds; used by one thread."""

    def __init__(self, detector: Path, recognizer: Path, threads: int = 2) -> None:
        """Load both models.

        Args:
            detector: folder with `inference.onnx` and `inference.yml` of PP-OCRv6_small_det.
            recognizer: the same of PP-OCRv6_small_rec.
            threads: CPU threads a model may use.

        Raises:
            VisionModelError: a folder is not such a model.
        """
        # importing it takes seconds, and only card reading needs it
        from paddleocr import PaddleOCR  # noqa: PLC0415

        try:
            self._ocr = PaddleOCR(
                text_detection_model_name="PP-OCRv6_small_det",
                text_detection_model_dir=str(detector),
                text_recognition_model_name="PP-OCRv6_small_rec",
                text_recognition_model_dir=str(recognizer),
                use_doc_orientation_classify=False,
                use_doc_unwarping=False,
                use_textline_orientation=False,
                device="cpu",
                engine="onnxruntime",
                engine_config={"intra_op_num_threads": threads},
            )
        except (RuntimeError, ValueError, OSError, AssertionError, KeyError) as error:
            raise VisionModelError("The text models cannot be loaded") from error

    def read(self, image: Image) -> tuple[TextLine, ...]:
        """The lines of the picture from top to bottom; about 1 s of one core for a card."""
        lines: list[TextLine] = []
        for page in self._ocr.predict(image):
            found = zip(page["rec_texts"], page["rec_scores"], page["rec_polys"], strict=True)
            lines.extend(
                TextLine(text, float(score), np.asarray(quad, np.float32).reshape(4, 2))
                for text, score, quad in found
                if score >= MIN_CONFIDENCE and text.strip()
            )
        return tuple(sorted(lines, key=lambda line: float(line.quad[:, 1].mean())))
