"""The append-only, hash-chained journal.

Each entry is one line of JSON that holds the hash of the line before it; the hash is SHA-256 over
its bytes. On the kiosk's disk the lines lie in sealed logs (`journal-0001.slog`, ...), one a
run of the kiosk, sealed to HQ and to the kiosk's own resume key, synced before `append` returns;
only a disk that hangs is not waited for (see `Journal.behind`).
"""

import contextlib
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pydantic import TypeAdapter, ValidationError

from app.domain.timing import WallTime
from app.ports.sealing import SealedSink
from app.processes.errands import Errands
from app.processes.errors import DiskHangsError
from app.session.entries import Body, Entry
from app.session.errors import JournalBrokenError

FIRST = "0" * 64
WAITS_S: Final = 1.0
"""So long an entry waits for the disk before the kiosk goes on without it: both windows stand
meanwhile, and a sync takes milliseconds. Our own choice, half of the alarm's 2 s."""
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def line_hash(line: bytes) -> str:
    """SHA-256 of a line without its newline, hexadecimal."""
    return hashlib.sha256(line).hexdigest()


def read_lines(lines: Iterable[bytes]) -> tuple[Entry, ...]:
    """Read and verify a journal.

    Args:
        lines: one JSON entry each, without newline, in order.

    Raises:
        JournalBrokenError: a line is not an entry, is out of order, or does not continue the chain.
    """
    entries: list[Entry] = []
    previous = FIRST
    for number, line in enumerate(lines):
        try:
            entry = _ENTRY.validate_json(line)
        except ValidationError as error:
            raise JournalBrokenError(f"Entry {number} of the journal is not an entry") from error
        if entry.number != number or entry.previous != previous:
            raise JournalBrokenError(
                f"Entry {number} of the journal does not follow the one before"
            )
        previous = line_hash(line)
        entries.append(entry)
    return tuple(entries)


def made_line(
    earlier: Sequence[bytes], at: WallTime, session_s: float, body: Body
) -> tuple[Entry, bytes]:
    """The entry that would follow `earlier`, and its line; nothing is written."""
    previous = line_hash(earlier[-1]) if earlier else FIRST
    entry = Entry(len(earlier), at, session_s, previous, body)
    return entry, _ENTRY.dump_json(entry)


class Journal:
    """Appends entries to a sealed sink and keeps the lines for the bundle."""

    def __init__(
        self,
        sink: SealedSink,
        now: Callable[[], tuple[WallTime, float]],
        earlier: Iterable[bytes] = (),
    ) -> None:
        """Go on after `earlier`.

        Args:
            sink: where the lines go.
            now: wall clock and session time.
            earlier: the lines of earlier runs, already on disk.
        """
        self._sink = sink
        self._now = now
        self._lines: list[bytes] = list(earlier)
        self._waiting: deque[bytes] = deque()
        self._errands = Errands("The disk of the journal")
        self._previous = line_hash(self._lines[-1]) if self._lines else FIRST

    @property
    def head(self) -> str:
        """Hash of the last entry."""
        return self._previous

    @property
    def lines(self) -> tuple[bytes, ...]:
        """Every line so far, earlier runs included."""
        return tuple(self._lines)

    @property
    def size(self) -> int:
        """How many entries there are, earlier runs included."""
        return len(self._lines)

    @property
    def behind(self) -> bool:
        """Whether entries wait for a disk that hangs: they are lost if the machine stops now."""
        return bool(self._waiting) or self._errands.overdue

    def append(self, body: Body) -> Entry:
        """Write an entry; when this returns it is on the disk, unless the disk hangs.

        Raises:
            SealedWriteError: the disk refused; there is no such entry then.
        """
        at, session_s = self._now()
        entry, line = made_line(self._lines, at, session_s, body)
        before = len(self._lines), self._previous
        self._lines.append(line)
        self._previous = line_hash(line)
        self._waiting.append(line)
        try:
            self.catch_up()
        except Exception:
            if self._waiting and self._waiting[-1] is line:
                self._waiting.pop()
                del self._lines[before[0] :]
                self._previous = before[1]
            raise
        return entry

    def catch_up(self) -> None:
        """Write what waits, if the disk takes it; in the order in which it was appended.

        Raises:
            SealedWriteError: the disk refused.
        """
        if self._waiting:
            with contextlib.suppress(DiskHangsError):
                self._errands.do(self._write, WAITS_S)

    def _write(self) -> None:
        while self._waiting:
            self._sink.append(self._waiting[0])
            self._waiting.popleft()
        self._sink.sync()

    def close(self) -> None:
        """Close the sink; nothing can be appended after. One whose disk hangs is left as it is."""
        self.catch_up()
        with contextlib.suppress(DiskHangsError):
            self._errands.do(self._sink.close, WAITS_S)
