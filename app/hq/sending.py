"""How each branch sends: bandwidth, hours, how many at once. Goes down signed with the rest."""

from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.exchange import SendingRules
from app.hq.assignment_serial import bump_serial
from app.hq.errors import SendingRulesError
from app.hq.store import Base

MOST_AT_ONCE = 2
DAY_MINUTES = 24 * 60
LEAST_BYTES_PER_S = 16 * 1024
"""Slower, and a request of 1 MiB takes longer than a minute: an interview would not be through in a
night. Our own choice."""


class SendingRow(Base):
    """The rules of one branch; a branch without a row has none."""

    __tablename__ = "sending"
    branch: Mapped[str] = mapped_column(primary_key=True)
    bytes_per_s: Mapped[int]
    from_minute: Mapped[int]
    to_minute: Mapped[int]
    at_once: Mapped[int]
    send_now: Mapped[bool]


def sending_rules(reader: Session, branch: str) -> SendingRules:
    """The rules of a branch."""
    row = reader.get(SendingRow, branch)
    if row is None:
        return SendingRules()
    return SendingRules(row.bytes_per_s, row.from_minute, row.to_minute, row.at_once, row.send_now)


def set_sending_rules(unit: Session, branch: str, rules: SendingRules) -> None:
    """Have a branch keep to these rules from its next turn on.

    Raises:
        SendingRulesError: they cannot be kept.
    """
    minutes = range(DAY_MINUTES)
    if rules.from_minute not in minutes or rules.to_minute not in minutes:
        raise SendingRulesError("The hours are not times of the day")
    if not 1 <= rules.at_once <= MOST_AT_ONCE:
        raise SendingRulesError(f"A branch sends 1 to {MOST_AT_ONCE} bundles at once")
    if rules.bytes_per_s and rules.bytes_per_s < LEAST_BYTES_PER_S:
        raise SendingRulesError(f"The limit is 0 or at least {LEAST_BYTES_PER_S} bytes a second")
    unit.merge(
        SendingRow(
            branch=branch,
            bytes_per_s=rules.bytes_per_s,
            from_minute=rules.from_minute,
            to_minute=rules.to_minute,
            at_once=rules.at_once,
            send_now=rules.send_now,
        )
    )
    bump_serial(unit)
