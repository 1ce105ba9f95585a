"""The experimental rule: eyes along lines while the candidate speaks."""

from dataclasses import replace

from app.domain.observation import Alert, Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.monitoring.rules import Monitor
from app.monitoring.settings import READS_ELSEWHERE, MonitorSettings

FACE = SeenFace((0.4, 0.3, 0.3, 0.3), 0.0, 0.0, 0.1, 0.2, 0.0, 0.0, 0.2)
ON = MonitorSettings(reads_elsewhere=READS_ELSEWHERE)
LINES = (-0.2, -0.12, -0.04, 0.04, 0.12, 0.2)
GLANCES = (0.0, 0.0, 0.3, 0.0, 0.0, 0.0)


def told(gaze: tuple[float, ...], settings: MonitorSettings, voice: float = 1.0) -> list[str]:
    monitor, changes = Monitor(settings), list[Alert]()
    for number in range(150):
        face = replace(FACE, gaze_x=gaze[number % len(gaze)], jaw_open=0.1 * (number % 3))
        seen = Observation(
            MonotonicNs(0), "candidate", (face,), (), 120.0, 200.0, 25.0, None, voice
        )
        changes += monitor.step(seen, number / 5)
    return [alert.kind for alert in changes if alert.end_s is None]


def test_lines_are_told_in_both_directions_when_it_is_turned_on() -> None:
    assert told(LINES, ON) == ["reads_elsewhere"]
    assert told(tuple(-x for x in LINES), ON) == ["reads_elsewhere"]


def test_it_is_off_unless_turned_on() -> None:
    assert told(LINES, MonitorSettings()) == []


def test_glances_and_reading_in_silence_are_not_told() -> None:
    assert told(GLANCES, ON) == []
    assert told(LINES, ON, voice=0.0) == []
