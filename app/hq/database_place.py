"""Which database a home has: a SQLite file of its own, or the one that `database.toml` names.

No password is kept there. A server's is found by libpq itself, where a bank's IT keeps it for every
other program: `~/.pgpass`, `passfile=` in the URL, a service file; or none is needed (peer,
certificate). See `docs/headquarters-database.md`.
"""

import json
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.bundle.durable import write_durably
from app.hq.database_errors import DatabasePasswordError, DatabaseUrlError

SETTINGS = "database.toml"
DRIVER = "postgresql+psycopg"
_NAMES = ("postgresql", "postgres", DRIVER)
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class DatabasePlace:
    """`database.toml`. Unknown keys are refused.

    Attributes:
        url: of a PostgreSQL database, without a password.
        home: which home it belongs to; the database says the same.
    """

    url: str
    home: str
    __pydantic_config__ = ConfigDict(extra="forbid")


_PLACE = TypeAdapter(DatabasePlace)


def new_place(url: str) -> DatabasePlace:
    """A database for a home that is about to be made.

    Raises:
        DatabaseUrlError: it names no PostgreSQL database.
        DatabasePasswordError: it holds a password.
    """
    # as libpq and its tools take it, so that IT can copy it
    kept = parsed_url(url).set(drivername="postgresql").render_as_string()
    return DatabasePlace(kept, secrets.token_hex())


def parsed_url(text: str) -> URL:
    """The URL of a PostgreSQL database, after libpq's rules.

    Raises:
        DatabaseUrlError: it names no PostgreSQL database.
        DatabasePasswordError: it holds a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # without its cause: that has the text in it, and the text may hold a password
        raise DatabaseUrlError("The database's URL cannot be read") from None
    if url.password is not None or any(name in url.query for name in _SECRETS):
        raise DatabasePasswordError("The database's URL holds a password")
    if url.drivername not in _NAMES:
        raise DatabaseUrlError(f"{url.drivername} is not a kind of database known here")
    if not url.database and "service" not in url.query and "dbname" not in url.query:
        raise DatabaseUrlError("The URL names no database")
    return url.set(drivername=DRIVER)


def keep_place(home: Path, place: DatabasePlace) -> None:
    """Remember which database `home` has."""
    # a JSON string is a TOML string
    lines = [f"{name} = {json.dumps(getattr(place, name))}" for name in ("url", "home")]
    write_durably(home / SETTINGS, "\n".join([*lines, ""]).encode())


def kept_place(home: Path) -> DatabasePlace | None:
    """Which database `home` has; None for the SQLite file of its own.

    Raises:
        DatabaseUrlError: `database.toml` cannot be used.
        DatabasePasswordError: somebody wrote a password into it.
    """
    path = home / SETTINGS
    try:
        place = _PLACE.validate_python(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError):
        raise DatabaseUrlError(f"{path} cannot be used") from None
    parsed_url(place.url)
    return place
