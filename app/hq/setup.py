"""Makes an HQ, and opens one that was made."""

import contextlib
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from securesystemslib.signer import CryptoSigner

from app.bundle.durable import write_durably
from app.domain.exchange import KioskOperator
from app.domain.timing import WallTime
from app.hq.access import add_user
from app.hq.archive import SealedArchive
from app.hq.archive_objects import ObjectFolder
from app.hq.assignments import NewAssignment, add_assignment, add_operator
from app.hq.database_place import DatabasePlace, new_place
from app.hq.enrolment import new_enrolment_code
from app.hq.errors import AddressRefusedError, HomeExistsError
from app.hq.inbox import Inbox
from app.hq.new_keys import PLAIN, KeysWish, create_keys
from app.hq.recovery import with_recovery_key
from app.hq.sealed_to import check_statement
from app.hq.store import Store
from app.hq.store_postgres import PostgresDatabase
from app.hq.store_tables import FactRow
from app.hq.tls import (
    CERTIFICATE,
    KIOSKS_CA,
    TLS_KEY,
    create_server_certificate,
    ensure_kiosks_ca,
)
from app.hq.trust_keys import has_online, open_online
from app.hq.unlock import PASSPHRASE, UnlockedKeys, home_passphrase, unlock, unlock_signing
from app.ports.clock import Clock

DEFAULT_ADDRESS = "https://127.0.0.1:8443"
_OPERATOR = "operator"
_SECOND = "second"


@dataclass(frozen=True, slots=True)
class HomeWishes:
    """What whoever makes an HQ may choose.

    Attributes:
        address: where kiosks and browsers reach it (`https://host:port`).
        branch: the first branch.
        passphrase: opens the private keys; None makes one up and leaves it in a file.
        console_user: name of the first HR user.
        console_password: None makes one up.
        operator_pin: None makes one up.
        assignment: a first assignment; None for none. Its branch is replaced by `branch`.
        second_pin: of a second member of staff, beside the operator; None makes one up.
        keys: of which kind, and where; with a token no passphrase is made up.
        database: URL of an empty PostgreSQL database; empty for a SQLite file in the home.
    """

    address: str = DEFAULT_ADDRESS
    branch: str = "Demo branch"
    passphrase: bytes | None = None
    console_user: str = "hr"
    console_password: str | None = None
    operator_pin: str | None = None
    assignment: NewAssignment | None = None
    second_pin: str | None = None
    keys: KeysWish = PLAIN
    database: str = ""


@dataclass(frozen=True, slots=True)
class NewHome:
    """What was made; the secrets in it are shown this once.

    Attributes:
        passphrase_file: where the made-up passphrase lies; None when one was given.
        invitation: text for the QR code; empty without an assignment.
        phone_code: sent to the candidate's phone; empty without a phone number.
        second_person, second_pin: another member of staff with a PIN.
    """

    home: Path
    address: str
    branch: str
    certificate: Path
    passphrase_file: Path | None
    enrolment_code: str
    operator: str
    operator_pin: str
    console_user: str
    console_password: str
    assignment: str
    invitation: str
    phone_code: str
    second_person: str
    second_pin: str


@dataclass(frozen=True, slots=True)
class Headquarters:
    """An opened HQ: everything its server, console and commands stand on.

    Attributes:
        online: signs what is newest of what is published; None while HQ publishes nothing.
    """

    home: Path
    address: str
    clock: Clock
    store: Store
    objects: ObjectFolder
    keys: UnlockedKeys
    inbox: Inbox
    archive: SealedArchive
    online: CryptoSigner | None = None

    @property
    def certificate(self) -> Path:
        """The TLS certificate (PEM), which kiosks pin."""
        return self.home / CERTIFICATE

    @property
    def tls_key(self) -> Path:
        """The TLS private key (PEM, mode 0600)."""
        return self.home / TLS_KEY

    @property
    def kiosks_ca(self) -> Path:
        """The authority that kiosks' certificates come from (PEM)."""
        return self.home / KIOSKS_CA

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def create_home(home: Path, wishes: HomeWishes, clock: Clock) -> NewHome:
    """Make an HQ in `home`, an empty or missing folder.

    Raises:
        HomeExistsError: the folder is not empty.
        AddressRefusedError: the address is not `https://host:port`.
        UserRefusedError: the console user's name or password is not allowed.
        DatabaseUrlError, DatabasePasswordError, DatabaseAwayError, DatabaseUnfitError,
            DatabaseTakenError: the database cannot be used; nothing was made.
        OperatorError, DeviceError: the token makes no key; see `app.bundle.token.Token`.
    """
    host, _ = split_address(wishes.address)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise HomeExistsError(f"{home} is not an empty folder")
    place = _free_place(wishes.database) if wishes.database else None
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    passphrase = wishes.passphrase or secrets.token_urlsafe(24).encode()
    kept = None
    if wishes.passphrase is None and wishes.keys.kind != "hsm":
        kept = home / PASSPHRASE
        write_durably(kept, passphrase + b"\n")
    create_keys(home, passphrase, wishes.keys)
    create_server_certificate(home, host, clock.now())
    ensure_kiosks_ca(home, clock.now())
    ObjectFolder(home).create()
    store = Store.create(home, place)
    try:
        return _fill(store, wishes, kept, clock.now())
    except BaseException:
        _leave(place)
        raise
    finally:
        store.close()


def _free_place(url: str) -> DatabasePlace:
    place = new_place(url)
    with contextlib.closing(PostgresDatabase(place)) as database:
        database.check_free()
    return place


def _leave(place: DatabasePlace | None) -> None:
    if place is not None:
        with contextlib.closing(PostgresDatabase(place)) as database:
            database.leave()


def _fill(store: Store, wishes: HomeWishes, kept: Path | None, now: WallTime) -> NewHome:
    pin = wishes.operator_pin or _new_pin("")
    second_pin = wishes.second_pin or _new_pin(pin)
    password = wishes.console_password or secrets.token_urlsafe(12)
    assignment, invitation, phone_code = "", "", ""
    with store.unit() as unit:
        unit.add(FactRow(name="address", value=wishes.address))
        add_user(unit, wishes.console_user, "hr", password, now=now)
        for name, of in ((_OPERATOR, pin), (_SECOND, second_pin)):
            add_operator(unit, KioskOperator(name, PasswordHasher().hash(of)), wishes.branch)
        code = new_enrolment_code(unit, wishes.branch, now)
        if wishes.assignment is not None:
            wanted = replace(wishes.assignment, branch=wishes.branch)
            made = add_assignment(unit, wanted, now)
            assignment, invitation = made.assignment.id, made.text
            phone_code = made.phone_code
    return NewHome(
        home=store.home,
        address=wishes.address,
        branch=wishes.branch,
        certificate=store.home / CERTIFICATE,
        passphrase_file=kept,
        enrolment_code=code,
        operator=_OPERATOR,
        operator_pin=pin,
        console_user=wishes.console_user,
        console_password=password,
        assignment=assignment,
        invitation=invitation,
        phone_code=phone_code,
        second_person=_SECOND,
        second_pin=second_pin,
    )


def _new_pin(other: str) -> str:
    """Six digits by chance, another PIN than `other`: a PIN says who somebody is."""
    pin = other
    while pin == other:
        pin = f"{secrets.randbelow(1_000_000):06d}"
    return pin


def open_headquarters(
    home: Path, passphrase_file: Path | None, clock: Clock, *, sealed: bool = False
) -> Headquarters:
    """Open an HQ with its keys (about a second).

    Args:
        home: its folder.
        passphrase_file: its first line opens the keys; None for the file `init` left.
        clock: the machine's.
        sealed: open only what signs; what comes is kept until it is opened elsewhere.

    Raises:
        NotSplitError: `sealed`, and one passphrase opens everything.
        HomeMissingError, LockedError, KeyFileError, PassphraseError: why not.
        RecoveryForgedError, SigningChainError, RecipientsError: what lies beside the keys is not
            HQ's.
        OperatorError, DeviceError: the token does not open; see `app.bundle.token.Token`.
    """
    passphrase = home_passphrase(home, passphrase_file)
    if sealed:
        keys = unlock_signing(home, passphrase, clock.now())
    else:
        keys = _opened(home, passphrase, clock.now())
    online = open_online(home, passphrase) if has_online(home) else None
    store = Store(home)
    ensure_kiosks_ca(home, clock.now())
    objects = ObjectFolder(home)
    with store.reading() as reader:
        address = reader.get_one(FactRow, "address").value
    return Headquarters(
        home,
        address,
        clock,
        store,
        objects,
        keys,
        Inbox(store, objects, keys, clock, opens=not sealed),
        SealedArchive(store, objects, keys),
        online,
    )


def _opened(home: Path, passphrase: bytes, now: WallTime) -> UnlockedKeys:
    keys = with_recovery_key(home, unlock(home, passphrase, now))
    if keys.sealed_to:
        known = (*keys.opens, *keys.public.recipients)
        check_statement(keys.sealed_to, keys.sealed_to_key, known)
    return keys


def split_address(address: str) -> tuple[str, int]:
    """Host and port of `https://host:port`.

    Raises:
        AddressRefusedError: it is not of that form.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError("The address cannot be read") from error
    if parts.scheme != "https" or not parts.hostname or port is None or parts.path not in {"", "/"}:
        raise AddressRefusedError("The address is not https://host:port")
    return parts.hostname, port
