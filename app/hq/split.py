"""Sets the keys that open apart from those that sign. See `docs/spec/keys-v1.md`, part G."""

from dataclasses import replace
from pathlib import Path

from app.bundle.errors import PassphraseError
from app.bundle.key_opening import SignKey, signer_of
from app.domain.timing import WallTime
from app.hq.assignment_serial import note_change
from app.hq.errors import NotSplitError
from app.hq.new_keys import PLAIN, KeysWish, new_signing_key, same_kind
from app.hq.recovery import has_backup, recipients_of, renew_backup
from app.hq.sealed_to import read_statement, write_statement
from app.hq.signing_keys import read_envelopes
from app.hq.unlock import SEAL_KEY, PrivateKeys, open_private, write_sealing_keys


def split_keys(home: Path, passphrase: bytes, sealing: bytes, now: WallTime) -> PrivateKeys:
    """Have the sealing keys open with a passphrase of their own, and sign whom kiosks seal to.

    Cut off at any moment, it may be given again: with the passphrase that a file still has.

    Args:
        home: HQ's folder.
        passphrase: of all key files until now; of the signing keys from now on.
        sealing: of the sealing keys from now on.
        now: when.

    Raises:
        PassphraseError: the new passphrase is empty or the same one, or a key does not open.
        NotSplitError: the keys are apart already.
        HomeMissingError, KeyFileError, OperatorError, DeviceError: HQ's keys do not open.
    """
    if not sealing or sealing == passphrase:
        raise PassphraseError("The sealing keys need a passphrase that is another one")
    keys, held = (home / SEAL_KEY).parent, open_private(home, passphrase, now)
    if read_statement(keys):
        raise NotSplitError("The keys are apart already")
    # there without the statement after a cut, or out of the backup: the one that kiosks know
    made = held.recipients or _new(same_kind(held.seal[0]))
    new = replace(held, recipients=made)
    if has_backup(home):
        renew_backup(home, new, read_envelopes(keys, held.signer.public), held.signer.public)
    write_sealing_keys(keys, new, sealing)
    write_statement(keys, recipients_of(home, new), signer_of(made), now)
    note_change(home)
    return new


def _new(like: KeysWish) -> SignKey:
    return new_signing_key(like if like.kind == "hsm" else PLAIN)
