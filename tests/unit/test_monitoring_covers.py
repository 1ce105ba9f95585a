"""A face that was bare and is covered."""

from dataclasses import replace

import pytest

from tests.unit.test_monitoring_rules import PRESENT, opened, play

COVERED = replace(PRESENT, covered=4.0)
BARE = replace(PRESENT, covered=-4.0)
DOUBTFUL = replace(PRESENT, covered=1.5)
"""As a mask with a print looks: under what a single look has to show to be refused."""


@pytest.mark.parametrize("rate", [2.0, 5.0, 10.0])
def test_a_face_that_was_bare_and_is_covered_is_told_once(rate: float) -> None:
    changes = play((8.0, BARE), (8.0, COVERED), (5.0, BARE), rate=rate)
    assert [(a.kind, a.end_s is None) for a in changes] == [
        ("face_covered", True),
        ("face_covered", False),
    ]
    assert 8.0 <= changes[0].start_s <= 9.5
    assert changes[1].end_s is not None
    assert 16.0 - 1.01 / rate <= changes[1].end_s <= 17.0


def test_what_is_worn_from_the_start_raises_nothing() -> None:
    slips = [(4.0, COVERED), (0.6, BARE)] * 6
    assert play((30.0, COVERED)) == []
    assert play(*slips) == []


def test_a_mask_that_is_taken_off_and_put_on_again_is_told() -> None:
    assert opened(play((10.0, COVERED), (6.0, BARE), (7.0, COVERED))) == ["face_covered"]


def test_a_cough_behind_a_hand_and_a_drink_raise_nothing() -> None:
    assert play((6.0, BARE), (3.0, COVERED), (4.0, BARE), (4.0, COVERED), (6.0, BARE)) == []


def test_a_covering_in_the_dark_or_of_a_face_that_cannot_be_judged_says_nothing() -> None:
    dark = replace(COVERED, noise=12.0)
    assert play((6.0, BARE), (10.0, dark), (10.0, PRESENT)) == []


def test_a_mask_that_single_looks_are_not_sure_of_is_told() -> None:
    flickering = [(0.4, DOUBTFUL), (0.2, replace(PRESENT, covered=0.5))] * 20
    assert opened(play((6.0, BARE), *flickering)) == ["face_covered"]


def test_one_look_in_three_that_errs_tells_nothing() -> None:
    erring = [(0.4, replace(PRESENT, covered=-2.0)), (0.2, COVERED)] * 20
    assert play((6.0, BARE), *erring) == []


def test_a_doubtful_face_from_the_start_is_no_bare_one() -> None:
    assert play((10.0, replace(PRESENT, covered=0.2)), (10.0, COVERED)) == []
