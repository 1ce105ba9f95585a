"""The candidate's window: which screen is shown, and what is always there."""

from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from app.ports.clock import Clock
from ui.letters import is_right_to_left, own_name
from ui.preview import PreviewSource
from ui.viewmodels.arrival import (
    CheckInViewModel,
    ConsentViewModel,
    LanguageRow,
    LanguageViewModel,
    PhoneCodeViewModel,
    Send,
    WelcomeViewModel,
    language_rows,
)
from ui.viewmodels.ending import (
    ClosedViewModel,
    ReceiptViewModel,
    ReplyViewModel,
    SealingViewModel,
)
from ui.viewmodels.identity import CardViewModel, FaceViewModel
from ui.viewmodels.interview import (
    BriefingViewModel,
    PausedViewModel,
    QuestionViewModel,
    RoomViewModel,
    SavedViewModel,
    WelcomeBackViewModel,
)
from ui.viewmodels.liveness import LivenessViewModel
from ui.viewmodels.rows import RowsModel
from ui.words import Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

STEPS: dict[str, int] = {
    "language": 0, "check_in": 0, "phone_code": 0, "consent": 1, "card": 2, "face": 2,
    "liveness": 2, "room": 3, "reply": 6, "sealing": 6, "receipt": 6,
}  # fmt: skip
"""Screen -> step of the step indicator; the practice is step 4, the interview step 5."""
PRACTICE_STEP, INTERVIEW_STEP = 4, 5
STOPPABLE = frozenset(
    {
        "check_in",
        "phone_code",
        "card",
        "face",
        "liveness",
        "room",
        "briefing",
        "question",
        "saved",
        "paused",
        "welcome_back",
    }
)
"""Screens with the candidate's "stop the interview" in the corner (consent has its own)."""


def step_of(screen: m.CandidateScreen) -> int | None:
    """The step a screen belongs to; None for one outside the steps."""
    match screen:
        case m.BriefingScreen(part=part):
            return PRACTICE_STEP if part == "practice" else INTERVIEW_STEP
        case m.QuestionScreen() | m.SavedScreen():
            return PRACTICE_STEP if screen.practice else INTERVIEW_STEP
        case _:
            return STEPS.get(screen.kind)


@QmlElement
class CandidateViewModel(QObject):
    """Everything the candidate's window shows."""

    changed = Signal()
    staffAsked = Signal()
    flashed = Signal()

    def __init__(
        self,
        send: Send,
        wording: Wording,
        preview: PreviewSource,
        clock: Clock,
        parent: QObject,
    ) -> None:
        """Shows the welcome screen until told otherwise."""
        super().__init__(parent)
        self._send = send
        self._preview = preview
        self._shown = m.ShowCandidate(m.WelcomeScreen(""), "zh", recording=False, help_asked=False)
        self._choices = RowsModel(LanguageRow, self)
        self._step, self._staff = -1, False
        self._welcome = WelcomeViewModel(self)
        self._languages = LanguageViewModel(send, self)
        self._check_in = CheckInViewModel(wording, self)
        self._phone_code = PhoneCodeViewModel(send, wording, self)
        self._consent = ConsentViewModel(send, self)
        self._card = CardViewModel(send, wording, self)
        self._face = FaceViewModel(send, self)
        self._liveness = LivenessViewModel(send, wording, clock, self)
        self._room = RoomViewModel(send, wording, self)
        self._briefing = BriefingViewModel(send, self)
        self._question = QuestionViewModel(send, self)
        self._saved = SavedViewModel(send, self)
        self._reply = ReplyViewModel(send, wording, self)
        self._sealing = SealingViewModel(self)
        self._receipt = ReceiptViewModel(send, wording, self)
        self._paused = PausedViewModel(wording, self)
        self._welcome_back = WelcomeBackViewModel(send, wording, self)
        self._closed = ClosedViewModel(send, self)

    @property
    def shown(self) -> m.ShowCandidate:
        """What is shown."""
        return self._shown

    def show(self, shown: m.ShowCandidate) -> None:
        """Show this."""
        if shown.screen.kind == "consent" and self._shown.screen.kind != "consent":
            self._consent.enter()
        self._show_screen(shown.screen, shown.language)
        self._shown = shown
        self._choices.show(language_rows(shown.languages, shown.language))
        if shown.screen.kind not in {"paused", "welcome_back"}:
            step = step_of(shown.screen)
            self._step = -1 if step is None else step
        self.changed.emit()

    def _show_screen(self, screen: m.CandidateScreen, language: str) -> None:  # noqa: C901, PLR0912, PLR0915
        # one arm a screen, nothing else: the checkers see that none is missing
        match screen:
            case m.WelcomeScreen():
                self._welcome.show(screen)
            case m.LanguageScreen():
                self._languages.show(screen, language)
            case m.CheckInScreen():
                self._check_in.show(screen)
            case m.PhoneCodeScreen():
                self._phone_code.show(screen)
            case m.ConsentScreen():
                self._consent.show(screen)
            case m.CardScreen():
                self._card.show(screen)
            case m.FaceScreen():
                self._face.show(screen)
            case m.LivenessScreen():
                self._liveness.show(screen)
            case m.RoomScreen():
                self._room.show(screen)
            case m.BriefingScreen():
                self._briefing.show(screen)
            case m.QuestionScreen():
                self._question.show(screen)
            case m.SavedScreen():
                self._saved.show(screen)
            case m.ReplyScreen():
                self._reply.show(screen)
            case m.SealingScreen():
                self._sealing.show(screen)
            case m.ReceiptScreen():
                self._receipt.show(screen)
            case m.PausedScreen():
                self._paused.show(screen)
            case m.WelcomeBackScreen():
                self._welcome_back.show(screen)
            case m.ClosedScreen():
                self._closed.show(screen)
            case _:
                assert_never(screen)

    def offer_staff(self) -> None:
        """One screen only: a small button in the corner leads to the operator's window."""
        self._staff = True
        self.changed.emit()

    @Property(str, notify=changed)
    def kind(self) -> str:
        """`kind` of the screen shown."""
        return self._shown.screen.kind

    @Property(str, notify=changed)
    def language(self) -> str:
        """The screens' language, a tag (`zh`)."""
        return self._shown.language

    @Property(str, notify=changed)
    def languageName(self) -> str:
        """The same in its own words."""
        return own_name(self._shown.language)

    @Property(bool, notify=changed)
    def rightToLeft(self) -> bool:
        """Whether that is written from right to left."""
        return is_right_to_left(self._shown.language)

    @Property(RowsModel, notify=changed)
    def choices(self) -> RowsModel:
        """`LanguageRow`s: the languages that can be chosen now."""
        return self._choices

    @Property(bool, notify=changed)
    def recording(self) -> bool:
        """A recording runs."""
        return self._shown.recording

    @Property(bool, notify=changed)
    def helpAsked(self) -> bool:
        """The operator was called and has not come yet."""
        return self._shown.help_asked

    @Property(int, notify=changed)
    def step(self) -> int:
        """Of the step indicator; -1 to show none."""
        return self._step

    @Property(bool, notify=changed)
    def stoppable(self) -> bool:
        """Whether "stop the interview" is shown."""
        return self._shown.screen.kind in STOPPABLE

    @Property(bool, notify=changed)
    def staff(self) -> bool:
        """Whether the way to the operator's window is shown."""
        return self._staff

    @Property(PreviewSource, notify=changed)
    def preview(self) -> PreviewSource:
        """The candidate's camera."""
        return self._preview

    @Slot(str)
    def choose(self, language: str) -> None:
        """The language switch."""
        self._send(m.ChooseLanguage(language))

    @Slot()
    def callOperator(self) -> None:
        """Call the operator."""
        self._send(m.AskHelp())

    @Slot()
    def stop(self) -> None:
        """Stop the interview."""
        self._send(m.Decline())

    @Slot()
    def openStaff(self) -> None:
        """The way to the operator's window (one screen only)."""
        self.staffAsked.emit()

    @Slot()
    def close(self) -> None:
        """The window's own close button (windowed only); the kiosk decides."""
        self._send(m.CloseKiosk())

    @Property(WelcomeViewModel, notify=changed)
    def welcome(self) -> WelcomeViewModel:
        """The `WelcomePage`'s."""
        return self._welcome

    @Property(LanguageViewModel, notify=changed)
    def languages(self) -> LanguageViewModel:
        """The `LanguagePage`'s."""
        return self._languages

    @Property(CheckInViewModel, notify=changed)
    def checkIn(self) -> CheckInViewModel:
        """The `CheckInPage`'s."""
        return self._check_in

    @Property(PhoneCodeViewModel, notify=changed)
    def phoneCode(self) -> PhoneCodeViewModel:
        """The `PhoneCodePage`'s."""
        return self._phone_code

    @Property(ConsentViewModel, notify=changed)
    def consent(self) -> ConsentViewModel:
        """The `ConsentPage`'s."""
        return self._consent

    @Property(CardViewModel, notify=changed)
    def card(self) -> CardViewModel:
        """The `CardPage`'s."""
        return self._card

    @Property(FaceViewModel, notify=changed)
    def face(self) -> FaceViewModel:
        """The `FacePage`'s."""
        return self._face

    @Property(LivenessViewModel, notify=changed)
    def liveness(self) -> LivenessViewModel:
        """The `LivenessPage`'s."""
        return self._liveness

    @Property(RoomViewModel, notify=changed)
    def room(self) -> RoomViewModel:
        """The `RoomPage`'s."""
        return self._room

    @Property(BriefingViewModel, notify=changed)
    def briefing(self) -> BriefingViewModel:
        """The `BriefingPage`'s."""
        return self._briefing

    @Property(QuestionViewModel, notify=changed)
    def question(self) -> QuestionViewModel:
        """The `QuestionPage`'s."""
        return self._question

    @Property(SavedViewModel, notify=changed)
    def saved(self) -> SavedViewModel:
        """The `SavedPage`'s."""
        return self._saved

    @Property(ReplyViewModel, notify=changed)
    def reply(self) -> ReplyViewModel:
        """The `ReplyPage`'s."""
        return self._reply

    @Property(SealingViewModel, notify=changed)
    def sealing(self) -> SealingViewModel:
        """The `SealingPage`'s."""
        return self._sealing

    @Property(ReceiptViewModel, notify=changed)
    def receipt(self) -> ReceiptViewModel:
        """The `ReceiptPage`'s."""
        return self._receipt

    @Property(PausedViewModel, notify=changed)
    def paused(self) -> PausedViewModel:
        """The `PausedPage`'s."""
        return self._paused

    @Property(WelcomeBackViewModel, notify=changed)
    def welcomeBack(self) -> WelcomeBackViewModel:
        """The `WelcomeBackPage`'s."""
        return self._welcome_back

    @Property(ClosedViewModel, notify=changed)
    def closed(self) -> ClosedViewModel:
        """The `ClosedPage`'s."""
        return self._closed
