"""Room, briefing, question, saved, paused."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from ui.viewmodels.arrival import Send
from ui.viewmodels.ending import minutes
from ui.viewmodels.rows import RowsModel
from ui.words import CHECK_CODES, CHECK_STATES, CHECKS, PAUSES, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the room check: code, name, `CheckLine.state`, what to do."""

    key: str
    label: str
    outcome: str
    detail: str


@QmlElement
class RoomViewModel(QObject):
    """The room and device check."""

    changed = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._screen = m.RoomScreen((), -120.0, ready=False)
        self._rows = RowsModel(CheckRow, self)

    def show(self, screen: m.RoomScreen) -> None:
        """Show this."""
        self._screen = screen
        self._rows.show(tuple(self._row(line) for line in screen.lines))
        self.changed.emit()

    def _row(self, line: m.CheckLine) -> CheckRow:
        words = self._wording
        detail = words.of(CHECK_CODES, line.code) or words.of(CHECK_STATES, line.state)
        return CheckRow(line.key, words.of(CHECKS, line.key), line.state, detail)

    @Property(RowsModel, notify=changed)
    def lines(self) -> RowsModel:
        """`CheckRow`s."""
        return self._rows

    @Property(float, notify=changed)
    def levelDb(self) -> float:
        """Microphone level, dBFS."""
        return self._screen.level_db

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The candidate may go on."""
        return self._screen.ready

    @Property(bool, notify=changed)
    def failed(self) -> bool:
        """A check failed; a person has to help."""
        return any(line.state == "failed" for line in self._screen.lines)

    @Slot()
    def goOn(self) -> None:
        """Go on."""
        self._send(m.Continue(self._screen.kind))

    @Slot()
    def checkAgain(self) -> None:
        """Check everything again."""
        self._send(m.TryAgain(self._screen.kind))


@QmlElement
class BriefingViewModel(QObject):
    """What comes next."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.BriefingScreen("practice", 0)

    def show(self, screen: m.BriefingScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(bool, notify=changed)
    def practice(self) -> bool:
        """The practice question comes next."""
        return self._screen.part == "practice"

    @Property(int, notify=changed)
    def questions(self) -> int:
        """How many questions the interview has."""
        return self._screen.questions

    @Slot()
    def goOn(self) -> None:
        """Begin."""
        self._send(m.Continue(self._screen.kind))


@QmlElement
class QuestionViewModel(QObject):
    """A question with its countdown; the seconds come from the kiosk."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.QuestionScreen(
            practice=False, number=0, total=0, text="", phase="preparing",
            remaining_s=0.0, phase_s=0.0, may_finish=False, resumed=False, credit_s=0.0,
        )  # fmt: skip

    def show(self, screen: m.QuestionScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(bool, notify=changed)
    def practice(self) -> bool:
        """Neither kept nor scored."""
        return self._screen.practice

    @Property(int, notify=changed)
    def number(self) -> int:
        """1-based."""
        return self._screen.number

    @Property(int, notify=changed)
    def total(self) -> int:
        """Of how many."""
        return self._screen.total

    @Property(str, notify=changed)
    def text(self) -> str:
        """The question."""
        return self._screen.text

    @Property(str, notify=changed)
    def translation(self) -> str:
        """The same in the screens' language; empty where that is the interview's."""
        return self._screen.translation

    @Property(bool, notify=changed)
    def answering(self) -> bool:
        """The answer runs; otherwise the preparation."""
        return self._screen.phase == "answering"

    @Property(float, notify=changed)
    def remainingS(self) -> float:
        """Seconds left of this phase."""
        return self._screen.remaining_s

    @Property(float, notify=changed)
    def phaseS(self) -> float:
        """Seconds this phase has."""
        return self._screen.phase_s

    @Property(bool, notify=changed)
    def mayFinish(self) -> bool:
        """The candidate may go on before the time is up."""
        return self._screen.may_finish

    @Property(bool, notify=changed)
    def resumed(self) -> bool:
        """Shown again after a fault."""
        return self._screen.resumed

    @Property(int, notify=changed)
    def creditS(self) -> int:
        """Whole seconds credited after a fault."""
        return round(self._screen.credit_s)

    @Slot()
    def goOn(self) -> None:
        """Start the answer early, or finish it."""
        self._send(m.Continue(self._screen.kind, self._screen.phase))


@QmlElement
class SavedViewModel(QObject):
    """An answer is safe."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.SavedScreen(practice=False, number=0, total=0, next_in_s=0.0)

    def show(self, screen: m.SavedScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(bool, notify=changed)
    def practice(self) -> bool:
        """It was the practice answer."""
        return self._screen.practice

    @Property(int, notify=changed)
    def number(self) -> int:
        """Of the answer saved."""
        return self._screen.number

    @Property(int, notify=changed)
    def total(self) -> int:
        """Of how many."""
        return self._screen.total

    @Property(int, notify=changed)
    def nextInS(self) -> int:
        """Whole seconds until the next comes by itself."""
        return max(0, round(self._screen.next_in_s))

    @Slot()
    def goOn(self) -> None:
        """The next one, now."""
        self._send(m.Continue(self._screen.kind))


@QmlElement
class PausedViewModel(QObject):
    """The clock stands."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._wording = wording
        self._screen = m.PausedScreen("", 0.0)

    def show(self, screen: m.PausedScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def cause(self) -> str:
        """Why, in words."""
        return self._wording.of(PAUSES, self._screen.cause)

    @Property(int, notify=changed)
    def creditS(self) -> int:
        """Whole seconds credited so far."""
        return round(self._screen.credit_s)


@QmlElement
class WelcomeBackViewModel(QObject):
    """After an interruption: what was saved, what comes next."""

    changed = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._screen = m.WelcomeBackScreen("", 0.0, 0, 0.0, 0, 0, opening=True)

    def show(self, screen: m.WelcomeBackScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def cause(self) -> str:
        """Why, in words."""
        return self._wording.of(PAUSES, self._screen.cause)

    @Property(str, notify=changed)
    def away(self) -> str:
        """How long the interruption has lasted, `m:ss`."""
        return minutes(self._screen.away_s)

    @Property(int, notify=changed)
    def saved(self) -> int:
        """Answers that are complete."""
        return self._screen.saved

    @Property(int, notify=changed)
    def cutS(self) -> int:
        """Whole seconds saved of the answer that was interrupted; 0 when none was."""
        return round(self._screen.cut_s)

    @Property(int, notify=changed)
    def number(self) -> int:
        """Of the question that comes next; 0 for none."""
        return self._screen.number

    @Property(int, notify=changed)
    def total(self) -> int:
        """Of how many questions; 0 in the practice."""
        return self._screen.total

    @Property(bool, notify=changed)
    def opening(self) -> bool:
        """Camera and microphone are not recorded yet."""
        return self._screen.opening

    @Slot()
    def goOn(self) -> None:
        """Go on with the interview."""
        self._send(m.Continue(self._screen.kind))
