"""The format of what is sealed in one go: segments of 1 MiB that can be read from anywhere.

The segments are Google Tink's AES-GCM-HKDF streaming AEAD, byte for byte, so that a reader in
another language has a library for them. See `docs/spec/bundle-v1.md`, part D.
"""

import io
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.bundle.durable import sync_folder
from app.bundle.errors import SealedAlteredError, SealedWriteError
from app.bundle.new_file import NewFile
from app.bundle.plain import Plain, in_file, in_memory
from app.bundle.sealed_format import (
    STREAM,
    TAG_BYTES,
    KeyOpener,
    SealedHeader,
    header_bytes,
    new_header,
    read_header,
)
from app.domain.errors import FileMissingError
from app.domain.ids import Digest

SEGMENT_BYTES = 1 << 20
"""Of ciphertext. Source: Tink's key template `AES256_GCM_HKDF_1MB`."""
_KEY_BYTES = 32
_PREFIX_BYTES = 7
_PREAMBLE_BYTES = 1 + _KEY_BYTES + _PREFIX_BYTES
"""Its own length, the salt and the nonce prefix stand before the first segment, which is shorter
by as much."""
_FIRST_PLAIN = SEGMENT_BYTES - _PREAMBLE_BYTES - TAG_BYTES
_PLAIN = SEGMENT_BYTES - TAG_BYTES
_MAX_SEGMENTS = 1 << 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written.

    Attributes:
        digest: SHA-256 of the bytes as they stand in the file.
        size: how many there are.
    """

    digest: Digest
    size: int


def _segment_key(file_key: bytes, salt: bytes, head: bytes) -> AESGCM:
    """The segments' cipher. The whole head is Tink's associated data: changed, it opens nothing."""
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=head).derive(file_key)
    return AESGCM(derived)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes((last,))


def seal_stream(
    plain: Plain,
    write: Callable[[memoryview], object],
    recipients: Sequence[bytes],
    context: bytes,
) -> None:
    """Seal all of it, in constant memory.

    Args:
        plain: what to seal.
        write: takes the sealed bytes, in order; must be done with them when it returns.
        recipients: X25519 public keys, 32 raw bytes each, at least one.
        context: what it belongs to (the session id); stands in clear in the header.

    Raises:
        ValueError: no recipient, or more than 4 PiB.
        OSError: a file that cannot be mapped.
    """
    if not recipients:
        raise ValueError("A sealed stream needs at least one recipient")
    if plain.size > _FIRST_PLAIN + (_MAX_SEGMENTS - 1) * _PLAIN:
        raise ValueError("More than a sealed stream can hold")
    file_key, salt = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_KEY_BYTES)
    prefix = secrets.token_bytes(_PREFIX_BYTES)
    head = header_bytes(new_header(file_key, secrets.token_bytes(16), recipients, context, STREAM))
    cipher = _segment_key(file_key, salt, head)
    write(memoryview(head + bytes((_PREAMBLE_BYTES,)) + salt + prefix))
    sealed, left = memoryview(bytearray(SEGMENT_BYTES)), plain.size
    for number, piece in enumerate(plain.between(_spans(plain.size))):
        left -= len(piece)
        target = sealed[: len(piece) + TAG_BYTES]
        cipher.encrypt_into(_nonce(prefix, number, last=left == 0), piece, None, target)
        write(target)


def _spans(size: int) -> Iterator[tuple[int, int]]:
    """Where each segment's plain bytes begin and end; one empty segment for nothing."""
    begin, end = 0, min(size, _FIRST_PLAIN)
    yield begin, end
    while end < size:
        begin, end = end, min(size, end + _PLAIN)
        yield begin, end


def seal_stream_bytes(content: bytes, recipients: Sequence[bytes], context: bytes) -> bytes:
    """A whole sealed stream, in memory."""
    out = io.BytesIO()
    seal_stream(in_memory(content), out.write, recipients, context)
    return out.getvalue()


def seal_file(source: Path, target: Path, recipients: Sequence[bytes], context: bytes) -> Sealed:
    """Seal a file into a new one (mode 0600), on the disk when this returns; see `in_file`.

    Raises:
        FileMissingError: the source cannot be read.
        SealedWriteError: the target exists, or the disk refused; nothing is left of it.
    """
    try:
        file = source.open("rb", buffering=0)
    except OSError as error:
        raise FileMissingError(f"{source} cannot be read: {error.strerror}") from error
    with file:
        try:
            out = NewFile(target)
        except OSError as error:
            raise SealedWriteError(f"{target} cannot be created: {error.strerror}") from error
        with out:
            try:
                seal_stream(in_file(file), out.write, recipients, context)
                out.finish()
                sync_folder(target.parent)
            except OSError as error:
                target.unlink()
                raise SealedWriteError(f"{target} cannot be written: {error.strerror}") from error
    return Sealed(Digest(out.digest.hexdigest()), out.size)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the segments lie.

    Attributes:
        start: offset of the first segment.
        end: where the last one ends.
    """

    start: int
    end: int

    @property
    def segments(self) -> int:
        inside = self.end - self.start + _PREAMBLE_BYTES
        return -(-inside // SEGMENT_BYTES)

    @property
    def plain_bytes(self) -> int:
        return self.end - self.start - self.segments * TAG_BYTES

    def span(self, number: int) -> tuple[int, int]:
        """Offset of segment `number` and of what follows it."""
        base = self.start - _PREAMBLE_BYTES
        begin = self.start if number == 0 else base + number * SEGMENT_BYTES
        return begin, min(base + (number + 1) * SEGMENT_BYTES, self.end)


def _read_layout(stream: BinaryIO) -> tuple[SealedHeader, bytes, bytes, _Layout]:
    opened = read_header(stream, STREAM)
    preamble = stream.read(_PREAMBLE_BYTES) if opened is not None else b""
    start = stream.tell()
    layout = _Layout(start, stream.seek(0, io.SEEK_END))
    if opened is None or len(preamble) < _PREAMBLE_BYTES or layout.end - start < TAG_BYTES:
        raise SealedAlteredError("The sealed stream ends before its first segment")
    if preamble[0] != _PREAMBLE_BYTES:
        raise SealedAlteredError("The sealed stream's preamble has an impossible length")
    last = layout.span(layout.segments - 1)
    if last[1] - last[0] < TAG_BYTES or layout.segments > _MAX_SEGMENTS:
        raise SealedAlteredError("The sealed stream has an impossible length")
    return opened[0], opened[1], preamble[1:], layout


def stream_size(stream: BinaryIO) -> int:
    """Plain bytes in a sealed stream, by its length alone; no key is needed.

    Args:
        stream: positioned at its first byte; ends where it ends; can be sought in.

    Raises:
        SealedForeignError, SealedVersionError: not a sealed stream that is known.
        SealedAlteredError: no writer writes such a length.
    """
    return _read_layout(stream)[3].plain_bytes


class SealedStream:
    """A sealed stream, opened: each segment is checked before any byte of it is given out.

    Attributes:
        plain_bytes: in the whole stream. The end is authentic once the last segment was read.
    """

    def __init__(self, stream: BinaryIO, open_key: KeyOpener) -> None:
        """Read the head and open the key.

        Args:
            stream: as for `stream_size`.
            open_key: gives the file key (see `app.bundle.unseal`).

        Raises:
            SealedForeignError, SealedVersionError, SealedAlteredError: see `stream_size`.
            WrongKeyError: sealed to somebody else.
        """
        header, head, preamble, self._layout = _read_layout(stream)
        self._stream = stream
        self._prefix = preamble[_KEY_BYTES:]
        self._cipher = _segment_key(open_key(header), preamble[:_KEY_BYTES], head)
        self.plain_bytes = self._layout.plain_bytes

    def __iter__(self) -> Iterator[bytes]:
        """The plain bytes of each segment, from the first to the last.

        Raises:
            SealedAlteredError: a segment was changed, moved, put in or taken away.
        """
        for number in range(self._layout.segments):
            yield self._segment(number)

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to `size` plain bytes from `offset`, out of the segments that hold them alone.

        Raises:
            SealedAlteredError: one of them is not as it was written.
        """
        end = min(offset + size, self.plain_bytes)
        found = bytearray()
        while offset < end:
            number = (offset + _PLAIN - _FIRST_PLAIN) // _PLAIN
            begin = max(0, number * _PLAIN - (_PLAIN - _FIRST_PLAIN))
            plain = self._segment(number)[offset - begin : end - begin]
            found += plain
            offset += len(plain)
        return bytes(found)

    def _segment(self, number: int) -> bytes:
        begin, end = self._layout.span(number)
        self._stream.seek(begin)
        sealed = self._stream.read(end - begin)
        last = number == self._layout.segments - 1
        try:
            return self._cipher.decrypt(_nonce(self._prefix, number, last=last), sealed, None)
        except InvalidTag as error:
            what = f"Segment {number} at byte {begin} is not as it was written"
            raise SealedAlteredError(what) from error
