"""ID card and face."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.identity import CHOOSABLE, ZONE_DOCUMENTS
from app.domain.messages import screen as m
from ui.viewmodels.arrival import Send
from ui.viewmodels.rows import RowsModel
from ui.words import DOCUMENTS, HINTS, ZONE_HINTS, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that was read: code, its name in words, its value."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem: code and words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that can be chosen: code and words."""

    code: str
    text: str


def document_rows(but: str, wording: Wording) -> tuple[DocumentRow, ...]:
    """Every document but the one in use."""
    others = [kind for kind in CHOOSABLE if kind != but]
    return tuple(DocumentRow(kind, wording.of(DOCUMENTS, kind)) for kind in others)


def field_rows(
    fields: tuple[tuple[str, str], ...], document: str, wording: Wording
) -> tuple[FieldRow, ...]:
    """Fields in words; the number of another document than the card is not called an ID number."""
    names = {"number": "document_number"} if document in ZONE_DOCUMENTS else {}
    return tuple(
        FieldRow(key, wording.field(names.get(key, key)), wording.value(value))
        for key, value in fields
    )


@QmlElement
class CardViewModel(QObject):
    """One side of the identity document."""

    changed = Signal()
    outlineChanged = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._screen = m.CardScreen("front", "", (), (), waiting_for_operator=False)
        self._fields = RowsModel(FieldRow, self)
        self._problems = RowsModel(ProblemRow, self)
        self._documents = RowsModel(DocumentRow, self)

    def show(self, screen: m.CardScreen) -> None:
        """Show this; an outline that moved is told apart, ten times a second."""
        before, self._screen = self._screen, screen
        if (before.outline, before.outline_good) != (screen.outline, screen.outline_good):
            self.outlineChanged.emit()
        self._documents.show(document_rows(screen.document, self._wording))
        self._fields.show(field_rows(screen.fields, screen.document, self._wording))
        texts = dict.fromkeys(
            self._wording.problem(problem.code, screen.document) for problem in screen.problems
        )
        self._problems.show(tuple(ProblemRow("", text) for text in texts))
        self.changed.emit()

    @Property(bool, notify=changed)
    def front(self) -> bool:
        """The side with the portrait is asked for."""
        return self._screen.side == "front"

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What to do better."""
        hint = self._screen.hint
        table = ZONE_HINTS if self._zone and hint in ZONE_HINTS else HINTS
        return self._wording.of(table, hint)

    @Property("QVariantList", notify=outlineChanged)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    def outline(self) -> list[float]:
        """The document's corners as x, y, x, y...: shares of the camera's picture; or nothing."""
        return [value for corner in self._screen.outline for value in corner]

    @Property(bool, notify=outlineChanged)
    def outlineGood(self) -> bool:
        """The document lies well."""
        return self._screen.outline_good

    @property
    def _zone(self) -> bool:
        return self._screen.document in ZONE_DOCUMENTS

    @Property(int, notify=changed)
    def zoneLines(self) -> int:
        """Lines of the machine-readable zone that is to be seen; 0 for a card without."""
        if not self._zone:
            return 0
        return 2 if self._screen.document == "passport" else 3

    @Property(str, notify=changed)
    def documentText(self) -> str:
        """The document in words."""
        return self._wording.of(DOCUMENTS, self._screen.document)

    @Property(bool, notify=changed)
    def mayChoose(self) -> bool:
        """Another document can be chosen."""
        return self._screen.may_choose and not self._screen.waiting_for_operator

    @Property(RowsModel, notify=changed)
    def documents(self) -> RowsModel:
        """`DocumentRow`s: the others that can be chosen."""
        return self._documents

    @Slot(str)
    def choose(self, code: str) -> None:
        """Another document is shown to the camera."""
        for kind in CHOOSABLE:
            if kind == code:
                self._send(m.ChooseDocument(kind))

    @Property(bool, notify=changed)
    def steady(self) -> bool:
        """The card lies well; it only has to be held."""
        return self._screen.hint == "hold_still"

    @Property(bool, notify=changed)
    def read(self) -> bool:
        """The side was read; the candidate looks it over."""
        return bool(self._screen.fields)

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """A member of staff has to look."""
        return self._screen.waiting_for_operator

    @Property(bool, notify=changed)
    def again(self) -> bool:
        """After a long interruption."""
        return self._screen.again

    @Property(RowsModel, notify=changed)
    def fields(self) -> RowsModel:
        """`FieldRow`s."""
        return self._fields

    @Property(RowsModel, notify=changed)
    def problems(self) -> RowsModel:
        """`ProblemRow`s, each text once."""
        return self._problems

    @Property(int, notify=changed)
    def problemCount(self) -> int:
        """How many problems."""
        return len(self._screen.problems)

    @Slot()
    def goOn(self) -> None:
        """What was read is right."""
        self._send(m.Continue(self._screen.kind))

    @Slot()
    def readAgain(self) -> None:
        """Read the card again."""
        self._send(m.TryAgain(self._screen.kind))


@QmlElement
class FaceViewModel(QObject):
    """The face is compared with the card."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.FaceScreen("looking", 0, waiting_for_operator=False)

    def show(self, screen: m.FaceScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def state(self) -> str:
        """`looking`, `matched`, `not_matched`."""
        return self._screen.state

    @Property(int, notify=changed)
    def person(self) -> int:
        """Which of two members of staff looks, on the path without face; 0 on the other."""
        return self._screen.person

    @Property(int, notify=changed)
    def triesLeft(self) -> int:
        """Further tries."""
        return self._screen.tries_left

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """A member of staff has to look."""
        return self._screen.waiting_for_operator

    @Property(bool, notify=changed)
    def again(self) -> bool:
        """After a long interruption."""
        return self._screen.again

    @Slot()
    def goOn(self) -> None:
        """Go on after the match."""
        self._send(m.Continue(self._screen.kind))

    @Slot()
    def tryAgain(self) -> None:
        """Compare once more."""
        self._send(m.TryAgain(self._screen.kind))
