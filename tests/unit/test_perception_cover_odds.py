"""What one look says about a covered face, from its figures."""

import pytest

from app.perception.face_gates import CERTAIN, odds_of

QUALITY = {
    "face_px": 200.0,
    "brightness": 120.0,
    "sharpness": 200.0,
    "yaw_deg": 0.0,
    "pitch_deg": 0.0,
    "mouth": 8.0,
    "eyes": 20.0,
    "tone": 5.0,
    "masked": 1.5,
}


def test_a_doubtful_look_says_what_its_figure_says() -> None:
    assert odds_of(QUALITY, 0.0) == 1.5
    assert odds_of({**QUALITY, "masked": -2.5}, 0.0) == -2.5


def test_no_look_says_more_than_is_certain() -> None:
    assert odds_of({**QUALITY, "masked": 12.0}, 0.0) == CERTAIN
    assert odds_of({**QUALITY, "masked": -9.0}, 0.0) == -CERTAIN


@pytest.mark.parametrize("figures", [{"mouth": 1.0}, {"eyes": 2.0}, {"tone": 25.0, "mouth": 4.0}])
def test_where_little_is_to_be_seen_the_face_is_covered(figures: dict[str, float]) -> None:
    assert odds_of({**QUALITY, "masked": -9.0, **figures}, 0.0) == CERTAIN


def test_a_yawning_mouth_is_seen() -> None:
    assert odds_of({**QUALITY, "masked": 7.0}, 0.5) == -CERTAIN


def test_a_turned_face_has_to_show_more() -> None:
    assert odds_of({**QUALITY, "yaw_deg": 14.0}, 0.0) == 1.5
    assert odds_of({**QUALITY, "yaw_deg": -25.0}, 0.0) == pytest.approx(0.5)
