"""The measurement of the inbox, in small."""

from pathlib import Path

import pytest

from app.bench import imports as module
from app.bench.imports import imports
from app.bench.postgres_server import PostgresServer
from devices.clock import SystemClock


def test_each_stretch_of_sessions_is_a_row(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COMPARED", 2)
    database = postgres.new_database()
    rows = imports(SystemClock(), (2, 5), tmp_path, lambda _: None, database, imported=2)
    lists = rows[1::2]
    rows = rows[::2]
    assert {row["name"] for row in lists} == {
        f"list of {step} sessions ({kind})" for step in (2, 5) for kind in ("SQLite", "PostgreSQL")
    }
    assert [row["name"] for row in rows] == [
        "import up to 2 sessions (SQLite)",
        "import up to 2 sessions (PostgreSQL)",
        "import up to 5 sessions (SQLite)",
        "import up to 5 sessions (PostgreSQL)",
    ]
    assert all(row["ours"] for row in rows)
    # beside the database that was given there is no second one to compare with
    assert [row["ratio"] is None for row in rows] == [False, True, False, True]
    assert list(tmp_path.iterdir()) == []
