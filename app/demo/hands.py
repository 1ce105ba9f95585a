"""The hands of the demo's people: orders to the screens' driver over its local socket.

The protocol is that of docs/driver.md. `Hands` also keeps what the windows show now.
"""

import contextlib
import json
import socket
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from app.domain.messages.screen import ShowCandidate, ShowOperator
from app.ports.clock import Clock

_CANDIDATE: TypeAdapter[ShowCandidate] = TypeAdapter(ShowCandidate)
_OPERATOR: TypeAdapter[ShowOperator] = TypeAdapter(ShowOperator)
ORDER_WITHIN_S = 12.0
CONNECT_EVERY_S = 0.2


@dataclass(slots=True)
class DriverHands:
    """Presses things through the driver; reconnects when the screens were started again.

    Attributes:
        path: the driver's socket.
        candidate, operator: what the windows show, None before anything was heard.
        pressed: orders carried out.
    """

    path: Path
    clock: Clock
    candidate: ShowCandidate | None = None
    operator: ShowOperator | None = None
    pressed: int = 0
    _socket: socket.socket | None = None
    _buffer: bytes = b""
    _answers: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    @property
    def connected(self) -> bool:
        """Whether the driver is there."""
        return self._socket is not None

    def connect(self) -> bool:
        """Connect, if the driver is there; it then tells everything that is shown."""
        if self._socket is not None:
            return True
        one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            one.connect(str(self.path))
        except OSError:
            one.close()
            return False
        self._socket, self._buffer, self._answers = one, b"", []
        self.candidate = self.operator = None
        return self._order({"watch": True})

    def listen(self, seconds: float) -> None:
        """Take in what the windows show, for at most `seconds`."""
        if self._socket is None:
            self.clock.sleep(CONNECT_EVERY_S)
            return
        self._socket.settimeout(max(seconds, 0.001))
        try:
            data = self._socket.recv(1 << 20)
        except TimeoutError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._heard(json.loads(line))

    def _heard(self, line: dict[str, object]) -> None:
        if "candidate" in line:
            self.candidate = _CANDIDATE.validate_python(line["candidate"])
        elif "operator" in line:
            self.operator = _OPERATOR.validate_python(line["operator"])
        elif "done" in line or "failed" in line:
            self._answers.append(line)

    def _order(self, order: dict[str, object]) -> bool:
        if self._socket is None:
            return False
        self._answers.clear()
        try:
            self._socket.sendall(json.dumps(order, ensure_ascii=False).encode() + b"\n")
        except OSError:
            self.close()
            return False
        until = self.clock.monotonic_ns() + int(ORDER_WITHIN_S * 1e9)
        while not self._answers and self.connected:
            if self.clock.monotonic_ns() > until:
                return False
            self.listen(0.2)
        done = bool(self._answers) and "done" in self._answers[0]
        self.pressed += done
        return done

    def click(self, item: str, window: str = "candidate") -> bool:
        """Press an item; False when it could not be pressed."""
        return self._order({"click": item, "window": window})

    def type(self, item: str, text: str, window: str = "candidate") -> bool:
        """Type into a field; False when it does not take text."""
        return self._order({"type": [item, text], "window": window})

    def picture(self, path: Path, window: str = "candidate") -> bool:
        """Save a picture of a window."""
        return self._order({"screenshot": str(path), "window": window})

    def close(self) -> None:
        """Let go of the driver."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
        self._socket = None
