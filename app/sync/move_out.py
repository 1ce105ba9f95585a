"""A running session leaves for another kiosk: one sealed file, and then a note in the journal."""

from dataclasses import dataclass
from pathlib import Path

from app.bundle.durable import forget_cached, sync_folder
from app.bundle.moving import (
    MOVE_JOURNAL,
    move_context,
    move_entry,
    open_move,
    seal_move,
)
from app.bundle.seal import BundleFacts, EntrySource, SealedBundle
from app.bundle.sealed_format import key_id
from app.bundle.sealed_log import log_complete, seal_bytes, seal_records
from app.bundle.verify import verify_bundle
from app.domain.errors import BoothError, FileMissingError
from app.domain.exchange import Peer
from app.domain.ids import Digest, KioskId, SessionId
from app.domain.timing import WallTime
from app.ports.clock import Clock
from app.session.entries import SessionMoved
from app.session.errors import SessionMissingError
from app.session.journal import line_hash, made_line
from app.session.ledger import Ledger
from app.session.session_clock import bridge
from app.session.store import SessionFolder
from app.sync.assignments import read_peers
from app.sync.errors import (
    MediaMissingError,
    MoveReasonError,
    MoveSealedError,
    MoveTakenError,
    MoveTargetError,
    MoveWriteError,
)
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys
from app.sync.move_words import in_words_of_a_move
from app.sync.moved_copies import note_copies
from app.sync.outbox import sealed_sessions
from app.sync.sessions import session_store

SUFFIX = ".booth-move"


@dataclass(frozen=True, slots=True)
class MoveWish:
    """What the operator asks for.

    Attributes:
        to_kiosk: where the session is to go on.
        out: folder for the file, on a stick for example.
        reason: written into the journal.
        again: give it to another kiosk than the one it was given to before.
    """

    session: SessionId
    to_kiosk: KioskId
    out: Path
    reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class MovedOut:
    """A move file that was written, and the session that now belongs to the other kiosk.

    Attributes:
        repeated: the session was given to that kiosk before; this is another copy of the file.
    """

    session: SessionId
    to_kiosk: KioskId
    file: Path
    digest: Digest
    size: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Leaving:
    folder: SessionFolder
    ledger: Ledger
    lines: list[bytes]
    peer: Peer


class MovingOut:
    """Exports sessions of one kiosk, which must not be running."""

    def __init__(self, data: Path, identity: KioskIdentity, keys: KioskKeys, clock: Clock) -> None:
        """Use this kiosk's folder and keys."""
        self._data = data
        self._identity = identity
        self._keys = keys
        self._clock = clock
        self._store = session_store(data, keys)

    def export(self, wish: MoveWish, safety: Path | None = None) -> MovedOut:
        """Write the move file, read it back, and only then note that the session has moved.

        Whatever stops it anywhere leaves the session open here, or moved with a good file.

        Args:
            wish: what is asked for.
            safety: folder of the second disk; None for none.

        Raises:
            SessionMissingError, JournalBrokenError: there is no such session, or it is broken.
            MoveSealedError, MoveTakenError, MoveReasonError: it is not there to be moved.
            PeersExpiredError, MoveTargetError: the target is not one HQ vouches for.
            MediaMissingError, FileMissingError, MoveWriteError: why no file could be made.
        """
        leaving = self._leaving(wish)
        at, line = self._line(leaving, wish)
        lines = [*leaving.lines, *([line] if line is not None else [])]
        file = wish.out / f"{wish.session}{SUFFIX}"
        with in_words_of_a_move():
            entries = [*self._documents(leaving, lines), *_media(leaving, safety)]
            sealed = self._write(file, leaving.peer, entries, self._facts(leaving, lines, at))
            self._read_back(file, sealed)
        if safety is not None:
            note_copies(self._data, wish.session, _copies(leaving, safety, entries))
        if line is not None:
            self._note(leaving.folder, line)
        self._store.finish(leaving.ledger.assignment.id, wish.session)
        return MovedOut(
            wish.session, wish.to_kiosk, file, sealed.digest, sealed.size, repeated=line is None
        )

    def _leaving(self, wish: MoveWish) -> _Leaving:
        folder = next((f for f in self._store.open_sessions() if f.session == wish.session), None)
        if folder is None:
            raise SessionMissingError("There is no such session on this kiosk")
        if wish.session in sealed_sessions(self._data):
            raise MoveSealedError(f"Session {wish.session} is sealed")
        ledger, lines = self._store.ledger(folder)
        return _Leaving(folder, ledger, lines, self._target(wish.to_kiosk))

    def _target(self, to_kiosk: KioskId) -> Peer:
        peer = read_peers(self._data, self._clock.now()).get(to_kiosk)
        if peer is None:
            raise MoveTargetError(f"Headquarters knows no kiosk {to_kiosk}")
        if peer.revoked:
            raise MoveTargetError(f"The kiosk {to_kiosk} was revoked")
        if to_kiosk == self._identity.kiosk:
            raise MoveTargetError("The session is at this kiosk already")
        if not peer.resume_key:
            raise MoveTargetError(f"Headquarters was never told the resume key of {to_kiosk}")
        return peer

    def _line(self, leaving: _Leaving, wish: MoveWish) -> tuple[WallTime, bytes | None]:
        """The time of the move, and its entry; none when it was given to that kiosk before."""
        ledger, own, now = leaving.ledger, self._identity.kiosk, self._clock.now()
        if ledger.kiosk != own:
            if ledger.kiosk == wish.to_kiosk:
                return ledger.last_at or now, None
            if not wish.again:
                raise MoveTakenError(f"Session {wish.session} was moved to {ledger.kiosk}")
            if not wish.reason.strip():
                raise MoveReasonError(f"Session {wish.session} was moved to {ledger.kiosk}")
        crossed = bridge(self._clock, ledger.last_s, ledger.last_at, ledger.run, ledger.run_s)
        body = SessionMoved(own, wish.to_kiosk, wish.reason.strip())
        return now, made_line(leaving.lines, now, crossed.now_s, body)[1]

    def _write(
        self, file: Path, peer: Peer, entries: list[EntrySource], facts: BundleFacts
    ) -> SealedBundle:
        if not file.parent.is_dir():
            raise FileMissingError(f"{file.parent} is not a folder")
        part = file.with_name(file.name + ".part")
        try:
            sealed = seal_move(part, entries, facts, peer.kiosk, self._keys.signer)
        except OSError as error:
            what = f"A recording of the session cannot be read: {error.strerror}"
            raise MediaMissingError(what) from error
        try:
            part.replace(file)
            sync_folder(file.parent)
        except OSError as error:
            raise MoveWriteError(f"{file} cannot be written: {error.strerror}") from error
        return sealed

    def _documents(self, leaving: _Leaving, lines: list[bytes]) -> list[EntrySource]:
        peer, session = leaving.peer, leaving.folder.session
        to = (*self._identity.recipients, bytes.fromhex(peer.resume_key))
        context = move_context(session, peer.kiosk)
        earlier = enumerate(leaving.folder.moves(), start=1)
        return [
            EntrySource(MOVE_JOURNAL, seal_records(lines, to, context)),
            *(
                EntrySource(move_entry(number), seal_bytes(path.read_bytes(), to, context))
                for number, path in earlier
            ),
        ]

    def _facts(self, leaving: _Leaving, lines: list[bytes], at: WallTime) -> BundleFacts:
        resume = bytes.fromhex(leaving.peer.resume_key)
        assignment = leaving.ledger.assignment
        return BundleFacts(
            leaving.folder.session,
            self._identity.kiosk,
            assignment.id,
            assignment.flow.digest,
            at,
            tuple(key_id(public) for public in (*self._identity.recipients, resume)),
            line_hash(lines[-1]),
        )

    def _read_back(self, file: Path, sealed: SealedBundle) -> None:
        own = {self._identity.kiosk: self._identity.public_key}
        try:
            forget_cached(file)
            found = verify_bundle(open_move(file).opened, own)
            good = not found.problems and found.digest == sealed.digest
        except (BoothError, OSError):
            good = False
        if not good:
            file.unlink(missing_ok=True)
            raise MoveWriteError(f"{file} is not on the disk as it was written")

    def _note(self, folder: SessionFolder, line: bytes) -> None:
        sink = self._store.journal_sink(folder)
        try:
            sink.append(line)
            sink.sync()
        finally:
            sink.close()


def _readable(copy: Path) -> bool:
    """Whether a part on the second disk can come along; the recording proper does without it."""
    try:
        with copy.open("rb") as stream:
            log_complete(stream)
    except (BoothError, OSError):
        return False
    return True


def _copies(leaving: _Leaving, safety: Path, entries: list[EntrySource]) -> list[Path]:
    """Those of the entries that lie on the second disk."""
    folder = safety / leaving.folder.session
    files = [one.content for one in entries if isinstance(one.content, Path)]
    return [file for file in files if file.parent == folder]


def _media(leaving: _Leaving, safety: Path | None) -> list[EntrySource]:
    own = [leaving.folder.media, leaving.folder.safety]
    files = {file.name: file for folder in own for file in sorted(folder.glob("*.blog"))}
    if safety is not None:
        copies = sorted((safety / leaving.folder.session).glob("*.blog"))
        files = {copy.name: copy for copy in copies if _readable(copy)} | files
    main = {part.entry for part in leaving.ledger.parts.values() if part.track == "main"}
    lacking = main - files.keys()
    if lacking:
        raise MediaMissingError(f"{len(lacking)} recordings of the session are missing")
    return [EntrySource(name, file) for name, file in files.items()]
