"""The two-sided ledger: every session is at HQ, on its way with an owner, or missing by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.assignment import Assignment
from app.domain.statement import MEASURE_EVERY, StatedMonitor
from app.domain.timing import WallTime
from app.hq.statements import StatedRow, StatementRow, newest_statement
from app.hq.store_tables import (
    AssignmentRow,
    BundleRow,
    KioskRow,
    QuarantineRow,
    UploadRow,
    WaitingRow,
)

SILENT_AFTER = timedelta(days=1)
"""A kiosk is to be heard daily. Source: the ledger is daily."""
HQ = "headquarters"
_ASSIGNMENT = TypeAdapter(Assignment)

Place = Literal["at_hq", "on_its_way", "missing"]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One session.

    Attributes:
        where: `archive`; `quarantine`; `unopened` (here, for who holds the sealing key); or as the
            kiosk said (`open`, `moved`, `waiting`, ...); for
            a missing one `receipted` (the kiosk has a receipt, HQ no bundle) or `no_longer_told`.
        owner: who has to do something: HQ or a kiosk.
        since: by HQ's clock.
        detail: code of a refusal; empty for none.
    """

    session: str
    assignment: str
    place: Place
    where: str
    owner: str
    since: WallTime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KioskLine:
    """One kiosk's side.

    Attributes:
        heard: when its last statement came; None for never.
        silent: none came for more than a day: what it has may have changed since.
        monitor: what its live monitor came to when it was measured; None for never told.
        measure_due: it is to be measured (again).
    """

    kiosk: str
    branch: str
    heard: WallTime | None
    silent: bool
    monitor: StatedMonitor | None
    measure_due: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it.

    Attributes:
        not_held: assignments due by now that no session is known of.
    """

    lines: tuple[LedgerLine, ...]
    kiosks: tuple[KioskLine, ...]
    not_held: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    bundles: Mapping[str, BundleRow]
    quarantine: Mapping[str, QuarantineRow]
    uploads: Mapping[str, UploadRow]
    stated: Mapping[str, Sequence[StatedRow]]
    waiting: Mapping[str, WaitingRow]
    newest: Mapping[str, int] = field(default_factory=dict[str, int])

    def sessions(self) -> list[str]:
        here = {*self.bundles, *self.quarantine, *self.waiting}
        found = {*here, *self.uploads, *self.stated}
        return sorted(session for session in found if session)


def draw_ledger(reader: Session, now: WallTime, day: date | None = None) -> Ledger:
    """Both sides against each other.

    Args:
        reader: HQ's database.
        now: HQ's time.
        day: only sessions opened, and assignments due, on that day (UTC); None for all.
    """
    known = _known(reader)
    lines = [_line(known, session) for session in known.sessions()]
    told = f"{day:%Y%m%d}-" if day is not None else ""
    return Ledger(
        tuple(line for line in lines if line.session.startswith(told)),
        _kiosks(reader, now),
        _not_held(reader, {line.assignment for line in lines}, now, day),
    )


def _known(reader: Session) -> _Known:
    stated: dict[str, list[StatedRow]] = {}
    for row in reader.scalars(select(StatedRow).order_by(StatedRow.told)):
        stated.setdefault(row.session, []).append(row)
    newest = select(StatementRow.kiosk, func.max(StatementRow.serial)).group_by(StatementRow.kiosk)
    return _Known(
        {row.session: row for row in reader.scalars(select(BundleRow))},
        {row.session: row for row in reader.scalars(select(QuarantineRow))},
        {row.session: row for row in reader.scalars(select(UploadRow))},
        stated,
        {row.session: row for row in reader.scalars(select(WaitingRow))},
        {row[0]: row[1] for row in reader.execute(newest)},
    )


def _line(known: _Known, session: str) -> LedgerLine:
    bundle = known.bundles.get(session)
    if bundle is not None:
        return LedgerLine(session, bundle.assignment, "at_hq", "archive", HQ, bundle.received)
    stated = known.stated.get(session, ())
    assignment = next((row.assignment for row in reversed(stated) if row.assignment), "")
    refused = known.quarantine.get(session)
    if refused is not None:
        return LedgerLine(
            session, assignment, "on_its_way", "quarantine", HQ, refused.received, refused.code
        )
    waits = known.waiting.get(session)
    if waits is not None:
        return LedgerLine(session, waits.assignment, "on_its_way", "unopened", HQ, waits.received)
    if stated:
        return _told(known, session, assignment, stated)
    upload = known.uploads[session]
    return LedgerLine(session, "", "on_its_way", "uploading", upload.kiosk, upload.created)


def _told(known: _Known, session: str, assignment: str, stated: Sequence[StatedRow]) -> LedgerLine:
    """By what kiosks said: one that has it counts before one that gave it away."""
    current = [row for row in stated if row.serial == known.newest.get(row.kiosk)]
    has = [row for row in current if row.state not in {"moved", "receipted"}]
    if has:
        row = has[-1]
        owner = HQ if row.state == "refused" else row.kiosk
        return LedgerLine(session, assignment, "on_its_way", row.state, owner, row.since)
    receipted = [row for row in stated if row.state == "receipted"]
    if receipted:
        row = receipted[-1]
        return LedgerLine(session, assignment, "missing", "receipted", HQ, row.since)
    target_lost = [row for row in stated if row.state != "moved" and row not in current]
    moved = [row for row in current if row.state == "moved"]
    if moved and not any(row.kiosk == moved[-1].owner for row in target_lost):
        row = moved[-1]
        return LedgerLine(session, assignment, "on_its_way", "moved", row.owner, row.since)
    row = stated[-1]
    return LedgerLine(session, assignment, "missing", "no_longer_told", row.kiosk, row.told)


def _kiosks(reader: Session, now: WallTime) -> tuple[KioskLine, ...]:
    heard = select(StatementRow.kiosk, func.max(StatementRow.received)).group_by(StatementRow.kiosk)
    last = {row[0]: row[1] for row in reader.execute(heard)}
    rows = reader.scalars(select(KioskRow).order_by(KioskRow.id)).all()
    return tuple(_kiosk(reader, row, last.get(row.id), now) for row in rows if not row.revoked)


def _kiosk(reader: Session, row: KioskRow, heard: WallTime | None, now: WallTime) -> KioskLine:
    said = newest_statement(reader, row.id)
    monitor = None if said is None else said.monitor
    return KioskLine(
        row.id,
        row.branch,
        heard,
        heard is None or now - heard > SILENT_AFTER,
        monitor,
        monitor is None or now - monitor.measured > MEASURE_EVERY,
    )


def _not_held(reader: Session, held: set[str], now: WallTime, day: date | None) -> tuple[str, ...]:
    rows = reader.scalars(select(AssignmentRow).order_by(AssignmentRow.id)).all()
    due = [_ASSIGNMENT.validate_json(row.body) for row in rows if row.id not in held]
    return tuple(
        one.id
        for one in due
        if one.scheduled <= now and (day is None or one.scheduled.date() == day)
    )
