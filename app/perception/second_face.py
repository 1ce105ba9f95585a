"""Looks for a second, smaller face beside the one that is followed.

The landmarker looks at the whole picture at 192 pixels and sees no face that is a tenth of it. The
quick detector looks at one part after the other; what it finds is a face when the landmarker finds
one too in that part enlarged. A face found so is followed in its own surroundings.

In a dim picture with a sensor's noise the landmarker takes a face printed on clothes for one. There
each of two has to be found once more, in its surroundings without the noise and brightened.
"""

from pathlib import Path

import numpy as np

from app.domain.media import Image
from app.perception.blaze_face import BlazeFace
from app.perception.cleaning import noise_in_the_way, stretched, without_noise
from app.perception.faces import SAME_FACE_OVERLAP, Box, FoundFace, StillFaceFinder, overlap
from app.perception.quality import measure_noise, measure_quality


class SecondFaceFinder:
    """Finds a face beside another, in the frames of one camera. Used by one thread."""

    def __init__(self, detector: Path, landmarker: Path) -> None:
        """Load the models.

        Args:
            detector: the `face_detector` file.
            landmarker: the `face_landmarker` task file.

        Raises:
            VisionModelError: a file is not a model of its kind.
        """
        self._detector = BlazeFace(detector)
        self._landmarker = StillFaceFinder(landmarker, 2)
        self._turn = 0
        self._last: Box | None = None

    def beside(self, image: Image, found: tuple[FoundFace, ...]) -> tuple[FoundFace, ...]:
        """The faces found, and a second one where there was one only.

        In noise without those that are not found again; 50 ms more, where there are two.

        Args:
            image: the picture.
            found: the faces followed in it, largest first.
        """
        faces = self._with_another(image, found) if len(found) == 1 else found
        if len(faces) <= 1:
            return faces
        noise = noise_in_the_way(measure_noise(image), measure_quality(image).brightness)
        if not noise:
            return faces
        gone = [face.seen.box for face in faces if not self._again(image, face.seen.box, noise)]
        if self._last in gone:
            self._last = None
        return tuple(face for face in faces if face.seen.box not in gone) or faces[:1]

    def close(self) -> None:
        """Let the models go."""
        self._detector.close()
        self._landmarker.close()

    def _with_another(self, image: Image, found: tuple[FoundFace, ...]) -> tuple[FoundFace, ...]:
        first = found[0].seen.box
        where = self._last or self._suspected(image, first)
        second = None if where is None else self._confirmed(image, where, first)
        self._last = None if second is None else second.seen.box
        return found if second is None else (*found, second)

    def _suspected(self, image: Image, first: Box) -> Box | None:
        """Where the quick detector sees another face in this call's part; parts take turns."""
        height, width = image.shape[:2]
        parts = _parts(width, height)
        self._turn = (self._turn + 1) % len(parts)
        left, top, side = parts[self._turn]
        part = np.ascontiguousarray(image[top : top + side, left : left + side])
        for box in self._detector.boxes(part):
            whole = (
                (box[0] * side + left) / width,
                (box[1] * side + top) / height,
                box[2] * side / width,
                box[3] * side / height,
            )
            if not _same(whole, first):
                return whole
        return None

    def _confirmed(self, image: Image, where: Box, first: Box) -> FoundFace | None:
        for face in self._landmarker.look_around(image, where):
            if overlap(face.seen.box, where) > 0 and not _same(face.seen.box, first):
                return face
        return None

    def _again(self, image: Image, box: Box, noise: float) -> bool:
        """Whether a face is found in the same place when the noise is taken off.

        Source: docs/measurements-monitor.md, by worse cameras.
        """
        part, place = _around(image, box)
        cleaned = stretched(without_noise(part, noise))
        return any(
            overlap(face.seen.box, place) >= SAME_FACE_OVERLAP
            for face in self._landmarker.look_around(cleaned, WHOLE)
        )


WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
AROUND = 0.6
"""Of a face's size, on each side of it: what is cleaned to look for it again."""
WIDE = 1.3
"""How much longer than wide a picture is from which on three squares along it are looked at."""
PART = 0.6
"""Of the picture's shorter side: the four corners of any other."""


def _parts(width: int, height: int) -> list[tuple[int, int, int]]:
    """Left, top and side of the squares looked at in turn."""
    short = min(width, height)
    if max(width, height) < WIDE * short:
        side = round(PART * short)
        return [(x, y, side) for x in (0, width - side) for y in (0, height - side)]
    spare_x, spare_y = width - short, height - short
    return [(spare_x * at // 2, spare_y * at // 2, short) for at in range(3)]


def _around(image: Image, box: Box) -> tuple[Image, Box]:
    """A face's surroundings, and where in them it lies."""
    size = np.array([image.shape[1], image.shape[0]])
    low, reach = np.array(box[:2]), np.array(box[2:])
    first = np.clip((low - AROUND * reach) * size, 0, size - 1).astype(int)
    last = np.clip((low + (1 + AROUND) * reach) * size, first + 1, size).astype(int)
    part = np.ascontiguousarray(image[first[1] : last[1], first[0] : last[0]])
    left, top = (low * size - first) / (last - first)
    wide, high = reach * size / (last - first)
    return part, (float(left), float(top), float(wide), float(high))


def _same(one: Box, other: Box) -> bool:
    """Whether it is the same face: the detectors frame it differently, so its middle counts too."""
    across, down = one[0] + one[2] / 2, one[1] + one[3] / 2
    inside = other[0] < across < other[0] + other[2] and other[1] < down < other[1] + other[3]
    return inside or overlap(one, other) >= SAME_FACE_OVERLAP
