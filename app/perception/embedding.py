"""A face as 192 numbers, by MobileFaceNet: pictures of one person lie close together.

The five points of the alignment are taken from MediaPipe's: 468 and 473 (the irises), 4 (tip of
the nose), 61 and 291 (corners of the mouth). The model's fixed batch of two takes the face and its
mirror image, whose numbers are added.

Source: MobileFaceNets (Chen et al., 2018); alignment template of ArcFace (Deng et al., CVPR 2019).
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.analysis import ModelRef
from app.domain.media import Image
from app.perception.errors import VisionModelError
from app.perception.faces import Points
from app.perception.litert import LiteModel

Embedding = NDArray[np.float32]
"""float32, shape (192,), length 1."""

EMBEDDING_SIZE = 192

MATCH_THRESHOLD = 0.47
"""Cosine similarity from which two faces are one person's, where this model alone is asked
(`face_pair` asks two; a bank's own list of models may be older).

Source: docs/measurements-vision.md, `booth bench faces` over 48 people: the score that 0.1 % of the
strangers exceed lies at 0.441 (live with live) and 0.427 (live with card portrait), and under 0.463
in 95 % of draws of other people from these. On people who were held out it is worth less, least of
all among East Asian women (12.7 % of the strangers' pairs pass).
"""

SURE_MATCH = 0.64
"""Cosine similarity from which no person has to look as well, where this model alone is asked.

Source: docs/measurements-vision.md, the 38 people who were held out: the score that 0.1 % of the
strangers exceed lies at 0.615, and under 0.636 in 95 % of draws of other people from these. Below
it, down to `MATCH_THRESHOLD`, 2.9 % of the strangers pass, of East Asian women 12.7 %.
"""

FACE_SIDE_PX = 112

_MARKS = (468, 473, 4, 61, 291)
"""Iris at the picture's left, iris at its right, nose, mouth corners at the left and the right."""

_TEMPLATE = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ],
    np.float32,
)


class FaceEmbedder:
    """Turns faces into embeddings; a `FaceEngine`. Used by one thread."""

    def __init__(self, model: Path, ref: ModelRef) -> None:
        """Load the model; `ref` names it.

        Raises:
            VisionModelError: the file is not a MobileFaceNet of batch 2.
        """
        self.model = ref
        self.size = EMBEDDING_SIZE
        self.threshold = MATCH_THRESHOLD
        self.sure = SURE_MATCH
        self._model = LiteModel(model, ["embeddings"])
        if self._model.input_shape != (2, FACE_SIDE_PX, FACE_SIDE_PX, 3):
            raise VisionModelError(f"{model.name} does not take two faces of 112 x 112")

    def embed(self, image: Image, points: Points) -> Embedding | None:
        """The embedding of the face with these points; None when they cannot be aligned."""
        face = align_face(image, points)
        return None if face is None else self.embed_face(face)

    def embed_face(self, face: Image) -> Embedding | None:
        """The embedding of a face that `align_face` gave; None where all its numbers are 0."""
        scaled = (face[:, :, ::-1].astype(np.float32) - np.float32(127.5)) / np.float32(128)
        (both,) = self._model.run(np.ascontiguousarray(np.stack([scaled, scaled[:, ::-1]])))
        summed = both.sum(axis=0)
        length = float(np.linalg.norm(summed))
        return (summed / np.float32(length)).astype(np.float32) if length > 0 else None


def align_face(image: Image, points: Points) -> Image | None:
    """The face turned upright and scaled to 112 x 112 pixels; None for impossible points."""
    aligned = align_points(image, points)
    return None if aligned is None else aligned[0]


def align_points(image: Image, points: Points) -> tuple[Image, Points] | None:
    """The same, and where its points lie in it."""
    marks = points[list(_MARKS)].astype(np.float32)
    if not np.isfinite(marks).all() or float(np.ptp(marks, axis=0).min()) < 1:
        return None
    found, _ = cv2.estimateAffinePartial2D(marks, _TEMPLATE, method=cv2.LMEDS)
    matrix = np.asarray(found, np.float64)  # an empty one where the points fit no turn and scale
    if matrix.shape != (2, 3):
        return None
    at = (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    size = (FACE_SIDE_PX, FACE_SIDE_PX)
    # a large face is reduced first: sampling it at 112 px directly would alias
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:  # noqa: PLR2004 - half size and less
        factor = scale * 2
        image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
        matrix[:, :2] = matrix[:, :2] / factor
    face = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
    return face, at


def similarity(one: Embedding, other: Embedding) -> float:
    """Cosine of the angle between two embeddings, -1..1."""
    return float(np.clip(np.dot(one, other), -1.0, 1.0))
