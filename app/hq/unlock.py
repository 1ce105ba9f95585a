"""HQ's private keys: made once, opened by a passphrase or a token's PIN, kept in memory only."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from app.bundle.dsse import Signer, signer_id
from app.bundle.key_opening import (
    KeyOpening,
    SealKey,
    SignKey,
    sealed_to,
    signer_of,
    unsealer_of,
)
from app.bundle.keys import read_public_key, read_token_key, write_private_key
from app.bundle.recipients import recipient_kind
from app.bundle.sealed_format import KeyOpener, SealedHeader, key_id
from app.bundle.token import TokenSigningKey, TokenUnsealingKey
from app.bundle.token_files import write_token_key
from app.bundle.unseal import opener
from app.domain.errors import FileMissingError
from app.domain.timing import WallTime
from app.hq.errors import HomeMissingError, LockedError, NotSplitError, SealingKeyAwayError
from app.hq.sealed_to import RECIPIENTS_KEY, read_statement
from app.hq.signing_keys import checked_links, read_envelopes, still_signing
from app.hq.token_access import ask_token

SEAL_KEY = "keys/seal.key"
SIGN_KEY = "keys/sign.key"
PASSPHRASE = "passphrase"  # noqa: S105 (a file name)
"""Where `init` leaves the passphrase it made up, when none was given."""
SEALING_PASSPHRASE_FILE = "BOOTH_SEALING_PASSPHRASE_FILE"  # noqa: S105 (a variable's name)
"""Names the file with the passphrase of the sealing keys, where it is another one."""
_FILE = "its file"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What kiosks are told: raw public keys.

    Attributes:
        seal: of the newest sealing key.
        sign: of the newest signing key.
        beside: what is sealed to besides `seal`.
    """

    seal: bytes
    sign: bytes
    beside: tuple[bytes, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom kiosks seal to, hexadecimal."""
        return tuple(key.hex() for key in (self.seal, *self.beside))


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """HQ's private keys, or what uses them in a token.

    Attributes:
        seal: open what was sealed; the newest first, the earlier ones in no order.
        sign: signs receipts and what goes down.
        sign_earlier: sign beside it for now, the newest of them first.
        recipients: signs whom kiosks seal to; None when the keys were never set apart.
    """

    seal: tuple[SealKey, ...]
    sign: SignKey
    sign_earlier: tuple[SignKey, ...] = ()
    recipients: SignKey | None = None

    @property
    def signer(self) -> Signer:
        """Signs with the newest key and those beside it."""
        return replace(signer_of(self.sign), also=tuple(map(signer_of, self.sign_earlier)))


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A private key of HQ, as far as is known without opening it.

    Attributes:
        file: its name in HQ's folder of keys.
        kind: what it opens, or that it signs (`ed25519`).
        id: of the public key.
        public: raw, hexadecimal.
        place: where the private key lies.
    """

    file: str
    kind: str
    id: str
    public: str
    place: str


@dataclass(frozen=True, slots=True)
class UnlockedKeys:
    """Open private keys.

    Attributes:
        signer: countersigns receipts and signs what goes down.
        open_key: opens sealed entries; refuses where only the signing key was opened.
        sealed_to: the envelope that says whom kiosks seal to; empty when the keys were never set
            apart.
        sealed_to_key: the raw public key that signs it; empty likewise.
        opens: the public keys that it opens for, hexadecimal.
        changes: of the signing key, in their envelopes.
    """

    public: PublicKeys
    signer: Signer
    open_key: KeyOpener
    sealed_to: str = ""
    sealed_to_key: bytes = b""
    opens: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def write_keys(
    folder: Path, keys: PrivateKeys, passphrase: bytes, sealing: bytes | None = None
) -> None:
    """Write the key files into HQ's folder of keys, or into another one.

    Args:
        folder: where.
        keys: all of them.
        passphrase: of the keys that sign.
        sealing: of the keys that open; None for the same.
    """
    write_sealing_keys(folder, keys, passphrase if sealing is None else sealing)
    for signed in keys.sign_earlier:
        name = f"sign-{signer_id(signer_of(signed).public)}.key"
        write_key(folder / name, signed, passphrase)
    write_key(folder / Path(SIGN_KEY).name, keys.sign, passphrase)


def write_sealing_keys(folder: Path, keys: PrivateKeys, passphrase: bytes) -> None:
    """Write the files of the keys that open, and of the one that says whom to seal to."""
    newest, *earlier = keys.seal
    for old in earlier:
        write_key(folder / f"seal-{key_id(sealed_to(old))}.key", old, passphrase)
    write_key(folder / Path(SEAL_KEY).name, newest, passphrase)
    if keys.recipients is not None:
        write_key(folder / RECIPIENTS_KEY, keys.recipients, passphrase)


def write_key(path: Path, key: SealKey | SignKey, passphrase: bytes) -> None:
    """Write one key's file, or the file that names it in its token."""
    if isinstance(key, TokenUnsealingKey | TokenSigningKey):
        write_token_key(path, key.file)
    else:
        write_private_key(path, key, passphrase)


def public_keys(home: Path) -> PublicKeys:
    """The public keys, without the passphrase.

    Raises:
        HomeMissingError: there is no HQ at `home`.
    """
    try:
        return PublicKeys(read_public_key(home / SEAL_KEY), read_public_key(home / SIGN_KEY))
    except FileMissingError as error:
        raise HomeMissingError(f"There is no headquarters at {home}") from error


def unlock(home: Path, passphrase: bytes, now: WallTime | None = None) -> UnlockedKeys:
    """Open all keys (about half a second for each in a file: scrypt).

    Args:
        home: HQ's folder.
        passphrase: of its key files.
        now: which earlier signing keys still sign; None for none.

    Raises:
        HomeMissingError, KeyFileError, PassphraseError: why not.
        OperatorError, DeviceError: a token does not open; see `KeyOpening.unsealing`.
        SigningChainError: it is not known which signing keys HQ had.
    """
    private = open_private(home, passphrase, now)
    envelope, says = _said((home / SEAL_KEY).parent)
    return UnlockedKeys(
        public_keys(home),
        private.signer,
        opener(*map(unsealer_of, private.seal)),
        envelope,
        says,
        tuple(sealed_to(key).hex() for key in private.seal),
        read_envelopes((home / SIGN_KEY).parent, private.signer.public),
    )


def unlock_signing(home: Path, passphrase: bytes, now: WallTime) -> UnlockedKeys:
    """Open the keys that sign, and none that opens anything.

    Raises:
        NotSplitError: one passphrase opens both, so that nothing would be gained.
        HomeMissingError, KeyFileError, PassphraseError, OperatorError, DeviceError: as `unlock`.
    """
    keys = (home / SEAL_KEY).parent
    said = _said(keys)
    if not said[0]:
        raise NotSplitError("One secret opens the keys that sign and those that open")
    public = public_keys(home)
    private = PrivateKeys((), *_signing(home, KeyOpening(passphrase, ask_token), now))
    changes = read_envelopes(keys, private.signer.public)
    return UnlockedKeys(public, private.signer, _open_nothing, *said, (), changes)


def _open_nothing(header: SealedHeader) -> bytes:
    del header
    raise SealingKeyAwayError("The sealing key is not open here")


def _said(keys: Path) -> tuple[str, bytes]:
    """The statement of whom kiosks seal to, and the key that is said to have signed it."""
    envelope = read_statement(keys)
    return envelope, read_public_key(keys / RECIPIENTS_KEY) if envelope else b""


def open_private(home: Path, passphrase: bytes, now: WallTime | None = None) -> PrivateKeys:
    """HQ's private keys themselves: for their backup and their change only. As `unlock`."""
    public_keys(home)
    opening, keys = KeyOpening(passphrase, ask_token), (home / SEAL_KEY).parent
    sign, beside = _signing(home, opening, now)
    sealing = sealing_passphrase(passphrase)
    if sealing != passphrase:
        # a setting apart that was cut off left some files as they were
        opening = KeyOpening(sealing, ask_token, passphrase)
    newest = opening.unsealing(home / SEAL_KEY)
    # a change that was cut off leaves a copy of the newest among the earlier ones
    copy = f"seal-{key_id(sealed_to(newest))}.key"
    files = sorted(keys.glob("seal-*.key"))
    earlier = (opening.unsealing(file) for file in files if file.name != copy)
    says = opening.signing(keys / RECIPIENTS_KEY) if (keys / RECIPIENTS_KEY).exists() else None
    return PrivateKeys((newest, *earlier), sign, beside, says)


def _signing(
    home: Path, opening: KeyOpening, now: WallTime | None
) -> tuple[SignKey, tuple[SignKey, ...]]:
    keys = (home / SIGN_KEY).parent
    sign = opening.signing(home / SIGN_KEY)
    links = checked_links(read_envelopes(keys, signer_of(sign).public))
    beside = still_signing(links, now) if now is not None else ()
    return sign, tuple(opening.signing(keys / f"sign-{signer_id(one)}.key") for one in beside)


def sealing_passphrase(passphrase: bytes) -> bytes:
    """What opens the files of the sealing keys: a passphrase of its own where one is named.

    Raises:
        LockedError: the file that is named cannot be read.
    """
    file = os.environ.get(SEALING_PASSPHRASE_FILE, "")
    if not file:
        return passphrase
    try:
        return Path(file).read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    except OSError as error:
        raise LockedError("The passphrase of the sealing keys cannot be read") from error


def held_keys(home: Path) -> tuple[HeldKey, ...]:
    """Every private key of HQ, without opening one.

    Raises:
        HomeMissingError, KeyFileError: there is no HQ at `home`, or a file is no key's.
    """
    public_keys(home)
    return tuple(_held(file) for file in sorted((home / SEAL_KEY).parent.glob("*.key")))


def _held(file: Path) -> HeldKey:
    public, token = read_public_key(file), read_token_key(file)
    kind = recipient_kind(public) if file.name.startswith("seal") else "ed25519"
    place = _FILE if token is None else f"the token {token.token.label}"
    return HeldKey(file.name, kind, key_id(public), public.hex(), place)


def home_passphrase(home: Path, file: Path | None) -> bytes:
    """The first line of `file`, or of the file that `init` left; empty if no key needs one.

    Raises:
        HomeMissingError: there is no HQ at `home`.
        LockedError: neither file can be read.
    """
    public_keys(home)
    path = home / PASSPHRASE if file is None else file
    try:
        return path.read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    except OSError as error:
        apart = bool(os.environ.get(SEALING_PASSPHRASE_FILE))
        needed = (one for one in held_keys(home) if not apart or one.file.startswith("sign"))
        if file is None and all(one.place != _FILE for one in needed):
            return b""
        raise LockedError("The keys of this headquarters need their passphrase") from error
