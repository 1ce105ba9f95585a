"""Kiosk <-> recorder."""

from dataclasses import dataclass
from typing import Literal

from app.domain.media import CameraRole
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
    """

    folder: str
    first_part: int
    context: str
    recipients: tuple[str, ...]
    kind: Literal["start_recording"] = "start_recording"


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Close the parts properly; answer with `PartClosed` each, then `RecordingStopped`."""

    kind: Literal["stop_recording"] = "stop_recording"


RecorderCommand = StartPreview | StartRecording | StopRecording


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device changed its state.

    Attributes:
        device: `candidate`, `room` or `microphone`.
        state: `ok`, `missing` (never opened), `lost` (was there), `frozen`, `dark`, `silent`.
        detail: one English sentence for the log (mode, resolution, error).
    """

    device: str
    state: Literal["ok", "missing", "lost", "frozen", "dark", "silent"]
    detail: str
    kind: Literal["device_state"] = "device_state"


@dataclass(frozen=True, slots=True)
class PartOpened:
    """A part's file is on disk and its first frame is captured.

    Attributes:
        name: file name in the session's media folder.
        zero_ns: monotonic time that the part's timestamp 0 stands for.
        encoder: encoder and settings, in words.
    """

    name: str
    camera: CameraRole
    zero_ns: MonotonicNs
    width_px: int
    height_px: int
    encoder: str
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


RecorderReport = (
    DeviceState | PartOpened | PartClosed | RecordingStopped | RecorderPulse | RecorderFailed
)
