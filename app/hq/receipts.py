"""HQ's countersignature for a bundle it holds."""

import hashlib

from pydantic import TypeAdapter

from app.bundle.dsse import Signer, parse_envelope, sign_envelope
from app.bundle.manifest import Manifest
from app.domain.exchange import RECEIPT_TYPE, Receipt
from app.domain.ids import Digest
from app.domain.timing import WallTime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Source: Crockford's base 32, without letters that read like digits."""
CODE_LENGTH = 8
_RECEIPT = TypeAdapter(Receipt)


def receipt_code(digest: Digest) -> str:
    """40 bits of a hash over the bundle's digest, for people to compare."""
    number = int.from_bytes(hashlib.sha256(b"booth-receipt/1 " + digest.encode()).digest()[:5])
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(CODE_LENGTH)))


def countersign(
    manifest: Manifest, digest: Digest, size: int, received: WallTime, signer: Signer
) -> tuple[Receipt, bytes]:
    """The receipt, and its signed envelope."""
    receipt = Receipt(
        digest,
        manifest.session,
        manifest.kiosk,
        size,
        manifest.journal_head,
        received,
        receipt_code(digest),
        manifest.journal,
    )
    return receipt, sign_envelope(RECEIPT_TYPE, _RECEIPT.dump_json(receipt), signer)


def read_own_receipt(envelope: str) -> tuple[Receipt, str, str]:
    """A stored receipt with its signer's id and signature; for those who trust the store."""
    parsed = parse_envelope(envelope.encode(), RECEIPT_TYPE)
    first = parsed.signatures[0]
    return _RECEIPT.validate_json(parsed.untrusted_payload), first.keyid, first.sig
