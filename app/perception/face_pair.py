"""Two face engines as one, which answers the face match: the mean of their two scores.

Their mistakes are not the same ones, so that strangers whom one of them takes for one person stand
out less in the mean. It is a plain mean: weights that were learnt did no better on people who were
left out (docs/measurements-vision.md). An embedding is both engines' beside each other, each at the
length of the root of a half, so that its cosine is the mean of their cosines.

Source: Kittler, Hatef, Duin, Matas, "On combining classifiers", IEEE TPAMI 20 (1998): the sum rule.
"""

import hashlib

import numpy as np

from app.domain.analysis import ModelRef
from app.domain.media import Image
from app.perception.embedding import EMBEDDING_SIZE, Embedding, FaceEmbedder, align_face
from app.perception.faces import Points
from app.perception.sface import SFaceEmbedder

PAIR_THRESHOLD = 0.42
"""Mean of the cosines from which two faces are one person's, for these two models alone.

Source: docs/measurements-vision.md, the 48 people of `tests/measurements/face_people.csv`: none of
12,453 and 24,906 pairs of strangers lies above 0.405 (live with live) and 0.417 (live with card
portrait), and none of 89 and 178 of one person below 0.545 and 0.431. On people who were held out
it is worth less, least of all among East Asian women: resources/face_rates.json.
"""

PAIR_SURE = 0.57
"""Mean of the cosines from which no person has to look as well, for these two models alone.

Source: docs/measurements-vision.md, the 38 people who were held out: the score that 0.1 % of the
strangers exceed lies at 0.521, and under 0.561 in 95 % of draws of other people from these. Below
it, down to `PAIR_THRESHOLD`, 1.4 % of the strangers pass, of East Asian women 6.8 %.
"""


class PairedEmbedder:
    """Turns faces into embeddings by two models; a `FaceEngine`. Used by one thread."""

    def __init__(self, first: FaceEmbedder, second: SFaceEmbedder) -> None:
        """Ask both of them each time."""
        self.model = _both(first.model, second.model)
        self.size = first.size + second.size
        self.threshold = PAIR_THRESHOLD
        self.sure = PAIR_SURE
        self._first = first
        self._second = second

    def embed(self, image: Image, points: Points) -> Embedding | None:
        """The embedding of the face with these points; None when they cannot be aligned."""
        face = align_face(image, points)
        if face is None:
            return None
        first, second = self._first.embed_face(face), self._second.embed_face(face)
        if first is None or second is None:
            return None
        return (np.concatenate([first, second]) * np.float32(np.sqrt(0.5))).astype(np.float32)


def quick_part(embedding: Embedding) -> Embedding:
    """MobileFaceNet's own embedding out of the pair's, or itself.

    While a person is watched they are compared by that engine alone, several times a minute.
    """
    part = embedding[:EMBEDDING_SIZE]
    return (part / np.float32(np.linalg.norm(part))).astype(np.float32)


def _both(first: ModelRef, second: ModelRef) -> ModelRef:
    """Another name and digest as soon as one of the two is another."""
    digest = hashlib.sha256(f"{first.sha256} {second.sha256}".encode()).hexdigest()
    return ModelRef(f"mean of {first.name} and {second.name}", digest)
