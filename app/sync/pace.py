"""How fast, and at which hours, a branch sends: HQ's rules for it, by HQ's clock."""

import io
import threading
from datetime import datetime, timedelta

from app.domain.exchange import SendingRules
from app.domain.timing import WallTime, seconds_between
from app.ports.clock import Clock

BURST_S = 0.25
"""Bytes of so many seconds may go at once: more would fill a slow line's buffers."""
_SLEEP_S = 0.25
"""Longest single wait: the courier has to end soon when it is told to."""


def opens_at(rules: SendingRules, local: datetime) -> datetime | None:
    """When sending may begin; None when it may now.

    Args:
        rules: HQ's; the window may go over midnight.
        local: the branch's time of the day, with its zone.
    """
    begin, end = rules.from_minute, rules.to_minute
    if begin == end:
        return None
    minute = local.hour * 60 + local.minute
    inside = begin <= minute < end if begin < end else minute >= begin or minute < end
    if inside:
        return None
    day = local.date() if minute < begin else local.date() + timedelta(days=1)
    midnight = datetime.combine(day, datetime.min.time(), local.tzinfo)
    return midnight + timedelta(minutes=begin)


class Pace:
    """Holds uploads to HQ's rules. Safe to use from several threads, which share the bandwidth."""

    def __init__(self, clock: Clock, over: threading.Event) -> None:
        """No rules yet: send as fast and whenever one can. `taken` counts the bytes let through.

        Args:
            clock: the kiosk's.
            over: nobody waits any longer once it is set.
        """
        self.rules = SendingRules()
        self.taken = 0
        self._clock = clock
        self._over = over
        self._lock = threading.Lock()
        self._ahead = timedelta()
        self._released = False
        self._credit = 0.0
        self._filled_ns = clock.monotonic_ns()

    def follow(self, rules: SendingRules, hq_now: WallTime | None = None) -> None:
        """Keep to these rules from now on.

        Args:
            rules: HQ's.
            hq_now: HQ's time, where it was told just now: the window goes by HQ's clock, in this
                kiosk's zone, however wrong the kiosk's own clock is.
        """
        self.rules = rules
        if hq_now is not None:
            self._ahead = hq_now - self._clock.now()
        if not rules.send_now:
            self._released = False

    def release(self) -> bool:
        """The operator wants it sent now; gives whether HQ's rules let them."""
        self._released = self.rules.send_now
        return self._released

    def done(self) -> None:
        """Everything was sent: what comes next waits for its hours again."""
        self._released = False

    def waits_until(self) -> datetime | None:
        """When the window opens, in the kiosk's zone; None when sending is allowed now."""
        if self._released:
            return None
        return opens_at(self.rules, (self._clock.now() + self._ahead).astimezone())

    def take(self, size: int) -> None:
        """Wait until so many bytes may go.

        A token bucket that may go into debt: a piece larger than the burst passes, and is waited
        for afterwards.
        """
        rate = self.rules.bytes_per_s
        with self._lock:
            self.taken += size
            if not rate:
                return
            now_ns = self._clock.monotonic_ns()
            gained = seconds_between(self._filled_ns, now_ns) * rate
            self._filled_ns = now_ns
            self._credit = min(rate * BURST_S, self._credit + gained) - size
            wait_s = max(0.0, -self._credit / rate)
        while wait_s > 0 and not self._over.is_set():
            self._clock.sleep(min(wait_s, _SLEEP_S))
            wait_s -= _SLEEP_S


class PacedBody(io.BytesIO):
    """A request's body that is read no faster than it may go."""

    def __init__(self, content: bytes, pace: Pace) -> None:
        """Give `content`."""
        super().__init__(content)
        self._pace = pace

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, when their time has come."""
        piece = super().read(size)
        self._pace.take(len(piece))
        return piece
