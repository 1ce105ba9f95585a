"""Chooses how this machine encodes: hardware that proves itself, else the best preset it can bear.

Runs in a process of its own (a driver that crashes takes nothing with it) for at most ten seconds;
the kiosk keeps the result until machine or program change.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.quality import EncoderChoice
from app.domain.timing import seconds_between
from app.ports.clock import Clock
from app.ports.devices import Devices
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
from app.recording.ladder import in_words
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
UNTOUCHED = "not offered: every picture is decoded anyway, for the preview and the models"


@dataclass(frozen=True, slots=True)
class SelfTestConfig:
    """What will be recorded.

    Attributes:
        width_px, height_px, rate_hz: of the candidate camera, as asked for.
        limits: what holds whatever is chosen.
        hardware: whether hardware encoders are tried.
    """

    width_px: int
    height_px: int
    rate_hz: float
    limits: VideoLimits
    hardware: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings, and how they came about."""

    limits: VideoLimits
    choice: EncoderChoice


CpuSeconds = Callable[[], float]


def _own_cpu_s() -> float:
    times = os.times()
    return times.user + times.system


def choose(config: SelfTestConfig, clock: Clock, cpu_s: CpuSeconds = _own_cpu_s) -> Chosen:
    """Try what there is, the best first.

    Args:
        config: what will be recorded.
        clock: for the time it may take.
        cpu_s: processor seconds used by this process so far.
    """
    begun = clock.monotonic_ns()
    tried: list[tuple[str, str]] = [("as it comes", UNTOUCHED)]
    size = (config.width_px // 2 * 2, config.height_px // 2 * 2)
    for name in HARDWARE if config.hardware else ():
        limits = replace(config.limits, encoder=name)
        outcome, good = _try_hardware(limits, size, clock)
        tried.append((name, outcome))
        if good:
            return _chosen(limits, "hardware, proved by encoding and decoding one second", tried)
    for preset in PRESETS:
        limits = replace(config.limits, encoder="libx264", preset=preset)
        if seconds_between(begun, clock.monotonic_ns()) > TEST_S:
            tried.append((f"libx264 {preset}", "not tried: the ten seconds were over"))
            continue
        cores = _cores(limits, size, config.rate_hz, cpu_s)
        tried.append((f"libx264 {preset}", f"{cores:.2f} core at {config.rate_hz:g}/s"))
        if cores <= CORES_PER_STREAM:
            why = f"the best preset under {CORES_PER_STREAM:g} core; no hardware proved itself"
            return _chosen(limits, why, tried)
    limits = replace(config.limits, encoder="libx264", preset=PRESETS[-1])
    return _chosen(limits, "the cheapest preset: this machine is slow or was busy", tried)


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


def run(link: WorkerLink, _devices: Devices, clock: Clock) -> None:
    """Choose, say it, end. A worker like the others, without commands."""
    config = link.config(SelfTestConfig)
    channel: Channel[Chosen, object] = link.channel(Chosen, object)
    channel.send(choose(config, clock))
    channel.close()
