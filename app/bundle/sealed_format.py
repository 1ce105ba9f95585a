"""How sealed files begin, and the records of a log. See `docs/spec/bundle-v1.md`, parts A and D."""

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import TypeAdapter, ValidationError

from app.bundle.errors import SealedAlteredError, SealedForeignError, SealedVersionError
from app.bundle.recipients import X25519_BYTES, wrap_key

MAX_HEADER_BYTES = 64 * 1024
MAX_RECORD_BYTES = 1024 * 1024
"""Plain bytes in one record at most: what a reader must be able to hold."""
TAG_BYTES = 16
FINAL = 0x8000_0000
LENGTH = struct.Struct(">I")
_ASSOCIATED = struct.Struct(">QB")


@dataclass(frozen=True, slots=True)
class SealedForm:
    """What tells one kind of sealed file from the other.

    Attributes:
        name: for people.
        magic: how its version line begins.
        suite: the algorithms, as its header names them when every recipient's key is X25519.
        suite_of_keys: the same when one is of another kind: each key says how it was wrapped to.
    """

    name: str
    magic: bytes
    suite: str
    suite_of_keys: str

    @property
    def version_line(self) -> bytes:
        """The file's first line."""
        return self.magic + b"1\n"


LOG = SealedForm(
    "sealed log",
    b"booth-sealed-log/",
    "HPKE-X25519-HKDF-SHA256-AES256GCM+AES256GCM",
    "HPKE-BY-KEY-HKDF-SHA256-AES256GCM+AES256GCM",
)
STREAM = SealedForm(
    "sealed stream",
    b"booth-sealed-stream/",
    "HPKE-X25519-HKDF-SHA256-AES256GCM+TINK-AES256-GCM-HKDF-1MB",
    "HPKE-BY-KEY-HKDF-SHA256-AES256GCM+TINK-AES256-GCM-HKDF-1MB",
)
_FORMS = {suite: form for form in (LOG, STREAM) for suite in (form.suite, form.suite_of_keys)}
_X25519_WRAPPED_BYTES = 32 + 32 + TAG_BYTES


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The file key, sealed to one recipient.

    Attributes:
        id: see `key_id`.
        key: HPKE encapsulation and ciphertext, hexadecimal.
    """

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class SealedHeader:
    """What stands in clear at the start of a sealed file.

    Attributes:
        suite: the form's.
        file: random file id, 16 bytes, hexadecimal.
        context: what the file belongs to (a session id), hexadecimal of its bytes.
        recipients: the file key for each.
    """

    suite: str
    file: str
    context: str
    recipients: tuple[WrappedKey, ...]


KeyOpener = Callable[[SealedHeader], bytes]
"""Gives the 32-byte file key for a header.

Raises:
    WrongKeyError: none of the recipients is ours.
    SealedAlteredError: one is, but does not open.
"""

_HEADER = TypeAdapter(SealedHeader)


def key_id(public: bytes) -> str:
    """How a public key is named: the first 8 bytes of its SHA-256, hexadecimal."""
    return hashlib.sha256(public).hexdigest()[:16]


def hpke_info(header: SealedHeader) -> bytes:
    """The `info` of RFC 9180: a wrapped key opens for this form, file and context only."""
    line = _FORMS[header.suite].version_line
    return line + bytes.fromhex(header.file) + bytes.fromhex(header.context)


def new_header(
    file_key: bytes,
    file: bytes,
    recipients: Sequence[bytes],
    context: bytes,
    form: SealedForm = LOG,
) -> SealedHeader:
    """A header that wraps `file_key` to every public key (raw; see `app.bundle.recipients`)."""
    plain = all(len(public) == X25519_BYTES for public in recipients)
    suite = form.suite if plain else form.suite_of_keys
    blank = SealedHeader(suite, file.hex(), context.hex(), ())
    info = hpke_info(blank)
    wrapped = tuple(
        WrappedKey(key_id(public), wrap_key(file_key, public, info).hex()) for public in recipients
    )
    return replace(blank, recipients=wrapped)


def header_bytes(header: SealedHeader) -> bytes:
    """Version line, length, JSON: as they stand in the file."""
    body = json.dumps(_HEADER.dump_python(header), sort_keys=True, separators=(",", ":")).encode()
    return _FORMS[header.suite].version_line + LENGTH.pack(len(body)) + body


def read_header(stream: BinaryIO, form: SealedForm = LOG) -> tuple[SealedHeader, bytes] | None:
    """The header and its bytes as they stand in the file; None when the file ends inside it.

    Raises:
        SealedForeignError: it does not begin like a file of that form.
        SealedVersionError: the version or the suite is not known.
        SealedAlteredError: the header is malformed.
    """
    line = stream.read(len(form.version_line))
    if line != form.version_line:
        _refuse_line(line, form)
        return None
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > MAX_HEADER_BYTES:
        raise SealedAlteredError(f"The sealed header claims {length} bytes")
    body = stream.read(length)
    if len(body) < length:
        return None
    return _parse_header(body, form), line + head + body


def _refuse_line(line: bytes, form: SealedForm) -> None:
    if form.version_line.startswith(line):
        return
    if line.startswith(form.magic):
        raise SealedVersionError(f"The {form.name} has version {line[len(form.magic) :]!r}")
    raise SealedForeignError(f"The bytes do not begin like a {form.name}")


def _parse_header(body: bytes, form: SealedForm) -> SealedHeader:
    try:
        header = _HEADER.validate_json(body)
        for text in (header.file, header.context, *(one.key for one in header.recipients)):
            bytes.fromhex(text)
    except (ValidationError, ValueError) as error:
        raise SealedAlteredError("The sealed header is malformed") from error
    if header.suite not in {form.suite, form.suite_of_keys}:
        raise SealedVersionError(f"The {form.name} uses a suite of algorithms that is not known")
    sizes = {len(one.key) // 2 for one in header.recipients}
    if header.suite == form.suite and sizes - {_X25519_WRAPPED_BYTES}:
        raise SealedAlteredError("The sealed header wraps a key to another kind than its suite's")
    return header


def record_key(file_key: bytes, whole_header: bytes) -> bytes:
    """The AES-256 key of the records, bound to every byte of the header.

    Source: RFC 5869.
    """
    return HKDF(
        algorithm=SHA256(),
        length=32,
        salt=hashlib.sha256(whole_header).digest(),
        info=b"booth-sealed-log/1 records",
    ).derive(file_key)


def nonce(counter: int) -> bytes:
    """96 bits; the key is fresh for each file, so a counter never repeats under it."""
    return counter.to_bytes(12, "big")


def associated(file: bytes, counter: int, *, final: bool) -> bytes:
    """What a record is bound to: its file, its place and whether it is the last."""
    return file + _ASSOCIATED.pack(counter, int(final))
