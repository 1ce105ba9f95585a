"""The bundle file: version line, envelope, entries. See `docs/spec/bundle-v1.md`, part B."""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.bundle.dsse import MAX_ENVELOPE_BYTES, Envelope, parse_envelope
from app.bundle.errors import (
    BundleTruncatedError,
    BundleVersionError,
    ManifestError,
    NotABundleError,
)
from app.bundle.manifest import MANIFEST_TYPE, Entry, Manifest, parse_manifest
from app.domain.errors import FileMissingError

MAGIC = b"booth-bundle/"
VERSION_LINE = MAGIC + b"1\n"
LENGTH = struct.Struct(">I")
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where its bytes begin in the file."""

    entry: Entry
    offset: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle whose manifest was read; nothing in it is trusted yet.

    Attributes:
        envelope: the signed envelope the manifest came in.
        size: bytes the whole file must have.
    """

    path: Path
    envelope: Envelope
    manifest: Manifest
    entries: tuple[Placed, ...]
    size: int

    def placed(self, name: str) -> Placed | None:
        """The entry of that name; None when there is none."""
        return next((placed for placed in self.entries if placed.entry.name == name), None)


def frame(envelope: bytes) -> bytes:
    """What stands before the first entry."""
    return VERSION_LINE + LENGTH.pack(len(envelope)) + envelope


def open_bundle(path: Path) -> Opened:
    """Read the manifest of a bundle.

    Raises:
        FileMissingError: there is no such file, or it cannot be read.
        NotABundleError, BundleVersionError, BundleTruncatedError, ManifestError, SignatureError:
            what its start is not.
    """
    try:
        with path.open("rb") as file:
            raw = read_envelope(file)
            start = file.tell()
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read: {error.strerror}") from error
    envelope = parse_envelope(raw, MANIFEST_TYPE)
    manifest = parse_manifest(envelope.untrusted_payload)
    placed: list[Placed] = []
    for entry in manifest.entries:
        placed.append(Placed(entry, start))
        start += entry.size
    return Opened(path, envelope, manifest, tuple(placed), start)


def read_envelope(stream: BinaryIO) -> bytes:
    """The bytes of the envelope, from a stream at the file's start.

    Raises:
        NotABundleError, BundleVersionError, BundleTruncatedError, ManifestError: see `open_bundle`.
    """
    line = stream.read(len(VERSION_LINE))
    if line != VERSION_LINE:
        if line and VERSION_LINE.startswith(line):
            raise BundleTruncatedError("The file ends inside the version line")
        if line.startswith(MAGIC):
            raise BundleVersionError(f"The bundle has version {line[len(MAGIC) :]!r}")
        raise NotABundleError("The file does not begin like a bundle")
    head = stream.read(LENGTH.size)
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    if length > MAX_ENVELOPE_BYTES:
        raise ManifestError(f"The bundle claims a manifest of {length} bytes")
    raw = stream.read(length)
    if len(head) < LENGTH.size or len(raw) < length:
        raise BundleTruncatedError("The file ends inside the manifest")
    return raw


class Window(io.RawIOBase):
    """The bytes of one entry as a file of its own."""

    def __init__(self, path: Path, offset: int, size: int) -> None:
        """Open `size` bytes of `path` from `offset`.

        Raises:
            FileMissingError: the file cannot be read.
        """
        super().__init__()
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise FileMissingError(f"{path.name} cannot be read: {error.strerror}") from error
        self._file.seek(offset)
        self._left = size

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the entry goes."""
        view = memoryview(buffer)[: self._left]
        count = self._file.readinto(view) or 0
        self._left -= count
        return count

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()


def open_window(opened: Opened, placed: Placed) -> BinaryIO:
    """An entry's sealed bytes, buffered; to be closed by the caller."""
    window = Window(opened.path, placed.offset, placed.entry.size)
    return io.BufferedReader(window, CHUNK_BYTES)
