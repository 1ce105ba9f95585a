"""How like a face is to the one that a session knows, measured now and then while it is watched."""

from app.domain.identity import SAME_PERSON
from app.domain.media import Image
from app.perception.embedding import Embedding, FaceEmbedder, similarity
from app.perception.face_gates import face_quality, quality_problems
from app.perception.faces import FoundFace

MAX_YAW_DEG = 15.0
MAX_PITCH_DEG = 20.0
MIN_PX = 40.0
"""A face turned further, or narrower, is not compared: its embedding is not its person's.
Source: docs/measurements-vision.md, likeness within one clip. Nor is one that the face match would
refuse (blurred, dark, covered): that is not another face, but nothing to compare."""

UNLIKE_EVERY_S = 1.0
"""After an unlike look the next one comes so soon: a hand before the face has gone, a stranger
has not."""


class LikenessMeter:
    """Measures the face of one camera's frames. Used by one thread."""

    def __init__(self, embedder: FaceEmbedder, person: Embedding | None, every_s: float) -> None:
        """Begin.

        Args:
            embedder: measures.
            person: whom to compare with; None takes the first face that can be measured.
            every_s: seconds from one measurement to the next.
        """
        self._embedder = embedder
        self._person = person
        self._every_s = every_s
        self._measured_s = float("-inf")
        self._unlike = False

    def measure(
        self, image: Image, face: FoundFace, at_s: float, *, due: bool = False
    ) -> float | None:
        """Cosine similarity to the person; None when it is not due or cannot be measured.

        Args:
            image: the frame.
            face: found in it.
            at_s: its time in seconds.
            due: measure although the time has not come.
        """
        wait_s = min(UNLIKE_EVERY_S, self._every_s) if self._unlike else self._every_s
        seen = face.seen
        frontal = abs(seen.yaw_deg) <= MAX_YAW_DEG and abs(seen.pitch_deg) <= MAX_PITCH_DEG
        if not (due or at_s - self._measured_s >= wait_s) or not frontal or face.width_px < MIN_PX:
            return None
        if quality_problems(dict(face_quality(image, face))):
            return None
        self._measured_s = at_s
        embedding = self._embedder.embed(image, face.points)
        if embedding is None:
            return None
        if self._person is None:
            self._person = embedding
        likeness = similarity(self._person, embedding)
        self._unlike = likeness < SAME_PERSON
        return likeness
