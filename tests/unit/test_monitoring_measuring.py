"""The operator's script: what was acted against what was told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.cli.measured import line, told
from app.domain.observation import Alert
from app.domain.timing import WallTime
from app.monitoring.measuring import SCRIPT, Act, judged
from app.sync.monitor_measured import keep, kept, stated

AT = WallTime(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
LATER = WallTime(AT + timedelta(days=40))
ACTS = (
    Act(10.0, "坐好", "sit still"),
    Act(5.0, "离开", "leave", "left_frame"),
    Act(10.0, "坐好", "sit still"),
    Act(5.0, "手机", "phone", "phone"),
)


def test_told_missed_and_told_wrongly() -> None:
    left = Alert("left_frame", 10.4, 15.2, 1.0)
    wrong = Alert("looking_away", 2.0, 8.0, 1.0)
    measured = judged(ACTS, (wrong, left), AT)
    assert [(each.kind, each.told) for each in measured.acted] == [
        ("left_frame", True),
        ("phone", False),
    ]
    assert measured.false == ("looking_away",)
    assert (measured.recall, measured.precision) == (0.5, 0.5)


def test_an_alert_far_from_its_act_is_wrong_and_one_told_twice_is_right_once() -> None:
    early, twice = Alert("phone", 12.0, 14.0, 1.0), Alert("phone", 25.5, 26.0, 1.0)
    again = Alert("phone", 28.5, 30.0, 1.0)
    measured = judged(ACTS, (early, twice, again), AT)
    assert measured.false == ("phone",)
    assert measured.precision == 0.5


def test_nothing_told_has_no_precision() -> None:
    measured = judged(ACTS, (), AT)
    assert (measured.recall, measured.precision) == (0.0, None)


def test_runs_are_kept_and_told_again_and_are_due_after_a_month(tmp_path: Path) -> None:
    assert kept(tmp_path) == ()
    assert "never" in line(None, AT)
    first, second = judged(ACTS, (), AT), judged(ACTS, (Alert("phone", 26.0, 29.0, 1.0),), LATER)
    keep(tmp_path, first)
    keep(tmp_path, second)
    assert kept(tmp_path) == (first, second)
    assert told(second)["missed"] == ["left_frame"]
    newest = stated(tmp_path)
    assert newest is not None
    assert (newest.measured, newest.recall) == (second.at, second.recall)
    assert "told 1 of 2" in line(second, LATER)
    assert "due" not in line(second, LATER)
    assert "due" in line(first, LATER)


def test_the_script_acts_every_kind_that_a_camera_tells_of_one_person_alone_or_two() -> None:
    acted = {act.kind for act in SCRIPT} - {None}
    assert acted == {
        "left_frame", "phone", "notes", "looking_away", "second_person", "face_covered",
        "camera_blocked",
    }  # fmt: skip
