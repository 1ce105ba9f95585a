"""A new key in the place of the one before. See `docs/spec/keys-v1.md`, parts B and E."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.bundle.dsse import signer_id
from app.bundle.errors import PassphraseError
from app.bundle.key_opening import signer_of
from app.bundle.succession import succession
from app.domain.timing import WallTime
from app.hq.assignment_serial import note_change
from app.hq.new_keys import KeysWish, new_sealing_key, new_signing_key, same_kind
from app.hq.recovery import has_backup, recipients_of, renew_backup
from app.hq.sealed_to import write_statement
from app.hq.signing_keys import read_envelopes, write_envelopes
from app.hq.unlock import (
    SEAL_KEY,
    SIGN_KEY,
    PrivateKeys,
    open_private,
    sealing_passphrase,
    write_key,
    write_sealing_keys,
)

OVERLAP = timedelta(days=90)
"""How long an earlier signing key signs on beside the new one, if nothing else is said. Own choice:
a branch that hears nothing from HQ for a quarter of a year is looked after by hand anyway."""


def rotate_sealing(
    home: Path, passphrase: bytes, now: WallTime, wish: KeysWish | None = None
) -> PrivateKeys:
    """Make a new sealing key; the earlier ones go on opening what was sealed to them.

    A power cut at any moment leaves keys with which everything opens. A server that runs goes on
    with the keys it opened, and tells kiosks of the new one when it is started again.

    Args:
        home: HQ's folder.
        passphrase: of its key files.
        now: when.
        wish: what it shall be; None for the kind of the one before.

    Raises:
        HomeMissingError, KeyFileError, PassphraseError: HQ's keys do not open.
        RecoveryForgedError: the backup in HQ's folder is not HQ's; nothing was changed.
        OperatorError, DeviceError: a token does not open; see `app.bundle.token.Token`.
    """
    held = open_private(home, passphrase, now)
    sealing = sealing_passphrase(passphrase)
    made = new_sealing_key(_possible(wish or same_kind(held.seal[0]), sealing))
    new = replace(held, seal=(made, *held.seal))
    keys = (home / SEAL_KEY).parent
    if has_backup(home):
        envelopes = read_envelopes(keys, held.signer.public)
        renew_backup(home, new, envelopes, held.signer.public)
    write_sealing_keys(keys, new, sealing)
    if new.recipients is not None:
        write_statement(keys, recipients_of(home, new), signer_of(new.recipients), now)
    note_change(home)
    return new


def rotate_signing(
    home: Path,
    passphrase: bytes,
    now: WallTime,
    wish: KeysWish | None = None,
    overlap: timedelta = OVERLAP,
) -> PrivateKeys:
    """Make a new signing key; the one before signs beside it for a while.

    Args:
        home: HQ's folder.
        passphrase: of its key files.
        now: when.
        wish: what it shall be; None for the kind of the one before.
        overlap: for how long.

    Raises:
        KeysWishError: a hybrid key was wished.
        SigningChainError: it is not known which signing keys HQ had.
        HomeMissingError, KeyFileError, PassphraseError, RecoveryForgedError, OperatorError,
        DeviceError: as for `rotate_sealing`.
    """
    held = open_private(home, passphrase, now)
    keys, before = (home / SIGN_KEY).parent, signer_of(held.sign)
    made = new_signing_key(_possible(wish or same_kind(held.sign), passphrase))
    link = succession(before, signer_of(made), now, WallTime(now + overlap))
    envelopes = (*read_envelopes(keys, before.public), link)
    beside = (held.sign, *held.sign_earlier) if overlap > timedelta() else held.sign_earlier
    new = replace(held, sign=made, sign_earlier=beside)
    if has_backup(home):
        # signed by both, so that it is HQ's whichever of them is the newest after a power cut
        both = replace(new, sign_earlier=(held.sign, *held.sign_earlier))
        renew_backup(home, both, envelopes, before.public)
    write_key(keys / f"sign-{signer_id(before.public)}.key", held.sign, passphrase)
    write_envelopes(keys, envelopes)
    write_key(home / SIGN_KEY, made, passphrase)
    note_change(home)
    return new


def _possible(wish: KeysWish, passphrase: bytes) -> KeysWish:
    if wish.kind != "hsm" and not passphrase:
        raise PassphraseError("A key in a file needs a passphrase, and none was given")
    return wish
