"""The list of sessions comes in parts: none twice, none left out, none opened for nothing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from app.hq import archive as archive_module
from app.hq.archive import SealedArchive
from app.hq.errors import ObjectAlteredError
from app.hq.inbox import Accepted
from app.hq.store_tables import BundleRow
from app.ports.archive import SessionSummary
from tests.inbox_scene import Scene, inbox_scene
from tests.sync_rig import CLOCK

COUNT = 7


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with inbox_scene(tmp_path_factory.mktemp("list")) as made:
        for _ in range(COUNT):
            assert isinstance(made.give(made.seal(made.sample())), Accepted)
        with made.hq.store.unit() as unit:  # all in one moment: the time alone gives no order
            unit.execute(update(BundleRow).values(received=CLOCK.now()))
        yield made


@pytest.fixture
def archive(scene: Scene) -> SealedArchive:
    """With an empty memory."""
    return SealedArchive(scene.hq.store, scene.hq.objects, scene.hq.keys)


def every(_: SessionSummary) -> bool:
    return True


def test_parts_are_the_whole_in_order(archive: SealedArchive) -> None:
    whole = [one.session for one in archive.page(every).lines]
    assert len(set(whole)) == archive.count() == COUNT
    found, after = [], ""
    for lines in (3, 3, 1):
        page = archive.page(every, after, 3)
        assert len(page.lines) == lines
        found += [one.session for one in page.lines]
        after = page.further
    assert (found, after) == (whole, "")
    assert archive.page(every, "unheard of", 3).lines == archive.page(every, "", 3).lines


def test_a_part_opens_only_what_it_looks_at_and_each_once(
    archive: SealedArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    usual = SealedArchive._opened_summary

    def counted(self: SealedArchive, row: BundleRow) -> SessionSummary:
        opened.append(row.session)
        return usual(self, row)

    monkeypatch.setattr(SealedArchive, "_opened_summary", counted)
    for _ in range(2):
        assert len(archive.page(every, "", 2).lines) == 2
    assert len(opened) == 2
    # a search for what is not there ends too, and says where to go on
    monkeypatch.setattr(archive_module, "LOOKED_AT", 4)
    page = archive.page(lambda _: False)
    assert (page.lines, len(opened)) == ((), 4)
    assert page.further == opened[-1]
    assert archive.page(lambda _: False, page.further).further == ""


def test_what_cannot_be_opened_is_said_and_stands_in_nobodys_way(
    scene: Scene, archive: SealedArchive
) -> None:
    damaged = archive.page(every, "", 2).lines[1].session
    again = SealedArchive(scene.hq.store, scene.hq.objects, scene.hq.keys)
    with scene.hq.store.reading() as reader:
        row = reader.query(BundleRow).where(BundleRow.session == damaged).one()
    path = scene.hq.objects.path(row.digest)  # type: ignore[arg-type]
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    try:
        page = again.page(every)
        assert page.unopened == (damaged,)
        assert len(page.lines) == COUNT - 1
        with pytest.raises(ObjectAlteredError):
            again.record(damaged)
    finally:
        path.write_bytes(whole)
