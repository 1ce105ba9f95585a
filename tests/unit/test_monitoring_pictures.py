"""A picture that is too poor for a rule is said to be so, from when to when."""

import pytest

from app.domain.media import CameraRole
from app.domain.observation import Observation, SeenFace, Unwatched
from app.domain.timing import MonotonicNs
from app.monitoring.pictures import PoorPictures


def look(
    *,
    brightness: float = 120.0,
    noise: float = 0.5,
    face: float | None = 0.3,
    width_px: int = 1280,
    camera: CameraRole = "candidate",
) -> Observation:
    faces = () if face is None else (SeenFace((0.4, 0.3, face, 0.3), 0, 0, 0, 0, 0, 0, 0),)
    return Observation(
        MonotonicNs(0), camera, faces, None, brightness, 200.0, width_px=width_px, noise=noise
    )


def play(*scenes: tuple[float, Observation], rate: float = 5.0) -> list[Unwatched]:
    pictures, number, until = PoorPictures(), 0, 0.0
    changes: list[Unwatched] = []
    for seconds, seen in scenes:
        until += seconds
        while number / rate < until - 1e-9:
            changes += pictures.take(seen, number / rate)
            number += 1
    return [*changes, *pictures.stop(number / rate)]


GOOD = look()
DARK = look(brightness=50.0, noise=6.0)
SMALL = look(face=0.15, width_px=320)


def test_a_good_picture_says_nothing() -> None:
    assert play((60.0, GOOD)) == []


def test_the_dark_is_told_from_about_its_beginning_to_about_its_end() -> None:
    began, ended = play((20.0, GOOD), (20.0, DARK), (20.0, GOOD))
    assert (began.cause, began.camera, began.end_s) == ("too_dark", "candidate", None)
    assert began.start_s == pytest.approx(20.0, abs=3.0)
    assert ended.start_s == began.start_s
    assert ended.end_s == pytest.approx(40.0, abs=3.0)


def test_a_small_face_is_too_coarse_and_nobody_is_not() -> None:
    began, ended = play((20.0, SMALL))
    assert (began.cause, began.start_s, ended.end_s) == ("too_coarse", 0.0, 20.0)
    assert play((20.0, look(face=None, width_px=320))) == []


def test_a_moment_and_a_picture_at_the_limit_do_not_flicker() -> None:
    assert play((20.0, GOOD), (1.5, DARK), (20.0, GOOD)) == []
    edge = [(2.0, look(noise=6.0)), (2.0, look(noise=4.6))] * 10
    assert len(play((10.0, DARK), *edge)) == 2


def test_the_cameras_are_judged_apart_and_the_dark_apart_from_the_small() -> None:
    room = look(camera="room", noise=8.0)
    began, _ = play((20.0, room), rate=1.0)
    assert (began.camera, began.cause) == ("room", "too_dark")
    both = look(face=0.15, width_px=320, noise=9.0)
    assert {span.cause for span in play((20.0, both))} == {"too_dark", "too_coarse"}
