"""Capture times without the jitter of the moment at which something was handed over."""

from app.domain.timing import NS_PER_S, MonotonicNs

FOLLOW = 0.02
"""Share of a new deviation that is believed. At 50 blocks a second a drift between the two clocks
of 100 ppm is followed within 0.1 ms, and one block 100 ms late moves the times by 2 ms."""
RESET_S = 0.25
"""A deviation beyond this is not jitter: something is missing, or the device was stopped."""


class SteadyTime:
    """Maps a device's own time (samples counted, stream timestamps) to the monotonic clock.

    Source: own; the deviation of single arrivals is measured in `docs/measurements-recording.md`.
    """

    def __init__(self) -> None:
        self._anchor_ns: float | None = None

    def at(self, device_s: float, measured_ns: float) -> MonotonicNs:
        """The capture time of what the device says happened at `device_s`.

        Args:
            device_s: seconds on the device's own clock.
            measured_ns: monotonic time as it appeared from here, jitter and all.
        """
        measured_anchor = measured_ns - device_s * NS_PER_S
        if self._anchor_ns is None or abs(measured_anchor - self._anchor_ns) > RESET_S * NS_PER_S:
            self._anchor_ns = measured_anchor
        else:
            self._anchor_ns += FOLLOW * (measured_anchor - self._anchor_ns)
        return MonotonicNs(round(self._anchor_ns + device_s * NS_PER_S))

    def reset(self) -> None:
        """Something is known to be missing: believe the next measurement wholly."""
        self._anchor_ns = None
