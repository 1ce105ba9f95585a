"""Priority by rtkit, for a process that may not raise itself."""

import resource
import threading

from devices.realtime_kit import RealtimeKit, realtime_kit
from devices.thread_priority import ThreadPriority

SOFT_SHARE = 0.5
"""Of the computing time after which the kernel kills: then it warns, and we step back."""
NICE = -11
"""Source: what PipeWire and PulseAudio ask for when real-time is refused."""


def raise_by_rtkit(priority: int) -> str:
    """Raise every thread of this process, those to come too.

    Args:
        priority: real-time priority, 1..99; rtkit's limit where that is lower.

    Returns:
        What was got: `realtime`, `high` or `normal`.
    """
    kit = realtime_kit()
    if kit is None:
        return "normal"
    if _realtime(kit, priority):
        return "realtime"
    if _high(kit):
        return "high"
    kit.close()
    return "normal"


def _realtime(kit: RealtimeKit, priority: int) -> bool:
    most = kit.number("MaxRealtimePriority")
    longest_us = kit.number("RTTimeUSecMax")
    if most is None or longest_us is None:
        return False
    granted = min(priority, most)
    threads = ThreadPriority(lambda thread: kit.make_realtime(thread, granted))
    if not threads.watch_limit():
        return False
    _limit(longest_us)
    own = threading.get_native_id()
    if not kit.make_realtime(own, granted):
        return False
    threads.start(own)
    return True


def _limit(longest_us: int) -> None:
    """Accept rtkit's limit: without one it gives nothing."""
    _, hard = resource.getrlimit(resource.RLIMIT_RTTIME)
    most = longest_us if hard == resource.RLIM_INFINITY else min(hard, longest_us)
    resource.setrlimit(resource.RLIMIT_RTTIME, (round(most * SOFT_SHARE), most))


def _high(kit: RealtimeKit) -> bool:
    least = kit.number("MinNiceLevel")
    nice = NICE if least is None else max(NICE, least)
    own = threading.get_native_id()
    if not kit.make_high(own, nice):
        return False
    ThreadPriority(lambda thread: kit.make_high(thread, nice)).start(own)
    return True
