"""Sound files as the demonstration plays them: 48 kHz, mono, 16 bits."""

import wave
from collections.abc import Iterator
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from app.domain.errors import InputUnreadableError
from app.domain.media import Samples

RATE_HZ = 48_000
SILENT_PEAK = 100
"""A peak below this (-50 dB of full scale) is no speech."""


def write_wav(path: Path, samples: Samples) -> None:
    """Write mono samples at `RATE_HZ`, beside the place first, then renamed."""
    beside = path.with_suffix(".part")
    with wave.open(str(beside), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    beside.replace(path)


def is_silent(samples: Samples) -> bool:
    """Whether nothing can be heard in it."""
    return samples.size == 0 or int(np.abs(samples.astype(np.int32)).max()) < SILENT_PEAK


def extract_sound(path: Path) -> Samples:
    """The first sound track of a file as mono samples at `RATE_HZ`; empty when it has none.

    Raises:
        InputUnreadableError: the file is no sound and no video.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            blocks = list(_blocks(container))
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise InputUnreadableError(f"{path.name} cannot be decoded as sound") from error
    return np.concatenate(blocks) if blocks else np.zeros(0, np.int16)


def _blocks(container: InputContainer) -> Iterator[Samples]:
    if not container.streams.audio:
        return
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    for frame in container.decode(container.streams.audio[0]):
        for part in resampler.resample(frame):
            yield part.to_ndarray().reshape(-1).astype(np.int16, copy=False)
    for part in resampler.resample(None):
        yield part.to_ndarray().reshape(-1).astype(np.int16, copy=False)
