"""How this machine encodes: tested once, kept until machine, program or cameras change."""

import hashlib
import platform
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import psutil
from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.quality import EncoderChoice
from app.kiosk.reserve import RESERVE_FACTOR, bytes_per_second
from app.processes.channel import Channel, write_config
from app.recording.ladder import OWN_JPEG, in_words
from app.recording.selftest import Chosen, SelfTestConfig

TEST_WITHIN_S = 30.0
"""The self-test stops trying after ten seconds by itself, and a camera that is looked at opens
within twelve more; a driver that hangs is killed."""
FILE = "encoder.json"
USUAL_S = 3600.0
"""An interview for which there has to be room before pass-through is chosen without being set: no
assignment is known yet. Own choice: three quarters of an hour and what is besides questions."""


@dataclass(frozen=True, slots=True)
class _Kept:
    fingerprint: str
    chosen: Chosen


_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def _fingerprint(config: SelfTestConfig) -> str:
    facts = (
        platform.processor() or platform.machine(),
        platform.platform(),
        psutil.cpu_count(),
        av.__version__,
        av.library_versions,
        config,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def with_room(chosen: Chosen, config: SelfTestConfig, free_bytes: int) -> Chosen:
    """The same without pass-through, where that was a last resort and there is no room for it.

    Args:
        chosen: by the self-test.
        config: what it was asked.
        free_bytes: of the disk, now.
    """
    needed = bytes_per_second(chosen.limits) * USUAL_S * RESERVE_FACTOR
    if config.own_jpeg != "last" or not chosen.limits.own_jpeg or free_bytes >= needed:
        return chosen
    limits = replace(chosen.limits, own_jpeg=False)
    told = f"{free_bytes / 1e9:.0f} GB are free, {needed / 1e9:.0f} GB are needed"
    tried = (*chosen.choice.tried, (OWN_JPEG, told))
    why = "this machine is slow, and the disk has no room for the camera's own Motion JPEG"
    return replace(chosen, limits=limits, choice=EncoderChoice(in_words(limits), why, tried))


def chosen_encoder(
    data: Path,
    program: tuple[str, ...],
    config: SelfTestConfig,
    awaited: Callable[[], bool] = lambda: False,
) -> Chosen:
    """What the self-test chose on this machine; runs it (at most 30 s) where it is not known.

    Args:
        data: the kiosk's folder.
        program: the command line to which `worker selftest` is appended.
        config: what will be recorded.
        awaited: whether somebody sits there and waits for an interrupted interview; asked only
            where the last choice was to be tried again, which is then put off.
    """
    path, fingerprint = data / FILE, _fingerprint(config)
    try:
        kept = _KEPT.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        kept = None
    known = kept is not None and kept.fingerprint == fingerprint
    if kept is not None and known and (kept.chosen.lasting or awaited()):
        return kept.chosen
    chosen = _test(program, config) or _untested(config)
    write_durably(path, _KEPT.dump_json(_Kept(fingerprint, chosen)))
    return chosen


def _untested(config: SelfTestConfig) -> Chosen:
    reason = "the self-test did not end properly; it is tried again at the next start"
    limits = replace(config.limits, own_jpeg=config.own_jpeg == "first")
    return Chosen(limits, EncoderChoice(in_words(limits), reason), lasting=False)


def _test(program: tuple[str, ...], config: SelfTestConfig) -> Chosen | None:
    process = subprocess.Popen(
        [*program, "worker", "selftest"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    killer = threading.Timer(TEST_WITHIN_S, process.kill)
    killer.start()
    try:
        with process:  # waited for, and its pipes closed, also where it died before it was told
            if process.stdin is None or process.stdout is None:  # pragma: no cover - PIPE's both
                return None
            write_config(process.stdin, config)
            channel: Channel[Any, Any] = Channel(process.stdout, process.stdin, object, Chosen)
            told = channel.receive(TEST_WITHIN_S)
            channel.close()
            process.wait()
            channel.join()
    except OSError:
        return None
    finally:
        killer.cancel()
    return told if isinstance(told, Chosen) else None
