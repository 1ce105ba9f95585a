"""Another text engine behind the same reader of cards: RapidOCR, where a copy of it is at hand."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.bench.errors import BenchStepError
from app.domain.media import Image
from app.perception.text import MIN_CONFIDENCE, Quad, TextLine, cut_out

PEER = "rapidocr"


class RapidTexts:
    """RapidOCR with the models of its package.

    It is not installed with us: it asks for opencv-python-headless, which overwrites the cv2 of the
    opencv-contrib-python that we use. Put it and what it lacks into a folder of its own:
    `pip install --no-deps --target FOLDER rapidocr==3.10.0 omegaconf==2.3.0
    antlr4-python3-runtime==4.9.3 colorlog`.
    """

    def __init__(self, folder: Path) -> None:
        """Load it from this folder.

        Raises:
            BenchStepError: it is not there, or lacks something.
        """
        sys.path.append(str(folder))
        try:
            module: Any = importlib.import_module(PEER)
        except ImportError as error:
            raise BenchStepError(f"{PEER} cannot be loaded from {folder}: {error}") from error
        self._ocr = module.RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})

    def find(self, image: Image) -> tuple[Quad, ...]:
        """As `app.perception.text.TextReader.find`."""
        page: Any = self._ocr(image, use_det=True, use_cls=False, use_rec=False)
        boxes: list[Any] = [] if page.boxes is None else list(page.boxes)
        quads = [np.asarray(quad, np.float32).reshape(4, 2) for quad in boxes]
        return tuple(sorted(quads, key=lambda quad: float(quad[:, 1].mean())))

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        """As `app.perception.text.TextReader.recognise`."""
        if not quads:
            return ()
        page: Any = self._ocr.recognize_txt([cut_out(image, quad) for quad in quads])
        found = zip(page.txts, page.scores, quads, strict=True)
        return tuple(
            TextLine(text, float(score), quad)
            for text, score, quad in found
            if score >= MIN_CONFIDENCE and text.strip()
        )
