"""Session time: seconds since the session's start, over restarts and sleep, never going back."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from app.domain.timing import NS_PER_S, MonotonicNs, WallTime
from app.ports.clock import Clock
from app.session.entries import BridgedBy, RunBegan

LONGEST_GAP_S: Final = 12 * 3600.0
"""A wall clock that says more has passed since the last entry was set, not waited for: no interview
is kept open over a night. Our own choice."""
SLEPT_S: Final = 1.0
"""Less sleep than this is the two clocks' reading apart, not sleep."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """How session time goes on after a restart.

    Attributes:
        now_s: session time now.
        by: by which clock the gap was measured; `unknown` when none can be trusted, and the gap
            then counts nothing.
    """

    now_s: float
    by: BridgedBy


def bridge(
    clock: Clock, last_s: float, last_at: WallTime | None, run: RunBegan | None, run_s: float
) -> Bridge:
    """Session time of a session that is opened again.

    In the same boot the monotonic clock tells it (with the sleep it does not count), whatever
    happened to the wall clock. After another boot only the wall clock can; set back, or further
    ahead than `LONGEST_GAP_S`, it is not believed.

    Args:
        clock: the machine's clocks.
        last_s: session time of the journal's last entry.
        last_at: its wall time.
        run: how the last run began; None in journals of old.
        run_s: session time of that entry.
    """
    if run is not None and run.boot and run.boot == clock.boot_id():
        awake_s = (clock.monotonic_ns() - run.monotonic_ns) / NS_PER_S
        asleep_s = max(0.0, clock.suspended_s() - run.suspended_s)
        return Bridge(max(last_s, run_s + awake_s + asleep_s), "monotonic")
    gap_s = (clock.now() - last_at).total_seconds() if last_at is not None else 0.0
    if 0 <= gap_s <= LONGEST_GAP_S:
        return Bridge(last_s + gap_s, "wall")
    return Bridge(last_s, "unknown")


class SessionClock:
    """Session time within one run of the kiosk.

    It follows the monotonic clock, by which frames and sound are stamped, and adds the time that
    the machine slept: `follow` looks for it.
    """

    def __init__(self, clock: Clock, now_s: float = 0.0) -> None:
        """Start (or go on) counting at `now_s`."""
        self._clock = clock
        self._suspended_s = clock.suspended_s()
        self._starts: list[MonotonicNs] = [clock.monotonic_ns()]
        self._bases_s = [now_s]

    def seconds(self) -> float:
        """Session time now."""
        return self.at(self._clock.monotonic_ns())

    def at(self, moment: MonotonicNs) -> float:
        """Session time of a monotonic moment of this boot."""
        step = max(0, bisect_right(self._starts, moment) - 1)
        return self._bases_s[step] + (moment - self._starts[step]) / NS_PER_S

    def monotonic(self, session_s: float) -> MonotonicNs:
        """The monotonic moment of a session time; the waking, for one that was slept through."""
        step = max(0, bisect_right(self._bases_s, session_s) - 1)
        moment = self._starts[step] + round((session_s - self._bases_s[step]) * NS_PER_S)
        following = self._starts[step + 1 : step + 2]
        return MonotonicNs(min(moment, *following) if following else moment)

    def follow(self) -> float:
        """Look whether the machine slept since the last look; how long, in seconds."""
        suspended_s = self._clock.suspended_s()
        slept_s = suspended_s - self._suspended_s
        if slept_s < SLEPT_S:
            return 0.0
        self._suspended_s = suspended_s
        now = self._clock.monotonic_ns()
        self._bases_s.append(self.at(now) + slept_s)
        self._starts.append(now)
        return slept_s
