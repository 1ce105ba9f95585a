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
        self._now_ns = start_ns
        self._wall = _EPOCH
        self._suspended_s = 0.0
        self._boots = 1

    def monotonic_ns(self) -> MonotonicNs:
        """Now."""
        return MonotonicNs(self._now_ns)

    def now(self) -> WallTime:
        """Now, in UTC."""
        return WallTime(self._wall)

    def suspended_s(self) -> float:
        """Seconds slept through `suspend`."""
        return self._suspended_s

    def boot_id(self) -> str:
        """Which start this is."""
        return f"boot-{self._boots}"

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self.step(seconds)

    def step(self, seconds: float) -> None:
        """Let `seconds` (at least 0) pass."""
        with self._lock:
            self._now_ns += round(max(0.0, seconds) * NS_PER_S)
            self._wall += timedelta(seconds=max(0.0, seconds))

    def set_wall(self, seconds: float) -> None:
        """Set the wall clock forward, or back when negative; nothing else notices."""
        self._wall += timedelta(seconds=seconds)

    def suspend(self, seconds: float) -> None:
        """Sleep: the wall clock goes on, the monotonic clock stands."""
        self._suspended_s += seconds
        self._wall += timedelta(seconds=seconds)

    def reboot(self, seconds: float) -> None:
        """Be off for so long, and start again: the monotonic clock begins anew."""
        self._boots += 1
        self._now_ns, self._suspended_s = NS_PER_S, 0.0
        self._wall += timedelta(seconds=seconds)
