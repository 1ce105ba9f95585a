"""The URL of headquarters' database, and how it is kept."""

from pathlib import Path

import pytest

from app.hq.database_errors import DatabasePasswordError, DatabaseUrlError
from app.hq.database_place import SETTINGS, keep_place, kept_place, new_place, parsed_url
from app.hq.store_postgres import _connection_of


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://booth@db.bank:5432/hq",
        "postgres://booth@db.bank/hq",
        "postgresql+psycopg:///hq?host=/run/postgresql",
        "postgresql:///?service=booth",
        "postgresql://booth@a,b:5433/hq?target_session_attrs=read-write",
    ],
)
def test_what_libpq_knows_is_taken_and_kept(text: str, tmp_path: Path) -> None:
    place = new_place(text)
    keep_place(tmp_path, place)
    assert kept_place(tmp_path) == place
    assert parsed_url(place.url) == parsed_url(text)
    assert (tmp_path / SETTINGS).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    ["", "hq.sqlite3", "sqlite:///hq", "mysql://u@h/d", "postgresql://", "postgresql://h:x/d"],
)
def test_what_names_no_postgresql_database_is_refused(text: str) -> None:
    with pytest.raises(DatabaseUrlError):
        parsed_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://booth:hunter2@h/d",
        "mysql://booth:hunter2@h/d",
        "postgresql://booth@h/d?password=hunter2",
        "postgresql://booth@h/d?sslpassword=hunter2",
    ],
)
def test_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(DatabasePasswordError) as raised:
        parsed_url(text)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "content",
    ["", "url = 1", 'url = "postgresql:///d"\nhome = "x"\nmore = 1', "\xff", "url = "],
)
def test_a_file_that_is_none_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text(content, "latin-1")
    with pytest.raises(DatabaseUrlError):
        kept_place(tmp_path)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("postgresql://booth@db.bank/hq", "verify-full"),
        ("postgresql:///hq?host=db.bank:5432&host=/run/postgresql", "verify-full"),
        ("postgresql://booth@db.bank/hq?sslmode=require", None),
        ("postgresql://booth@127.0.0.1/hq", None),
        ("postgresql:///hq?host=/run/postgresql", None),
        ("postgresql:///?service=booth", None),
    ],
)
def test_over_a_network_the_server_has_to_prove_itself(
    text: str, mode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert _connection_of(parsed_url(text)).get("sslmode") == mode
