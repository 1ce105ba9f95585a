"""Chooses how this machine encodes: hardware that proves itself, else the best preset it can bear.

What the camera has encoded itself is written as it is where that is wished, or as the last resort.

Runs in a process of its own (a driver that crashes takes nothing with it) for at most ten seconds;
the kiosk keeps the result until machine or program change.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.errors import DeviceError
from app.domain.media import Captured
from app.domain.quality import EncoderChoice
from app.domain.timing import seconds_between
from app.ports.clock import Clock
from app.ports.devices import Camera, CameraSpec, Devices
from app.processes.channel import Channel, WorkerLink
from app.recording.encoders import (
    HARDWARE,
    PROBE_RATE,
    encode_all,
    open_encoder,
    probe,
    probe_pictures,
)
from app.recording.errors import EncoderFailedError
from app.recording.jpeg import find_jpeg
from app.recording.ladder import OWN_JPEG, in_words
from app.recording.limits import VideoLimits

TEST_S = 10.0
"""For all of it. Source: issue; after that the cheapest preset is taken untested."""
PRESETS = ("veryfast", "superfast", "ultrafast")
"""The best first."""
CORES_PER_STREAM = 0.5
"""What one camera may cost. Source: two streams in one of two cores leave the other to the live
models, screens and analysis (docs/measurements-recording.md)."""
REALTIME_SHARE = 0.7
"""A hardware encoder has to be done in this share of real time, opening and decoding included."""
KEPT_FOR_LAST = "kept for last: it takes the least processor and ten times the disk"
LOOKED_AT = 5
"""Pictures of a camera in which Motion JPEG has to come; the first may be torn."""

OwnJpeg = Literal["never", "last", "first"]
"""When the camera's own Motion JPEG is written: never, if nothing else will do, wherever it is."""


@dataclass(frozen=True, slots=True)
class SelfTestConfig:
    """What will be recorded.

    Attributes:
        width_px, height_px, rate_hz: of the candidate camera, as asked for.
        limits: what holds whatever is chosen.
        hardware: whether hardware encoders are tried.
        own_jpeg: when the camera's own pictures are written.
        camera: whose pictures are looked at before pass-through is chosen as the last resort.
    """

    width_px: int
    height_px: int
    rate_hz: float
    limits: VideoLimits
    hardware: bool = True
    own_jpeg: OwnJpeg = "never"
    camera: CameraSpec | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings, and how they came about.

    Attributes:
        limits: the settings.
        choice: the same in words, with what was tried.
        lasting: it holds until the machine changes; False where the camera was not there to see.
    """

    limits: VideoLimits
    choice: EncoderChoice
    lasting: bool = True


CpuSeconds = Callable[[], float]
OpenCamera = Callable[[CameraSpec], Camera]


def _own_cpu_s() -> float:
    times = os.times()
    return times.user + times.system


def choose(
    config: SelfTestConfig,
    clock: Clock,
    cpu_s: CpuSeconds = _own_cpu_s,
    open_camera: OpenCamera | None = None,
) -> Chosen:
    """Try what there is, the best first.

    Args:
        config: what will be recorded.
        clock: for the time it may take.
        cpu_s: processor seconds used by this process so far.
        open_camera: opens the camera for the last resort; None for none.
    """
    found, proved = _encoded(config, clock, cpu_s)
    if config.own_jpeg == "first":
        why = f"as set, where the camera gives Motion JPEG; otherwise {found.choice.reason}"
        return _as_sent(found, why)
    if proved or config.own_jpeg == "never" or config.camera is None or open_camera is None:
        return found
    given = _gives_jpeg(config.camera, open_camera)
    if given:
        return _as_sent(found, "the last resort: no encoder keeps within its share here")
    seen = "it gives no Motion JPEG" if given is False else "it was not there to be looked at"
    tried = (*found.choice.tried, (OWN_JPEG, seen))
    return Chosen(found.limits, replace(found.choice, tried=tried), lasting=given is not None)


def _as_sent(found: Chosen, why: str) -> Chosen:
    limits = replace(found.limits, own_jpeg=True)
    tried = (*found.choice.tried, (OWN_JPEG, f"at most {limits.camera_kbit_s} kbit/s"))
    return Chosen(limits, EncoderChoice(in_words(limits), why, tried))


def _gives_jpeg(spec: CameraSpec, open_camera: OpenCamera) -> bool | None:
    """Whether the camera gives whole JPEG; None when it gives nothing at all now."""
    try:
        camera = open_camera(spec)
    except DeviceError:
        return None
    try:
        return any(_is_whole_jpeg(camera.read()) for _ in range(LOOKED_AT))
    except DeviceError:
        return None
    finally:
        camera.close()


def _is_whole_jpeg(taken: Captured) -> bool:
    return isinstance(taken.content, bytes) and find_jpeg(taken.content) is not None


def _encoded(config: SelfTestConfig, clock: Clock, cpu_s: CpuSeconds) -> tuple[Chosen, bool]:
    """The best encoder of this machine, and whether it proved itself."""
    begun = clock.monotonic_ns()
    tried = [(OWN_JPEG, KEPT_FOR_LAST)] if config.own_jpeg == "last" else []
    size = (config.width_px // 2 * 2, config.height_px // 2 * 2)
    for name in HARDWARE if config.hardware else ():
        limits = replace(config.limits, encoder=name)
        outcome, good = _try_hardware(limits, size, clock)
        tried.append((name, outcome))
        if good:
            why = "hardware, proved by encoding and decoding one second"
            return _chosen(limits, why, tried), True
    for preset in PRESETS:
        limits = replace(config.limits, encoder="libx264", preset=preset)
        if seconds_between(begun, clock.monotonic_ns()) > TEST_S:
            tried.append((f"libx264 {preset}", "not tried: the ten seconds were over"))
            continue
        cores = _cores(limits, size, config.rate_hz, cpu_s)
        tried.append((f"libx264 {preset}", f"{cores:.2f} core at {config.rate_hz:g}/s"))
        if cores <= CORES_PER_STREAM:
            why = f"the best preset under {CORES_PER_STREAM:g} core; no hardware proved itself"
            return _chosen(limits, why, tried), True
    limits = replace(config.limits, encoder="libx264", preset=PRESETS[-1])
    why = "the cheapest preset: this machine is slow or was busy"
    return _chosen(limits, why, tried), False


def _chosen(limits: VideoLimits, why: str, tried: list[tuple[str, str]]) -> Chosen:
    return Chosen(limits, EncoderChoice(in_words(limits), why, tuple(tried)))


def _try_hardware(limits: VideoLimits, size: tuple[int, int], clock: Clock) -> tuple[str, bool]:
    at = clock.monotonic_ns()
    try:
        found = probe(limits, size)
    except EncoderFailedError as error:
        return error.what, False
    took_s = seconds_between(at, clock.monotonic_ns())
    told = f"{found.psnr_db} dB, {took_s:.2f} s for one second"
    return told, took_s <= REALTIME_SHARE


def _cores(limits: VideoLimits, size: tuple[int, int], rate_hz: float, cpu_s: CpuSeconds) -> float:
    """Processor seconds for one second of pictures."""
    pictures = probe_pictures(size, PROBE_RATE)
    context = open_encoder(limits, size)
    before = cpu_s()
    encode_all(context, pictures)
    return (cpu_s() - before) * rate_hz / PROBE_RATE


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """Choose, say it, end. A worker like the others, without commands."""
    config = link.config(SelfTestConfig)
    channel: Channel[Chosen, object] = link.channel(Chosen, object)
    channel.send(choose(config, clock, open_camera=devices.open_camera))
    channel.close()
