"""Proof that one event was in the journal that HQ received; the others stay where they are.

See `docs/spec/bundle-v1.md`, "The journal".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from app.bundle.dsse import open_envelope
from app.bundle.errors import JournalProofError
from app.domain.exchange import RECEIPT_TYPE, Receipt
from app.domain.merkle import included, inclusion_path


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class JournalProof:
    """What stands in a proof file.

    Attributes:
        number: of the event, from 0.
        line: the event as it stands in the journal, without its newline.
        path: hashes from its neighbour up, hexadecimal (RFC 6962).
        receipt: HQ's signed envelope, which fixes the journal's size and root.
    """

    format: Literal["booth-journal-proof/1"]
    number: int
    line: str
    path: tuple[str, ...]
    receipt: str


_HASH = re.compile(r"[0-9a-f]{64}")
_PROOF = TypeAdapter(JournalProof)
_RECEIPT = TypeAdapter(Receipt)


def make_proof(lines: Sequence[bytes], number: int, receipt: str) -> bytes:
    """A proof file.

    Raises:
        JournalProofError: there is no such event.
    """
    if not 0 <= number < len(lines):
        raise JournalProofError(f"The journal has events 0 to {len(lines) - 1}, not {number}")
    path = inclusion_path(lines, number)
    proof = JournalProof("booth-journal-proof/1", number, lines[number].decode(), path, receipt)
    return _PROOF.dump_json(proof, indent=1) + b"\n"


def check_proof(untrusted: bytes, trusted: Iterable[bytes]) -> tuple[JournalProof, Receipt]:
    """The proof and the receipt it stands on.

    Args:
        untrusted: a proof file.
        trusted: HQ's Ed25519 public keys.

    Raises:
        JournalProofError: it is malformed, or proves nothing.
        SignatureError: the receipt is not signed by one of the keys.
    """
    try:
        proof = _PROOF.validate_json(untrusted, strict=True)
        payload = open_envelope(proof.receipt.encode(), RECEIPT_TYPE, trusted)
        receipt = _RECEIPT.validate_json(payload, strict=True)
    except (ValidationError, ValueError) as error:
        raise JournalProofError("The file is not a proof") from error
    line, hashes = proof.line.encode(), all(_HASH.fullmatch(step) for step in proof.path)
    head = receipt.journal
    if head is None or not hashes or not included(line, proof.number, head, proof.path):
        raise JournalProofError(f"Event {proof.number} is not in the journal of that receipt")
    return proof, receipt
