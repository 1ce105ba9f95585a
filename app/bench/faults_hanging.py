"""Disks that hang: file systems in image files, frozen by the kernel; needs the right to mount."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

from app.bench.errors import BenchStepError
from app.bench.faults_disk import ext4
from app.bench.lab import Lab, missing_s
from app.bench.parts import Part, skipped
from app.bench.rig import RecorderRig
from app.bench.table import Trial
from app.domain.messages.recorder import DeviceState, PartOpened, RecorderPulse, Tallied
from app.domain.timing import MonotonicNs, seconds_between

HANGS_S = 6.0
"""Longer than the three seconds after which the kiosk stops an interview for it."""


@contextlib.contextmanager
def frozen(mount: Path) -> Generator[None]:
    """The file system hangs: what writes to it waits, until the block ends; thawed in any case.

    Raises:
        BenchStepError: this machine cannot freeze a file system.
    """
    if shutil.which("fsfreeze") is None:
        raise BenchStepError("This machine cannot freeze a file system (fsfreeze)")
    done = subprocess.run(["fsfreeze", "-f", str(mount)], capture_output=True, check=False)
    if done.returncode:
        raise BenchStepError(f"The file system was not frozen: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["fsfreeze", "-u", str(mount)], capture_output=True, check=False)


def _told(rig: RecorderRig, device: str, state: str, since_ns: MonotonicNs) -> float | None:
    """Seconds until a disk's state was told; None when it was not."""
    heard = rig.wait(DeviceState, lambda s: (s.device, s.state) == (device, state), 8.0, since_ns)
    return None if heard is None else round(seconds_between(since_ns, heard[0]), 3)


def _whole(parts: list[Part]) -> bool:
    return any(part.numbers for part in parts) and all(part.whole for part in parts)


def disk_hangs(lab: Lab) -> Trial:
    """The disk takes nothing for six seconds, then goes on as if nothing had been.

    What found no place in memory is missing; the recorder has to have counted exactly that.
    """
    with ext4(lab, "hangs") as (mount, _image):
        media = mount / "media"
        media.mkdir()
        os.sync()
        with lab.recording(media) as rig:
            lab.begin(rig, 2.0)
            with frozen(mount):
                struck = lab.clock.monotonic_ns()
                alarm_s = _told(rig, "disk", "lost", struck)
                rig.listen(HANGS_S - seconds_between(struck, lab.clock.monotonic_ns()))
            ended = lab.clock.monotonic_ns()
            recovery_s = _told(rig, "disk", "ok", ended)
            rig.listen(2.5)
            rig.stop()
            dropped = rig.said(Tallied)[-1].tally.cameras[0].dropped
            parts = rig.parts()
    missing = sum(skipped(part.numbers) for part in parts)
    return Trial(
        missing_s(parts),
        plays=_whole(parts),
        verifies=missing == dropped,
        alarm_s=alarm_s,
        recovery_s=recovery_s,
        note=f"hung for {HANGS_S:.0f} s; {missing} pictures missing, {dropped} counted",
    )


def second_disk_hangs(lab: Lab) -> Trial:
    """The second disk takes nothing any more; the recording is ended while it hangs."""
    with ext4(lab, "second") as (second, _image):
        media = lab.trial_folder("beside")
        folder = second / "session"
        os.sync()
        with lab.recording(media, safety=True) as rig:
            lab.begin(rig, 0.0, safety_folder=str(folder))
            rig.need(PartOpened, lambda part: part.track == "safety", since_ns=MonotonicNs(0))
            rig.listen(2.0)
            with frozen(second):
                struck = lab.clock.monotonic_ns()
                alarm_s = _told(rig, "safety", "lost", struck)
                rig.listen(HANGS_S)
                behind_s = max(
                    seconds_between(pulse.synced_ns, pulse.at_ns)
                    for pulse in rig.said(RecorderPulse)
                    if pulse.synced_ns and pulse.at_ns > struck
                )
                asked = lab.clock.monotonic_ns()
                rig.stop()
                stopped_s = seconds_between(asked, lab.clock.monotonic_ns())
            camera = rig.said(Tallied)[-1].tally.cameras[0]
            parts = rig.parts()
    return Trial(
        missing_s(parts),
        plays=_whole(parts),
        verifies=all(part.complete for part in parts),
        alarm_s=alarm_s,
        note=f"{camera.dropped} dropped, {camera.missed} missed; "
        f"synced at most {behind_s:.1f} s behind; stopped in {stopped_s:.1f} s",
    )
