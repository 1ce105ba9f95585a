"""Looks at the devices for a few seconds and says what it measured."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from app.domain.errors import BoothError
from app.domain.media import AudioBlock, Samples
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.ports.devices import Camera, CameraSpec, Microphone, MicrophoneSpec, without_secrets
from app.recording.decoding import CameraReader, Shot
from app.recording.numbering import Numbering
from app.recording.pictures import PictureWatch, brightness, luma_of, sharpness, size_of
from app.recording.sounds import SoundWatch, clipped_share, decibels, noise_floor_db, peak, rms

LOOKED_AT_PER_S = 4.0
"""Brightness and sharpness are medians over this many frames a second."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a device could not be used to the end.

    Attributes:
        code, what, advice: as in `BoothError`.
    """

    code: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class CameraFindings:
    """What a camera gave.

    Attributes:
        source: as asked for, without a password that may stand in it.
        state: `ok`, `frozen`, `dark`, or `missing`.
        width_px, height_px: of the pictures; 0 without any.
        fps: pictures a second.
        frames, lost_frames: that came, and that are missing in the numbering.
        brightness: median of the mean luma 0..255.
        sharpness: median of `app.recording.pictures.sharpness`.
        device: identity of what was opened; empty when nothing was.
        mode: that it was opened in, in words, with what it refused before.
        fault: None when all went well.
    """

    source: str
    state: str
    width_px: int = 0
    height_px: int = 0
    fps: float = 0.0
    frames: int = 0
    lost_frames: int = 0
    brightness: float = 0.0
    sharpness: float = 0.0
    device: str = ""
    mode: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class MicrophoneFindings:
    """What a microphone gave.

    Attributes:
        device: as asked for.
        state: `ok`, `silent` (digital silence), or `missing`.
        rate_hz: samples a second; 0 without any.
        level_db, peak_db, noise_floor_db: dBFS; the floor is the quietest tenth.
        clipped: share of samples at full scale, 0..1.
        blocks, lost_blocks: that came, and that are missing in the numbering.
        fault: None when all went well.
    """

    device: str
    state: str
    rate_hz: int = 0
    level_db: float = 0.0
    peak_db: float = 0.0
    noise_floor_db: float = 0.0
    clipped: float = 0.0
    blocks: int = 0
    lost_blocks: int = 0
    fault: Fault | None = None


@dataclass(slots=True)
class _Seen:
    """Running notes about a camera."""

    row: Numbering = field(default_factory=Numbering)
    watch: PictureWatch = field(default_factory=PictureWatch)
    times: list[MonotonicNs] = field(default_factory=list[MonotonicNs])
    lumas: list[float] = field(default_factory=list[float])
    edges: list[float] = field(default_factory=list[float])
    size: tuple[int, int] = (0, 0)
    state: str = "missing"

    def note(self, shot: Shot) -> None:
        """Take a picture into account."""
        self.row.next(shot.number, shot.captured_ns, 1.0, reopened=False)
        looked = len(self.lumas) / LOOKED_AT_PER_S
        self.times.append(shot.captured_ns)
        self.size, luma = size_of(shot.planes), luma_of(shot.planes)
        if seconds_between(self.times[0], shot.captured_ns) >= looked:
            self.lumas.append(brightness(luma))
            self.edges.append(sharpness(luma))
        self.state = self.watch.step(shot.planes, shot.captured_ns)

    def findings(self, source: str, fault: Fault | None) -> CameraFindings:
        """What it comes to."""
        if not self.times:
            return CameraFindings(source, "missing", fault=fault)
        took_s = seconds_between(self.times[0], self.times[-1])
        return CameraFindings(
            source=source,
            state=self.state,
            width_px=self.size[0],
            height_px=self.size[1],
            fps=round((len(self.times) - 1) / took_s, 1) if took_s > 0 else 0.0,
            frames=self.row.seen,
            lost_frames=self.row.lost,
            brightness=round(float(np.median(self.lumas)), 1),
            sharpness=round(float(np.median(self.edges)), 1),
            fault=fault,
        )


def _fault(error: BoothError) -> Fault:
    return Fault(error.code, error.what, error.advice)


def inspect_camera(
    open_camera: Callable[[CameraSpec], Camera], spec: CameraSpec, clock: Clock, seconds: float
) -> CameraFindings:
    """Open a camera and look at it for `seconds`; a fault is part of the findings."""
    seen = _Seen()
    try:
        camera = open_camera(spec)
    except BoothError as error:
        return seen.findings(without_secrets(spec.source), _fault(error))
    begun = clock.monotonic_ns()
    fault: Fault | None = None
    reader = CameraReader(camera)
    try:
        while seconds_between(begun, clock.monotonic_ns()) < seconds:
            seen.note(reader.read())
    except BoothError as error:
        fault = _fault(error)
    finally:
        camera.close()
    return replace(
        seen.findings(without_secrets(spec.source), fault), device=camera.device, mode=camera.mode
    )


def inspect_microphone(
    open_microphone: Callable[[MicrophoneSpec], Microphone],
    spec: MicrophoneSpec,
    clock: Clock,
    seconds: float,
) -> MicrophoneFindings:
    """Open a microphone and listen for `seconds`; a fault is part of the findings."""
    blocks: list[AudioBlock] = []
    try:
        microphone = open_microphone(spec)
    except BoothError as error:
        return MicrophoneFindings(spec.device, "missing", fault=_fault(error))
    begun = clock.monotonic_ns()
    try:
        while seconds_between(begun, clock.monotonic_ns()) < seconds:
            blocks.append(microphone.read())
    except BoothError as error:
        return _heard(spec, blocks, _fault(error))
    finally:
        microphone.close()
    return _heard(spec, blocks, None)


def _heard(
    spec: MicrophoneSpec, blocks: list[AudioBlock], fault: Fault | None
) -> MicrophoneFindings:
    if not blocks:
        return MicrophoneFindings(spec.device, "missing", fault=fault)
    samples: Samples = np.concatenate([block.samples for block in blocks])
    watch, row = SoundWatch(), Numbering()
    states = [watch.step(block) for block in blocks]
    for block in blocks:
        row.next(block.number, block.captured_ns, 1.0, reopened=False)
    return MicrophoneFindings(
        device=spec.device,
        state=states[-1] if np.any(samples) else "silent",
        rate_hz=blocks[0].rate_hz,
        level_db=round(decibels(rms(samples)), 1),
        peak_db=round(decibels(peak(samples)), 1),
        noise_floor_db=round(noise_floor_db(samples, blocks[0].rate_hz), 1),
        clipped=round(clipped_share(samples), 5),
        blocks=row.seen,
        lost_blocks=row.lost,
        fault=fault,
    )
