"""Faults of cameras and microphone."""

import os
import subprocess

from app.bench.camera_server import Way
from app.bench.lab import Lab, missing_s, played
from app.bench.rig import RecorderRig
from app.bench.table import Trial
from app.domain.messages.recorder import (
    DeviceState,
    GapEnded,
    PartOpened,
)
from app.domain.timing import MonotonicNs, seconds_between

APART_S = 0.2
"""Ends of picture and sound of one part: a picture, a block and the encoder's delay."""
MARKS = 3
"""Flashes with a beep before a fault and after it."""
STRIKE_S = 3.0
"""How long a device stays away."""


def _alarm_s(rig: RecorderRig, device: str, struck: MonotonicNs) -> float | None:
    found = rig.wait(
        DeviceState,
        lambda s: s.device == device and s.state != "ok",
        within_s=4.0,
        since_ns=struck,
    )
    return None if found is None else round(seconds_between(struck, found[0]), 3)


def _offset_ms(lab: Lab, rig: RecorderRig, marks: int = MARKS) -> float | None:
    """The sound against the picture: the mean of some flashes with their beeps.

    When a flash begins depends on the camera's own pictures, 33 ms apart: one mark tells little.
    """
    found: list[float] = []
    for _ in range(marks):
        mark = lab.mark(rig)
        if mark is not None and mark.sound_ms is not None:
            found.append(mark.sound_ms)
    return sum(found) / len(found) if found else None


def _shift_ms(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else round(after - before, 1)


def _camera(lab: Lab, name: str, way: Way, *, marked: bool = False) -> Trial:
    folder = lab.trial_folder(name)
    with lab.recording(folder) as rig:
        lab.begin(rig, 2.0)
        before = None
        if marked:
            _offset_ms(lab, rig, 1)  # the first beep opens the output, and comes late
            before = _offset_ms(lab, rig)
        struck = lab.clock.monotonic_ns()
        lab.camera.behave(way)
        alarm_s = _alarm_s(rig, "candidate", struck)
        left_s = STRIKE_S - seconds_between(struck, lab.clock.monotonic_ns())
        rig.listen(max(0.0, left_s))
        ended = lab.clock.monotonic_ns()
        lab.camera.behave("ok")
        back = rig.wait(
            DeviceState, lambda s: s.device == "candidate" and s.state == "ok", within_s=12.0
        )
        rig.listen(3.0)
        after = _offset_ms(lab, rig) if marked else None
        rig.stop()
        parts = rig.parts()
        gaps = [gap for gap in rig.said(GapEnded) if gap.device == "candidate"]
    recovery_s = None if back is None else round(seconds_between(ended, back[0]), 3)
    marked_s = sum(seconds_between(gap.from_ns, gap.to_ns) for gap in gaps)
    return Trial(
        missing_s(parts),
        plays=all(part.whole for part in parts),
        verifies=bool(parts),
        alarm_s=alarm_s,
        recovery_s=recovery_s,
        shift_ms=_shift_ms(before, after),
        note=f"{len(gaps)} gap(s) marked, {marked_s:.1f} s; {len(parts)} part(s)",
    )


def camera_stalls(lab: Lab) -> Trial:
    """The connection stays, nothing comes for three seconds."""
    return _camera(lab, "stalls", "stall")


def camera_disconnects(lab: Lab) -> Trial:
    """The connection is closed and refused for three seconds."""
    return _camera(lab, "drops", "drop", marked=True)


def camera_changes_size(lab: Lab) -> Trial:
    """Pictures of another size for three seconds: no loss, a new part each time."""
    folder = lab.trial_folder("size")
    with lab.recording(folder) as rig:
        lab.begin(rig, 2.0)
        struck = lab.clock.monotonic_ns()
        lab.camera.behave("size")
        other = rig.said(PartOpened)[-1].height_px
        changed = rig.wait(PartOpened, lambda part: part.height_px != other)
        rig.listen(STRIKE_S)
        lab.camera.behave("ok")
        rig.listen(2.0)
        rig.stop()
        parts = rig.parts()
    took_s = None if changed is None else round(seconds_between(struck, changed[0]), 3)
    return Trial(
        missing_s(parts),
        plays=all(part.whole for part in parts),
        verifies=bool(parts),
        recovery_s=took_s,
        note=f"{len(parts)} parts",
    )


def camera_corrupt(lab: Lab) -> Trial:
    """Torn and damaged JPEG pictures for three seconds; good ones afterwards."""
    return _camera(lab, "corrupt", "corrupt")


def microphone_lost(lab: Lab) -> Trial:
    """The sound source is taken away for three seconds and comes back.

    No marks are given here: a null sink that was suspended sends sound in bursts of seconds once
    something new is played into it.
    """
    folder = lab.trial_folder("microphone")
    with lab.recording(folder) as rig:
        lab.begin(rig, 2.0)
        struck = lab.clock.monotonic_ns()
        _pactl(lab, "suspend-source", "room.monitor", "1")
        _pactl(lab, "suspend-sink", "room", "1")
        alarm_s = _alarm_s(rig, "microphone", struck)
        rig.listen(STRIKE_S)
        ended = lab.clock.monotonic_ns()
        _pactl(lab, "suspend-sink", "room", "0")
        _pactl(lab, "suspend-source", "room.monitor", "0")
        back = rig.wait(
            DeviceState, lambda s: s.device == "microphone" and s.state == "ok", within_s=12.0
        )
        rig.listen(3.0)
        rig.stop()
        parts = rig.parts()
        gaps = [gap for gap in rig.said(GapEnded) if gap.device == "microphone"]
    apart_s = max((abs(part.sound_s - part.times[-1]) for part in parts if part.times), default=9.0)
    return Trial(
        missing_s(parts),
        plays=played(parts) and apart_s < APART_S,
        verifies=bool(parts),
        alarm_s=alarm_s,
        recovery_s=None if back is None else round(seconds_between(ended, back[0]), 3),
        note=f"pictures lost; sound gap marked {len(gaps)} time(s)",
    )


def _pactl(lab: Lab, *arguments: str) -> None:
    subprocess.run(
        ["pactl", *arguments],
        env={**os.environ, **lab.environment},
        check=False,
        capture_output=True,
    )
