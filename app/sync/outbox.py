"""Bundles on their way, in SQLite: every state named, every step on the disk before it is told."""

import json
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.ids import AssignmentId, Digest, SessionId
from app.domain.messages.courier import OutboxItem, OutboxState
from app.sync.errors import OutboxStateError

FILE = "outbox.sqlite3"
_VERSIONS = (
    """
CREATE TABLE IF NOT EXISTS bundles (
    number INTEGER PRIMARY KEY,
    session TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL UNIQUE,
    assignment TEXT NOT NULL,
    size INTEGER NOT NULL,
    folder TEXT NOT NULL,
    journal_head TEXT NOT NULL,
    state TEXT NOT NULL,
    sent INTEGER NOT NULL,
    detail TEXT NOT NULL,
    receipt TEXT NOT NULL
) STRICT
""",
    "ALTER TABLE bundles ADD COLUMN copies TEXT NOT NULL DEFAULT '[]'",
)
"""What makes each version of the table out of the one before; `user_version` counts them. The first
was written before they were counted, so it may be there already."""
STEPS: dict[OutboxState, frozenset[OutboxState]] = {
    "waiting": frozenset({"uploading", "uploaded", "receipted", "refused"}),
    "uploading": frozenset({"waiting", "uploaded", "refused"}),
    "uploaded": frozenset({"waiting", "receipted", "refused"}),
    "refused": frozenset({"waiting", "receipted"}),
    "receipted": frozenset(),
}
"""Which state may follow which. `receipted` is the end; `refused` needs a person at HQ."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bundle of the outbox.

    Attributes:
        size: its bytes.
        folder: the session's folder, removed once the receipt is stored.
        sent: bytes HQ has acknowledged.
        detail: the reason of the last trouble.
        receipt: the receipt's short code, empty before.
        copies: the parts on the second disk that are in the bundle, removed with `folder`.
    """

    session: SessionId
    digest: Digest
    assignment: AssignmentId
    size: int
    folder: Path
    journal_head: str
    state: OutboxState = "waiting"
    sent: int = 0
    detail: str = ""
    receipt: str = ""
    copies: tuple[Path, ...] = ()

    def item(self) -> OutboxItem:
        """As the screens see it."""
        return OutboxItem(self.session, self.digest, self.size, self.state, self.sent, self.detail)


class Outbox:
    """The outbox of one kiosk. Safe to use from several threads of one process."""

    def __init__(self, folder: Path, *, reading: bool = False) -> None:
        """Open it, and take back uploads that a crash left `uploading`.

        Args:
            folder: where it lies.
            reading: a kiosk may run beside us: leave everything as it is.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        with self._locked() as db:
            _bring_up_to_date(db)
            if not reading:
                db.execute("UPDATE bundles SET state = 'waiting' WHERE state = 'uploading'")

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def file(self, digest: Digest) -> Path:
        """Where the bundle of that digest lies."""
        return self.folder / f"{digest}.bundle"

    def add(self, bundle: Bundle) -> None:
        """Take in a bundle whose file is in place and synced.

        Raises:
            OutboxStateError: the session has a bundle already.
        """
        try:
            with self._locked() as db:
                db.execute(
                    "INSERT INTO bundles (session, digest, assignment, size, folder, journal_head,"
                    " state, sent, detail, receipt, copies)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        bundle.session,
                        bundle.digest,
                        bundle.assignment,
                        bundle.size,
                        str(bundle.folder),
                        bundle.journal_head,
                        bundle.state,
                        bundle.sent,
                        bundle.detail,
                        bundle.receipt,
                        json.dumps([str(copy) for copy in bundle.copies]),
                    ),
                )
        except sqlite3.IntegrityError as error:
            raise OutboxStateError(f"Session {bundle.session} is in the outbox already") from error

    def of_session(self, session: SessionId) -> Bundle | None:
        """The session's bundle; None when it was not sealed yet."""
        return next((one for one in self.bundles() if one.session == session), None)

    def bundles(self) -> tuple[Bundle, ...]:
        """Every bundle, the oldest first."""
        with self._locked() as db:
            rows = db.execute(
                "SELECT session, digest, assignment, size, folder, journal_head, state, sent,"
                " detail, receipt, copies FROM bundles ORDER BY number"
            ).fetchall()
        return tuple(_bundle(row) for row in rows)

    def step(
        self, bundle: Bundle, state: OutboxState, detail: str = "", receipt: str = ""
    ) -> Bundle:
        """Go to another state.

        Raises:
            OutboxStateError: it does not follow the one the bundle is in; nothing changes.
        """
        with self._locked() as db:
            found = db.execute(
                "SELECT state FROM bundles WHERE digest = ?", (bundle.digest,)
            ).fetchone()
            if found is None or state not in STEPS[_state(found[0])]:
                raise OutboxStateError(f"A bundle cannot go from {found} to {state}")
            db.execute(
                "UPDATE bundles SET state = ?, detail = ?, receipt = ? WHERE digest = ?",
                (state, detail, receipt, bundle.digest),
            )
        return replace(bundle, state=state, detail=detail, receipt=receipt)

    def note_detail(self, bundle: Bundle, detail: str) -> None:
        """Note trouble that changes no state."""
        with self._locked() as db:
            db.execute("UPDATE bundles SET detail = ? WHERE digest = ?", (detail, bundle.digest))

    def note_sent(self, bundle: Bundle, sent: int) -> Bundle:
        """Note how much HQ has acknowledged."""
        with self._locked() as db:
            db.execute("UPDATE bundles SET sent = ? WHERE digest = ?", (sent, bundle.digest))
        return replace(bundle, sent=sent)

    @contextmanager
    def _locked(self) -> Generator[sqlite3.Connection, None, None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _bundle(row: tuple[Any, ...]) -> Bundle:
    session, digest, assignment, size, folder, head, state, sent, detail, receipt, copies = row
    return Bundle(
        session,
        digest,
        assignment,
        size,
        Path(folder),
        head,
        state,
        sent,
        detail,
        receipt,
        tuple(Path(copy) for copy in json.loads(copies)),
    )


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    for change in _VERSIONS[version:]:
        db.execute(change)
    if version < len(_VERSIONS):
        db.execute(f"PRAGMA user_version = {len(_VERSIONS)}")


def sealed_assignments(data: Path) -> frozenset[AssignmentId]:
    """Assignments whose session is sealed, read from a kiosk's data folder at any time."""
    rows = _read(data, "SELECT DISTINCT assignment FROM bundles")
    return frozenset(AssignmentId(row[0]) for row in rows)


def sealed_sessions(data: Path) -> dict[SessionId, OutboxState]:
    """Sessions that are sealed, and how far each came, read in the same way."""
    rows = _read(data, "SELECT session, state FROM bundles")
    return {SessionId(row[0]): _state(row[1]) for row in rows}


def _read(data: Path, query: str) -> list[tuple[str, ...]]:
    path = data / "outbox" / FILE
    if not path.is_file():
        return []
    db = sqlite3.connect(path)
    try:
        return db.execute(query).fetchall()
    except sqlite3.OperationalError:  # made this moment, and still without its table
        return []
    finally:
        db.close()


def _state(text: str) -> OutboxState:
    for state in STEPS:
        if state == text:
            return state
    raise OutboxStateError(f"The outbox holds the unknown state {text}")
