"""The second disk's copies of sessions that were given away: removed once HQ has the session.

The disk may be away when HQ's word comes, so what lies on it is written down when it is exported.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.ids import SessionId
from app.processes.errors import DiskHangsError
from app.sync.safety_copy import disk_away, remove_copies

FOLDER = "second-disk"
_PATHS: TypeAdapter[tuple[Path, ...]] = TypeAdapter(tuple[Path, ...])
_log = logging.getLogger(__name__)


def note_copies(data: Path, session: SessionId, copies: Sequence[Path]) -> None:
    """Keep in mind which parts on the second disk go with the move; on the disk afterwards.

    Args:
        data: the kiosk's folder.
        session: the one that is given away.
        copies: parts in its folder on the second disk.
    """
    if copies:
        (data / FOLDER).mkdir(mode=0o700, exist_ok=True)
        resolved = tuple(copy.resolve() for copy in copies)
        write_durably(data / FOLDER / f"{session}.json", _PATHS.dump_json(resolved))


def clear_copies(data: Path) -> None:
    """Remove the copies of sessions whose receipt is here; a disk that is away is tried later."""
    for noted in sorted((data / FOLDER).glob("*.json")):
        session = SessionId(noted.stem)
        if not (data / "receipts" / noted.name).exists():
            continue
        try:
            copies = _PATHS.validate_json(noted.read_bytes())
            if disk_away(copies):
                continue
            remove_copies(copies, session)
        except (OSError, DiskHangsError, ValidationError) as error:
            _log.warning("the second disk's copy of session %s stays: %s", session, error)
            continue
        noted.unlink()
