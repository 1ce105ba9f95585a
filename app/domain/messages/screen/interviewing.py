"""The candidate's screens from the first briefing to the end, interruptions included."""

from dataclasses import dataclass
from typing import Literal

from app.domain.observation import Alert
from app.domain.record import FaultCredit


@dataclass(frozen=True, slots=True)
class BriefingScreen:
    """What comes next: before the practice question and before the first real one.

    Attributes:
        part: `practice` or `interview`.
        questions: how many questions the interview has.
    """

    part: Literal["practice", "interview"]
    questions: int
    kind: Literal["briefing"] = "briefing"


@dataclass(frozen=True, slots=True)
class QuestionScreen:
    """A question with its countdown.

    Attributes:
        practice: not recorded for review, not scored.
        number, total: 1-based; 0 of 0 for the practice question.
        text: in the language of the interview.
        translation: the same in the screens' language, where that is another and the flow has it.
        phase: `preparing` or `answering`.
        remaining_s, phase_s: of this phase's countdown.
        may_finish: the candidate may go on before the time is up; not to an answer that would not
            be recorded from its first word (devices still open after a restart).
        resumed: shown again after a fault; what was saved is kept.
        credit_s: seconds credited after a fault.
    """

    practice: bool
    number: int
    total: int
    text: str
    phase: Literal["preparing", "answering"]
    remaining_s: float
    phase_s: float
    may_finish: bool
    resumed: bool
    credit_s: float
    translation: str = ""
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class SavedScreen:
    """An answer is on the disk; the next comes on `Continue`.

    Attributes:
        practice: it was the practice answer.
        number, total: of the answer saved.
        next_in_s: seconds until the next question comes by itself.
    """

    practice: bool
    number: int
    total: int
    next_in_s: float
    kind: Literal["saved"] = "saved"


@dataclass(frozen=True, slots=True)
class ReplyScreen:
    """The right to reply: what was noticed, and a field to add something.

    Attributes:
        alerts: what will be shown to a person at HQ.
        faults: the time that faults of the system cost, credited to the candidate.
    """

    alerts: tuple[Alert, ...]
    faults: tuple[FaultCredit, ...] = ()
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class SealingScreen:
    """The interview is being analysed and sealed; nothing to do.

    Attributes:
        step: `analysing`, `sealing`, `sending`.
        done, total: answers analysed.
    """

    step: Literal["analysing", "sealing", "sending"]
    done: int
    total: int
    kind: Literal["sealing"] = "sealing"


@dataclass(frozen=True, slots=True)
class ReceiptScreen:
    """The end.

    Attributes:
        code: the receipt's code; empty when HQ has not answered yet.
        at_hq: HQ has countersigned.
        digest: of the sealed bundle.
        qr_svg: the receipt as a QR code, SVG text; empty for none.
    """

    code: str
    at_hq: bool
    digest: str
    qr_svg: str
    kind: Literal["receipt"] = "receipt"


@dataclass(frozen=True, slots=True)
class PausedScreen:
    """The interview waits; the clock stands.

    Attributes:
        cause: `operator`, `camera_lost`, `microphone_lost`, `recorder_lost`, `disk_full`,
            `disk_hangs`, `restart`, `suspended`, `stood_still`, `moved`.
        credit_s: seconds credited so far.
    """

    cause: str
    credit_s: float
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class WelcomeBackScreen:
    """After an interruption, once it is known who sits there: what was saved, what comes next.

    Attributes:
        cause: as of `PausedScreen`.
        away_s: seconds since the interruption began; all of them are credited.
        saved: answers that are complete and saved.
        cut_s: seconds saved of the answer that was interrupted; 0 when none was.
        number, total: of the question that comes next; 0 of 0 for the practice question, and 0
            with a total when all questions were answered.
        opening: camera and microphone are not recorded yet; going on waits for them.
    """

    cause: str
    away_s: float
    saved: int
    cut_s: float
    number: int
    total: int
    opening: bool
    kind: Literal["welcome_back"] = "welcome_back"


@dataclass(frozen=True, slots=True)
class ClosedScreen:
    """The interview ended without being held: `declined`, `withdrawn`, `refused`."""

    cause: Literal["declined", "withdrawn", "refused"]
    kind: Literal["closed"] = "closed"
