"""Installs a new version beside the one that runs: unpacked, checked, then made current.

Each step can be cut off: what is current is one file, replaced whole and last.
"""

import contextlib
import errno
import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from app.bundle.durable import sync_folder
from app.domain.errors import BoothError
from app.domain.timing import WallTime
from app.software.archive import ENTRY, read_archive, unpack, verify_tree, version_of
from app.software.errors import (
    SoftwareArchiveError,
    SoftwareBusyError,
    SoftwareOlderError,
    SoftwareRoomError,
    SoftwareUnhealthyError,
)
from app.software.handed import RUNNING
from app.software.slots import Slots

CHECK_WITHIN_S = 300.0
"""The check loads every module: 7 s of processor time, 34 s on a machine of two cores that others
kept busy (measured). Our own choice above that."""
SPARE_BYTES: Final = 5 * 1024**3
"""Left free beside a new program, while it is fetched (twice its size) and when it is unpacked: an
hour's interview at the highest rate. Our own choice."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staged:
    """A program that was fetched and whose signed digest held.

    Attributes:
        archive: the file.
        version: its label, by what was signed.
        sha256: of the file.
    """

    archive: Path
    version: str
    sha256: str


@contextlib.contextmanager
def installing(slots: Slots) -> Generator[None, None, None]:
    """Hold the versions while the block runs.

    Raises:
        SoftwareBusyError: another installation is under way.
    """
    slots.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(slots.folder / "install.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SoftwareBusyError("An installation is under way") from error
    try:
        yield
    finally:
        lock.release()


def is_wanted(slots: Slots, staged: Staged) -> bool:
    """Whether it is new here: neither installed nor refused."""
    state = slots.state()
    known = state.one(state.current)
    return staged.sha256 not in state.refused and (known is None or known.archive != staged.sha256)


def install(
    slots: Slots,
    staged: Staged,
    check: Callable[[Path, str], None],
    now: WallTime,
    spare_bytes: int = SPARE_BYTES,
) -> None:
    """Unpack a program, have it check itself, and start it from the next start on.

    Args:
        slots: the versions here.
        staged: the program.
        check: runs the unpacked program's own check; raises for one that does not work.
        now: the time.
        spare_bytes: stay free.

    Raises:
        SoftwareOlderError, SoftwareArchiveError, SoftwareUnhealthyError: it is not used, and not
            tried again.
        SoftwareRoomError: no room; nothing changed, and it may be tried again.
        SoftwareBusyError: another installation is under way.
    """
    with installing(slots):
        slots.tidy()
        try:
            _install(slots, staged, check, spare_bytes)
        except SoftwareRoomError as error:
            slots.tidy()
            with contextlib.suppress(OSError):  # the disk may be that full
                slots.put_off(staged.version, error.code, now)
            raise
        except BoothError as error:
            slots.refuse(staged.version, staged.sha256, error.code, now)
            slots.tidy()
            _log.warning("version %s is not installed: %s", staged.version, error.code)
            raise
        slots.make_current(staged.version, staged.sha256, now)
        _log.warning("version %s is used from the next start on", staged.version)


def _install(
    slots: Slots, staged: Staged, check: Callable[[Path, str], None], spare_bytes: int
) -> None:
    if version_of(staged.version) <= slots.newest():
        raise SoftwareOlderError(f"{staged.version} is not newer than {slots.newest()}")
    contents = read_archive(staged.archive, staged.version)
    free = shutil.disk_usage(slots.folder).free
    if free < contents.size + spare_bytes:
        told = f"{free / 1e9:.1f} GB are free, the new program has {contents.size / 1e9:.1f}"
        raise SoftwareRoomError(told)
    tree = slots.tree(staged.version)
    part = tree.with_name(f"{tree.name}.part")
    try:
        unpack(staged.archive, staged.version, part)
        verify_tree(part, contents)
        check(part, staged.version)
        part.rename(tree)
        sync_folder(tree.parent)
    except OSError as error:
        if error.errno in _FULL:
            raise SoftwareRoomError("The disk is full") from error
        raise SoftwareRoomError(f"The disk cannot be written to ({error.strerror})") from error
    except SoftwareArchiveError:
        shutil.rmtree(part, ignore_errors=True)
        raise


def environment_of(version: str) -> dict[str, str]:
    """What a version is started with: its name; its folder stays as it was unpacked."""
    return {**os.environ, RUNNING: version, "PYTHONDONTWRITEBYTECODE": "1"}


def own_check(
    slots: Slots, python: tuple[str, ...], within_s: float = CHECK_WITHIN_S
) -> Callable[[Path, str], None]:
    """The check that `install` needs: the unpacked program's `booth check --program`.

    Args:
        slots: the versions here; the kiosk's folder is told to the check.
        python: the interpreter.
        within_s: how long it may take.
    """

    def check(tree: Path, version: str) -> None:
        words = [*python, str(tree / ENTRY), "check", "--program", "--data", str(slots.data)]
        _run(words, environment_of(version), tree, within_s)

    return check


def _run(words: list[str], environment: Mapping[str, str], tree: Path, within_s: float) -> None:
    try:
        done = subprocess.run(
            words,
            env=dict(environment),
            cwd=tree,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=within_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SoftwareUnhealthyError(f"Its check did not end within {within_s:.0f} s") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300]
        raise SoftwareUnhealthyError(f"Its check ended with {done.returncode}: {last}")
