"""Asks the operating system to let this process run before others."""

import contextlib
import os
import sys

import psutil

REALTIME_PRIORITY = 5
"""Of 1..99: above every normal process, below what the system itself keeps (audio uses 5-10,
kernel threads 50).

Source: two paced 1080p30 streams lost nothing at SCHED_RR, and 36-73 % of the frames at normal
priority beside busy neighbours; `nice` did not help (measured)."""


def raise_priority() -> str:
    """Real-time round robin on Linux where allowed, the high class on Windows.

    Linux is asked first; a user who may not have it from the kernel may have it from rtkit.
    Threads started afterwards have it too, with rtkit a second later.

    Returns:
        What was got: `realtime`, `high` or `normal`.
    """
    got = "normal"
    if sys.platform == "win32":
        with contextlib.suppress(psutil.Error, OSError):
            psutil.Process().nice(psutil.HIGH_PRIORITY_CLASS)
            got = "high"
    elif sys.platform == "linux":
        got = _raise_on_linux()
    return got


def go_first() -> None:
    """Let this thread, which mostly waits, go before those that compute.

    Threads of one real-time priority take turns of 100 ms on Linux, which is three pictures: an
    encoder must not hold up what it will have to encode next. Without real-time priority, and on
    Windows, nothing changes.
    """
    if sys.platform == "linux" and os.sched_getscheduler(0) == os.SCHED_RR:
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(REALTIME_PRIORITY + 1))


def _raise_on_linux() -> str:
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(REALTIME_PRIORITY))
        return "realtime"
    from devices.rtkit_priority import raise_by_rtkit  # noqa: PLC0415 - not on Windows

    return raise_by_rtkit(REALTIME_PRIORITY)
