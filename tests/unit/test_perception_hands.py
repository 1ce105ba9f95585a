"""What a hand holds, and what it only passes."""

import numpy as np
import pytest

from app.perception.hands import Hand, is_around, is_near

THING = (100.0, 100.0, 40.0, 80.0)


def hand(left: float, top: float, size: float = 60.0) -> Hand:
    """Landmarks on a grid of 3 x 7."""
    across, down = np.meshgrid(np.linspace(0, size, 3), np.linspace(0, size, 7))
    return np.stack([across.ravel() + left, down.ravel() + top], axis=1)


def test_a_hand_over_a_thing_is_around_it() -> None:
    assert is_near(hand(110.0, 120.0), THING)
    assert is_around(hand(110.0, 120.0), THING)


@pytest.mark.parametrize(("left", "top"), [(80.0, 35.0), (145.0, 120.0)])
def test_a_hand_beside_a_thing_is_near_and_not_around_it(left: float, top: float) -> None:
    assert is_near(hand(left, top), THING)
    assert not is_around(hand(left, top), THING)


def test_a_hand_elsewhere_is_neither() -> None:
    assert not is_near(hand(300.0, 120.0), THING)


def test_one_finger_before_a_thing_does_not_hold_it() -> None:
    finger = hand(145.0, 110.0)
    finger[0] = (120.0, 140.0)
    assert not is_around(finger, THING)
