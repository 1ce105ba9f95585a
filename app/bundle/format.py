"""The bundle file: version line, envelope, entries. See `docs/spec/bundle-v1.md`, part B."""

import io
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from app.bundle.dsse import MAX_ENVELOPE_BYTES, Envelope, parse_envelope
from app.bundle.errors import (
    BundleTruncatedError,
    BundleVersionError,
    ManifestError,
    NotABundleError,
)
from app.bundle.manifest import MANIFEST_TYPE, Entry, Manifest, parse_manifest
from app.domain.errors import FileMissingError

LENGTH = struct.Struct(">I")
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Form:
    """What tells one kind of container from every other, outside the signature and under it.

    Attributes:
        name: for people.
        magic: how its version line begins.
        payload_type: what its envelope signs.
    """

    name: str
    magic: bytes
    payload_type: str

    @property
    def version_line(self) -> bytes:
        """The file's first line."""
        return self.magic + b"1\n"


BUNDLE: Final = Form("bundle", b"booth-bundle/", MANIFEST_TYPE)


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


def frame(envelope: bytes, form: Form = BUNDLE) -> bytes:
    """What stands before the first entry."""
    return form.version_line + LENGTH.pack(len(envelope)) + envelope


def open_bundle(path: Path) -> Opened:
    """Read the manifest of a bundle.

    Raises:
        FileMissingError: there is no such file, or it cannot be read.
        NotABundleError, BundleVersionError, BundleTruncatedError, ManifestError, SignatureError:
            what its start is not.
    """
    return open_container(path, BUNDLE, parse_manifest)


def open_container(path: Path, form: Form, parse: Callable[[bytes], Manifest]) -> Opened:
    """Read the manifest of a container of another form; raises as `open_bundle` does.

    Args:
        path: the file.
        form: what it must be.
        parse: gives the manifest out of the untrusted payload.
    """
    try:
        with path.open("rb") as file:
            raw = read_envelope(file, form)
            start = file.tell()
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read: {error.strerror}") from error
    envelope = parse_envelope(raw, form.payload_type)
    manifest = parse(envelope.untrusted_payload)
    placed: list[Placed] = []
    for entry in manifest.entries:
        placed.append(Placed(entry, start))
        start += entry.size
    return Opened(path, envelope, manifest, tuple(placed), start)


def read_envelope(stream: BinaryIO, form: Form = BUNDLE) -> bytes:
    """The bytes of the envelope, from a stream at the file's start.

    Raises:
        NotABundleError, BundleVersionError, BundleTruncatedError, ManifestError: see `open_bundle`.
    """
    line = stream.read(len(form.version_line))
    if line != form.version_line:
        if line and form.version_line.startswith(line):
            raise BundleTruncatedError("The file ends inside the version line")
        if line.startswith(form.magic):
            raise BundleVersionError(f"The {form.name} has version {line[len(form.magic) :]!r}")
        raise NotABundleError(f"The file does not begin like a {form.name}")
    head = stream.read(LENGTH.size)
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    if length > MAX_ENVELOPE_BYTES:
        raise ManifestError(f"The {form.name} claims a manifest of {length} bytes")
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
        self._start, self._size, self._at = offset, size, 0
        self._file.seek(offset)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place within the entry."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = min(max(base + offset, 0), self._size)
        self._file.seek(self._start + self._at)
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the entry goes."""
        view = memoryview(buffer)[: self._size - self._at]
        count = self._file.readinto(view) or 0
        self._at += count
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
