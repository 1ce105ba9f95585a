"""HQ's database as one SQLite file in its home: the default, and nothing to run beside it."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection

from app.hq.errors import HomeMissingError

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

DATABASE = "hq.sqlite3"
BUSY_TIMEOUT_MS = 10_000


class SqliteDatabase:
    """See `app.hq.store.Database`."""

    remote = False

    def __init__(self, home: Path) -> None:
        """Open the file of `home`.

        Raises:
            HomeMissingError: there is none.
        """
        path = home / DATABASE
        if not path.is_file():
            raise HomeMissingError(f"There is no headquarters at {home}")
        self.name = f"SQLite, {DATABASE}"
        self.engine: Engine = create_engine(f"sqlite:///{path}")
        self.readers: Engine = self.engine.execution_options(booth_reading=True)
        event.listen(self.engine, "connect", _on_connect)
        event.listen(self.engine, "begin", _on_begin)
        self._lock = threading.Lock()
        self._watching: PoolProxiedConnection | None = None

    @classmethod
    def create(cls, home: Path) -> None:
        """Make an empty database in `home`."""
        (home / DATABASE).touch(mode=0o600)

    def make_tables(self, tables: MetaData) -> None:
        """Make the tables that are missing, and the indexes that older homes lack."""
        with self.engine.begin() as connection:
            make_missing(connection, tables)

    def changes(self) -> int:
        """See `Store.changes`.

        Source: SQLite's `PRAGMA data_version`, on a connection that never writes itself.
        """
        with self._lock:
            if self._watching is None:
                self._watching = self.engine.raw_connection()
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
        self.engine.dispose()


def make_missing(connection: Connection, tables: MetaData) -> None:
    """Make what is missing of `tables`, in the transaction under way."""
    tables.create_all(connection)
    for table in tables.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)


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
