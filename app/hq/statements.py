"""What branches say of their sessions: taken in, kept by the day, and by the session."""

from datetime import date

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.bundle.dsse import open_envelope, parse_envelope
from app.bundle.errors import SignatureError
from app.domain.statement import STATEMENT_TYPE, BranchStatement
from app.domain.timing import WallTime
from app.hq.errors import StatementError
from app.hq.store import Base, Store, UtcTime
from app.hq.store_tables import KioskRow

_STATEMENT = TypeAdapter(BranchStatement)


class StatementRow(Base):
    """The last statement of a kiosk on a day (UTC), as it was signed."""

    __tablename__ = "statements"
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    serial: Mapped[int]
    received: Mapped[WallTime] = mapped_column(UtcTime)
    envelope: Mapped[str]


class StatedRow(Base):
    """A session as a kiosk last named it; it stays when the kiosk names it no more.

    `since` is when HQ first heard of this state, `serial` the statement that last named it.
    """

    __tablename__ = "stated_sessions"
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(primary_key=True)
    assignment: Mapped[str]
    state: Mapped[str]
    owner: Mapped[str]
    size: Mapped[int]
    sent: Mapped[int]
    since: Mapped[WallTime] = mapped_column(UtcTime)
    told: Mapped[WallTime] = mapped_column(UtcTime)
    serial: Mapped[int]


def take_statement(store: Store, kiosk: KioskRow, untrusted: bytes, now: WallTime) -> None:
    """Keep a kiosk's statement.

    Raises:
        StatementError: it is not signed by that kiosk, about another, or older than the last.
    """
    try:
        payload = open_envelope(untrusted, STATEMENT_TYPE, (bytes.fromhex(kiosk.public_key),))
        statement = _STATEMENT.validate_json(payload)
    except (SignatureError, ValidationError) as error:
        raise StatementError("The statement is not signed by the kiosk") from error
    if statement.kiosk != kiosk.id:
        raise StatementError("The statement is another kiosk's")
    with store.unit() as unit:
        last = latest_serial(unit, kiosk.id)
        if last is not None and statement.serial <= last:
            raise StatementError("The statement is older than the last one")
        unit.merge(
            StatementRow(
                kiosk=kiosk.id,
                day=now.date(),
                serial=statement.serial,
                received=now,
                envelope=untrusted.decode(),
            )
        )
        _keep(unit, statement, now)


def newest_statement(reader: Session, kiosk: str) -> BranchStatement | None:
    """A kiosk's last statement, checked when it came; None when it made none."""
    query = select(StatementRow.envelope).where(StatementRow.kiosk == kiosk)
    envelope = reader.scalars(query.order_by(StatementRow.serial.desc())).first()
    if envelope is None:
        return None
    return _STATEMENT.validate_json(
        parse_envelope(envelope.encode(), STATEMENT_TYPE).untrusted_payload
    )


def latest_serial(reader: Session, kiosk: str) -> int | None:
    """Serial of a kiosk's last statement; None when it made none."""
    query = select(StatementRow.serial).where(StatementRow.kiosk == kiosk)
    return reader.scalars(query.order_by(StatementRow.serial.desc())).first()


def _keep(unit: Session, statement: BranchStatement, now: WallTime) -> None:
    for one in statement.sessions:
        before = unit.get(StatedRow, (statement.kiosk, one.session))
        same = before is not None and (before.state, before.owner) == (one.state, one.owner)
        unit.merge(
            StatedRow(
                kiosk=statement.kiosk,
                session=one.session,
                assignment=one.assignment or (before.assignment if before is not None else ""),
                state=one.state,
                owner=one.owner,
                size=one.size,
                sent=one.sent,
                since=before.since if same and before is not None else now,
                told=now,
                serial=statement.serial,
            )
        )
