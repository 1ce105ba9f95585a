"""Gestures asked of somebody live: pauses before each, and what is made without being asked."""

import pytest

from app.domain.identity import OTHERS_ALLOWED, Challenge
from app.identity.liveness import LivenessTest
from tests.unit.moving_faces import Path, moving, samples

ASKED: tuple[Challenge, ...] = ("nod", "turn_left")
PAUSES = (0.5, 1.0)


def asked_live(
    challenges: tuple[Challenge, ...],
    each_s: float,
    pauses: tuple[float, ...],
    others: int = OTHERS_ALLOWED,
) -> LivenessTest:
    return LivenessTest(challenges, each_s, pauses=pauses, others_allowed=others)


def shown(test: LivenessTest, path: Path, seconds: float) -> list[tuple[float, Challenge | None]]:
    """What was asked when: each change, in seconds from the begin."""
    seen: list[tuple[float, Challenge | None]] = []
    for sample in samples(path, seconds):
        test.step(sample)
        if not seen or seen[-1][1] != test.asks:
            seen.append((round(sample.at_s - 100, 1), test.asks))
    return seen


def codes(test: LivenessTest) -> list[str]:
    return [problem.code for problem in test.result(None).problems]


def test_each_is_asked_after_its_pause() -> None:
    test = asked_live(ASKED, 8.0, PAUSES)
    asked = shown(test, moving(("nod", 2.0), ("turn_left", 5.0)), 8.0)
    assert [what for _, what in asked] == [None, "nod", None, "turn_left", None]
    times = [at_s for at_s, _ in asked]
    assert times[1] == pytest.approx(1.1, abs=0.1), "the face at rest is known at 0.6 s"
    assert times[3] - times[2] == pytest.approx(1.0, abs=0.1)
    assert test.result(None).passed


def test_what_is_made_in_the_pause_does_not_count() -> None:
    test = asked_live(ASKED, 2.0, (0.5, 3.0))
    shown(test, moving(("nod", 1.2), ("turn_left", 3.0)), 9.0)
    assert codes(test) == ["LIVENESS-NOT-SEEN"]


def test_its_time_begins_when_it_is_asked() -> None:
    test = asked_live(("nod",), 1.5, (1.4,))
    shown(test, moving(("nod", 2.2)), 4.0)
    assert test.result(None).passed


def test_one_other_gesture_is_let_pass() -> None:
    test = asked_live(ASKED, 8.0, PAUSES)
    shown(test, moving(("nod", 2.0), ("turn_right", 4.5), ("turn_left", 7.0)), 10.0)
    assert test.result(None).passed, "left and right are easily confused"


def test_two_other_gestures_end_it() -> None:
    test = asked_live(ASKED, 8.0, PAUSES)
    shown(test, moving(("turn_right", 1.5), ("open_mouth", 3.5)), 6.0)
    assert test.finished
    assert "LIVENESS-OTHER" in codes(test)
    lenient = asked_live(ASKED, 8.0, PAUSES, others=2)
    shown(lenient, moving(("turn_right", 1.5), ("open_mouth", 3.5)), 6.0)
    assert not lenient.finished


def test_a_head_that_dips_while_it_turns_does_as_asked() -> None:
    test = asked_live(("turn_left", "blink"), 8.0, PAUSES)
    dips = (("nod", 1.3), ("nod", 3.0), ("nod", 4.5))
    shown(test, moving(*dips, ("turn_left", 1.8), ("blink", 6.0)), 9.0)
    assert test.result(None).passed


def test_who_does_twice_what_was_asked_and_blinks_does_as_asked() -> None:
    test = asked_live(("turn_left", "nod"), 8.0, (0.5, 1.5))
    turns = (("turn_left", 1.4), ("turn_left", 3.0), ("turn_left", 4.6))
    shown(test, moving(*turns, ("blink", 2.5), ("blink", 4.2), ("nod", 6.4)), 9.0)
    assert test.result(None).passed


def test_of_a_recording_nothing_is_asked_and_everything_may_happen_in_between() -> None:
    test = LivenessTest(ASKED, float("inf"))
    moves = (("turn_right", 1.0), ("open_mouth", 3.0), ("nod", 5.0), ("turn_left", 6.2))
    shown(test, moving(*moves), 9.0)
    assert test.result(None).passed
