"""Faults of cameras and microphone."""

import os
import subprocess

from app.bench.camera_server import Way
from app.bench.lab import Lab, played
from app.bench.rig import RecorderRig, skipped
from app.bench.table import Trial
from app.domain.messages.recorder import DeviceState, GapEnded, PartOpened
from app.domain.timing import MonotonicNs, seconds_between

APART_S = 0.2
"""Ends of picture and sound of one part: a picture, a block and the encoder's delay."""
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


def _camera(lab: Lab, name: str, way: Way, *, spare: bool = False) -> Trial:
    folder = lab.trial_folder(name)
    spec = lab.spec(spares=(f"{lab.camera.url}?spare",) if spare else ())
    with lab.recording(folder, candidate=spec) as rig:
        lab.begin(rig, 2.0)
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
        rig.stop()
        parts = rig.parts()
        numbers = [number for part in parts for number in part.numbers]
        gaps = [gap for gap in rig.said(GapEnded) if gap.device == "candidate"]
    recovery_s = None if back is None else round(seconds_between(ended, back[0]), 3)
    lost_s = skipped(numbers) / 30.0
    marked_s = sum(seconds_between(gap.from_ns, gap.to_ns) for gap in gaps)
    return Trial(
        round(lost_s, 3),
        plays=all(part.whole for part in parts),
        verifies=bool(parts),
        alarm_s=alarm_s,
        recovery_s=recovery_s,
        note=f"{len(gaps)} gap(s) marked, {marked_s:.1f} s; {len(parts)} part(s)",
    )


def camera_stalls(lab: Lab) -> Trial:
    """The connection stays, nothing comes for three seconds."""
    return _camera(lab, "stalls", "stall")


def camera_disconnects(lab: Lab) -> Trial:
    """The connection is closed and refused for three seconds."""
    return _camera(lab, "drops", "drop")


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
    numbers = [number for part in parts for number in part.numbers]
    took_s = None if changed is None else round(seconds_between(struck, changed[0]), 3)
    return Trial(
        round(skipped(numbers) / 30.0, 3),
        plays=all(part.whole for part in parts),
        verifies=bool(parts),
        recovery_s=took_s,
        note=f"{len(parts)} parts",
    )


def camera_corrupt(lab: Lab) -> Trial:
    """Torn and damaged JPEG pictures for three seconds; good ones afterwards."""
    return _camera(lab, "corrupt", "corrupt")


def microphone_lost(lab: Lab) -> Trial:
    """The sound source is taken away for three seconds and comes back."""
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
    numbers = [number for part in parts for number in part.numbers]
    apart_s = max((abs(part.sound_s - part.times[-1]) for part in parts if part.times), default=9.0)
    return Trial(
        round(skipped(numbers) / 30.0, 3),
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
