"""When nobody watched: timed sequences of looks."""

from collections.abc import Mapping

import pytest

from app.domain.media import CameraRole
from app.domain.observation import Unwatched, UnwatchedCause
from app.monitoring.coverage import Coverage

BOTH: tuple[CameraRole, ...] = ("candidate", "room")


def play(
    until_s: float,
    looks: Mapping[CameraRole, list[float]],
    causes: Mapping[CameraRole, UnwatchedCause] | None = None,
) -> list[Unwatched]:
    """Tenths of a second from 0 on; all changes."""
    coverage, changes = Coverage(), list[Unwatched]()
    coverage.start(tuple(looks), 0.0)
    due = {role: list(times) for role, times in looks.items()}
    for tenth in range(round(until_s * 10) + 1):
        now = tenth / 10
        for role, times in due.items():
            while times and times[0] <= now:
                coverage.looked(role, times.pop(0))
        changes += coverage.step(now, causes or {})
    return changes + list(coverage.stop(until_s))


def every(step_s: float, from_s: float, to_s: float) -> list[float]:
    return [from_s + n * step_s for n in range(round((to_s - from_s) / step_s))]


@pytest.mark.parametrize("step_s", [0.05, 0.2, 0.5])
def test_looks_that_come_leave_no_stretch(step_s: float) -> None:
    assert play(40.0, {"candidate": every(step_s, 0, 40), "room": every(1.0, 0, 40)}) == []


def test_a_watcher_that_ends_leaves_a_stretch_from_the_last_look_to_the_next() -> None:
    looks = every(0.2, 0, 10) + every(0.2, 17, 40)
    began, ended = play(40.0, {"candidate": looks}, {"candidate": "watcher_ended"})
    assert began == Unwatched(9.8, None, "candidate", "watcher_ended")
    assert ended == Unwatched(9.8, 17.0, "candidate", "watcher_ended")


def test_one_that_hangs_is_told_within_two_seconds_without_a_known_cause() -> None:
    (began, ended) = play(20.0, {"candidate": every(0.2, 0, 10)})
    assert (began.start_s, began.cause, ended.end_s) == (9.8, "watcher_silent", 20.0)


def test_a_pc_that_cannot_keep_up_says_so() -> None:
    looks = every(0.2, 0, 20) + every(1.0, 20, 50) + every(0.2, 50, 80)
    began, ended = play(80.0, {"candidate": looks})
    assert (began.cause, began.end_s) == ("too_few_looks", None)
    assert 10.0 < began.start_s < 22.0
    assert ended.end_s is not None
    assert 50.0 < ended.end_s < 56.0


def test_the_room_camera_may_be_looked_at_more_seldom() -> None:
    assert play(30.0, {"room": every(2.0, 0, 30)}) == []
    (began, _) = play(30.0, {"room": every(1.0, 0, 10)}, {"room": "camera_lost"})
    assert began == Unwatched(9.0, None, "room", "camera_lost")


def test_nothing_is_told_while_nobody_should_watch() -> None:
    coverage = Coverage()
    coverage.looked("candidate", 1.0)
    assert coverage.step(60.0, {}) == ()
    coverage.start(BOTH, 60.0)
    assert coverage.stop(61.0) == ()
    assert coverage.step(120.0, {}) == ()
