"""Devices that are lost in the middle of an interview: waited for, and then stopped for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.domain.messages.recorder import DeviceState
from app.domain.timing import MonotonicNs
from app.session.session_clock import SessionClock

FAILOVER_WITHIN_S: Final = 3.0
"""So long a lost device may take to come back, or a spare one to take over, before the interview is
stopped for it: an answer is not torn for a hiccup, the gap is marked. Source: the issue's 3 s.
The same for a disk that hangs: it is told after 2 s at most, and 2 s of pictures wait in memory,
so that no more than 3 s are missing from an answer that goes on."""
TOLD_WITHIN_S: Final = 5.0
"""A device was good at most so long before it is said to be lost: a covered lens that is unplugged
at last is not credited from the covering on. Source: 1 s for a camera, 2.5 s for a microphone that
gives zeros, 2 s for a disk; our own choice above them."""
AWAITED: Final = frozenset({"candidate", "microphone"})
"""Lost ones for which the countdown stands. A disk that hangs loses nothing at first; what it costs
is known when it answers again, as a gap."""
STOPPERS: Final = {
    "candidate": "camera_lost",
    "microphone": "microphone_lost",
    "disk": "disk_hangs",
    "journal": "disk_hangs",
}
"""Devices without which no interview is held; `disk` and `journal` are lost when they hang. The
room camera and the second disk only alarm."""


@dataclass(frozen=True, slots=True)
class Stops:
    """How the interview is stopped for the recording, and goes on again.

    Attributes:
        fault: stops it for a cause, from a moment of session time on; None for now.
        clear: lets it go on when it is stopped for that cause.
        lost: makes the countdown stand for a device that may come back, lost since then.
        back: lets it run again.
    """

    fault: Callable[[str, float | None], None]
    clear: Callable[[str], None]
    lost: Callable[[str, float], None]
    back: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Lost:
    """A device that is lost.

    Attributes:
        told_s: when it was said.
        since_s: since when nothing good came from it.
    """

    told_s: float
    since_s: float


class Losses:
    """What is lost now, and what follows from it; true while anything is."""

    def __init__(self, session_clock: SessionClock, stops: Stops) -> None:
        """Nothing is lost.

        Args:
            session_clock: the visit's time.
            stops: how the interview is stopped.
        """
        self._clock = session_clock
        self._stops = stops
        self._lost: dict[str, Lost] = {}

    def __bool__(self) -> bool:
        """Whether anything is lost."""
        return bool(self._lost)

    def tick(self, now_s: float, *, journal_hangs: bool) -> None:
        """Let time pass; a few times a second.

        Args:
            now_s: session time.
            journal_hangs: whether the journal waits for its disk.
        """
        if journal_hangs:
            self._lost.setdefault("journal", Lost(now_s, now_s))
        elif "journal" in self._lost:
            self._back("journal")
        for device, lost in self._lost.items():
            if now_s - lost.told_s >= FAILOVER_WITHIN_S:
                self._stops.fault(STOPPERS[device], lost.since_s)
            elif device in AWAITED:
                self._stops.lost(STOPPERS[device], lost.since_s)

    def heard(self, report: DeviceState) -> None:
        """A device is lost, or well."""
        cause = STOPPERS.get(report.device)
        if cause is None:
            return
        if report.state not in {"lost", "missing"}:
            self._back(report.device)
            return
        lost = self._lost.setdefault(report.device, self._lost_at(report.at_ns))
        if report.device in AWAITED:
            self._stops.lost(cause, lost.since_s)

    def forget(self) -> None:
        """The recorder that told it has gone."""
        self._lost.clear()

    def _back(self, device: str) -> None:
        """A device is well: the interview goes on, unless another one is lost in the same way."""
        self._lost.pop(device, None)
        cause = STOPPERS[device]
        if cause not in map(STOPPERS.get, self._lost):
            self._stops.clear(cause)
        if not AWAITED & self._lost.keys():
            self._stops.back()

    def _lost_at(self, at_ns: MonotonicNs | None) -> Lost:
        now_s = self._clock.seconds()
        since_s = now_s if at_ns is None else self._clock.at(at_ns)
        return Lost(now_s, max(since_s, now_s - TOLD_WITHIN_S))
