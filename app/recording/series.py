"""The parts of one camera, one after the other, while one job lasts."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.media import AudioBlock, CameraRole, Planes
from app.domain.messages.recorder import (
    GapEnded,
    PartClosed,
    PartOpened,
    RecorderFailed,
    RecorderReport,
)
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.recording.errors import DiskFullError, EncoderFailedError
from app.recording.job import RecordingJob, as_recording_error
from app.recording.limits import VideoLimits
from app.recording.part import Part

SOUND_ALONE_AFTER_S = 2.0
"""Without a picture for this long, the sound is recorded alone."""
FIRST_RETRY_S = 2.0
LAST_RETRY_S = 30.0
_EARLY_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is written.

    Attributes:
        content: planes to encode; or a whole JPEG to write.
        size: width and height; even for planes.
        captured_ns: when.
        number: of the picture; a gap is a lost one.
        pixels: of a JPEG, see `JpegFound`; empty for planes.
    """

    content: Planes | bytes
    size: tuple[int, int]
    captured_ns: MonotonicNs
    number: int
    pixels: str = ""

    def fits(self, part: Part) -> bool:
        """Whether it can be written into that part."""
        return (part.size, part.pixels) == (self.size, self.pixels)


@dataclass(slots=True)
class OpenPart:
    """An open part.

    Attributes:
        name: of its file.
        lost: frames known to be missing in it, or between the last part and it.
    """

    part: Part
    name: str
    lost: int = 0


class PartSeries:
    """Opens, fills and closes parts. Used by one thread; its attributes may be read by any.

    After a failure the next part is tried with back-off, for as long as the job lasts: a disk that
    has room again is used again, and a broken encoder does not become a crash loop.

    Attributes:
        open: the open part; None for none.
        encoder_failed: an encoder refused in the middle of a part; whoever steps down resets it.
        closed_bytes: plain bytes in the parts closed since `begin`.
        closed_frames, closed_filled_s, closed_moved: pictures, seconds of silence and moves of
            the sound in those parts.
        closed_synced_ns: how far the last closed part reached; 0 for none since `begin`.
    """

    def __init__(
        self,
        camera: CameraRole,
        sound_rate_hz: int | None,
        limits: VideoLimits,
        report: Callable[[RecorderReport], None],
        clock: Clock,
    ) -> None:
        """Nothing is open yet.

        Args:
            camera: whose pictures.
            sound_rate_hz: of the microphone; None for parts without sound.
            limits: of the encoder.
            report: called with what happens.
            clock: for retries.
        """
        self._camera: CameraRole = camera
        self._rate_hz = sound_rate_hz
        self._limits = limits
        self._report = report
        self._clock = clock
        self._job: RecordingJob | None = None
        self._next_number: int | None = None
        self._early: deque[AudioBlock] = deque(maxlen=_EARLY_BLOCKS)
        self._retry_ns = 0
        self._retry_s = FIRST_RETRY_S
        self._failed_code = ""
        self._gap_from: tuple[MonotonicNs, str] | None = None
        self.open: OpenPart | None = None
        self.encoder_failed = False
        self._forget()

    def _forget(self) -> None:
        self.closed_bytes = self.closed_frames = self.closed_moved = 0
        self.closed_filled_s = 0.0
        self.closed_synced_ns = MonotonicNs(0)
        self._gap_from = None

    @property
    def frames(self) -> int:
        """Pictures encoded since `begin`."""
        opened = self.open
        return self.closed_frames + (opened.part.frames if opened is not None else 0)

    @property
    def filled_s(self) -> float:
        """Seconds of silence put in since `begin`."""
        opened = self.open
        return self.closed_filled_s + (opened.part.silence_s if opened is not None else 0.0)

    @property
    def moved(self) -> int:
        """How often sound had to be moved since `begin`."""
        opened = self.open
        return self.closed_moved + (opened.part.moved if opened is not None else 0)

    def use(self, limits: VideoLimits) -> None:
        """Encode like that from the next picture on, in a new part."""
        self._limits = limits
        self._close()
        self._retry_ns, self._retry_s = 0, FIRST_RETRY_S

    @property
    def job(self) -> RecordingJob | None:
        """What is being recorded."""
        return self._job

    def begin(self, job: RecordingJob) -> None:
        """Keep what comes from now on."""
        self._close()
        self._job, self._failed_code = job, ""
        self._next_number = None
        self._retry_ns, self._retry_s = 0, FIRST_RETRY_S
        self._early.clear()
        self._forget()

    def end(self, last_number: int | None) -> None:
        """Close what is open; nothing is kept any more.

        Args:
            last_number: of the last frame that was offered; those up to it that did not come here
                are lost. None when there was none.
        """
        if self.open is not None and last_number is not None and self._next_number is not None:
            self.open.lost += max(0, last_number + 1 - self._next_number)
        self._close()
        self._job = None

    def picture(self, picture: Picture) -> None:
        """Keep a picture.

        Raises:
            BoothError, OSError: give it to `failed`.
        """
        if self._next_number is None:
            self._next_number = picture.number
        if self._job is None or self._waits():
            return
        if self.open is None or not picture.fits(self.open.part):
            self._close()
            self._begin_part(picture.captured_ns, picture.size, picture.pixels)
        if self.open is not None:
            _write(self.open.part, picture)
            self.open.lost += picture.number - self._next_number
            self._next_number = picture.number + 1

    def sound(self, block: AudioBlock) -> None:
        """Keep a block of sound.

        Raises:
            BoothError, OSError: give it to `failed`.
        """
        if self._job is None:
            return
        if self.open is not None:
            self.open.part.add_sound(block)
            return
        self._early.append(block)
        waited_s = seconds_between(self._early[0].captured_ns, block.captured_ns)
        if waited_s > SOUND_ALONE_AFTER_S and not self._waits():
            self._begin_part(self._early[0].captured_ns, None)

    def failed(self, error: Exception) -> None:
        """Give up the open part, say so once, and wait before the next one is tried."""
        reported = as_recording_error(error)
        self.encoder_failed = self.encoder_failed or isinstance(error, EncoderFailedError)
        if self.open is not None:
            opened, self.open = self.open, None
            cause = "encoder" if isinstance(error, EncoderFailedError) else "disk"
            self._gap_from = (opened.part.sealed_ns or opened.part.zero_ns, cause)
            if isinstance(error, DiskFullError):  # noticed in time: there is room for the end
                self._finish(opened)
            else:
                opened.part.abandon()
                self._count(opened)
        if reported.code != self._failed_code:
            self._report(RecorderFailed(reported.code, reported.what))
        self._failed_code = reported.code
        self._retry_ns = self._clock.monotonic_ns() + round(self._retry_s * NS_PER_S)
        self._retry_s = min(LAST_RETRY_S, self._retry_s * 2)

    def _waits(self) -> bool:
        return self._clock.monotonic_ns() < self._retry_ns

    def _begin_part(
        self, zero_ns: MonotonicNs, size: tuple[int, int] | None, pixels: str = ""
    ) -> None:
        if self._job is None:
            return
        name, sink = self._job.new_sink(self._camera)
        try:
            part = Part(sink, zero_ns, size, self._rate_hz, self._limits, pixels)
        except Exception:
            sink.close()
            raise
        self.open = OpenPart(part, name)
        self._failed_code, self._retry_s = "", FIRST_RETRY_S
        width, height = size or (0, 0)
        track = self._job.track
        self._report(PartOpened(name, self._camera, zero_ns, width, height, part.encoder, track))
        if self._gap_from is not None:
            device = self._camera if track == "main" else track
            self._report(GapEnded(device, self._gap_from[0], zero_ns, self._gap_from[1]))
            self._gap_from = None
        while self._early:
            part.add_sound(self._early.popleft())

    def _close(self) -> None:
        if self.open is not None:
            opened, self.open = self.open, None
            self._finish(opened)

    def _finish(self, opened: OpenPart) -> None:
        part = opened.part
        try:
            part.close()
        except Exception as error:  # noqa: BLE001 - fence: a failing end must not fail the next part
            reported = as_recording_error(error)
            self._report(RecorderFailed(reported.code, reported.what))
        else:
            duration_s = part.duration_s
            self._report(
                PartClosed(opened.name, self._camera, duration_s, part.frames, opened.lost)
            )
        self._count(opened)

    def _count(self, opened: OpenPart) -> None:
        self.closed_bytes += opened.part.sealed_bytes
        self.closed_frames += opened.part.frames
        self.closed_filled_s += opened.part.silence_s
        self.closed_moved += opened.part.moved
        self.closed_synced_ns = opened.part.synced_ns


def _write(part: Part, picture: Picture) -> None:
    if isinstance(picture.content, bytes):
        part.add_jpeg(picture.content, picture.captured_ns)
    else:
        part.add_picture(picture.content, picture.captured_ns)
