"""The movements that are asked for."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from app.ports.clock import Clock
from ui.viewmodels.arrival import Send
from ui.words import CHALLENGES, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LivenessViewModel(QObject):
    """Gestures that only somebody who sits here can do."""

    changed = Signal()
    tintChanged = Signal()

    def __init__(self, send: Send, wording: Wording, clock: Clock, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording, self._clock = send, wording, clock
        self._screen = m.LivenessScreen(None, 0, 0, "asking", waiting_for_operator=False)
        self._tint = 0

    def show(self, screen: m.LivenessScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()
        self.lookAtClock()

    @Property(bool, notify=changed)
    def sheds(self) -> bool:
        """The screen's edge sheds colours."""
        return self._screen.light is not None

    @Property(int, notify=tintChanged)
    def tint(self) -> int:
        """The colour now due: -1 cool, 0 none, 1 warm."""
        return self._tint

    @Slot()
    def lookAtClock(self) -> None:
        """The colour may be another by now; called often while the edge sheds colours."""
        light = self._screen.light
        due = 0 if light is None else light.tint_at(self._clock.monotonic_ns())
        if due != self._tint:
            self._tint = due
            self.tintChanged.emit()

    @Property(str, notify=changed)
    def challenge(self) -> str:
        """The gesture's code; empty for none."""
        return self._screen.challenge or ""

    @Property(str, notify=changed)
    def challengeText(self) -> str:
        """The gesture in words; empty for none."""
        return self._wording.of(CHALLENGES, self._screen.challenge or "")

    @Property(str, notify=changed)
    def digits(self) -> str:
        """To be read aloud, apart from each other; empty where none are asked for."""
        return "  ".join(self._screen.digits)

    @Property(bool, notify=changed)
    def mayExcuse(self) -> bool:
        """The candidate may say that this gesture cannot be done."""
        return self._screen.may_excuse

    @Slot()
    def cannot(self) -> None:
        """It cannot be done: ask for another."""
        if self._screen.challenge is not None:
            self._send(m.CannotDo(self._screen.challenge))

    @Property(int, notify=changed)
    def done(self) -> int:
        """Gestures seen."""
        return self._screen.done

    @Property(int, notify=changed)
    def total(self) -> int:
        """Gestures asked."""
        return self._screen.total

    @Property(str, notify=changed)
    def state(self) -> str:
        """`asking`, `passed`, `not_passed`."""
        return self._screen.state

    @Property(bool, notify=changed)
    def others(self) -> bool:
        """Movements were seen that were not asked for."""
        return self._screen.others

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """A member of staff has to look."""
        return self._screen.waiting_for_operator

    @Slot()
    def goOn(self) -> None:
        """Go on after the gestures."""
        self._send(m.Continue(self._screen.kind))

    @Slot()
    def tryAgain(self) -> None:
        """Do the gestures again."""
        self._send(m.TryAgain(self._screen.kind))
