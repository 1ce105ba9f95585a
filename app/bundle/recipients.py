"""Whom file keys are wrapped to: three kinds of public key, told apart by their length.

See `docs/spec/bundle-v1.md`, part A. All are HPKE (RFC 9180) with HKDF-SHA256 and AES-256-GCM.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

RecipientKind = Literal["x25519", "p256", "mlkem768-x25519"]
X25519_BYTES: Final = 32
P256_BYTES: Final = 65
HYBRID_BYTES: Final = 1216
"""ML-KEM-768's encapsulation key (1,184 bytes), then X25519's public key."""
_MLKEM_BYTES: Final = HYBRID_BYTES - X25519_BYTES
_SEED_BYTES: Final = 32
_KINDS: Final[dict[int, RecipientKind]] = {
    X25519_BYTES: "x25519",
    P256_BYTES: "p256",
    HYBRID_BYTES: "mlkem768-x25519",
}
_KEMS: Final = {"x25519": KEM.X25519, "p256": KEM.P256, "mlkem768-x25519": KEM.MLKEM768_X25519}
_SUITES: Final = {
    kind: Suite(kem, KDF.HKDF_SHA256, AEAD.AES_256_GCM) for kind, kem in _KEMS.items()
}


class Unsealer(Protocol):
    """A private key that opens wrapped file keys, wherever it lies."""

    @property
    def public(self) -> bytes:
        """The raw public key."""
        ...

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """The file key; raises InvalidTag or ValueError when it was not wrapped to this key."""
        ...


@dataclass(frozen=True, slots=True)
class HybridPrivateKey:
    """ML-KEM-768 with X25519, which one has to break both of.

    Attributes:
        seed: 32 bytes, from which both keys come.

    Source: X-Wing (draft-connolly-cfrg-xwing-kem, HPKE KEM 0x647a), section 5.2: SHAKE256 of the
    seed, 64 bytes for ML-KEM and 32 for X25519.
    """

    seed: bytes

    @classmethod
    def generate(cls) -> "HybridPrivateKey":
        """A fresh key."""
        return cls(secrets.token_bytes(_SEED_BYTES))

    @property
    def public(self) -> bytes:
        """The raw public key, `HYBRID_BYTES`."""
        mlkem, x25519 = self._both()
        return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """See `Unsealer`."""
        private = MLKEM768X25519PrivateKey(*self._both())
        return _SUITES["mlkem768-x25519"].decrypt(wrapped, private, info)

    def _both(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expand = Hash(SHAKE256(96))
        expand.update(self.seed)
        expanded = expand.finalize()
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
            X25519PrivateKey.from_private_bytes(expanded[64:]),
        )


@dataclass(frozen=True, slots=True)
class X25519Unsealer:
    """An X25519 key in this process's memory."""

    private: X25519PrivateKey

    @property
    def public(self) -> bytes:
        """The raw public key."""
        return self.private.public_key().public_bytes_raw()

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """See `Unsealer`."""
        return _SUITES["x25519"].decrypt(wrapped, self.private, info)


def recipient_kind(public: bytes) -> RecipientKind:
    """Which kind a raw public key is of.

    Raises:
        ValueError: it has the length of none.
    """
    kind = _KINDS.get(len(public))
    if kind is None:
        raise ValueError("A public key has a length that is not known")
    return kind


def check_recipient(public: bytes) -> None:
    """Make sure that something can be sealed to `public`.

    Raises:
        ValueError: it is no public key of any kind.
    """
    _LOADERS[recipient_kind(public)](public)


def wrap_key(file_key: bytes, public: bytes, info: bytes) -> bytes:
    """HPKE single-shot in base mode: encapsulation, then ciphertext.

    Args:
        file_key: what is wrapped.
        public: the recipient's raw public key.
        info: what it is bound to.

    Raises:
        ValueError: `public` is no key.
    """
    kind = recipient_kind(public)
    return _SUITES[kind].encrypt(file_key, _LOADERS[kind](public), info)


_Public = X25519PublicKey | EllipticCurvePublicKey | MLKEM768X25519PublicKey


def _p256(public: bytes) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)


def _hybrid(public: bytes) -> MLKEM768X25519PublicKey:
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_BYTES]),
        X25519PublicKey.from_public_bytes(public[_MLKEM_BYTES:]),
    )


_LOADERS: Final[dict[RecipientKind, Callable[[bytes], _Public]]] = {
    "x25519": X25519PublicKey.from_public_bytes,
    "p256": _p256,
    "mlkem768-x25519": _hybrid,
}
