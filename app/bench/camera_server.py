"""A network camera that misbehaves when told: MJPEG over HTTP on this machine, in a process.

Real sockets and real JPEG pictures on the way that a network camera takes into the recorder. Every
picture carries its number; which one is due follows from the clock, so a picture that was not sent
is missing in the recording by its number.
"""

import contextlib
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from app.bench.pictures import CYCLE, jpeg, numbered, read_picture, with_face
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import Channel, WorkerLink

Way = Literal["ok", "stall", "size", "corrupt", "drop", "flash"]
FLASH_PICTURES = 10


@dataclass(frozen=True, slots=True)
class CameraServerConfig:
    """What the camera gives.

    Attributes:
        portrait: file of a person's picture to put before the scene; empty for nobody.
    """

    width_px: int
    height_px: int
    rate_hz: float
    quality_cycle: int = CYCLE
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class Behave:
    """Behave like that from now on; `flash` lasts ten pictures, the others until the next one."""

    way: Way
    kind: Literal["behave"] = "behave"


@dataclass(frozen=True, slots=True)
class Serving:
    """It listens; picture n is due at `zero_ns + n / rate`."""

    port: int
    zero_ns: MonotonicNs
    kind: Literal["serving"] = "serving"


@dataclass(frozen=True, slots=True)
class Flashed:
    """The first bright picture was sent."""

    at_ns: MonotonicNs
    kind: Literal["flashed"] = "flashed"


CameraServerReport = Serving | Flashed


class _Pictures:
    """Rendered once; sizes and lights as they are asked for."""

    def __init__(self, config: CameraServerConfig) -> None:
        size = (config.width_px, config.height_px)
        self._small = (640, 480) if size != (640, 480) else (800, 600)
        self.cycle = config.quality_cycle
        self._size = size
        portrait = read_picture(config.portrait) if config.portrait else None
        self.plain = [self._rendered(n, portrait) for n in range(self.cycle)]

    def _rendered(self, number: int, portrait: Image | None) -> bytes:
        scene = numbered(number, self._size)
        return jpeg(scene if portrait is None else with_face(scene, portrait, number))

    def bright(self, number: int) -> bytes:
        return jpeg(numbered(number, self._size, bright=True))

    def small(self, number: int) -> bytes:
        return jpeg(numbered(number, self._small))


class _Camera:
    """What all connections share."""

    def __init__(self, config: CameraServerConfig, clock: Clock, report: Any) -> None:
        self.config = config
        self.clock = clock
        self.pictures = _Pictures(config)
        self.zero_ns = clock.monotonic_ns()
        self.way: Way = "ok"
        self.flashes = 0
        self.report = report

    def next_number(self) -> int:
        passed = (self.clock.monotonic_ns() - self.zero_ns) / NS_PER_S
        return int(passed * self.config.rate_hz) + 1

    def after(self, number: int) -> int:
        """The next number: a little late is sent late, as a camera's own buffer does."""
        due = self.next_number()
        late = due - number > self.config.rate_hz or self.way == "stall"
        return max(number + 1, due) if late else number + 1

    def wait_for(self, number: int) -> None:
        due = self.zero_ns + round(number / self.config.rate_hz * NS_PER_S)
        self.clock.sleep(max(0, due - self.clock.monotonic_ns()) / NS_PER_S)

    def content(self, number: int) -> bytes:
        at = number % self.pictures.cycle
        if self.flashes:
            self.flashes -= 1
            if self.flashes == FLASH_PICTURES - 1:
                self.report(Flashed(self.clock.monotonic_ns()))
            return self.pictures.bright(at)
        if self.way == "size":
            return self.pictures.small(at)
        if self.way == "corrupt":
            whole = self.pictures.plain[at]
            middle = len(whole) // 2
            return whole[:middle] if number % 2 else whole[:middle] + bytes(400) + whole[middle:]
        return self.pictures.plain[at]


def _handler(camera: _Camera) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if camera.way == "drop":
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            with contextlib.suppress(OSError):
                self._stream()

        def _stream(self) -> None:
            number = camera.next_number()
            while camera.way != "drop":
                camera.wait_for(number)
                if camera.way != "stall":
                    self._send(camera.content(number))
                number = camera.after(number)

        def _send(self, content: bytes) -> None:
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(content)}\r\n\r\n"
            self.wfile.write(head.encode() + content + b"\r\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            del format, args

    return Handler


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """Serve until the other end of the pipe is closed."""
    config = link.config(CameraServerConfig)
    channel: Channel[Any, Any] = link.channel(CameraServerReport, Behave)
    camera = _Camera(config, clock, channel.send)
    devices.raise_priority()  # once the pictures are rendered: that would keep everybody waiting
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(camera))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    channel.send(Serving(server.server_address[1], camera.zero_ns))
    while not channel.closed:
        match channel.receive(1.0):
            case Behave(way="flash"):
                camera.flashes = FLASH_PICTURES
            case Behave(way=way):
                camera.way = way
            case _:
                pass
    server.shutdown()
