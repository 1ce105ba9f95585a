"""HTTP ranges over bytes in memory."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.responses import Response, StreamingResponse

_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
_PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """A range that lies outside."""


def parse_range(untrusted_header: str | None, size: int) -> ByteRange | Unsatisfiable | None:
    """What a `Range` header asks for; None for the whole.

    Several ranges at once, and units other than bytes, are answered with the whole.
    Source: RFC 9110, 14.2.
    """
    found = _RANGE.match((untrusted_header or "").strip())
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return ByteRange(size - length, size - 1) if length else Unsatisfiable()
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    return ByteRange(first, last) if first < size else Unsatisfiable()


async def _pieces(data: bytes, first: int, last: int) -> AsyncIterator[bytes]:
    view = memoryview(data)
    for start in range(first, last + 1, _PIECE_BYTES):
        yield bytes(view[start : min(start + _PIECE_BYTES, last + 1)])


def range_response(data: bytes, media_type: str, untrusted_header: str | None) -> Response:
    """The bytes asked for: 200, 206 or 416."""
    size = len(data)
    headers = {"accept-ranges": "bytes"}
    wanted = parse_range(untrusted_header, size)
    if isinstance(wanted, Unsatisfiable):
        return Response(status_code=416, headers=headers | {"content-range": f"bytes */{size}"})
    part = wanted or ByteRange(0, size - 1)
    if wanted:
        headers["content-range"] = f"bytes {part.first}-{part.last}/{size}"
    headers["content-length"] = str(part.last - part.first + 1)
    return StreamingResponse(
        _pieces(data, part.first, part.last),
        206 if wanted else 200,
        headers,
        media_type=media_type,
    )
