"""What a journal holds: one frozen body for each thing that happened."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Discriminator

from app.domain.analysis import AnswerAnalysis, Language
from app.domain.assignment import Assignment, PhoneCode
from app.domain.identity import FaceMatch, IdCard, IdentityCheck, Liveness, Verified
from app.domain.ids import KioskId, SessionId, TakeId
from app.domain.media import CameraRole
from app.domain.observation import Alert, Unwatched
from app.domain.quality import EncoderChoice, Gap, QualityStep, RecorderTally, SyncMark, Track
from app.domain.record import AnswerRecord, ConsentItem, FaultCredit
from app.domain.screen_language import ScreenLanguage
from app.domain.timing import MonotonicNs, WallTime
from app.flow.events import Event


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """The first entry: who, what, where."""

    session: SessionId
    kiosk: KioskId
    assignment: Assignment
    kind: Literal["session_opened"] = "session_opened"


BridgedBy = Literal["begun", "monotonic", "wall", "unknown"]
"""`begun`: a new session. The others say by which clock the gap before this run was measured."""


@dataclass(frozen=True, slots=True)
class RunBegan:
    """A run of the kiosk took the session up: what its clocks said, for the next one.

    Attributes:
        boot: which start of the machine; empty where it cannot be known.
        monotonic_ns: the monotonic clock at this entry.
        suspended_s: seconds slept in that boot before this entry.
        bridged_by: how the time since the entry before was measured.
    """

    boot: str
    monotonic_ns: MonotonicNs
    suspended_s: float
    bridged_by: BridgedBy
    kind: Literal["run_began"] = "run_began"


@dataclass(frozen=True, slots=True)
class FlowStepped:
    """An event that moved the interview; replayed on resume."""

    event: Annotated[Event, Discriminator("kind")]
    stage: str
    kind: Literal["flow_stepped"] = "flow_stepped"


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """The candidate chose a language.

    Attributes:
        language: of the interview, questions and answers.
        screen: of the screens; empty for the same.
    """

    language: Language
    screen: ScreenLanguage = ""
    kind: Literal["language_set"] = "language_set"


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """Every item with its answer."""

    items: tuple[ConsentItem, ...]
    kind: Literal["consent_recorded"] = "consent_recorded"


@dataclass(frozen=True, slots=True)
class CodeTried:
    """A code from the phone was typed; written before it is compared."""

    kind: Literal["code_tried"] = "code_tried"


@dataclass(frozen=True, slots=True)
class CodeRenewed:
    """HQ sent a new code to the phone; tries count from here."""

    code: PhoneCode
    kind: Literal["code_renewed"] = "code_renewed"


@dataclass(frozen=True, slots=True)
class CardRecorded:
    """The fields read so far, both sides."""

    card: IdCard
    kind: Literal["card_recorded"] = "card_recorded"


@dataclass(frozen=True, slots=True)
class MatchRecorded:
    """One face comparison."""

    match: FaceMatch
    kind: Literal["match_recorded"] = "match_recorded"


@dataclass(frozen=True, slots=True)
class LivenessRecorded:
    """One liveness test."""

    liveness: Liveness
    kind: Literal["liveness_recorded"] = "liveness_recorded"


@dataclass(frozen=True, slots=True)
class FaceVerified:
    """The live face was compared again; counts since the last such entry."""

    verified: Verified
    kind: Literal["face_verified"] = "face_verified"


@dataclass(frozen=True, slots=True)
class CheckRecorded:
    """A line of the identity record."""

    check: IdentityCheck
    kind: Literal["check_recorded"] = "check_recorded"


@dataclass(frozen=True, slots=True)
class PartNoted:
    """The recorder opened a part."""

    name: str
    camera: CameraRole
    starts_at_s: float
    width_px: int
    height_px: int
    encoder: str
    track: Track = "main"
    kind: Literal["part_noted"] = "part_noted"


@dataclass(frozen=True, slots=True)
class PartEnded:
    """The recorder closed a part properly."""

    name: str
    duration_s: float
    frames: int
    lost_frames: int
    kind: Literal["part_ended"] = "part_ended"


@dataclass(frozen=True, slots=True)
class Alive:
    """Once a second while recording: up to when everything is known to be on the disk."""

    synced_s: float
    kind: Literal["alive"] = "alive"


@dataclass(frozen=True, slots=True)
class AnswerClosed:
    """A take ended; its analysis comes later."""

    answer: AnswerRecord
    kind: Literal["answer_closed"] = "answer_closed"


@dataclass(frozen=True, slots=True)
class AnswerMeasured:
    """A take's analysis came."""

    take: TakeId
    analysis: AnswerAnalysis
    kind: Literal["answer_measured"] = "answer_measured"


@dataclass(frozen=True, slots=True)
class AlertChanged:
    """An alert was opened, closed or noted; `index` numbers the session's alerts from 0."""

    index: int
    alert: Alert
    kind: Literal["alert_changed"] = "alert_changed"


@dataclass(frozen=True, slots=True)
class UnwatchedChanged:
    """A stretch that nobody watched began or ended; `index` numbers the session's from 0."""

    index: int
    span: Unwatched
    kind: Literal["unwatched_changed"] = "unwatched_changed"


@dataclass(frozen=True, slots=True)
class CreditGiven:
    """Time a fault cost."""

    credit: FaultCredit
    kind: Literal["credit_given"] = "credit_given"


@dataclass(frozen=True, slots=True)
class DeviceNoted:
    """A device or process changed its state."""

    device: str
    state: str
    detail: str
    kind: Literal["device_noted"] = "device_noted"


@dataclass(frozen=True, slots=True)
class EncoderNoted:
    """How pictures are encoded on this machine, and why; and what priority the recorder got."""

    choice: EncoderChoice
    priority: str
    kind: Literal["encoder_noted"] = "encoder_noted"


@dataclass(frozen=True, slots=True)
class QualityNoted:
    """Counts of one run of the recorder so far; a later one of the same run replaces it."""

    tally: RecorderTally
    kind: Literal["quality_noted"] = "quality_noted"


@dataclass(frozen=True, slots=True)
class GapNoted:
    """A gap in the recording, once it has ended."""

    gap: Gap
    kind: Literal["gap_noted"] = "gap_noted"


@dataclass(frozen=True, slots=True)
class StepNoted:
    """The recorder changed how it encodes."""

    step: QualityStep
    kind: Literal["step_noted"] = "step_noted"


@dataclass(frozen=True, slots=True)
class MarkNoted:
    """The flash and beep at the start were looked for."""

    mark: SyncMark
    kind: Literal["mark_noted"] = "mark_noted"


@dataclass(frozen=True, slots=True)
class ReplyGiven:
    """What the candidate wished to add."""

    text: str
    kind: Literal["reply_given"] = "reply_given"


@dataclass(frozen=True, slots=True)
class SessionMoved:
    """The session was given to another kiosk; nothing follows this at the one that gave it.

    One that follows another at once, by the same kiosk, takes the other's place: what was given
    away never arrived.

    Attributes:
        reason: the operator's; why it goes to another kiosk than it was first given to, or empty.
    """

    from_kiosk: KioskId
    to_kiosk: KioskId
    reason: str
    kind: Literal["session_moved"] = "session_moved"


@dataclass(frozen=True, slots=True)
class CheckpointSigned:
    """The kiosk signed the entries so far (see `app.bundle.checkpoint`)."""

    envelope: str
    kind: Literal["checkpoint"] = "checkpoint"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The last thing that happened; a checkpoint follows it."""

    withdrawn: bool
    kind: Literal["session_ended"] = "session_ended"


Body = (
    SessionOpened
    | RunBegan
    | FlowStepped
    | LanguageSet
    | ConsentRecorded
    | CodeTried
    | CodeRenewed
    | CardRecorded
    | MatchRecorded
    | LivenessRecorded
    | CheckRecorded
    | FaceVerified
    | PartNoted
    | PartEnded
    | Alive
    | AnswerClosed
    | AnswerMeasured
    | AlertChanged
    | UnwatchedChanged
    | CreditGiven
    | DeviceNoted
    | EncoderNoted
    | QualityNoted
    | GapNoted
    | StepNoted
    | MarkNoted
    | ReplyGiven
    | SessionMoved
    | CheckpointSigned
    | SessionEnded
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Attributes:
        number: 0, 1, 2, ...
        at: wall clock.
        session_s: seconds from the session's start.
        previous: hash of the entry before, hexadecimal; 64 zeros for the first.
        body: what happened.
    """

    number: int
    at: WallTime
    session_s: float
    previous: str
    body: Annotated[Body, Discriminator("kind")]
