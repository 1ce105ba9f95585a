"""The session as HQ receives it: the documents inside a bundle, besides the media."""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import AnswerAnalysis, Language
from app.domain.identity import IdentityRecord
from app.domain.ids import AssignmentId, Digest, KioskId, QuestionId, SessionId, TakeId
from app.domain.media import CameraRole
from app.domain.observation import Alert, Unwatched
from app.domain.quality import QualityCertificate, Track
from app.domain.screen_language import ScreenLanguage
from app.domain.timing import WallTime

RECORD_FORMAT = 1

RECORD_ENTRY = "session.json"
"""Name of the bundle entry that holds the `SessionRecord` as JSON (pydantic's form of it)."""
JOURNAL_ENTRY = "journal.jsonl"
"""Name of the bundle entry that holds the journal: one JSON event a line, hash-chained."""


@dataclass(frozen=True, slots=True)
class MediaPart:
    """One uninterrupted recording by one camera, with the microphone's sound on `candidate`.

    Attributes:
        entry: name of the bundle entry: a sealed log whose plain bytes are one Matroska file.
        camera: which camera.
        starts_at_s: session time of the part's timestamp 0.
        duration_s: length as far as known when it was closed.
        frames, lost_frames: encoded, and known to be missing.
        complete: False when the recorder was cut off.
        track: `safety` for the low-rate copy that gaps are filled from.
    """

    entry: str
    camera: CameraRole
    starts_at_s: float
    duration_s: float
    frames: int
    lost_frames: int
    complete: bool
    track: Track = "main"


AnswerOutcome = Literal["finished", "timed_out", "interrupted", "skipped"]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One take of one question; times are seconds from the session's start.

    Attributes:
        question: which.
        text: the question as shown, in the language shown.
        competency: what it is evidence for.
        take: which take.
        prepared_s: how long the candidate used for preparation.
        starts_at_s, ends_at_s: when the answer was recorded.
        outcome: how it ended; an `interrupted` take is followed by another of the same question.
        analysis: None for a take that was interrupted.
    """

    question: QuestionId
    text: str
    competency: str
    take: TakeId
    prepared_s: float
    starts_at_s: float
    ends_at_s: float
    outcome: AnswerOutcome
    analysis: AnswerAnalysis | None


@dataclass(frozen=True, slots=True)
class ConsentItem:
    """One item the candidate was asked for.

    Attributes:
        key: `recording`, `face`, `analysis` or `retention`.
        given: the answer.
        text_digest: SHA-256 of the text shown.
    """

    key: str
    given: bool
    text_digest: Digest


@dataclass(frozen=True, slots=True)
class FaultCredit:
    """Time a fault cost, credited to the candidate.

    Attributes:
        at_s: session time when it was noticed.
        cost_s: seconds credited.
        cause: stable code (`restart`, `recorder_lost`, `camera_lost`, ...).
    """

    at_s: float
    cost_s: float
    cause: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One candidate's visit.

    Attributes:
        format: `RECORD_FORMAT`.
        language: the interview's.
        screen_language: of the screens at the end; empty for the same.
        journal_head: hash of the journal's last event, hexadecimal.
        reply: what the candidate wished to add at the end; empty for nothing.
        withdrawn: the candidate took the consent back; nothing was analysed after.
        quality: the recording in figures; None from kiosks that did not measure it.
        unwatched: when the live rules could not tell anything; outside of these stretches no alert
            means that nothing was noticed.
    """

    format: int
    session: SessionId
    assignment: AssignmentId
    kiosk: KioskId
    candidate_name: str
    position: str
    branch: str
    language: Language
    started: WallTime
    ended: WallTime
    flow_id: str
    flow_version: int
    flow_digest: Digest
    consent: tuple[ConsentItem, ...]
    identity: IdentityRecord
    answers: tuple[AnswerRecord, ...]
    alerts: tuple[Alert, ...]
    faults: tuple[FaultCredit, ...]
    media: tuple[MediaPart, ...]
    reply: str
    withdrawn: bool
    journal_head: str
    quality: QualityCertificate | None = None
    unwatched: tuple[Unwatched, ...] = ()
    screen_language: ScreenLanguage = ""
