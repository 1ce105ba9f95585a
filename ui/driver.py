"""Acts as a person in the real windows, told what to do over a local socket: docs/driver.md.

For the demonstration and for tests. It is there only when the settings say `drive`, and it can do
only what `ui.gestures` can.
"""

import json
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.domain.messages import screen as m
from ui.errors import DriverPathError, GestureRefusedError
from ui.gestures import click, find, type_text
from ui.orders import (
    ORDERS,
    Awaited,
    ChooseLanguage,
    Click,
    Order,
    Screenshot,
    Toggle,
    TypeText,
    Wait,
    Watch,
    announcement,
    fits,
)
from ui.screens import Screens

LOG = logging.getLogger("booth.driver")
PATIENCE_S = 3.0
"""How long a gesture that a person could not do yet is tried again before it fails."""
RETRY_MS = 100
PATH_LIMIT = 100
"""Bytes: a Unix socket's path has at most 107."""

_CANDIDATE = TypeAdapter(m.ShowCandidate)
_OPERATOR = TypeAdapter(m.ShowOperator)


@dataclass(slots=True)
class _Work:
    """The order under way."""

    order: Order
    left_ms: float = field(default=0.0)


class Driver(QObject):
    """Listens on a local socket; one order after the other; one answer each."""

    def __init__(self, screens: Screens, path: str) -> None:
        """Listen.

        Raises:
            DriverPathError: not a usable path.
        """
        super().__init__(screens)
        self._screens = screens
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not path or len(path.encode()) > PATH_LIMIT or not self._server.listen(path):
            raise DriverPathError("The driver's socket cannot be opened")
        self._server.newConnection.connect(self._connected)
        self._socket: QLocalSocket | None = None
        self._queue: deque[bytes] = deque()
        self._work: _Work | None = None
        self._acting = False
        self._count = 0
        self._watched = False
        self._desk: m.ShowOperator | None = None
        self._now = announcement(screens.candidate.shown)
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self._go_on)
        screens.shown.connect(self._shown)
        screens.desk_shown.connect(self._desk_shown)

    def close(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._server.close()
        if self._socket is not None:
            self._socket.abort()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        if self._socket is not None:
            socket.abort()
            return
        self._socket = socket
        self._count = 0
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self._gone)
        self._tell(asdict(self._now))
        self._read()

    def _gone(self) -> None:
        self._timer.stop()
        self._queue.clear()
        self._watched = False
        self._socket, self._work = None, None

    def _desk_shown(self, shown: m.ShowOperator) -> None:
        self._desk = shown
        if self._watched:
            self._tell({"operator": _OPERATOR.dump_python(shown, mode="json")})

    def _watch(self) -> None:
        self._watched = True
        shown = self._screens.candidate.shown
        self._tell({"candidate": _CANDIDATE.dump_python(shown, mode="json")})
        if self._desk is not None:
            self._desk_shown(self._desk)

    def _shown(self, shown: m.ShowCandidate) -> None:
        if self._watched:
            self._tell({"candidate": _CANDIDATE.dump_python(shown, mode="json")})
        now = announcement(shown)
        if now != self._now:
            self._now = now
            self._tell(asdict(now))

    def _tell(self, line: Mapping[str, object]) -> None:
        if self._socket is not None:
            self._socket.write(QByteArray(json.dumps(line, ensure_ascii=False).encode() + b"\n"))
            self._socket.flush()

    def _read(self) -> None:
        while self._socket is not None and self._socket.canReadLine():
            self._queue.append(bytes(self._socket.readLine().data()))
        self._next()

    def _next(self) -> None:
        if self._work is not None or not self._queue:
            return
        line = self._queue.popleft()
        self._count += 1
        try:
            order = ORDERS.validate_json(line)
        except ValidationError:
            self._end("Not an order that docs/driver.md knows")
            return
        patience_s = order.wait.timeout_s if isinstance(order, Wait) else PATIENCE_S
        self._work = _Work(order, patience_s * 1000)
        self._timer.start()
        QTimer.singleShot(0, self._go_on)

    def _go_on(self) -> None:
        work = self._work
        if work is None or self._acting:
            # a gesture lets events through: the timer must not press what the first press brings
            return
        self._acting = True
        try:
            self._do(work.order)
        except GestureRefusedError as error:
            work.left_ms -= RETRY_MS
            if work.left_ms < 0:
                self._end(error.what)
            return
        finally:
            self._acting = False
        self._end("")

    def _end(self, reason: str) -> None:
        self._work = None
        self._timer.stop()
        if reason:
            LOG.warning("Order %d failed: %s", self._count, reason)
            self._tell({"failed": reason, "order": self._count})
        else:
            self._tell({"done": self._count})
        QTimer.singleShot(0, self._next)

    def _do(self, order: Order) -> None:
        window = self._screens.window
        match order:
            case Click():
                click(window(order.window), order.click)
            case Toggle():
                click(window(order.window), order.toggle)
            case TypeText():
                type_text(window(order.window), *order.type)
            case ChooseLanguage():
                click(window("candidate"), f"language_{order.language}")
            case Screenshot():
                self._photograph(order)
            case Wait():
                self._await(order.wait)
            case Watch():
                self._watch()

    def _photograph(self, order: Screenshot) -> None:
        picture = self._screens.window(order.window).grabWindow()
        if not Path(order.screenshot).parent.is_dir() or not picture.save(order.screenshot):
            raise GestureRefusedError("The picture cannot be saved there")

    def _await(self, awaited: Awaited) -> None:
        if not fits(awaited, self._now):
            raise GestureRefusedError(f"Still at {self._now}")
        if (
            awaited.item
            and not find(self._screens.window(awaited.window), awaited.item).isEnabled()
        ):
            raise GestureRefusedError(f"{awaited.item!r} is disabled")
