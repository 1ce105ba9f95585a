"""The one thread crossing of the screens: messages from the pipe into the GUI's thread.

A reader thread waits at the pipe and emits one frozen message at a time; Qt queues it over to the
thread of the receiver. Nothing else in this process starts a thread.
"""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from app.domain.messages.screen import ScreenCommand, ScreenReport
from app.processes.errors import MessageRefusedError

LOG = logging.getLogger("booth.screens")
LOOK_EVERY_S = 0.25
"""How often the reader looks whether it is to end."""


class Pipe(Protocol):
    """What is used of `app.processes.channel.Channel`."""

    @property
    def closed(self) -> bool:
        """Whether the kiosk has gone."""
        ...

    def send(self, message: ScreenReport) -> None:
        """To the kiosk."""
        ...

    def receive(self, timeout_s: float | None = None) -> ScreenCommand | None:
        """From the kiosk; None when nothing came."""
        ...


class Bridge(QObject):
    """Emits `received` for each message, and `ended` once the kiosk has gone."""

    received = Signal(object)
    ended = Signal()

    def __init__(self, pipe: Pipe, parent: QObject) -> None:
        """Nothing is read before `start`."""
        super().__init__(parent)
        self._pipe = pipe
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="screens-bridge", daemon=True)

    def start(self, receive: Callable[[ScreenCommand], None], end: Callable[[], None]) -> None:
        """Deliver to these, in the GUI's thread."""
        self.received.connect(receive, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(end, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def send(self, report: ScreenReport) -> None:
        """Tell the kiosk what somebody did."""
        self._pipe.send(report)

    def stop(self) -> None:
        """End the reader and wait for it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                message = self._pipe.receive(LOOK_EVERY_S)
            except MessageRefusedError:
                LOG.exception("A message from the kiosk was refused")
                continue
            if message is not None:
                self.received.emit(message)
            elif self._pipe.closed:
                self.ended.emit()
                return


class Hooks:
    """What goes wrong in a slot, a thread or in Qt goes into the log, and the windows stay.

    An exception in a slot does not reach the code that emitted the signal; the windows must not
    end in the middle of an answer because of it. Restores what was there on leaving.
    """

    def __enter__(self) -> Self:
        """Install."""
        self._excepthook, self._threadhook = sys.excepthook, threading.excepthook
        sys.excepthook = self._exception
        threading.excepthook = self._thread_exception
        self._handler = qInstallMessageHandler(self._qt)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore."""
        sys.excepthook, threading.excepthook = self._excepthook, self._threadhook
        qInstallMessageHandler(self._handler)

    def _exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        LOG.error("A fault in the screens", exc_info=(kind, error, trace))

    def _thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _qt(self, kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        levels = {
            QtMsgType.QtDebugMsg: logging.DEBUG,
            QtMsgType.QtInfoMsg: logging.INFO,
            QtMsgType.QtWarningMsg: logging.WARNING,
        }
        LOG.log(levels.get(kind, logging.ERROR), "Qt %s: %s", context.category or "", text or "")
