"""A line between branch and HQ that misbehaves: it cuts, stalls, slows, garbles and lies."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.ports.clock import Clock

Fault = Literal[
    "none",
    "cut",
    "reset",
    "stall",
    "truncate",
    "garble",
    "slow",
    "lie",
    "deaf",
    "hello",
    "flight",
    "finish",
    "impostor",
]
HANDSHAKES: tuple[Fault, ...] = ("hello", "flight", "finish")
_PIECE = 16 * 1024
_SLOW_BYTES_PER_S = 2_000_000.0
_STALL_S = 1.0
_QUIET_S = 30.0
"""A connection on which nothing comes for so long is over."""
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Plan:
    """What happens next; each fault happens once.

    Attributes:
        fault: which one; `slow` and `impostor` last until they are changed.
        after: bytes from the branch before it happens; `lie`, `deaf`, `impostor` and the
            handshakes then end the connection, and the next one is lied to, closed at once, led to
            the impostor, or cut in TLS's handshake: after the branch's hello, in the middle of
            HQ's answer, or before the branch's last word in it.
        lie: for `lie`, the answer given in HQ's place by somebody who has HQ's TLS key.
        shown: for `impostor`, the certificate and key it has.
    """

    fault: Fault = "none"
    after: int = 0
    lie: bytes = b""
    shown: ssl.SSLContext | None = None


_ENDS_FIRST = {"lie", "deaf", "impostor", *HANDSHAKES}


class Line:
    """A TCP proxy on loopback; every connection has two threads."""

    def __init__(self, port: int, hq_port: int, tls: tuple[Path, Path], clock: Clock) -> None:
        """Lead from `port` to `hq_port`.

        Args:
            port: where the branch connects.
            hq_port: where HQ listens.
            tls: HQ's certificate and key, for lies.
            clock: the machine's.
        """
        self.plan = Plan()
        self.struck = 0
        self.heard = 0
        """Bytes that an impostor was told after the handshake."""
        self._hq = ("127.0.0.1", hq_port)
        self._clock = clock
        self._lock = threading.Lock()
        self._up = 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*tls)
        self._listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, name="lab-line", daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def arm(self, plan: Plan) -> None:
        """Have this happen."""
        with self._lock:
            self.plan, self._up = plan, 0

    @property
    def up(self) -> int:
        """Bytes from the branch since something was armed."""
        return self._up

    def _accept(self) -> None:
        while True:
            try:
                branch, _ = self._listening.accept()
            except OSError:
                return
            branch.settimeout(_QUIET_S)
            threading.Thread(target=self._lead, args=(branch,), daemon=True).start()

    def _lead(self, branch: socket.socket) -> None:
        if self._takes("deaf"):
            branch.close()
            return
        lie = self.plan.lie
        if self._takes("lie"):
            self._lie(branch, lie)
            return
        if self.plan.fault == "impostor" and self._next_is_due() and self.plan.shown is not None:
            self._pretend(branch, self.plan.shown)
            return
        handshake: Fault | None = next((one for one in HANDSHAKES if self._takes(one)), None)
        try:
            hq = socket.create_connection(self._hq, 5.0)
        except OSError:
            branch.close()
            return
        hq.settimeout(_QUIET_S)
        if handshake is not None:
            _cut_handshake(branch, hq, handshake)
            return
        threading.Thread(target=self._pump, args=(hq, branch), daemon=True).start()
        self._pump(branch, hq, up=True)

    def _takes(self, fault: Fault) -> bool:
        with self._lock:
            due = self.plan.fault == fault and self._up >= self.plan.after
            if due:
                self.plan, self.struck = Plan(), self.struck + 1
            return due

    def _next_is_due(self) -> bool:
        """Whether this connection has to end, for the next one to be dealt with."""
        with self._lock:
            return self.plan.fault in _ENDS_FIRST and self._up >= self.plan.after

    def _pump(self, source: socket.socket, target: socket.socket, *, up: bool = False) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            while piece := source.recv(_PIECE):
                if up:
                    with self._lock:
                        self._up += len(piece)
                if self.plan.fault == "slow":
                    self._clock.sleep(len(piece) / _SLOW_BYTES_PER_S)
                if self._strikes(source, target, piece, up=up):
                    break
                if up and self._takes("garble"):
                    piece = bytes(len(piece)) + piece
                target.sendall(piece)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _strikes(
        self, source: socket.socket, target: socket.socket, piece: bytes, *, up: bool
    ) -> bool:
        if up and (self._takes("cut") or self._next_is_due()):
            return True
        if up and self._takes("reset"):
            for one in (source, target):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                one.close()
            return True
        if up and self._takes("stall"):
            self._clock.sleep(_STALL_S)
            return True
        if not up and self._takes("truncate"):
            target.sendall(piece[: len(piece) // 2])
            return True
        return False

    def _lie(self, branch: socket.socket, lie: bytes) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            spoken = self._context.wrap_socket(branch, server_side=True)
            spoken.recv(_PIECE)
            spoken.sendall(lie)
            spoken.close()
        branch.close()

    def _pretend(self, branch: socket.socket, shown: ssl.SSLContext) -> None:
        with self._lock:
            self.struck += 1
        with contextlib.suppress(OSError, ssl.SSLError):
            spoken = shown.wrap_socket(branch, server_side=True)
            while piece := spoken.recv(_PIECE):
                self.heard += len(piece)
        branch.close()


def _cut_handshake(branch: socket.socket, hq: socket.socket, step: Fault) -> None:
    """Lead the handshake as far as `step`, and end both connections."""
    with contextlib.suppress(OSError), branch, hq:
        hello = branch.recv(_PIECE)
        if step == "hello":
            return
        hq.sendall(hello)
        flight = hq.recv(_PIECE)
        if step == "flight":
            branch.sendall(flight[: len(flight) // 2])
            return
        branch.sendall(flight)
        branch.recv(_PIECE)


LIES: dict[str, bytes] = {
    "rubbish": b"\x00\x01\x02 nothing that HTTP knows\r\n\r\n",
    "locked": b"HTTP/1.1 423 Locked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "error": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "forbidden": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nConnection: close\r\n\r\nno!\n",
    "redirect": b"HTTP/1.1 307 There\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n",
    "offset": b"HTTP/1.1 204 Done\r\nUpload-Offset: 999999999\r\nConnection: close\r\n\r\n",
    "accepted": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
}


@contextlib.contextmanager
def line(port: int, hq_port: int, tls: tuple[Path, Path], clock: Clock) -> Generator[Line]:
    """A line that is closed afterwards."""
    one = Line(port, hq_port, tls, clock)
    try:
        yield one
    finally:
        one.close()
