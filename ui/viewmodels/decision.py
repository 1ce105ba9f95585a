"""What waits for the operator's decision."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from ui.viewmodels.arrival import Send
from ui.viewmodels.identity import FieldRow, ProblemRow, field_rows
from ui.viewmodels.rows import RowsModel
from ui.words import STAGES, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_TYPED_STEPS = ("card_front", "card_back")
"""Steps whose fields the operator may type from the card."""


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
        self._corrected: dict[str, str] = {}

    def show(self, asked: m.DecisionAsked | None) -> None:
        """Show this."""
        if asked is None or self._asked is None or asked.step != self._asked.step:
            self._corrected.clear()
        self._asked = asked
        fields = asked.fields if asked else ()
        problems = asked.problems if asked else ()
        self._fields.show(field_rows(fields, self._wording))
        self._problems.show(
            tuple(ProblemRow(p.code, self._wording.problem(p.code)) for p in problems)
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
