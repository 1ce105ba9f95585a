"""What a candidate takes along: the kiosk's word that a session was sealed with this digest.

One line of text for a QR code. Whoever holds it can have HQ say whether what arrived is what was
sealed; it names no person. See `docs/spec/bundle-v1.md`, part E.
"""

import base64
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.bundle.dsse import Signer, pae, signer_id
from app.bundle.errors import CompletenessError
from app.domain.ids import Digest, SessionId

STATEMENT_TYPE = "application/vnd.booth.completeness"
PREFIX = "BOOTH-RECEIPT"
_TEXT = re.compile(
    r"BOOTH-RECEIPT:1:(?P<session>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?P<digest>[0-9a-f]{64})"
    r":(?P<signer>[0-9a-f]{16}):(?P<signature>[A-Za-z0-9_-]{86})"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """That the kiosk with the key `signer` sealed `session` into a bundle with this digest."""

    session: SessionId
    digest: Digest
    signer: str
    signature: bytes

    def signed_by(self, public: bytes) -> bool:
        """Whether the owner of the Ed25519 key said so."""
        message = _message(self.session, self.digest)
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, message)
        except (InvalidSignature, ValueError):
            return False
        return self.signer == signer_id(public)


def _message(session: SessionId, digest: Digest) -> bytes:
    return pae(STATEMENT_TYPE, f"{session}:{digest}".encode())


def completeness_text(session: SessionId, digest: Digest, signer: Signer) -> str:
    """The text for the candidate."""
    signature = _spelled(signer.sign(_message(session, digest)))
    return ":".join((PREFIX, "1", session, digest, signer_id(signer.public), signature))


def _spelled(signature: bytes) -> str:
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def read_completeness(untrusted: str) -> Statement:
    """The statement in a text; what people add by copying it (spaces, line ends) is left aside.

    Raises:
        CompletenessError: it is none.
    """
    found = _TEXT.fullmatch("".join(untrusted.split()))
    if found is None:
        raise CompletenessError("The text is not that of a receipt")
    signature = base64.urlsafe_b64decode(found["signature"] + "==")
    if _spelled(signature) != found["signature"]:  # one signature has one spelling
        raise CompletenessError("The text is not that of a receipt")
    session, digest = SessionId(found["session"]), Digest(found["digest"])
    return Statement(session, digest, found["signer"], signature)
