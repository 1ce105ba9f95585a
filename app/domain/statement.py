"""A branch's word on its sessions, signed: one side of the daily ledger (sync-v1)."""

from dataclasses import dataclass
from typing import Literal

from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.timing import WallTime

STATEMENT_TYPE = "application/vnd.booth.statement+json"

StatedState = Literal[
    "open", "moved", "broken", "waiting", "uploading", "uploaded", "refused", "receipted"
]
"""Where a session stands at a kiosk: not sealed yet, given to another kiosk, its journal
unreadable; then the states of the outbox."""


@dataclass(frozen=True, slots=True)
class StatedSession:
    """One session.

    Attributes:
        assignment: None when the journal cannot be read.
        owner: the kiosk that has it: another one when it was moved.
        size: bytes on the disk, of the bundle once there is one.
        sent: bytes that HQ acknowledged.
        digest: of the bundle; empty before there is one.
    """

    session: SessionId
    assignment: AssignmentId | None
    state: StatedState
    owner: KioskId
    size: int
    sent: int = 0
    digest: Digest | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class BranchStatement:
    """Every session that a kiosk has, and those of the last weeks that it had.

    Attributes:
        serial: grows with each statement of this kiosk.
        issued: by the kiosk's clock.
    """

    kiosk: KioskId
    serial: int
    issued: WallTime
    sessions: tuple[StatedSession, ...]
