"""What faults do to an interview: what stands, what comes again, what is credited.

The rules are in `docs/spec/flow-v1.md`.
"""

from dataclasses import replace
from typing import Final

from app.flow import events as ev
from app.flow.interview import IllegalStepError, Interview, with_countdown
from app.flow.table import BEFORE_CONSENT, COUNTED, ENDED, IDENTIFIED, Effect, S, Stage

RECHECK_AFTER_S: Final = 120.0
"""Source: the issue's two minutes; long enough for somebody else to have sat down."""
MOVED: Final = "moved"
"""The cause of a gap that a move to another kiosk made."""
_BACK_TO: Final[dict[Stage, Stage]] = {
    S.PRACTICE_ANSWERING: S.PRACTICE_PREPARING,
    S.ANSWERING: S.PREPARING,
}
"""A fault in mid-answer goes back to the preparation of the same question, as a new take."""


def pause(interview: Interview, event: ev.Faulted) -> tuple[Interview, tuple[Effect, ...]]:
    """Stop the interview: the take ends, the countdown stands as it was when the fault began."""
    if interview.stage is Stage.PAUSED:
        return interview, ()
    if interview.stage in ENDED:
        raise IllegalStepError(f"Nothing can be paused in {interview.stage.value}")
    effects = (Effect.END_TAKE,) if interview.stage is Stage.ANSWERING else ()
    back = _BACK_TO.get(interview.stage, interview.stage)
    since_s = _begun_s(interview, event)
    left_s = replace(interview, away_since_s=since_s).remaining_s
    paused = replace(
        interview,
        stage=Stage.PAUSED,
        paused_from=back,
        paused_left_s=left_s if back is interview.stage else -1.0,
        paused_at_s=since_s,
        cause=event.cause,
        deadline_s=None,
        stage_s=0.0,
        take=interview.take + (1 if effects else 0),
        resumed=back in _BACK_TO.values() or interview.resumed,
        away_since_s=None,
        away_cause="",
    )
    return paused, effects


def _begun_s(interview: Interview, event: ev.Faulted) -> float:
    """When the fault began: it is often noticed later; never before what is accounted for."""
    known = (event.since_s, interview.away_since_s, interview.now_s)
    return max(interview.credited_to_s, min(at for at in known if at is not None))


def go_on(
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
    again = on_the_way_back(
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
    return come_back(again)


def on_the_way_back(
    interview: Interview, goal: Stage, left_s: float, cause: str, since_s: float | None = None
) -> Interview:
    """With what the way back leads to, and from when it is credited."""
    since_s = interview.now_s if since_s is None else since_s
    return replace(
        interview, return_to=goal, return_left_s=left_s, return_since_s=since_s, cause=cause
    )


def come_back(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    """To the stage that the fault interrupted, with its countdown; the whole way is credited."""
    if interview.return_to is None:
        raise IllegalStepError(f"There is nothing to come back to from {interview.stage.value}")
    again = with_countdown(
        replace(
            interview,
            stage=interview.return_to,
            return_to=None,
            cause="",
            credited_to_s=interview.now_s,
            credit_s=interview.credit_s + max(0.0, interview.now_s - interview.return_since_s),
        )
    )
    if interview.return_left_s >= 0 and again.deadline_s is not None:
        again = replace(again, deadline_s=again.now_s + interview.return_left_s)
    return again, (Effect.CREDIT_FAULT,)


def resume(interview: Interview, event: ev.Resumed) -> tuple[Interview, tuple[Effect, ...]]:
    """Go on after the kiosk was away; a fault that was there before it went counts as well."""
    if interview.stage in {Stage.SEALING, Stage.CLOSED}:
        return interview, (Effect.SEAL_SESSION,)
    if interview.stage in ENDED:
        return interview, ()
    ended: tuple[Effect, ...] = ()
    unsure = event.unsure or event.gap_s > RECHECK_AFTER_S
    if interview.stage is not Stage.PAUSED:
        fault = ev.Faulted(event.at_s - event.gap_s, event.cause)
        interview, ended = pause(replace(interview, now_s=fault.at_s), fault)
    elif event.cause == MOVED:
        # what it was paused for stayed behind with the other kiosk
        interview = replace(interview, cause=MOVED)
    again, effects = go_on(replace(interview, now_s=event.at_s), unsure=unsure, greet=True)
    at = again.return_to or again.stage
    recording = () if at in BEFORE_CONSENT else (Effect.START_RECORDING,)
    return again, (*ended, *effects, *recording)


def device_lost(interview: Interview, event: ev.DeviceLost) -> tuple[Interview, tuple[Effect, ...]]:
    """The countdown stands while it is seen whether the device comes back."""
    if interview.stage in ENDED | BEFORE_CONSENT | {Stage.PAUSED}:
        raise IllegalStepError(f"No device is waited for in {interview.stage.value}")
    if interview.away_since_s is not None:
        return interview, ()
    since_s = min(event.since_s, interview.now_s)
    return replace(interview, away_since_s=since_s, away_cause=event.cause), ()


def device_back(interview: Interview) -> tuple[Interview, tuple[Effect, ...]]:
    """It came back in time: nothing is torn, and the countdown is longer by what it was away."""
    back = replace(interview, away_since_s=None, away_cause="")
    cost_s = interview.now_s - interview.counts_to_s
    if interview.deadline_s is None or cost_s <= 0:
        return back, ()
    credited = replace(
        back,
        deadline_s=interview.deadline_s + cost_s,
        stage_s=interview.stage_s + cost_s,
        credit_s=interview.credit_s + cost_s,
        credited_to_s=interview.now_s,
    )
    return credited, (Effect.CREDIT_FAULT,)
