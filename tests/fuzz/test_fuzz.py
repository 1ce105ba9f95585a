"""A sample of `make fuzz`: nothing bent passes, nothing falls over, nothing takes more memory."""

from collections.abc import Generator
from pathlib import Path

import pytest

from app.domain.down import DownKind
from tests.fuzz.down_targets import HONEST, reader, signed_list
from tests.fuzz.requests import upload_requests
from tests.fuzz.targets import inbox, small
from tests.fuzz.trying import give
from tests.inbox_scene import Scene, inbox_scene

SMALL = (
    "head",
    "manifest",
    "log",
    "stream",
    "stream_by_key",
    "journal",
    "checkpoint",
    "receipt",
    "proof",
    "invitation",
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with inbox_scene(tmp_path_factory.mktemp("fuzz")) as made:
        yield made


def test_no_bent_bundle_is_accepted(scene: Scene) -> None:
    found = give(inbox(scene), 60, seed=2)
    assert (found.tried, found.accepted) == (60, 0)
    assert found.memory_ratio < 2


@pytest.mark.parametrize("index", range(len(SMALL)), ids=SMALL)
def test_no_reader_takes_bent_bytes_for_genuine(scene: Scene, index: int) -> None:
    found = give(small(scene)[index], 1500, seed=3)
    assert found.accepted == 0
    assert found.memory_ratio < 2


@pytest.mark.parametrize("kind", HONEST)
def test_no_reader_of_a_publication_falls_over(kind: DownKind) -> None:
    found = give(reader(kind), 1000, seed=4)
    assert found.tried == 1000
    assert found.memory_ratio < 2


def test_no_bent_list_of_publications_is_taken_for_genuine(tmp_path: Path) -> None:
    found = give(signed_list(tmp_path), 1000, seed=5)
    assert found.accepted == 0
    assert found.memory_ratio < 2


def test_no_bent_request_of_an_upload_is_a_fault_or_leaves_other_bytes(scene: Scene) -> None:
    for target in upload_requests(scene):
        found = give(target, 100, seed=4)
        assert found.accepted == 0
        assert found.memory_ratio < 2
