"""What the inbox accepts, and what becomes of it; attacks are in `test_hq_inbox_attacks`."""

from collections.abc import Generator
from dataclasses import replace

import pytest

from app.domain.ids import KioskId, SessionId
from app.hq.archive_objects import file_digest
from app.hq.errors import SessionUnknownError
from app.hq.inbox import Accepted, Quarantined
from app.hq.store_tables import KioskRow, QuarantineRow
from tests.inbox_scene import Scene, inbox_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with inbox_scene(tmp_path_factory.mktemp("inbox")) as made:
        yield made


def test_a_good_bundle_is_in_the_archive(scene: Scene) -> None:
    sample = scene.sample()
    path = scene.seal(sample)
    outcome = scene.give(path)
    assert isinstance(outcome, Accepted)
    assert outcome.digest == file_digest(path)
    assert not outcome.again
    (line,) = [one for one in scene.hq.archive.sessions() if one.session == sample.session]
    assert (line.state, line.candidate_name) == ("complete", "Ada Lovelace")
    stored = scene.hq.objects.path(outcome.digest)
    assert stored.read_bytes() == path.read_bytes()
    assert stored.stat().st_mode & 0o777 == 0o400
    assert b"Ada Lovelace" not in stored.read_bytes()


def test_the_same_bundle_gets_the_same_receipt(scene: Scene) -> None:
    path = scene.seal(scene.sample())
    first, second = scene.give(path), scene.give(path)
    assert isinstance(first, Accepted)
    assert second == replace(first, again=True)


def test_a_recording_that_was_cut_off_is_accepted_and_given_as_far_as_it_goes(
    scene: Scene,
) -> None:
    sample = replace(scene.sample(), cut=True)
    assert isinstance(scene.give(scene.seal(sample)), Accepted)
    (line,) = [one for one in scene.hq.archive.sessions() if one.session == sample.session]
    assert line.state == "incomplete"
    content = sample.media["part-0001-candidate.blog"]
    got = b"".join(scene.hq.archive.media(sample.session, "part-0001-candidate.blog"))
    assert got == content[: len(content) // 2]


def test_what_was_refused_can_be_accepted_once_its_reason_is_gone(scene: Scene) -> None:
    path = scene.seal(replace(scene.sample(), kiosk=KioskId("kiosk-0002")))
    refused = scene.give(path)
    assert isinstance(refused, Quarantined)
    with scene.hq.store.unit() as unit:
        unit.get_one(KioskRow, "kiosk-0002").revoked = False
    try:
        assert isinstance(scene.give(path), Accepted)
        with scene.hq.store.reading() as reader:
            assert reader.get(QuarantineRow, refused.digest) is None
        assert not (scene.hq.objects.quarantine / f"{refused.digest}.bundle").exists()
    finally:
        with scene.hq.store.unit() as unit:
            unit.get_one(KioskRow, "kiosk-0002").revoked = True


def test_damage_in_the_archive_is_reported_and_hides_no_other_session(scene: Scene) -> None:
    sample = scene.sample()
    outcome = scene.give(scene.seal(sample))
    assert isinstance(outcome, Accepted)
    stored = scene.hq.objects.path(outcome.digest)
    stored.chmod(0o600)
    content = bytearray(stored.read_bytes())
    content[-1000] ^= 1
    stored.write_bytes(content)
    proof = scene.hq.archive.integrity(sample.session)
    assert any("is not what was signed" in problem for problem in proof.problems)
    assert "The stored bundle is not the one that was accepted" in proof.problems
    assert scene.sessions()


def test_unknown_sessions_and_entries(scene: Scene) -> None:
    with pytest.raises(SessionUnknownError):
        scene.hq.archive.record(SessionId("none"))
    sample = scene.sample()
    scene.give(scene.seal(sample))
    with pytest.raises(SessionUnknownError):
        scene.hq.archive.media(sample.session, "session.json")
