"""The port through which all time comes."""

from typing import Protocol

from app.domain.timing import MonotonicNs, WallTime


class Clock(Protocol):
    """The machine's clocks, and waiting."""

    def monotonic_ns(self) -> MonotonicNs:
        """Now, on the monotonic clock shared by all processes of this boot."""
        ...

    def now(self) -> WallTime:
        """Now, in UTC, timezone-aware."""
        ...

    def suspended_s(self) -> float:
        """Seconds that the machine slept since it was started, not counted by `monotonic_ns`.

        0 where the monotonic clock counts them itself, as on Windows.
        """
        ...

    def boot_id(self) -> str:
        """Which start of the machine this is; empty where it cannot be known."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds` (at least 0)."""
        ...
