"""A branch's word on its sessions, signed: one side of the daily ledger (sync-v1)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.domain.down import StatedDown
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


MEASURE_EVERY = timedelta(days=31)
"""A monitor is measured by its operator monthly. Source: issue."""


@dataclass(frozen=True, slots=True)
class StatedMonitor:
    """What the kiosk's live monitor came to when its operator acted the script.

    Attributes:
        measured: when.
        recall: told of the events acted; None for a script without any.
        precision: right of what was told; None where nothing was.
    """

    measured: WallTime
    recall: float | None
    precision: float | None


@dataclass(frozen=True, slots=True)
class BranchStatement:
    """Every session that a kiosk has, and those of the last weeks that it had.

    Attributes:
        serial: grows with each statement of this kiosk.
        issued: by the kiosk's clock.
        monitor: None where it was never measured.
        down: each kind of publication that is in force here, or was refused.
    """

    kiosk: KioskId
    serial: int
    issued: WallTime
    sessions: tuple[StatedSession, ...]
    monitor: StatedMonitor | None = None
    down: tuple[StatedDown, ...] = ()
