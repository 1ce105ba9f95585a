"""What the candidate's window is told to show."""

from dataclasses import dataclass
from typing import Literal

from app.domain.messages.screen.arriving import (
    CardScreen,
    CheckInScreen,
    ConsentScreen,
    FaceScreen,
    LanguageScreen,
    LivenessScreen,
    PhoneCodeScreen,
    RoomScreen,
    WelcomeScreen,
)
from app.domain.messages.screen.interviewing import (
    BriefingScreen,
    ClosedScreen,
    PausedScreen,
    QuestionScreen,
    ReceiptScreen,
    ReplyScreen,
    SavedScreen,
    SealingScreen,
    WelcomeBackScreen,
)
from app.domain.screen_language import ScreenLanguage

CandidateScreen = (
    WelcomeScreen
    | LanguageScreen
    | CheckInScreen
    | PhoneCodeScreen
    | ConsentScreen
    | CardScreen
    | FaceScreen
    | LivenessScreen
    | RoomScreen
    | BriefingScreen
    | QuestionScreen
    | SavedScreen
    | ReplyScreen
    | SealingScreen
    | ReceiptScreen
    | PausedScreen
    | WelcomeBackScreen
    | ClosedScreen
)


@dataclass(frozen=True, slots=True)
class ShowCandidate:
    """Show this on the candidate's window.

    Attributes:
        language: of the texts.
        languages: that can be chosen now; none where there is nothing to choose.
        recording: whether a recording is running (a mark is shown).
        help_asked: the operator has been called and has not answered yet.
    """

    screen: CandidateScreen
    language: ScreenLanguage
    recording: bool
    help_asked: bool
    languages: tuple[ScreenLanguage, ...] = ()
    kind: Literal["show_candidate"] = "show_candidate"


@dataclass(frozen=True, slots=True)
class GiveMark:
    """Show white on the candidate's window for a third of a second, once."""

    kind: Literal["give_mark"] = "give_mark"
