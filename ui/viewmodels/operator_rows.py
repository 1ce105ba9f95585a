"""The rows of the operator's lists."""

from dataclasses import dataclass

from app.domain.messages import screen as m
from app.domain.messages.courier import OutboxItem
from ui.words import ASSIGNMENTS, OUTBOX, PROCESSES, WORKERS, Wording

HQ_FULL = "SYNC-HQ-FULL"
"""The one trouble of a waiting bundle that the branch cannot end, and is told in words."""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture of an alert: seconds from its start (`-2.5 s`), and an address that holds it."""

    at: str
    source: str


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One of today's assignments."""

    assignment: str
    time: str
    candidate_name: str
    position: str
    status: str
    status_text: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One bundle on its way; `progress` 0..1."""

    session: str
    status: str
    status_text: str
    progress: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One of the kiosk's processes."""

    label: str
    status: str
    status_text: str
    restarts: int


def outbox_row(item: OutboxItem, wording: Wording) -> OutboxRow:
    """A bundle in words."""
    arrived = item.state in {"uploaded", "receipted"}
    progress = 1.0 if arrived else item.sent / item.size if item.size else 0.0
    text = wording.of(OUTBOX, item.state)
    if item.state == "waiting" and item.detail.startswith(HQ_FULL):
        text = wording.problem(HQ_FULL)
    return OutboxRow(item.session, item.state, text, progress, item.size / 1e6)


def assignment_row(line: m.AssignmentLine, wording: Wording) -> AssignmentRow:
    """An assignment in words."""
    state = wording.of(ASSIGNMENTS, line.state)
    return AssignmentRow(
        line.assignment, line.time, line.candidate_name, line.position, line.state, state
    )


def process_row(line: m.ProcessLine, wording: Wording) -> ProcessRow:
    """A process in words."""
    label = wording.say(WORKERS[line.name]) if line.name in WORKERS else line.name
    return ProcessRow(label, line.state, wording.of(PROCESSES, line.state), line.restarts)
