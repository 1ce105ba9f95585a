"""HQ's database: SQLite, one file, every commit on the disk before it is answered."""

import contextlib
import threading
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Dialect, Engine, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.domain.timing import WallTime
from app.hq.errors import HomeMissingError

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

DATABASE = "hq.sqlite3"
BUSY_TIMEOUT_MS = 10_000


class Base(DeclarativeBase):
    """Root of every table of HQ, in whichever module it stands."""


class UtcTime(TypeDecorator[WallTime]):
    """A timezone-aware UTC time; SQLite itself keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: WallTime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC without zone."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> WallTime | None:
        """From the database: UTC with zone."""
        del dialect
        return None if value is None else WallTime(value.replace(tzinfo=UTC))


class Store:
    """The database of one HQ home. Safe to use from several threads and processes."""

    def __init__(self, home: Path) -> None:
        """Open the database of `home` and make the tables that are missing.

        Every module with tables that the program uses must be imported before.

        Raises:
            HomeMissingError: there is no HQ at `home`.
        """
        path = home / DATABASE
        if not path.is_file():
            raise HomeMissingError(f"There is no headquarters at {home}")
        self.home = home
        self._engine = create_engine(f"sqlite:///{path}")
        _configure(self._engine)
        Base.metadata.create_all(self._engine)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        self._readers = sessionmaker(
            self._engine.execution_options(booth_reading=True), expire_on_commit=False
        )
        self._lock = threading.Lock()
        self._watching: PoolProxiedConnection | None = None

    @classmethod
    def create(cls, home: Path) -> "Store":
        """Make an empty database in `home` and open it."""
        (home / DATABASE).touch(mode=0o600)
        return cls(home)

    @contextlib.contextmanager
    def unit(self) -> Generator[Session, None, None]:
        """A unit of work: committed (and on the disk) when the block ends, undone when it raises.

        One at a time over all processes; keep it short and free of network and large files.
        """
        with self._sessions() as session, session.begin():
            yield session

    @contextlib.contextmanager
    def reading(self) -> Generator[Session, None, None]:
        """A session that only reads; it waits for nobody and nobody waits for it."""
        with self._readers() as session:
            yield session

    def changes(self) -> int:
        """A number that is another one whenever anybody, in any process, has committed since.

        Source: SQLite's `PRAGMA data_version`, on a connection that never writes itself.
        """
        with self._lock:
            if self._watching is None:
                self._watching = self._engine.raw_connection()
            cursor = self._watching.cursor()
            try:
                cursor.execute("PRAGMA data_version")
                return int(cursor.fetchall()[0][0])
            finally:
                cursor.close()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self._engine.dispose()


def _configure(engine: Engine) -> None:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _: object) -> None:
    # SQLAlchemy begins, so that a unit of work takes the write lock at its start
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get("booth_reading", False))
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
