"""Where pictures come from, by OpenCV's `VideoCapture`: a camera, a file, a FIFO or a stream.

These classes may hang (a FIFO without a writer, a network camera that went silent): they run in the
camera's own thread, see `devices.camera`.
"""

import contextlib
import os
import select
import stat
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Protocol

import cv2

from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import CameraSpec
from app.ports.errors import CameraLostError
from devices.network_source import OPEN_WITHIN_S, OPTIONS, READ_WITHIN_S, NetworkSource
from devices.planes import planes_of
from devices.taken import Taken

FRAME_WITHIN_S = 1.0
"""Source: the issue's second without a new picture; an alarm is due within two."""
LATE_S = 0.2
"""A file's picture that is later than this is skipped, as a camera would have lost it."""
STOPPED_S = 2.0
"""A file later than this was not read at all for a while: its time goes on from here."""
STREAM_OPTIONS = "|".join(f"{name};{value}" for name, value in OPTIONS.items())
MOST_RATE_HZ = 1000
"""OpenCV gives time bases such as 90000 where it does not know the rate."""
_OPTIONS_VARIABLE = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
_options_lock = threading.Lock()  # the variable is read while a capture opens, once a process


class VideoSource(Protocol):
    """Gives pictures one after the other. Used by one thread.

    Attributes:
        device: identity of what was opened, without secrets.
        mode: what it gives, in words.
    """

    device: str
    mode: str

    def next(self) -> Taken | None:
        """The next picture; None at the end."""
        ...

    @property
    def skipped(self) -> int:
        """Pictures passed over so far because they came too late."""
        ...

    def release(self) -> None:
        """Let the device go."""
        ...


@contextlib.contextmanager
def _ffmpeg_options(options: str) -> Generator[None]:
    with _options_lock:
        os.environ[_OPTIONS_VARIABLE] = options
        try:
            yield
        finally:
            os.environ.pop(_OPTIONS_VARIABLE, None)


def mode_of(capture: cv2.VideoCapture) -> str:
    """What a capture gives, in words: `1280x720 at 30/s MJPG`."""
    width = round(capture.get(cv2.CAP_PROP_FRAME_WIDTH))
    height = round(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    rate = capture.get(cv2.CAP_PROP_FPS)
    code = round(capture.get(cv2.CAP_PROP_FOURCC))
    letters = "".join(chr(code >> shift & 0xFF) for shift in (0, 8, 16, 24))
    told = f"{width}x{height}" + (f" at {rate:g}/s" if 0 < rate < MOST_RATE_HZ else "")
    return f"{told} {letters.upper()}" if letters.isalnum() else told


def _opened(capture: cv2.VideoCapture, source: str) -> cv2.VideoCapture:
    if not capture.isOpened():
        capture.release()
        raise CameraLostError(f"Nothing that gives pictures is at {source}")
    return capture


class LiveSource:
    """A camera of this machine, or a FIFO, read as it comes."""

    def __init__(
        self, capture: cv2.VideoCapture, clock: Clock, device: str, mode: str | None = None
    ) -> None:
        """Take over an opened capture.

        Args:
            capture: opened.
            clock: stamps what arrives.
            device: its identity.
            mode: what it gives, in words; asked of the capture when not given.
        """
        self._capture = capture
        self._clock = clock
        self.device = device
        self.skipped = 0
        self.mode = mode_of(capture) if mode is None else mode

    def next(self) -> Taken | None:
        """See `VideoSource`."""
        if not self._capture.grab():
            return None
        return _retrieved(self._capture, self._clock.monotonic_ns())

    def release(self) -> None:
        """See `VideoSource`."""
        self._capture.release()


class FileSource:
    """A file, paced by its own timestamps as a camera would give it."""

    def __init__(self, spec: CameraSpec, clock: Clock) -> None:
        """Open the file.

        Raises:
            CameraLostError: it is not a video.
        """
        self._spec = spec
        self.device = spec.source
        self._clock = clock
        self._capture = self._open()
        self.mode = mode_of(self._capture)
        self._zero_ns: int | None = None
        self._last_s = 0.0
        self._step_s = 1 / 25
        self._index = -1
        self.skipped = 0

    def _open(self) -> cv2.VideoCapture:
        arguments = [cv2.CAP_PROP_N_THREADS, 1]
        capture = cv2.VideoCapture(self._spec.source, cv2.CAP_FFMPEG, arguments)
        return _opened(capture, self._spec.source)

    def next(self) -> Taken | None:
        """See `VideoSource`."""
        while self._grab():
            now = self._clock.monotonic_ns()
            if self._zero_ns is None:
                self._zero_ns = now - round(self._last_s * NS_PER_S)
            due = self._zero_ns + round(self._last_s * NS_PER_S)
            late_s = (now - due) / NS_PER_S
            if late_s > STOPPED_S:
                self._zero_ns += now - due
            elif late_s > LATE_S:
                self.skipped += 1
                continue
            self._clock.sleep(max(0.0, -late_s))
            if (found := _retrieved(self._capture, self._clock.monotonic_ns())) is not None:
                return found
        return None

    def _grab(self) -> bool:
        if not self._capture.grab() and not self._again():
            return False
        self._index += 1
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        nominal_s = self._index / rate if rate > 0 else self._index / 25
        own_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        # raw streams in a file carry no timestamps: OpenCV then gives a nonsense or 0
        at = own_s if own_s >= 0 and (own_s > 0 or self._index == 0) else nominal_s
        self._step_s = max(0.001, at - self._last_s) if self._index else 1 / (rate or 25)
        self._last_s = at
        return True

    def _again(self) -> bool:
        if not self._spec.loop or self._index < 0:
            return False
        self._capture.release()
        self._capture = self._open()
        if self._zero_ns is not None:
            self._zero_ns += round((self._last_s + self._step_s) * NS_PER_S)
        self._index, self._last_s = -1, 0.0
        return self._capture.grab()

    def release(self) -> None:
        """See `VideoSource`."""
        self._capture.release()


def _retrieved(capture: cv2.VideoCapture, captured_ns: MonotonicNs) -> Taken | None:
    good, image = capture.retrieve()
    return Taken(planes_of(image.astype("uint8", copy=False)), captured_ns) if good else None


def is_fifo(path: Path) -> bool:
    """Whether `path` is a named pipe."""
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except OSError:
        return False


def _await_writer(path: Path, stop: threading.Event) -> int:
    """Wait until bytes are in the FIFO; the handle returned keeps it from blocking OpenCV."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    for _ in range(round(OPEN_WITHIN_S / 0.1)):
        if any(events & select.POLLIN for _, events in poll.poll(100)):
            return handle
        if stop.wait(0.1 if poll.poll(0) else 0):  # hung up: do not spin
            break
    os.close(handle)
    raise CameraLostError(f"Nobody writes pictures into {path}")


def _open_stream(source: str) -> cv2.VideoCapture:
    arguments = [
        *(cv2.CAP_PROP_N_THREADS, 1),
        *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(OPEN_WITHIN_S * 1000)),
        *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(READ_WITHIN_S * 1000)),
    ]
    with _ffmpeg_options(STREAM_OPTIONS):
        return _opened(cv2.VideoCapture(source, cv2.CAP_FFMPEG, arguments), source)


def _open_fifo(path: Path, stop: threading.Event) -> cv2.VideoCapture:
    handle = _await_writer(path, stop)
    try:
        return _open_stream(str(path))
    finally:
        os.close(handle)


def open_source(spec: CameraSpec, clock: Clock, stop: threading.Event) -> VideoSource:
    """Open the file, FIFO or address that `spec.source` names.

    Args:
        spec: which camera and how.
        clock: stamps the pictures.
        stop: set when nobody waits any longer.

    Raises:
        CameraLostError: there is nothing that gives pictures.
    """
    path = Path(spec.source)
    if "://" in spec.source:
        return NetworkSource(spec.source, clock)
    if sys.platform != "win32" and is_fifo(path):
        return LiveSource(_open_fifo(path, stop), clock, spec.source)
    if not path.is_file():
        raise CameraLostError(f"There is no file {path}")
    return FileSource(spec, clock)
