"""What the liveness step looks at on each frame, whatever the face is like."""

from typing import TYPE_CHECKING, cast

import numpy as np

from app.domain.observation import SeenFace
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.liveness import LivenessSample, LivenessTest
from app.identity.liveness_watch import LivenessWatch
from app.perception.faces import FaceTracker, FoundFace

if TYPE_CHECKING:
    from app.perception.embedding import FaceEmbedder
    from app.perception.shown_on import DeviceFinder

FACE = SeenFace((0.3, 0.2, 0.4, 0.6), 0.0, 0.0, 0.1, 0.05, 0.0, 0.0, 0.0)


class OneFace:
    """Finds the same face in every frame."""

    def find(self, *_: object) -> list[FoundFace]:
        points = np.random.default_rng(3).uniform((190, 100), (450, 380), (478, 2))
        return [FoundFace(FACE, points.astype(np.float32), 256.0)]


class Surrounded:
    """A device surrounds it, a little in every square."""

    def around_face(self, *_: object) -> float:
        return 0.2


class Noting(LivenessTest):
    """Takes the samples down."""

    def __init__(self) -> None:
        super().__init__(("blink",), 60.0)
        self.taken: list[LivenessSample] = []

    def step(self, sample: LivenessSample) -> None:
        self.taken.append(sample)


def test_a_face_too_dark_to_be_compared_is_looked_around_all_the_same() -> None:
    noting = Noting()
    watch = LivenessWatch(
        cast("FaceTracker", OneFace()),
        cast("FaceEmbedder", None),
        cast("DeviceFinder", Surrounded()),
        noting,
    )
    dark = np.full((480, 640, 3), 3, np.uint8)
    for number in range(30):
        watch.see(dark, MonotonicNs(number * NS_PER_S // 10))
    assert all(item.likeness is None for item in noting.taken)
    looked = [number for number, item in enumerate(noting.taken) if item.edges is not None]
    assert looked == [0, 5, 10, 15, 20, 25]
    assert [noting.taken[number].device for number in looked[:3]] == [None] * 3
    assert noting.taken[15].device == 0.8
