"""Keeps what one camera (and the microphone) gave: a bounded queue before a thread that writes."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.media import AudioBlock, CameraRole
from app.domain.messages.recorder import GapEnded, RecorderReport
from app.domain.quality import CameraTally, Track
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.recording.counts import BlockCounts, PictureCounts, RateWatch
from app.recording.decoding import Shot
from app.recording.job import RecordingJob
from app.recording.limits import VideoLimits
from app.recording.part import Part
from app.recording.picturing import picture_of
from app.recording.series import PartSeries, Picture
from app.recording.waiting import BEHIND_PICTURES, WaitingPictures

QUEUED_BLOCKS = 500
"""10 s of 20 ms."""
LATE_S = 0.2
"""A picture encoded later than one cluster's length after its capture counts as late."""
HELD_S = 0.5
"""One picture at work for longer than this is held up by the disk: the slowest encoder that can be
used at all takes a tenth of it."""
DRAINED_S = 2.0
"""So long after that the queue is given to empty. Source: it holds 2 s, and empties quicker."""
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


_Item = Picture | AudioBlock | RecordingJob | VideoLimits | _Stop | _Trouble


class Keeper:
    """Encodes and seals one camera's pictures, with the microphone's sound where it has to.

    Attributes:
        camera, track: whose pictures, and for which copy.
        lost_frames: pictures that found the queue full or came torn, since the beginning.
        lost_blocks: blocks of sound, the same.
        pictures, blocks: counts since `start`.
    """

    def __init__(
        self,
        camera: CameraRole,
        sound_rate_hz: int | None,
        limits: VideoLimits,
        report: Callable[[RecorderReport], None],
        clock: Clock,
        track: Track = "main",
    ) -> None:
        """Start the thread; `shut` ends it.

        Args:
            camera: whose pictures.
            sound_rate_hz: of the microphone; None for a part without sound.
            limits: of the encoder.
            report: called with what happens, in the keeper's thread; must not wait.
            clock: for retries.
            track: `safety` for the copy on the second disk.
        """
        self.track: Track = track
        self.camera: CameraRole = camera
        self.pictures = PictureCounts()
        self.blocks = BlockCounts()
        self._clock = clock
        self._began_ns = MonotonicNs(0)
        self._kept_ns = MonotonicNs(0)
        self._waiting = WaitingPictures()
        self._has_sound = sound_rate_hz is not None
        self._limits = limits
        self._rate = RateWatch(limits.camera_kbit_s)
        self._series = PartSeries(camera, sound_rate_hz, limits, report, clock)
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._sounds = threading.Semaphore(QUEUED_BLOCKS)
        self._recording = threading.Event()
        self._offered: int | None = None
        self._thinned = 0
        self._report = report
        self._in_hand_ns: MonotonicNs | None = None
        self._freed_ns = MonotonicNs(0)
        self.lost_frames = self.lost_blocks = 0
        self._thread = threading.Thread(target=self._run, name=f"keeper-{camera}", daemon=True)
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

    @property
    def behind(self) -> bool:
        """Whether the encoder cannot keep up; what a disk that hangs makes wait does not count."""
        now, begun = self._clock.monotonic_ns(), self._in_hand_ns
        held = begun is not None and seconds_between(begun, now) > HELD_S
        if held or seconds_between(self._freed_ns, now) < DRAINED_S:
            return False
        return self._waiting.count >= BEHIND_PICTURES

    @property
    def over_rate(self) -> bool:
        """Whether the camera's own pictures, written as they are, take more than they may."""
        return self._limits.own_jpeg and self._rate.over

    @property
    def encoder_failed(self) -> bool:
        """Whether an encoder refused since `step_to`."""
        return self._series.encoder_failed

    @property
    def limits(self) -> VideoLimits:
        """How pictures are encoded now."""
        return self._limits

    def tally(self, device: str, mode: str) -> CameraTally:
        """The camera's counts since `start`.

        Args:
            device: identity of the camera.
            mode: of the camera, in words.
        """
        counts = self.pictures
        seconds = seconds_between(self._began_ns, self._clock.monotonic_ns())
        recorded_s = round(seconds, 2) if self._began_ns else 0.0
        return CameraTally(
            camera=self.camera,
            device=device,
            mode=mode,
            expected=counts.expected(recorded_s),
            captured=counts.captured - counts.thinned,
            encoded=self._series.frames,
            late=counts.late,
            missed=counts.missed,
            dropped=counts.dropped,
            recorded_s=recorded_s,
            sealed_bytes=self.sealed_bytes,
            interval_p50_ms=counts.interval_ms(0.5),
            interval_p99_ms=counts.interval_ms(0.99),
        )

    @property
    def sound_filled_s(self) -> float:
        """Seconds of silence put in for sound that did not come, since `start`."""
        return self._series.filled_s

    @property
    def sound_moved(self) -> int:
        """How often sound had to be moved on the time line, since `start`."""
        return self._series.moved

    def again(self) -> None:
        """There is no lower rung: go on as before."""
        self._series.encoder_failed = False

    def step_to(self, limits: VideoLimits) -> None:
        """Encode like that from now on, in a new part."""
        self._limits = limits
        self._series.encoder_failed = False
        self._rate = RateWatch(limits.camera_kbit_s)
        self._queue.put(limits)

    def start(self, job: RecordingJob) -> None:
        """Keep what is offered from now on, until `stop`."""
        self._offered = None
        self._thinned = 0
        self.pictures, self.blocks = PictureCounts(), BlockCounts()
        self._rate = RateWatch(self._limits.camera_kbit_s)
        self._began_ns, self._kept_ns = self._clock.monotonic_ns(), MonotonicNs(0)
        self._queue.put(job)
        self._recording.set()

    def stop(self) -> threading.Event:
        """Take nothing more; the event is set when what came before is kept and closed."""
        self._recording.clear()
        done = threading.Event()
        self._queue.put(_Stop(self._offered, done))
        return done

    def end(self) -> None:
        """End the thread after what is queued."""
        self.stop()
        self._queue.put(None)

    def shut(self, within_s: float = 10.0) -> None:
        """The same, and wait for it so long; a thread that its disk holds is left alone."""
        self.end()
        self._thread.join(within_s)

    def offer_frame(self, shot: Shot) -> None:
        """Keep this picture if recording; never waits for the disk or the encoder."""
        if not self._recording.is_set():
            return
        counts, limits = self.pictures, self._limits
        counts.came(shot.number, shot.captured_ns)
        if self._too_soon(shot.captured_ns, limits.frames_per_s):
            counts.thinned += 1
            self._thinned += 1
            return
        number = shot.number - self._thinned
        self._offered = number
        if not self._waiting.enter():
            self.lost_frames += 1
            counts.dropped += 1
            return
        picture = picture_of(shot, number, limits)
        if picture is None:
            self._waiting.leave()
            self.lost_frames += 1
            counts.dropped += 1
            return
        if isinstance(picture.content, bytes):
            self._rate.came(len(picture.content), picture.captured_ns)
        self._queue.put(picture)

    def _too_soon(self, at_ns: MonotonicNs, most_per_s: float) -> bool:
        """Whether this picture is to be left out, so that no more than `most_per_s` are kept."""
        if not most_per_s:
            return False
        period_ns = NS_PER_S / most_per_s
        if at_ns < self._kept_ns + period_ns * 0.75:
            return True
        self._kept_ns = MonotonicNs(round(max(self._kept_ns + period_ns, at_ns - period_ns / 2)))
        return False

    def offer_sound(self, block: AudioBlock) -> None:
        """Keep this block if recording; never waits for the disk or the encoder."""
        if not self._recording.is_set() or not self._has_sound:
            return
        counts = self.blocks
        counts.came(block.number, block.captured_ns, len(block.samples) / block.rate_hz)
        if not self._sounds.acquire(blocking=False):
            self.lost_blocks += 1
            counts.lost += 1
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

    @property
    def in_hand_ns(self) -> MonotonicNs | None:
        """Since when it is at work on the thing in hand; None while it waits for something to do.

        Nothing takes it long but a disk that takes no more.
        """
        return self._in_hand_ns

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
            begun = self._in_hand_ns = self._clock.monotonic_ns()
            try:
                self._take(item)
            except Exception as error:  # noqa: BLE001 - fence: recording goes on in a new part
                self._series.failed(error)
            self._in_hand_ns, now = None, self._clock.monotonic_ns()
            if seconds_between(begun, now) > HELD_S:
                self._freed_ns = now

    def _take(self, item: _Item) -> None:
        match item:
            case Picture():
                self._waiting.leave()
                self._mark_hole(item.captured_ns)
                self._series.picture(item)
                late_s = seconds_between(item.captured_ns, self._clock.monotonic_ns())
                self.pictures.late += late_s > LATE_S
            case AudioBlock():
                self._sounds.release()
                self._series.sound(item)
            case RecordingJob():
                self._waiting.forget()
                self._series.begin(item)
            case VideoLimits():
                self._series.use(item)
            case _Stop():
                self._series.end(item.last_number)
                item.done.set()
            case _Trouble():
                opened = self._series.open
                if opened is not None and opened.part is item.part:
                    self._series.failed(item.error)

    def _mark_hole(self, at_ns: MonotonicNs) -> None:
        """Say where pictures are missing that found the queue full: disk or encoder hung."""
        hole = self._waiting.hole(at_ns)
        if hole is not None:
            device = self.camera if self.track == "main" else self.track
            self._report(GapEnded(device, *hole, "queue_full"))
