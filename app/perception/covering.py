"""Whether mouth or eyes are covered: by how much there is to see there, and by the colour beside.

A mouth has lips and a dark line between them, an eye a lid's edge and an iris; a mask or dark
glasses have neither, though the landmarks are drawn on them all the same. A mask, a scarf or a
book beside it has another colour than the forehead. A hand of the same skin that hides the lips is
told by the first, a hand on the chin by nothing.

Source: docs/measurements-vision.md, covered faces.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.embedding import align_points
from app.perception.faces import Points

_MOUTH = (61, 291, 0, 17)
_EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
_FOREHEAD = (151, 108, 337)
_BESIDE_MOUTH = (206, 426, 212, 432)
"""MediaPipe's points: corners and middles of lips and eyes; patches of bare skin."""

_PATCH_PX = 4


@dataclass(frozen=True, slots=True)
class Covering:
    """What is seen of mouth and eyes on the aligned face of 112 pixels.

    Attributes:
        mouth: mean change of luma from row to row inside of the mouth's box, in hundredths of the
            face's luma.
        eyes: standard deviation of the luma inside of the eyes' boxes, in the same unit; of the
            eye that shows less.
        tone: distance of the colour beside the mouth from the forehead's (a and b of Lab, 8 bit).
    """

    mouth: float
    eyes: float
    tone: float


def measure_covering(image: Image, points: Points) -> Covering | None:
    """What is seen of mouth and eyes; None where the points cannot be aligned.

    Args:
        image: BGR, uint8.
        points: of the face in it.
    """
    aligned = align_points(image, points)
    if aligned is None:
        return None
    face, at = aligned
    lab = cv2.cvtColor(face, cv2.COLOR_BGR2LAB).astype(np.float32)
    luma = lab[..., 0]
    unit = max(float(luma.mean()), 1.0) / 100
    mouth = _box(luma, at, _MOUTH)
    eyes = [float(_box(luma, at, eye).std()) for eye in _EYES]
    tone = _colour(lab, at, _FOREHEAD) - _colour(lab, at, _BESIDE_MOUTH)
    return Covering(
        mouth=float(np.abs(np.diff(mouth, axis=0)).mean()) / unit,
        eyes=min(eyes) / unit,
        tone=float(np.linalg.norm(tone)),
    )


def _box(luma: NDArray[np.float32], at: Points, marks: tuple[int, ...]) -> NDArray[np.float32]:
    """At least two rows and columns, inside of the picture."""
    last = np.array([luma.shape[1] - 2, luma.shape[0] - 2])
    first = np.clip(at[list(marks)].min(axis=0).astype(int), 0, last)
    end = np.maximum(at[list(marks)].max(axis=0).astype(int) + 1, first + 2)
    return luma[first[1] : end[1], first[0] : end[0]]


def _colour(lab: NDArray[np.float32], at: Points, marks: tuple[int, ...]) -> NDArray[np.float32]:
    """Median a and b of the patches around these points."""
    side = lab.shape[0] - _PATCH_PX - 1
    patches = [
        lab[y - _PATCH_PX : y + _PATCH_PX + 1, x - _PATCH_PX : x + _PATCH_PX + 1].reshape(-1, 3)
        for x, y in np.clip(at[list(marks)].astype(int), _PATCH_PX, side)
    ]
    return np.asarray(np.median(np.concatenate(patches)[:, 1:], axis=0), np.float32)
