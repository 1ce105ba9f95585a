"""A new sealing key in the place of the one before. See `docs/spec/keys-v1.md`, part B."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.hq.assignment_serial import bump_serial
from app.hq.recovery import has_backup, renew_backup
from app.hq.store import Store
from app.hq.unlock import PrivateKeys, open_private, write_keys


def rotate_sealing(home: Path, passphrase: bytes) -> PrivateKeys:
    """Make a new sealing key; the earlier ones go on opening what was sealed to them.

    A power cut at any moment leaves keys with which everything opens. A server that runs goes on
    with the keys it opened, and tells kiosks of the new one when it is started again.

    Raises:
        HomeMissingError, KeyFileError, PassphraseError: HQ's keys do not open.
        RecoveryForgedError: the backup in HQ's folder is not HQ's; nothing was changed.
    """
    held = open_private(home, passphrase)
    new = PrivateKeys((X25519PrivateKey.generate(), *held.seal), held.sign)
    if has_backup(home):
        renew_backup(home, new)
    write_keys(home / "keys", new, passphrase)
    store = Store(home)
    try:
        with store.unit() as unit:
            bump_serial(unit)
    finally:
        store.close()
    return new
