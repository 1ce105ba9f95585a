"""Checks a bundle without any private key."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.bundle.errors import BundleAlteredError, BundleTruncatedError, SignatureError
from app.bundle.format import CHUNK_BYTES, Opened
from app.domain.errors import BoothError, FileMissingError
from app.domain.ids import Digest, KioskId


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    Attributes:
        digest: SHA-256 of the whole file as it is.
        size: bytes of the file as it is.
        pinned: the signature is by a key given by the caller, not only by the one inside.
        problems: everything wrong with it; none when the bundle is what its kiosk signed.
    """

    digest: Digest
    size: int
    pinned: bool
    problems: tuple[BoothError, ...]


def verify_bundle(opened: Opened, trusted: Mapping[KioskId, bytes] | None = None) -> Verification:
    """Check signature, digests and size; reads the file once.

    Args:
        opened: from `open_bundle`.
        trusted: Ed25519 public keys of the kiosks that may have signed. None: only that the
            signature fits the key the manifest itself names, which anyone can bring about.

    Raises:
        FileMissingError: the file cannot be read.
    """
    problems: list[BoothError] = []
    signature = _signature_problem(opened, trusted)
    if signature is not None:
        problems.append(signature)
    digest, size, altered = _read_all(opened)
    if size < opened.size:
        problems.append(
            BundleTruncatedError(f"The file has {size} bytes of the {opened.size} it should have")
        )
    problems += altered
    if size > opened.size:
        problems.append(BundleAlteredError(f"{size - opened.size} bytes follow the last entry"))
    return Verification(digest, size, trusted is not None, tuple(problems))


def _signature_problem(
    opened: Opened, trusted: Mapping[KioskId, bytes] | None
) -> SignatureError | None:
    claimed = bytes.fromhex(opened.manifest.kiosk_key)
    if trusted is not None:
        known = trusted.get(opened.manifest.kiosk)
        if known is None:
            return SignatureError(f"The kiosk {opened.manifest.kiosk} is not one that is trusted")
        if known != claimed:
            return SignatureError("The key in the manifest is not the kiosk's")
    try:
        opened.envelope.check((claimed,))
    except SignatureError as error:
        return error
    return None


def _read_all(opened: Opened) -> tuple[Digest, int, list[BundleAlteredError]]:
    whole, size = hashlib.sha256(), 0
    altered: list[BundleAlteredError] = []
    try:
        with opened.path.open("rb") as file:
            head = file.read(opened.entries[0].offset)
            whole.update(head)
            size += len(head)
            for number, placed in enumerate(opened.entries):
                one, left = hashlib.sha256(), placed.entry.size
                while left and (chunk := file.read(min(CHUNK_BYTES, left))):
                    whole.update(chunk)
                    one.update(chunk)
                    left -= len(chunk)
                size += placed.entry.size - left
                if not left and one.hexdigest() != placed.entry.sha256:
                    what = f"Entry {number} ({placed.entry.name}) is not what was signed"
                    altered.append(BundleAlteredError(what))
            while chunk := file.read(CHUNK_BYTES):
                whole.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise FileMissingError(f"{opened.path} cannot be read: {error.strerror}") from error
    return Digest(whole.hexdigest()), size, altered
