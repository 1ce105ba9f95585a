"""Sessions on the kiosk's disk: `<data>/sessions/<session>/`, with `media/` and journal logs."""

import contextlib
import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bundle.dsse import Signer
from app.domain.errors import BoothError
from app.domain.ids import AssignmentId, SessionId
from app.domain.timing import WallTime
from app.ports.sealing import SealedSink
from app.processes.errands import Errands
from app.processes.errors import DiskHangsError
from app.session.errors import SessionMissingError
from app.session.journal import read_lines
from app.session.ledger import Ledger

NUMBERS_WITHIN_S: Final = 1.0
"""The candidate waits while the second disk is looked at."""
_NUMBER = re.compile(r"part-(\d+)-")


def new_session_id(now: WallTime) -> SessionId:
    """A fresh id: `YYYYMMDD-HHMMSS-` and 10 random hexadecimal digits; sortable by time."""
    return SessionId(f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(5)}")


def _names(folder: Path) -> list[str]:
    """What lies in a folder; nothing when its disk is away."""
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """One session's folder."""

    session: SessionId
    path: Path

    @property
    def media(self) -> Path:
        """Where the recorder writes its parts."""
        return self.path / "media"

    @property
    def safety(self) -> Path:
        """Where copies lie that came from the second disk of another kiosk."""
        return self.path / "safety"

    def journals(self) -> list[Path]:
        """The journal's logs, oldest first."""
        return sorted(self.path.glob("journal-*.slog"))

    def moves(self) -> list[Path]:
        """The signed envelopes of the session's moves up to this kiosk, the first one first."""
        return sorted((self.path / "moves").glob("move-*.json"))

    def next_part(self, safety_folder: str = "") -> int:
        """A part number not used yet: above every one on either disk, if the second one answers.

        Args:
            safety_folder: the session's folder on the second disk; empty for none.
        """
        names = [*_names(self.media), *_names(self.safety)]
        if safety_folder:
            with contextlib.suppress(DiskHangsError):
                second = Path(safety_folder)
                names += Errands("The second disk").do(lambda: _names(second), NUMBERS_WITHIN_S)
        taken = (_NUMBER.match(name) for name in names)
        return max((int(found[1]) for found in taken if found), default=0) + 1


@dataclass(frozen=True, slots=True)
class SessionStore:
    """All sessions of this kiosk.

    Attributes:
        root: the folder that holds them.
        new_sink: makes a sealed log readable by this kiosk again: (path, context).
        read_log: the plain records of such a log, up to where it is whole.
        signer: signs checkpoints of the journals; None: there are none.
    """

    root: Path
    new_sink: Callable[[Path, bytes], SealedSink]
    read_log: Callable[[Path], Iterable[bytes]]
    signer: Signer | None = None

    def create(self, session: SessionId) -> SessionFolder:
        """Make a new session's folder."""
        folder = SessionFolder(session, self.root / session)
        folder.media.mkdir(parents=True)
        return folder

    def journal_sink(self, folder: SessionFolder) -> SealedSink:
        """A new journal log for this run."""
        number = len(folder.journals()) + 1
        context = f"journal:{folder.session}:{number}".encode()
        return self.new_sink(folder.path / f"journal-{number:04d}.slog", context)

    def open_sessions(self) -> list[SessionFolder]:
        """Sessions whose folder is still here, oldest first."""
        if not self.root.is_dir():
            return []
        return [SessionFolder(SessionId(p.name), p) for p in sorted(self.root.iterdir())]

    def lines(self, folder: SessionFolder) -> list[bytes]:
        """Every journal line on disk."""
        return [line for log in folder.journals() for line in self.read_log(log)]

    def ledger(self, folder: SessionFolder) -> tuple[Ledger, list[bytes]]:
        """Read, verify and fold a session's journal.

        Returns:
            The ledger, and the lines it was made of.

        Raises:
            SessionMissingError: nothing was written yet.
            JournalBrokenError: the chain does not hold.
        """
        lines = self.lines(folder)
        entries = read_lines(lines)
        if not entries:
            raise SessionMissingError(f"Session {folder.session} has no entry")
        return Ledger.folded(entries), lines

    def interrupted(self) -> bool:
        """Whether there is a session that was not finished here: somebody may wait for it."""
        done = self.finished()
        for folder in self.open_sessions():
            try:
                ledger, _ = self.ledger(folder)
            except (BoothError, OSError):
                continue
            if ledger.assignment.id not in done:
                return True
        return False

    def erase(self, folder: SessionFolder) -> None:
        """Remove a session's folder with everything in it."""
        shutil.rmtree(folder.path, ignore_errors=True)

    def finish(self, assignment: AssignmentId, session: SessionId) -> None:
        """Keep in mind that an assignment was finished here, after its folder has gone too."""
        done = self.root.parent / "done"
        done.mkdir(exist_ok=True)
        (done / assignment).write_text(session + "\n")

    def finished(self) -> frozenset[AssignmentId]:
        """The assignments finished here."""
        done = self.root.parent / "done"
        return (
            frozenset(AssignmentId(p.name) for p in done.iterdir())
            if done.is_dir()
            else frozenset()
        )
