"""Whether a hand is at a thing: what is held is told from what hangs or lies there.

Source: MediaPipe Hands (Zhang et al., 2020); MediaPipe hand landmarker model card.
"""

from pathlib import Path

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from app.domain.media import Image
from app.perception.errors import VisionModelError
from app.perception.faces import Box
from app.perception.mediapipe_tasks import close_task, kept

CROPS = (1.6, 2.5)
"""Half sides of the squares that are looked at, in the thing's longer side. Source:
docs/measurements-monitor.md, phones in hands: with both a hand is found at every photographed phone
in at least four of ten looks, and in none at a badge that hangs on a chest."""

SURE, UNSURE = 0.3, 0.2
"""Confidence of the palm and of the landmarks. Source: as above. With the first no hand is found at
a badge, and few at a telephone that is seen from its edge; with the second most of the latter, and
one in five looks at a badge."""

MAX_GAP = 0.15
"""Between the hand's box and the thing's, in the thing's longer side. As above."""


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

    def at(self, image: Image, thing: Box, *, sure: bool) -> bool:
        """Whether a hand touches a thing; 20 to 80 ms of one core.

        Args:
            image: the picture.
            thing: left, top, width, height as fractions of it.
            sure: a hand seen with doubt does not count.
        """
        finders = (self._sure,) if sure else (self._sure, self._unsure)
        return any(_touches(finder, image, thing, crop) for finder in finders for crop in CROPS)

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


def _touches(finder: vision.HandLandmarker, image: Image, thing: Box, crop: float) -> bool:
    size = np.array([image.shape[1], image.shape[0]])
    low, high = np.array(thing[:2]) * size, (np.array(thing[:2]) + thing[2:]) * size
    longest = float((high - low).max())
    middle, reach = (low + high) / 2, crop * longest
    first = np.clip(middle - reach, 0, size).astype(int)
    last = np.clip(middle + reach, 0, size).astype(int)
    part = np.ascontiguousarray(image[first[1] : last[1], first[0] : last[0], ::-1])
    if not part.size:
        return False
    found = finder.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=part))
    for marks in found.hand_landmarks:
        points = np.array([(mark.x, mark.y) for mark in marks]) * (last - first) + first
        gap = np.maximum(low - points.max(axis=0), points.min(axis=0) - high).max()
        if gap < MAX_GAP * longest:
            return True
    return False
