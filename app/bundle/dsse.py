"""Signed envelopes: DSSE with Ed25519, for manifests, receipts and everything HQ sends down.

Source: https://github.com/secure-systems-lab/dsse (protocol v1.0.0); RFC 8032.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from app.bundle.errors import SignatureError

MAX_ENVELOPE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Signer:
    """Something that signs; the key may be in a file, in memory or in a device.

    Attributes:
        public: Ed25519 public key, 32 raw bytes.
        sign: gives the 64-byte signature.
        also: who signs beside it, in their order: an earlier key, for those who know only that.
    """

    public: bytes
    sign: Callable[[bytes], bytes]
    also: "tuple[Signer, ...]" = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of an envelope, as it stands in the JSON."""

    keyid: str
    sig: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A DSSE envelope, not yet trusted.

    Attributes:
        untrusted_payload: the signed bytes; trust them only after `check`.
    """

    payload_type: str
    untrusted_payload: bytes
    signatures: tuple[Signature, ...]

    def whole(self) -> bytes:
        """The envelope as it came: it has only this one form."""
        payload = base64.b64encode(self.untrusted_payload).decode()
        return _dump(_Json(payload, self.payload_type, self.signatures))

    def check(self, trusted: Iterable[bytes]) -> bytes:
        """The public key, one of `trusted`, whose signature is good.

        Raises:
            SignatureError: there is none.
        """
        message = pae(self.payload_type, self.untrusted_payload)
        for public in trusted:
            for signature in self.signatures:
                if signature.keyid == signer_id(public) and _good(public, signature.sig, message):
                    return public
        raise SignatureError("No signature on it is good and by a key that is trusted")


@dataclass(frozen=True, slots=True)
class _Json:
    payload: str
    payloadType: str  # noqa: N815 (DSSE's own name)
    signatures: tuple[Signature, ...]


_JSON = TypeAdapter(_Json)


def signer_in_memory(key: Ed25519PrivateKey) -> Signer:
    """A signer with the key in this process."""
    return Signer(key.public_key().public_bytes_raw(), key.sign)


def signer_id(public: bytes) -> str:
    """How a signing key is named: the first 8 bytes of its SHA-256, hexadecimal."""
    return hashlib.sha256(public).hexdigest()[:16]


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def sign_envelope(payload_type: str, payload: bytes, signer: Signer) -> bytes:
    """A whole envelope with the signer's signature and of those beside it, as JSON."""
    message = pae(payload_type, payload)
    signatures = tuple(
        Signature(signer_id(one.public), base64.b64encode(one.sign(message)).decode())
        for one in (signer, *signer.also)
    )
    return _dump(_Json(base64.b64encode(payload).decode(), payload_type, signatures))


def _dump(body: _Json) -> bytes:
    return json.dumps(_JSON.dump_python(body), separators=(",", ":")).encode()


def _decode(text: str) -> bytes:
    raw = base64.b64decode(text.encode(), validate=True)
    if base64.b64encode(raw).decode() != text:
        raise SignatureError("The signed envelope is not in its one form")
    return raw


def parse_envelope(untrusted: bytes, payload_type: str) -> Envelope:
    """Read an envelope whose payload must be of `payload_type`; nothing is trusted yet.

    Raises:
        SignatureError: it is malformed, or signs something else.
    """
    try:
        if len(untrusted) > MAX_ENVELOPE_BYTES:
            raise SignatureError("The signed envelope is too large")
        body = _JSON.validate_json(untrusted, strict=True)
        payload = _decode(body.payload)
        for signature in body.signatures:
            _decode(signature.sig)
    except (ValidationError, binascii.Error) as error:
        raise SignatureError("The signed envelope is malformed") from error
    # one envelope has one form, so that its bytes cannot be changed without being another one
    if _dump(body) != untrusted:
        raise SignatureError("The signed envelope is not in its one form")
    if body.payloadType != payload_type:
        raise SignatureError("The envelope signs something else than what was asked for")
    return Envelope(body.payloadType, payload, body.signatures)


def open_envelope(untrusted: bytes, payload_type: str, trusted: Iterable[bytes]) -> bytes:
    """The payload, signed by one of the `trusted` public keys.

    Raises:
        SignatureError: it is not.
    """
    envelope = parse_envelope(untrusted, payload_type)
    envelope.check(trusted)
    return envelope.untrusted_payload


def _good(public: bytes, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_decode(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
