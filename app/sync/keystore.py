"""The kiosk's own keys: its signing key, its resume key, its token.

They lie in a file sealed under a random secret, which lies in the system's key store or in another
file (`app.sync.secret_store`).
"""

import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter, ValidationError

from app.bundle.dsse import Signer, signer_in_memory
from app.bundle.durable import write_durably
from app.bundle.sealed_format import KeyOpener
from app.bundle.unseal import opener
from app.sync.errors import KeyStoreError
from app.sync.secret_store import StoreWish, keep_secret, secret_store

STORE = "keys/kiosk.keys"
_BOUND = b"booth-kiosk-keys/1"


@dataclass(frozen=True, slots=True)
class _Stored:
    sign: str
    resume: str
    token: str
    tls_secret: str = ""


_STORED = TypeAdapter(_Stored)


@dataclass(frozen=True, slots=True)
class KioskKeys:
    """The open keys of this kiosk.

    Attributes:
        signer: signs bundles and the request to be enrolled.
        resume_public: X25519 public key that journals are sealed to besides HQ's.
        open_resume: opens what was sealed to it; never recordings.
        token: shown to HQ with every request; empty before enrolment.
        tls_secret: opens the file with the key of the kiosk's TLS certificate.
    """

    signer: Signer
    resume_public: bytes
    open_resume: KeyOpener
    token: str
    tls_secret: str


def create_keys(data: Path, store: StoreWish = "file") -> KioskKeys:
    """The kiosk's keys; made now if there are none.

    Args:
        data: the kiosk's folder.
        store: where the secret of new keys shall lie; see `keep_secret`.

    Raises:
        SecretStoreError: the system's store was wished, and does not answer.
        KeyStoreError: there are keys, and they do not open.
    """
    if not (data / STORE).exists():
        (data / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_secret(data, secrets.token_bytes(32), store)
        sign, resume = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        _write(data, _Stored(sign.private_bytes_raw().hex(), resume.private_bytes_raw().hex(), ""))
    return open_keys(data)


def store_token(data: Path, token: str) -> None:
    """Keep the token HQ gave."""
    _write(data, replace(_read(data), token=token))


def open_keys(data: Path) -> KioskKeys:
    """Open the kiosk's keys.

    Raises:
        KeyStoreError: they are missing or altered.
        SecretStoreError: the store of their secret does not answer.
    """
    held = _read(data)
    if not held.tls_secret:  # made by an older program, or just now
        held = replace(held, tls_secret=secrets.token_hex(32))
        _write(data, held)
    sign = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(held.sign))
    resume = X25519PrivateKey.from_private_bytes(bytes.fromhex(held.resume))
    public = resume.public_key().public_bytes_raw()
    return KioskKeys(signer_in_memory(sign), public, opener(resume), held.token, held.tls_secret)


def _cipher(data: Path) -> AESGCM:
    return AESGCM(secret_store(data).read())


def _write(data: Path, held: _Stored) -> None:
    nonce = os.urandom(12)
    plain = json.dumps(_STORED.dump_python(held)).encode()
    write_durably(data / STORE, nonce + _cipher(data).encrypt(nonce, plain, _BOUND))


def _read(data: Path) -> _Stored:
    try:
        sealed = (data / STORE).read_bytes()
        plain = _cipher(data).decrypt(sealed[:12], sealed[12:], _BOUND)
        return _STORED.validate_json(plain)
    except (OSError, InvalidTag, ValidationError, ValueError) as error:
        raise KeyStoreError("The kiosk's keys are missing or altered") from error
