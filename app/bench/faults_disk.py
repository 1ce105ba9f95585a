"""Faults of the disk, on real file systems in image files: needs the right to mount."""

import contextlib
import fcntl
import os
import struct
import subprocess
from collections.abc import Generator
from pathlib import Path

from app.bench.errors import BenchStepError
from app.bench.lab import Lab, missing_s, played
from app.bench.rig import RecorderRig
from app.bench.table import Trial
from app.bundle.sealed_log import SealedLogWriter, read_sealed_log
from app.bundle.unseal import opener
from app.domain.errors import BoothError
from app.domain.messages.recorder import PartOpened, RecorderFailed, RecorderPulse
from app.domain.timing import MonotonicNs, seconds_between

EXT4_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
"""What was not synced is gone, the file system's own log included: as when the power is cut."""
MIB = 1024 * 1024
BLKIO = Path("/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device")


def mounts_allowed() -> bool:
    """Whether this process may mount."""
    if os.name != "posix" or os.geteuid() != 0:
        return False
    with contextlib.suppress(OSError, BenchStepError):
        folder = Path(f"/tmp/booth-mount-{os.getpid()}")  # noqa: S108 - a fresh name, root's own
        folder.mkdir()
        try:
            run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder))
            run("umount", str(folder))
        finally:
            folder.rmdir()
        return True
    return False


def run(*command: str) -> str:
    """Run a command to its end; what it said.

    Raises:
        BenchStepError: it failed.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchStepError(f"{command[0]} failed: {done.stderr.strip()[:120]}")
    return done.stdout


@contextlib.contextmanager
def ext4(lab: Lab, name: str, size_mib: int = 256) -> Generator[tuple[Path, Path]]:
    """An image with an ext4 file system, mounted; gives the folder and the image."""
    with ext4_in(lab.trial_folder(name), size_mib) as made:
        yield made


@contextlib.contextmanager
def ext4_in(folder: Path, size_mib: int) -> Generator[tuple[Path, Path]]:
    """As `ext4`, in a folder of the caller's."""
    image, mount = folder / "disk.img", folder / "disk"
    mount.mkdir()
    with image.open("wb") as file:
        file.truncate(size_mib * MIB)
    run("mkfs.ext4", "-q", "-F", str(image))
    mount_again(image, mount)
    try:
        yield mount, image
    finally:
        subprocess.run(["umount", "-l", str(mount)], capture_output=True, check=False)
        image.unlink()


def mount_again(image: Path, mount: Path) -> None:
    """Mount the image."""
    run("mount", "-o", "loop,errors=remount-ro", str(image), str(mount))


def power_cut(lab: Lab) -> Trial:
    """The disk loses everything that was not synced, at a random moment; then the PC starts again.

    A journal is written beside the recording: every entry that was acknowledged must be there.
    """
    with ext4(lab, "power") as (mount, image):
        media = mount / "media"
        media.mkdir()
        os.sync()
        with lab.recording(media) as rig:
            lab.begin(rig, 0.0)
            public = rig.key.public_key().public_bytes_raw()
            journal = SealedLogWriter(mount / "journal.slog", (public,), b"journal")
            acknowledged = 0
            end = lab.clock.monotonic_ns() + round(lab.chance.uniform(1.0, 4.0) * 1e9)
            while lab.clock.monotonic_ns() < end:
                journal.append(f"{acknowledged}\n".encode())
                journal.sync()
                acknowledged += 1
                rig.listen(0.03)
            struck = _cut(mount, lab)
            with contextlib.suppress(OSError, BoothError):
                journal.close()
            rig.recorder.process.kill()
            rig.recorder.process.wait()
            run("umount", str(mount))
            mount_again(image, mount)
            found = lab.lost_at(rig, struck)
            kept = _journal(mount / "journal.slog", rig)
        return Trial(
            found.lost_s,
            found.plays,
            verifies=found.verifies and kept >= acknowledged,
            note=found.note if kept >= acknowledged else f"journal {kept} of {acknowledged}",
        )


def _cut(mount: Path, lab: Lab) -> MonotonicNs:
    handle = os.open(mount, os.O_RDONLY)
    try:
        struck = lab.clock.monotonic_ns()
        fcntl.ioctl(handle, EXT4_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(handle)
    return struck


def _journal(path: Path, rig: RecorderRig) -> int:
    with path.open("rb") as file:
        plain = b"".join(read_sealed_log(file, opener(rig.key)))
    lines = plain.decode().split()
    return len(lines) if lines == [str(n) for n in range(len(lines))] else -1


def disk_full(lab: Lab) -> Trial:
    """Something else fills the disk to the last byte; room is made again after five seconds."""
    with ext4(lab, "full", 200) as (mount, _image):
        media = mount / "media"
        media.mkdir()
        with lab.recording(media) as rig:
            lab.begin(rig, 2.0)
            struck = lab.clock.monotonic_ns()
            ballast = mount / "ballast"
            with contextlib.suppress(OSError), ballast.open("wb") as file:
                while True:
                    file.write(bytes(MIB))
                    file.flush()
            failed = rig.wait(RecorderFailed, within_s=6.0, since_ns=struck)
            rig.listen(4.0)
            ended = lab.clock.monotonic_ns()
            ballast.unlink()
            again = rig.wait(PartOpened, within_s=40.0)
            rig.listen(2.5)
            rig.stop()
            parts = rig.parts()
    return Trial(
        _before(lab, parts[0].numbers[-1], struck),
        plays=played(parts),
        verifies=bool(parts),
        alarm_s=None if failed is None else round(seconds_between(struck, failed[0]), 3),
        recovery_s=None if again is None else round(seconds_between(ended, again[0]), 3),
        note=f"{'' if failed is None else failed[1].code}; lost: of what came before the fault",
    )


def _before(lab: Lab, number: int, struck: MonotonicNs) -> float:
    behind = lab.camera.behind_s(number, struck)
    return 0.0 if behind > 15.0 else round(behind, 3)  # noqa: PLR2004 - half a cycle: it is later


def read_only(lab: Lab) -> Trial:
    """The file system finds a fault and turns read-only in mid-recording."""
    with ext4(lab, "readonly") as (mount, image):
        media = mount / "media"
        media.mkdir()
        with lab.recording(media) as rig:
            lab.begin(rig, 2.0)
            loop = run("losetup", "-j", str(image), "-O", "NAME", "-n").split()[0]
            trigger = Path("/sys/fs/ext4") / Path(loop).name / "trigger_fs_error"
            struck = lab.clock.monotonic_ns()
            trigger.write_text("the laboratory\n")
            failed = rig.wait(RecorderFailed, within_s=6.0, since_ns=struck)
            rig.listen(2.0)
            rig.recorder.process.kill()
            rig.recorder.process.wait()
            parts = rig.parts()
            trial = lab.lost_at(rig, struck)
    return Trial(
        _before(lab, parts[-1].numbers[-1], struck) if parts and parts[-1].numbers else None,
        trial.plays,
        trial.verifies,
        alarm_s=None if failed is None else round(seconds_between(struck, failed[0]), 3),
        note="" if failed is None else failed[1].code,
    )


def slow_disk(lab: Lab) -> Trial:
    """The disk takes 60 kB a second for eight seconds (throttled by the kernel)."""
    if not BLKIO.exists():
        raise BenchStepError("This machine cannot throttle a disk (blkio)")
    with ext4(lab, "slow") as (mount, image):
        media = mount / "media"
        media.mkdir()
        loop = run("losetup", "-j", str(image), "-O", "NAME", "-n").split()[0]
        device = run("lsblk", "-dno", "MAJ:MIN", loop).strip()
        with lab.recording(media) as rig:
            lab.begin(rig, 2.0)
            try:
                BLKIO.write_text(f"{device} 60000\n")
                rig.listen(8.0)
                behind = [
                    seconds_between(pulse.synced_ns, pulse.at_ns)
                    for pulse in rig.said(RecorderPulse)
                    if pulse.synced_ns
                ]
            finally:
                BLKIO.write_text(f"{device} 0\n")
            ended = lab.clock.monotonic_ns()
            caught = rig.wait(
                RecorderPulse,
                lambda pulse: seconds_between(pulse.synced_ns, pulse.at_ns) < 2,  # noqa: PLR2004
                within_s=30.0,
            )
            rig.listen(2.0)
            rig.stop()
            parts = rig.parts()
    return Trial(
        missing_s(parts),
        plays=played(parts),
        verifies=bool(parts),
        recovery_s=None if caught is None else round(seconds_between(ended, caught[0]), 3),
        note=f"synced at most {max(behind, default=0):.1f} s behind",
    )
