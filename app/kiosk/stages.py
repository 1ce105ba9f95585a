"""What a stage of the flow means on the kiosk: which screen it shows, what goes on in it."""

from app.domain.identity import IdentityStep
from app.flow.table import COUNTED, Stage

WATCHED = COUNTED | {Stage.BRIEFING, Stage.PRACTICE_BRIEFING}
"""Stages in which the live rules run."""
SCREEN_OF: dict[Stage, str] = {
    Stage.LANGUAGE: "language",
    Stage.CHECK_IN: "check_in",
    Stage.PHONE_CODE: "phone_code",
    Stage.CONSENT: "consent",
    Stage.CARD_FRONT: "card",
    Stage.CARD_BACK: "card",
    Stage.FACE_MATCH: "face",
    Stage.LIVENESS: "liveness",
    Stage.SECOND_LOOK: "face",
    Stage.ROOM_CHECK: "room",
    Stage.PRACTICE_BRIEFING: "briefing",
    Stage.PRACTICE_PREPARING: "question",
    Stage.PRACTICE_ANSWERING: "question",
    Stage.PRACTICE_SAVED: "saved",
    Stage.BRIEFING: "briefing",
    Stage.PREPARING: "question",
    Stage.ANSWERING: "question",
    Stage.SAVED: "saved",
    Stage.REPLY: "reply",
    Stage.SEALING: "sealing",
    Stage.RECEIPT: "receipt",
    Stage.PAUSED: "paused",
    Stage.RECHECK_CARD: "card",
    Stage.RECHECK_FACE: "face",
    Stage.WELCOME_BACK: "welcome_back",
    Stage.CLOSED: "closed",
    Stage.DONE: "welcome",
}
"""Which screen a stage shows; the window never decides it."""
ANSWERING_STAGES = {Stage.ANSWERING, Stage.PRACTICE_ANSWERING}
STEPS: dict[Stage, IdentityStep] = {
    Stage.PHONE_CODE: "phone_code",
    Stage.CARD_FRONT: "card_front",
    Stage.CARD_BACK: "card_back",
    Stage.FACE_MATCH: "face_match",
    Stage.LIVENESS: "liveness",
    Stage.SECOND_LOOK: "second_look",
    Stage.RECHECK_CARD: "recheck_card",
    Stage.RECHECK_FACE: "recheck_face",
}
"""The identity step that a stage is."""
MAY_PAUSE = COUNTED - ANSWERING_STAGES
"""Where a disk that is too full for another answer stops the interview: never in mid-answer."""
PREPARING_STAGES = {Stage.PREPARING, Stage.PRACTICE_PREPARING}


def phase_of(stage: Stage) -> str:
    """The phase of a question screen, empty elsewhere."""
    if stage in ANSWERING_STAGES:
        return "answering"
    return "preparing" if stage in PREPARING_STAGES else ""
