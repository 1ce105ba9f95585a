"""Where a tracker looks for a face that it has lost."""

from pathlib import Path
from types import SimpleNamespace

import mediapipe as mp
import numpy as np
import pytest

from app.domain.media import Image
from app.domain.timing import MonotonicNs
from app.perception import faces
from app.perception.faces import REMEMBERED_FRAMES, FaceTracker

BARE, MASKED, NOBODY = 255, 200, 0
NAMES = (
    "eyeBlinkLeft", "eyeBlinkRight", "jawOpen", "mouthSmileLeft", "mouthSmileRight",
    "eyeLookOutLeft", "eyeLookInRight", "eyeLookInLeft", "eyeLookOutRight",
    "eyeLookDownLeft", "eyeLookDownRight",
)  # fmt: skip
NEAR, CLOSE = 15, 0.1
"""A masked face is seen where it is so much of the picture."""


class SquareLandmarker:
    """Takes a square for a face: a white one anywhere, a grey one only from close by."""

    def detect(self, image: mp.Image) -> SimpleNamespace:
        luma = image.numpy_view()[..., 0].astype(int)
        white, grey = luma > BARE - NEAR, abs(luma - MASKED) < NEAR
        seen = white if white.any() else grey
        if not white.any() and grey.mean() < CLOSE:
            return SimpleNamespace(
                face_landmarks=[], face_blendshapes=[], facial_transformation_matrixes=[]
            )
        rows, columns = np.nonzero(seen)
        high, wide = luma.shape
        corners = [(columns.min(), rows.min()), (columns.max(), rows.max())]
        marks = [SimpleNamespace(x=x / wide, y=y / high) for x, y in corners] * 239
        shapes = [SimpleNamespace(category_name=name, score=0.0) for name in NAMES]
        return SimpleNamespace(
            face_landmarks=[marks],
            face_blendshapes=[shapes],
            facial_transformation_matrixes=[np.eye(4, dtype=np.float32)],
        )

    def detect_for_video(self, image: mp.Image, _: int) -> SimpleNamespace:
        return self.detect(image)


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch) -> FaceTracker:
    monkeypatch.setattr(faces, "_load", lambda *_: SquareLandmarker())
    return FaceTracker(Path("none"))


def picture(luma: int) -> Image:
    image = np.zeros((480, 640, 3), np.uint8)
    image[200:260, 300:360] = luma
    return image


def found(tracker: FaceTracker, *lumas: int) -> list[bool]:
    return [
        bool(tracker.find(picture(luma), MonotonicNs(number * 200_000_000)))
        for number, luma in enumerate(lumas)
    ]


def test_a_mask_put_on_a_small_face_does_not_lose_it(tracker: FaceTracker) -> None:
    assert found(tracker, BARE, *[MASKED] * 20) == [True] * 21


def test_a_face_that_is_gone_for_a_moment_is_looked_for_where_it_was(tracker: FaceTracker) -> None:
    assert found(tracker, BARE, NOBODY, NOBODY, NOBODY, MASKED) == [
        True, False, False, False, True,
    ]  # fmt: skip


def test_who_stays_away_is_forgotten(tracker: FaceTracker) -> None:
    away = [NOBODY] * (REMEMBERED_FRAMES + 1)
    assert found(tracker, BARE, *away, MASKED) == [True, *[False] * (len(away) + 1)]
