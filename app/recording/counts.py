"""Counts what came and what became of it, for the certificate."""

from collections import Counter

from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between

_STEP_S = 0.00025
"""Intervals are sorted into steps of a quarter millisecond; more is lost in scheduling anyway."""
_LONGEST_S = 2.0
LEAST_SOUND_S = 60.0
"""Before that a sound card's drift is not told: arrivals jitter by 0.25 ms (measured), which is
4 ppm of a minute."""
RATE_WINDOW_S = 4.0
"""Long enough for a camera's automatic exposure; what it may cost over the cap is seconds of it."""
_SETTLED_S = 5.0
"""`devices.steady_time` has found its anchor by then."""


class PictureCounts:
    """Pictures of one camera since its recording began. Written by one thread.

    Attributes:
        captured, missed, dropped, late, thinned: pictures; see `app.domain.quality.CameraTally`;
            `thinned` were left out on purpose, on a rung with a lower rate.
    """

    def __init__(self) -> None:
        self.captured = self.missed = self.dropped = self.late = self.thinned = 0
        self._next: int | None = None
        self._last_ns = MonotonicNs(0)
        self._intervals: Counter[int] = Counter()

    def came(self, number: int, at_ns: MonotonicNs) -> None:
        """A picture came; a gap in the numbering was missed."""
        if self._next is not None:
            self.missed += max(0, number - self._next)
            apart_s = seconds_between(self._last_ns, at_ns)
            if 0 < apart_s < _LONGEST_S:
                self._intervals[round(apart_s / _STEP_S)] += 1
        self._next, self._last_ns = number + 1, at_ns
        self.captured += 1

    def interval_ms(self, share: float) -> float:
        """The interval that `share` (0..1) of all are not longer than, ms; 0 for none."""
        intervals = sorted(self._intervals.copy().items())
        left = share * sum(count for _, count in intervals)
        for step, count in intervals:
            left -= count
            if left <= 0:
                return round(step * _STEP_S * 1000, 2)
        return 0.0

    def expected(self, seconds: float) -> int:
        """Pictures that the camera's own (median) interval gives in that time."""
        median_s = self.interval_ms(0.5) / 1000
        return round(seconds / median_s) if median_s > 0 else self.captured


class RateWatch:
    """Whether what comes keeps within a bit rate, window by window. Written by one thread.

    Attributes:
        over: the last whole window took more.
    """

    def __init__(self, most_kbit_s: float) -> None:
        """Watch.

        Args:
            most_kbit_s: that may come, averaged over `RATE_WINDOW_S`.
        """
        self._most_kbit_s = most_kbit_s
        self._since_ns: MonotonicNs | None = None
        self._bytes = 0
        self.over = False

    def came(self, size: int, at_ns: MonotonicNs) -> None:
        """So many bytes came."""
        if self._since_ns is None:
            self._since_ns = at_ns
        passed_s = seconds_between(self._since_ns, at_ns)
        if passed_s >= RATE_WINDOW_S:
            self.over = self._bytes * 8 / 1000 / passed_s > self._most_kbit_s
            self._since_ns, self._bytes = at_ns, 0
        self._bytes += size


class BlockCounts:
    """Blocks of sound since the recording began. Written by one thread.

    Attributes:
        captured, lost: blocks.
    """

    def __init__(self) -> None:
        self.captured = self.lost = 0
        self._next: int | None = None
        self._first: tuple[int, MonotonicNs] | None = None
        self._last: tuple[int, MonotonicNs] | None = None
        self._begun_ns = MonotonicNs(0)
        self._block_s = 0.02

    def came(self, number: int, at_ns: MonotonicNs, block_s: float) -> None:
        """A block came."""
        lost = 0 if self._next is None else max(0, number - self._next)
        self.lost += lost
        self._next = number + 1
        if not self.captured or lost:
            self._begun_ns, self._first = at_ns, None
        elif self._first is None and seconds_between(self._begun_ns, at_ns) > _SETTLED_S:
            self._first = (number, at_ns)
        self._last, self._block_s = (number, at_ns), block_s
        self.captured += 1

    def drift_ppm(self) -> float | None:
        """How much faster (positive) the card's clock is; None for too short since a loss."""
        if self._first is None or self._last is None:
            return None
        took_s = (self._last[1] - self._first[1]) / NS_PER_S
        if took_s < LEAST_SOUND_S:
            return None
        own_s = (self._last[0] - self._first[0]) * self._block_s
        return round((own_s / took_s - 1) * 1e6, 1)
