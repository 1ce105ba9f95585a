"""The way back to HQ's private keys with k of n shares. See `docs/spec/keys-v1.md`, part A."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import TypeAdapter

from app.bundle.dsse import (
    open_envelope,
    parse_envelope,
    sign_envelope,
    signer_id,
    signer_in_memory,
)
from app.bundle.durable import write_durably
from app.bundle.errors import (
    PassphraseError,
    RecoverySharesError,
    RecoveryWishError,
    SignatureError,
    WrongKeyError,
)
from app.bundle.recovery_shares import HeldShare, join_secret, share_sheet, split_secret
from app.bundle.sealed_stream import SealedStream, seal_stream_bytes
from app.bundle.unseal import opener
from app.domain.errors import IntegrityError
from app.domain.timing import WallTime
from app.hq.errors import HomeExistsError, RecoveryForgedError, RecoveryMissingError
from app.hq.unlock import PrivateKeys, write_keys

BACKUP = "keys/recovery.json"
RECOVERY_TYPE = "application/vnd.booth.hq-recovery+json"
_FORMAT = "booth-hq-recovery/1"
_CONTEXT = b"booth-hq-recovery"
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


@dataclass(frozen=True, slots=True)
class _Kept:
    """HQ's private keys, raw, hexadecimal."""

    seal: tuple[str, ...]
    sign: str


_BACKUP = TypeAdapter(Backup)
_KEPT = TypeAdapter(_Kept)


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
    signer = signer_id(private.sign.public_key().public_bytes_raw())
    sheets = tuple(share_sheet(share, shares, signer) for share in made)
    files = _write_sheets(out, sheets) if out is not None else ()
    public = recovery.public_key().public_bytes_raw()
    sealed = _seal(private, public)
    backup = Backup(_FORMAT, now, shares, needed, made[0].set, public.hex(), sealed)
    _store(home, backup, private)
    return MadeShares(backup, () if files else sheets, files)


def has_backup(home: Path) -> bool:
    """Whether shares were ever made here."""
    return (home / BACKUP).exists()


def renew_backup(home: Path, private: PrivateKeys) -> None:
    """Seal changed keys to the recovery key there is; the shares stay as they are.

    Raises:
        RecoveryForgedError: the backup is not signed by HQ, so its recovery key may be anyone's.
    """
    content = _read(home)
    backup = _parse(content)
    _check_signer(content, private.sign.public_key().public_bytes_raw())
    sealed = _seal(private, bytes.fromhex(backup.public))
    _store(home, replace(backup, sealed=sealed), private)


def _store(home: Path, backup: Backup, private: PrivateKeys) -> None:
    signer = signer_in_memory(private.sign)
    write_durably(home / BACKUP, sign_envelope(RECOVERY_TYPE, _BACKUP.dump_json(backup), signer))


def _write_sheets(out: Path, sheets: Sequence[str]) -> tuple[Path, ...]:
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = tuple(out / f"share-{at}-of-{len(sheets)}.txt" for at in range(1, len(sheets) + 1))
    for file, sheet in zip(files, sheets, strict=True):
        write_durably(file, sheet.encode())
    return files


def restore_keys(
    home: Path, shares: Sequence[HeldShare], out: Path, passphrase: bytes
) -> PrivateKeys:
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
    private = _open(backup, recovery)
    public = private.sign.public_key().public_bytes_raw()
    _check_signer(content, public)
    if any(share.signer not in {"", signer_id(public)} for share in shares):
        raise RecoveryForgedError("The backup is of another headquarters than the sheets name")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_keys(out, private, passphrase)
    return private


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


def _seal(private: PrivateKeys, public: bytes) -> str:
    kept = _Kept(
        tuple(key.private_bytes_raw().hex() for key in private.seal),
        private.sign.private_bytes_raw().hex(),
    )
    sealed = seal_stream_bytes(_KEPT.dump_json(kept), (public,), _CONTEXT)
    return base64.b64encode(sealed).decode()


def _open(backup: Backup, recovery: X25519PrivateKey) -> PrivateKeys:
    try:
        stream = io.BytesIO(base64.b64decode(backup.sealed, validate=True))
        kept = _KEPT.validate_json(b"".join(SealedStream(stream, opener(recovery))))
        return PrivateKeys(
            tuple(X25519PrivateKey.from_private_bytes(bytes.fromhex(key)) for key in kept.seal),
            Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.sign)),
        )
    except (ValueError, IntegrityError, WrongKeyError) as error:
        raise RecoveryForgedError("What is sealed in the backup does not open") from error
