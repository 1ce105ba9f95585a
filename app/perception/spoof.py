"""Passive presentation-attack detection, and whether a model of it may be believed.

A model's score is used only when its file is among `TRUSTED_MODELS`, that is, when its errors have
been measured here and are acceptable. There is none at present. `FaceAntiSpoofing.tflite` (a deep
tree network of 8 leaves, input RGB 256 x 256 in 0..1, `Identity` leaf scores, `Identity_1` leaf
weights) was measured on 54 real attacks and 107 live stills: it takes 17 of the attacks for live,
10 of the 12 masks and cut-outs among them, and 21 of the live ones for attacks, as 14 of 29
pictures of clips before. Small or compressed faces are "attacks" to it. It is withheld; the active
challenges stand alone.

Source: Liu et al., Deep Tree Learning for Zero-Shot Face Anti-Spoofing, CVPR 2019; measurement:
docs/measurements-vision.md; ISO/IEC 30107-3 for what would have to be reported.
"""

from pathlib import Path

import cv2
import numpy as np

from app.domain.ids import Digest
from app.domain.media import Image
from app.perception.faces import Points
from app.perception.litert import LiteModel

TRUSTED_MODELS: frozenset[Digest] = frozenset()
"""SHA-256 of the model files whose error rates were measured and found acceptable."""

_SIDE_PX = 256
_CROP = 1.0
"""Side of the square crop in face heights; 0.9 to 1.3 were measured, none is better."""


class SpoofScorer:
    """Scores one face at a time. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Load the model.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._model = LiteModel(model, ["Identity", "Identity_1"])

    def score(self, image: Image, points: Points) -> float:
        """0 (live) .. 1 (spoof) for the face with these points; 120 ms of one core."""
        face = _square(image, points).astype(np.float32)[None, :, :, ::-1] / np.float32(255)
        leaves, weights = self._model.run(np.ascontiguousarray(face))
        return float(np.clip((np.abs(leaves) * weights).sum(), 0.0, 1.0))


def _square(image: Image, points: Points) -> Image:
    first, last = points.min(axis=0), points.max(axis=0)
    side = float(max(last - first)) * _CROP
    centre = (first + last) / 2
    scale = _SIDE_PX / max(side, 1.0)
    matrix = np.array(
        [
            [scale, 0, _SIDE_PX / 2 - float(centre[0]) * scale],
            [0, scale, _SIDE_PX / 2 - float(centre[1]) * scale],
        ],
        np.float32,
    )
    size = (_SIDE_PX, _SIDE_PX)
    return cv2.warpAffine(image, matrix, size, flags=cv2.INTER_AREA).astype(np.uint8, copy=False)
