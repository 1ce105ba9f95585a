"""A face that was bare and is covered."""

from dataclasses import replace

import pytest

from tests.unit.test_monitoring_rules import PRESENT, opened, play

COVERED = replace(PRESENT, covered=True)
BARE = replace(PRESENT, covered=False)


@pytest.mark.parametrize("rate", [2.0, 5.0, 10.0])
def test_a_face_that_was_bare_and_is_covered_is_told_once(rate: float) -> None:
    changes = play((8.0, BARE), (8.0, COVERED), (5.0, BARE), rate=rate)
    assert [(a.kind, a.end_s is None) for a in changes] == [
        ("face_covered", True),
        ("face_covered", False),
    ]
    assert changes[0].start_s == pytest.approx(8.0, abs=1 / rate)
    assert changes[1].end_s == pytest.approx(16.0, abs=1.01 / rate)


def test_what_is_worn_from_the_start_raises_nothing() -> None:
    slips = [(4.0, COVERED), (0.4, BARE)] * 6
    assert play((30.0, COVERED)) == []
    assert play(*slips) == []


def test_a_mask_that_is_taken_off_and_put_on_again_is_told() -> None:
    assert opened(play((10.0, COVERED), (6.0, BARE), (7.0, COVERED))) == ["face_covered"]


def test_a_cough_behind_a_hand_and_a_drink_raise_nothing() -> None:
    assert play((6.0, BARE), (3.0, COVERED), (4.0, BARE), (4.0, COVERED), (6.0, BARE)) == []


def test_a_covering_in_the_dark_or_of_a_face_that_cannot_be_judged_says_nothing() -> None:
    dark = replace(COVERED, noise=12.0)
    assert play((6.0, BARE), (10.0, dark), (10.0, PRESENT)) == []
