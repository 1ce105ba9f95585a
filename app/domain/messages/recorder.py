"""Kiosk <-> recorder."""

from dataclasses import dataclass
from typing import Literal

from app.domain.media import CameraRole
from app.domain.quality import EncoderChoice, RecorderTally, Track
from app.domain.timing import MonotonicNs


@dataclass(frozen=True, slots=True)
class StartPreview:
    """Open the devices and publish reduced frames and sound; write nothing."""

    kind: Literal["start_preview"] = "start_preview"


@dataclass(frozen=True, slots=True)
class StartRecording:
    """From now on write sealed parts into `folder`, numbered from `first_part`.

    Attributes:
        folder: the session's media folder; it exists.
        first_part: number of the first new part (`part-0001-candidate.blog`).
        context: bound into every part as associated data: the session id.
        recipients: public keys (X25519, raw, hexadecimal) the parts are sealed to.
        remaining_s: how long the interview may still last; when the disk has no room for that,
            quality is stepped down. 0 for unknown.
        longest_answer_s: when there is no room for that at the lowest quality, `DiskLow` says that
            no further answer may begin. 0 for unknown.
        safety_folder: the session's folder on the second disk, made when missing; empty for none.
    """

    folder: str
    first_part: int
    context: str
    recipients: tuple[str, ...]
    remaining_s: float = 0.0
    longest_answer_s: float = 0.0
    safety_folder: str = ""
    kind: Literal["start_recording"] = "start_recording"


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Close the parts properly; answer with `PartClosed` each, then `RecordingStopped`."""

    kind: Literal["stop_recording"] = "stop_recording"


@dataclass(frozen=True, slots=True)
class WatchForMark:
    """Look and listen for one flash and one beep; answer with `MarkFound` within `seconds`."""

    seconds: float = 3.0
    kind: Literal["watch_for_mark"] = "watch_for_mark"


RecorderCommand = StartPreview | StartRecording | StopRecording | WatchForMark

DeviceStateName = Literal["ok", "missing", "lost", "frozen", "dark", "silent", "clipping"]


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device changed its state.

    Attributes:
        device: `candidate`, `room`, `microphone`, `disk`, or `safety` (the second disk). The disks
            are told when they hang or answer again, the second one also when it refuses.
        state: `ok`, `missing` (never opened), `lost` (gives nothing any more, and is opened again
            and again), `frozen`, `dark`, `silent`, `clipping`.
        detail: one English sentence for the log (mode, resolution, error).
        source: which of the sources configured for it is in use; empty when none is.
        at_ns: when the state began, as far as known; None for now.
    """

    device: str
    state: DeviceStateName
    detail: str
    source: str = ""
    at_ns: MonotonicNs | None = None
    kind: Literal["device_state"] = "device_state"


@dataclass(frozen=True, slots=True)
class PartOpened:
    """A part's file is on disk and its first frame is captured.

    Attributes:
        name: file name in the session's media folder.
        zero_ns: monotonic time that the part's timestamp 0 stands for.
        encoder: encoder and settings, in words.
        track: `safety` lies in the safety folder.
    """

    name: str
    camera: CameraRole
    zero_ns: MonotonicNs
    width_px: int
    height_px: int
    encoder: str
    track: Track = "main"
    kind: Literal["part_opened"] = "part_opened"


@dataclass(frozen=True, slots=True)
class PartClosed:
    """A part was closed with its final mark."""

    name: str
    camera: CameraRole
    duration_s: float
    frames: int
    lost_frames: int
    kind: Literal["part_closed"] = "part_closed"


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    """No part is open any more."""

    kind: Literal["recording_stopped"] = "recording_stopped"


@dataclass(frozen=True, slots=True)
class RecorderPulse:
    """Twice a second, while devices are open.

    Attributes:
        at_ns: when.
        recording: whether parts are open.
        sealed_bytes: bytes sealed since `StartRecording`, all parts.
        synced_ns: capture time up to which everything is known to be on the disk; 0 before.
        frames, lost_frames, audio_blocks, lost_blocks: since the devices were opened.
        level_db: sound level of the last half second, dBFS RMS; -120 for digital silence.
        peak_db: peak of the same, dBFS.
        fps: candidate camera's frames a second over the last two seconds.
    """

    at_ns: MonotonicNs
    recording: bool
    sealed_bytes: int
    synced_ns: MonotonicNs
    frames: int
    lost_frames: int
    audio_blocks: int
    lost_blocks: int
    level_db: float
    peak_db: float
    fps: float
    kind: Literal["pulse"] = "pulse"


@dataclass(frozen=True, slots=True)
class RecorderFailed:
    """The recorder cannot go on as asked (disk full, encoder refused).

    Attributes:
        code: of the error.
        detail: one English sentence.
    """

    code: str
    detail: str
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class EncoderChosen:
    """Once, before the first part: how pictures are encoded here, and why.

    Attributes:
        priority: what the process got: `realtime`, `high` or `normal`.
    """

    choice: EncoderChoice
    priority: str
    kind: Literal["encoder_chosen"] = "encoder_chosen"


@dataclass(frozen=True, slots=True)
class QualityStepped:
    """A camera's encoding was changed; see `app.domain.quality.QualityStep`."""

    at_ns: MonotonicNs
    camera: CameraRole
    rung: int
    profile: str
    reason: str
    kind: Literal["quality_stepped"] = "quality_stepped"


@dataclass(frozen=True, slots=True)
class GapEnded:
    """A device's recording is whole again; what is missing before it, and why."""

    device: str
    from_ns: MonotonicNs
    to_ns: MonotonicNs
    cause: str
    kind: Literal["gap_ended"] = "gap_ended"


@dataclass(frozen=True, slots=True)
class DiskLow:
    """Free space fell below what the interview needs.

    Attributes:
        stop_after_answer: no room for `StartRecording.longest_answer_s`: no further answer may
            begin.
    """

    free_bytes: int
    stop_after_answer: bool
    kind: Literal["disk_low"] = "disk_low"


@dataclass(frozen=True, slots=True)
class Tallied:
    """Every few seconds while recording, and before `RecordingStopped`: counts so far."""

    tally: RecorderTally
    kind: Literal["tallied"] = "tallied"


@dataclass(frozen=True, slots=True)
class MarkFound:
    """What came of `WatchForMark`.

    Attributes:
        at_ns: capture time of the candidate camera's flash; 0 when it was not seen.
        room_ms, sound_ms, reason: see `app.domain.quality.SyncMark`.
    """

    at_ns: MonotonicNs
    room_ms: float | None
    sound_ms: float | None
    reason: str
    kind: Literal["mark_found"] = "mark_found"


RecorderReport = (
    DeviceState
    | PartOpened
    | PartClosed
    | RecordingStopped
    | RecorderPulse
    | RecorderFailed
    | EncoderChosen
    | QualityStepped
    | GapEnded
    | DiskLow
    | Tallied
    | MarkFound
)
