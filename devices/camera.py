"""A camera by OpenCV, in a thread of its own so that nobody waits longer than agreed."""

import contextlib
import queue
import re
import threading

from app.domain.media import Frame
from app.ports.clock import Clock
from app.ports.devices import CameraSpec
from app.ports.errors import CameraLostError
from devices.network_source import OPEN_WITHIN_S
from devices.video_source import FRAME_WITHIN_S, VideoSource, open_source

_SECRETS = re.compile(r"(?<=://)[^/@]*@|[?#].*$")


def without_secrets(source: str) -> str:
    """An address without the name, password or token that may stand in it."""
    return _SECRETS.sub("", source)


QUEUED_FRAMES = 8
"""Pictures kept while nobody reads; then the oldest goes, and its number is missing."""
CLOSE_WITHIN_S = 0.5


class OpenCvCamera:
    """A `Camera` on an index, a file (paced, looped if asked), a FIFO or a stream address."""

    def __init__(self, spec: CameraSpec, clock: Clock) -> None:
        """Open it.

        Args:
            spec: which camera and how.
            clock: stamps the pictures and paces files.

        Raises:
            CameraLostError: it did not open within 5 s.
        """
        self._spec = spec
        self.device = without_secrets(spec.source)
        self.mode = ""
        self._clock = clock
        self._within_s = OPEN_WITHIN_S  # for the first picture: a stream begins with a keyframe
        self._stop = threading.Event()
        self._frames: queue.Queue[Frame | None] = queue.Queue(QUEUED_FRAMES)
        self._opened: queue.SimpleQueue[CameraLostError | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._capture, name=f"camera-{spec.role}", daemon=True
        )
        self._thread.start()
        try:
            failure = self._opened.get(timeout=OPEN_WITHIN_S)
        except queue.Empty:
            failure = CameraLostError(f"{self.device} did not open within {OPEN_WITHIN_S:.0f} s")
        if failure is not None:
            self._stop.set()
            raise failure

    def read(self) -> Frame:
        """The next frame, waiting for it at the source's own rate.

        Raises:
            CameraLostError: no frame within 1 s (5 s for the first), or the source ended.
        """
        within_s, self._within_s = self._within_s, FRAME_WITHIN_S
        try:
            frame = self._frames.get(timeout=within_s)
        except queue.Empty:
            if self._stop.is_set():
                raise CameraLostError(f"{self.device} was closed") from None
            raise CameraLostError(f"{self.device} gave no picture for {within_s:.0f} s") from None
        if frame is None:
            self._put(None)
            raise CameraLostError(f"{self.device} ended")
        return frame

    def close(self) -> None:
        """Let the device go; further calls do nothing. A hung source is left to its thread."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_WITHIN_S)

    def _capture(self) -> None:
        try:
            source = open_source(self._spec, self._clock, self._stop)
        except CameraLostError as error:
            self._opened.put(error)
            return
        except Exception as error:  # noqa: BLE001 - fence: whatever OpenCV raises is a lost camera
            self._opened.put(CameraLostError(f"{self.device} cannot be opened: {error}"))
            return
        self.mode = source.mode
        self._opened.put(None)
        try:
            self._pump(source)
        finally:
            source.release()
            self._put(None)

    def _pump(self, source: VideoSource) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                found = source.next()
            except Exception:  # noqa: BLE001 - fence: whatever OpenCV raises is the source's end
                return
            if found is None:
                return
            image, captured_ns = found
            self._put(Frame(image, captured_ns, number + source.skipped))
            number += 1

    def _put(self, frame: Frame | None) -> None:
        while True:
            try:
                self._frames.put_nowait(frame)
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._frames.get_nowait()
            else:
                return
