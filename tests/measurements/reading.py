"""How often eyes that read nothing are taken for reading; docs/measurements-monitor.md.

Run `python -m tests.measurements.reading`: the clips of people, five looks a second, as if somebody
were heard all the time, by the monitor's own rule. Nobody reads in them.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.bench.liveness import LIVE_CLIPS
from app.domain.observation import Alert, Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_tracker
from app.monitoring.rules import Monitor
from app.monitoring.settings import READS_ELSEWHERE, MonitorSettings
from app.perception.looking import observation_of
from app.perception.videos import read_video
from tests.measurements.vision import MEDIA, catalogue

HZ, WIDTH = 5.0, 640
KIND = "reads_elsewhere"
SPEAK = "talk_", "zh_", "still_speaking"


@dataclass(frozen=True, slots=True)
class Watched:
    """A clip, its length, and when reading was told in it."""

    name: str
    seconds: float
    told_s: tuple[tuple[float, float], ...]


def looks(path: Path) -> Iterator[tuple[Observation, float]]:
    """What is seen at each look, with a voice that is heard all the time."""
    tracker = load_tracker(catalogue())
    for frame in read_video(path, HZ, WIDTH):
        at = MonotonicNs(round(frame.at_s * NS_PER_S))
        found = tracker.find(frame.image, at)
        seen = observation_of(frame.image, at, "candidate", found, None, None)
        yield replace(seen, voice=1.0), frame.at_s
    tracker.close()


def watch(path: Path) -> Watched:
    """One clip by the rule."""
    monitor = Monitor(MonitorSettings(reads_elsewhere=READS_ELSEWHERE))
    alerts, at_s = list[Alert](), 0.0
    for seen, at_s in looks(path):
        alerts += monitor.step(seen, at_s)
    alerts += monitor.finish(at_s)
    told = [(one.start_s, one.end_s) for one in alerts if one.kind == KIND and one.end_s]
    return Watched(path.name, at_s, tuple(told))


def main() -> None:
    """Print the table."""
    paths = sorted(path for pattern in LIVE_CLIPS for path in MEDIA.glob(pattern))
    watched = [watch(path) for path in paths]
    for what, speaks in (("speak", True), ("do not, and look about", False)):
        group = [one for one in watched if one.name.startswith(SPEAK) == speaks]
        seconds = sum(one.seconds for one in group)
        wrong = ", ".join(f"`{one.name}` {one.told_s}" for one in group if one.told_s) or "none"
        sys.stdout.write(f"| {what} | {len(group)} | {seconds:.0f} s | {wrong} |\n")


if __name__ == "__main__":
    main()
