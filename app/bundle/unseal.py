"""Opens what was sealed, for whoever holds a private key."""

import contextlib
import os
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.durable import sync_folder
from app.bundle.errors import (
    BundleAlteredError,
    SealedAlteredError,
    SealedWriteError,
    WrongKeyError,
)
from app.bundle.format import Opened, Placed, open_window
from app.bundle.key_opening import AskToken, KeyOpening
from app.bundle.recipients import Unsealer, X25519Unsealer
from app.bundle.sealed_format import (
    LOG,
    STREAM,
    KeyOpener,
    SealedHeader,
    hpke_info,
    key_id,
    read_header,
)
from app.bundle.sealed_log import Reading, read_sealed_log
from app.bundle.sealed_stream import SealedStream


@dataclass(frozen=True, slots=True)
class UnsealedEntry:
    """An entry that was written out plain.

    Attributes:
        size: plain bytes.
        complete: its final mark was reached.
    """

    name: str
    size: int
    complete: bool


def opener(*privates: X25519PrivateKey | Unsealer) -> KeyOpener:
    """Opens file keys sealed to any of `privates`."""
    held = (X25519Unsealer(one) if isinstance(one, X25519PrivateKey) else one for one in privates)
    own = {key_id(one.public): one for one in held}

    def open_key(header: SealedHeader) -> bytes:
        wrapped = next((one for one in header.recipients if one.id in own), None)
        if wrapped is None:
            raise WrongKeyError("It is sealed to another key than the one given")
        try:
            file_key = own[wrapped.id].unwrap(bytes.fromhex(wrapped.key), hpke_info(header))
        except (InvalidTag, ValueError) as error:
            raise SealedAlteredError("The sealed header was changed: its key opens not") from error
        if len(file_key) != 32:  # noqa: PLR2004 (AES-256)
            raise SealedAlteredError("The sealed header holds a key of a wrong length")
        return file_key

    return open_key


def opener_from_file(path: Path, passphrase: bytes | None, ask_token: AskToken) -> KeyOpener:
    """Opens file keys with the key in a key file, or in the token that the file names.

    Raises:
        FileMissingError, KeyFileError, PassphraseError: why it cannot.
        OperatorError, DeviceError: the token does not open; see `KeyOpening.unsealing`.
    """
    return opener(KeyOpening(passphrase, ask_token).unsealing(path))


def sealed_recipients(opened: Opened, placed: Placed) -> tuple[str, ...]:
    """The ids of the keys that an entry is sealed to, by its own header.

    Raises:
        SealedForeignError, SealedVersionError, SealedAlteredError: it has no such header.
    """
    form = LOG if placed.entry.kind == "sealed-log/1" else STREAM
    with open_window(opened, placed) as stream:
        found = read_header(stream, form)
    if found is None:
        raise SealedAlteredError(f"Entry {placed.entry.name} ends inside its header")
    return tuple(one.id for one in found[0].recipients)


def open_entry(
    opened: Opened, placed: Placed, open_key: KeyOpener, reading: Reading | None = None
) -> Generator[bytes, None, None]:
    """The plain bytes of one entry, in constant memory, each checked before it is given out.

    Raises:
        WrongKeyError: sealed to another key.
        SealedAlteredError: changed after it was sealed.
        BundleAlteredError: the manifest says it was complete, and it is not.
    """
    note = Reading() if reading is None else reading
    with open_window(opened, placed) as stream:
        if placed.entry.kind == "sealed-log/1":
            yield from read_sealed_log(stream, open_key, note)
        else:
            yield from _read_stream(stream, open_key, note)
    if placed.entry.complete and not note.complete:
        raise BundleAlteredError(f"Entry {placed.entry.name} ends before its final mark")


def _read_stream(
    stream: BinaryIO, open_key: KeyOpener, note: Reading
) -> Generator[bytes, None, None]:
    for plain in SealedStream(stream, open_key):
        note.records += 1
        note.plain_bytes += len(plain)
        yield plain
    note.complete = True


def unseal_bundle(opened: Opened, open_key: KeyOpener, out: Path) -> tuple[UnsealedEntry, ...]:
    """Write every entry plain into the folder `out`; verify the bundle before.

    Nothing is left behind of an entry that does not open.

    Raises:
        SealedWriteError: the folder cannot be written, or an entry's file is there already.
        WrongKeyError, SealedAlteredError, BundleAlteredError: see `open_entry`.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        done = [_write_entry(opened, one, open_key, out / one.entry.name) for one in opened.entries]
        sync_folder(out)
    except OSError as error:
        raise SealedWriteError(f"{out} cannot be written: {error.strerror}") from error
    return tuple(done)


def _write_entry(opened: Opened, placed: Placed, open_key: KeyOpener, path: Path) -> UnsealedEntry:
    reading = Reading()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with contextlib.ExitStack() as undo:
        undo.callback(path.unlink)
        with os.fdopen(handle, "wb") as file:
            for plain in open_entry(opened, placed, open_key, reading):
                file.write(plain)
        undo.pop_all()
    return UnsealedEntry(placed.entry.name, reading.plain_bytes, reading.complete)
