"""Another text engine behind the same reader of cards: RapidOCR, where a copy of it is at hand."""

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

from app.bench.errors import BenchStepError
from app.domain.media import Image
from app.perception.text import MIN_CONFIDENCE, TextLine

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

    def read(self, image: Image) -> tuple[TextLine, ...]:
        """As `app.perception.text.TextReader.read`."""
        page: Any = self._ocr(image)
        if page.boxes is None:
            return ()
        found = zip(page.txts, page.scores, page.boxes, strict=True)
        lines = [
            TextLine(text, float(score), np.asarray(quad, np.float32).reshape(4, 2))
            for text, score, quad in found
            if score >= MIN_CONFIDENCE and text.strip()
        ]
        return tuple(sorted(lines, key=lambda line: float(line.quad[:, 1].mean())))
