"""Right to reply, sealing, receipt, closed."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from app.domain.observation import Alert, Unwatched
from app.domain.record import FaultCredit
from app.domain.timing import WallTime
from ui.printing import Printer, Printers, ReceiptPaper, own_printer, print_receipt
from ui.viewmodels.arrival import Send
from ui.viewmodels.rows import RowsModel
from ui.words import (
    ALERTS,
    FAULTS,
    RECEIPT_CHECK,
    RECEIPT_FINGERPRINT,
    RECEIPT_TITLE,
    UNWATCHED,
    Wording,
)

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

DIGEST_GROUP = 8
"""Characters a group: a person can compare 64 characters in groups of eight."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert: words, when (`hh:mm:ss`, or `m:ss`), seconds it lasted (-1 while it does), note.

    `filmed`: a camera noticed it. Or a fault of the system: `credited` says so.
    """

    text: str
    at: str
    seconds: int
    room_camera: bool
    note: str
    filmed: bool = False
    credited: bool = False


def minutes(seconds: float) -> str:
    """`m:ss`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def time_of(seconds: float, started: WallTime | None) -> str:
    """`hh:mm:ss` by this machine's clock; `m:ss` of the session where its start is not known."""
    if started is None:
        return minutes(seconds)
    return f"{(started + timedelta(seconds=seconds)).astimezone():%H:%M:%S}"


def alert_row(alert: Alert, wording: Wording, started: WallTime | None = None) -> AlertRow:
    """An alert in words."""
    lasted = -1 if alert.end_s is None else max(1, round(alert.end_s - alert.start_s))
    kind = wording.of(ALERTS, alert.kind)
    text = f"{kind} ({alert.detail})" if alert.detail else kind
    text = f"{text} \u00d7{alert.times}" if alert.times > 1 else text
    return AlertRow(
        text,
        time_of(alert.start_s, started),
        lasted,
        alert.camera == "room",
        alert.note,
        filmed=alert.camera != "pc",
    )


@dataclass(frozen=True, slots=True)
class UnwatchedRow:
    """A stretch that nobody watched: from, to (`hh:mm:ss`, empty while it lasts), why in words."""

    since: str
    until: str
    why: str
    room_camera: bool


def unwatched_row(span: Unwatched, wording: Wording, started: WallTime | None) -> UnwatchedRow:
    """Such a stretch in words."""
    until = "" if span.end_s is None else time_of(span.end_s, started)
    why = wording.of(UNWATCHED, span.cause)
    return UnwatchedRow(time_of(span.start_s, started), until, why, span.camera == "room")


def fault_row(fault: FaultCredit, wording: Wording) -> AlertRow:
    """A fault of the system in words."""
    text = wording.of(FAULTS, fault.cause)
    seconds = round(fault.cost_s)
    return AlertRow(text, minutes(fault.at_s), seconds, room_camera=False, note="", credited=True)


@QmlElement
class ReplyViewModel(QObject):
    """What was noticed, and a field to add something."""

    changed = Signal()

    def __init__(self, send: Send, wording: Wording, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording = send, wording
        self._screen = m.ReplyScreen(())
        self._rows = RowsModel(AlertRow, self)

    def show(self, screen: m.ReplyScreen) -> None:
        """Show this."""
        self._screen = screen
        alerts = [(alert.start_s, alert_row(alert, self._wording)) for alert in screen.alerts]
        faults = [(fault.at_s, fault_row(fault, self._wording)) for fault in screen.faults]
        rows = sorted(alerts + faults, key=itemgetter(0))
        self._rows.show(tuple(row for _, row in rows))
        self.changed.emit()

    @Property(RowsModel, notify=changed)
    def alerts(self) -> RowsModel:
        """`AlertRow`s."""
        return self._rows

    @Property(int, notify=changed)
    def alertCount(self) -> int:
        """How many of them are alerts, not faults of the system."""
        return len(self._screen.alerts)

    @Property(int, notify=changed)
    def rowCount(self) -> int:
        """How many rows."""
        return self._rows.rowCount()

    @Slot(str)
    def reply(self, text: str) -> None:
        """Send the reply; empty for nothing to add."""
        self._send(m.SendReply(text.strip()))


@QmlElement
class SealingViewModel(QObject):
    """Nothing to do but wait."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._screen = m.SealingScreen("analysing", 0, 0)

    def show(self, screen: m.SealingScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(int, notify=changed)
    def stepIndex(self) -> int:
        """0 analysing, 1 sealing, 2 sending."""
        return ("analysing", "sealing", "sending").index(self._screen.step)

    @Property(int, notify=changed)
    def done(self) -> int:
        """Answers analysed."""
        return self._screen.done

    @Property(int, notify=changed)
    def total(self) -> int:
        """Of how many."""
        return self._screen.total


@QmlElement
class ReceiptViewModel(QObject):
    """The end: what the candidate takes along."""

    changed = Signal()

    def __init__(
        self, send: Send, wording: Wording, parent: QObject, printers: Printers = own_printer
    ) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send, self._wording, self._printers = send, wording, printers
        self._screen = m.ReceiptScreen("", at_hq=False, digest="", qr_svg="")
        self._printer: Printer | None = None
        self._printing = ""

    def show(self, screen: m.ReceiptScreen) -> None:
        """Show this; a printer is looked for once a receipt."""
        if screen.digest != self._screen.digest:
            self._printer, self._printing = self._printers() if screen.qr_svg else None, ""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def code(self) -> str:
        """The receipt's code; empty before HQ has answered."""
        return self._screen.code

    @Property(bool, notify=changed)
    def atHq(self) -> bool:
        """HQ has countersigned."""
        return self._screen.at_hq

    @Property(str, notify=changed)
    def digest(self) -> str:
        """The sealed bundle's digest in groups; empty before it is sealed."""
        return grouped(self._screen.digest)

    @Property(str, notify=changed)
    def qr(self) -> str:
        """The QR code as a `data:` address; empty for none."""
        if not self._screen.qr_svg:
            return ""
        packed = base64.b64encode(self._screen.qr_svg.encode()).decode()
        return f"data:image/svg+xml;base64,{packed}"

    @Property(bool, notify=changed)
    def canPrint(self) -> bool:
        """There is a printer, and something to print."""
        return self._printer is not None and bool(self._screen.qr_svg)

    @Property(str, notify=changed)
    def printing(self) -> str:
        """`taken` or `failed` after it was sent to the printer; empty before."""
        return self._printing

    @Slot()
    def printOut(self) -> None:
        """Print it on the machine's printer."""
        if self._printer is None:
            return
        say = self._wording.say
        paper = ReceiptPaper(
            say(RECEIPT_TITLE),
            self._screen.code,
            self._screen.qr_svg,
            (
                say(RECEIPT_CHECK),
                say(RECEIPT_FINGERPRINT).format(digest=grouped(self._screen.digest)),
            ),
        )
        self._printing = "taken" if print_receipt(self._printer, paper) else "failed"
        self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """The candidate leaves."""
        self._send(m.Continue(self._screen.kind))


def grouped(digest: str) -> str:
    """A digest in groups that a person can compare."""
    return " ".join(digest[at : at + DIGEST_GROUP] for at in range(0, len(digest), DIGEST_GROUP))


@QmlElement
class ClosedViewModel(QObject):
    """The interview ended without being held."""

    changed = Signal()

    def __init__(self, send: Send, parent: QObject) -> None:
        """Empty until shown."""
        super().__init__(parent)
        self._send = send
        self._screen = m.ClosedScreen("declined")

    def show(self, screen: m.ClosedScreen) -> None:
        """Show this."""
        self._screen = screen
        self.changed.emit()

    @Property(str, notify=changed)
    def cause(self) -> str:
        """`declined`, `withdrawn`, `refused`."""
        return self._screen.cause

    @Slot()
    def finish(self) -> None:
        """The candidate leaves."""
        self._send(m.Continue(self._screen.kind))
