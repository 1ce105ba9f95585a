"""Kiosk <-> screens: what to show, and what people did.

The kiosk decides which screen is shown; the screens hold no rule and no clock. Codes (`hint`,
`problem.code`, `cause`) are put into words by the screens, in the candidate's language.

The candidate's screens are in `arriving` and `interviewing` and come to the window by `candidate`;
the operator's window is `operator`; what people did is `people`; the process itself is `windows`.
Every message is taken from here.
"""

from app.domain.messages.screen.arriving import (
    CardScreen,
    CheckInScreen,
    CheckLine,
    ConsentLine,
    ConsentScreen,
    FaceScreen,
    LanguageScreen,
    LivenessScreen,
    PhoneCodeScreen,
    RoomScreen,
    WelcomeScreen,
)
from app.domain.messages.screen.candidate import (
    CandidateScreen,
    GiveMark,
    ShowCandidate,
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
from app.domain.messages.screen.operator import (
    AssignmentLine,
    DecisionAsked,
    ProcessLine,
    ShowOperator,
)
from app.domain.messages.screen.people import (
    AnswerHelp,
    AskCode,
    AskHelp,
    CannotDo,
    ChooseDocument,
    ChooseLanguage,
    ChooseSpoken,
    CloseKiosk,
    Continue,
    Countersign,
    Decide,
    Decline,
    EnterCode,
    EnterPin,
    GiveConsent,
    LackCode,
    LockOperator,
    NoteAlert,
    PauseInterview,
    SendNow,
    SendReply,
    StartAssignment,
    TryAgain,
    TypeDocument,
)
from app.domain.messages.screen.windows import (
    CloseScreens,
    ScreensConfig,
    ScreensReady,
)

ScreenCommand = ShowCandidate | ShowOperator | GiveMark | CloseScreens
ScreenReport = (
    ScreensReady
    | ChooseLanguage
    | ChooseSpoken
    | Continue
    | TryAgain
    | CannotDo
    | ChooseDocument
    | TypeDocument
    | EnterCode
    | AskCode
    | LackCode
    | GiveConsent
    | Decline
    | AskHelp
    | SendReply
    | SendNow
    | EnterPin
    | LockOperator
    | StartAssignment
    | Decide
    | Countersign
    | AnswerHelp
    | NoteAlert
    | PauseInterview
    | CloseKiosk
)

__all__ = [
    "AnswerHelp",
    "AskCode",
    "AskHelp",
    "AssignmentLine",
    "BriefingScreen",
    "CandidateScreen",
    "CannotDo",
    "CardScreen",
    "CheckInScreen",
    "CheckLine",
    "ChooseDocument",
    "ChooseLanguage",
    "ChooseSpoken",
    "CloseKiosk",
    "CloseScreens",
    "ClosedScreen",
    "ConsentLine",
    "ConsentScreen",
    "Continue",
    "Countersign",
    "Decide",
    "DecisionAsked",
    "Decline",
    "EnterCode",
    "EnterPin",
    "FaceScreen",
    "GiveConsent",
    "GiveMark",
    "LackCode",
    "LanguageScreen",
    "LivenessScreen",
    "LockOperator",
    "NoteAlert",
    "PauseInterview",
    "PausedScreen",
    "PhoneCodeScreen",
    "ProcessLine",
    "QuestionScreen",
    "ReceiptScreen",
    "ReplyScreen",
    "RoomScreen",
    "SavedScreen",
    "ScreenCommand",
    "ScreenReport",
    "ScreensConfig",
    "ScreensReady",
    "SealingScreen",
    "SendNow",
    "SendReply",
    "ShowCandidate",
    "ShowOperator",
    "StartAssignment",
    "TryAgain",
    "TypeDocument",
    "WelcomeBackScreen",
    "WelcomeScreen",
]
