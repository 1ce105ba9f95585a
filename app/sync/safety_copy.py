"""The second disk's side of a session: taken into the bundle when it can be read, removed at last.

The disk may be slow, away or broken at any moment; nothing here stands in the recording's way.
"""

import logging
import shutil
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.bundle.durable import sync_folder
from app.bundle.seal import EntrySource
from app.bundle.sealed_log import log_complete
from app.domain.errors import BoothError
from app.domain.ids import SessionId

_log = logging.getLogger(__name__)


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
    try:
        shutil.copyfile(part, copy)
        with copy.open("rb") as stream:
            log_complete(stream)
    except (OSError, BoothError):
        return False
    return True


def copies_left(copies: Sequence[Path]) -> bool:
    """Whether any of these parts is still on the second disk; none is while it is away."""
    try:
        return any(copy.exists() for copy in copies)
    except OSError:
        return False


def remove_copies(copies: Sequence[Path], session: SessionId) -> None:
    """Remove a session's parts from the second disk; nothing when it is away. Can be repeated.

    Only files in a folder named after the session are removed, and the folder when it is empty: a
    part that could not be taken into the bundle stays where it is.

    Raises:
        OSError: the disk refused.
    """
    own = [copy for copy in copies if copy.parent.name == session]
    if not copies_left(own):
        return
    for copy in own:
        copy.unlink(missing_ok=True)
    for folder in {copy.parent for copy in own}:
        if not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
