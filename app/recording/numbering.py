"""Numbers what a device gives, across reopenings."""

from app.domain.timing import MonotonicNs, seconds_between


class Numbering:
    """Numbers what comes in a row across reopenings; what a gap swallowed is estimated by time.

    Attributes:
        seen: how many came.
        lost: how many are missing.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.lost = 0
        self._base = 0
        self._next: int | None = None
        self._last_ns = MonotonicNs(0)

    def next(self, number: int, at_ns: MonotonicNs, period_s: float, *, reopened: bool) -> int:
        """The number in the whole row.

        Args:
            number: the device's own.
            at_ns: capture time.
            period_s: seconds from one to the next.
            reopened: the device was opened anew before this one.
        """
        if self._next is None:
            self._next = number
        elif reopened:
            away = round(seconds_between(self._last_ns, at_ns) / period_s) - 1
            self._base = self._next + max(0, away) - number
        given = max(self._base + number, self._next)
        self.lost += given - self._next
        self.seen += 1
        self._next = given + 1
        self._last_ns = at_ns
        return given
