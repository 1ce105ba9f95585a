"""The sound of a part: samples in a row, with silence where some are missing."""

from collections.abc import Iterator

import numpy as np

from app.domain.media import AudioBlock, Samples
from app.domain.timing import NS_PER_S, MonotonicNs

TOLERANCE_S = 0.02
"""A block that seems to begin further than this from the last one's end is moved: silence is put
in, or samples are taken away. Source: half of what ITU-R BT.1359 finds detectable (45 ms)."""
SLIP_S = 0.001
"""Beyond this a block is made one sample longer or shorter until it fits again: 21 us in 20 ms, not
audible. Follows a sound card up to 1040 ppm wrong; real ones are within 100 ppm. Source: the
issue's 1 ms of drift in ten minutes."""
_LONGEST_FILL_S = 1.0


class Soundtrack:
    """Lays blocks on a time line that begins at `zero_ns`.

    Attributes:
        at: samples laid so far.
        filled: samples of silence among them.
        moved: how often a block was moved by more than `TOLERANCE_S`.
    """

    def __init__(self, zero_ns: MonotonicNs, rate_hz: int) -> None:
        """An empty one."""
        self._zero_ns = zero_ns
        self._rate_hz = rate_hz
        self.at = 0
        self.filled = 0
        self.moved = 0

    def _index(self, at_ns: int) -> int:
        return round((at_ns - self._zero_ns) * self._rate_hz / NS_PER_S)

    def lay(self, block: AudioBlock) -> Iterator[Samples]:
        """The samples to encode for this block, silence before it included."""
        begins = self._index(block.captured_ns)
        samples = block.samples
        tolerance = TOLERANCE_S * self._rate_hz
        if begins > self.at + tolerance:
            self.moved += self.at > 0
            yield from self._silence(begins - self.at)
        elif begins < self.at - tolerance or self.at == 0:
            self.moved += self.at > 0
            samples = samples[max(0, self.at - begins) :]
        elif abs(begins - self.at) > SLIP_S * self._rate_hz:
            samples = _stretched(samples, 1 if begins > self.at else -1)
        if len(samples):
            self.at += len(samples)
            yield samples

    def fill_until(self, at_ns: MonotonicNs) -> Iterator[Samples]:
        """Silence up to `at_ns`, if the sound has not come that far."""
        missing = self._index(at_ns) - self.at
        if missing > 0:
            yield from self._silence(missing)

    def _silence(self, count: int) -> Iterator[Samples]:
        longest = round(_LONGEST_FILL_S * self._rate_hz)
        while count > 0:
            some = min(count, longest)
            self.at += some
            self.filled += some
            count -= some
            yield np.zeros(some, np.int16)


def _stretched(samples: Samples, by: int) -> Samples:
    """The same sound in `by` more samples, interpolated."""
    count = len(samples)
    if count + by < 2:  # noqa: PLR2004 - two make a line
        return samples
    at = np.linspace(0, count - 1, count + by)
    return np.round(np.interp(at, np.arange(count), samples)).astype(np.int16)
