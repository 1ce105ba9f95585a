"""What a kiosk signs of a journal while it grows: its size and the root over its lines so far.

Whoever holds a checkpoint can tell later whether the journal still begins as it did then. See
`docs/spec/bundle-v1.md`, "The journal".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from app.bundle.dsse import Signer, open_envelope, sign_envelope
from app.bundle.errors import SignatureError
from app.domain.ids import SessionId
from app.domain.merkle import TreeHead

CHECKPOINT_TYPE = "application/vnd.booth.journal-checkpoint+json"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class JournalCheckpoint:
    """The journal of `session` had these lines when it was signed."""

    session: SessionId
    journal: TreeHead


_CHECKPOINT = TypeAdapter(JournalCheckpoint)


def sign_checkpoint(session: SessionId, journal: TreeHead, signer: Signer) -> str:
    """The checkpoint in its signed envelope."""
    payload = _CHECKPOINT.dump_json(JournalCheckpoint(session, journal))
    return sign_envelope(CHECKPOINT_TYPE, payload, signer).decode()


def read_checkpoint(untrusted: str, trusted: Iterable[bytes]) -> JournalCheckpoint:
    """A checkpoint that one of the `trusted` Ed25519 keys signed.

    Raises:
        SignatureError: none did, or it is malformed.
    """
    payload = open_envelope(untrusted.encode(), CHECKPOINT_TYPE, trusted)
    try:
        return _CHECKPOINT.validate_json(payload, strict=True)
    except ValidationError as error:
        raise SignatureError("The checkpoint is malformed") from error
