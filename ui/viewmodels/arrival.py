"""Welcome, language, check-in, consent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from ui.letters import own_name
from ui.viewmodels.rows import RowsModel
from ui.words import Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

Send = Callable[[m.ScreenReport], None]
"""Where what people did goes."""


@QmlElement
class WelcomeViewModel(QObject):
    """Nobody sits here."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._screen = m.WelcomeScreen("")

    def show(self, screen: m.WelcomeScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def branch(self) -> str:
        """The branch's name."""
        return self._screen.branch


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language that can be chosen.

    Attributes:
        tag: `zh`.
        own_name: in its own words.
        chosen: it is the one shown.
    """

    tag: str
    own_name: str
    chosen: bool


def language_rows(tags: Sequence[str], chosen: str) -> tuple[LanguageRow, ...]:
    """Rows of these languages."""
    return tuple(LanguageRow(tag, own_name(tag), tag == chosen) for tag in tags)


@QmlElement
class LanguageViewModel(QObject):
    """Choose a language and begin."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.LanguageScreen((), (), "zh")
        self._spoken = RowsModel(LanguageRow, self)

    def show(self, screen: m.LanguageScreen, language: str) -> None:
        """Show this; the screens are in that language."""
        self._screen = screen
        further = language not in screen.spoken
        self._spoken.show(language_rows(screen.spoken if further else (), screen.speaks))
        self.changed.emit()

    @Property(RowsModel, notify=changed)
    def spoken(self) -> RowsModel:
        """`LanguageRow`s: in which the interview can be held; none where that is clear already."""
        return self._spoken

    @Slot(str)
    def speak(self, language: str) -> None:
        """Answer in this language."""
        self._send(m.ChooseSpoken("zh" if language == "zh" else "en"))

    @Slot()
    def goOn(self) -> None:
        """Begin."""
        self._send(m.Continue(self._screen.kind))


@QmlElement
class CheckInViewModel(QObject):
    """Hold the invitation before the camera."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._wording = wording
        self._screen = m.CheckInScreen(None)

    def show(self, screen: m.CheckInScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What is wrong with the code seen; empty when nothing is."""
        found = self._screen.problem
        return self._wording.problem(found.code) if found else ""


@QmlElement
class PhoneCodeViewModel(QObject):
    """Type the code that was sent to the phone."""

    changed = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._screen = m.PhoneCodeScreen(
            phone_end="",
            digits=6,
            tries_left=0,
            problem=None,
            sending=False,
            may_ask=False,
            sent=False,
            waiting_for_operator=False,
        )

    def show(self, screen: m.PhoneCodeScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def phoneEnd(self) -> str:
        """Last digits of the phone's number."""
        return self._screen.phone_end

    @Property(int, notify=changed)
    def digits(self) -> int:
        """Digits of a code."""
        return self._screen.digits

    @Property(int, notify=changed)
    def triesLeft(self) -> int:
        """Entries that may still be made."""
        return self._screen.tries_left

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        found = self._screen.problem
        return self._wording.problem(found.code) if found else ""

    @Property(bool, notify=changed)
    def sending(self) -> bool:
        """A new code was asked for."""
        return self._screen.sending

    @Property(bool, notify=changed)
    def mayAsk(self) -> bool:
        """A new code can be asked for now."""
        return self._screen.may_ask

    @Property(bool, notify=changed)
    def sent(self) -> bool:
        """A new code was sent."""
        return self._screen.sent

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """A member of staff decides."""
        return self._screen.waiting_for_operator

    @Slot(str)
    def enter(self, code: str) -> None:
        """This was typed."""
        self._send(m.EnterCode(code))

    @Slot()
    def ask(self) -> None:
        """Send a new code."""
        self._send(m.AskCode())

    @Slot()
    def lack(self) -> None:
        """The candidate has none."""
        self._send(m.LackCode())


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One item, with the candidate's tick."""

    key: str
    title: str
    detail: str
    required: bool
    given: bool


@QmlElement
class ConsentViewModel(QObject):
    """Itemised consent; nothing is ticked beforehand."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.ConsentScreen("", "", ())
        self._given: frozenset[str] = frozenset()
        self._rows = RowsModel(ConsentRow, self)

    def enter(self) -> None:
        """The form is opened anew: no tick."""
        self._given = frozenset()

    def show(self, screen: m.ConsentScreen) -> None:
        """Show this; ticks are kept (the language may have changed)."""
        self._screen = screen
        self._rows.show(
            tuple(
                ConsentRow(item.key, item.title, item.text, item.required, item.key in self._given)
                for item in screen.items
            )
        )
        self.changed.emit()

    @Property(str, notify=changed)
    def candidateName(self) -> str:
        """As invited."""
        return self._screen.candidate_name

    @Property(str, notify=changed)
    def position(self) -> str:
        """What the candidate applies for."""
        return self._screen.position

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        """All required items are ticked."""
        return all(item.key in self._given for item in self._screen.items if item.required)

    @Property(RowsModel, notify=changed)
    def items(self) -> RowsModel:
        """`ConsentRow`s."""
        return self._rows

    @Slot(str, bool)
    def tick(self, key: str, given: bool) -> None:
        """An item was ticked or unticked."""
        self._given = self._given | {key} if given else self._given - {key}
        self.show(self._screen)

    @Slot()
    def agree(self) -> None:
        """Send the form."""
        keys = tuple(item.key for item in self._screen.items if item.key in self._given)
        self._send(m.GiveConsent(keys))

    @Slot()
    def decline(self) -> None:
        """No consent, no interview."""
        self._send(m.Decline())
