"""HQ's disk is guarded: quotas of a kiosk, room that nobody gets, and what the branch is told."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ids import Digest, KioskId
from app.domain.timing import WallTime
from app.hq import receiver_uploads
from app.hq.errors import KioskQuotaError, ObjectStoreError, UploadTooLargeError
from app.hq.receiver_limits import GIB, ReceiverLimits, set_receiver_limits
from app.hq.receiver_uploads import Uploads, Wanted
from app.hq.setup import Headquarters, NewHome
from app.hq.store_tables import FactRow, UploadRow
from app.sync.errors import HqFullError, HqRefusedError
from main import main
from tests.sync_rig import CLOCK, Branch

MIB = 1024 * 1024
NOW = CLOCK.now()


def wanted(number: int, size: int = MIB, kiosk: str = "kiosk-7777") -> Wanted:
    return Wanted(KioskId(kiosk), Digest(f"{number:064x}"), f"s{number}", size)


@pytest.fixture
def uploads(hq: Headquarters) -> Iterator[Uploads]:
    one = Uploads(hq.store, hq.objects)
    yield one
    one.close()
    with hq.store.unit() as unit:
        for row in unit.query(UploadRow):
            unit.delete(row)
        for row in unit.query(FactRow).filter(FactRow.name.startswith("limit.")):
            unit.delete(row)


@pytest.fixture
def limit(hq: Headquarters, uploads: Uploads) -> Callable[..., None]:
    def give(**limits: int) -> None:
        with hq.store.unit() as unit:
            set_receiver_limits(unit, replace(ReceiverLimits(), **limits))

    return give


def test_a_kiosk_has_so_many_uploads_and_bytes_and_no_other_pays_for_it(
    uploads: Uploads, limit: Callable[..., None]
) -> None:
    limit(kiosk_uploads=2, kiosk_bytes=GIB, free_bytes=0)
    uploads.create(wanted(1, 600 * MIB), NOW)
    with pytest.raises(KioskQuotaError, match="bytes"):
        uploads.create(wanted(2, 600 * MIB), NOW)
    uploads.create(wanted(3), NOW)
    with pytest.raises(KioskQuotaError, match="2 uploads"):
        uploads.create(wanted(4), NOW)
    with pytest.raises(UploadTooLargeError):
        uploads.create(wanted(5, GIB + 1), NOW)
    assert uploads.create(wanted(1, 600 * MIB), NOW).size == 600 * MIB
    assert uploads.create(wanted(4, kiosk="kiosk-8888"), NOW).size == MIB


def test_room_promised_to_others_is_not_given_twice(
    uploads: Uploads, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(free_bytes=100 * MIB)
    usage = shutil.disk_usage("/")._replace(free=250 * MIB)
    monkeypatch.setattr(receiver_uploads.shutil, "disk_usage", lambda _: usage)
    uploads.create(wanted(1, 100 * MIB), NOW)
    with pytest.raises(ObjectStoreError, match="promised"):
        uploads.create(wanted(2, 100 * MIB, "kiosk-8888"), NOW)
    # what is on the disk already is not counted twice
    uploads.growing(wanted(1).id).append([bytes(60 * MIB)])
    uploads.create(wanted(2, 100 * MIB, "kiosk-8888"), NOW)


def test_an_upload_nobody_went_on_with_is_forgotten(
    uploads: Uploads, limit: Callable[..., None]
) -> None:
    limit(kiosk_uploads=1)
    ago = WallTime(NOW - timedelta(days=31))
    old = uploads.create(wanted(1), ago)
    uploads.growing(old.id).append([b"x"])
    uploads.release(old.id)
    with pytest.raises(KioskQuotaError):
        uploads.create(wanted(2), NOW)
    os.utime(uploads.path(old.id), (ago.timestamp(), ago.timestamp()))
    uploads.create(wanted(2), NOW)
    assert not uploads.path(old.id).exists()


def test_the_branch_keeps_what_hq_has_no_room_for_and_sends_it_later(
    branch: Branch, made: NewHome, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(free_bytes=0)
    bundle = branch.seal(branch.sample(made))
    full = shutil.disk_usage("/")._replace(free=0)
    with monkeypatch.context() as patched:
        patched.setattr(receiver_uploads.shutil, "disk_usage", lambda _: full)
        with pytest.raises(HqFullError, match="HQ-OBJECTS"):
            branch.client.upload(
                branch.outbox.file(bundle.digest), bundle.digest, bundle.session, lambda _: None
            )
        branch.rounds.turn()
    (kept,) = branch.outbox.bundles()
    assert kept.state == "waiting"
    assert kept.detail.startswith("SYNC-HQ-FULL: HQ-OBJECTS")
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_disk_that_fills_in_mid_upload_loses_nothing_acknowledged(
    branch: Branch, made: NewHome, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(free_bytes=0)
    sample = branch.sample(made)
    sample.media["part-0001-candidate.blog"] = os.urandom(4 * MIB)
    bundle = branch.seal(sample)
    truly = receiver_uploads.write_pieces
    written = [0]

    def fills(handle: int, pieces: Sequence[bytes]) -> None:
        written[0] += sum(map(len, pieces))
        if written[0] > 2 * MIB:
            truly(handle, pieces[: len(pieces) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        truly(handle, pieces)

    with monkeypatch.context() as patched:
        patched.setattr(receiver_uploads, "write_pieces", fills)
        branch.rounds.turn()
    (kept,) = branch.outbox.bundles()
    assert kept.state == "waiting"
    assert "SYNC-HQ-FULL" in kept.detail
    assert 0 < kept.sent <= 2 * MIB
    sent: list[int] = []
    branch.client.upload(
        branch.outbox.file(bundle.digest), bundle.digest, bundle.session, sent.append
    )
    assert sent[0] == kept.sent
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_bundle_larger_than_the_quota_is_refused_for_good(
    branch: Branch, made: NewHome, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = branch.seal(branch.sample(made))
    monkeypatch.setattr(
        receiver_uploads, "receiver_limits", lambda _: ReceiverLimits(kiosk_bytes=10)
    )
    with pytest.raises(HqRefusedError, match="UPLOAD-TOO-LARGE"):
        branch.client.upload(
            branch.outbox.file(bundle.digest), bundle.digest, bundle.session, lambda _: None
        )
    branch.rounds.turn()
    assert branch.state() == "refused"


def test_the_limits_are_set_by_command(
    made: NewHome, uploads: Uploads, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--home", str(made.home), "--json"]
    assert main(["hq", "limits", "--kiosk-gib", "5", "--free-gib", "3", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"kiosk_bytes": 5 * GIB, "kiosk_uploads": 8, "free_bytes": 3 * GIB}
    assert main(["hq", "limits", "--kiosk-uploads", "0", *place]) == 3
    assert "HQ-LIMITS" in capsys.readouterr().err
