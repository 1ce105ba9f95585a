"""The interview, one pure step at a time.

`step(interview, event)` looks up `TABLE[(stage, type of event)]`, takes the first way whose guard
holds, and gives the interview after it with the effects to carry out. It touches nothing: time
enters as `Ticked`, faults as `Faulted`. A pair that is not in the table raises and changes nothing.
The table is in `app.flow.table`.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.errors import IntegrityError
from app.flow import events as ev
from app.flow.table import (
    BEFORE_CONSENT,
    COUNTED,
    ENDED,
    IDENTIFIED,
    TABLE,
    Effect,
    Guard,
    S,
    Stage,
    Way,
)


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
    """

    practice: QuestionTimes | None
    questions: tuple[QuestionTimes, ...]
    rest_s: float = 8.0


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

    @property
    def remaining_s(self) -> float:
        """Seconds left of the running countdown, at least 0; 0 where there is none."""
        return max(0.0, self.deadline_s - self.now_s) if self.deadline_s is not None else 0.0


RECHECK_AFTER_S: Final = 120.0
"""Source: the issue's two minutes; long enough for somebody else to have sat down."""
MOVED: Final = "moved"
"""The cause of a gap that a move to another kiosk made."""
_BACK_TO: Final[dict[Stage, Stage]] = {
    S.PRACTICE_ANSWERING: S.PRACTICE_PREPARING,
    S.ANSWERING: S.PREPARING,
}
"""A fault in mid-answer goes back to the preparation of the same question, as a new take."""


def start(plan: Plan) -> Interview:
    """A new interview at its first stage."""
    return Interview(plan)


def step(interview: Interview, event: ev.Event) -> tuple[Interview, tuple[Effect, ...]]:
    """Apply one event.

    Returns:
        The interview after it, and the effects in the order in which to carry them out.

    Raises:
        IllegalStepError: the stage has no place for the event; nothing is changed.
    """
    moved = replace(interview, now_s=max(interview.now_s, event.at_s))
    match event:
        case ev.Ticked():
            return _tick(moved)
        case ev.Faulted():
            return _pause(moved, event)
        case ev.FaultCleared():
            return _go_on(moved)
        case ev.Resumed():
            return _resume(moved, event)
        case ev.Withdrawn():
            return _withdraw(moved)
        case ev.ConsentGiven():
            moved = replace(moved, face_consented=event.face)
        case _:
            pass
    return _look_up(moved, event)


def _look_up(interview: Interview, event: ev.Event) -> tuple[Interview, tuple[Effect, ...]]:
    for way in TABLE.get((interview.stage, type(event)), ()):
        if _holds(interview, way.guard):
            return _enter(interview, way)
    raise IllegalStepError(f"{type(event).__name__} has no place in {interview.stage.value}")


def _holds(interview: Interview, guard: Guard) -> bool:
    match guard:
        case Guard.ALWAYS:
            return True
        case Guard.HAS_PRACTICE:
            return interview.plan.practice is not None
        case Guard.MORE_QUESTIONS:
            return interview.question + 1 < len(interview.plan.questions)
        case Guard.FACE_CONSENTED:
            return interview.face_consented
        case Guard.FACE_COMES_NEXT:
            return interview.return_to is Stage.FACE_MATCH


def _enter(interview: Interview, way: Way) -> tuple[Interview, tuple[Effect, ...]]:
    if way.to is None:
        return _come_back(interview)
    entered = replace(interview, stage=way.to)
    if interview.stage is Stage.FACE_MATCH and way.to is Stage.RECHECK_CARD:
        entered = _on_the_way_back(entered, Stage.FACE_MATCH, -1.0, "models_restarted")
    if interview.stage is Stage.SAVED and way.to is Stage.PREPARING:
        entered = replace(entered, question=interview.question + 1, take=1, resumed=False)
    return _with_countdown(entered), way.effects


def _times(interview: Interview) -> QuestionTimes:
    if interview.stage in {S.PRACTICE_PREPARING, S.PRACTICE_ANSWERING}:
        return interview.plan.practice or QuestionTimes(0, 0)
    return interview.plan.questions[interview.question]


def _countdown_s(interview: Interview) -> float | None:
    match interview.stage:
        case Stage.PRACTICE_PREPARING | Stage.PREPARING:
            return _times(interview).preparation_s
        case Stage.PRACTICE_ANSWERING | Stage.ANSWERING:
            return _times(interview).answer_s
        case Stage.PRACTICE_SAVED | Stage.SAVED:
            return interview.plan.rest_s
        case _:
            return None


def _with_countdown(interview: Interview) -> Interview:
    length = _countdown_s(interview)
    if length is None:
        return replace(interview, deadline_s=None, stage_s=0.0)
    return replace(interview, deadline_s=interview.now_s + length, stage_s=length)


def _tick(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    if interview.deadline_s is None or interview.now_s < interview.deadline_s:
        return interview, ()
    return _look_up(interview, ev.TimeRanOut(interview.now_s))


def _pause(interview: Interview, event: ev.Faulted) -> tuple[Interview, tuple[Effect, ...]]:
    if interview.stage is Stage.PAUSED:
        return interview, ()
    if interview.stage in ENDED:
        raise IllegalStepError(f"Nothing can be paused in {interview.stage.value}")
    effects = (Effect.END_TAKE,) if interview.stage is Stage.ANSWERING else ()
    back = _BACK_TO.get(interview.stage, interview.stage)
    left = interview.remaining_s if back is interview.stage else -1.0
    take = interview.take + (1 if effects else 0)
    paused = replace(
        interview,
        stage=Stage.PAUSED,
        paused_from=back,
        paused_left_s=left,
        paused_at_s=interview.now_s,
        cause=event.cause,
        deadline_s=None,
        stage_s=0.0,
        take=take,
        resumed=back in _BACK_TO.values() or interview.resumed,
    )
    return paused, effects


def _go_on(
    interview: Interview, *, unsure: bool = False, greet: bool = False
) -> tuple[Interview, tuple[Effect, ...]]:
    """Back from a pause, or onto the way back when the person has to be identified or greeted."""
    stage = interview.paused_from
    if interview.stage is not Stage.PAUSED or stage is None:
        raise IllegalStepError(f"Nothing is paused in {interview.stage.value}")
    goal, left_s = interview.return_to or stage, interview.return_left_s
    since_s = interview.return_since_s
    if interview.return_to is None:
        left_s, since_s = interview.paused_left_s, interview.paused_at_s
    again = _on_the_way_back(
        replace(interview, stage=stage, paused_from=None), goal, left_s, interview.cause, since_s
    )
    cost_s = interview.now_s - interview.paused_at_s
    if goal in IDENTIFIED and (unsure or cost_s > RECHECK_AFTER_S):
        first = S.RECHECK_CARD if interview.face_consented else S.RECHECK_FACE
        return replace(again, stage=first), ()
    if interview.return_to is not None:
        return again, ()
    if greet and goal in COUNTED | {S.REPLY}:
        return replace(again, stage=S.WELCOME_BACK), ()
    return _come_back(again)


def _on_the_way_back(
    interview: Interview, goal: Stage, left_s: float, cause: str, since_s: float | None = None
) -> Interview:
    since_s = interview.now_s if since_s is None else since_s
    return replace(
        interview, return_to=goal, return_left_s=left_s, return_since_s=since_s, cause=cause
    )


def _come_back(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    """To the stage that the fault interrupted, with its countdown; the whole way is credited."""
    if interview.return_to is None:
        raise IllegalStepError(f"There is nothing to come back to from {interview.stage.value}")
    again = _with_countdown(
        replace(
            interview,
            stage=interview.return_to,
            return_to=None,
            cause="",
            credit_s=interview.credit_s + max(0.0, interview.now_s - interview.return_since_s),
        )
    )
    if interview.return_left_s >= 0 and again.deadline_s is not None:
        again = replace(again, deadline_s=again.now_s + interview.return_left_s)
    return again, (Effect.CREDIT_FAULT,)


def _resume(interview: Interview, event: ev.Resumed) -> tuple[Interview, tuple[Effect, ...]]:
    if interview.stage in {Stage.SEALING, Stage.CLOSED}:
        return interview, (Effect.SEAL_SESSION,)
    if interview.stage in ENDED:
        return interview, ()
    ended: tuple[Effect, ...] = ()
    if interview.stage is not Stage.PAUSED:
        fault = ev.Faulted(event.at_s - event.gap_s, event.cause)
        interview, ended = _pause(replace(interview, now_s=fault.at_s), fault)
    elif event.cause == MOVED:
        # what it was paused for stayed behind with the other kiosk
        interview = replace(interview, cause=MOVED)
    again, effects = _go_on(replace(interview, now_s=event.at_s), unsure=event.unsure, greet=True)
    at = again.return_to or again.stage
    recording = () if at in BEFORE_CONSENT else (Effect.START_RECORDING,)
    return again, (*ended, *effects, *recording)


def _withdraw(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    if interview.stage in ENDED:
        raise IllegalStepError(f"Nobody can withdraw in {interview.stage.value}")
    source = interview.return_to or interview.paused_from or interview.stage
    closed = replace(
        interview,
        stage=Stage.CLOSED,
        cause="declined" if source in BEFORE_CONSENT else "withdrawn",
        deadline_s=None,
        paused_from=None,
        return_to=None,
    )
    if source in BEFORE_CONSENT:
        return closed, (Effect.ERASE_SESSION,)
    ended = (Effect.END_TAKE,) if interview.stage is Stage.ANSWERING else ()
    return closed, (*ended, Effect.STOP_RECORDING, Effect.SEAL_SESSION)
