"""Private keys in files: the only place where they are opened.

A key file is JSON: kind, public key, scrypt's parameters, and the PKCS#8 form of the key (a hybrid
key's seed) sealed with AES-256-GCM under the passphrase. PKCS#8 PEM files of other programs are
read too. What stands in the place of a key file when the key is in a token: `token_files`.
(`BestAvailableEncryption` of the library uses 2,048 rounds of PBKDF2: too few for a passphrase.)
"""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)
from pydantic import TypeAdapter

from app.bundle.durable import write_durably
from app.bundle.errors import KeyFileError, PassphraseError
from app.bundle.recipients import HybridPrivateKey
from app.bundle.token_files import TokenKeyFile, parse_token_key
from app.domain.errors import FileMissingError

UnsealingKey = X25519PrivateKey | HybridPrivateKey
PrivateKey = UnsealingKey | Ed25519PrivateKey
KeyKind = Literal["x25519", "ed25519", "mlkem768-x25519"]
SCRYPT_N = 1 << 16
"""CPU and memory cost (64 MiB). Source: OWASP password storage, scrypt N=2^16, r=8, p=2."""
SCRYPT_R = 8
SCRYPT_P = 2
_MAX_SCRYPT_N = 1 << 20
_MAX_FILE_BYTES = 64 * 1024
_FORMAT = "booth-key/1"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in a key file; byte strings are hexadecimal.

    Attributes:
        format: `booth-key/1`.
        kind: of the key.
        public: the public key, raw.
        n, r, p, salt: scrypt's.
        sealed: 12-byte nonce, then AES-256-GCM of the PKCS#8 DER form (of a hybrid key: its seed),
            bound to format, kind and public key.
    """

    format: str
    kind: KeyKind
    public: str
    n: int
    r: int
    p: int
    salt: str
    sealed: str

    def bound(self) -> bytes:
        """The associated data."""
        return f"{self.format} {self.kind} {self.public}".encode()


_KEY_FILE = TypeAdapter(KeyFile)


def write_private_key(path: Path, key: PrivateKey, passphrase: bytes) -> None:
    """Write a key file (mode 0600), on the disk when this returns.

    Raises:
        PassphraseError: the passphrase is empty.
    """
    if not passphrase:
        raise PassphraseError(f"{path.name} would have no passphrase")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    kind, public, plain = _parts(key)
    blank = KeyFile(_FORMAT, kind, public.hex(), SCRYPT_N, SCRYPT_R, SCRYPT_P, salt.hex(), "")
    sealed = nonce + AESGCM(_stretch(blank, passphrase)).encrypt(nonce, plain, blank.bound())
    write_durably(path, _KEY_FILE.dump_json(replace(blank, sealed=sealed.hex()), indent=1))


def _parts(key: PrivateKey) -> tuple[KeyKind, bytes, bytes]:
    """Kind, public key, and what is sealed."""
    if isinstance(key, HybridPrivateKey):
        return "mlkem768-x25519", key.public, key.seed
    kind: KeyKind = "x25519" if isinstance(key, X25519PrivateKey) else "ed25519"
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return kind, key.public_key().public_bytes_raw(), plain


def read_public_key(path: Path) -> bytes:
    """The public key of a key file, or of a key in a token, without passphrase or PIN.

    Raises:
        FileMissingError, KeyFileError: the file is not there, or not a key file.
    """
    content = _read(path)
    named = parse_token_key(content, path.name)
    return bytes.fromhex(named.public if named is not None else _parse(content, path).public)


def read_token_key(path: Path) -> TokenKeyFile | None:
    """Where the key lies, if it is in a token; None for a key file.

    Raises:
        FileMissingError, KeyFileError: the file is not there, or malformed.
    """
    return parse_token_key(_read(path), path.name)


def load_unsealing(path: Path, passphrase: bytes | None) -> UnsealingKey:
    """Open an unsealing key.

    Raises:
        FileMissingError, KeyFileError, PassphraseError: why not.
    """
    key = _load(path, passphrase)
    if not isinstance(key, UnsealingKey):
        raise KeyFileError(f"{path.name} holds another kind of key than one that unseals")
    return key


def load_ed25519(path: Path, passphrase: bytes | None) -> Ed25519PrivateKey:
    """Open a signing key.

    Raises:
        FileMissingError, KeyFileError, PassphraseError: why not.
    """
    key = _load(path, passphrase)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path.name} holds another kind of key than one that signs")
    return key


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE_BYTES)
    except OSError as error:
        raise FileMissingError(f"The key file {path} cannot be read: {error.strerror}") from error


def _parse(content: bytes, path: Path) -> KeyFile:
    try:
        file = _KEY_FILE.validate_json(content, strict=True)
        for text in (file.public, file.salt, file.sealed):
            bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileError(f"{path.name} is not a key file") from error
    scrypt = (file.n <= _MAX_SCRYPT_N, file.r <= SCRYPT_R, 0 < file.p <= SCRYPT_P)
    if file.format != _FORMAT or not all(scrypt):
        raise KeyFileError(f"{path.name} is a key file of a form that is not known")
    return file


def _load(path: Path, passphrase: bytes | None) -> object:
    content = _read(path)
    if content.startswith(b"-----BEGIN"):
        return _load_pem(content, path, passphrase)
    file = _parse(content, path)
    if not passphrase:
        raise PassphraseError(f"{path.name} needs a passphrase")
    sealed = bytes.fromhex(file.sealed)
    try:
        cipher = AESGCM(_stretch(file, passphrase))
        plain = cipher.decrypt(sealed[:12], sealed[12:], file.bound())
        if file.kind == "mlkem768-x25519":
            return HybridPrivateKey(plain)
        return load_der_private_key(plain, None)
    except InvalidTag as error:
        raise PassphraseError(f"{path.name} does not open with this passphrase") from error
    except ValueError as error:
        raise KeyFileError(f"{path.name} is not a whole key file") from error


def _load_pem(content: bytes, path: Path, passphrase: bytes | None) -> object:
    try:
        return load_pem_private_key(content, passphrase)
    except TypeError as error:
        asked = "needs a passphrase" if passphrase is None else "has no passphrase"
        raise PassphraseError(f"{path.name} {asked}") from error
    except ValueError as error:
        if b"ENCRYPTED" in content:
            raise PassphraseError(f"{path.name} does not open with this passphrase") from error
        raise KeyFileError(f"{path.name} is not a private key") from error


def _stretch(file: KeyFile, passphrase: bytes) -> bytes:
    try:
        kdf = Scrypt(salt=bytes.fromhex(file.salt), length=32, n=file.n, r=file.r, p=file.p)
        return kdf.derive(passphrase)
    except ValueError as error:
        raise KeyFileError("The key file's scrypt parameters are impossible") from error
