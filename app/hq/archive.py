"""Finished sessions: their documents, their media, and the proof of both.

Nothing is written plain: an entry is opened in memory while it is read.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import and_, func, or_, select

from app.bundle.errors import SealedAlteredError
from app.bundle.format import Opened, Placed, open_bundle
from app.bundle.unseal import open_entry
from app.bundle.verify import verify_bundle
from app.domain.assignment import Assignment
from app.domain.errors import BoothError
from app.domain.ids import Digest, QuestionId, SessionId
from app.domain.record import JOURNAL_ENTRY, SessionRecord
from app.hq.archive_contents import check_journal, read_document, read_record
from app.hq.archive_objects import ObjectFolder
from app.hq.database_errors import DatabaseAwayError
from app.hq.errors import ObjectAlteredError, SessionUnknownError
from app.hq.moves import signing_keys
from app.hq.receipts import read_own_receipt
from app.hq.store import Store
from app.hq.store_tables import AssignmentRow, BundleRow, KioskRow
from app.hq.unlock import UnlockedKeys
from app.ports.archive import (
    EntryDigest,
    Integrity,
    ReceiptProof,
    SessionsPage,
    SessionState,
    SessionSummary,
)

_T = TypeVar("_T", SessionRecord, SessionSummary)
_ASSIGNMENT = TypeAdapter(Assignment)
RECORDS_KEPT = 512
"""Records kept in memory after they were read; a bundle never changes."""
LINES_KEPT = 20_000
"""The same of what the list shows; about 1 KB each. Not kept in the database: whoever administers
that could then read it, and alter what is shown."""
LOOKED_AT = 300
"""Sessions that one page of the list opens at most. Our own choice: about a second."""


class SealedArchive:
    """The `app.ports.archive.Archive` over the object folder."""

    def __init__(self, store: Store, objects: ObjectFolder, keys: UnlockedKeys) -> None:
        """Use this HQ's parts."""
        self._store = store
        self._objects = objects
        self._keys = keys
        self._lock = threading.Lock()
        self._records: OrderedDict[str, SessionRecord] = OrderedDict()
        self._summaries: OrderedDict[str, SessionSummary] = OrderedDict()

    def sessions(self) -> tuple[SessionSummary, ...]:
        """Every session, the newest first; one that cannot be opened is left out."""
        page = self.page(lambda _: True)
        found = [*page.lines]
        while page.further:
            page = self.page(lambda _: True, page.further)
            found += page.lines
        return tuple(found)

    def count(self) -> int:
        """See `app.ports.archive.Archive`."""
        with self._store.reading() as reader:
            return reader.scalar(select(func.count()).select_from(BundleRow)) or 0

    def page(
        self, wanted: Callable[[SessionSummary], bool], after: str = "", most: int = 50
    ) -> SessionsPage:
        """See `app.ports.archive.Archive`; looks at `LOOKED_AT` sessions at most."""
        rows = self._newest(after, LOOKED_AT + 1)
        lines: list[SessionSummary] = []
        unopened: list[SessionId] = []
        for number, row in enumerate(rows):
            if number == LOOKED_AT or len(lines) == most:
                last = SessionId(rows[number - 1].session)
                return SessionsPage(tuple(lines), tuple(unopened), last)
            line = self._summary(row)
            if line is None:
                unopened.append(SessionId(row.session))
            elif wanted(line):
                lines.append(line)
        return SessionsPage(tuple(lines), tuple(unopened), "")

    def _newest(self, after: str, most: int) -> Sequence[BundleRow]:
        query = select(BundleRow).order_by(BundleRow.received.desc(), BundleRow.digest.desc())
        with self._store.reading() as reader:
            last = reader.scalar(select(BundleRow).where(BundleRow.session == after))
            if last is not None:
                same = and_(BundleRow.received == last.received, BundleRow.digest < last.digest)
                query = query.where(or_(BundleRow.received < last.received, same))
            return reader.scalars(query.limit(most)).all()

    def _summary(self, row: BundleRow) -> SessionSummary | None:
        try:
            return self._remembered(self._summaries, LINES_KEPT, row, self._opened_summary)
        except DatabaseAwayError:
            raise
        except BoothError:
            return None

    def _opened_summary(self, row: BundleRow) -> SessionSummary:
        record = self._record(row)
        return SessionSummary(
            session=record.session,
            assignment=record.assignment,
            kiosk=record.kiosk,
            candidate_name=record.candidate_name,
            position=record.position,
            branch=record.branch,
            language=record.language,
            started=record.started,
            ended=record.ended,
            imported=row.received,
            state=_state(record, self._asked(row)),
        )

    def _asked(self, row: BundleRow) -> frozenset[QuestionId]:
        with self._store.reading() as reader:
            assignment = reader.get_one(AssignmentRow, row.assignment)
        questions = _ASSIGNMENT.validate_json(assignment.body).flow.questions
        return frozenset(question.id for question in questions)

    def record(self, session: SessionId) -> SessionRecord:
        """The session's documents.

        Raises:
            SessionUnknownError: there is no such session.
            ObjectAlteredError: its object is not what was accepted.
        """
        return self._record(self._row(session))

    def held(self, session: SessionId) -> dict[str, bool]:
        """The entries of the session's bundle, each with whether its final mark is there.

        Raises:
            SessionUnknownError: there is no such session.
            ObjectAlteredError: its object is not what was accepted.
        """
        entries = self._open(self._row(session)).manifest.entries
        return {entry.name: entry.complete for entry in entries}

    def media(self, session: SessionId, entry: str) -> Iterator[bytes]:
        """The plain bytes of one media entry, unsealed in memory as they are read.

        What a recorder that was cut off had sealed is given whole; then it ends.

        Raises:
            SessionUnknownError: there is no such session or entry.
            IntegrityError: the entry was altered.
        """
        opened = self._open(self._row(session))
        names = {part.entry for part in self.record(session).media}
        placed = opened.placed(entry)
        if placed is None or entry not in names:
            raise SessionUnknownError(f"Session {session} has no such recording")
        return self._media(opened, placed)

    def _media(self, opened: Opened, placed: Placed) -> Iterator[bytes]:
        try:
            yield from open_entry(opened, placed, self._keys.open_key)
        except SealedAlteredError:
            # A recorder that was cut off may leave a torn end, which the signed digest covers.
            if placed.entry.complete:
                raise

    def integrity(self, session: SessionId) -> Integrity:
        """Digests, signature, journal and receipt, checked now.

        Raises:
            SessionUnknownError: there is no such session.
        """
        row = self._row(session)
        opened = self._open(row)
        with self._store.reading() as reader:
            kiosk = reader.get_one(KioskRow, row.kiosk)
        found = verify_bundle(opened, {opened.manifest.kiosk: bytes.fromhex(kiosk.public_key)})
        problems = [problem.what for problem in found.problems]
        if found.digest != row.digest:
            problems.append("The stored bundle is not the one that was accepted")
        events, journal_problem = self._journal(opened)
        receipt, key_id, signature = read_own_receipt(row.receipt)
        return Integrity(
            bundle_digest=Digest(found.digest),
            entries=tuple(
                EntryDigest(one.name, one.size, one.sha256) for one in opened.manifest.entries
            ),
            signature_valid=not any(p.code == "BUNDLE-SIGNATURE" for p in found.problems),
            journal_verified=not journal_problem,
            journal_events=events,
            receipt=ReceiptProof(receipt.received, key_id, signature),
            problems=(*problems, *([journal_problem] if journal_problem else [])),
        )

    def journal(self, session: SessionId) -> tuple[list[bytes], str]:
        """The lines of a session's journal, and HQ's signed receipt for the bundle it is in.

        Raises:
            SessionUnknownError: there is no such session.
            IntegrityError: the journal was altered.
        """
        row = self._row(session)
        content = read_document(self._open(row), JOURNAL_ENTRY, self._keys.open_key)
        return content.splitlines(), row.receipt

    def _journal(self, opened: Opened) -> tuple[int, str]:
        try:
            content = read_document(opened, JOURNAL_ENTRY, self._keys.open_key)
        except BoothError as error:
            return 0, error.what
        with self._store.reading() as reader:
            signers = signing_keys(reader)
        proof = check_journal(content, opened.manifest, signers)
        return proof.events, proof.problem

    def _row(self, session: SessionId) -> BundleRow:
        with self._store.reading() as reader:
            row = reader.scalar(select(BundleRow).where(BundleRow.session == session))
        if row is None:
            raise SessionUnknownError("There is no such session in the archive")
        return row

    def _open(self, row: BundleRow) -> Opened:
        try:
            return open_bundle(self._objects.path(Digest(row.digest)))
        except BoothError as error:
            raise ObjectAlteredError(f"The object of session {row.session} is damaged") from error

    def _record(self, row: BundleRow) -> SessionRecord:
        return self._remembered(self._records, RECORDS_KEPT, row, self._opened_record)

    def _opened_record(self, row: BundleRow) -> SessionRecord:
        return read_record(self._open(row), self._keys.open_key)

    def _remembered(
        self, kept: OrderedDict[str, _T], most: int, row: BundleRow, read: Callable[[BundleRow], _T]
    ) -> _T:
        """What was read of a bundle before, or is read now; the oldest goes when there are more."""
        with self._lock:
            known = kept.get(row.digest)
        if known is not None:
            return known
        value = read(row)
        with self._lock:
            kept[row.digest] = value
            while len(kept) > most:
                kept.popitem(last=False)
        return value


def _state(record: SessionRecord, asked: frozenset[QuestionId]) -> SessionState:
    if record.withdrawn:
        return "withdrawn"
    answered = {one.question for one in record.answers if one.outcome != "interrupted"}
    whole = all(part.complete for part in record.media if part.track == "main")
    return "complete" if whole and asked <= answered else "incomplete"
