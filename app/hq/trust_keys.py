"""The keys of what is published: the offline ones in a folder of their own, one at HQ."""

import re
from collections.abc import Mapping
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
_NUMBERED = re.compile(r"(root|targets)-[0-9]{1,2}\.key")


def new_signer(path: Path, passphrase: bytes) -> CryptoSigner:
    """Make a key and write its file."""
    key = Ed25519PrivateKey.generate()
    write_private_key(path, key, passphrase)
    return CryptoSigner(key)


def targets_names(count: int) -> tuple[str, ...]:
    """The files of so many keys that publish: one for each person who has to agree."""
    return (TARGETS_KEY,) if count == 1 else tuple(f"targets-{at + 1}.key" for at in range(count))


def open_targets(keys: Path, passphrase: bytes) -> tuple[CryptoSigner, ...]:
    """The keys that publish, as many of them as are in that folder.

    Raises:
        TrustKeysError: none is.
        KeyFileError, PassphraseError: one does not open.
    """
    found = sorted(path for path in keys.glob("targets*.key") if is_key_name(path.name))
    return tuple(_open(path, passphrase) for path in found or [keys / TARGETS_KEY])


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


def is_key_name(name: str) -> bool:
    """Whether a publishing key's file may be called so."""
    return name in {TARGETS_KEY, Path(ONLINE_KEY).name} or bool(_NUMBERED.fullmatch(name))


def raw_keys(
    home: Path, passphrase: bytes, keys: Path, keys_passphrase: bytes
) -> Mapping[str, bytes]:
    """Every publishing key that is here, raw, by the names of their files.

    Args:
        home: HQ's folder, with the key that stays.
        passphrase: HQ's.
        keys: folder of the offline keys.
        keys_passphrase: of these.

    Raises:
        KeyFileError, PassphraseError: one does not open.
    """
    places = [(home / ONLINE_KEY, passphrase)]
    offline = sorted(path for path in keys.glob("*.key") if is_key_name(path.name))
    places += [(path, keys_passphrase) for path in offline]
    return {path.name: load_ed25519(path, secret).private_bytes_raw() for path, secret in places}


def write_keys(folder: Path, keys: Mapping[str, bytes], passphrase: bytes) -> None:
    """Write key files out of raw keys."""
    for name, raw in keys.items():
        write_private_key(folder / name, Ed25519PrivateKey.from_private_bytes(raw), passphrase)
