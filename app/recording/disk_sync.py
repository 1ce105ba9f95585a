"""Brings what was sealed to one disk, once a second, and knows since when that disk hangs.

A disk that hangs is not one that fails: the call into it does not return, perhaps for ever. So each
disk has a thread of its own here, nothing waits for it, and whoever asks how it is asks this object
and not the disk.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.errors import BoothError
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.ports.devices import Disk
from app.recording.keeper import Keeper

SYNC_EVERY_S: Final = 1.0
"""Source: fsync every second cost 0.6-1.0 s, 1.3 s at most, of recording at a power cut; without it
the whole file could be empty (measured)."""
SYNC_LATE_S: Final = 0.8
"""A sync under way for longer than this is late. Source: the issue's alarm within 2 s, less the
second in which no sync is due, less 0.2 s to say so. A disk throttled to 60 kB/s was 1.8 s behind
with all that comes before a sync (docs/measurements-recording.md, disk-slow)."""
WRITE_LATE_S: Final = 1.6
"""The same for a keeper that does not get rid of what it has in hand. Source: the same 2 s, less a
cluster's 0.2 s until something is written, less 0.2 s."""
END_WITHIN_S: Final = 1.0


class DiskSync:
    """The thread of one disk.

    Attributes:
        slowest_s: the longest sync since `begin`, seconds.
        free_bytes: free space at the last sync; None while it is not known.
    """

    def __init__(self, name: str, keepers: Sequence[Keeper], disk: Disk, clock: Clock) -> None:
        """Start the thread; `shut` ends it.

        Args:
            name: of the disk, as in `DeviceState.device`.
            keepers: all that write to this disk.
            disk: for free space.
            clock: the machine's.
        """
        self.name = name
        self.slowest_s = 0.0
        self.free_bytes: int | None = None
        self._keepers = keepers
        self._disk = disk
        self._clock = clock
        self._folder: Path | None = None
        self._under_way_ns: MonotonicNs | None = None
        self._synced_ns = clock.monotonic_ns()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sync-{name}", daemon=True)
        self._thread.start()

    def begin(self, folder: Path) -> None:
        """A recording begins in this folder."""
        self._folder, self.free_bytes, self.slowest_s = folder, None, 0.0

    def hangs_since(self, now: MonotonicNs) -> MonotonicNs | None:
        """Since when nothing reached the disk, if that is too long ago; None while all is well.

        Args:
            now: the present.
        """
        begun = self._under_way_ns
        if begun is not None and seconds_between(begun, now) > SYNC_LATE_S:
            return min(begun, self._synced_ns)
        held = [at for keeper in self._keepers if (at := keeper.in_hand_ns) is not None]
        if held and seconds_between(min(held), now) > WRITE_LATE_S:
            return min(held)
        return None

    def shut(self) -> None:
        """Ask the thread to end; one that the disk holds is left alone."""
        self._ending.set()
        self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        while True:
            begun = self._clock.monotonic_ns()
            self._under_way_ns = begun
            self._sync()
            self._under_way_ns, self._synced_ns = None, begun
            took_s = seconds_between(begun, self._clock.monotonic_ns())
            self.slowest_s = max(self.slowest_s, took_s)
            if self._ending.wait(max(0.0, SYNC_EVERY_S - took_s)):
                return

    def _sync(self) -> None:
        for keeper in self._keepers:
            keeper.sync()
        folder = self._folder
        if folder is None:
            return
        try:
            self.free_bytes = self._disk.space(folder).free_bytes
        except BoothError:
            self.free_bytes = None  # the keepers say so when they write
