"""The interview's whole state, and its countdowns."""

from dataclasses import dataclass, replace

from app.domain.errors import IntegrityError
from app.flow.table import S, Stage


class IllegalStepError(IntegrityError):
    """An event came in a stage that has no place for it."""

    code = "FLOW-ILLEGAL"
    advice = "Nothing was changed; report this with the log."


@dataclass(frozen=True, slots=True)
class QuestionTimes:
    """The two countdowns of a question, seconds; preparation 0 starts the answer at once."""

    preparation_s: float
    answer_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What the machine needs of a flow.

    Attributes:
        practice: None for none.
        questions: at least one.
        rest_s: seconds between an answer and the next question.
        phone_code: the assignment has a code that was sent to the candidate's phone.
    """

    practice: QuestionTimes | None
    questions: tuple[QuestionTimes, ...]
    rest_s: float = 8.0
    phone_code: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """The interview's whole state.

    Attributes:
        plan: fixed.
        stage: where it stands.
        question: index of the current question, from 0.
        take: number of the current take of the current question, from 1.
        now_s: session time of the last event.
        deadline_s: session time at which this stage's countdown ends; None where there is none.
        stage_s: length of this stage's countdown.
        face_consented: whether the face path is taken.
        paused_from: the stage to go back to; None when not paused.
        paused_left_s: what was left of its countdown.
        paused_at_s: when it was paused.
        return_to: the stage to come back to from `RECHECK_CARD` to `WELCOME_BACK`; None elsewhere.
        return_left_s: what was left of its countdown; negative for all of it.
        return_since_s: from when the way back is credited.
        cause: why it is paused or closed, or what the way back is for.
        credit_s: seconds credited for faults so far.
        resumed: the current question is shown again after a fault.
        away_since_s: since when a device has been lost that may yet come back; None while all are
            there. Meanwhile the countdown stands.
        away_cause: what for.
        credited_to_s: up to here everything is accounted for: no fault is credited from before.
    """

    plan: Plan
    stage: Stage = Stage.LANGUAGE
    question: int = 0
    take: int = 1
    now_s: float = 0.0
    deadline_s: float | None = None
    stage_s: float = 0.0
    face_consented: bool = False
    paused_from: Stage | None = None
    paused_left_s: float = 0.0
    paused_at_s: float = 0.0
    return_to: Stage | None = None
    return_left_s: float = -1.0
    return_since_s: float = 0.0
    cause: str = ""
    credit_s: float = 0.0
    resumed: bool = False
    away_since_s: float | None = None
    away_cause: str = ""
    credited_to_s: float = 0.0

    @property
    def counts_to_s(self) -> float:
        """Session time up to which the countdown has run: now, or where it was made to stand."""
        if self.away_since_s is None:
            return self.now_s
        began_s = 0.0 if self.deadline_s is None else self.deadline_s - self.stage_s
        return min(self.now_s, max(self.away_since_s, began_s, self.credited_to_s))

    @property
    def remaining_s(self) -> float:
        """Seconds left of the countdown, at least 0; 0 where there is none."""
        return max(0.0, self.deadline_s - self.counts_to_s) if self.deadline_s is not None else 0.0


def times(interview: Interview) -> QuestionTimes:
    """The countdowns of the question now asked."""
    if interview.stage in {S.PRACTICE_PREPARING, S.PRACTICE_ANSWERING}:
        return interview.plan.practice or QuestionTimes(0, 0)
    return interview.plan.questions[interview.question]


def countdown_s(interview: Interview) -> float | None:
    """Length of the countdown of this stage, seconds; None where there is none."""
    match interview.stage:
        case Stage.PRACTICE_PREPARING | Stage.PREPARING:
            return times(interview).preparation_s
        case Stage.PRACTICE_ANSWERING | Stage.ANSWERING:
            return times(interview).answer_s
        case Stage.PRACTICE_SAVED | Stage.SAVED:
            return interview.plan.rest_s
        case _:
            return None


def with_countdown(interview: Interview) -> Interview:
    """The same with this stage's countdown begun now."""
    length = countdown_s(interview)
    if length is None:
        return replace(interview, deadline_s=None, stage_s=0.0)
    return replace(interview, deadline_s=interview.now_s + length, stage_s=length)
