"""What HQ's database owes its users, on SQLite and on a PostgreSQL server."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import IntegrityError as RowExistsError

from app.domain.timing import WallTime
from app.hq.access_audit import Look, looks, write_look
from app.hq.database_errors import DatabaseAwayError
from app.hq.database_place import new_place
from app.hq.store import Store
from app.hq.store_tables import EnrolmentCodeRow, FactRow, UploadRow

if TYPE_CHECKING:
    from app.bench.postgres_server import PostgresServer

NOW = WallTime(datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC))
BEIJING = timezone(timedelta(hours=8))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    # a server that is killed later looks at every file that it has
    server.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path, new_place(url) if url else None)
    yield made
    made.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same database, as another program has it open."""
    opened = Store(store.home)
    yield opened
    opened.close()


def note(store: Store, name: str, value: str = "x") -> None:
    with store.unit() as unit:
        unit.merge(FactRow(name=name, value=value))


def noted(store: Store, name: str) -> str | None:
    with store.reading() as reader:
        row = reader.get(FactRow, name)
        return None if row is None else row.value


def in_threads(work: Callable[[], None], count: int) -> None:
    failed: list[BaseException] = []

    def fenced() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (told by the test's own thread)
            failed.append(error)

    threads = [threading.Thread(target=fenced) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert failed == []


def test_a_unit_is_kept_whole_or_not_at_all(store: Store, other: Store) -> None:
    note(store, "kept")
    with pytest.raises(RowExistsError), store.unit() as unit:
        unit.add_all([FactRow(name="lost", value="x"), FactRow(name="kept", value="y")])
    assert (noted(other, "kept"), noted(other, "lost")) == ("x", None)


def test_units_are_one_at_a_time_over_programs(store: Store, other: Store) -> None:
    note(store, "count", "0")
    turns = iter([store, other] * 2)

    def count() -> None:
        mine = next(turns)
        for _ in range(10):
            with mine.unit() as unit:
                row = unit.get_one(FactRow, "count")
                row.value = str(int(row.value) + 1)

    in_threads(count, 4)
    assert noted(store, "count") == "40"


def test_a_reading_sees_one_state_and_waits_for_nobody(store: Store, other: Store) -> None:
    note(store, "a", "1")
    with store.reading() as reader:
        assert reader.get_one(FactRow, "a").value == "1"
        with other.unit() as unit:
            unit.get_one(FactRow, "a").value = "2"
            unit.flush()
            assert noted(store, "a") == "1"  # a unit under way is not seen, and not waited for
        reader.expire_all()
        assert reader.get_one(FactRow, "a").value == "1"
    assert noted(store, "a") == "2"


def test_a_number_changes_with_each_commit_and_with_no_reading(store: Store, other: Store) -> None:
    note(store, "a")
    first = store.changes()
    assert noted(store, "a") == "x"
    assert store.changes() == first
    seen = {first}
    for number, by in enumerate((store, other, store)):
        note(by, "a", str(number))
        seen.add(store.changes())
    assert len(seen) == 4


def test_the_number_is_another_one_although_a_later_unit_ended_before(
    store: Store, other: Store
) -> None:
    first = store.changes()
    before = other.changes()
    with store.unit() as unit:
        unit.add(FactRow(name="late", value="x"))
        unit.flush()
        during = other.changes()
    assert other.changes() not in {before, during}
    assert store.changes() != first


def test_times_are_utc_to_the_microsecond(store: Store) -> None:
    with store.unit() as unit:
        for code, at in (("a", NOW), ("b", WallTime(NOW.astimezone(BEIJING)))):
            unit.add(EnrolmentCodeRow(code_digest=code, branch="b", created=at, kiosk=None))
    with store.reading() as reader:
        for code in "ab":
            at = reader.get_one(EnrolmentCodeRow, code).created
            assert (at, at.tzinfo, at.microsecond) == (NOW, UTC, 890123)
        older = EnrolmentCodeRow.created < NOW + timedelta(microseconds=1)
        assert reader.query(EnrolmentCodeRow).where(older).count() == 2


def test_bundles_may_be_large_and_names_long(store: Store) -> None:
    size, session = 64 * 1024**3, "ß" * 300
    with store.unit() as unit:
        row = UploadRow(id="u", kiosk="k", digest="d", session=session, size=size, created=NOW)
        unit.add(row)
    with store.reading() as reader:
        kept = reader.get_one(UploadRow, "u")
        assert (kept.size, kept.session) == (size, session)


@pytest.mark.parametrize("change", ["delete from access_audit", "update access_audit set who='x'"])
def test_the_trail_is_only_added_to(store: Store, change: str) -> None:
    with store.unit() as unit:
        write_look(unit, Look(NOW, "李", "hr", "list"))
    with pytest.raises(DatabaseError, match="only added to"), store.unit() as unit:
        unit.execute(text(change))
    with store.reading() as reader:
        assert [look.who for look in looks(reader)] == ["李"]


def test_programs_that_open_it_at_once_make_the_tables_once(store: Store) -> None:
    with store.unit() as unit:
        unit.execute(text("DROP TABLE phones"))
    in_threads(lambda: Store(store.home).close(), 4)
    note(store, "a")


def test_who_waits_for_too_long_is_told_by_a_code(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = "SET lock_timeout = 100" if store.remote else "PRAGMA busy_timeout=100"
    with other.reading() as reader:
        reader.execute(text(waits))
        reader.commit()
    with store.unit() as unit:
        unit.add(FactRow(name="first", value="x"))
        unit.flush()
        with pytest.raises(DatabaseAwayError):
            note(other, "second")
    assert (noted(other, "first"), noted(other, "second")) == ("x", None)
