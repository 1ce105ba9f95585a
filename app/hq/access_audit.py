"""The audit trail: who looked at what, and when. Lines are added, never changed."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.timing import WallTime
from app.hq.access_tables import LookRow

Action = Literal[
    "sign_in",
    "sign_in_refused",
    "sign_out",
    "list",
    "dossier",
    "video",
    "still",
    "report",
    "proof",
    "trail",
    "users",
    "refused",
]


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the trail.

    Attributes:
        at: when.
        who: the user's name; `command line: <account>` for a command; empty for a stranger.
        role: the role then.
        action: what was done; `refused` for something the role does not allow.
        session: which session, empty where it is about none.
        detail: the media entry, the language of a report, the words searched for, ...
        address: where from.
    """

    at: WallTime
    who: str
    role: str
    action: str
    session: str = ""
    detail: str = ""
    address: str = ""


def write_look(unit: Session, look: Look) -> None:
    """Add one line."""
    unit.add(
        LookRow(
            at=look.at,
            who=look.who,
            role=look.role,
            action=look.action,
            session=look.session,
            detail=look.detail,
            address=look.address,
        )
    )


def looks(unit: Session, *, session: str = "", limit: int = 500) -> tuple[Look, ...]:
    """The trail, the newest first.

    Args:
        unit: where to read.
        session: only about this session; empty for all.
        limit: at most so many lines.
    """
    query = select(LookRow).order_by(LookRow.number.desc()).limit(limit)
    if session:
        query = query.where(LookRow.session == session)
    return tuple(
        Look(row.at, row.who, row.role, row.action, row.session, row.detail, row.address)
        for row in unit.scalars(query)
    )
