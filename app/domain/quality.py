"""What a recording proves of itself: counts, gaps with their cause, and what was measured."""

from dataclasses import dataclass
from typing import Literal

from app.domain.media import CameraRole

QUALITY_FORMAT = 1

Track = Literal["main", "safety"]
"""The recording proper, or the low-rate copy on a second disk that its gaps are filled from."""
_NEEDED = ("candidate", "microphone")
"""Devices whose gaps count; what the room camera or the second disk missed is only listed."""


@dataclass(frozen=True, slots=True)
class CameraTally:
    """One camera while one run of the recorder was recording; all counts since it began.

    Attributes:
        camera: which.
        device: identity of the device that gave the last picture.
        mode: of that device, in words (`1280x720 at 30/s MJPEG`).
        expected: pictures that the camera's own rate would have given in `recorded_s`.
        captured: pictures that came to be recorded.
        encoded: pictures written into parts, by our encoder or as the camera sent them; `captured`
            less `dropped` and those on their way.
        late: pictures encoded more than `app.recording.keeper.LATE_S` after their capture.
        missed: pictures that never came: skipped by the camera or the adapter, or not given while
            the camera was lost (estimated by time).
        dropped: pictures that came and were not written: our own loss.
        recorded_s: seconds for which this camera was asked to be recorded.
        sealed_bytes: of all its parts, sound included.
        interval_p50_ms, interval_p99_ms: between captures; 0 with less than two.
    """

    camera: CameraRole
    device: str
    mode: str
    expected: int
    captured: int
    encoded: int
    late: int
    missed: int
    dropped: int
    recorded_s: float
    sealed_bytes: int
    interval_p50_ms: float
    interval_p99_ms: float

    @property
    def lost(self) -> int:
        """Pictures missing in the recording, whoever lost them."""
        return self.missed + self.dropped


@dataclass(frozen=True, slots=True)
class SoundTally:
    """The microphone, as `CameraTally`.

    Attributes:
        expected, captured, lost: blocks.
        filled_s: seconds of silence put in where sound was missing.
        moved: how often a block had to be moved on the time line by more than the tolerance.
        clipped: share of all samples at full scale, 0..1.
        drift_ppm: of the sound card's clock against the machine's; None with too little sound.
    """

    device: str
    rate_hz: int
    expected: int
    captured: int
    lost: int
    filled_s: float
    moved: int
    clipped: float
    drift_ppm: float | None


@dataclass(frozen=True, slots=True)
class RecorderTally:
    """One run of the recorder's process, as far as it came.

    Attributes:
        run: names the process; a new one after every restart.
        wall_s, cpu_s: since it began to record.
        wake_p99_ms: 99th percentile of how late a thread that only sleeps woke up; None unmeasured.
        slowest_sync_s: longest wait for the disk.
        memory_bytes: resident, now.
        temperature_c: the hottest processor sensor; None where the machine shows none.
    """

    run: str
    cameras: tuple[CameraTally, ...]
    sound: SoundTally | None
    wall_s: float
    cpu_s: float
    wake_p99_ms: float | None
    slowest_sync_s: float
    memory_bytes: int
    temperature_c: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time for which a device's recording is missing or worthless.

    Attributes:
        device: `candidate`, `room` or `microphone`; `safety` for the copy on the second disk.
        starts_at_s, ends_at_s: session time.
        cause: stable code: `lost`, `frozen`, `dark`, `silent`, `disk`, `encoder`, `queue_full`,
            `recorder_restarted`, `kiosk_restarted`, `moved`.
    """

    device: str
    starts_at_s: float
    ends_at_s: float
    cause: str


@dataclass(frozen=True, slots=True)
class SyncMark:
    """A flash and a beep given at the same moment, as the devices saw and heard them.

    Attributes:
        at_s: session time at which the screens gave it.
        room_ms: the room camera's flash after the candidate camera's; None when not seen by both.
        sound_ms: the beep after the candidate camera's flash (positive: the sound is late); None
            when one of them was not noticed.
        reason: why something is None; empty otherwise.
    """

    at_s: float
    room_ms: float | None
    sound_ms: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """How pictures are encoded on this machine, and why.

    Attributes:
        encoder: name and settings, in words.
        reason: why it was chosen.
        tried: each candidate with what came of it, in the order tried.
    """

    encoder: str
    reason: str
    tried: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QualityStep:
    """The recorder changed how it encodes in the middle of a session.

    Attributes:
        at_s: session time.
        camera: whose pictures.
        rung: 0 for the best; see `app.recording.ladder`.
        profile: the new settings, in words.
        reason: `encoder_behind`, `encoder_failed`, `disk_low`, or `camera_rate`: the camera's own
            pictures, written as they are, took more than they may.
    """

    at_s: float
    camera: CameraRole
    rung: int
    profile: str
    reason: str


@dataclass(frozen=True, slots=True)
class QualityCertificate:
    """One session's recording, in figures; stands in the bundle's signed manifest.

    Attributes:
        format: `QUALITY_FORMAT`.
        runs: each run of the recorder; their counts add up.
        gaps, marks, steps: in the order in which they happened.
        encoder: None when nothing was recorded.
        priority: what the recorder got: `realtime`, `high` or `normal`; empty for unknown.
    """

    format: int
    runs: tuple[RecorderTally, ...] = ()
    gaps: tuple[Gap, ...] = ()
    marks: tuple[SyncMark, ...] = ()
    steps: tuple[QualityStep, ...] = ()
    encoder: EncoderChoice | None = None
    priority: str = ""

    def lost_frames(self) -> int:
        """Pictures known to be missing, both cameras, all runs."""
        return sum(camera.lost for run in self.runs for camera in run.cameras)

    def gap_s(self) -> float:
        """Seconds in gaps of the candidate's camera or the microphone, overlaps counted once."""
        reached, total = 0.0, 0.0
        spans = ((g.starts_at_s, g.ends_at_s) for g in self.gaps if g.device in _NEEDED)
        for start, end in sorted(spans):
            total += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return total

    def unaccounted(self) -> int:
        """Pictures that came and are neither written nor counted as dropped."""
        return sum(
            camera.captured - camera.dropped - camera.encoded
            for run in self.runs
            for camera in run.cameras
        )


Verdict = Literal["whole", "gaps", "unmeasured"]


def verdict(certificate: QualityCertificate | None) -> Verdict:
    """Whether the recording is whole, has gaps, or tells nothing of itself.

    Whole: no gap of the candidate's camera or the microphone, and no picture of ours dropped. What
    the room camera missed is listed and does not count.
    """
    if certificate is None or not certificate.runs:
        return "unmeasured"
    lost = sum(c.dropped for run in certificate.runs for c in run.cameras if c.camera != "room")
    sound = sum(run.sound.lost for run in certificate.runs if run.sound is not None)
    return "gaps" if certificate.gap_s() > 0 or lost or sound else "whole"
