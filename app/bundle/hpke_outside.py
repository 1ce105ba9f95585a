"""HPKE's receiver for a P-256 key whose Diffie-Hellman is computed elsewhere: in a token.

RFC 9180, base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. What is here
is section 4.1 after `DH()`, and section 5.1; HKDF, AES-GCM and the check of the point are
`cryptography`'s. Its own HPKE seals, and opens in the tests what is opened here (docs/adr/0015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from app.bundle.recipients import P256_BYTES

_VERSION: Final = b"HPKE-v1"
_KEM_SUITE: Final = b"KEM" + (0x0010).to_bytes(2)
_HPKE_SUITE: Final = b"HPKE" + b"".join(one.to_bytes(2) for one in (0x0010, 0x0001, 0x0002))
_MODE_BASE: Final = b"\x00"


@dataclass(frozen=True, slots=True)
class OutsideUnsealer:
    """An `Unsealer` whose private key is not in this process.

    Attributes:
        public: the raw public key, an uncompressed point, 65 bytes.
        exchange: gives the 32-byte x coordinate of private key times the point given.
    """

    public: bytes
    exchange: Callable[[bytes], bytes]

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """See `app.bundle.recipients.Unsealer`."""
        enc, sealed = wrapped[:P256_BYTES], wrapped[P256_BYTES:]
        # a point that is not on the curve never reaches the private key
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), enc)
        shared = shared_secret(self.exchange(enc), enc, self.public)
        key, nonce = key_schedule(_HPKE_SUITE, shared, info)
        return AESGCM(key).decrypt(nonce, sealed, b"")


def shared_secret(dh: bytes, enc: bytes, public: bytes) -> bytes:
    """ExtractAndExpand of section 4.1: the KEM's 32-byte shared secret."""
    prk = _extract(_KEM_SUITE, b"", b"eae_prk", dh)
    return _expand(_KEM_SUITE, prk, b"shared_secret", enc + public, 32)


def key_schedule(suite: bytes, shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Section 5.1 in base mode: the AES-256 key and the nonce of the first message.

    Args:
        suite: `"HPKE"`, then the numbers of KEM, KDF and AEAD.
        shared: the KEM's shared secret.
        info: what the sender bound it to.
    """
    no_psk = _extract(suite, b"", b"psk_id_hash", b"")
    context = _MODE_BASE + no_psk + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, 32)
    return key, _expand(suite, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return HKDF.extract(SHA256(), salt, _VERSION + suite + label + material)


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    whole = length.to_bytes(2) + _VERSION + suite + label + info
    return HKDFExpand(SHA256(), length, whole).derive(prk)
