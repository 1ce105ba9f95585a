"""Sound from files and from the microphone's ring, as speech models take it: mono, 16 kHz."""

import math
from collections.abc import Iterator
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from app.domain.errors import FileMissingError
from app.domain.media import Samples
from app.perception.errors import (
    AudioEmptyError,
    AudioMissingError,
    AudioSilentError,
    AudioTooLongError,
    AudioUnreadableError,
)
from app.ports.speech import SPEECH_RATE_HZ

MAX_SOUND_S = 3600.0
"""Longest sound decoded from a file; an answer is ten minutes at most."""

SILENT_DBFS = -60.0
"""A sound whose loudest tenth of a second is below this is silence.

Source: a muted input is digital zero or the converter's own noise, below -70 dBFS; the quietest
far-field speech among the test recordings peaks at -23 dBFS.
"""

FLOOR_DBFS = -120.0
_FULL_SCALE = 32768.0
_CHUNK_S = 1
_LEVEL_WINDOW = SPEECH_RATE_HZ // 10


def load_sound(path: Path) -> Samples:
    """The first sound track of a sound or video file, mixed to mono at 16 kHz.

    Raises:
        FileMissingError: there is no such file, or it cannot be read.
        AudioUnreadableError: it is not sound or video, or it is damaged.
        AudioMissingError: it is a video without sound.
        AudioEmptyError: there is not one sample in it.
        AudioTooLongError: it is longer than `MAX_SOUND_S`.
    """
    try:
        if path.stat().st_size == 0:
            raise AudioEmptyError(f"{path.name} has no bytes")
        with av.open(str(path), mode="r", metadata_errors="replace") as container:
            parts = list(_decode(container, path.name))
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise FileMissingError(f"{path} cannot be read ({error.strerror})") from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise AudioUnreadableError(f"{path.name} cannot be decoded as sound") from error
    if not parts:
        raise AudioEmptyError(f"{path.name} has a sound track without samples")
    return np.concatenate(parts)


def require_sound(samples: Samples, name: str) -> None:
    """Refuse silence.

    Raises:
        AudioSilentError: nothing in it is louder than `SILENT_DBFS`.
    """
    loudest = loudest_dbfs(samples)
    if loudest < SILENT_DBFS:
        raise AudioSilentError(f"{name} is silent (loudest 0.1 s at {loudest:.0f} dBFS)")


def loudest_dbfs(samples: Samples) -> float:
    """Level of the loudest tenth of a second, dB below full scale; -120 for nothing at all."""
    if not len(samples):
        return FLOOR_DBFS
    window = min(_LEVEL_WINDOW, len(samples))
    whole = samples[: len(samples) // window * window].astype(np.float64).reshape(-1, window)
    power = float(np.mean(np.square(whole / _FULL_SCALE), axis=1).max())
    return max(FLOOR_DBFS, 10 * math.log10(power)) if power > 0 else FLOOR_DBFS


def level_dbfs(sound: NDArray[np.float32]) -> float:
    """The level of a piece of sound, in dB of full scale; -120 for silence.

    Args:
        sound: float32, mono, -1..1.
    """
    return 20.0 * float(np.log10(max(1e-6, float(np.sqrt(np.mean(sound**2))))))


def resample(samples: Samples, rate_hz: int) -> Samples:
    """Mono sound of any rate at 16 kHz (band-limited, by libswresample)."""
    if rate_hz == SPEECH_RATE_HZ or not len(samples):
        return samples
    resampler = AudioResampler(format="s16", layout="mono", rate=SPEECH_RATE_HZ)
    parts: list[Samples] = []
    step = rate_hz * _CHUNK_S
    for start in range(0, len(samples), step):
        chunk = np.ascontiguousarray(samples[start : start + step])
        frame = AudioFrame.from_ndarray(chunk.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate_hz
        parts += _samples_of(resampler, frame)
    parts += _samples_of(resampler, None)
    return np.concatenate(parts)


def _decode(container: InputContainer, name: str) -> Iterator[Samples]:
    if not container.streams.audio:
        raise AudioMissingError(f"{name} has no sound track")
    resampler = AudioResampler(format="s16", layout="mono", rate=SPEECH_RATE_HZ)
    total = 0
    for frame in container.decode(container.streams.audio[0]):
        frame.pts = None
        for part in _samples_of(resampler, frame):
            total += len(part)
            if total > MAX_SOUND_S * SPEECH_RATE_HZ:
                raise AudioTooLongError(f"{name} is longer than {MAX_SOUND_S:.0f} s")
            yield part
    yield from _samples_of(resampler, None)


def _samples_of(resampler: AudioResampler, frame: AudioFrame | None) -> list[Samples]:
    return [
        out.to_ndarray().reshape(-1).astype(np.int16, copy=False)
        for out in resampler.resample(frame)
        if out.samples
    ]
