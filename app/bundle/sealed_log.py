"""The live format: an append-only encrypted file that its writer cannot read again.

Every record is authentic on its own, so that a file cut off anywhere gives everything before the
cut. See `docs/spec/bundle-v1.md`, part A.
"""

import io
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.bundle.durable import sync_file, sync_folder
from app.bundle.errors import SealedAlteredError, SealedWriteError
from app.bundle.sealed_format import (
    FINAL,
    LENGTH,
    MAX_RECORD_BYTES,
    TAG_BYTES,
    KeyOpener,
    associated,
    header_bytes,
    new_header,
    nonce,
    read_header,
    record_key,
)

HOLE = bytes(8)
"""What a power cut leaves where a block had its place on the disk and not yet its content: zeros,
in the middle of what was being written, with later blocks possibly whole. Ciphertext holds eight of
them once in 2^44 records of the largest size. Whoever can write them there could as well have cut
the file. Source: ext4 grows a file within a block that has its place before it writes the block; a
record that did not open after 1 of 199 power cuts (docs/measurements-recording.md)."""


class _Sealer:
    """Makes the bytes of one sealed log; knows no file."""

    def __init__(self, recipients: Sequence[bytes], context: bytes) -> None:
        if not recipients:
            raise ValueError("A sealed log needs at least one recipient")
        file_key = secrets.token_bytes(32)
        self._file = secrets.token_bytes(16)
        self.header = header_bytes(new_header(file_key, self._file, recipients, context))
        self._cipher = AESGCM(record_key(file_key, self.header))
        self._counter = 0

    def record(self, data: bytes | memoryview, *, final: bool = False) -> bytes:
        """The next record; the counter moves on only by `advance`."""
        at = self._counter
        sealed = self._cipher.encrypt(nonce(at), data, associated(self._file, at, final=final))
        return LENGTH.pack(len(sealed) | (FINAL if final else 0)) + sealed

    def advance(self) -> None:
        self._counter += 1


class SealedLogWriter:
    """A `SealedSink` on a new file. One thread appends; any thread may sync."""

    def __init__(self, path: Path, recipients: Sequence[bytes], context: bytes) -> None:
        """Create the file (mode 0600) with its header, on the disk when this returns.

        Args:
            path: must not exist yet; its folder must.
            recipients: X25519 public keys, 32 raw bytes each, at least one.
            context: what the file belongs to (the session id); stands in clear in the header.

        Raises:
            SealedWriteError: the file exists or the disk refused.
        """
        self._sealer = _Sealer(recipients, context)
        self._lock = threading.Lock()
        self._size = 0
        self._open = False
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._handle = os.open(path, flags, 0o600)
        except OSError as error:
            raise SealedWriteError(f"{path.name} cannot be created: {error.strerror}") from error
        self._open = True
        self._write(self._sealer.header)
        try:
            os.fsync(self._handle)
            sync_folder(path.parent)
        except OSError as error:
            raise SealedWriteError(f"{path.name} cannot be synced: {error.strerror}") from error

    @property
    def size(self) -> int:
        """Bytes in the file so far."""
        return self._size

    def append(self, data: bytes) -> None:
        """Seal `data` (in records of at most `MAX_RECORD_BYTES`) and hand it to the system.

        Raises:
            SealedWriteError: the disk refused; the file ends with the last whole record, and the
                same data may be appended again once there is space.
        """
        left = memoryview(data)
        while left:
            self._write(self._sealer.record(left[:MAX_RECORD_BYTES]))
            self._sealer.advance()
            left = left[MAX_RECORD_BYTES:]

    def sync(self) -> None:
        """Return when everything appended before the call is on the disk."""
        with self._lock:
            if not self._open:
                return
            try:
                sync_file(self._handle)
            except OSError as error:
                raise SealedWriteError(f"The disk refused to sync: {error.strerror}") from error

    def close(self) -> None:
        """Append the final mark, sync, close; further calls do nothing."""
        if not self._open:
            return
        try:
            self._write(self._sealer.record(b"", final=True))
            self.sync()
        finally:
            with self._lock:
                self._open = False
                os.close(self._handle)

    def _write(self, content: bytes) -> None:
        if not self._open:
            raise SealedWriteError("The sealed log is closed")
        left = memoryview(content)
        try:
            while left:
                left = left[os.write(self._handle, left) :]
        except OSError as error:
            os.ftruncate(self._handle, self._size)
            raise SealedWriteError(f"The disk refused a record: {error.strerror}") from error
        self._size += len(content)


def seal_bytes(content: bytes, recipients: Sequence[bytes], context: bytes) -> bytes:
    """A whole sealed log, in memory."""
    return seal_records((content,), recipients, context)


def seal_records(records: Iterable[bytes], recipients: Sequence[bytes], context: bytes) -> bytes:
    """A whole sealed log, in memory, with a record for each of `records` (as `append` makes)."""
    sealer = _Sealer(recipients, context)
    out = io.BytesIO()
    out.write(sealer.header)
    for content in records:
        for start in range(0, len(content), MAX_RECORD_BYTES):
            out.write(sealer.record(content[start : start + MAX_RECORD_BYTES]))
            sealer.advance()
    out.write(sealer.record(b"", final=True))
    return out.getvalue()


@dataclass(slots=True)
class Reading:
    """How far a reading came. Filled while it goes on; true once the iterator has ended.

    Attributes:
        complete: the final mark was reached. False: the file was cut off; all that came is genuine.
        records: whole records read, without the final mark.
        plain_bytes: bytes given out.
    """

    complete: bool = False
    records: int = 0
    plain_bytes: int = 0


def read_sealed_log(
    stream: BinaryIO, open_key: KeyOpener, reading: Reading | None = None
) -> Iterator[bytes]:
    """The plain bytes, record by record, checked before they are given out.

    Args:
        stream: positioned at the log's first byte; ends where the log ends.
        open_key: gives the file key (see `app.bundle.unseal`).
        reading: where to note how far it came and whether it was complete.

    Raises:
        SealedForeignError, SealedVersionError: not a sealed log that is known.
        SealedAlteredError: a record was changed, moved, or put in; names its number and offset.
        WrongKeyError: sealed to somebody else.
    """
    note = Reading() if reading is None else reading
    opened = read_header(stream)
    if opened is None:
        return
    header, raw = opened
    cipher = AESGCM(record_key(open_key(header), raw))
    opener = _opener(cipher, bytes.fromhex(header.file))
    final = False
    for record in read_records(stream, len(raw)):
        plain = opener(record)
        if plain is None:
            return
        final = record.final
        if not final:
            note.records += 1
            note.plain_bytes += len(plain)
            yield plain
    note.complete = final


@dataclass(frozen=True, slots=True)
class Record:
    """One sealed record.

    Attributes:
        counter: its number from 0.
        offset: where it begins in the log, in bytes.
        final: whether it is the final mark.
        sealed: ciphertext and tag.
    """

    counter: int
    offset: int
    final: bool
    sealed: bytes


def _opener(cipher: AESGCM, file: bytes) -> Callable[[Record], bytes | None]:
    def open_record(record: Record) -> bytes | None:
        bound = associated(file, record.counter, final=record.final)
        try:
            return cipher.decrypt(nonce(record.counter), record.sealed, bound)
        except InvalidTag as error:
            if HOLE in record.sealed:
                return None
            raise _altered(record.counter, record.offset, "is not as it was written") from error

    return open_record


def _altered(counter: int, offset: int, what: str) -> SealedAlteredError:
    return SealedAlteredError(f"Record {counter} at byte {offset} {what}")


def read_records(stream: BinaryIO, offset: int) -> Iterator[Record]:
    """Split the stream after the header into records, unopened; ends quietly at a torn tail.

    What begins with a hole counts as torn, as does a record with one in it (see `HOLE`).

    Raises:
        SealedAlteredError: a length no writer writes, or bytes after the final mark.
    """
    counter = 0
    while len(head := stream.read(LENGTH.size)) == LENGTH.size:
        (word,) = LENGTH.unpack(head)
        final, length = bool(word & FINAL), word & ~FINAL
        if not TAG_BYTES <= length <= MAX_RECORD_BYTES + TAG_BYTES:
            rest = stream.read(len(HOLE))
            if not rest.strip(b"\0") and (rest or word == 0):
                return
            raise _altered(counter, offset, "has an impossible length")
        sealed = stream.read(length)
        if len(sealed) < length:
            return
        yield Record(counter, offset, final, sealed)
        offset += LENGTH.size + length
        counter += 1
        if final:
            if stream.read(1):
                raise _altered(counter, offset, "follows the final mark")
            return


def log_complete(stream: BinaryIO) -> bool:
    """Whether a log ends with its final mark, as far as can be told without a key.

    A damaged log is not complete; what it still holds is for the one with the key to say.

    Raises:
        SealedForeignError, SealedVersionError: it is not a sealed log.
    """
    final = False
    try:
        opened = read_header(stream)
        if opened is not None:
            for record in read_records(stream, len(opened[1])):
                final = record.final
    except SealedAlteredError:
        return False
    return final
