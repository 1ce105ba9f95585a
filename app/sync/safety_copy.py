"""The second disk's side of a session: taken into the bundle when it can be read, removed at last.

The disk may be slow, away or broken at any moment, and it may hang: whatever touches it is an
errand (`app.processes.errands`), and nothing here stands in the recording's way.
"""

import logging
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from app.bundle.durable import sync_folder
from app.bundle.seal import EntrySource
from app.bundle.sealed_log import log_complete
from app.domain.errors import BoothError
from app.domain.ids import SessionId
from app.processes.errands import SECOND_DISK_S, Errands

PIECE_BYTES: Final = 4 << 20
"""Copied in one go: takes a slow USB disk under a second, and a hanging one is noticed."""
_log = logging.getLogger(__name__)
_DISK: Final = Errands("The second disk")
"""The machine has one, so the process has one: two threads of the courier ask it."""


@contextmanager
def staged_copy(
    folder: Path, names: Iterable[str], staging: Path, session: SessionId
) -> Generator[list[EntrySource]]:
    """The parts that can be read, beside the bundle for as long as the block lasts.

    They are copied over first: a disk that goes away in the middle of sealing spoils no bundle.

    Args:
        folder: the session's folder on the second disk.
        names: of the parts that are wanted.
        staging: folder for the copies, on the main disk.
        session: whose they are.
    """
    taken: list[EntrySource] = []
    copies: list[Path] = []
    try:
        for name in names:
            copies.append(staging / f"sealing-{session}-{name}.part")
            if _copied(folder / name, copies[-1]):
                taken.append(EntrySource(name, copies[-1]))
            else:
                _log.info("session %s is sealed without %s", session, name)
        yield taken
    finally:
        for copy in copies:
            copy.unlink(missing_ok=True)


def _copied(part: Path, copy: Path) -> bool:
    """Whether it could be read to its end; piece by piece, so that a disk that hangs is noticed."""
    try:
        with copy.open("wb") as taken:
            while piece := _DISK.do(partial(_piece, part, taken.tell()), SECOND_DISK_S):
                taken.write(piece)
        with copy.open("rb") as opened:
            log_complete(opened)
    except (OSError, BoothError):
        return False
    return True


def _piece(part: Path, at: int) -> bytes:
    with part.open("rb") as stream:
        stream.seek(at)
        return stream.read(PIECE_BYTES)


def copies_left(copies: Sequence[Path]) -> bool:
    """Whether any of these parts is still on the second disk; none while it is away or hangs."""
    if not copies:
        return False
    try:
        return _DISK.do(lambda: any(copy.exists() for copy in copies), SECOND_DISK_S)
    except (OSError, BoothError):
        return False


def disk_away(copies: Sequence[Path]) -> bool:
    """Whether the disk that any of these parts was on is away.

    Raises:
        DiskHangsError: it does not answer.
    """
    return _DISK.do(lambda: any(not copy.parent.parent.is_dir() for copy in copies), SECOND_DISK_S)


def remove_copies(copies: Sequence[Path], session: SessionId) -> None:
    """Remove a session's parts from the second disk; nothing when it is away. Can be repeated.

    Only files in a folder named after the session are removed, and the folder when it is empty: a
    part that could not be taken into the bundle stays where it is.

    Raises:
        OSError: the disk refused.
        DiskHangsError: it does not answer.
    """
    own = [copy for copy in copies if copy.parent.name == session]
    if copies_left(own):
        _DISK.do(lambda: _remove(own), SECOND_DISK_S)


def _remove(own: Sequence[Path]) -> None:
    for copy in own:
        copy.unlink(missing_ok=True)
    for folder in {copy.parent for copy in own}:
        if not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
