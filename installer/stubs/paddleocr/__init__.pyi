# The part of paddleocr 3.7.0 that is used.
from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

class OcrPage(TypedDict):
    rec_texts: list[str]
    rec_scores: list[float]
    rec_polys: Sequence[NDArray[np.int16]]

class PaddleOCR:
    def __init__(
        self,
        *,
        text_detection_model_name: str,
        text_detection_model_dir: str,
        text_recognition_model_name: str,
        text_recognition_model_dir: str,
        use_doc_orientation_classify: bool,
        use_doc_unwarping: bool,
        use_textline_orientation: bool,
        device: str,
        engine: str,
        engine_config: dict[str, int],
    ) -> None: ...
    def predict(self, input: NDArray[np.uint8]) -> list[OcrPage]: ...
