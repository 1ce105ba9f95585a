"""What is sealed inside HQ's backup: its private keys, as far as they can be read at all."""

import base64
import io
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import TypeAdapter

from app.bundle.errors import WrongKeyError
from app.bundle.key_opening import SealKey, SignKey, signer_of
from app.bundle.recipients import HybridPrivateKey
from app.bundle.sealed_stream import SealedStream, seal_stream_bytes
from app.bundle.token import TokenUnsealingKey
from app.bundle.unseal import opener
from app.domain.errors import IntegrityError
from app.hq.errors import RecoveryForgedError
from app.hq.unlock import PrivateKeys

_CONTEXT = b"booth-hq-recovery"
_HYBRID = "mlkem768-x25519:"


@dataclass(frozen=True, slots=True)
class _Kept:
    """HQ's private keys, raw, hexadecimal; of those in a token nothing.

    Attributes:
        seal: the newest first; a hybrid key's seed begins with its kind and a colon.
        sign: the newest signing key; empty when it is in a token.
        sign_public: its public key; empty in a backup of old.
        sign_earlier: keys that signed beside it.
        changes: of the signing key, in their envelopes.
        token: a sealing key is in a token, so that the recovery key is sealed to as well.
        recipients: the key that signs whom kiosks seal to; empty for none.
    """

    seal: tuple[str, ...]
    sign: str
    sign_public: str = ""
    sign_earlier: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    token: bool = False
    recipients: str = ""


@dataclass(frozen=True, slots=True)
class RestoredKeys:
    """What came back out of the backup.

    Attributes:
        seal: open what was sealed; the newest first, and last the recovery key if something may be
            sealed to it.
        sign: the newest signing key; None when it is in a token.
        sign_public: its public key.
        sign_earlier: keys that signed beside it.
        changes: of the signing key, in their envelopes.
        recipients: signs whom kiosks seal to; None for none, or in a token.
    """

    seal: tuple[X25519PrivateKey | HybridPrivateKey, ...]
    sign: Ed25519PrivateKey | None
    sign_public: bytes
    sign_earlier: tuple[Ed25519PrivateKey, ...]
    changes: tuple[str, ...]
    recipients: Ed25519PrivateKey | None


_KEPT = TypeAdapter(_Kept)


def seal_keys(private: PrivateKeys, changes: tuple[str, ...], public: bytes) -> str:
    """HQ's keys sealed to the recovery key, base64."""
    kept = _Kept(
        tuple(text for key in private.seal if (text := _seal_text(key))),
        _sign_text(private.sign),
        signer_of(private.sign).public.hex(),
        tuple(text for key in private.sign_earlier if (text := _sign_text(key))),
        changes,
        any(isinstance(key, TokenUnsealingKey) for key in private.seal),
        "" if private.recipients is None else _sign_text(private.recipients),
    )
    sealed = seal_stream_bytes(_KEPT.dump_json(kept), (public,), _CONTEXT)
    return base64.b64encode(sealed).decode()


def open_keys(sealed: str, recovery: X25519PrivateKey) -> RestoredKeys:
    """HQ's keys out of the backup.

    Raises:
        RecoveryForgedError: they do not open.
    """
    try:
        stream = io.BytesIO(base64.b64decode(sealed, validate=True))
        kept = _KEPT.validate_json(b"".join(SealedStream(stream, opener(recovery))))
        sign = _ed25519(kept.sign) if kept.sign else None
        own = b"" if sign is None else sign.public_key().public_bytes_raw()
        beside = (recovery,) if kept.token else ()
        return RestoredKeys(
            (*(_unsealing(text) for text in kept.seal), *beside),
            sign,
            bytes.fromhex(kept.sign_public) or own,
            tuple(_ed25519(text) for text in kept.sign_earlier),
            kept.changes,
            _ed25519(kept.recipients) if kept.recipients else None,
        )
    except (ValueError, IntegrityError, WrongKeyError) as error:
        raise RecoveryForgedError("What is sealed in the backup does not open") from error


def _seal_text(key: SealKey) -> str:
    if isinstance(key, TokenUnsealingKey):
        return ""
    if isinstance(key, HybridPrivateKey):
        return _HYBRID + key.seed.hex()
    return key.private_bytes_raw().hex()


def _unsealing(text: str) -> X25519PrivateKey | HybridPrivateKey:
    if text.startswith(_HYBRID):
        return HybridPrivateKey(bytes.fromhex(text.removeprefix(_HYBRID)))
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(text))


def _sign_text(key: SignKey) -> str:
    return key.private_bytes_raw().hex() if isinstance(key, Ed25519PrivateKey) else ""


def _ed25519(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
