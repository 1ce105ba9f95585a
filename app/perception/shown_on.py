"""Whether print or a face is shown on a device: a telephone, a tablet, a monitor around it.

A screen's own pixels are finer than the camera's (docs/measurements-vision.md), so what is looked
for is the thing itself, by EfficientDet-Lite0 (COCO). It sees 320 pixels across: several squares
around the print, or the face, are looked at, and what each of them says is added up.

Source: EfficientDet (Tan et al., CVPR 2020); MediaPipe object detector model card.
"""

from pathlib import Path

import mediapipe as mp
import numpy as np

from app.domain.media import Image
from app.perception.detector import load_detector
from app.perception.mediapipe_tasks import close_task

DEVICES = ("cell phone", "laptop", "tv", "keyboard", "remote")
"""What the model calls a telephone, a tablet or a monitor that shows something."""

SQUARES, FACE_SQUARES = (1.5, 2.0, 2.7), (2.0, 3.0, 4.5, 7.0)
"""Sides of what is looked at, in longer sides of the print and of the face. Source:
docs/measurements-vision.md."""

MIN_SCORE = 0.1
"""Score under which a finding adds nothing."""

MIN_INSIDE = 0.9
"""Share of the print, or the face, that lies inside the device."""

PRINT_SHARE, FACE_SHARE = (0.07, 0.6), (0.02, 0.6)
"""How much of the device the print takes, least and most: one that is as large as the print is the
card itself, which the model takes for a telephone at times. Own choice: across a telephone held
upright a card takes a third of it, its print two thirds of that; a face takes less."""

Square = tuple[int, int, int, int]
"""Left, top, right, bottom of what is looked at, pixels within the picture."""

Box = tuple[float, float, float, float]
"""The same of anything, but where it says otherwise."""


class DeviceFinder:
    """Looks for a device around print. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Load the model.

        Args:
            model: the `object_detector` file.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._detector = load_detector(model, DEVICES, most=10, least_score=MIN_SCORE)

    def around(self, image: Image, print_box: Box) -> float:
        """How surely a device surrounds the print: 0..3, the sum over the squares.

        Squares that reach beyond the picture are cut; two that then are the same count once: before
        a person a large card, twice seen, was as sure as a telephone.

        Args:
            image: the picture, with what is around the print.
            print_box: where the lines of text are.
        """
        squares = dict.fromkeys(_square(image, print_box, side) for side in SQUARES)
        return sum(self._in_square(image, print_box, one, PRINT_SHARE) for one in squares)

    def around_face(self, image: Image, face: Box, square: int) -> float:
        """How surely a device surrounds the face in one of the squares, 0..1; 16 ms of a core.

        Args:
            image: the picture.
            face: the box of its points: left, top, width, height as fractions of the picture.
            square: which of `FACE_SQUARES`, in turn: all at once would cost frames with a blink.
        """
        height, width = image.shape[:2]
        left, top, wide, high = face[0] * width, face[1] * height, face[2] * width, face[3] * height
        box = (left, top, left + wide, top + high)
        here = _square(image, box, FACE_SQUARES[square % len(FACE_SQUARES)])
        return self._in_square(image, box, here, FACE_SHARE)

    def close(self) -> None:
        """Free the model."""
        close_task(self._detector)

    def _in_square(
        self, image: Image, box: Box, square: Square, share: tuple[float, float]
    ) -> float:
        left, top, right, bottom = box
        first_x, first_y, last_x, last_y = square
        part = image[first_y:last_y, first_x:last_x]
        if not part.size:
            return 0.0
        rgb = np.ascontiguousarray(part[..., ::-1])
        seen = self._detector.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
        here = (left - first_x, top - first_y, right - first_x, bottom - first_y)
        scores = [
            float(found.categories[0].score)
            for found in seen.detections
            if _surrounds(
                (
                    float(found.bounding_box.origin_x),
                    float(found.bounding_box.origin_y),
                    float(found.bounding_box.origin_x + found.bounding_box.width),
                    float(found.bounding_box.origin_y + found.bounding_box.height),
                ),
                here,
                share,
            )
        ]
        return max(scores, default=0.0)


def _square(image: Image, box: Box, sides: float) -> Square:
    left, top, right, bottom = box
    half = sides * max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    height, width = image.shape[:2]
    return (
        max(0, round(x - half)),
        max(0, round(y - half)),
        min(width, round(x + half)),
        min(height, round(y + half)),
    )


def _surrounds(device: Box, print_box: Box, within: tuple[float, float]) -> bool:
    wide = min(print_box[2], device[2]) - max(print_box[0], device[0])
    high = min(print_box[3], device[3]) - max(print_box[1], device[1])
    area = max(1.0, _area(print_box))
    inside = max(0.0, wide) * max(0.0, high) / area
    share = area / max(1.0, _area(device))
    return inside >= MIN_INSIDE and within[0] <= share <= within[1]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
