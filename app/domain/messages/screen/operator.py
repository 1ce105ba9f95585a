"""What the operator's window is told to show."""

from dataclasses import dataclass
from typing import Literal

from app.domain.identity import DocumentKind, Problem
from app.domain.ids import AssignmentId
from app.domain.messages.courier import OutboxItem
from app.domain.observation import Alert, Unwatched
from app.domain.record import FaultCredit
from app.domain.timing import WallTime


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One of today's assignments.

    Attributes:
        time: `HH:MM`, local.
        state: `due`, `running`, `interrupted`, `done`.
    """

    assignment: AssignmentId
    time: str
    candidate_name: str
    position: str
    state: Literal["due", "running", "interrupted", "done"]


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """A step the machine could not pass; a person decides.

    Attributes:
        step: `card_front`, `card_back`, `face_match`, `liveness`, `second_look`, `check_in`,
            `phone_code`, `recheck_card`, `recheck_face`.
        problems: why.
        fields: what was read or measured.
        first: on the path without face, who confirmed first: somebody else has to confirm now, by
            a PIN of their own; empty where the operator at the desk decides.
        document: which document the fields are of.
    """

    step: str
    problems: tuple[Problem, ...]
    fields: tuple[tuple[str, str], ...]
    first: str = ""
    document: DocumentKind = "resident_card"


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One of the kiosk's processes: `running`, `starting`, `restarting`, `given_up`."""

    name: str
    state: Literal["running", "starting", "restarting", "given_up"]
    restarts: int


@dataclass(frozen=True, slots=True)
class ShowOperator:
    """Everything the operator's window shows.

    Attributes:
        locked: only the PIN pad and the state lights are shown.
        pin_wrong: the last PIN was refused.
        branch, kiosk: names.
        assignments: today's.
        stage: English-free code of where the session stands (`idle`, `consent`, `question`, ...).
        question, questions: where in the interview; 0 when not.
        candidate_name: empty when no session runs.
        recording, recorded_s, unsynced_s: state of the recording; seconds not yet on the disk.
        camera, room_camera, microphone: `ok`, `missing`, `lost`, `frozen`, `dark`, `silent`.
        level_db, peak_db, fps: live.
        disk_free_gb: free space.
        online: HQ answers.
        outbox: bundles on their way.
        alerts: of this session.
        decision: what waits for a decision.
        help_asked: the candidate calls.
        processes: the kiosk's processes.
        problems: anything else that needs a person.
        faults: the time that faults cost this session, credited to the candidate.
        unwatched: when nobody watched.
        started: when the session began; None when none runs.
        sends_from, may_send_now: as of `SyncStatus`.
        session_s: seconds since then, now: what the alerts' times count in.
    """

    locked: bool
    pin_wrong: bool
    branch: str
    kiosk: str
    assignments: tuple[AssignmentLine, ...]
    stage: str
    question: int
    questions: int
    candidate_name: str
    recording: bool
    recorded_s: float
    unsynced_s: float
    camera: str
    room_camera: str
    microphone: str
    level_db: float
    peak_db: float
    fps: float
    disk_free_gb: float
    online: bool
    outbox: tuple[OutboxItem, ...]
    alerts: tuple[Alert, ...]
    decision: DecisionAsked | None
    help_asked: bool
    processes: tuple[ProcessLine, ...]
    problems: tuple[Problem, ...]
    faults: tuple[FaultCredit, ...] = ()
    unwatched: tuple[Unwatched, ...] = ()
    started: WallTime | None = None
    sends_from: str = ""
    may_send_now: bool = False
    session_s: float = 0.0
    kind: Literal["show_operator"] = "show_operator"
