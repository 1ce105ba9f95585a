"""The machine's clocks."""

import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.domain.timing import NS_PER_S, MonotonicNs, WallTime

_LINUX_BOOT = Path("/proc/sys/kernel/random/boot_id")
_WINDOWS_BOOT = (
    r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
)
"""Holds `BootId`, which Windows counts up at every start."""


class SystemClock:
    """The real clocks: the one place that asks the operating system for the time."""

    def monotonic_ns(self) -> MonotonicNs:
        """Now, on the monotonic clock shared by all processes of this boot."""
        return MonotonicNs(time.monotonic_ns())

    def now(self) -> WallTime:
        """Now, in UTC, timezone-aware."""
        return WallTime(datetime.now(UTC))  # noqa: TID251 - this is the adapter

    def suspended_s(self) -> float:
        """Seconds slept since the machine was started that `monotonic_ns` does not count."""
        if sys.platform != "linux":
            return 0.0
        # the order of the two readings keeps the difference from coming out below 0
        awake_ns = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        return (time.clock_gettime_ns(time.CLOCK_BOOTTIME) - awake_ns) / NS_PER_S

    def boot_id(self) -> str:
        """Which start of the machine this is; empty where it cannot be known."""
        with suppress(OSError):
            if sys.platform == "win32":
                import winreg  # noqa: PLC0415 - there is none elsewhere

                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_BOOT) as key:
                    return str(winreg.QueryValueEx(key, "BootId")[0])
            return _LINUX_BOOT.read_text(encoding="ascii").strip()
        return ""

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds` (at least 0)."""
        time.sleep(max(0.0, seconds))  # noqa: TID251 - this is the adapter
