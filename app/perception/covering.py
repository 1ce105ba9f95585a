"""Whether mouth or eyes are covered: by how much there is to see there, and by the colour beside.

A mouth has lips and a dark line between them, an eye a lid's edge and an iris; a mask or dark
glasses have neither, though the landmarks are drawn on them all the same. A mask, a scarf or a
book beside it has another colour than the forehead. A mask with folds or a print shows lines too:
it is told by where they lie (`lower_face`). A hand of the same skin that hides the lips is told by
the first, a hand on the chin by nothing.

Source: docs/measurements-vision.md, covered faces.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from app.domain.media import Image
from app.perception.embedding import align_points
from app.perception.faces import Points
from app.perception.lower_face import (
    BESIDE_MOUTH,
    FOREHEAD,
    MOUTH,
    PATCH_PX,
    covered_score,
    median_around,
    part_between,
)

_EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
"""MediaPipe's points: corners and middles of the eyes."""


@dataclass(frozen=True, slots=True)
class Covering:
    """What is seen of mouth and eyes on the aligned face of 112 pixels.

    Attributes:
        mouth: mean change of luma from row to row inside of the mouth's box, in hundredths of the
            face's luma.
        eyes: standard deviation of the luma inside of the eyes' boxes, in the same unit; of the
            eye that shows less.
        tone: distance of the colour beside the mouth from the forehead's (a and b of Lab, 8 bit).
        masked: log odds that nose and mouth are covered; see `lower_face`.
    """

    mouth: float
    eyes: float
    tone: float
    masked: float


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
    mouth = part_between(luma, at, MOUTH)
    eyes = [float(part_between(luma, at, eye).std()) for eye in _EYES]
    forehead = median_around(lab, at, FOREHEAD, PATCH_PX)
    beside = median_around(lab, at, BESIDE_MOUTH, PATCH_PX)
    return Covering(
        mouth=float(np.abs(np.diff(mouth, axis=0)).mean()) / unit,
        eyes=min(eyes) / unit,
        tone=float(np.linalg.norm((forehead - beside)[1:])),
        masked=covered_score(face, at),
    )
