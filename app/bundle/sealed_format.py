"""The bytes of a sealed log: header, keys, records. See `docs/spec/bundle-v1.md`, part A."""

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import TypeAdapter, ValidationError

from app.bundle.errors import SealedAlteredError, SealedForeignError, SealedVersionError

MAGIC = b"booth-sealed-log/"
VERSION_LINE = MAGIC + b"1\n"
SUITE_NAME = "HPKE-X25519-HKDF-SHA256-AES256GCM+AES256GCM"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MAX_HEADER_BYTES = 64 * 1024
MAX_RECORD_BYTES = 1024 * 1024
"""Plain bytes in one record at most: what a reader must be able to hold."""
TAG_BYTES = 16
FINAL = 0x8000_0000
LENGTH = struct.Struct(">I")
_ASSOCIATED = struct.Struct(">QB")


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
    """What stands in clear at the start of a sealed log.

    Attributes:
        suite: `SUITE_NAME`.
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


def hpke_info(file: bytes, context: bytes) -> bytes:
    """The `info` of RFC 9180: a wrapped key opens for this file and context only."""
    return VERSION_LINE + file + context


def new_header(
    file_key: bytes, file: bytes, recipients: Sequence[bytes], context: bytes
) -> SealedHeader:
    """A header that wraps `file_key` to every X25519 public key (raw, 32 bytes)."""
    info = hpke_info(file, context)
    wrapped = tuple(
        WrappedKey(
            key_id(public),
            SUITE.encrypt(file_key, X25519PublicKey.from_public_bytes(public), info).hex(),
        )
        for public in recipients
    )
    return SealedHeader(SUITE_NAME, file.hex(), context.hex(), wrapped)


def header_bytes(header: SealedHeader) -> bytes:
    """Version line, length, JSON: as they stand in the file."""
    body = json.dumps(_HEADER.dump_python(header), sort_keys=True, separators=(",", ":")).encode()
    return VERSION_LINE + LENGTH.pack(len(body)) + body


def read_header(stream: BinaryIO) -> tuple[SealedHeader, bytes] | None:
    """The header and its bytes as they stand in the file; None when the file ends inside it.

    Raises:
        SealedForeignError: it does not begin like a sealed log.
        SealedVersionError: the version or the suite is not known.
        SealedAlteredError: the header is malformed.
    """
    line = stream.read(len(VERSION_LINE))
    if line != VERSION_LINE:
        _refuse_line(line)
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
    return _parse_header(body), line + head + body


def _refuse_line(line: bytes) -> None:
    if VERSION_LINE.startswith(line):
        return
    if line.startswith(MAGIC):
        raise SealedVersionError(f"The sealed log has version {line[len(MAGIC) :]!r}")
    raise SealedForeignError("The bytes do not begin like a sealed log")


def _parse_header(body: bytes) -> SealedHeader:
    try:
        header = _HEADER.validate_json(body)
        for text in (header.file, header.context, *(one.key for one in header.recipients)):
            bytes.fromhex(text)
    except (ValidationError, ValueError) as error:
        raise SealedAlteredError("The sealed header is malformed") from error
    if header.suite != SUITE_NAME:
        raise SealedVersionError("The sealed log uses a suite of algorithms that is not known")
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
