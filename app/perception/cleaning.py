"""Poor pictures made better for the object detector and the hand landmarker.

The models take a few pixels out of a part without a mean over those between, so that a sensor's
noise and the edges of compression stay. Source of all: docs/measurements-monitor.md, by worse
cameras.
"""

import cv2
import numpy as np

from app.domain.media import Image
from app.monitoring.settings import NOISY_SHARE

COARSE_SIDE_PX = 640
"""A picture of at most so many pixels is a poor camera's."""

PART_PX, HAND_PX = 320, 192
"""What the object detector and the palm detector see across."""

_STRENGTH = 1.7
_PATCH_PX, _SEARCH_PX = 3, 7
"""Of non-local means: its strength in standard deviations of the luma's noise. Source: as above; a
search of 11 pixels at the full size found a few more hands for four times the time."""

_NEAR_PX, _UNLIKE, _RADIUS_PX = 5, 20.0, 2.0
"""Of the bilateral filter. Source: as above; 12 does less, and 7 pixels lose phones."""


_DARKEST, _BRIGHTEST = 10, 240
_LEAST_RANGE = 20.0
"""Where the first and the last hundredth of a part come to lie, 0..255; what is more even than so
much is not stretched further."""


def noise_in_the_way(noise: float, brightness: float) -> float:
    """The noise where a picture has more of it than `NOISY_SHARE`; else 0.

    Args:
        noise: standard deviation in the luma, 0..255.
        brightness: mean luma, 0..255.
    """
    return noise if noise > NOISY_SHARE * max(1.0, brightness) else 0.0


def shrunk(image: Image, side_px: int) -> Image:
    """A picture of at most so many pixels, each the mean of those it stands for."""
    longest = max(image.shape[:2])
    if longest <= side_px:
        return image
    scale = side_px / longest
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def without_noise(part: Image, noise: float) -> Image:
    """The surroundings of a thing without a sensor's noise, at most `HAND_PX` large; 10 ms.

    Args:
        part: BGR, uint8.
        noise: standard deviation in the luma of the picture it is cut out of, 0..255.

    Source: Buades et al. 2005, non-local means.
    """
    strength = _STRENGTH * noise
    cleaned = cv2.fastNlMeansDenoisingColored(
        shrunk(part, HAND_PX), None, strength, strength, _PATCH_PX, _SEARCH_PX
    )
    return cleaned.astype(np.uint8, copy=False)


def without_blocks(part: Image) -> Image:
    """A part without the weak edges that hard compression leaves; 1 to 3 ms."""
    smooth = cv2.bilateralFilter(part, _NEAR_PX, _UNLIKE, _RADIUS_PX)
    return smooth.astype(np.uint8, copy=False)


def stretched(part: Image) -> Image:
    """A dim part as bright as it can be with at most a hundredth of its values blown out; 1 ms."""
    first, last = np.percentile(part, (1, 99))
    gain = (_BRIGHTEST - _DARKEST) / max(_LEAST_RANGE, float(last - first))
    table = np.clip((np.arange(256) - first) * gain + _DARKEST, 0, 255).astype(np.uint8)
    return cv2.LUT(part, table).astype(np.uint8, copy=False)
