"""A session bus of our own with gnome-keyring on it: the Secret Service of a logged-in desktop."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import secretstorage
from secretstorage.exceptions import SecretStorageException

from devices.clock import SystemClock
from tests.contract.system_bus import CONFIGURATION

HAS_KEYRING = all(map(shutil.which, ("dbus-daemon", "gnome-keyring-daemon")))
NO_KEYRING = "gnome-keyring is not installed: run `make setup-tests`"
_BUS = "DBUS_SESSION_BUS_ADDRESS"
_CLOCK = SystemClock()


@contextlib.contextmanager
def secret_service(folder: Path) -> Generator[Any]:
    """Gives its default collection, unlocked; this process's session bus is that one meanwhile."""
    home = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    before = os.environ.get(_BUS)
    with contextlib.ExitStack() as ends:
        address = f"unix:path={folder}/bus"
        # without services that it starts by itself: that would be a second, locked keyring
        configuration = CONFIGURATION.format(socket=folder / "bus").replace("system", "session")
        (folder / "bus.conf").write_text(configuration)
        bus = ("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address=1")
        running = ends.enter_context(_running(bus, {}))
        assert running.stdout is not None
        running.stdout.readline()  # it listens
        daemon = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        where = ("--control-directory", str(folder / "control"))
        keyring = ends.enter_context(_running((*daemon, *where), {**home, _BUS: address}))
        assert keyring.stdin is not None
        keyring.stdin.write("password")
        keyring.stdin.close()
        os.environ[_BUS] = address
        ends.callback(_put_back, before)
        connection = ends.enter_context(contextlib.closing(secretstorage.dbus_init()))
        yield _unlocked(connection)


def _unlocked(connection: Any) -> Any:
    for _ in range(400):
        with contextlib.suppress(SecretStorageException):
            if secretstorage.check_service_availability(connection):
                found = secretstorage.get_collection_by_alias(connection, "default")
                if not found.is_locked():
                    return found
        _CLOCK.sleep(0.05)
    raise AssertionError("gnome-keyring does not answer")


def _put_back(before: str | None) -> None:
    if before is None:
        os.environ.pop(_BUS, None)
    else:
        os.environ[_BUS] = before


@contextlib.contextmanager
def _running(
    command: tuple[str, ...], environment: dict[str, str]
) -> Generator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(5)
