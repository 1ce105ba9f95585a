"""HQ's database on a PostgreSQL server that the bank runs. See docs/adr/0019."""

import contextlib
import os
import threading
from collections.abc import Generator
from typing import Any, Final

from sqlalchemy import (
    URL,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.hq.database_errors import (
    DatabaseAwayError,
    DatabaseOtherError,
    DatabaseTakenError,
    DatabaseUnfitError,
    DatabaseUrlError,
)
from app.hq.database_place import DatabasePlace, parsed_url
from app.hq.store_sqlite import make_missing

LOCK: Final = int.from_bytes(b"boothhq1")
"""Key of the advisory lock that a unit of work holds. Any number that no other program in the same
database takes; ours is our name."""
WAIT_MS = 10_000
"""A unit of work waits for another so long, as on SQLite. Our own choice."""
OLDEST = 130_000
"""PostgreSQL 13: the first with `pg_current_snapshot`, and the oldest still kept in 2025."""
_CONNECTION: Final = {
    "connect_timeout": 5,
    "application_name": "booth hq",
    # a server whose machine or line is gone is given up after 25 seconds, not after two hours
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
_SESSION: Final = f"""
SELECT set_config('lock_timeout', '{WAIT_MS}', false),
    -- and the server gives up a program that is gone, with the lock that it holds
    set_config('tcp_keepalives_idle', '10', false),
    set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '3', false);
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')
"""
_FIT: Final = """
SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
    current_setting('fsync'), current_setting('client_encoding')
"""
_COMPLETED: Final = """
SELECT pg_snapshot_xmax(now)::text::bigint - (SELECT count(*) FROM pg_snapshot_xip(now))
FROM pg_current_snapshot() AS now
"""
_HOME = Table("booth_home", MetaData(), Column("id", String, primary_key=True))


class PostgresDatabase:
    """See `app.hq.store.Database`."""

    remote = True

    def __init__(self, place: DatabasePlace) -> None:
        """Nothing is connected yet."""
        self._place = place
        url = parsed_url(place.url)
        self.name = f"PostgreSQL, {place.url}"
        # units of work follow each other by a lock: each statement has to see what the last left,
        # whatever the server's own default is
        self.engine: Engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            connect_args=_connection_of(url),
        )
        self.readers: Engine = self.engine.execution_options(
            booth_reading=True, isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        event.listen(self.engine, "connect", _on_connect)
        event.listen(self.engine, "begin", _on_begin)
        self._lock = threading.Lock()
        self._watching: Any = None
        self._connected = 0

    def check_free(self) -> None:
        """See whether a home could be made there; changes nothing.

        Raises:
            DatabaseTakenError: there is one.
            DatabaseAwayError, DatabaseUrlError, DatabaseUnfitError: it cannot be used.
        """
        with self._opening() as connection:
            self._take(connection)
            connection.rollback()

    def take(self) -> None:
        """Note that the database is this home's.

        Raises:
            DatabaseTakenError: it is another's.
            DatabaseAwayError, DatabaseUrlError, DatabaseUnfitError: it cannot be used.
        """
        with self._opening() as connection:
            self._take(connection)

    def _take(self, connection: Connection) -> None:
        _HOME.metadata.create_all(connection)
        if _homes(connection):
            raise DatabaseTakenError("The database belongs to a headquarters already")
        connection.execute(insert(_HOME).values(id=self._place.home))

    def leave(self) -> None:
        """Give the database up again, because the home was not made after all."""
        with self._opening() as connection:
            connection.execute(delete(_HOME).where(_HOME.c.id == self._place.home))

    def make_tables(self, tables: MetaData) -> None:
        """Make the tables that are missing; one program at a time does, by the lock.

        Raises:
            DatabaseOtherError: the database is not this home's.
            DatabaseAwayError, DatabaseUrlError, DatabaseUnfitError: it cannot be used.
        """
        with self._opening() as connection:
            homes = _homes(connection) if inspect(connection).has_table(_HOME.name) else ()
            if self._place.home not in homes:
                raise DatabaseOtherError("The database is not this headquarters'")
            make_missing(connection, tables)

    @contextlib.contextmanager
    def _opening(self) -> Generator[Connection]:
        try:
            with self.engine.begin() as connection:
                _check_fit(connection)
                yield connection
        except ProgrammingError as error:
            if _state(error) is None:  # libpq's, before any server was asked
                raise DatabaseUrlError("The URL has a part that libpq does not know") from error
            raise DatabaseUnfitError(f"The database refuses the role ({_state(error)})") from error
        except DBAPIError as error:
            if not error.connection_invalidated and _state(error) is not None:
                raise DatabaseAwayError(f"The database failed ({_state(error)})") from error
            # libpq's words: host and role, never a password
            said = str(error.orig).strip().split("\n", maxsplit=1)[0]
            raise DatabaseAwayError(f"The database cannot be reached: {said}") from error

    def changes(self) -> int:
        """See `Store.changes`.

        How many writing transactions the server has finished, on a connection of its own. After a
        crash the server may count from a little earlier, hence the number of the connection above.

        Source: PostgreSQL manual 9.27.10, transaction ids and snapshots: every id below `xmax` that
        is not in `xip` belongs to a finished transaction; ids are given out rising.
        """
        with self._lock:
            with contextlib.suppress(DBAPIError):
                return self._completed()
            return self._completed()  # on a new connection, if there is one to be had

    def _completed(self) -> int:
        if self._watching is None:
            connection = self.readers.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._watching, self._connected = connection, self._connected + 1
        try:
            found = self._watching.exec_driver_sql(_COMPLETED).scalar_one()
        except DBAPIError:
            self._give_up()
            raise
        return (self._connected << 64) | int(found)

    def _give_up(self) -> None:
        if self._watching is not None:
            self._watching.invalidate()
            self._watching.close()
            self._watching = None

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            self._give_up()
        self.engine.dispose()


def _connection_of(url: URL) -> dict[str, object]:
    """What is said to libpq beside the URL; the URL goes before."""
    chosen: dict[str, object] = dict(_CONNECTION)
    if _over_a_network(url) and not os.environ.get("PGSSLMODE"):
        chosen["sslmode"] = "verify-full"
    return {name: value for name, value in chosen.items() if name not in url.query}


def _over_a_network(url: URL) -> bool:
    hosts = url.query.get("host", url.host or "")
    named = hosts.split(",") if isinstance(hosts, str) else [*hosts]
    local = ("", "localhost", "127.0.0.1", "::1")
    return any(not host.startswith("/") and host.split(":")[0] not in local for host in named)


def _on_connect(connection: Any, _: object) -> None:
    connection.autocommit = True
    connection.execute(_SESSION)
    connection.autocommit = False


def _on_begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("booth_reading", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _homes(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.scalars(select(_HOME.c.id)))


def _check_fit(connection: Connection) -> None:
    version, encoding, fsync, spoken = connection.exec_driver_sql(_FIT).one()
    if version < OLDEST:
        raise DatabaseUnfitError(f"The server is PostgreSQL {version // 10_000}")
    if encoding != "UTF8" or spoken != "UTF8":
        raise DatabaseUnfitError(f"The database's encoding is {encoding}, the client's {spoken}")
    if fsync != "on":
        raise DatabaseUnfitError("The server does not bring what it confirms to the disk")


def _state(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
