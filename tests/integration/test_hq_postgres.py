"""A headquarters whose database is on a PostgreSQL server: made, served, its server killed."""

import json
import shutil
import subprocess
import threading
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from starlette.testclient import TestClient

from app.bench.postgres_server import PostgresServer
from app.domain.ids import Digest
from app.hq.access_tables import LookRow
from app.hq.archive_objects import ObjectFolder
from app.hq.console.application import make_console
from app.hq.console.security import VISIT_COOKIE
from app.hq.database_errors import (
    DatabaseAwayError,
    DatabaseOtherError,
    DatabasePasswordError,
    DatabaseTakenError,
    DatabaseUnfitError,
    DatabaseUrlError,
    DatabaseValueError,
)
from app.hq.database_place import SETTINGS
from app.hq.ledger import draw_ledger
from app.hq.setup import Headquarters, NewHome
from app.hq.store import Store
from app.hq.store_tables import BundleRow, FactRow
from app.sync.errors import UnreachableError
from main import main
from tests.postgres_rig import kill
from tests.sync_rig import (
    CLOCK,
    ROOT,
    Branch,
    new_home,
)


@pytest.fixture(scope="module")
def made(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    folder = tmp_path_factory.mktemp("home") / "hq"
    return new_home(folder, database=postgres.new_database())


def password(server: PostgresServer) -> str:
    return (server.folder / "pgpass").read_text("utf-8").strip().split(":")[-1]


def places(hq: Headquarters) -> dict[str, str]:
    with hq.store.reading() as reader:
        return {one.session: one.place for one in draw_ledger(reader, CLOCK.now()).lines}


def test_a_bundle_comes_and_nothing_at_home_holds_the_password(
    branch: Branch,
    made: NewHome,
    hq: Headquarters,
    postgres: PostgresServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bundle = branch.seal(branch.sample(made))
    branch.rounds.turn()
    assert branch.state() == "receipted"
    branch.rounds.turn()  # and says so to headquarters
    assert places(hq)[bundle.session] == "at_hq"
    assert hq.archive.integrity(bundle.session).problems == ()
    assert main(["hq", "status", "--home", str(made.home), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert bundle.session in {one["session"] for one in said["sessions"]}
    assert said["database"].startswith("PostgreSQL, postgresql://booth@/hq")
    assert list(made.home.glob("*.sqlite3")) == []
    for path in (one for one in made.home.rglob("*") if one.is_file()):
        assert password(postgres).encode() not in path.read_bytes()


def test_the_servers_death_costs_the_branch_nothing(
    branch: Branch,
    made: NewHome,
    hq: Headquarters,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = branch.seal(branch.sample(made))
    branch.rounds.turn()
    assert branch.state() == "receipted"
    keep, killed = ObjectFolder.keep, threading.Event()

    def keep_and_kill(self: ObjectFolder, file: Path, digest: Digest) -> None:
        keep(self, file, digest)
        kill(postgres)
        killed.set()

    # it dies between the object and its row; the row of `kept` was just written
    monkeypatch.setattr(ObjectFolder, "keep", keep_and_kill)
    late = branch.seal(branch.sample(made))
    branch.rounds.turn()
    assert killed.wait(30)
    monkeypatch.undo()
    assert branch.state() in {"waiting", "uploading", "uploaded"}
    with pytest.raises(UnreachableError, match="HQ-DATABASE-AWAY"):
        branch.client.assignments()
    branch.rounds.turn()
    assert branch.outbox.file(late.digest).exists()
    postgres.start()
    for _ in range(3):
        branch.rounds.turn()
    assert branch.state() == "receipted"
    found = places(hq)
    assert (found[kept.session], found[late.session]) == ("at_hq", "at_hq")


def test_what_was_confirmed_outlives_a_kill(
    postgres: PostgresServer, made: NewHome, hq: Headquarters
) -> None:
    confirmed: list[int] = []
    enough = threading.Event()

    def write() -> None:
        try:
            for number in range(1_000_000):
                with hq.store.unit() as unit:
                    unit.add(FactRow(name=f"n{number}", value="x"))
                confirmed.append(number)
                if number == 50:
                    enough.set()
        except DatabaseAwayError:
            enough.set()

    before = hq.store.changes()
    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    kill(postgres)
    writer.join(60)
    assert len(confirmed) > 50
    with pytest.raises(DatabaseAwayError):
        hq.store.changes()
    with pytest.raises(DatabaseAwayError, match="cannot be reached"):
        Store(made.home)
    postgres.start()
    with hq.store.reading() as reader:
        lost = [one for one in confirmed if reader.get(FactRow, f"n{one}") is None]
    assert lost == []
    assert hq.store.changes() != before


def test_the_console_says_that_the_database_is_away(
    hq: Headquarters, postgres: PostgresServer
) -> None:
    app = make_console(hq.store, hq.archive, hq.clock, ROOT / "resources")
    client = TestClient(app, base_url="https://testserver")
    client.cookies.set(VISIT_COOKIE, "a visit of before")
    kill(postgres)
    answer = client.get("/sessions")
    postgres.start()
    assert answer.status_code == 503
    assert "HQ-DATABASE-AWAY" in answer.text
    assert client.get("/sessions", follow_redirects=False).status_code == 303


def test_what_postgresql_cannot_hold_is_refused_with_a_code(hq: Headquarters) -> None:
    with pytest.raises(DatabaseValueError), hq.store.reading() as reader:
        reader.get(FactRow, "a\0b")


def test_the_documented_backup_comes_back(
    made: NewHome, hq: Headquarters, postgres: PostgresServer, tmp_path: Path
) -> None:
    home, empty = tmp_path / "hq", postgres.new_database()
    kept = tomllib.loads((made.home / SETTINGS).read_text("utf-8"))["url"]
    for program, *words in (
        ("pg_dump", "--format=custom", f"--file={tmp_path / 'dump'}", kept),
        ("pg_restore", "--no-owner", "--dbname", empty, str(tmp_path / "dump")),
    ):
        subprocess.run([str(postgres.programs / program), *words], check=True)
    shutil.copytree(made.home, home)
    settings = (home / SETTINGS).read_text("utf-8").replace(kept, empty)
    (home / SETTINGS).write_text(settings, "utf-8")
    restored = Store(home)
    with restored.reading() as after, hq.store.reading() as before:
        assert after.scalars(select(BundleRow.digest).order_by(BundleRow.digest)).all() == (
            before.scalars(select(BundleRow.digest).order_by(BundleRow.digest)).all()
        )
    with pytest.raises(DatabaseError, match="only added to"), restored.unit() as unit:
        unit.execute(delete(LookRow))
    restored.close()


def test_a_database_has_one_headquarters(
    made: NewHome, postgres: PostgresServer, tmp_path: Path
) -> None:
    url = postgres.new_database()
    first = new_home(tmp_path / "first", database=url)
    with pytest.raises(DatabaseTakenError):
        new_home(tmp_path / "second", database=url)
    assert not (tmp_path / "second").exists()
    # an IT that restored one home's folder beside another home's database
    (first.home / SETTINGS).write_bytes((made.home / SETTINGS).read_bytes())
    Store(first.home).close()
    text = (first.home / SETTINGS).read_text("utf-8")
    (first.home / SETTINGS).write_text(text.replace('home = "', 'home = "0'), "utf-8")
    with pytest.raises(DatabaseOtherError):
        Store(first.home)


def test_a_home_that_was_not_made_leaves_the_database_free(
    postgres: PostgresServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.new_database()
    words = ["hq", "init", "--database", url, "--home"]
    password = tmp_path / "short"
    password.write_text("short\n", "utf-8")
    refused = main([*words, str(tmp_path / "a"), "--console-password-file", str(password)])
    assert (refused, "USER-REFUSED" in capsys.readouterr().err) == (3, True)
    assert main([*words, str(tmp_path / "b")]) == 0


def test_databases_that_cannot_be_used_are_refused_before_anything_is_made(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    good, home, secret = postgres.new_database(), tmp_path / "hq", password(postgres)
    latin = postgres.new_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    for url, wanted in (
        (good.replace("booth@", f"booth:{secret}@"), DatabasePasswordError),
        (good.replace("/pgpass", "/nowhere"), DatabaseAwayError),
        (good.replace("/hq", "/nobodys"), DatabaseAwayError),
        (f"{good}&unheard_of=1", DatabaseUrlError),
        (latin, DatabaseUnfitError),
    ):
        with pytest.raises(wanted) as raised:
            new_home(home, database=url)
        assert secret not in str(raised.value)
        assert not home.exists()
    name = good.split("/")[3].split("?")[0]
    postgres.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC, pg_database_owner", name)
    with pytest.raises(DatabaseUnfitError, match="refuses the role"):
        new_home(home, database=good)
    assert not home.exists()
