# The part of mediapipe 0.10.33 that is used.
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

class ImageFormat(IntEnum):
    SRGB = 1

class Image:
    def __init__(self, image_format: ImageFormat, data: NDArray[np.uint8]) -> None: ...
