# The part of paddleocr 3.7.0 that is used.
from collections.abc import Sequence
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

class FoundPage(TypedDict):
    dt_polys: Sequence[NDArray[np.int16]]

class ReadPage(TypedDict):
    rec_text: str
    rec_score: float

class TextDetection:
    def __init__(self, *, model_name: str, model_dir: str, **options: Any) -> None: ...
    def predict(self, input: NDArray[np.uint8]) -> list[FoundPage]: ...

class Recognizer:
    post_op: Any

class TextRecognition:
    paddlex_predictor: Recognizer
    def __init__(self, *, model_name: str, model_dir: str, **options: Any) -> None: ...
    def predict(
        self, input: Sequence[NDArray[np.uint8]], batch_size: int = ...
    ) -> list[ReadPage]: ...
