"""HQ's private keys: made once, opened by a passphrase, kept in memory only."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.dsse import Signer, signer_in_memory
from app.bundle.keys import load_ed25519, load_x25519, read_public_key, write_private_key
from app.bundle.sealed_format import KeyOpener, key_id
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
class PrivateKeys:
    """HQ's private keys.

    Attributes:
        seal: open what was sealed; the newest first, the earlier ones in no order.
        sign: signs receipts and what goes down.
    """

    seal: tuple[X25519PrivateKey, ...]
    sign: Ed25519PrivateKey


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
    made = PrivateKeys((X25519PrivateKey.generate(),), Ed25519PrivateKey.generate())
    write_keys((home / SEAL_KEY).parent, made, passphrase)
    return public_keys(home)


def write_keys(folder: Path, keys: PrivateKeys, passphrase: bytes) -> None:
    """Write the key files into HQ's folder of keys, or into another one."""
    newest, *earlier = keys.seal
    for old in earlier:
        name = f"seal-{key_id(old.public_key().public_bytes_raw())}.key"
        write_private_key(folder / name, old, passphrase)
    write_private_key(folder / Path(SEAL_KEY).name, newest, passphrase)
    write_private_key(folder / Path(SIGN_KEY).name, keys.sign, passphrase)


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
    """Open all keys (about half a second each: scrypt).

    Raises:
        HomeMissingError, KeyFileError, PassphraseError: why not.
    """
    private = open_private(home, passphrase)
    return UnlockedKeys(public_keys(home), signer_in_memory(private.sign), opener(*private.seal))


def open_private(home: Path, passphrase: bytes) -> PrivateKeys:
    """HQ's private keys themselves: for their backup and their change only. Raises as `unlock`."""
    public_keys(home)
    sign = load_ed25519(home / SIGN_KEY, passphrase)
    newest = load_x25519(home / SEAL_KEY, passphrase)
    # a change that was cut off leaves a copy of the newest among the earlier ones
    copy = f"seal-{key_id(newest.public_key().public_bytes_raw())}.key"
    files = sorted((home / SEAL_KEY).parent.glob("seal-*.key"))
    earlier = (load_x25519(file, passphrase) for file in files if file.name != copy)
    return PrivateKeys((newest, *earlier), sign)


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
