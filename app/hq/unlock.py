"""HQ's private keys: made once, opened by a passphrase or a token's PIN, kept in memory only."""

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
from app.bundle.sealed_format import KeyOpener, key_id
from app.bundle.token import TokenSigningKey, TokenUnsealingKey
from app.bundle.token_files import write_token_key
from app.bundle.unseal import opener
from app.domain.errors import FileMissingError
from app.domain.timing import WallTime
from app.hq.errors import HomeMissingError, LockedError
from app.hq.signing_keys import read_envelopes, read_links, still_signing
from app.hq.token_pin import ask_pin

SEAL_KEY = "keys/seal.key"
SIGN_KEY = "keys/sign.key"
PASSPHRASE = "passphrase"  # noqa: S105 (a file name)
"""Where `init` leaves the passphrase it made up, when none was given."""
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
    """

    seal: tuple[SealKey, ...]
    sign: SignKey
    sign_earlier: tuple[SignKey, ...] = ()

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
        open_key: opens sealed entries.
    """

    public: PublicKeys
    signer: Signer
    open_key: KeyOpener


def write_keys(folder: Path, keys: PrivateKeys, passphrase: bytes) -> None:
    """Write the key files into HQ's folder of keys, or into another one."""
    newest, *earlier = keys.seal
    for old in earlier:
        write_key(folder / f"seal-{key_id(sealed_to(old))}.key", old, passphrase)
    write_key(folder / Path(SEAL_KEY).name, newest, passphrase)
    for signed in keys.sign_earlier:
        name = f"sign-{signer_id(signer_of(signed).public)}.key"
        write_key(folder / name, signed, passphrase)
    write_key(folder / Path(SIGN_KEY).name, keys.sign, passphrase)


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
    return UnlockedKeys(public_keys(home), private.signer, opener(*map(unsealer_of, private.seal)))


def open_private(home: Path, passphrase: bytes, now: WallTime | None = None) -> PrivateKeys:
    """HQ's private keys themselves: for their backup and their change only. As `unlock`."""
    public = public_keys(home)
    opening, keys = KeyOpening(passphrase, ask_pin), (home / SEAL_KEY).parent
    sign = opening.signing(home / SIGN_KEY)
    newest = opening.unsealing(home / SEAL_KEY)
    # a change that was cut off leaves a copy of the newest among the earlier ones
    copy = f"seal-{key_id(sealed_to(newest))}.key"
    files = sorted(keys.glob("seal-*.key"))
    earlier = (opening.unsealing(file) for file in files if file.name != copy)
    links = read_links(read_envelopes(keys, public.sign))
    beside = still_signing(links, now) if now is not None else ()
    signed = (opening.signing(keys / f"sign-{signer_id(one)}.key") for one in beside)
    return PrivateKeys((newest, *earlier), sign, tuple(signed))


def held_keys(home: Path) -> tuple[HeldKey, ...]:
    """Every private key of HQ, without opening one.

    Raises:
        HomeMissingError, KeyFileError: there is no HQ at `home`, or a file is no key's.
    """
    public_keys(home)
    return tuple(_held(file) for file in sorted((home / SEAL_KEY).parent.glob("s*.key")))


def _held(file: Path) -> HeldKey:
    public, token = read_public_key(file), read_token_key(file)
    kind = "ed25519" if file.name.startswith("sign") else recipient_kind(public)
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
        if file is None and all(one.place != _FILE for one in held_keys(home)):
            return b""
        raise LockedError("The keys of this headquarters need their passphrase") from error
