"""Two cameras and a microphone for a long time, beside two busy programs."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, median

import numpy as np

from app.bench.lab import Lab
from app.bench.parts import skipped
from app.bench.rig import NetworkCamera, RecorderRig
from app.domain.messages.recorder import Tallied
from app.ports.devices import CameraSpec
from app.recording.limits import VideoLimits

MARK_EVERY_S = 6.0
"""One mark tells the offset to about 11 ms (the camera's pictures are 33 ms apart, and an output
opens when it likes): only hundreds of them tell a drift of 1 ms in ten minutes."""
EARLY_MS, LATE_MS = 15.0, 40.0
"""Sound against picture, early and late at most: the two together are what it may move by; where it
lies is the rig's (its camera shows a flash up to a picture late). Source: issue (ATSC IS-191)."""
MARKS_A_MEAN = 10
"""A minute's marks; their mean is uncertain by 3 ms, where a single one is by 10."""
WAKE_LIMIT_MS = 1.0
GROWTH_LIMIT = 0.01
DRIFT_LIMIT_MS = 1.0
RIVAL = "x=0\nwhile True:\n  x=(x*3+1)%1000003\n  y=[i*i for i in range(1000)]\n"
SETTLED_TALLIES = 6
"""Half a minute: caches are filled, memory grows no more by itself."""


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it.

    Attributes:
        minutes: how long.
        cores: of the recorder.
        captured, written, dropped, missed: pictures of both cameras.
        seen: pictures that play.
        skipped: missing among them, by their numbers.
        wake_p99_ms: see `RecorderTally`.
        growth: of the recorder's memory, share: the median of the last fifth against that of the
            first, after half a minute. Single samples differ by the picture in hand.
        sound_ms: the beep after the flash, each time, ms.
        drift_ms: of that, per ten minutes (straight line).
        drift_error_ms: its standard error.
    """

    minutes: float
    cores: float
    captured: int
    written: int
    dropped: int
    missed: int
    seen: int
    skipped: int
    wake_p99_ms: float
    growth: float
    sound_ms: tuple[float, ...]
    drift_ms: float | None
    drift_error_ms: float | None

    def as_json(self) -> list[dict[str, object]]:
        """A row for each promise."""
        moved = _moved(self.sound_ms)
        lost = self.dropped + self.captured - self.written
        error = 2 * (self.drift_error_ms or 0.0)
        rows = [
            ("soak frames lost by us", lost, 0, "pictures", 0.0),
            ("soak pictures skipped in what plays", self.skipped, 0, "pictures", 0.0),
            ("soak wake lateness p99", self.wake_p99_ms, WAKE_LIMIT_MS, "ms", 0.0),
            ("soak memory growth", round(self.growth, 4), GROWTH_LIMIT, "share", 0.0),
            ("soak A/V drift", self.drift_ms, DRIFT_LIMIT_MS, "ms per 10 min", error),
            ("soak A/V, minute from minute", moved, LATE_MS + EARLY_MS, "ms", 0.0),
        ]
        return [
            {
                "name": name,
                "ours": ours,
                "peer": None,
                "ratio": None if not limit or ours is None else round(abs(ours) / limit, 3),
                "limit": limit,
                "unit": unit,
                "holds": ours is not None and abs(ours) <= limit + error,
            }
            for name, ours, limit, unit, error in rows
        ]


def soak(
    lab: Lab,
    minutes: float,
    tell: Callable[[str], None],
    size: tuple[int, int] = (1280, 720),
) -> Soaked:
    """Record for so long; flash and beep every `MARK_EVERY_S`.

    Args:
        lab: the laboratory; its camera is the candidate's.
        minutes: how long.
        tell: is told how far it is.
        size: of the room camera.
    """
    second = NetworkCamera(lab.program, size)
    rivals = [subprocess.Popen([sys.executable, "-c", RIVAL]) for _ in range(2)]
    folder = lab.trial_folder("soak")
    try:
        spec = CameraSpec("room", second.url, *size, 30.0)
        options = {"room": spec, "video": VideoLimits(preset="ultrafast")}
        with lab.recording(folder, **options) as rig:
            lab.begin(rig, 5.0)
            marks = _watch(lab, rig, minutes, tell)
            rig.stop()
            tallies = [report.tally for report in rig.said(Tallied)]
            parts = [part for camera in ("candidate", "room") for part in rig.parts(camera)]
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
        second.end()
    last = tallies[-1]
    drift = _drift(marks[1:])
    return Soaked(
        minutes=minutes,
        cores=round(last.cpu_s / last.wall_s, 3),
        captured=sum(c.captured for c in last.cameras),
        written=sum(c.encoded for c in last.cameras),
        dropped=sum(c.dropped for c in last.cameras),
        missed=sum(c.missed for c in last.cameras),
        seen=sum(len(part.numbers) for part in parts),
        skipped=sum(skipped(part.numbers) for part in parts),
        wake_p99_ms=last.wake_p99_ms or 0.0,
        growth=_growth([t.memory_bytes for t in tallies[SETTLED_TALLIES:] or tallies]),
        sound_ms=tuple(mark for _, mark in marks[1:]),  # the first beep opens the output
        drift_ms=None if drift is None else drift[0],
        drift_error_ms=None if drift is None else drift[1],
    )


def _watch(
    lab: Lab, rig: RecorderRig, minutes: float, tell: Callable[[str], None]
) -> list[tuple[float, float]]:
    begun = lab.clock.monotonic_ns()
    marks: list[tuple[float, float]] = []
    while (passed_s := (lab.clock.monotonic_ns() - begun) / 1e9) < minutes * 60:
        found = lab.mark(rig)
        if found is None or found.sound_ms is None:
            tell(f"soak: no mark: {'nothing said' if found is None else found.reason}")
        else:
            marks.append((passed_s, found.sound_ms))
        tell(f"soak: {passed_s / 60:.1f} of {minutes:g} min, marks {len(marks)}")
        left_s = minutes * 60 - (lab.clock.monotonic_ns() - begun) / 1e9
        rig.listen(min(MARK_EVERY_S - 3.0, max(0.5, left_s)))
    return marks


def _growth(samples: Sequence[int]) -> float:
    fifth = max(1, len(samples) // 5)
    return median(samples[-fifth:]) / median(samples[:fifth]) - 1


def _moved(sound_ms: Sequence[float]) -> float | None:
    """How far the means of a minute's marks lie apart, ms; None for less than two minutes."""
    starts = range(0, len(sound_ms) - MARKS_A_MEAN + 1, MARKS_A_MEAN)
    means = [mean(sound_ms[at : at + MARKS_A_MEAN]) for at in starts]
    return round(max(means) - min(means), 1) if len(means) > 1 else None


def _drift(marks: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Milliseconds per ten minutes with their standard error, by a line through ten or more."""
    if len(marks) < 3 or marks[-1][0] - marks[0][0] < 600:  # noqa: PLR2004 - see above
        return None
    times, offsets = np.array(marks).T
    line = np.polynomial.Polynomial.fit(times, offsets, 1).convert()
    rest = offsets - line(times)
    error = np.sqrt(np.sum(rest**2) / (len(marks) - 2) / np.sum((times - times.mean()) ** 2))
    return round(float(line.coef[1]) * 600, 2), round(float(error) * 600, 2)
