"""What can be said about sound without a model: its level, and whether there is any."""

import threading
from typing import TYPE_CHECKING, Literal

import numpy as np

from app.domain.media import AudioBlock, Samples
from app.domain.timing import MonotonicNs, seconds_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR_DB = -120.0
"""Said of digital silence; 16 bits reach down to -90 dBFS only."""
FULL_SCALE = 32768.0
CLIPPED = 32700
"""Samples beyond this, of 32767, count as clipped."""
SILENT_AFTER_S = 3.0
"""A microphone has noise: zeros throughout for this long mean that it is muted or unplugged."""

SoundState = Literal["ok", "silent"]


def decibels(amplitude: float) -> float:
    """Level in dBFS of an amplitude 0..32768; `FLOOR_DB` for nothing."""
    return (
        max(FLOOR_DB, 20 * float(np.log10(amplitude / FULL_SCALE))) if amplitude > 0 else FLOOR_DB
    )


def rms(samples: Samples) -> float:
    """Root mean square, 0..32768."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def peak(samples: Samples) -> int:
    """Largest amplitude, 0..32768."""
    return int(np.max(np.abs(samples.astype(np.int32)))) if len(samples) else 0


def noise_floor_db(samples: Samples, rate_hz: int) -> float:
    """Level in dBFS RMS of the quietest tenth of the sound, in windows of 50 ms."""
    window = max(1, rate_hz // 20)
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    if not len(whole):
        return FLOOR_DB
    levels: NDArray[np.float64] = np.sqrt(np.mean(np.square(whole, dtype=np.float64), axis=1))
    return decibels(float(np.quantile(levels, 0.1)))


def clipped_share(samples: Samples) -> float:
    """Share of the samples at full scale, 0..1."""
    return float(np.mean(np.abs(samples.astype(np.int32)) >= CLIPPED)) if len(samples) else 0.0


class SoundMeter:
    """Level and peak since they were last asked for. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._squares, self._count, self._peak = 0.0, 0, 0

    def add(self, samples: Samples) -> None:
        """Take a block into account."""
        squares = float(np.sum(np.square(samples, dtype=np.float64)))
        highest = peak(samples)
        with self._lock:
            self._squares += squares
            self._count += len(samples)
            self._peak = max(self._peak, highest)

    def take(self) -> tuple[float, float]:
        """RMS and peak in dBFS, and begin again."""
        with self._lock:
            squares, count, highest = self._squares, self._count, self._peak
            self._squares, self._count, self._peak = 0.0, 0, 0
        return decibels((squares / count) ** 0.5 if count else 0.0), decibels(highest)


class SoundWatch:
    """Tells whether a microphone gives digital silence. Stepped with every block."""

    def __init__(self) -> None:
        self._heard_ns = MonotonicNs(0)

    def step(self, block: AudioBlock) -> SoundState:
        """The state after this block."""
        if not self._heard_ns or np.any(block.samples):
            self._heard_ns = block.captured_ns
        silent = seconds_between(self._heard_ns, block.captured_ns) >= SILENT_AFTER_S
        return "silent" if silent else "ok"
