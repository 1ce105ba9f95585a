"""A PostgreSQL server of our own: a folder, a Unix socket, fsync on. Ended with what it was for."""

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from app.bench.errors import BenchStepError
from app.ports.clock import Clock

DEBIAN: Final = Path("/usr/lib/postgresql")
ROLE: Final = "booth"
STARTS_WITHIN_S: Final = 30.0
_SUPER: Final = "postgres"
_INIT: Final = ("-U", _SUPER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
_ACCESS: Final = f"local all {_SUPER} trust\nlocal all all scram-sha-256\n"


def programs() -> Path | None:
    """The folder of Debian's newest server; None where there is none."""
    found = DEBIAN.glob("*/bin/initdb")
    return max((one.parent for one in found), key=lambda one: int(one.parent.name), default=None)


def _user() -> str | None:
    """Who the server runs as: it refuses to run as root."""
    return _SUPER if os.geteuid() == 0 else None


@dataclass(slots=True)
class PostgresServer:
    """One cluster, mostly running.

    Attributes:
        folder: holds the cluster, its log, its socket and the file with the role's password.
        process: the server's first process.
    """

    folder: Path
    programs: Path
    clock: Clock
    process: "subprocess.Popen[bytes] | None" = None
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def make(self) -> None:
        """Make the cluster, start it, make the role.

        Raises:
            BenchStepError: it cannot be made or does not start.
        """
        data, user = self.folder / "data", _user()
        done = subprocess.run(
            [str(self.programs / "initdb"), "-D", str(data), *_INIT],
            capture_output=True,
            check=False,
            cwd=self.folder,
            user=user,
            group=user,
        )
        if done.returncode != 0:
            raise BenchStepError("PostgreSQL's initdb failed")
        (data / "pg_hba.conf").write_text(_ACCESS, "utf-8")
        password, passfile = secrets.token_urlsafe(), self.folder / "pgpass"
        passfile.write_text(f"*:*:*:{ROLE}:{password}\n", "utf-8")
        passfile.chmod(0o600)
        self.start()
        self.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{password}'")

    def start(self) -> None:
        """Start the server; it answers when this returns.

        Raises:
            BenchStepError: it does not.
        """
        user = _user()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(str(self.programs / "postgres"), "-D", str(self.folder / "data")),
                    *("-k", str(self.folder), "-c", "listen_addresses=", "-c", "fsync=on"),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=user,
                group=user,
            )
        waited_s = 0.0
        while not self._answers():
            if self.process.poll() is not None or waited_s > STARTS_WITHIN_S:
                raise BenchStepError("PostgreSQL did not start")
            self.clock.sleep(0.05)
            waited_s += 0.05

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End it at once; what it holds is not needed any more."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STARTS_WITHIN_S)

    def execute(self, statements: str, database: str = _SUPER) -> None:
        """As the server's administrator."""
        with psycopg.connect(
            host=str(self.folder), user=_SUPER, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statements.encode())

    def new_database(self, options: str = "") -> str:
        """An empty database's URL; the password is in the file that it names."""
        name = f"hq{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} OWNER {ROLE} {options}")
        return f"postgresql://{ROLE}@/{name}?host={self.folder}&passfile={self.folder / 'pgpass'}"


@contextlib.contextmanager
def postgres_server(found: Path, folder: Path, clock: Clock) -> Generator[PostgresServer]:
    """A running server; its folder is gone afterwards.

    Args:
        found: the server's programs.
        folder: below which; with a path short enough for a socket, and one that the user
            `postgres` can reach where this is root.
        clock: the machine's.

    Raises:
        BenchStepError: it cannot be made or does not start.
    """
    own, user = Path(tempfile.mkdtemp(prefix="booth-pg-", dir=folder)), _user()
    if user is not None:
        shutil.chown(own, user, user)
    server = PostgresServer(own, found, clock)
    try:
        server.make()
        yield server
    finally:
        server.stop()
        shutil.rmtree(own)
