"""Whether a hand is at a thing: what is held is told from what hangs or lies there.

Source: MediaPipe Hands (Zhang et al., 2020); MediaPipe hand landmarker model card.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.cleaning import without_noise
from app.perception.errors import VisionModelError
from app.perception.faces import Box
from app.perception.mediapipe_tasks import close_task, kept

Hand = NDArray[np.float64]
"""float64, shape (21, 2): MediaPipe's landmarks, x to the right and y down, in pixels."""

CROPS = (1.6, 2.5)
"""Half sides of the squares that are looked at, in the thing's longer side. Source:
docs/measurements-monitor.md, phones in hands: with both a hand is found at every photographed phone
in at least four of ten looks."""

SURE, UNSURE = 0.3, 0.2
"""Confidence of the palm and of the landmarks. Source: as above. With the first few hands are found
at a telephone that is seen from its edge; with the second most of them."""

MAX_GAP = 0.15
"""Between the hand's box and the thing's, in the thing's longer side. As above."""

AROUND_POINTS = 2
"""Of a hand's 21 landmarks that lie in the box of what it holds. Source: measured, as above: hands
that sign before a badge come near it in most looks, and lie over it in none to a third."""


class HandFinder:
    """Looks for hands at things. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Load the model, once for each confidence.

        Args:
            model: the `hand_landmarker` file.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._sure, self._unsure = _load(model, SURE), _load(model, UNSURE)

    def at(self, image: Image, thing: Box, *, around: bool, noise: float = 0.0) -> bool:
        """Whether a hand is at a thing; 20 to 80 ms of one core, 20 ms more in noise.

        Args:
            image: the picture.
            thing: left, top, width, height as fractions of it.
            around: it has to be around the thing; otherwise near it is enough.
            noise: to be taken off first, standard deviation in the luma; 0 for none.
        """
        high, wide = image.shape[:2]
        box = (thing[0] * wide, thing[1] * high, thing[2] * wide, thing[3] * high)
        fits = is_around if around else is_near
        parts = [part for crop in CROPS if (part := _part(image, box, crop, noise)) is not None]
        return any(
            fits(hand, box)
            for finder in (self._sure, self._unsure)
            for part in parts
            for hand in _hands(finder, part)
        )

    def close(self) -> None:
        """Let the model go."""
        close_task(self._sure)
        close_task(self._unsure)


def _load(model: Path, confidence: float) -> vision.HandLandmarker:
    options = vision.HandLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.IMAGE,
        num_hands=4,
        min_hand_detection_confidence=confidence,
        min_hand_presence_confidence=confidence,
    )
    try:
        return kept(vision.HandLandmarker.create_from_options(options))
    except (RuntimeError, ValueError, OSError) as error:
        raise VisionModelError(f"{model.name} cannot be loaded as hand landmarker") from error


def is_near(hand: Hand, thing: Box) -> bool:
    """Whether a hand's box comes near a thing's.

    Args:
        hand: its landmarks.
        thing: left, top, width, height, in pixels of the same picture.
    """
    low, high = _corners(thing)
    gap = np.maximum(low - hand.max(axis=0), hand.min(axis=0) - high).max()
    return bool(gap < MAX_GAP * (high - low).max())


def is_around(hand: Hand, thing: Box) -> bool:
    """Whether a hand lies over a thing, as it does where it holds it. Arguments as of `is_near`."""
    low, high = _corners(thing)
    inside = np.logical_and(hand > low, hand < high).all(axis=1)
    return int(inside.sum()) >= AROUND_POINTS


def _corners(thing: Box) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low = np.array(thing[:2], np.float64)
    return low, low + thing[2:]


@dataclass(frozen=True, slots=True)
class _Part:
    """A square of a picture, cleaned; `first` and `size` say where it lies there, in pixels."""

    image: Image
    first: NDArray[np.int_]
    size: NDArray[np.int_]


def _part(image: Image, thing: Box, crop: float, noise: float) -> _Part | None:
    """The square around a thing that is given in pixels; None outside of the picture."""
    size = np.array([image.shape[1], image.shape[0]])
    low, high = _corners(thing)
    middle, reach = (low + high) / 2, crop * float((high - low).max())
    first = np.clip(middle - reach, 0, size).astype(int)
    last = np.clip(middle + reach, 0, size).astype(int)
    part = image[first[1] : last[1], first[0] : last[0]]
    if not part.size:
        return None
    cleaned = without_noise(np.ascontiguousarray(part), noise) if noise else part
    return _Part(cleaned, first, last - first)


def _hands(finder: vision.HandLandmarker, part: _Part) -> Iterator[Hand]:
    """The hands in a part, in pixels of the picture it is of."""
    rgb = np.ascontiguousarray(part.image[:, :, ::-1])
    found = finder.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
    for marks in found.hand_landmarks:
        points = np.array([(mark.x, mark.y) for mark in marks], np.float64)
        yield points * part.size + part.first
