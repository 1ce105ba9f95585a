"""The liveness step over made-up faces: order, timing, resting values, one continuous face."""

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.identity import FACE_CHALLENGES, Challenge, Liveness
from app.identity.continuity import LivenessSample
from app.identity.liveness import LivenessTest
from tests.unit.moving_faces import AT_REST, STEP_S, face, moving, samples


def outcome(
    challenges: tuple[Challenge, ...], stream: Iterator[LivenessSample], each_s: float = 10.0
) -> Liveness:
    test = LivenessTest(challenges, each_s)
    for sample in stream:
        test.step(sample)
    return test.result(None)


def problem_codes(result: Liveness) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize("challenge", FACE_CHALLENGES)
def test_each_gesture_is_seen(challenge: Challenge) -> None:
    result = outcome((challenge,), samples(moving((challenge, 2.0)), 5.0))
    assert result.passed
    assert result.problems == ()
    at_s = result.challenges[0].at_s
    assert at_s is not None
    assert 2.0 <= at_s <= 3.6


@pytest.mark.parametrize("challenge", FACE_CHALLENGES)
@pytest.mark.parametrize("made", FACE_CHALLENGES)
def test_no_gesture_passes_for_another(challenge: Challenge, made: Challenge) -> None:
    result = outcome((challenge,), samples(moving((made, 2.0)), 5.0))
    assert result.passed == (challenge == made)


@pytest.mark.parametrize("challenge", FACE_CHALLENGES)
def test_gestures_are_seen_at_ten_frames_a_second_too(challenge: Challenge) -> None:
    assert outcome((challenge,), samples(moving((challenge, 2.0)), 5.0, 0.1)).passed


def test_the_order_counts() -> None:
    moves = moving(("blink", 2.0), ("turn_left", 4.0))
    assert outcome(("blink", "turn_left"), samples(moves, 8.0)).passed
    swapped = outcome(("turn_left", "blink"), samples(moves, 8.0))
    assert not swapped.passed
    assert [item.passed for item in swapped.challenges] == [True, False]
    assert "LIVENESS-NOT-SEEN" in problem_codes(swapped)


def test_a_gesture_after_its_time_does_not_count() -> None:
    result = outcome(("blink", "nod"), samples(moving(("blink", 3.0), ("nod", 5.0)), 8.0), 2.0)
    assert [item.passed for item in result.challenges] == [False, False]


def test_a_turn_begun_before_it_was_asked_does_not_count() -> None:
    def turned_then_blink(at_s: float) -> dict[str, float]:
        values = moving(("blink", 2.0))(at_s)
        return values | {"yaw_deg": 35.0 if at_s > 1.5 else AT_REST["yaw_deg"]}

    result = outcome(("blink", "turn_left"), samples(turned_then_blink, 5.0))
    assert not result.challenges[1].passed


def test_coming_back_from_one_side_is_no_turn_to_the_other() -> None:
    def begins_turned(at_s: float) -> dict[str, float]:
        return AT_REST | {"yaw_deg": 30.0 if at_s < 3.0 else 0.0}

    assert not outcome(("turn_right",), samples(begins_turned, 6.0)).passed


@pytest.mark.parametrize(("held_s", "counts"), [(0.3, True), (2.1, True), (2.8, False)])
def test_a_head_may_stay_down_for_a_moment(held_s: float, *, counts: bool) -> None:
    def down(at_s: float) -> dict[str, float]:
        return AT_REST | {"pitch_deg": -26.0 if 6.0 < at_s < 6.0 + held_s else -6.0}

    assert outcome(("nod",), samples(down, 9.5)).passed == counts


def test_eyes_kept_shut_are_no_blink() -> None:
    def shut(at_s: float) -> dict[str, float]:
        return AT_REST | {"blink": 0.7 if 2.0 < at_s < 4.0 else 0.1}

    assert not outcome(("blink",), samples(shut, 6.0)).passed


@pytest.mark.parametrize(
    ("grid", "edges", "device", "code"),
    [
        (1.6, 0.55, 0.4, None),
        (2.4, 0.0, 0.0, "LIVENESS-SCREEN"),
        (0.7, 0.7, 0.0, "LIVENESS-EDGES"),
        (0.7, 0.0, 0.6, "LIVENESS-SCREEN"),
        (None, None, None, None),
    ],
)
def test_a_face_that_is_shown_on_something_does_not_pass(
    grid: float | None, edges: float | None, device: float | None, code: str | None
) -> None:
    seen = (
        sample if index % 12 else replace(sample, grid=grid, edges=edges, device=device)
        for index, sample in enumerate(samples(moving(("blink", 3.0)), 5.0))
    )
    result = outcome(("blink",), seen)
    assert result.passed is (code is None)
    assert {"LIVENESS-SCREEN", "LIVENESS-EDGES"} & set(problem_codes(result)) == {code} - {None}


def test_one_odd_sample_is_no_open_mouth() -> None:
    def glitch(at_s: float) -> dict[str, float]:
        return AT_REST | {"jaw_open": 0.9 if 2.0 <= at_s < 2.03 else 0.05}

    assert not outcome(("open_mouth",), samples(glitch, 5.0)).passed


def test_a_still_picture_passes_nothing() -> None:
    result = outcome(("blink", "turn_left"), samples(lambda _: dict(AT_REST), 25.0))
    assert not result.passed
    assert [item.at_s for item in result.challenges] == [None, None]


def test_another_face_ends_it() -> None:
    stream = (
        LivenessSample(item.at_s, item.face, 0.9 if item.at_s < 101 else 0.1)
        for item in samples(moving(("blink", 3.0)), 5.0)
    )
    result = outcome(("blink",), stream)
    assert not result.passed
    assert "LIVENESS-FACE-CHANGED" in problem_codes(result)


def test_one_blurred_frame_does_not_end_it() -> None:
    stream = (
        LivenessSample(item.at_s, item.face, 0.1 if abs(item.at_s - 101) < 0.02 else 0.9)
        for item in samples(moving(("blink", 2.0)), 4.0)
    )
    assert outcome(("blink",), stream).passed


def jumping(likeness: float | None) -> Iterator[LivenessSample]:
    for item in samples(moving(("blink", 4.0)), 6.0):
        after = item.at_s >= 101
        yield LivenessSample(
            item.at_s,
            face(**moving(("blink", 4.0))(item.at_s - 100), x=0.75 if after else 0.2),
            likeness if after else 0.9,
        )


def test_a_jump_has_to_be_confirmed() -> None:
    assert outcome(("blink",), jumping(0.9)).passed
    unconfirmed = outcome(("blink",), jumping(None))
    assert not unconfirmed.passed
    assert "LIVENESS-FACE-JUMPED" in problem_codes(unconfirmed)


def without_face(length_s: float) -> Iterator[LivenessSample]:
    for item in samples(moving(("blink", 4.0)), 6.0):
        gone = 101 <= item.at_s < 101 + length_s
        yield LivenessSample(item.at_s, None if gone else item.face, None if gone else 0.9)


def test_the_face_may_be_lost_for_a_moment_only() -> None:
    assert outcome(("blink",), without_face(1.4)).passed, "a head that turns to the full profile"
    lost = outcome(("blink",), without_face(2.3))
    assert not lost.passed
    assert "LIVENESS-FACE-LOST" in problem_codes(lost)


def test_a_face_that_could_never_be_compared_does_not_pass() -> None:
    path = moving(("blink", 2.0))
    blurred = [replace(sample, likeness=None) for sample in samples(path, 5.0)]
    assert problem_codes(outcome(("blink",), iter(blurred))) == ["LIVENESS-NOT-COMPARED"]
    once = [replace(blurred[0], likeness=0.9), *blurred[1:]]
    assert outcome(("blink",), iter(once)).passed


def test_a_second_face_ends_it() -> None:
    stream = (
        LivenessSample(item.at_s, item.face, 0.9, 1 if 101 < item.at_s < 102 else 0)
        for item in samples(moving(("blink", 4.0)), 6.0)
    )
    assert "LIVENESS-TWO-FACES" in problem_codes(outcome(("blink",), stream))


def test_nobody_there_is_said() -> None:
    stream = (LivenessSample(0.1 * index, None) for index in range(50))
    result = outcome(("blink",), stream, 3.0)
    assert problem_codes(result)[0] == "FACE-NONE"


def test_steps_after_the_end_change_nothing() -> None:
    test = LivenessTest(("blink",), 10.0)
    for sample in samples(moving(("blink", 2.0)), 3.0):
        test.step(sample)
    before = test.result(None)
    test.step(LivenessSample(200.0, None))
    assert test.finished
    assert test.current == 1
    assert test.result(None) == before


def test_a_stalled_machine_is_no_lost_face() -> None:
    stream = (item for item in samples(moving(("blink", 4.0)), 6.0) if not 101 < item.at_s < 103)
    assert outcome(("blink",), stream).passed


def squeezed(by: float, from_s: float, for_s: float) -> Iterator[LivenessSample]:
    """A face whose proportion changes at `from_s` for `for_s`, its pose as before."""
    for index in range(150):
        at_s = index * STEP_S
        change = by if from_s <= at_s < from_s + for_s else 0.0
        yield LivenessSample(at_s, face(**AT_REST), 0.9, proportion=0.4 + change)


@pytest.mark.parametrize("by", [-0.26, 0.25])
def test_a_picture_that_is_turned_is_no_head(by: float) -> None:
    result = outcome(("blink",), squeezed(by, 2.0, 1.0))
    assert not result.passed
    assert problem_codes(result) == ["LIVENESS-FLAT", "LIVENESS-NOT-SEEN"]


@pytest.mark.parametrize(("by", "for_s"), [(-0.19, 1.0), (0.15, 1.0), (-0.4, 0.12)])
def test_what_real_faces_do_is_not_taken_for_a_picture(by: float, for_s: float) -> None:
    assert "LIVENESS-FLAT" not in problem_codes(outcome(("blink",), squeezed(by, 2.0, for_s)))


def test_a_face_that_comes_near_is_not_judged_as_a_picture() -> None:
    near = (
        replace(item, face=face(width=0.2 if item.at_s < 2.0 else 0.32))
        for item in squeezed(-0.26, 2.0, 1.0)
    )
    assert "LIVENESS-FLAT" not in problem_codes(outcome(("blink",), near))


def test_a_head_that_turns_narrows_as_a_head_does() -> None:
    path = moving(("turn_left", 2.0))
    test = LivenessTest(("turn_left",), 10.0)
    for sample in samples(path, 5.0):
        assert sample.face is not None
        narrowed = math.log(math.cos(math.radians(sample.face.yaw_deg)))
        test.step(LivenessSample(sample.at_s, sample.face, 0.9, proportion=0.4 + narrowed))
    assert test.result(None).passed
    assert abs(test.flatness) < 0.01


def test_the_face_is_watched_as_long_as_asked_after_the_last_gesture() -> None:
    test = LivenessTest(("open_mouth", "nod"), 10.0, least_s=6.0)
    for sample in samples(moving(("open_mouth", 1.0), ("nod", 2.5)), 8.0):
        if test.finished:
            break
        test.step(sample)
        if test.current == 2:
            assert not test.asks_digits
    else:
        pytest.fail("it never ends")
    assert sample.at_s == pytest.approx(106.0, abs=0.1)
    result = test.result(None)
    assert result.passed
    assert len(result.challenges) == 2


def test_who_changes_places_after_the_last_gesture_does_not_pass() -> None:
    test = LivenessTest(("open_mouth", "nod"), 10.0, least_s=6.0)
    for sample in samples(moving(("open_mouth", 1.0), ("nod", 2.5)), 8.0):
        test.step(replace(sample, likeness=0.1) if test.current == 2 else sample)
    assert problem_codes(test.result(None)) == ["LIVENESS-FACE-CHANGED"]


def test_a_gesture_that_was_missed_ends_it_at_once() -> None:
    test = LivenessTest(("open_mouth",), 1.0, least_s=6.0)
    for sample in samples(moving(), 2.0):
        test.step(sample)
    assert test.finished
    assert problem_codes(test.result(None)) == ["LIVENESS-NOT-SEEN"]


def test_the_first_gesture_is_asked_once_the_face_at_rest_is_known() -> None:
    test = LivenessTest(("turn_left",), 1.5)
    ready_s = [
        sample.at_s
        for sample in samples(moving(("turn_left", 1.2)), 3.0)
        if test.step(sample) is None and test.ready
    ]
    assert 100.5 < ready_s[0] < 100.8
    assert test.result(None).passed, "its time begins when it is asked"


def test_without_a_face_the_time_runs_out_and_nothing_is_asked() -> None:
    test = LivenessTest(("turn_left",), 1.5)
    for index in range(60):
        test.step(LivenessSample(100 + index * STEP_S, None))
    assert test.finished
    assert not test.ready
