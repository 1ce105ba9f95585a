"""What can be said about a picture without a model: size, brightness, sharpness, standstill."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Frame, Image
from app.domain.timing import MonotonicNs, seconds_between

SHARPNESS_WIDTH_PX = 320
"""Sharpness depends on size: always measured at this width, as `Observation.sharpness` is."""
DARK_LUMA = 16.0
"""Mean luma (0..255) below which a camera counts as covered or the room as dark. Source: own; a
covered lens gives 0..8, a lit face in a dark room 25 and more."""
DARK_ENDS_LUMA = 24.0
DARK_AFTER_S = 1.0
FROZEN_AFTER_S = 1.5
"""A sensor has noise: two pictures are never equal in every pixel. Source: the issue's 2 s to the
alarm, less half a second on the way to the operator."""
_SAMPLE_STEP = 8

PictureState = Literal["ok", "frozen", "dark"]


def brightness(image: Image) -> float:
    """Mean luma, 0..255."""
    return float(cv2.mean(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))[0])


def sharpness(image: Image) -> float:
    """Variance of the Laplacian of the luma at 320 px width; below about 20 is blurred."""
    height = max(1, round(image.shape[0] * SHARPNESS_WIDTH_PX / image.shape[1]))
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (SHARPNESS_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(small, cv2.CV_64F).var())


def fitted_size(width: int, height: int, most: tuple[int, int]) -> tuple[int, int]:
    """Width and height, even, in proportion, not above `most` and not above what they were."""
    scale = min(1.0, most[0] / width, most[1] / height)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def fitted(image: Image, most: tuple[int, int]) -> Image:
    """The picture, reduced to fit into `most` (width, height) with even sides."""
    height, width = image.shape[:2]
    size = fitted_size(width, height, most)
    if size == (width, height):
        return image
    if 0 <= width - size[0] <= 1 and 0 <= height - size[1] <= 1:
        return image[: size[1], : size[0]]
    smaller = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return smaller.astype(np.uint8, copy=False)


def planar(image: Image) -> NDArray[np.uint8]:
    """The picture as I420 (BT.601, limited range), uint8, shape (height * 3 / 2, width).

    Args:
        image: with even sides.
    """
    return cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)


class PictureWatch:
    """Tells whether a camera's pictures stand still or are dark. Stepped with every frame."""

    def __init__(self) -> None:
        self._last: Image | None = None
        self._changed_ns = MonotonicNs(0)
        self._bright_ns = MonotonicNs(0)
        self._dark = False

    def step(self, frame: Frame) -> PictureState:
        """The state after this frame."""
        sample = np.ascontiguousarray(frame.image[::_SAMPLE_STEP, ::_SAMPLE_STEP])
        now = frame.captured_ns
        if self._last is None or not np.array_equal(sample, self._last):
            self._last, self._changed_ns = sample, now
        luma = brightness(sample)
        if not self._bright_ns or luma >= (DARK_ENDS_LUMA if self._dark else DARK_LUMA):
            self._bright_ns, self._dark = now, False
        if seconds_between(self._bright_ns, now) >= DARK_AFTER_S:
            self._dark = True
            return "dark"
        frozen = seconds_between(self._changed_ns, now) >= FROZEN_AFTER_S
        return "frozen" if frozen else "ok"
