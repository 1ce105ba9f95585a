"""Keeps what one camera (and the microphone) gave: a bounded queue before a thread that writes."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.media import AudioBlock, CameraRole, Frame
from app.domain.messages.recorder import RecorderReport
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.recording.job import RecordingJob
from app.recording.limits import VideoLimits
from app.recording.part import Part
from app.recording.pictures import fitted, planar
from app.recording.series import PartSeries, Picture

QUEUED_PICTURES = 50
"""2 s at 25 a second, 70 MB at 720p; what comes when it is full is lost, and counted."""
QUEUED_BLOCKS = 500
"""10 s of 20 ms."""
IDLE_AFTER_S = 3.0
"""A part that was given nothing for this long holds nothing back (see `Keeper.synced_ns`)."""


@dataclass(frozen=True, slots=True)
class _Stop:
    last_number: int | None
    done: threading.Event


@dataclass(frozen=True, slots=True)
class _Trouble:
    part: Part
    error: Exception


_Item = Picture | AudioBlock | RecordingJob | _Stop | _Trouble


class Keeper:
    """Encodes and seals one camera's pictures, with the microphone's sound where it has to.

    Attributes:
        lost_frames: pictures that found the queue full, since the beginning.
        lost_blocks: blocks of sound, the same.
    """

    def __init__(
        self,
        camera: CameraRole,
        sound_rate_hz: int | None,
        limits: VideoLimits,
        report: Callable[[RecorderReport], None],
        clock: Clock,
    ) -> None:
        """Start the thread; `shut` ends it.

        Args:
            camera: whose pictures.
            sound_rate_hz: of the microphone; None for a part without sound.
            limits: of the encoder.
            report: called with what happens, in the keeper's thread; must not wait.
            clock: for retries.
        """
        self._has_sound = sound_rate_hz is not None
        self._limits = limits
        self._series = PartSeries(camera, sound_rate_hz, limits, report, clock)
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._pictures = threading.Semaphore(QUEUED_PICTURES)
        self._sounds = threading.Semaphore(QUEUED_BLOCKS)
        self._recording = threading.Event()
        self._offered: int | None = None
        self.lost_frames = 0
        self.lost_blocks = 0
        self._thread = threading.Thread(target=self._run, name=f"keeper-{camera}")
        self._thread.start()

    # ------------------------------------------------------------------ from other threads

    @property
    def has_part(self) -> bool:
        """Whether a part is open."""
        return self._series.open is not None

    @property
    def sealed_bytes(self) -> int:
        """Plain bytes sealed since `start`, all parts."""
        opened = self._series.open
        return self._series.closed_bytes + (opened.part.sealed_bytes if opened is not None else 0)

    def start(self, job: RecordingJob) -> None:
        """Keep what is offered from now on, until `stop`."""
        self._offered = None
        self._queue.put(job)
        self._recording.set()

    def stop(self) -> threading.Event:
        """Take nothing more; the event is set when what came before is kept and closed."""
        self._recording.clear()
        done = threading.Event()
        self._queue.put(_Stop(self._offered, done))
        return done

    def shut(self) -> None:
        """End the thread after what is queued; wait for it."""
        self.stop()
        self._queue.put(None)
        self._thread.join()

    def offer_frame(self, frame: Frame) -> None:
        """Keep this frame if recording; never waits for the disk or the encoder."""
        if not self._recording.is_set():
            return
        self._offered = frame.number
        if not self._pictures.acquire(blocking=False):
            self.lost_frames += 1
            return
        image = fitted(frame.image, (self._limits.width_px, self._limits.height_px))
        size = (image.shape[1], image.shape[0])
        self._queue.put(Picture(planar(image), size, frame.captured_ns, frame.number))

    def offer_sound(self, block: AudioBlock) -> None:
        """Keep this block if recording; never waits for the disk or the encoder."""
        if not self._recording.is_set() or not self._has_sound:
            return
        if not self._sounds.acquire(blocking=False):
            self.lost_blocks += 1
            return
        self._queue.put(block)

    def sync(self) -> None:
        """Bring what was sealed to the disk; a failure is told to the keeper's own thread."""
        opened, job = self._series.open, self._series.job
        if opened is None or job is None:
            return
        try:
            opened.part.sync()
            job.check_space()
        except Exception as error:  # noqa: BLE001 - fence: whatever a disk can raise
            self._queue.put(_Trouble(opened.part, error))

    def synced_ns(self, now: MonotonicNs) -> MonotonicNs | None:
        """Capture time up to which all is on the disk; None when nothing is being written."""
        opened = self._series.open
        if opened is None:
            return self._series.closed_synced_ns or None
        idle = seconds_between(opened.part.given_ns, now) > IDLE_AFTER_S
        return None if idle else opened.part.synced_ns

    # ------------------------------------------------------------------ the keeper's thread

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            try:
                self._take(item)
            except Exception as error:  # noqa: BLE001 - fence: recording goes on in a new part
                self._series.failed(error)

    def _take(self, item: _Item) -> None:
        match item:
            case Picture():
                self._pictures.release()
                self._series.picture(item)
            case AudioBlock():
                self._sounds.release()
                self._series.sound(item)
            case RecordingJob():
                self._series.begin(item)
            case _Stop():
                self._series.end(item.last_number)
                item.done.set()
            case _Trouble():
                opened = self._series.open
                if opened is not None and opened.part is item.part:
                    self._series.failed(item.error)
