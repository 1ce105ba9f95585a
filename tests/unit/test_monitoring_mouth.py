"""Whether a mouth says nothing while somebody is heard."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.domain.observation import SeenFace
from app.monitoring.mouth import Mouth, turns
from app.monitoring.settings import MonitorSettings

FACE = SeenFace((0.4, 0.3, 0.3, 0.3), 0.0, 0.0, 0.1, 0.0, 0.0, 0.1, 0.2)
TALKS = (0.05, 0.2, 0.1, 0.3, 0.02, 0.15)
HELD_OPEN = (0.01,) * 6 + (0.38,) * 8
YAWNS = tuple(0.02 * look for look in range(15)) + tuple(0.3 - 0.02 * look for look in range(15))


def last(jaw: tuple[float, ...], *, heard: bool = True, rate: float = 5.0) -> bool | None:
    """What is said of the last look at a jaw."""
    mouth, said = Mouth(MonitorSettings()), None
    for number, jaw_open in enumerate(jaw):
        face = replace(FACE, jaw_open=jaw_open)
        said = mouth.says_nothing(face, number / rate, heard=heard)
    return said


def test_a_mouth_that_talks_says_something() -> None:
    assert last(TALKS * 5) is False


def test_a_mouth_that_stands_still_says_nothing() -> None:
    assert last((0.01,) * 10) is True


def test_a_mouth_that_opened_once_and_stays_open_says_nothing() -> None:
    assert last((0.01,) * 6 + (0.38,)) is False
    assert last(HELD_OPEN) is True


def test_a_mouth_that_opens_and_shuts_slowly_says_nothing() -> None:
    assert last(YAWNS) is True


def test_a_mouth_that_moved_before_anybody_was_heard_tells_nothing_of_it() -> None:
    assert last(HELD_OPEN, heard=False) is True
    assert last(YAWNS, heard=False) is False


def test_thirty_looks_a_second_say_the_same_as_five() -> None:
    slow = TALKS * 5
    fast = tuple(
        one + (other - one) * part / 6 for one, other in pairwise(slow) for part in range(6)
    )
    assert last(fast, rate=30.0) is False


def test_a_mouth_that_was_not_seen_is_watched_anew() -> None:
    mouth = Mouth(MonitorSettings())
    for number in range(10):
        mouth.says_nothing(FACE, number / 5, heard=True)
    assert mouth.says_nothing(None, 2.0, heard=True) is None
    assert mouth.says_nothing(replace(FACE, yaw_deg=40.0), 2.2, heard=True) is None
    assert mouth.says_nothing(FACE, 2.4, heard=True) is None


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ((0.0, 0.0, 0.0), 0),
        ((0.0, 0.1, 0.2, 0.3), 0),
        ((0.0, 0.3, 0.0), 1),
        ((0.0, 0.3, 0.295, 0.3, 0.0, 0.2), 2),
        ((0.0, 0.2, 0.0, 0.2, 0.0), 3),
    ],
)
def test_turns_are_counted_without_what_trembles(values: tuple[float, ...], count: int) -> None:
    assert turns(values, 0.012) == count
