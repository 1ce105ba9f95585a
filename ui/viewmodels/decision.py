"""What waits for the operator's decision."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.identity import CHOOSABLE, DocumentKind
from app.domain.messages import screen as m
from ui.viewmodels.arrival import Send
from ui.viewmodels.identity import (
    DocumentRow,
    FieldRow,
    ProblemRow,
    document_rows,
    field_rows,
)
from ui.viewmodels.rows import RowsModel
from ui.words import DOCUMENTS, STAGES, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_TYPED_STEPS = ("card_front", "card_back")
"""Steps whose fields the operator may type from the card."""

_TWO_SIDED: DocumentKind = "resident_card"


def _typed_of(asked: m.DecisionAsked | None) -> tuple[str, str]:
    """What typed fields belong to: a step, and a document."""
    return (asked.step, asked.document) if asked else ("", "")


@QmlElement
class DecisionViewModel(QObject):
    """What waits for a person's decision."""

    changed = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Nothing waits."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._asked: m.DecisionAsked | None = None
        self._fields = RowsModel(FieldRow, self)
        self._problems = RowsModel(ProblemRow, self)
        self._documents = RowsModel(DocumentRow, self)
        self._corrected: dict[str, str] = {}
        self._may_type = self._types_back = False

    def show(self, asked: m.DecisionAsked | None, stage: str) -> None:
        """Show this, at this stage of the visit."""
        if _typed_of(asked) != _typed_of(self._asked):
            self._corrected.clear()
        self._asked = asked
        self._types_back = stage == "card_back"
        self._may_type = stage == "card_front" or (self._types_back and asked is None)
        self._documents.show(
            (DocumentRow(_TWO_SIDED, self._wording.of(DOCUMENTS, _TWO_SIDED)),)
            if self._types_back
            else document_rows(self._document, self._wording)
        )
        fields = asked.fields if asked else ()
        problems = asked.problems if asked else ()
        document = asked.document if asked else ""
        self._fields.show(field_rows(fields, self._document, self._wording))
        self._problems.show(
            tuple(ProblemRow(p.code, self._wording.problem(p.code, document)) for p in problems)
        )
        self.changed.emit()

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """Whether anything waits."""
        return self._asked is not None

    @Property(str, notify=changed)
    def step(self) -> str:
        """The step's code; empty for none."""
        return self._asked.step if self._asked else ""

    @Property(str, notify=changed)
    def stepText(self) -> str:
        """The step in words."""
        return self._wording.of(STAGES, self._asked.step) if self._asked else ""

    @Property(str, notify=changed)
    def first(self) -> str:
        """Who confirmed first, where somebody else has to confirm now; empty where not."""
        return self._asked.first if self._asked else ""

    @Property(bool, notify=changed)
    def correctable(self) -> bool:
        """Whether the fields can be typed."""
        return self._asked is not None and self._asked.step in _TYPED_STEPS

    @Property(str, notify=changed)
    def document(self) -> str:
        """The code of the document whose fields are shown; empty where none is."""
        return self._document

    @property
    def _document(self) -> str:
        typed = self._asked is not None and self._asked.step in _TYPED_STEPS
        return self._asked.document if self._asked and typed else ""

    @Property(str, notify=changed)
    def documentText(self) -> str:
        """The document in words."""
        return self._wording.of(DOCUMENTS, self._document)

    @Property(bool, notify=changed)
    def mayType(self) -> bool:
        """A document can be typed now, without the camera."""
        return self._may_type

    @Property(bool, notify=changed)
    def typesBack(self) -> bool:
        """It is the card's second side that can be typed, not another document."""
        return self._types_back

    @Property(RowsModel, notify=changed)
    def documents(self) -> RowsModel:
        """`DocumentRow`s: those that can be typed."""
        return self._documents

    @Slot(str)
    def typeDocument(self, code: str) -> None:
        """Type the fields of this document."""
        for kind in CHOOSABLE:
            if kind == code:
                self._send(m.TypeDocument(kind))

    @Property(RowsModel, notify=changed)
    def fields(self) -> RowsModel:
        """`FieldRow`s."""
        return self._fields

    @Property(RowsModel, notify=changed)
    def problems(self) -> RowsModel:
        """`ProblemRow`s."""
        return self._problems

    @Slot(str, str)
    def correct(self, key: str, value: str) -> None:
        """Type a field as it stands on the card; sent with the decision."""
        self._corrected[key] = value.strip()

    @Slot(bool, str)
    def decide(self, accept: bool, reason: str) -> None:
        """Go on nevertheless, or end the interview."""
        if self._asked is not None:
            corrected = tuple(self._corrected.items())
            self._send(m.Decide(self._asked.step, accept, reason.strip(), corrected))

    @Slot(str, bool, str)
    def countersign(self, pin: str, accept: bool, reason: str) -> None:
        """A second person goes on or ends the interview, by a PIN of their own."""
        if self._asked is not None:
            self._send(m.Countersign(pin, accept, reason.strip()))
