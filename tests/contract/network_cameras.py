"""Network cameras on this machine that stall and change their size when told."""

import contextlib
import io
import signal
import socket
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np

from app.bench.camera_server import Behave, CameraServerConfig, CameraServerReport, Serving, Way
from app.bench.rig import Program
from tests.contract.devices_media import picture

RATE_HZ = 25
PICTURES = 50
"""Rendered by the HTTP camera; then they begin again."""
SECRET = "user:secret@"
ROOT = Path(__file__).resolve().parents[2]
GSTREAMER = "/usr/bin/python3"
ASK = (
    "import gi; gi.require_version('Gst', '1.0'); gi.require_version('GstRtspServer', '1.0');"
    "from gi.repository import Gst, GstRtspServer; Gst.init(None);"
    "assert Gst.ElementFactory.find('x264enc')"
)
NO_RTSP = (
    "GStreamer's RTSP server is not installed (apt install gir1.2-gst-rtsp-server-1.0 python3-gi"
    " gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly)"
)


def has_rtsp() -> bool:
    """Whether the system's Python can serve RTSP."""
    if not Path(GSTREAMER).exists():
        return False
    return subprocess.run([GSTREAMER, "-c", ASK], capture_output=True, check=False).returncode == 0


class NetworkSender(Protocol):
    """A camera on the network.

    Attributes:
        address: with the name and password in it.
        size: of its pictures at first.
    """

    address: str
    size: tuple[int, int]

    def stall(self) -> None: ...

    def resize(self, size: tuple[int, int]) -> None: ...

    def end(self) -> None: ...


class HttpSender:
    """Motion JPEG over HTTP, by the camera server of the benchmarks."""

    size = (640, 360)

    def __init__(self) -> None:
        program = (sys.executable, str(ROOT / "main.py"))
        config = CameraServerConfig(*self.size, RATE_HZ, PICTURES)
        self._server = Program(program, "camera", config, (Behave, CameraServerReport))
        serving = self._server.channel.receive(60.0)
        assert isinstance(serving, Serving)
        self.address = f"http://{SECRET}127.0.0.1:{serving.port}/video?token=secret"

    def stall(self) -> None:
        self._behave("stall")

    def resize(self, size: tuple[int, int]) -> None:
        assert size == (640, 480)  # the one that it has
        self._behave("size")

    def end(self) -> None:
        self._server.end()

    def _behave(self, way: Way) -> None:
        self._server.channel.send(Behave(way))


class RtspSender:
    """H.264 over RTSP, by GStreamer in a process of its own."""

    size = (1280, 720)

    def __init__(self) -> None:
        script = str(Path(__file__).with_name("rtsp_camera.py"))
        self._server = subprocess.Popen(
            [GSTREAMER, script, *map(str, self.size), str(RATE_HZ)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._told, said = self._server.stdin, self._server.stdout
        self.address = f"rtsp://{SECRET}127.0.0.1:{int(said.readline())}/camera"

    def stall(self) -> None:
        self._server.send_signal(signal.SIGSTOP)

    def resize(self, size: tuple[int, int]) -> None:
        self._told.write(f"{size[0]} {size[1]}\n")
        self._told.flush()

    def end(self) -> None:
        self._server.send_signal(signal.SIGCONT)
        self._told.close()
        self._server.wait(10)
        if self._server.stdout is not None:
            self._server.stdout.close()


class _Wire(io.RawIOBase):
    """Where FFmpeg's muxer writes: the connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._connection.sendall(data)
        return len(data)


class TcpSender:
    """H.264 in an MPEG transport stream over plain TCP, by FFmpeg's muxer."""

    size = (640, 360)

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://{SECRET}127.0.0.1:{self._listening.getsockname()[1]}"
        self._size = self.size
        self._stalled, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._serve, name="tcp-camera")
        self._thread.start()

    def stall(self) -> None:
        self._stalled.set()

    def resize(self, size: tuple[int, int]) -> None:
        self._size = size

    def end(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._listening.accept()
            number = 0
            with connection:
                while not self._stop.is_set():
                    number = self._stream(connection, number)

    def _stream(self, connection: socket.socket, number: int) -> int:
        """Send pictures of one size."""
        size = self._size
        container: Any = av.open(_Wire(connection), "w", format="mpegts")
        options = {"preset": "ultrafast", "tune": "zerolatency", "g": "10"}
        stream = container.add_stream("libx264", rate=RATE_HZ, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        while size == self._size and not self._stop.wait(1 / RATE_HZ):
            if self._stalled.is_set():
                continue
            image = np.ascontiguousarray(picture(number, size))
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
            number += 1
        return number
