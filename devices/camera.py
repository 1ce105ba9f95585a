"""A camera by OpenCV, in a thread of its own so that nobody waits longer than agreed."""

import contextlib
import queue
import threading

import cv2

from app.domain.media import Captured
from app.ports.clock import Clock
from app.ports.devices import CameraSpec, without_secrets
from app.ports.errors import CameraLostError
from devices.local_camera import LOCAL_WITHIN_S, LocalCameras
from devices.network_source import OPEN_WITHIN_S
from devices.priority import go_first
from devices.video_source import FRAME_WITHIN_S, VideoSource, open_source

QUEUED_FRAMES = 24
"""Pictures kept while nobody reads; then the oldest goes, and its number is missing. 0.8 s at 30 a
second: with 8 a recorder in its first second, while PortAudio loads, lost 3-8 pictures in 3 of 12
starts on a busy machine, with 24 none in 16 (measured). 150 MB of full HD, during a stall only."""
CLOSE_WITHIN_S = 0.5


class OpenCvCamera:
    """A `Camera` on an identity, an index, a file (paced, may loop), a FIFO or an address."""

    def __init__(self, spec: CameraSpec, clock: Clock, local: LocalCameras | None = None) -> None:
        """Open it.

        Args:
            spec: which camera and how.
            clock: stamps the pictures and paces files.
            local: the cameras connected to this machine; the real ones when not given.

        Raises:
            CameraLostError: it did not open within 5 s, a camera of this machine within 12 s.
        """
        self._spec = spec
        self._local = LocalCameras() if local is None else local
        self.device = without_secrets(spec.source)
        self.mode = ""
        self._clock = clock
        self._within_s = OPEN_WITHIN_S  # for the first picture: a stream begins with a keyframe
        self._stop = threading.Event()
        self._frames: queue.Queue[Captured | None] = queue.Queue(QUEUED_FRAMES)
        self._opened: queue.SimpleQueue[CameraLostError | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._capture, name=f"camera-{spec.role}", daemon=True
        )
        self._thread.start()
        within_s = LOCAL_WITHIN_S if self._local.has(spec.source) else OPEN_WITHIN_S
        try:
            failure = self._opened.get(timeout=within_s)
        except queue.Empty:
            failure = CameraLostError(f"{self.device} did not open within {within_s:.0f} s")
        if failure is not None:
            self._stop.set()
            raise failure

    def read(self) -> Captured:
        """The next picture, waiting for it at the source's own rate.

        Raises:
            CameraLostError: no picture within 1 s (5 s for the first), or the source ended.
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
            source = self._open()
        except CameraLostError as error:
            self._opened.put(error)
            return
        except Exception as error:  # noqa: BLE001 - fence: whatever OpenCV raises is a lost camera
            self._opened.put(CameraLostError(f"{self.device} cannot be opened: {error}"))
            return
        self.device, self.mode = source.device, source.mode
        self._opened.put(None)
        go_first()
        try:
            self._pump(source)
        finally:
            source.release()
            self._put(None)

    def _open(self) -> VideoSource:
        cv2.setNumThreads(1)
        cv2.setLogLevel(0)  # what fails is ours to tell
        if self._local.has(self._spec.source):
            return self._local.open(self._spec, self._clock, self._stop)
        return open_source(self._spec, self._clock, self._stop)

    def _pump(self, source: VideoSource) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                found = source.next()
            except Exception:  # noqa: BLE001 - fence: whatever OpenCV raises is the source's end
                return
            if found is None:
                return
            at = number + source.skipped
            self._put(Captured(found.content, found.captured_ns, at))
            number += 1

    def _put(self, frame: Captured | None) -> None:
        while True:
            try:
                self._frames.put_nowait(frame)
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._frames.get_nowait()
            else:
                return
