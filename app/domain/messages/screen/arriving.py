"""The candidate's screens up to the room check: who it is, and whether all is ready."""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import Language
from app.domain.identity import CardSide, Challenge, DocumentKind, Outline, Problem
from app.domain.screen_language import ScreenLanguage
from app.domain.screen_light import LightPlan


@dataclass(frozen=True, slots=True)
class WelcomeScreen:
    """Nobody is sitting here: branch name, and a word that the operator starts the interview."""

    branch: str
    kind: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class LanguageScreen:
    """Choose a language and begin.

    Attributes:
        languages: of the screens.
        spoken: in which the interview can be held.
        speaks: in which it will be.
    """

    languages: tuple[ScreenLanguage, ...]
    spoken: tuple[Language, ...]
    speaks: Language
    kind: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class CheckInScreen:
    """Hold the invitation's QR code before the camera (preview shown)."""

    problem: Problem | None
    kind: Literal["check_in"] = "check_in"


@dataclass(frozen=True, slots=True)
class PhoneCodeScreen:
    """Type the code that was sent to the phone.

    Attributes:
        phone_end: last digits of the phone's number.
        digits: digits of a code.
        tries_left: entries that may still be made.
        problem: what is wrong with the last one, or with the code.
        sending: a new code was asked for.
        may_ask: a new code can be asked for now.
        sent: a new code was sent.
        waiting_for_operator: a person decides.
    """

    phone_end: str
    digits: int
    tries_left: int
    problem: Problem | None
    sending: bool
    may_ask: bool
    sent: bool
    waiting_for_operator: bool
    kind: Literal["phone_code"] = "phone_code"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One item of the consent form.

    Attributes:
        key: `recording`, `face`, `analysis`, `retention`.
        title, text: in the language shown.
        required: the interview cannot be held without it.
    """

    key: str
    title: str
    text: str
    required: bool


@dataclass(frozen=True, slots=True)
class ConsentScreen:
    """Itemised consent. Nothing is captured before it is given."""

    candidate_name: str
    position: str
    items: tuple[ConsentLine, ...]
    kind: Literal["consent"] = "consent"


@dataclass(frozen=True, slots=True)
class CardScreen:
    """Hold this side of the ID card before the camera (preview and outline shown).

    Attributes:
        hint: a `CardHint.hint`, empty while none.
        fields: (field name, value) once read; the candidate confirms or asks to read again.
        problems: failed checks, once read.
        waiting_for_operator: a person has to look; the candidate waits.
        again: after a long interruption, to see that it is the same person.
        document: which document is asked for.
        may_choose: another document can be chosen now.
        outline: the document's corners in the camera's picture; empty while none is found.
        outline_good: it lies well; the hint says what to do where it does not.
    """

    side: CardSide
    hint: str
    fields: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    waiting_for_operator: bool
    again: bool = False
    document: DocumentKind = "resident_card"
    may_choose: bool = False
    outline: Outline = ()
    outline_good: bool = False
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class FaceScreen:
    """Look at the camera: the face is compared with the card.

    Attributes:
        state: `looking`, `matched`, `not_matched`.
        tries_left: further tries before a person decides.
        again: after a long interruption, to see that it is the same person.
        person: on the path without face, which of the two members of staff looks now (1 or 2);
            0 where the machine compares.
    """

    state: Literal["looking", "matched", "not_matched"]
    tries_left: int
    waiting_for_operator: bool
    again: bool = False
    person: Literal[0, 1, 2] = 0
    kind: Literal["face"] = "face"


@dataclass(frozen=True, slots=True)
class LivenessScreen:
    """Do the gesture shown.

    Attributes:
        challenge: now asked; None before the first, in the pause before each and after the last.
        done, total: gestures seen of those to be asked.
        state: `asking`, `passed`, `not_passed`.
        may_excuse: the candidate may say that this gesture cannot be done.
        digits: to be read aloud, where that is asked.
        light: colours that the screen's edge sheds meanwhile; None for none.
        others: gestures were seen that were not asked for.
    """

    challenge: Challenge | None
    done: int
    total: int
    state: Literal["asking", "passed", "not_passed"]
    waiting_for_operator: bool
    may_excuse: bool = False
    digits: str = ""
    light: LightPlan | None = None
    others: bool = False
    kind: Literal["liveness"] = "liveness"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the room and device check.

    Attributes:
        key: `camera`, `microphone`, `light`, `alone`, `disk`, `network`.
        state: `checking`, `ok`, `warning` (may go on), `failed` (may not).
        code: what is wrong, for the screens to put into words; empty when ok.
    """

    key: str
    state: Literal["checking", "ok", "warning", "failed"]
    code: str


@dataclass(frozen=True, slots=True)
class RoomScreen:
    """The room and device check.

    Attributes:
        lines: every check.
        level_db: live microphone level, dBFS.
        ready: all that must be is ok; the candidate may go on.
    """

    lines: tuple[CheckLine, ...]
    level_db: float
    ready: bool
    kind: Literal["room"] = "room"
