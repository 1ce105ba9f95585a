"""Who may go where, on what: the interview's stages, and the rows between them.

The diagram in `docs/flow.md` is drawn from here.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.flow import events as ev


class Stage(Enum):
    """Where the interview stands."""

    LANGUAGE = "language"
    CHECK_IN = "check_in"
    PHONE_CODE = "phone_code"
    CONSENT = "consent"
    CARD_FRONT = "card_front"
    CARD_BACK = "card_back"
    FACE_MATCH = "face_match"
    LIVENESS = "liveness"
    SECOND_LOOK = "second_look"
    ROOM_CHECK = "room_check"
    PRACTICE_BRIEFING = "practice_briefing"
    PRACTICE_PREPARING = "practice_preparing"
    PRACTICE_ANSWERING = "practice_answering"
    PRACTICE_SAVED = "practice_saved"
    BRIEFING = "briefing"
    PREPARING = "preparing"
    ANSWERING = "answering"
    SAVED = "saved"
    REPLY = "reply"
    SEALING = "sealing"
    RECEIPT = "receipt"
    PAUSED = "paused"
    RECHECK_CARD = "recheck_card"
    RECHECK_FACE = "recheck_face"
    WELCOME_BACK = "welcome_back"
    CLOSED = "closed"
    DONE = "done"


class Effect(Enum):
    """What the kiosk has to do; imperative."""

    START_RECORDING = "start_recording"
    STOP_RECORDING = "stop_recording"
    BEGIN_TAKE = "begin_take"
    END_TAKE = "end_take"
    SEAL_SESSION = "seal_session"
    ERASE_SESSION = "erase_session"
    FORGET_FACE = "forget_face"
    CREDIT_FAULT = "credit_fault"


class Guard(Enum):
    """A condition on the interview, for the two ways that leave one pair."""

    ALWAYS = ""
    HAS_PHONE_CODE = "a code was sent to the phone"
    HAS_PRACTICE = "a practice question"
    MORE_QUESTIONS = "more questions"
    FACE_CONSENTED = "face consented"
    FACE_COMES_NEXT = "the face match comes next"


@dataclass(frozen=True, slots=True)
class Way:
    """One row: under `guard`, go to `to` and do `effects`; `to` None is back to `return_to`."""

    to: Stage | None
    effects: tuple[Effect, ...] = ()
    guard: Guard = Guard.ALWAYS


S, E, G = Stage, Effect, Guard

TABLE: Final[dict[tuple[Stage, type[ev.Event]], tuple[Way, ...]]] = {
    (S.LANGUAGE, ev.LanguageConfirmed): (Way(S.CHECK_IN),),
    (S.CHECK_IN, ev.StepPassed): (Way(S.PHONE_CODE, guard=G.HAS_PHONE_CODE), Way(S.CONSENT)),
    (S.CHECK_IN, ev.StepOverridden): (Way(S.PHONE_CODE, guard=G.HAS_PHONE_CODE), Way(S.CONSENT)),
    (S.CHECK_IN, ev.StepRefused): (Way(S.CLOSED, (E.ERASE_SESSION,)),),
    (S.PHONE_CODE, ev.StepPassed): (Way(S.CONSENT),),
    (S.PHONE_CODE, ev.StepOverridden): (Way(S.CONSENT),),
    (S.PHONE_CODE, ev.StepRefused): (Way(S.CLOSED, (E.ERASE_SESSION,)),),
    (S.CONSENT, ev.ConsentGiven): (Way(S.CARD_FRONT, (E.START_RECORDING,)),),
    (S.CARD_FRONT, ev.StepPassed): (Way(S.CARD_BACK),),
    (S.CARD_FRONT, ev.StepOverridden): (Way(S.CARD_BACK),),
    (S.CARD_BACK, ev.StepPassed): (Way(S.FACE_MATCH),),
    (S.CARD_BACK, ev.StepOverridden): (Way(S.FACE_MATCH),),
    (S.FACE_MATCH, ev.StepPassed): (Way(S.LIVENESS),),
    (S.FACE_MATCH, ev.StepOverridden): (
        Way(S.LIVENESS, guard=G.FACE_CONSENTED),
        Way(S.SECOND_LOOK),
    ),
    (S.SECOND_LOOK, ev.StepOverridden): (Way(S.ROOM_CHECK, (E.FORGET_FACE,)),),
    (S.FACE_MATCH, ev.PortraitForgotten): (Way(S.RECHECK_CARD),),
    (S.LIVENESS, ev.StepPassed): (Way(S.ROOM_CHECK),),
    (S.LIVENESS, ev.StepOverridden): (Way(S.ROOM_CHECK),),
    (S.ROOM_CHECK, ev.Continued): (
        Way(S.PRACTICE_BRIEFING, guard=G.HAS_PRACTICE),
        Way(S.BRIEFING),
    ),
    (S.PRACTICE_BRIEFING, ev.Continued): (Way(S.PRACTICE_PREPARING),),
    (S.PRACTICE_PREPARING, ev.Continued): (Way(S.PRACTICE_ANSWERING),),
    (S.PRACTICE_PREPARING, ev.TimeRanOut): (Way(S.PRACTICE_ANSWERING),),
    (S.PRACTICE_ANSWERING, ev.Continued): (Way(S.PRACTICE_SAVED),),
    (S.PRACTICE_ANSWERING, ev.TimeRanOut): (Way(S.PRACTICE_SAVED),),
    (S.PRACTICE_SAVED, ev.Continued): (Way(S.BRIEFING),),
    (S.PRACTICE_SAVED, ev.TimeRanOut): (Way(S.BRIEFING),),
    (S.BRIEFING, ev.Continued): (Way(S.PREPARING),),
    (S.PREPARING, ev.Continued): (Way(S.ANSWERING, (E.BEGIN_TAKE,)),),
    (S.PREPARING, ev.TimeRanOut): (Way(S.ANSWERING, (E.BEGIN_TAKE,)),),
    (S.ANSWERING, ev.Continued): (Way(S.SAVED, (E.END_TAKE,)),),
    (S.ANSWERING, ev.TimeRanOut): (Way(S.SAVED, (E.END_TAKE,)),),
    (S.SAVED, ev.Continued): (Way(S.PREPARING, guard=G.MORE_QUESTIONS), Way(S.REPLY)),
    (S.SAVED, ev.TimeRanOut): (Way(S.PREPARING, guard=G.MORE_QUESTIONS), Way(S.REPLY)),
    (S.REPLY, ev.ReplySent): (Way(S.SEALING, (E.STOP_RECORDING, E.SEAL_SESSION)),),
    (S.SEALING, ev.SessionSealed): (Way(S.RECEIPT),),
    (S.RECEIPT, ev.Continued): (Way(S.DONE),),
    (S.CLOSED, ev.Continued): (Way(S.DONE),),
    (S.RECHECK_CARD, ev.StepPassed): (Way(None, guard=G.FACE_COMES_NEXT), Way(S.RECHECK_FACE)),
    (S.RECHECK_CARD, ev.StepOverridden): (Way(None, guard=G.FACE_COMES_NEXT), Way(S.RECHECK_FACE)),
    (S.RECHECK_FACE, ev.StepPassed): (Way(S.WELCOME_BACK),),
    (S.RECHECK_FACE, ev.StepOverridden): (Way(S.WELCOME_BACK),),
    (S.RECHECK_FACE, ev.PortraitForgotten): (Way(S.RECHECK_CARD),),
    (S.WELCOME_BACK, ev.Continued): (Way(None),),
}
"""Who may go where, on what. `Faulted`, `FaultCleared`, `DeviceLost`, `DeviceBack`, `Resumed`,
`Withdrawn` and `Ticked` hold for every stage not in `ENDED`, and have functions of their own."""

COUNTED: Final = {
    S.PRACTICE_PREPARING,
    S.PRACTICE_ANSWERING,
    S.PRACTICE_SAVED,
    S.PREPARING,
    S.ANSWERING,
    S.SAVED,
}
"""Stages with a countdown."""
BEFORE_CONSENT: Final = {S.LANGUAGE, S.CHECK_IN, S.PHONE_CODE, S.CONSENT}
"""Stages in which nothing has been captured."""
ENDED: Final = {S.SEALING, S.RECEIPT, S.CLOSED, S.DONE}
"""Stages that no fault stops and nobody withdraws from."""
IDENTIFIED: Final = {S.LIVENESS, S.ROOM_CHECK, S.PRACTICE_BRIEFING, S.BRIEFING, S.REPLY} | COUNTED
"""Stages to which nobody comes back after a long gap without being identified again."""
