"""Runs a liveness step over frames: finds the face, measures its likeness, steps the test."""

from app.domain.identity import Liveness, Problem
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.flatness import proportion
from app.identity.liveness import LivenessSample, LivenessTest
from app.perception.embedding import Embedding, FaceEmbedder, similarity
from app.perception.faces import FaceTracker, FoundFace
from app.perception.spoof import TRUSTED_MODELS

LIKENESS_EVERY_S = 0.5
"""How often the face is compared with the first one: 15 ms of one core each time."""

LIKENESS_MAX_YAW_DEG = 15.0
LIKENESS_MAX_PITCH_DEG = 20.0
LIKENESS_MIN_PX = 40.0
"""A face turned further, or narrower, is not compared: its embedding is not its person's."""

SPOOF_WITHHELD = Problem(
    "SPOOF-WITHHELD",
    "No passive spoof score: no model at hand has been measured to be reliable",
)


class LivenessWatch:
    """One liveness step over frames of one camera. Used by one thread."""

    def __init__(
        self,
        tracker: FaceTracker,
        embedder: FaceEmbedder,
        test: LivenessTest,
        person: Embedding | None = None,
    ) -> None:
        """Begin.

        Args:
            tracker: follows the face.
            embedder: measures likeness.
            test: the step, which is stepped here and asked by the caller.
            person: who it has to be; None takes the face that the step begins with.
        """
        self._tracker = tracker
        self._embedder = embedder
        self.test = test
        self._person = person
        self._compared_s = float("-inf")

    def see(self, image: Image, at: MonotonicNs) -> None:
        """Take the next frame in."""
        at_s = at / NS_PER_S
        faces = self._tracker.find(image, at)
        likeness = self._likeness(image, faces[0], at_s) if faces else None
        self.test.step(
            LivenessSample(
                at_s,
                faces[0].seen if faces else None,
                likeness,
                max(0, len(faces) - 1),
                proportion(faces[0].points) if faces else None,
            )
        )

    def result(self) -> Liveness:
        """The outcome so far, without a passive score while no model of it is trusted."""
        withheld = () if TRUSTED_MODELS else (SPOOF_WITHHELD,)
        return self.test.result(None, withheld)

    def _likeness(self, image: Image, face: FoundFace, at_s: float) -> float | None:
        seen = face.seen
        due = self.test.wants_likeness or at_s - self._compared_s >= LIKENESS_EVERY_S
        frontal = (
            abs(seen.yaw_deg) <= LIKENESS_MAX_YAW_DEG
            and abs(seen.pitch_deg) <= LIKENESS_MAX_PITCH_DEG
        )
        if not due or not frontal or face.width_px < LIKENESS_MIN_PX:
            return None
        self._compared_s = at_s
        embedding = self._embedder.embed(image, face.points)
        if embedding is None:
            return None
        if self._person is None:
            self._person = embedding
        return similarity(self._person, embedding)
