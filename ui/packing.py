"""Qt's compiled translation format (`.qm`), written from messages in memory.

So that a `.ts` file corrected in place is used as it is: no compiler, nothing binary in the
repository, and each window gets a file of its own messages. (A translator written in Python would
hang: QML's loader thread asks it for messages while the main thread holds Python's lock.)

Source: qttools, src/linguist/shared/qm.cpp; checked against lrelease's files in the tests.
"""

import struct
from collections.abc import Mapping

MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8
_U32 = struct.Struct(">I")


def elf_hash(text: bytes) -> int:
    """The hash by which Qt looks a message up: of its source text (and comment)."""
    value = 0
    for byte in text:
        value = (value << 4) + byte
        top = value & 0xF0000000
        value = (value ^ (top >> 24)) & ~top & 0xFFFFFFFF
    return value or 1


def _part(tag: int, body: bytes) -> bytes:
    return bytes([tag]) + _U32.pack(len(body)) + body


def pack(messages: Mapping[tuple[str, str], str]) -> bytes:
    """(context, source) -> translation, as the bytes of a `.qm` file."""
    body = bytearray()
    places: list[tuple[int, int]] = []
    for (context, source), translation in messages.items():
        places.append((elf_hash(source.encode()), len(body)))
        body += _part(_TRANSLATION, translation.encode("utf-16-be"))
        body += _part(_COMMENT, b"")
        body += _part(_SOURCE, source.encode())
        body += _part(_CONTEXT, context.encode())
        body.append(_END)
    hashes = b"".join(_U32.pack(key) + _U32.pack(place) for key, place in sorted(places))
    return MAGIC + _part(_HASHES, hashes) + _part(_MESSAGES, bytes(body))
