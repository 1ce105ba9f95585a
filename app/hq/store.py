"""HQ's database: every commit on the disk before it is answered.

SQLite in the home, or a PostgreSQL server; who uses a `Store` does not notice which.
"""

import contextlib
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    TypeDecorator,
)
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmptyError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeEngine

from app.domain.timing import WallTime
from app.hq.database_errors import DatabaseAwayError, DatabaseValueError
from app.hq.database_place import DatabasePlace, keep_place, kept_place
from app.hq.store_postgres import PostgresDatabase
from app.hq.store_sqlite import SqliteDatabase

_READ_ONLY = "25006"
"""Source: PostgreSQL manual, appendix A: a server that became a standby refuses to write so."""


class Base(DeclarativeBase):
    """Root of every table of HQ, in whichever module it stands.

    Whole numbers have 64 bits on either database, texts no length that one of them minds.
    """

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        # SQLite's own integers have 64 bits, and only they count up by themselves
        int: BigInteger().with_variant(Integer(), "sqlite"),
    }


class UtcTime(TypeDecorator[WallTime]):
    """A timezone-aware UTC time; SQLite itself keeps no zone, PostgreSQL does."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """With zone where the database knows zones."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: WallTime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without zone where it keeps none."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> WallTime | None:
        """From the database: UTC with zone, whatever zone the server's sessions are in."""
        if value is None:
            return None
        aware = value if dialect.name == "postgresql" else value.replace(tzinfo=UTC)
        return WallTime(aware.astimezone(UTC))


class Database(Protocol):
    """What a kind of database does in its own way.

    Attributes:
        name: for people: the kind, and which one.
        remote: whether asking it takes a connection, and so perhaps seconds.
        engine: its transactions are units of work, one at a time over all processes.
        readers: its transactions see one state and can wait for nobody.
    """

    name: str
    remote: bool
    engine: Engine
    readers: Engine

    def make_tables(self, tables: MetaData) -> None:
        """Make the tables that are missing."""
        ...

    def changes(self) -> int:
        """See `Store.changes`."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


class Store:
    """The database of one HQ home. Safe to use from several threads and processes."""

    def __init__(self, home: Path) -> None:
        """Open the database of `home` and make the tables that are missing.

        Every module with tables that the program uses must be imported before.

        Raises:
            HomeMissingError: there is no HQ at `home`.
            DatabaseAwayError: its database cannot be reached.
            DatabaseUrlError, DatabasePasswordError, DatabaseUnfitError, DatabaseOtherError: it
                is not one that can be used.
        """
        self.home = home
        place = kept_place(home)
        self._database: Database = (
            SqliteDatabase(home) if place is None else PostgresDatabase(place)
        )
        try:
            with _coded():
                self._database.make_tables(Base.metadata)
        except BaseException:
            self._database.close()
            raise
        self._sessions = sessionmaker(self._database.engine, expire_on_commit=False)
        self._readers = sessionmaker(self._database.readers, expire_on_commit=False)

    @classmethod
    def create(cls, home: Path, place: DatabasePlace | None = None) -> "Store":
        """Make an empty database in `home`, or take the one at `place`, and open it.

        Raises:
            DatabaseTakenError: it is another home's.
            DatabaseAwayError, DatabaseUrlError, DatabaseUnfitError: it cannot be used.
        """
        if place is None:
            SqliteDatabase.create(home)
        else:
            keep_place(home, place)
            with contextlib.closing(PostgresDatabase(place)) as database:
                database.take()
        return cls(home)

    @property
    def name(self) -> str:
        """The kind of database and which one, for people; no password."""
        return self._database.name

    @property
    def remote(self) -> bool:
        """Whether a question may take seconds, so that no event loop should ask it."""
        return self._database.remote

    @contextlib.contextmanager
    def unit(self) -> Generator[Session, None, None]:
        """A unit of work: committed (and on the disk) when the block ends, undone when it raises.

        One at a time over all processes; keep it short and free of network and large files.

        Raises:
            DatabaseAwayError: the database does not answer. If that was at the end, the unit may or
                may not be committed: what is done again must find what it did before.
            DatabaseValueError: it cannot hold a value.
        """
        with _coded(), self._sessions() as session, session.begin():
            yield session

    @contextlib.contextmanager
    def reading(self) -> Generator[Session, None, None]:
        """A session that only reads, one state throughout; it waits for nobody, nobody for it.

        Raises:
            DatabaseAwayError: the database does not answer.
            DatabaseValueError: it cannot look for a value.
        """
        with _coded(), self._readers() as session:
            yield session

    def changes(self) -> int:
        """A number that is another one whenever anybody, in any process, has committed since.

        It may be another one without that. Quick, but see `remote`.

        Raises:
            DatabaseAwayError: the database does not answer.
        """
        with _coded():
            return self._database.changes()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


@contextlib.contextmanager
def _coded() -> Generator[None]:
    """The library's errors that a caller can do something about, as our own."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAwayError(f"The database does not answer ({_said(error)})") from error
    except PoolEmptyError as error:
        raise DatabaseAwayError("The database's connections are all in use") from error
    except DataError as error:
        raise DatabaseValueError(f"The database takes no such value ({_said(error)})") from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _READ_ONLY:
            raise
        raise DatabaseAwayError(f"The database cannot write ({_said(error)})") from error


def _said(error: DBAPIError) -> str:
    """The kind of error and its number; never its words, which may have values in them."""
    state = getattr(error.orig, "sqlstate", None)
    return " ".join([type(error.orig).__name__, *([state] if state else [])])
