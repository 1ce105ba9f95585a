"""A face as 128 numbers, by OpenCV's SFace: the other half of the face match (`face_pair`).

It takes the face that `align_face` gives (the same template as its own), BGR; OpenCV prepares it.

Source: SFace (Zhong et al., IEEE TIP 2021); OpenCV's `FaceRecognizerSF`.
"""

from pathlib import Path

import cv2
import numpy as np

from app.domain.analysis import ModelRef
from app.domain.media import Image
from app.perception.embedding import Embedding, align_face
from app.perception.errors import VisionModelError
from app.perception.faces import Points

SFACE_SIZE = 128

SFACE_THRESHOLD = 0.363
"""Cosine similarity from which two faces are one person's. Source: OpenCV's own, measured on LFW;
what it does here stands in docs/measurements-vision.md."""

SFACE_SURE = 0.5
"""Cosine similarity from which no person has to look as well. Source: as `SURE_MATCH`: the score of
an FMR of 0.1 % lies at 0.477 for this model (its bound over other people was not worked out)."""


class SFaceEmbedder:
    """Turns faces into embeddings; a `FaceEngine`. Used by one thread."""

    def __init__(self, model: Path, ref: ModelRef) -> None:
        """Load the model; `ref` names it.

        Raises:
            VisionModelError: the file is no such model.
        """
        self.model = ref
        self.size = SFACE_SIZE
        self.threshold = SFACE_THRESHOLD
        self.sure = SFACE_SURE
        try:
            self._model = cv2.FaceRecognizerSF.create(str(model), "")
        except cv2.error as error:
            raise VisionModelError(f"{model.name} cannot be loaded as SFace") from error

    def embed(self, image: Image, points: Points) -> Embedding | None:
        """The embedding of the face with these points; None when they cannot be aligned."""
        face = align_face(image, points)
        return None if face is None else self.embed_face(face)

    def embed_face(self, face: Image) -> Embedding | None:
        """The embedding of a face that `align_face` gave; None where all its numbers are 0."""
        found = np.asarray(self._model.feature(face), np.float32).reshape(-1)
        length = float(np.linalg.norm(found))
        return found / np.float32(length) if length > 0 else None
