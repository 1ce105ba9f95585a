"""Where the secret lies that opens this kiosk's keys: in the system's key store, or in a file.

See `docs/spec/keys-v1.md`, part F, and docs/adr/0016. Nothing here ever asks a person: a store that
would is not used. `keyring` is loaded when the system's store is asked for.
"""

import contextlib
import importlib
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import sync_folder, write_durably
from app.sync.errors import KeyStoreError, SecretStoreError

SECRET = "keys/kiosk.secret"  # noqa: S105 (a file name)
WHICH = "keys/kiosk.store"
SERVICE: Final = "booth-kiosk"
StoreKind = Literal["system", "file"]
StoreWish = Literal["auto", "system", "file"]


class SecretStore(Protocol):
    """Keeps one secret."""

    def read(self) -> bytes:
        """The secret.

        Raises:
            SecretStoreError, KeyStoreError: it is not there, or the store does not answer.
        """
        ...

    def write(self, secret: bytes) -> None:
        """Keep it, in the place of another one.

        Raises:
            SecretStoreError: the store refused.
        """
        ...

    def remove(self) -> None:
        """Forget it; nothing happens when there is none."""
        ...


class Backend(Protocol):
    """What is used of `keyring`."""

    def get_password(self, service: str, username: str) -> str | None: ...  # noqa: D102
    def set_password(self, service: str, username: str, password: str) -> None: ...  # noqa: D102
    def delete_password(self, service: str, username: str) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class FileStore:
    """In a file of mode 0600: who has the kiosk's account or its disk has the secret."""

    data: Path

    def read(self) -> bytes:
        """See `SecretStore`."""
        try:
            return (self.data / SECRET).read_bytes()
        except OSError as error:
            raise KeyStoreError("The kiosk's secret cannot be read") from error

    def write(self, secret: bytes) -> None:
        """See `SecretStore`."""
        write_durably(self.data / SECRET, secret)

    def remove(self) -> None:
        """See `SecretStore`."""
        (self.data / SECRET).unlink(missing_ok=True)
        sync_folder((self.data / SECRET).parent)


@dataclass(frozen=True, slots=True)
class SystemStore:
    """In the key store of the user who runs the kiosk, under a name by chance."""

    account: str

    def read(self) -> bytes:
        """See `SecretStore`."""
        try:
            text = _backend().get_password(SERVICE, self.account)
            secret = bytes.fromhex(text) if text else b""
        except Exception as error:  # the fence around the system's store
            raise SecretStoreError(f"The system's key store fails ({_name(error)})") from error
        if not secret:
            raise SecretStoreError("The system's key store has no secret of this kiosk")
        return secret

    def write(self, secret: bytes) -> None:
        """See `SecretStore`."""
        try:
            _backend().set_password(SERVICE, self.account, secret.hex())
        except Exception as error:  # the fence around the system's store
            raise SecretStoreError(f"The system's key store refuses ({_name(error)})") from error

    def remove(self) -> None:
        """See `SecretStore`."""
        with contextlib.suppress(Exception):
            _backend().delete_password(SERVICE, self.account)


@dataclass(frozen=True, slots=True)
class _Which:
    store: StoreKind
    account: str = ""


_WHICH = TypeAdapter(_Which)


def store_kind(data: Path) -> StoreKind:
    """Which store this kiosk's secret lies in.

    Raises:
        KeyStoreError: the file that says so is damaged.
    """
    return _which(data).store


def secret_store(data: Path) -> SecretStore:
    """The store this kiosk's secret lies in; raises as `store_kind`."""
    return _store(data, _which(data))


def keep_secret(data: Path, secret: bytes, wish: StoreWish) -> None:
    """Keep a new kiosk's secret where it was wished, and read it back.

    Args:
        data: the kiosk's folder.
        secret: 32 bytes.
        wish: `auto` takes the system's store if there is one that answers, and the file otherwise.

    Raises:
        SecretStoreError: the system's store was wished, and does not answer.
    """
    if wish != "file":
        try:
            _put(data, secret, "system")
        except SecretStoreError:
            if wish == "system":
                raise
        else:
            return
    _put(data, secret, "file")


def move_secret(data: Path, kind: StoreKind) -> None:
    """Have the secret lie in the other store; a power cut leaves it in one of them, or both.

    Raises:
        SecretStoreError, KeyStoreError: one of them does not answer; it lies where it lay.
    """
    before = _which(data)
    if before.store == kind:
        return
    old = _store(data, before)
    _put(data, old.read(), kind)
    old.remove()


def _put(data: Path, secret: bytes, kind: StoreKind) -> None:
    which = _Which(kind, secrets.token_hex(16) if kind == "system" else "")
    store = _store(data, which)
    store.write(secret)
    if store.read() != secret:
        raise SecretStoreError("The key store gives back something else than it was given")
    write_durably(data / WHICH, _WHICH.dump_json(which))


def _which(data: Path) -> _Which:
    try:
        return _WHICH.validate_json((data / WHICH).read_bytes())
    except FileNotFoundError:
        return _Which("file")
    except (OSError, ValidationError) as error:
        raise KeyStoreError(f"{WHICH} is damaged") from error


def _store(data: Path, which: _Which) -> SecretStore:
    return SystemStore(which.account) if which.store == "system" else FileStore(data)


def _name(error: Exception) -> str:
    return error.what if isinstance(error, SecretStoreError) else type(error).__name__


def _backend() -> Backend:
    """The system's store, if it needs no person.

    Never `keyring`'s own choice: that follows the user's settings, also to stores in plain files.

    Raises:
        SecretStoreError: there is none, or it is locked.
    """
    if sys.platform == "win32":
        vault: Backend = importlib.import_module("keyring.backends.Windows").WinVaultKeyring()
        # not with a roaming profile: the secret is this machine's
        vault.persist = "local machine"  # type: ignore[attr-defined]
        return vault
    if sys.platform != "linux":
        raise SecretStoreError("There is no key store for this system")
    _check_unlocked()
    service: Backend = importlib.import_module("keyring.backends.SecretService").Keyring()
    return service


def _check_unlocked() -> None:
    """Make sure that nothing has to be unlocked or made, for which a person would be asked."""
    storage = importlib.import_module("secretstorage")
    with contextlib.closing(storage.dbus_init()) as bus:
        # never `get_default_collection`: it makes one, with a window that asks for a password
        if storage.get_collection_by_alias(bus, "default").is_locked():
            raise SecretStoreError("it is locked")
