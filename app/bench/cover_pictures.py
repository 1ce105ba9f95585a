"""Coverings laid over a moving face: three drawn ones and a hand cut out of a clip.

Each is a picture of `WIDE` x `HIGH` pixels with an opacity, in which the outer corners of the eyes
and the chin lie at `_ANCHORS`; a face's own points say where it goes. Drawn cloth and paper are
easier than real ones: what a real mask comes to is measured by `tests.measurements.mask_onset`.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.faces import Points
from app.perception.videos import read_video

Covering = NDArray[np.float32]
"""BGR and opacity, each 0..255; shape (HIGH, WIDE, 4)."""

WIDE, HIGH = 240, 280
_ANCHORS = ((62, 70), (178, 70), (120, 208))
_EYES_AND_CHIN = (33, 263, 152)
_UNDER_EYES = (118, 347)
"""MediaPipe's points."""

_MASK = ((120, 98), (150, 106), (184, 112), (207, 118), (203, 160), (177, 202), (120, 224))
_SCARF = ((120, 112), (178, 102), (224, 116), (234, 277), (120, 279))
_PAGE = ((36, 112), (214, 104), (221, 278), (42, 279))
"""Corners; the first two are mirrored."""
_DAYLIGHT, _DARKEST, _BRIGHTEST = 165.0, 0.35, 1.2
"""Luma under the eyes for which the coverings are drawn; they are as much darker or lighter as the
face is, within these."""
_SEED, _INK = 7, 0.5

HAND_CLIP, HAND_AT_S = "video_talking/zh_gesture_requesting_a_five-star_review.mp4", 1.0
_HAND_PART = (0.270, 0.265, 0.145, 0.190)
"""Left, top, width, height as fractions: an open hand before a white wall, down to its cuff."""
_PALM, _PALM_WIDE = (0.490, 0.797), 0.38
"""Its middle, as fractions of that part, and its width: as wide as 0.57 of a face."""
_HAND_TURN_DEG, _FACE_WIDE, _PALM_OF_FACE = -72.0, 187.0, 0.57
_MOUTH = (112, 168)
_WHITE, _SKIN = 232.0, 196.0
"""Least of the three colours that is the wall, and that is the hand, whole."""


def drawn_mask() -> Covering:
    """A surgical mask with three pleats, shaded towards the cheeks."""
    down, across = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    shade = 1 - 0.3 * ((across - WIDE / 2) / 90) ** 2
    for pleat in (132, 153, 174):
        below = down - pleat - 4 * ((across - WIDE / 2) / 80) ** 2
        shade -= 0.22 * np.exp(-np.abs(below) / 2) - 0.08 * np.exp(-((below - 9) ** 2) / 30)
    return _cloth((216, 200, 166), shade, _mirrored(_MASK), grain=3)


def drawn_scarf() -> Covering:
    """A dark knitted scarf in folds, up to the nose."""
    down, across = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    folds = 0.16 * np.sin((down + 0.35 * across) / 11) + 0.10 * np.sin((down - 0.6 * across) / 17)
    knit = 0.06 * np.sign(np.sin(across / 1.9) * np.sin(down / 1.9))
    return _cloth((62, 48, 92), 1 + folds + knit, _mirrored(_SCARF), grain=5)


def drawn_page() -> Covering:
    """A printed page of A5, held up to the nose: lines 5 mm apart, letters 2 mm high."""
    random = np.random.default_rng(_SEED)
    shade = np.ones((HIGH, WIDE), np.float32)
    for top in range(124, HIGH - 8, 6):
        left, last, end_of_line = 50, 200, 204
        while left < last:
            end = min(left + int(random.integers(5, 20)), end_of_line)
            ink = random.random((2, end - left)) < _INK
            shade[top : top + 2, left:end] -= 0.8 * ink
            left = end + 3
    return _cloth((226, 232, 234), shade, _PAGE, grain=2)


def hand_of(media: Path) -> Covering:
    """A real hand, turned so that its palm lies on the mouth.

    Args:
        media: folder of the labelled clips.

    Raises:
        FileMissingError: the clip is not there.
    """
    frames = read_video(media / HAND_CLIP, 5.0, 1280)
    image = next(frame.image for frame in frames if frame.at_s >= HAND_AT_S - 0.01)
    high, wide = image.shape[:2]
    left, top, part_wide, part_high = _HAND_PART
    part = image[
        round(top * high) : round((top + part_high) * high),
        round(left * wide) : round((left + part_wide) * wide),
    ].astype(np.float32)
    least = part.min(axis=2, keepdims=True)
    opacity = 255 * np.clip((_WHITE - least) / (_WHITE - _SKIN), 0, 1)
    size = np.array([part.shape[1], part.shape[0]])
    scale = _PALM_OF_FACE * _FACE_WIDE / (_PALM_WIDE * part.shape[1])
    middle = np.array(_PALM) * size
    turn = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), _HAND_TURN_DEG, scale)
    turn[:, 2] = turn[:, 2] + np.array(_MOUTH) - middle
    whole = np.concatenate([part, opacity], axis=2)
    return np.asarray(cv2.warpAffine(whole, turn, (WIDE, HIGH), flags=cv2.INTER_CUBIC), np.float32)


def laid_over(image: Image, face: Points, covering: Covering) -> Image:
    """The picture with the covering before that face, in its light.

    Args:
        image: BGR, uint8.
        face: its points in the picture.
        covering: what lies before it.
    """
    here = face[list(_EYES_AND_CHIN)].astype(np.float32)
    way = cv2.getAffineTransform(np.array(_ANCHORS, np.float32), here)
    shrunk = abs(float(np.linalg.det(way[:, :2]))) ** 0.5
    smooth = cv2.GaussianBlur(covering, (0, 0), max(0.6, 0.5 / max(shrunk, 0.05)))
    high, wide = image.shape[:2]
    laid = cv2.warpAffine(smooth, way, (wide, high))
    opacity = np.clip(laid[..., 3:] / 255, 0, 1)
    gain = np.clip(luma_under_eyes(image, face) / _DAYLIGHT, _DARKEST, _BRIGHTEST)
    mixed = opacity * laid[..., :3] * gain + (1 - opacity) * image
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _cloth(
    colour: tuple[int, int, int],
    shade: NDArray[np.float32],
    corners: Sequence[tuple[int, int]],
    *,
    grain: float,
) -> Covering:
    noise = np.random.default_rng(_SEED).normal(0, grain, (HIGH, WIDE, 1))
    picture = shade[..., None] * np.array(colour, np.float32) + noise
    opacity = np.zeros((HIGH, WIDE, 1), np.float32)
    cv2.fillPoly(opacity, [np.array(corners, np.int32).reshape(-1, 1, 2)], (255.0,))
    return np.concatenate([np.clip(picture, 0, 255), opacity], axis=2).astype(np.float32)


def _mirrored(half: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The right half of an outline, from the middle above to the middle below, made whole."""
    return [*half, *((WIDE - x, y) for x, y in reversed(half[1:-1]))]


def luma_under_eyes(image: Image, face: Points) -> float:
    """Median luma of the skin that a covering leaves free, 0..255."""
    reach = max(2, round(float(np.ptp(face[:, 0])) / 25))
    luma = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    parts = [
        luma[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].ravel()
        for x, y in face[list(_UNDER_EYES)].astype(int)
    ]
    return float(np.median(np.concatenate(parts)))
