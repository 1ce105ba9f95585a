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
SILENT_AFTER_S = 1.5
"""A microphone has noise: zeros throughout for this long mean that it is muted or unplugged.
Source: the issue's 2 s to the alarm, less half a second on the way to the operator."""
CLIPPING_SHARE = 0.01
"""Of the samples of a second. Source: own; shouting into a well-set microphone clips single peaks
(below 0.1 %), a gain that is too high 2 % and more."""
CLIPPING_ENDS = 0.001

SoundState = Literal["ok", "silent", "clipping"]


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
    """Tells whether a microphone gives digital silence or is overdriven. Stepped with every block.

    Attributes:
        gated: it has given zeros before and then sound again: a microphone that suppresses noise
            between words, whose zeros are no reason to change to another.
        clipped, samples: at full scale, and all of them, since the beginning.
    """

    def __init__(self) -> None:
        self._heard_ns = MonotonicNs(0)
        self._was_zero = False
        self._clipping = False
        self._window = [0, 0]
        self.gated = False
        self.clipped = 0
        self.samples = 0

    def step(self, block: AudioBlock) -> SoundState:
        """The state after this block."""
        zero = not np.any(block.samples)
        if not self._heard_ns or not zero:
            self.gated = self.gated or self._was_zero
            self._heard_ns = block.captured_ns
        self._was_zero = zero and self.samples > block.rate_hz  # a stream may begin with zeros
        self._count(block)
        if seconds_between(self._heard_ns, block.captured_ns) >= SILENT_AFTER_S:
            return "silent"
        return "clipping" if self._clipping else "ok"

    def _count(self, block: AudioBlock) -> None:
        clipped = int(np.count_nonzero(np.abs(block.samples.astype(np.int32)) >= CLIPPED))
        self.clipped += clipped
        self.samples += len(block.samples)
        self._window[0] += clipped
        self._window[1] += len(block.samples)
        if self._window[1] >= block.rate_hz:
            share = self._window[0] / self._window[1]
            self._clipping = share > (CLIPPING_ENDS if self._clipping else CLIPPING_SHARE)
            self._window = [0, 0]
