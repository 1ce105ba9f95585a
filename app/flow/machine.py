"""The interview, one pure step at a time.

`step(interview, event)` looks up `TABLE[(stage, type of event)]`, takes the first way whose guard
holds, and gives the interview after it with the effects to carry out. It touches nothing: time
enters as `Ticked`, faults as `Faulted`. A pair that is not in the table raises and changes nothing.
The table is in `app.flow.table`, the state in `app.flow.interview`, what faults do in
`app.flow.faults`.
"""

from dataclasses import replace

from app.flow import events as ev
from app.flow import faults
from app.flow.interview import IllegalStepError, Interview, Plan, with_countdown
from app.flow.table import BEFORE_CONSENT, ENDED, TABLE, Effect, Guard, Stage, Way


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
        case ev.DeviceLost():
            return faults.device_lost(moved, event)
        case ev.DeviceBack():
            return faults.device_back(moved)
        case ev.Faulted():
            return faults.pause(moved, event)
        case ev.FaultCleared():
            return faults.go_on(moved)
        case ev.Resumed():
            return faults.resume(moved, event)
        case ev.Withdrawn():
            return _withdraw(moved)
        case ev.ConsentGiven():
            moved = replace(moved, face_consented=event.face, credited_to_s=moved.now_s)
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
        case Guard.HAS_PHONE_CODE:
            return interview.plan.phone_code
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
        return faults.come_back(interview)
    entered = replace(interview, stage=way.to)
    if interview.stage is Stage.FACE_MATCH and way.to is Stage.RECHECK_CARD:
        entered = faults.on_the_way_back(entered, Stage.FACE_MATCH, -1.0, "models_restarted")
    if interview.stage is Stage.SAVED and way.to is Stage.PREPARING:
        entered = replace(entered, question=interview.question + 1, take=1, resumed=False)
    return with_countdown(entered), way.effects


def _tick(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    if interview.away_since_s is not None or interview.deadline_s is None:
        return interview, ()
    if interview.now_s < interview.deadline_s:
        return interview, ()
    return _look_up(interview, ev.TimeRanOut(interview.now_s))


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
