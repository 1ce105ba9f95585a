"""A PostgreSQL server of the tests' own: a folder, a Unix socket, fsync on, ended with the tests."""

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from devices.clock import SystemClock

CLOCK = SystemClock()
SECRET = "only in the passfile"
_HBA = "local all postgres trust\nlocal all all scram-sha-256\n"
# what a bank's server may have been set to: nothing of it may change what a store does
_ROLE = f"""
CREATE ROLE booth LOGIN PASSWORD '{SECRET}';
ALTER ROLE booth SET timezone = 'Asia/Shanghai';
ALTER ROLE booth SET synchronous_commit = off;
ALTER ROLE booth SET default_transaction_isolation = 'serializable';
"""


def programs() -> Path | None:
    """The folder of Debian's newest server; None where there is none."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((one.parent for one in found), key=lambda one: int(one.parent.name), default=None)


def _as_server() -> dict[str, str]:
    """Who the server runs as: it refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@dataclass
class PostgresServer:
    """One cluster, mostly running."""

    folder: Path
    programs: Path
    process: "subprocess.Popen[bytes] | None" = None
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def passfile(self) -> Path:
        return self.folder / "pgpass"

    def make(self) -> None:
        data = self.folder / "data"
        words = ("-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
        done = subprocess.run(
            [str(self.programs / "initdb"), "-D", str(data), *words],
            capture_output=True,
            check=False,
            cwd=self.folder,
            **_as_server(),
        )
        assert done.returncode == 0, done.stderr
        (data / "pg_hba.conf").write_text(_HBA, "utf-8")
        self.passfile.write_text(f"*:*:*:booth:{SECRET}\n", "utf-8")
        self.passfile.chmod(0o600)
        self.start()
        self.execute(_ROLE)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(str(self.programs / "postgres"), "-D", str(self.folder / "data")),
                    *("-k", str(self.folder), "-c", "listen_addresses=", "-c", "fsync=on"),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_as_server(),
            )
        for _ in range(600):
            assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
            with contextlib.suppress(psycopg.OperationalError):
                self.execute("SELECT 1")
                return
            CLOCK.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text("utf-8"))

    def kill(self) -> None:
        """SIGKILL for the server and each of its processes, as if its machine had failed."""
        assert self.process is not None
        all_of_it = [*psutil.Process(self.process.pid).children(recursive=True)]
        self.process.kill()
        for one in all_of_it:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait(20)
        while any(_lives(one) for one in all_of_it):
            CLOCK.sleep(0.01)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(3)  # SIGQUIT: at once; nothing of it is needed any more
            self.process.wait(20)

    def execute(self, statements: str, database: str = "postgres") -> None:
        """As the server's administrator."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        ) as connection:
            connection.execute(statements.encode())

    def new_database(self, options: str = "") -> str:
        """An empty database's URL; its password is in the passfile."""
        name = f"hq{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} OWNER booth {options}")
        return f"postgresql://booth@/{name}?host={self.folder}&passfile={self.passfile}"


@contextlib.contextmanager
def postgres_server(found: Path) -> Iterator[PostgresServer]:
    """A running server in a folder that is gone afterwards."""
    # not below pytest's folders: a socket's path may have 107 characters, and the server's user
    # has to reach it
    folder = Path(tempfile.mkdtemp(prefix="booth-pg-"))
    if _as_server():
        shutil.chown(folder, "postgres", "postgres")
    server = PostgresServer(folder, found)
    try:
        server.make()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
