"""HQ's private keys: made once, opened by a passphrase, kept in memory only."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.dsse import Signer, signer_in_memory
from app.bundle.keys import load_ed25519, load_x25519, read_public_key, write_private_key
from app.bundle.sealed_format import KeyOpener
from app.bundle.unseal import opener
from app.domain.errors import FileMissingError
from app.hq.errors import HomeMissingError, LockedError

SEAL_KEY = "keys/seal.key"
SIGN_KEY = "keys/sign.key"
PASSPHRASE = "passphrase"  # noqa: S105 (a file name)
"""Where `init` leaves the passphrase it made up, when none was given."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What kiosks are told: raw public keys."""

    seal: bytes
    sign: bytes


@dataclass(frozen=True, slots=True)
class UnlockedKeys:
    """Open private keys.

    Attributes:
        signer: countersigns receipts and signs what goes down.
        open_key: opens sealed entries.
    """

    public: PublicKeys
    signer: Signer
    open_key: KeyOpener


def create_keys(home: Path, passphrase: bytes) -> PublicKeys:
    """Make both key files."""
    seal, sign = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    write_private_key(home / SEAL_KEY, seal, passphrase)
    write_private_key(home / SIGN_KEY, sign, passphrase)
    return public_keys(home)


def public_keys(home: Path) -> PublicKeys:
    """The public keys, without the passphrase.

    Raises:
        HomeMissingError: there is no HQ at `home`.
    """
    try:
        return PublicKeys(read_public_key(home / SEAL_KEY), read_public_key(home / SIGN_KEY))
    except FileMissingError as error:
        raise HomeMissingError(f"There is no headquarters at {home}") from error


def unlock(home: Path, passphrase: bytes) -> UnlockedKeys:
    """Open both keys (about a second: scrypt).

    Raises:
        HomeMissingError, KeyFileError, PassphraseError: why not.
    """
    public = public_keys(home)
    sign = load_ed25519(home / SIGN_KEY, passphrase)
    return UnlockedKeys(
        public, signer_in_memory(sign), opener(load_x25519(home / SEAL_KEY, passphrase))
    )


def home_passphrase(home: Path, file: Path | None) -> bytes:
    """The first line of `file`, or of the file that `init` left.

    Raises:
        HomeMissingError: there is no HQ at `home`.
        LockedError: neither file can be read.
    """
    public_keys(home)
    path = home / PASSPHRASE if file is None else file
    try:
        return path.read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    except OSError as error:
        raise LockedError("The keys of this headquarters need their passphrase") from error
