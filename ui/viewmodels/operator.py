"""The operator's window."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.analysis import Language
from app.domain.ids import AssignmentId
from app.domain.messages import screen as m
from ui.album import AlbumKeeper
from ui.preview import PreviewSource
from ui.viewmodels.arrival import Send
from ui.viewmodels.decision import DecisionViewModel
from ui.viewmodels.ending import AlertRow, UnwatchedRow, alert_row, unwatched_row
from ui.viewmodels.identity import ProblemRow
from ui.viewmodels.operator_rows import (
    AssignmentRow,
    OutboxRow,
    PictureRow,
    ProcessRow,
    assignment_row,
    outbox_row,
    process_row,
)
from ui.viewmodels.rows import RowsModel
from ui.viewmodels.session import EMPTY, DevicesViewModel, SessionViewModel
from ui.words import Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

ChooseLanguage = Callable[[Language], None]

UNWATCHED_SHOWN = 2
"""More than the last few stretches would push the alerts off the panel; the record holds all."""


@dataclass(frozen=True, slots=True)
class Sights:
    """What there is to see: both cameras live, and what was kept of the alerts."""

    candidate: PreviewSource
    room: PreviewSource
    album: AlbumKeeper


@QmlElement
class OperatorViewModel(QObject):
    """Everything the operator's window shows."""

    changed = Signal()

    def __init__(
        self,
        send: Send,
        wording: Wording,
        choose: ChooseLanguage,
        sights: Sights,
        parent: QObject,
    ) -> None:
        """Locked until told otherwise.

        Args:
            send: where what the operator did goes.
            wording: in the operator's language.
            choose: sets the operator's language; it is this window's own affair.
            sights: the cameras, and the pictures around each alert.
            parent: owns this object.
        """
        super().__init__(parent)
        self._send, self._wording, self._choose = send, wording, choose
        self._shown = EMPTY
        self._language: Language = "zh"
        self._session = SessionViewModel(wording, self)
        self._album = sights.album
        self._opened = -1
        self._devices = DevicesViewModel(wording, (sights.candidate, sights.room), self)
        self._decision = DecisionViewModel(send, wording, self)
        self._assignments = RowsModel(AssignmentRow, self)
        self._outbox = RowsModel(OutboxRow, self)
        self._alerts = RowsModel(AlertRow, self)
        self._unwatched = RowsModel(UnwatchedRow, self)
        self._pictures = RowsModel(PictureRow, self)
        sights.album.changed.connect(self._show_pictures)
        self._processes = RowsModel(ProcessRow, self)
        self._problems = RowsModel(ProblemRow, self)

    def show(self, shown: m.ShowOperator) -> None:
        """Show this."""
        self._shown = shown
        words = self._wording
        self._session.show(shown)
        self._devices.show(shown)
        self._decision.show(shown.decision, shown.stage)
        self._assignments.show(tuple(assignment_row(line, words) for line in shown.assignments))
        self._outbox.show(tuple(outbox_row(item, words) for item in shown.outbox))
        spans = shown.unwatched[-UNWATCHED_SHOWN:]
        self._unwatched.show(tuple(unwatched_row(span, words, shown.started) for span in spans))
        self._alerts.show(tuple(alert_row(alert, words, shown.started) for alert in shown.alerts))
        if self._opened >= len(shown.alerts) or shown.locked:
            self._opened = -1
        self._show_pictures()
        self._processes.show(tuple(process_row(line, words) for line in shown.processes))
        self._problems.show(
            tuple(ProblemRow(p.code, words.problem(p.code)) for p in shown.problems)
        )
        self.changed.emit()

    def set_language(self, language: Language) -> None:
        """The window's language changed: put every code into words again."""
        self._language = language
        self.show(self._shown)

    def candidate_reads(self, language: str) -> None:
        """The candidate's screens are in this language, in its own words."""
        self._session.candidate_reads(language)

    def _show_pictures(self) -> None:
        """Those of the alert that is opened; they go on coming for five seconds after it began."""
        around = () if self._opened < 0 else self._album.album.around(self._opened)
        rows = tuple(
            PictureRow(f"{at_s:+.1f} s", f"data:image/jpeg;base64,{jpeg}") for at_s, jpeg in around
        )
        self._pictures.show(rows)

    @Property(bool, notify=changed)
    def locked(self) -> bool:
        """Only the PIN pad and the lights are shown."""
        return self._shown.locked

    @Property(bool, notify=changed)
    def pinWrong(self) -> bool:
        """The last PIN was refused."""
        return self._shown.pin_wrong

    @Property(str, notify=changed)
    def branch(self) -> str:
        """The branch's name."""
        return self._shown.branch

    @Property(str, notify=changed)
    def kiosk(self) -> str:
        """The kiosk's name."""
        return self._shown.kiosk

    @Property(str, notify=changed)
    def language(self) -> str:
        """`zh` or `en`: this window's."""
        return self._language

    @Property(bool, notify=changed)
    def helpAsked(self) -> bool:
        """The candidate calls."""
        return self._shown.help_asked

    @Property(int, notify=changed)
    def alertCount(self) -> int:
        """How many alerts this session has."""
        return len(self._shown.alerts)

    @Property(int, notify=changed)
    def problemCount(self) -> int:
        """How many problems need a person."""
        return len(self._shown.problems)

    @Property(int, notify=changed)
    def outboxCount(self) -> int:
        """How many bundles are listed."""
        return len(self._shown.outbox)

    @Property(str, notify=changed)
    def sendsFrom(self) -> str:
        """When what waits may be sent; empty when it may now."""
        return self._shown.sends_from

    @Property(bool, notify=changed)
    def maySendNow(self) -> bool:
        """Whether the operator may send outside the hours."""
        return self._shown.may_send_now

    @Property(int, notify=changed)
    def assignmentCount(self) -> int:
        """How many assignments there are today."""
        return len(self._shown.assignments)

    @Property(SessionViewModel, notify=changed)
    def session(self) -> SessionViewModel:
        """The interview that runs."""
        return self._session

    @Property(DevicesViewModel, notify=changed)
    def devices(self) -> DevicesViewModel:
        """Cameras, microphone, disk, network."""
        return self._devices

    @Property(DecisionViewModel, notify=changed)
    def decision(self) -> DecisionViewModel:
        """What waits for a decision."""
        return self._decision

    @Property(RowsModel, notify=changed)
    def assignments(self) -> RowsModel:
        """`AssignmentRow`s."""
        return self._assignments

    @Property(RowsModel, notify=changed)
    def outbox(self) -> RowsModel:
        """`OutboxRow`s."""
        return self._outbox

    @Property(RowsModel, notify=changed)
    def alerts(self) -> RowsModel:
        """`AlertRow`s; the row's number is the alert's index."""
        return self._alerts

    @Property(int, notify=changed)
    def openedAlert(self) -> int:
        """Whose pictures are shown; -1 for none."""
        return self._opened

    @Property(RowsModel, notify=changed)
    def pictures(self) -> RowsModel:
        """`PictureRow`s of that alert, oldest first."""
        return self._pictures

    @Property(RowsModel, notify=changed)
    def unwatched(self) -> RowsModel:
        """`UnwatchedRow`s, the last few."""
        return self._unwatched

    @Property(int, notify=changed)
    def unwatchedCount(self) -> int:
        """How many stretches nobody watched."""
        return len(self._shown.unwatched)

    @Property(RowsModel, notify=changed)
    def processes(self) -> RowsModel:
        """`ProcessRow`s."""
        return self._processes

    @Property(RowsModel, notify=changed)
    def problems(self) -> RowsModel:
        """`ProblemRow`s."""
        return self._problems

    @Slot(str)
    def enterPin(self, pin: str) -> None:
        """Unlock."""
        self._send(m.EnterPin(pin))

    @Slot()
    def lock(self) -> None:
        """Lock."""
        self._send(m.LockOperator())

    @Slot(str)
    def start(self, assignment: str) -> None:
        """Start or resume an assignment."""
        self._send(m.StartAssignment(AssignmentId(assignment)))

    @Slot()
    def answerHelp(self) -> None:
        """The operator is there."""
        self._send(m.AnswerHelp())

    @Slot(int, str)
    def noteAlert(self, index: int, note: str) -> None:
        """Acknowledge an alert."""
        self._send(m.NoteAlert(index, note.strip()))

    @Slot()
    def sendNow(self) -> None:
        """Do not wait for the hours."""
        self._send(m.SendNow())

    @Slot(int)
    def openAlert(self, index: int) -> None:
        """Show an alert's pictures; those of the one that is open are put away."""
        self._opened = -1 if index == self._opened else index
        self._show_pictures()
        self.changed.emit()

    @Slot(bool)
    def pause(self, paused: bool) -> None:
        """Pause, or go on."""
        self._send(m.PauseInterview(paused))

    @Slot()
    def close(self) -> None:
        """Close the program; the kiosk decides whether it may."""
        self._send(m.CloseKiosk())

    @Slot(str)
    def choose(self, language: str) -> None:
        """This window's language."""
        self._choose("zh" if language == "zh" else "en")
