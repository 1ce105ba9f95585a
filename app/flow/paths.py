"""Every way through an interview, walked with the machine itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.assignment import Flow
from app.flow import events as ev
from app.flow.interview import IllegalStepError, Interview, Plan, QuestionTimes
from app.flow.machine import start, step
from app.flow.table import Stage


@dataclass(frozen=True, slots=True)
class Path:
    """One way from the first stage to the end, no fault and nobody withdrawing.

    Attributes:
        stages: passed through, in order.
        seconds: what its countdowns take when all run out; other stages wait for people.
    """

    stages: tuple[Stage, ...]
    seconds: float


def plan_of(flow: Flow, *, phone_code: bool = False) -> Plan:
    """What the machine needs of a flow, and whether a code was sent to the candidate's phone."""
    practice = flow.practice
    return Plan(
        practice=QuestionTimes(practice.preparation_s, practice.answer_s) if practice else None,
        questions=tuple(QuestionTimes(q.preparation_s, q.answer_s) for q in flow.questions),
        phone_code=phone_code,
    )


def walk(plan: Plan) -> tuple[Path, ...]:
    """Every way through, none twice, in the order of the table."""
    found: dict[tuple[Stage, ...], float] = {}
    for path in _onwards(start(plan), (Stage.LANGUAGE,)):
        found[path.stages] = max(path.seconds, found.get(path.stages, 0.0))
    return tuple(Path(stages, seconds) for stages, seconds in found.items())


def _onwards(interview: Interview, stages: tuple[Stage, ...]) -> Iterator[Path]:
    if interview.stage is Stage.DONE:
        yield Path(stages, interview.now_s)
        return
    taken: set[tuple[Stage, bool]] = set()
    for event in _possible(interview):
        try:
            after, _ = step(interview, event)
        except IllegalStepError:
            continue
        if (after.stage, after.face_consented) not in taken:
            taken.add((after.stage, after.face_consented))
            yield from _onwards(after, (*stages, after.stage))


def _possible(interview: Interview) -> tuple[ev.Event, ...]:
    """Events that may come next; the end of a countdown first, since it takes longest."""
    now_s = interview.now_s
    if interview.deadline_s is not None:
        return (ev.Ticked(interview.deadline_s), ev.Continued(now_s))
    return (
        ev.LanguageConfirmed(now_s),
        ev.StepPassed(now_s),
        ev.StepOverridden(now_s, "walked"),
        ev.StepRefused(now_s),
        ev.ConsentGiven(now_s, face=True, analysis=True),
        ev.ConsentGiven(now_s, face=False, analysis=True),
        ev.Continued(now_s),
        ev.ReplySent(now_s),
        ev.SessionSealed(now_s),
    )
