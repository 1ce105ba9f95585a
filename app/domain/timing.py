"""Two clocks that must not be mixed: the wall's and the machine's."""

from datetime import datetime
from typing import NewType

MonotonicNs = NewType("MonotonicNs", int)
"""Nanoseconds of the machine's monotonic clock (`time.monotonic_ns`): one origin for all
processes of one boot, never set back."""

WallTime = NewType("WallTime", datetime)
"""Wall-clock time, timezone-aware, UTC. For people and records, never for intervals."""

NS_PER_S = 1_000_000_000


def seconds_between(start: MonotonicNs, end: MonotonicNs) -> float:
    """Seconds from `start` to `end` (negative when `end` is earlier)."""
    return (end - start) / NS_PER_S
