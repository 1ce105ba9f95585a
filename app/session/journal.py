"""The append-only, hash-chained journal.

Each entry is one line of JSON that holds the hash of the line before it; the hash is SHA-256 over
its bytes. On the kiosk's disk the lines lie in sealed logs (`journal-0001.slog`, ...), one a
run of the kiosk, sealed to HQ and to the kiosk's own resume key, synced before `append` returns.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from pydantic import TypeAdapter, ValidationError

from app.domain.timing import WallTime
from app.ports.sealing import SealedSink
from app.session.entries import Body, Entry
from app.session.errors import JournalBrokenError

FIRST = "0" * 64
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
        self._previous = line_hash(self._lines[-1]) if self._lines else FIRST

    @property
    def head(self) -> str:
        """Hash of the last entry."""
        return self._previous

    @property
    def lines(self) -> tuple[bytes, ...]:
        """Every line so far, earlier runs included."""
        return tuple(self._lines)

    def append(self, body: Body) -> Entry:
        """Write an entry; when this returns it is on the disk."""
        at, session_s = self._now()
        entry, line = made_line(self._lines, at, session_s, body)
        self._sink.append(line)
        self._sink.sync()
        self._lines.append(line)
        self._previous = line_hash(line)
        return entry

    def close(self) -> None:
        """Close the sink; nothing can be appended after."""
        self._sink.close()
