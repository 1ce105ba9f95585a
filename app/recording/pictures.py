"""What can be said about a picture without a model: size, brightness, sharpness, standstill."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image, Planes
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
_BLACK, _RANGE = 16, 219
"""Of a limited-range luma."""
AREA_FROM = 2
"""Reduced by less than this, lines are interpolated: averaging takes 3.6 ms from 1080p to 720p and
interpolating 0.7 ms (measured), and skips no line yet."""

PictureState = Literal["ok", "frozen", "dark"]


def luma_of(planes: Planes) -> NDArray[np.uint8]:
    """The luma of planes, shape (height, width), 16..235; a view."""
    return planes[: planes.shape[0] * 2 // 3]


def size_of(planes: Planes) -> tuple[int, int]:
    """Width and height."""
    return planes.shape[1], planes.shape[0] * 2 // 3


def brightness(luma: NDArray[np.uint8]) -> float:
    """Mean of a limited-range luma as it looks, 0..255.

    Args:
        luma: any part of `luma_of`.
    """
    return max(0.0, (float(luma.mean()) - _BLACK) * 255 / _RANGE)


def sharpness(luma: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of the luma, stretched to 0..255, at 320 px width.

    Below about 20 is blurred. Comparable with the same measure of a BGR picture.
    """
    height = max(1, round(luma.shape[0] * SHARPNESS_WIDTH_PX / luma.shape[1]))
    small = cv2.resize(luma, (SHARPNESS_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(small, cv2.CV_64F).var()) * (255 / _RANGE) ** 2


def fitted_size(width: int, height: int, most: tuple[int, int]) -> tuple[int, int]:
    """Width and height, even, in proportion, not above `most` and not above what they were."""
    scale = min(1.0, most[0] / width, most[1] / height)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def fitted(planes: Planes, most: tuple[int, int]) -> Planes:
    """The picture, reduced to fit into `most` (width, height); the same object if it does."""
    width, height = size_of(planes)
    size = fitted_size(width, height, most)
    if size == (width, height):
        return planes
    reduced = np.empty((size[1] * 3 // 2, size[0]), np.uint8)
    for source, target in zip(_split(planes), _split(reduced), strict=True):
        way = cv2.INTER_AREA if source.shape[0] >= AREA_FROM * target.shape[0] else cv2.INTER_LINEAR
        cv2.resize(source, target.shape[::-1], target, interpolation=way)
    return reduced


def _split(planes: Planes) -> tuple[NDArray[np.uint8], ...]:
    """Luma and both chromas, as views."""
    width, height = size_of(planes)
    chroma = planes[height:].reshape(2, height // 2, width // 2)
    return planes[:height], chroma[0], chroma[1]


def shown(planes: Planes, most: tuple[int, int]) -> Image:
    """The picture as BGR, reduced to fit into `most` (width, height)."""
    bgr = cv2.cvtColor(fitted(planes, most), cv2.COLOR_YUV2BGR_I420)
    return bgr.astype(np.uint8, copy=False)


def planar(image: Image) -> Planes:
    """A picture of at least two lines and columns as planes; an odd one is left out."""
    height, width = image.shape[:2]
    even = np.ascontiguousarray(image[: height // 2 * 2, : width // 2 * 2])
    return cv2.cvtColor(even, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)


class PictureWatch:
    """Tells whether a camera's pictures stand still or are dark. Stepped with every picture."""

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._changed_ns = MonotonicNs(0)
        self._bright_ns = MonotonicNs(0)
        self._dark = False

    def step(self, planes: Planes, now: MonotonicNs) -> PictureState:
        """The state after this picture.

        Args:
            planes: the picture.
            now: when it was captured.
        """
        sample = luma_of(planes)[::_SAMPLE_STEP, ::_SAMPLE_STEP].copy()
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
