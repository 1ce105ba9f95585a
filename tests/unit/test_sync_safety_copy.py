"""The second disk's copy goes into the bundle when it can be read, and leaves with the receipt."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.bundle.format import open_bundle
from app.bundle.sealed_log import SealedLogWriter
from app.domain.ids import SessionId
from app.domain.messages.courier import SealSession
from app.domain.record import MediaPart, SessionRecord
from app.processes.errands import Errands
from app.processes.errors import DiskHangsError
from app.session.store import SessionFolder
from app.sync import safety_copy
from app.sync.errors import MediaMissingError, RecordUnreadableError
from app.sync.identity import CERTIFICATE, KioskIdentity
from app.sync.keystore import create_keys
from app.sync.outbox import Bundle, Outbox
from app.sync.receipts import let_go, something_left
from app.sync.safety_copy import copies_left, disk_away
from app.sync.sealing import Sealer
from tests.bundle_samples import KIOSK, SESSION, Sample, public_of, seal_key, sign_key
from tests.sync_rig import CLOCK, command

MAIN = "part-0001-candidate.blog"
COPIES = ("part-0002-candidate-safety.blog", "part-0004-candidate-safety.blog")
TO = (public_of(seal_key()),)


@dataclass
class CopiedSample(Sample):
    """A session with two parts on a second disk."""

    def record(self, head: str) -> SessionRecord:
        known = super().record(head)
        copies = (
            MediaPart(name, "candidate", 1.0, 2.0, 20, 0, complete=True, track="safety")
            for name in COPIES
        )
        return replace(known, media=(*known.media, *copies))

    def write_copies(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name in COPIES:
            writer = SealedLogWriter(folder / name, TO, self.session.encode())
            writer.append(b"low rate " * 100)
            writer.close()


class Branch:
    """A kiosk with two disks and one session on both."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "kiosk"
        self.second = folder / "second" / SESSION
        keys = create_keys(self.data)
        hq = (public_of(sign_key()),)
        identity = KioskIdentity(
            KIOSK, "Demo branch", "https://127.0.0.1:1", self.data / CERTIFICATE,
            keys.signer.public, keys.resume_public, TO, hq,
        )  # fmt: skip
        self.outbox = Outbox(self.data / "outbox")
        self.sealer = Sealer(identity, keys, self.outbox, CLOCK)
        self.sample = CopiedSample()
        self.folder = self.data / "sessions" / SESSION
        self.sample.write_media(self.folder / "media", TO)
        self.sample.write_copies(self.second)

    def order(self) -> SealSession:
        return replace(command(self.sample, self.folder), safety_folder=str(self.second))

    def names(self, bundle: Bundle) -> set[str]:
        manifest = open_bundle(self.outbox.file(bundle.digest)).manifest
        return {entry.name for entry in manifest.entries} - {"session.json", "journal.jsonl"}

    def receipted(self, bundle: Bundle) -> Bundle:
        receipts = self.data / "receipts"
        receipts.mkdir()
        (receipts / f"{bundle.session}.json").write_text("{}")
        return self.outbox.step(bundle, "receipted")


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = Branch(tmp_path)
    yield made
    assert [path.name for path in made.outbox.folder.glob("*.part")] == []
    made.outbox.close()


def test_both_disks_are_sealed_and_leave_after_the_receipt(branch: Branch) -> None:
    bundle = branch.sealer.seal(branch.order())
    assert branch.names(bundle) == {MAIN, *COPIES}
    assert branch.outbox.bundles()[0].copies == tuple(branch.second / name for name in COPIES)
    assert branch.folder.exists()
    assert branch.second.exists()
    done = branch.receipted(bundle)
    let_go(branch.data, branch.outbox, done)
    assert not branch.folder.exists()
    assert not branch.second.exists()
    assert branch.second.parent.exists()
    assert not something_left(branch.outbox, done)


def test_a_second_disk_that_is_gone_stops_nothing(branch: Branch, tmp_path: Path) -> None:
    (tmp_path / "second").rename(tmp_path / "pulled")
    bundle = branch.sealer.seal(branch.order())
    assert branch.names(bundle) == {MAIN}
    assert bundle.copies == ()
    let_go(branch.data, branch.outbox, branch.receipted(bundle))
    assert not branch.folder.exists()
    # what HQ does not have is not removed when the disk comes back
    kept = {path.name for path in (tmp_path / "pulled" / SESSION).iterdir()}
    assert kept == set(COPIES)


@pytest.mark.parametrize("content", [None, b"not a sealed log, whatever a dying disk gives"])
def test_a_copy_that_cannot_be_read_is_left_out_alone(
    branch: Branch, content: bytes | None
) -> None:
    spoilt = branch.second / COPIES[0]
    spoilt.unlink()
    if content is None:
        spoilt.mkdir()
    else:
        spoilt.write_bytes(content)
    bundle = branch.sealer.seal(branch.order())
    assert branch.names(bundle) == {MAIN, COPIES[1]}
    assert bundle.copies == (branch.second / COPIES[1],)


def test_a_copy_that_came_from_another_kiosk_is_sealed_beside_this_ones(branch: Branch) -> None:
    carried = branch.folder / "safety"
    carried.mkdir()
    (branch.second / COPIES[0]).rename(carried / COPIES[0])
    bundle = branch.sealer.seal(branch.order())
    assert branch.names(bundle) == {MAIN, *COPIES}
    assert bundle.copies == (branch.second / COPIES[1],)


def test_a_disk_that_was_away_at_the_receipt_is_cleared_when_it_is_back(
    branch: Branch, tmp_path: Path
) -> None:
    done = branch.receipted(branch.sealer.seal(branch.order()))
    (tmp_path / "second").rename(tmp_path / "pulled")
    let_go(branch.data, branch.outbox, done)
    assert not something_left(branch.outbox, done)
    (tmp_path / "pulled").rename(tmp_path / "second")
    assert something_left(branch.outbox, done)
    let_go(branch.data, branch.outbox, done)
    assert not branch.second.exists()


def test_only_the_sessions_own_copies_are_removed(branch: Branch, tmp_path: Path) -> None:
    precious = tmp_path / "precious" / COPIES[0]
    precious.parent.mkdir()
    precious.write_text("of somebody else")
    (branch.second / "note.txt").write_text("left by a person")
    done = branch.receipted(branch.sealer.seal(branch.order()))
    let_go(branch.data, branch.outbox, replace(done, copies=(*done.copies, precious)))
    assert precious.exists()
    assert [path.name for path in branch.second.iterdir()] == ["note.txt"]


def test_a_lost_main_recording_is_still_an_error(branch: Branch) -> None:
    (branch.folder / "media" / MAIN).unlink()
    with pytest.raises(MediaMissingError):
        branch.sealer.seal(branch.order())


def test_a_copys_name_on_the_main_disk_is_refused(branch: Branch) -> None:
    (branch.second / COPIES[0]).rename(branch.folder / "media" / COPIES[0])
    with pytest.raises(RecordUnreadableError):
        branch.sealer.seal(branch.order())


def test_parts_of_both_disks_are_numbered_together(tmp_path: Path, branch: Branch) -> None:
    folder = SessionFolder(SessionId(SESSION), branch.folder)
    assert folder.next_part() == 2
    assert folder.next_part(str(branch.second)) == 5
    assert folder.next_part(str(tmp_path / "away")) == 2


def test_a_second_disk_that_hangs_is_left_out_and_it_is_said(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety_copy, "SECOND_DISK_S", 0.2)
    monkeypatch.setattr(safety_copy, "_DISK", Errands("The second disk"))
    for name in COPIES:
        (branch.second / name).unlink()
        os.mkfifo(branch.second / name)  # opening it does not return until somebody writes
    try:
        bundle = branch.sealer.seal(branch.order())
        assert branch.names(bundle) == {MAIN}
        assert branch.sealer.left_out == COPIES
        assert bundle.copies == ()
        assert not copies_left([branch.second / COPIES[0]])  # not known, and nobody waits
        with pytest.raises(DiskHangsError):
            disk_away([branch.second / COPIES[0]])
    finally:
        for name in COPIES[:1]:
            os.close(os.open(branch.second / name, os.O_RDWR | os.O_NONBLOCK))
