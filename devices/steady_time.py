"""Capture times without the jitter of the moment at which something was handed over."""

from app.domain.timing import NS_PER_S, MonotonicNs

FOLLOW_EARLY = 0.25
"""Share of a deviation that is believed when something comes earlier than expected: nothing can be
handed over before it was captured, so what was believed before was late."""
FOLLOW_LATE = 0.005
"""The same for what comes later: mostly jitter. At 50 blocks a second a drift between the clocks
of 100 ppm is followed within 0.4 ms, and one block 100 ms late moves the times by 0.5 ms."""
RESET_S = 0.25
"""A deviation beyond this is not jitter. Too early: the first measurement was late. Too late: see
`HOLD_S`."""
HOLD_S = 1.0
"""What comes too late may have waited while this machine was busy: what follows then comes in one
burst and is in time again. Late for this long by the device's own time: something is missing."""


class SteadyTime:
    """Maps a device's own time (samples counted, stream timestamps) to the monotonic clock.

    Source: own; the deviation of single arrivals is measured in `docs/measurements-recording.md`.
    """

    def __init__(self) -> None:
        self._anchor_ns: float | None = None
        self._late_since_s: float | None = None

    def at(self, device_s: float, measured_ns: float) -> MonotonicNs:
        """The capture time of what the device says happened at `device_s`.

        Args:
            device_s: seconds on the device's own clock.
            measured_ns: monotonic time as it appeared from here, jitter and all.
        """
        measured_anchor = measured_ns - device_s * NS_PER_S
        anchor = measured_anchor if self._anchor_ns is None else self._anchor_ns
        deviation_s = (measured_anchor - anchor) / NS_PER_S
        if deviation_s > RESET_S and not self._late_for_long(device_s):
            deviation_s = 0.0
        elif abs(deviation_s) > RESET_S:
            anchor, deviation_s, self._late_since_s = measured_anchor, 0.0, None
        else:
            self._late_since_s = None
        believed = FOLLOW_EARLY if deviation_s < 0 else FOLLOW_LATE
        self._anchor_ns = anchor + believed * deviation_s * NS_PER_S
        return MonotonicNs(round(self._anchor_ns + device_s * NS_PER_S))

    def _late_for_long(self, device_s: float) -> bool:
        if self._late_since_s is None:
            self._late_since_s = device_s
        return device_s - self._late_since_s >= HOLD_S

    def reset(self) -> None:
        """Something is known to be missing: believe the next measurement wholly."""
        self._anchor_ns = None
        self._late_since_s = None


LEAST_STEP_NS = 1_000_000
"""The recording's unit of time."""


class ForwardTime:
    """Capture times of pictures by `SteadyTime`, each later than the one before.

    A stream often begins with a picture that waited. When those behind it come in time, the clock
    is put back; pictures then follow each other closely until the times are true again.
    """

    def __init__(self) -> None:
        self._steady = SteadyTime()
        self._last_ns = 0

    def at(self, device_s: float | None, arrived_ns: MonotonicNs) -> MonotonicNs:
        """The capture time of a picture: never after its arrival, unless several arrived at once.

        Args:
            device_s: seconds on the source's own clock; None when it does not say.
            arrived_ns: monotonic time at which it came.
        """
        own_ns = arrived_ns if device_s is None else self._steady.at(device_s, arrived_ns)
        at_ns = min(arrived_ns, max(own_ns, self._last_ns + LEAST_STEP_NS))
        self._last_ns = max(at_ns, self._last_ns + 1)
        return MonotonicNs(self._last_ns)
