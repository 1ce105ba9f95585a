"""What people did at the windows: the candidate, and the operator behind the PIN."""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import Language
from app.domain.identity import Challenge, DocumentKind
from app.domain.ids import AssignmentId
from app.domain.screen_language import ScreenLanguage


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The candidate chose the screens' language (any time); the interview's too, if it can be."""

    language: ScreenLanguage
    kind: Literal["choose_language"] = "choose_language"


@dataclass(frozen=True, slots=True)
class ChooseSpoken:
    """The candidate chose in which language to answer; the screens keep theirs."""

    language: Language
    kind: Literal["choose_spoken"] = "choose_spoken"


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on: begin, confirm what was read, start the answer early, finish the answer, next.

    Attributes:
        screen: `kind` of the screen the button was on; ignored when another is shown by now.
        phase: of a question screen, empty otherwise.
    """

    screen: str
    phase: str = ""
    kind: Literal["continue"] = "continue"


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Read the card again, match again, do the gestures again."""

    screen: str
    kind: Literal["try_again"] = "try_again"


@dataclass(frozen=True, slots=True)
class ChooseDocument:
    """Another identity document than the one asked for is shown to the camera."""

    document: DocumentKind
    kind: Literal["choose_document"] = "choose_document"


@dataclass(frozen=True, slots=True)
class TypeDocument:
    """The operator wants to type the fields of this document, and does not wait for the camera."""

    document: DocumentKind
    kind: Literal["type_document"] = "type_document"


@dataclass(frozen=True, slots=True)
class CannotDo:
    """The candidate cannot do this gesture; another is asked for."""

    challenge: Challenge
    kind: Literal["cannot_do"] = "cannot_do"


@dataclass(frozen=True, slots=True)
class EnterCode:
    """The code from the phone was typed, untrusted."""

    untrusted_code: str
    kind: Literal["enter_code"] = "enter_code"


@dataclass(frozen=True, slots=True)
class AskCode:
    """Send a new code to the phone."""

    kind: Literal["ask_code"] = "ask_code"


@dataclass(frozen=True, slots=True)
class LackCode:
    """The candidate has no code."""

    kind: Literal["lack_code"] = "lack_code"


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The consent form was sent: the keys ticked."""

    keys: tuple[str, ...]
    kind: Literal["give_consent"] = "give_consent"


@dataclass(frozen=True, slots=True)
class Decline:
    """The candidate does not consent, or stops the interview."""

    kind: Literal["decline"] = "decline"


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Call the operator."""

    kind: Literal["ask_help"] = "ask_help"


@dataclass(frozen=True, slots=True)
class SendReply:
    """The right to reply was used; empty text for nothing to add."""

    text: str
    kind: Literal["send_reply"] = "send_reply"


@dataclass(frozen=True, slots=True)
class EnterPin:
    """The operator unlocks the window."""

    pin: str
    kind: Literal["enter_pin"] = "enter_pin"


@dataclass(frozen=True, slots=True)
class LockOperator:
    """The operator locks the window."""

    kind: Literal["lock_operator"] = "lock_operator"


@dataclass(frozen=True, slots=True)
class StartAssignment:
    """The operator starts (or resumes) an assignment."""

    assignment: AssignmentId
    kind: Literal["start_assignment"] = "start_assignment"


@dataclass(frozen=True, slots=True)
class Decide:
    """The operator decides what `DecisionAsked` asked.

    Attributes:
        accept: go on although the machine did not pass it; False ends the interview.
        reason: written into the record; must not be empty when accepting.
        corrected: card fields that the operator typed from the card, name -> value.
    """

    step: str
    accept: bool
    reason: str
    corrected: tuple[tuple[str, str], ...] = ()
    kind: Literal["decide"] = "decide"


@dataclass(frozen=True, slots=True)
class Countersign:
    """A second member of staff confirms, or does not confirm, who the candidate is.

    Attributes:
        pin: their own, not that of who confirmed first.
        accept, reason: as of `Decide`.
    """

    pin: str
    accept: bool
    reason: str
    kind: Literal["countersign"] = "countersign"


@dataclass(frozen=True, slots=True)
class AnswerHelp:
    """The operator came."""

    kind: Literal["answer_help"] = "answer_help"


@dataclass(frozen=True, slots=True)
class NoteAlert:
    """The operator acknowledges an alert (index in `ShowOperator.alerts`) with a note."""

    index: int
    note: str
    kind: Literal["note_alert"] = "note_alert"


@dataclass(frozen=True, slots=True)
class PauseInterview:
    """The operator pauses or goes on."""

    paused: bool
    kind: Literal["pause_interview"] = "pause_interview"


@dataclass(frozen=True, slots=True)
class SendNow:
    """The operator has everything sent that waits for its hours."""

    kind: Literal["send_now"] = "send_now"


@dataclass(frozen=True, slots=True)
class CloseKiosk:
    """The operator closes the program (only between interviews)."""

    kind: Literal["close_kiosk"] = "close_kiosk"
