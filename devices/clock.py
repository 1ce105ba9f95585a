"""The machine's clocks."""

import time
from datetime import UTC, datetime

from app.domain.timing import MonotonicNs, WallTime


class SystemClock:
    """The real clocks: the one place that asks the operating system for the time."""

    def monotonic_ns(self) -> MonotonicNs:
        """Now, on the monotonic clock shared by all processes of this boot."""
        return MonotonicNs(time.monotonic_ns())

    def now(self) -> WallTime:
        """Now, in UTC, timezone-aware."""
        return WallTime(datetime.now(UTC))  # noqa: TID251 - this is the adapter

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds` (at least 0)."""
        time.sleep(max(0.0, seconds))  # noqa: TID251 - this is the adapter
