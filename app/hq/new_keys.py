"""New keys for HQ, of the kind that was wished: in a file, hybrid, or made in a token."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.key_opening import SealKey, SignKey
from app.bundle.recipients import HybridPrivateKey
from app.bundle.token import Token, TokenSigningKey, TokenUnsealingKey
from app.bundle.token_files import TokenPlace
from app.hq.errors import KeysWishError
from app.hq.token_access import ask_token
from app.hq.unlock import SEAL_KEY, PrivateKeys, PublicKeys, public_keys, write_keys

KeysKind = Literal["plain", "hybrid", "hsm"]
"""X25519 in a file; ML-KEM-768 with X25519 in a file; P-256 and Ed25519 in a token."""


@dataclass(frozen=True, slots=True)
class KeysWish:
    """What a new key shall be.

    Attributes:
        kind: see `KeysKind`.
        token: where, when `kind` is `hsm`; None otherwise.
    """

    kind: KeysKind = "plain"
    token: TokenPlace | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            KeysWishError: a token's key without a token, or the other way round.
        """
        if (self.kind == "hsm") != (self.token is not None):
            raise KeysWishError("A key in a token needs the token's label, and no other key does")


def new_sealing_key(wish: KeysWish) -> SealKey:
    """A fresh key that is sealed to.

    Raises:
        OperatorError, DeviceError: the token makes none; see `app.bundle.token.Token`.
    """
    if wish.token is not None:
        token = _open(wish.token)
        return token.unsealing(token.make("p256"))
    return HybridPrivateKey.generate() if wish.kind == "hybrid" else X25519PrivateKey.generate()


def new_signing_key(wish: KeysWish) -> SignKey:
    """A fresh key that signs.

    Raises:
        KeysWishError: a hybrid one was wished.
        OperatorError, DeviceError: as for `new_sealing_key`.
    """
    if wish.kind == "hybrid":
        raise KeysWishError("A signing key cannot be hybrid")
    if wish.token is not None:
        token = _open(wish.token)
        return token.signing(token.make("ed25519"))
    return Ed25519PrivateKey.generate()


def same_kind(key: SealKey | SignKey) -> KeysWish:
    """A wish for another key like `key`."""
    if isinstance(key, TokenUnsealingKey | TokenSigningKey):
        return KeysWish("hsm", key.file.token)
    return KeysWish("hybrid" if isinstance(key, HybridPrivateKey) else "plain")


PLAIN = KeysWish()


def create_keys(home: Path, passphrase: bytes, wish: KeysWish = PLAIN) -> PublicKeys:
    """Make both keys and their files; raises as `new_sealing_key`."""
    sign = wish if wish.kind == "hsm" else PLAIN
    made = PrivateKeys((new_sealing_key(wish),), new_signing_key(sign))
    write_keys((home / SEAL_KEY).parent, made, passphrase)
    return public_keys(home)


def _open(place: TokenPlace) -> Token:
    return Token(place, ask_token(place), change=True)
