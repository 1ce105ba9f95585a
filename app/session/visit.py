"""One open session: the journal that is written and the ledger that follows it."""

from collections.abc import Callable
from typing import Final

from pydantic import TypeAdapter

from app.bundle.checkpoint import sign_checkpoint
from app.domain.assignment import Assignment
from app.domain.ids import KioskId
from app.domain.merkle import tree_head
from app.domain.record import SessionRecord
from app.domain.timing import WallTime
from app.flow.events import Event
from app.flow.interview import Interview
from app.flow.machine import step
from app.flow.table import Effect, Stage
from app.ports.clock import Clock
from app.session.entries import (
    Body,
    BridgedBy,
    CheckpointSigned,
    FlowStepped,
    RunBegan,
    SessionOpened,
)
from app.session.errors import SessionMovedError
from app.session.journal import Journal
from app.session.ledger import Ledger
from app.session.session_clock import SessionClock, bridge
from app.session.store import SessionFolder, SessionStore, new_session_id

CHECKPOINT_EVERY: Final = 64
"""Entries: about a minute while recording. A checkpoint takes a signature and one more sync."""
_RECORD: TypeAdapter[SessionRecord] = TypeAdapter(SessionRecord)


class Visit:
    """A session in progress. Every change goes through `note` or `step`."""

    def __init__(
        self, store: SessionStore, folder: SessionFolder, journal: Journal, ledger: Ledger
    ) -> None:
        """Use `open_new` or `reopen`."""
        self.store = store
        self.folder = folder
        self.ledger = ledger
        self._journal = journal
        self._closed = False

    @property
    def interview(self) -> Interview:
        """Where the flow stands."""
        return self.ledger.interview

    @property
    def stage(self) -> Stage:
        """The flow's stage."""
        return self.ledger.interview.stage

    @property
    def behind(self) -> bool:
        """Whether entries wait for a disk that hangs (see `Journal.behind`)."""
        return self._journal.behind

    def catch_up(self) -> None:
        """Write what waits, if the disk takes it; call now and then."""
        if not self._closed:
            self._journal.catch_up()

    def note(self, body: Body) -> None:
        """Write an entry (on the disk when this returns, unless it hangs) and fold it in.

        Once the journal is closed (the session is sealed) nothing is written any more.
        """
        if self._closed:
            return
        self.ledger.take(self._journal.append(body))
        if self._journal.size % CHECKPOINT_EVERY == 0:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Sign the entries so far, as one more entry."""
        if self._closed or self.store.signer is None:
            return
        head = tree_head(self._journal.lines)
        envelope = sign_checkpoint(self.folder.session, head, self.store.signer)
        self.ledger.take(self._journal.append(CheckpointSigned(envelope)))

    def step(self, event: Event) -> tuple[Effect, ...]:
        """Apply an event; it is written when it changed anything that time alone does not.

        Raises:
            IllegalStepError: the stage has no place for it; nothing changed.
        """
        before = self.ledger.interview
        after, effects = step(before, event)
        if self._closed or _standing(after) == _standing(before):
            self.ledger.interview = after
        else:
            self.note(FlowStepped(event, after.stage.value))
        return effects

    def documents(self, ended: WallTime) -> tuple[bytes, bytes]:
        """The session record and the journal, as plain bytes for the bundle."""
        record = self.ledger.record(ended, self._journal.head)
        return _RECORD.dump_json(record), b"\n".join(self._journal.lines) + b"\n"

    def close(self) -> None:
        """Close the journal of this run."""
        self._closed = True
        self._journal.close()


def _standing(interview: Interview) -> tuple[object, ...]:
    """What an interview has to be replayed for."""
    away = interview.away_since_s is not None
    return interview.stage, interview.question, interview.credit_s, away


def _now(clock: Clock, session_clock: SessionClock) -> Callable[[], tuple[WallTime, float]]:
    return lambda: (clock.now(), session_clock.seconds())


def _run(clock: Clock, by: BridgedBy) -> RunBegan:
    return RunBegan(clock.boot_id(), clock.monotonic_ns(), clock.suspended_s(), by)


def open_new(
    store: SessionStore, clock: Clock, kiosk: KioskId, assignment: Assignment
) -> tuple[Visit, SessionClock]:
    """Open a new session for an assignment."""
    started = clock.now()
    session_clock = SessionClock(clock)
    folder = store.create(new_session_id(started))
    journal = Journal(store.journal_sink(folder), _now(clock, session_clock))
    entry = journal.append(SessionOpened(folder.session, kiosk, assignment))
    visit = Visit(store, folder, journal, Ledger.opened(entry))
    visit.note(_run(clock, "begun"))
    return visit, session_clock


def reopen(
    store: SessionStore, clock: Clock, folder: SessionFolder, kiosk: KioskId
) -> tuple[Visit, SessionClock]:
    """Open a session that a crash or a power cut left open, or that was moved to this kiosk.

    Raises:
        SessionMissingError: nothing was written yet.
        JournalBrokenError: the journal's chain does not hold.
        SessionMovedError: it belongs to another kiosk now; nothing was written.
    """
    ledger, lines = store.ledger(folder)
    if ledger.kiosk != kiosk:
        what = f"Session {folder.session} was moved to {ledger.kiosk}"
        raise SessionMovedError(what, ledger.assignment.id)
    crossed = bridge(clock, ledger.last_s, ledger.last_at, ledger.run, ledger.run_s)
    session_clock = SessionClock(clock, crossed.now_s)
    journal = Journal(store.journal_sink(folder), _now(clock, session_clock), lines)
    visit = Visit(store, folder, journal, ledger)
    visit.note(_run(clock, crossed.by))
    return visit, session_clock
