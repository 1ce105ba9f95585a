"""The newest frames of one camera, out of the memory that the recorder writes."""

from app.domain.media import Frame
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.processes.shared import FrameSlot

ATTACH_EVERY_NS = 2 * NS_PER_S
"""How often a slot that is not there is looked for again."""


class FrameFeed:
    """Gives each frame at most once. A camera that is not there gives none."""

    def __init__(self, name: str, clock: Clock) -> None:
        """Read the slot of this name; an empty name is a camera that does not exist."""
        self._name = name
        self._clock = clock
        self._slot: FrameSlot | None = None
        self._next_try: MonotonicNs = MonotonicNs(0)
        self._last = -1
        self.dropped = 0
        self.last_frame_ns = clock.monotonic_ns()

    def newest(self) -> Frame | None:
        """The newest frame; None when there is no newer one than was given last.

        `dropped` then tells how many frames were passed over since the one before.
        """
        slot = self._attached()
        frame = slot.latest(self._last) if slot else None
        if frame is None:
            return None
        self.dropped = max(0, frame.number - self._last - 1) if self._last >= 0 else 0
        self._last = frame.number
        self.last_frame_ns = self._clock.monotonic_ns()
        return frame

    def silent_s(self) -> float:
        """Seconds since the last frame (or since the feed was made)."""
        return (self._clock.monotonic_ns() - self.last_frame_ns) / NS_PER_S

    def close(self) -> None:
        """Let the memory go."""
        if self._slot:
            self._slot.close()
            self._slot = None

    def _attached(self) -> FrameSlot | None:
        if self._slot is None and self._name and self._clock.monotonic_ns() >= self._next_try:
            self._next_try = MonotonicNs(self._clock.monotonic_ns() + ATTACH_EVERY_NS)
            try:
                self._slot = FrameSlot.attach(self._name)
            except FileNotFoundError:
                return None
        return self._slot
