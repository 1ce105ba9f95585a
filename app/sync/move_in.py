"""A session arrives from another kiosk: judged whole, then put in place at one stroke."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bundle.durable import sync_folder, write_durably
from app.bundle.format import CHUNK_BYTES, Opened, Placed, open_window
from app.bundle.moving import move_entry
from app.domain.errors import BoothError, FileMissingError
from app.domain.ids import AssignmentId, KioskId, SessionId
from app.ports.clock import Clock
from app.ports.devices import Disk
from app.session.ledger import Ledger
from app.session.store import SessionFolder
from app.sync.assignments import read_assignments, read_peers
from app.sync.errors import (
    MoveAlteredError,
    MoveAssignmentError,
    MoveBusyError,
    MoveReplayedError,
    MoveRoomError,
    MoveWriteError,
)
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys
from app.sync.move_check import GoodMove, check_move, check_sender, claimed_move
from app.sync.move_words import in_words_of_a_move
from app.sync.outbox import sealed_assignments, sealed_sessions
from app.sync.sessions import session_store

ROOM_FACTOR: Final = 2
"""The session's folder, and the bundle that is made of it beside it."""
ROOM_BYTES: Final = 2 * 1024**3
"""For what is still to be recorded; the kiosk looks for itself before every answer."""
ARRIVING = "arriving"
_JOURNAL = "journal-0001.slog"


@dataclass(frozen=True, slots=True)
class MovedIn:
    """A session that goes on here at the kiosk's next start.

    Attributes:
        question: from 1.
        size: bytes of the move file.
    """

    session: SessionId
    from_kiosk: KioskId
    assignment: AssignmentId
    stage: str
    question: int
    size: int


class MovingIn:
    """Imports sessions into one kiosk, which must not be running."""

    def __init__(
        self, data: Path, identity: KioskIdentity, keys: KioskKeys, clock: Clock, disk: Disk
    ) -> None:
        """Use this kiosk's folder and keys."""
        self._data = data
        self._identity = identity
        self._keys = keys
        self._clock = clock
        self._disk = disk
        self._store = session_store(data, keys)

    def take(self, file: Path) -> MovedIn:
        """Take in a move file; whatever is wrong with it, nothing is left of it here.

        Raises:
            FileMissingError: it cannot be read.
            PeersExpiredError: HQ's list of kiosks is missing or too old.
            IntegrityError: what is wrong with the file (`MOVE-...`).
            MoveReplayedError, MoveAssignmentError, MoveBusyError: it has no place here.
            MoveRoomError, MoveWriteError: this kiosk's disk.
        """
        with in_words_of_a_move():
            try:
                good = self._judged(file)
            except OSError as error:
                raise FileMissingError(f"{file} cannot be read: {error.strerror}") from error
            self._check_place(good.ledger)
            self._check_room(good.opened)
            self._put(good)
        ledger = good.ledger
        interview = ledger.interview
        stage = interview.return_to or interview.paused_from or interview.stage
        return MovedIn(
            ledger.session,
            good.peer.kiosk,
            ledger.assignment.id,
            stage.value,
            interview.question + 1,
            good.opened.size,
        )

    def _judged(self, file: Path) -> GoodMove:
        peers = read_peers(self._data, self._clock.now())
        opened, manifest = claimed_move(file)
        check_sender(opened, manifest, peers, self._identity.kiosk)
        self._check_new(manifest.carried.session)
        return check_move(opened, manifest, peers, self._keys.open_resume)

    def _check_new(self, session: SessionId) -> None:
        held = (
            self._data / "sessions" / session,
            self._data / "receipts" / f"{session}.json",
        )
        if any(path.exists() for path in held) or session in sealed_sessions(self._data):
            raise MoveReplayedError(f"Session {session} was at this kiosk before")

    def _check_place(self, ledger: Ledger) -> None:
        assignment = ledger.assignment
        done = self._store.finished() | sealed_assignments(self._data)
        if assignment.id in done:
            raise MoveAssignmentError(f"Assignment {assignment.id} is finished at this kiosk")
        for one in self._open_here():
            if one.assignment.id == assignment.id:
                raise MoveAssignmentError(f"Assignment {assignment.id} is open at this kiosk")
            if one.assignment.id not in done:
                raise MoveBusyError(f"Session {one.session} is open at this kiosk")
        for held in read_assignments(self._data):
            if held.id == assignment.id and held.flow != assignment.flow:
                raise MoveAssignmentError(f"Assignment {held.id} asks other questions here")

    def _open_here(self) -> list[Ledger]:
        found: list[Ledger] = []
        for folder in self._store.open_sessions():
            with contextlib.suppress(BoothError):
                ledger, _ = self._store.ledger(folder)
                if ledger.kiosk == self._identity.kiosk:
                    found.append(ledger)
        return found

    def _check_room(self, opened: Opened) -> None:
        needed = ROOM_FACTOR * opened.size + ROOM_BYTES
        free = self._disk.space(self._data).free_bytes
        if free < needed:
            raise MoveRoomError(f"{free / 1e9:.1f} GB are free, {needed / 1e9:.1f} GB are needed")

    def _put(self, good: GoodMove) -> None:
        session = good.ledger.session
        shutil.rmtree(self._data / ARRIVING, ignore_errors=True)  # what a power cut left
        arriving = self._data / ARRIVING / session
        with _removed_unless_done(arriving):
            folder = SessionFolder(session, arriving)
            for made in (folder.media, folder.safety):
                made.mkdir(parents=True)
            _copy(good.opened, good.journal, arriving / _JOURNAL)
            copies = {p.entry for p in good.ledger.parts.values() if p.track == "safety"}
            for placed in good.media:
                home = folder.safety if placed.entry.name in copies else folder.media
                _copy(good.opened, placed, home / placed.entry.name)
            for number, envelope in enumerate(good.envelopes, start=1):
                write_durably(arriving / "moves" / move_entry(number), envelope)
            for written in (folder.media, folder.safety, arriving, arriving.parent):
                sync_folder(written)
            sessions = self._data / "sessions"
            sessions.mkdir(exist_ok=True)
            arriving.rename(sessions / session)
            sync_folder(sessions)
            sync_folder(self._data)


@contextlib.contextmanager
def _removed_unless_done(arriving: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise MoveWriteError(f"The session cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(arriving.parent, ignore_errors=True)


def _copy(opened: Opened, placed: Placed, path: Path) -> None:
    """Copy an entry; what changed since it was judged is found here."""
    digest = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, open_window(opened, placed) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != placed.entry.sha256:
        raise MoveAlteredError(f"Entry {placed.entry.name} changed while it was copied")
