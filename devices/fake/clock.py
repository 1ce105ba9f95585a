"""Time that passes only when somebody sleeps."""

import threading
from datetime import UTC, datetime, timedelta

from app.domain.timing import NS_PER_S, MonotonicNs, WallTime
from devices.fake.production import refuse_in_production

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class FakeClock:
    """A `Clock` stepped by hand or by `sleep`, which returns at once."""

    def __init__(self, start_ns: int = NS_PER_S) -> None:
        """Begin at `start_ns` on the monotonic clock, 2026-01-01 on the wall's.

        Raises:
            FakeRefusedError: in production.
        """
        refuse_in_production("FakeClock")
        self._lock = threading.Lock()
        self._start_ns = start_ns
        self._now_ns = start_ns

    def monotonic_ns(self) -> MonotonicNs:
        """Now."""
        return MonotonicNs(self._now_ns)

    def now(self) -> WallTime:
        """Now, in UTC."""
        passed_us = (self._now_ns - self._start_ns) / 1000
        return WallTime(_EPOCH + timedelta(microseconds=passed_us))

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self.step(seconds)

    def step(self, seconds: float) -> None:
        """Let `seconds` (at least 0) pass."""
        with self._lock:
            self._now_ns += round(max(0.0, seconds) * NS_PER_S)
