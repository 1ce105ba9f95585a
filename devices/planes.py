"""What OpenCV and FFmpeg give, as the planes that a camera of ours gives."""

from typing import Any, Final

import cv2
import numpy as np
from av.video.reformatter import ColorRange

from app.domain.media import Image, Planes

_FULL: Final = ColorRange.JPEG
_BT601: Final = frozenset({2, 5, 6})
"""Matrices that are BT.601 or not told. Source: ITU-T H.273, table 4."""


def planes_of(image: Image) -> Planes:
    """A BGR picture as planes; an odd line or column is left out."""
    height, width = image.shape[:2]
    even = np.ascontiguousarray(image[: height // 2 * 2, : width // 2 * 2])
    return cv2.cvtColor(even, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)


def planes_of_frame(frame: Any) -> Planes:
    """A picture decoded by FFmpeg, of whatever format, matrix and range, as planes.

    Args:
        frame: an `av.VideoFrame`.
    """
    if frame.width % 2 or frame.height % 2:
        return planes_of(frame.to_ndarray(format="bgr24"))
    as_it_is = frame.format.name == "yuv420p" and frame.color_range != _FULL
    if not as_it_is or frame.colorspace not in _BT601:
        frame = frame.reformat(
            format="yuv420p", dst_colorspace="ITU601", dst_color_range=ColorRange.MPEG
        )
    planes: Planes = frame.to_ndarray()
    return planes
