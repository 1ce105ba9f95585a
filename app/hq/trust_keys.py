"""The keys of what is published: the offline ones in a folder of their own, one at HQ."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from app.bundle.keys import load_ed25519, write_private_key
from app.domain.errors import FileMissingError
from app.hq.trust_errors import TrustKeysError

OFFLINE = "offline-keys"
"""Where the offline keys lie in HQ's folder until somebody takes them away."""
ONLINE_KEY = "keys/down-online.key"
TARGETS_KEY = "targets.key"


def new_signer(path: Path, passphrase: bytes) -> CryptoSigner:
    """Make a key and write its file."""
    key = Ed25519PrivateKey.generate()
    write_private_key(path, key, passphrase)
    return CryptoSigner(key)


def open_targets(keys: Path, passphrase: bytes) -> CryptoSigner:
    """The key that publishes.

    Raises:
        TrustKeysError: it is not in that folder.
        KeyFileError, PassphraseError: it does not open.
    """
    return _open(keys / TARGETS_KEY, passphrase)


def open_roots(keys: Path, passphrase: bytes) -> list[CryptoSigner]:
    """The root keys that are in that folder; enough of them or not. Raises as `open_targets`."""
    return [_open(path, passphrase) for path in sorted(keys.glob("root-*.key"))]


def open_online(home: Path, passphrase: bytes) -> CryptoSigner:
    """The key that says what is newest. Raises as `open_targets`."""
    return _open(home / ONLINE_KEY, passphrase)


def has_online(home: Path) -> bool:
    """Whether HQ publishes at all."""
    return (home / ONLINE_KEY).is_file()


def _open(path: Path, passphrase: bytes) -> CryptoSigner:
    try:
        return CryptoSigner(load_ed25519(path, passphrase))
    except FileMissingError as error:
        raise TrustKeysError(f"The key {path.name} is not in {path.parent}") from error
