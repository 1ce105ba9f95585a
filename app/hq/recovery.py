"""The way back to HQ's private keys with k of n shares. See `docs/spec/keys-v1.md`, part A."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import TypeAdapter

from app.bundle.dsse import Signer, open_envelope, parse_envelope, sign_envelope, signer_id
from app.bundle.durable import write_durably
from app.bundle.errors import (
    PassphraseError,
    RecoverySharesError,
    RecoveryWishError,
    SignatureError,
)
from app.bundle.key_opening import sealed_to, signer_of
from app.bundle.recipients import recipient_kind
from app.bundle.recovery_shares import HeldShare, join_secret, share_sheet, split_secret
from app.bundle.sealed_format import key_id
from app.domain.timing import WallTime
from app.hq.errors import HomeExistsError, RecoveryForgedError, RecoveryMissingError
from app.hq.kept_keys import RestoredKeys, open_keys, seal_keys
from app.hq.sealed_to import RECIPIENTS_KEY
from app.hq.signing_keys import checked_links, read_envelopes, write_envelopes
from app.hq.trust_recovery import back_up_trust, restore_trust
from app.hq.unlock import (
    SEAL_KEY,
    SIGN_KEY,
    PrivateKeys,
    UnlockedKeys,
    write_key,
)

BACKUP = "keys/recovery.json"
RECOVERY_TYPE = "application/vnd.booth.hq-recovery+json"
_FORMAT = "booth-hq-recovery/1"
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What stands in the backup, signed.

    Attributes:
        format: `booth-hq-recovery/1`.
        made: when the shares were made.
        shares, needed: how many there are, and how many open it.
        set: SLIP-39's identifier of the shares.
        public: the recovery key, raw X25519, hexadecimal.
        sealed: HQ's private keys sealed to it, base64.
    """

    format: str
    made: WallTime
    shares: int
    needed: int
    set: int
    public: str
    sealed: str


_BACKUP = TypeAdapter(Backup)


@dataclass(frozen=True, slots=True)
class MadeShares:
    """What `make_recovery` made.

    Attributes:
        sheets: a text for each holder, shown this once; empty when they were written.
        files: where they were written.
    """

    backup: Backup
    sheets: tuple[str, ...]
    files: tuple[Path, ...]


def make_recovery(
    home: Path, private: PrivateKeys, numbers: tuple[int, int], out: Path | None, now: WallTime
) -> MadeShares:
    """Make a recovery key, its shares, and HQ's backup in the place of an earlier one.

    Args:
        home: HQ's folder.
        private: HQ's keys.
        numbers: how many shares, and how many of them open the backup.
        out: an empty or missing folder for the sheets, outside `home`; None to be given them.
        now: when.

    Raises:
        RecoveryWishError: the numbers are not possible, or the folder is in HQ's.
        HomeExistsError: the folder is not empty.
    """
    shares, needed = numbers
    if out is not None:
        _refuse_filled(out)
        if out.resolve().is_relative_to(home.resolve()):
            raise RecoveryWishError("The sheets must not lie in headquarters' folder")
    recovery = X25519PrivateKey.generate()
    made = split_secret(recovery.private_bytes_raw(), shares, needed)
    signer = signer_id(private.signer.public)
    sheets = tuple(share_sheet(share, shares, signer) for share in made)
    files = _write_sheets(out, sheets) if out is not None else ()
    public = recovery.public_key().public_bytes_raw()
    changes = read_envelopes((home / SIGN_KEY).parent, private.signer.public)
    sealed = seal_keys(private, changes, public)
    backup = Backup(_FORMAT, now, shares, needed, made[0].set, public.hex(), sealed)
    _store(home, backup, private)
    return MadeShares(backup, () if files else sheets, files)


def has_backup(home: Path) -> bool:
    """Whether shares were ever made here."""
    return (home / BACKUP).exists()


def back_up_publishing(home: Path, keys: Mapping[str, bytes], signer: Signer) -> None:
    """Have the shares bring the publishing keys back as well.

    Args:
        home: HQ's folder.
        keys: see `app.hq.trust_keys.raw_keys`.
        signer: HQ's.

    Raises:
        RecoveryMissingError: no shares were ever made here.
        RecoveryForgedError: the backup is not signed by HQ, so its recovery key may be anyone's.
    """
    content = _read(home)
    _check_signer(content, signer.public)
    back_up_trust(home, bytes.fromhex(_parse(content).public), keys, signer)


def renew_backup(
    home: Path, private: PrivateKeys, changes: tuple[str, ...], signed_by: bytes
) -> None:
    """Seal changed keys to the recovery key there is; the shares stay as they are.

    Args:
        home: HQ's folder.
        private: the keys from now on.
        changes: of the signing key, in their envelopes.
        signed_by: HQ's signing key until now, which the backup must be signed by.

    Raises:
        RecoveryForgedError: the backup is not signed by HQ, so its recovery key may be anyone's.
    """
    content = _read(home)
    backup = _parse(content)
    _check_signer(content, signed_by)
    sealed = seal_keys(private, changes, bytes.fromhex(backup.public))
    _store(home, replace(backup, sealed=sealed), private)


def with_recovery_key(home: Path, keys: UnlockedKeys) -> UnlockedKeys:
    """Have the recovery key sealed to as well, where HQ's own is in a token and has no backup.

    Raises:
        RecoveryForgedError: the backup is not signed by HQ, so its recovery key may be anyone's.
    """
    beside = _beside(home, keys.public.seal, keys.public.sign)
    return replace(keys, public=replace(keys.public, beside=beside))


def recipients_of(home: Path, private: PrivateKeys) -> tuple[str, ...]:
    """Whom kiosks seal to with these keys, hexadecimal; raises as `with_recovery_key`."""
    seal = sealed_to(private.seal[0])
    beside = _beside(home, seal, private.signer.public)
    return tuple(one.hex() for one in (seal, *beside))


def _beside(home: Path, seal: bytes, sign: bytes) -> tuple[bytes, ...]:
    if recipient_kind(seal) != "p256" or not has_backup(home):
        return ()
    content = _read(home)
    _check_signer(content, sign)
    return (bytes.fromhex(_parse(content).public),)


def _store(home: Path, backup: Backup, private: PrivateKeys) -> None:
    envelope = sign_envelope(RECOVERY_TYPE, _BACKUP.dump_json(backup), private.signer)
    write_durably(home / BACKUP, envelope)


def _write_sheets(out: Path, sheets: Sequence[str]) -> tuple[Path, ...]:
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = tuple(out / f"share-{at}-of-{len(sheets)}.txt" for at in range(1, len(sheets) + 1))
    for file, sheet in zip(files, sheets, strict=True):
        write_durably(file, sheet.encode())
    return files


def restore_keys(
    home: Path, shares: Sequence[HeldShare], out: Path, passphrase: bytes
) -> RestoredKeys:
    """Put the shares together and write HQ's key files under another passphrase.

    Args:
        home: HQ's folder, of which only the backup is read.
        shares: see `app.bundle.recovery_shares.read_share`.
        out: an empty or missing folder.
        passphrase: of the files written.

    Raises:
        RecoveryMissingError, RecoveryForgedError: the backup is not there, or not HQ's.
        RecoverySharesError: the shares do not open it.
        HomeExistsError: the folder is not empty.
        PassphraseError: the passphrase is empty.
    """
    _refuse_filled(out)
    if not passphrase:
        raise PassphraseError("The new passphrase is empty")
    content = _read(home)
    backup = _parse(content)
    recovery = X25519PrivateKey.from_private_bytes(join_secret(shares, backup.set))
    if recovery.public_key().public_bytes_raw().hex() != backup.public:
        raise RecoverySharesError("The shares are of another recovery key than the backup's")
    restored = open_keys(backup.sealed, recovery)
    _check_signer(content, restored.sign_public)
    links = checked_links(restored.changes)
    known_signers = tuple(bytes.fromhex(one.previous) for one in links)
    known = {"", *(signer_id(public) for public in (restored.sign_public, *known_signers))}
    if any(share.signer not in known for share in shares):
        raise RecoveryForgedError("The backup is of another headquarters than the sheets name")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(out, restored, passphrase)
    signers = (restored.sign_public, *known_signers)
    restore_trust(home, recovery, signers, out, passphrase)
    return restored


def _write(out: Path, keys: RestoredKeys, passphrase: bytes) -> None:
    newest, *earlier = keys.seal
    for old in earlier:
        write_key(out / f"seal-{key_id(sealed_to(old))}.key", old, passphrase)
    write_key(out / Path(SEAL_KEY).name, newest, passphrase)
    for signed in keys.sign_earlier:
        name = f"sign-{signer_id(signer_of(signed).public)}.key"
        write_key(out / name, signed, passphrase)
    if keys.sign is not None:
        write_key(out / Path(SIGN_KEY).name, keys.sign, passphrase)
    if keys.recipients is not None:
        write_key(out / RECIPIENTS_KEY, keys.recipients, passphrase)
    if keys.changes:
        write_envelopes(out, keys.changes)


def _refuse_filled(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise HomeExistsError(f"{out} is not an empty folder")


def _check_signer(content: bytes, public: bytes) -> None:
    try:
        open_envelope(content, RECOVERY_TYPE, (public,))
    except SignatureError as error:
        raise RecoveryForgedError("The backup is not signed with headquarters' key") from error


def _read(home: Path) -> bytes:
    try:
        with (home / BACKUP).open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError as error:
        raise RecoveryMissingError(f"There is no {BACKUP} in {home}") from error


def _parse(content: bytes) -> Backup:
    """The backup; nothing in it is believed yet."""
    try:
        backup = _BACKUP.validate_json(parse_envelope(content, RECOVERY_TYPE).untrusted_payload)
    except (ValueError, SignatureError) as error:
        raise RecoveryForgedError("The backup is malformed") from error
    if backup.format != _FORMAT:
        raise RecoveryForgedError("The backup has a form that is not known")
    return backup
