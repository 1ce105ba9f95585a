"""Just enough of Matroska to know what is in the bytes that were written.

Source: RFC 9559 (Matroska), RFC 8794 (EBML).
"""

from collections.abc import Iterator

CLUSTER = 0x1F43B675
SEGMENT = 0x18538067
TIMESTAMP = 0xE7
SIMPLE_BLOCK = 0xA3
BLOCK_GROUP = 0xA0
BLOCK = 0xA1
_UNKNOWN_SIZE = -1


def _number(data: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A variable-length number and where it ends; -1 for the reserved "unknown"."""
    first = data[at]
    length = 9 - first.bit_length()
    value = first if keep_mark else first & ((1 << (8 - length)) - 1)
    value = int.from_bytes(bytes([value]) + data[at + 1 : at + length], "big")
    unknown = not keep_mark and value == (1 << (7 * length)) - 1
    return (_UNKNOWN_SIZE if unknown else value), at + length


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identifier, begin and end of the content of each element; stops where the bytes end."""
    while at < end:
        name, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at, keep_mark=False)
        stop = end if size == _UNKNOWN_SIZE else min(end, at + size)
        yield name, at, stop
        at = stop


def last_times_ms(data: bytes) -> dict[int, int]:
    """The latest block time of each track in the clusters of `data`, in ms; empty for none.

    Args:
        data: whole top-level elements, as libavformat's muxer writes them (time scale 1 ms).
    """
    latest: dict[int, int] = {}
    try:
        _collect(data, 0, len(data), 0, latest)
    except IndexError:  # cut within an element's head: what was found so far holds
        return latest
    return latest


def _collect(data: bytes, at: int, end: int, cluster_ms: int, latest: dict[int, int]) -> None:
    for name, start, stop in _elements(data, at, end):
        if name == TIMESTAMP:
            cluster_ms = int.from_bytes(data[start:stop], "big")
        elif name in {CLUSTER, SEGMENT, BLOCK_GROUP}:
            _collect(data, start, stop, cluster_ms, latest)
        elif name in {SIMPLE_BLOCK, BLOCK}:
            track, after = _number(data, start, keep_mark=False)
            offset = int.from_bytes(data[after : after + 2], "big", signed=True)
            latest[track] = max(latest.get(track, cluster_ms + offset), cluster_ms + offset)
