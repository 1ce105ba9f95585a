"""Pictures that wait to be written: so many and no more, and those that found no place."""

import threading
from typing import Final

from app.domain.timing import MonotonicNs, seconds_between

QUEUED_PICTURES: Final = 50
"""2 s at 25 a second, 70 MB at 720p; what comes when it is full is lost, and counted."""
BEHIND_PICTURES: Final = 25
"""So many waiting (1 s at 25 a second) mean that the encoder cannot keep up. Source: the issue's
alarm within 2 s; a busy moment makes 1 to 5 wait (measured)."""
HOLE_S: Final = 1.0
"""Pictures missing for longer than this are marked as a gap; fewer are only counted. Source: a
device is lost after 1 s too."""


class WaitingPictures:
    """How many wait. `enter` and `leave` from any thread, `hole` from the one that writes."""

    def __init__(self) -> None:
        """None waits."""
        self._lock = threading.Lock()
        self._refused = False
        self._before_ns: MonotonicNs | None = None
        self.count = 0

    def enter(self) -> bool:
        """One more wants to wait; False when there is no place for it."""
        with self._lock:
            if self.count >= QUEUED_PICTURES:
                self._refused = True
                return False
            self.count += 1
            return True

    def leave(self) -> None:
        """One has been taken."""
        with self._lock:
            self.count -= 1

    def forget(self) -> None:
        """Another recording begins: what was before has no hole to it."""
        self._refused, self._before_ns = False, None

    def hole(self, at_ns: MonotonicNs) -> tuple[MonotonicNs, MonotonicNs] | None:
        """The hole before this picture that refused ones left; None for none worth marking.

        Args:
            at_ns: capture time of the picture taken now.
        """
        before, self._before_ns = self._before_ns, at_ns
        if before is None or not self._refused or seconds_between(before, at_ns) <= HOLE_S:
            return None
        self._refused = False
        return before, at_ns
