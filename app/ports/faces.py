"""The port to an engine that turns faces into numbers which can be compared."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.analysis import ModelRef
from app.domain.media import Image


class FaceEngine(Protocol):
    """Turns the face of a picture into an embedding. Used by one thread.

    Embeddings of different engines (or versions of one) must never be compared.
    """

    @property
    def model(self) -> ModelRef:
        """Its model, as in the record."""
        ...

    @property
    def size(self) -> int:
        """Numbers in an embedding."""
        ...

    @property
    def threshold(self) -> float:
        """Cosine similarity from which two faces are one person's; measured for this engine."""
        ...

    @property
    def sure(self) -> float:
        """Cosine similarity from which no person has to look as well; measured for this engine."""
        ...

    def embed(self, image: Image, points: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """The embedding of the face with these points.

        Args:
            image: BGR, uint8.
            points: MediaPipe's 478 points of the face, float32, shape (478, 2), in pixels.

        Returns:
            float32, shape (`size`,), length 1; None when the points cannot be aligned.
        """
        ...
