"""Presentations shown over and over, and tried from every second by every sequence."""

import itertools

import pytest

from app.bench.asked import LONGEST_S, beginnings, over_and_over, passes, sequences, tried
from app.kiosk.gestures import TURNS
from tests.unit.moving_faces import moving, samples


def test_every_sequence_that_can_be_drawn_is_tried_once() -> None:
    asked = sequences()
    assert len(asked) == len(set(asked)) == 48
    assert {len(set(one) & TURNS) for one in asked} == {1}


def test_it_begins_once_a_second_and_goes_on_without_an_end() -> None:
    looks = list(samples(moving(), 3.0))
    assert beginnings(looks) == [0, 25, 50]
    shown = list(over_and_over(looks, 50))
    assert shown[0].at_s == 0.0
    assert shown[-1].at_s == pytest.approx(LONGEST_S, abs=0.05)
    apart = [after.at_s - before.at_s for before, after in itertools.pairwise(shown)]
    assert max(apart) == pytest.approx(min(apart))


def test_a_face_that_could_not_be_compared_is_not_granted_to_be() -> None:
    looks = list(samples(moving(), 2.0))
    assert {one.likeness for one in over_and_over(looks, 0)} == {1.0}
    unknown = [type(one)(one.at_s, one.face) for one in looks]
    assert {one.likeness for one in over_and_over(unknown, 0)} == {None}


def test_a_still_face_passes_nothing() -> None:
    assert tried(list(samples(moving(), 2.0, 0.1)), "still") == (0, 2 * 48)


def test_what_was_made_for_it_passes() -> None:
    order = ("turn_left", "blink", "nod", "open_mouth")
    moves = [(name, 2.2 + 2.6 * index) for index, name in enumerate(order)]
    looks = list(samples(moving(*moves, *((name, at + 1.3) for name, at in moves)), 14.0))
    assert passes(looks, 0, order, "made for it")
