"""What HQ remembers of a request's kiosk and upload, and for how long: until anybody writes."""

import hashlib
from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.hq.admission_errors import CertificateExpiredError, KioskRevokedError
from app.hq.enrolment import secret_digest
from app.hq.kiosk_admission import revoke
from app.hq.receiver_looks import Asked, Looks
from app.hq.store import Store
from app.hq.store_tables import KioskCertificateRow, KioskRow, QuarantineRow, UploadRow
from tests.bundle_samples import KIOSK, NOW

END = WallTime(NOW + timedelta(days=90))
SHOWN = b"a certificate"
ASKED = Asked("Bearer token", SHOWN, "u1")


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    made = Store.create(tmp_path_factory.mktemp("hq"))
    fingerprint = hashlib.sha256(SHOWN).hexdigest()
    with made.unit() as unit:
        unit.add(
            KioskRow(
                id=KIOSK,
                branch="b",
                public_key="00" * 32,
                token_digest=secret_digest("token"),
                enrolled=NOW,
            )
        )
        unit.add(
            KioskCertificateRow(fingerprint=fingerprint, kiosk=KIOSK, issued=NOW, not_after=END)
        )
        for name, kiosk in (("u1", KIOSK), ("u2", "kiosk-0002")):
            unit.add(UploadRow(id=name, kiosk=kiosk, digest="d", session="s", size=1, created=NOW))
    yield made
    made.close()


def test_changes_are_seen_and_readings_are_none(store: Store) -> None:
    first = store.changes()
    with store.reading() as reader:
        reader.get(KioskRow, KIOSK)
    assert store.changes() == first
    with store.unit() as unit:
        unit.get_one(UploadRow, "u1").session = "t"
    assert store.changes() != first


def test_another_program_writing_is_seen(store: Store) -> None:
    first = store.changes()
    other = Store(store.home)
    with other.unit() as unit:
        unit.get_one(UploadRow, "u1").session = "t"
    other.close()
    assert store.changes() != first


def test_what_was_looked_up_is_known_until_somebody_writes(store: Store) -> None:
    looks = Looks(store)
    assert looks.known(ASKED, NOW) is None
    look = looks.look(ASKED, NOW)
    assert (look.admitted.id, look.decided) == (KIOSK, False)
    assert looks.known(ASKED, NOW) is look
    assert looks.known(replace(ASKED, authorization="Bearer other"), NOW) is None
    with store.unit() as unit:
        unit.add(
            QuarantineRow(
                digest="d", code="C", what="w", advice="a", session="s", kiosk=KIOSK, received=NOW
            )
        )
    assert looks.known(ASKED, NOW) is None
    assert looks.look(ASKED, NOW).decided


def test_a_kiosk_revoked_in_mid_upload_is_refused_at_its_next_request(store: Store) -> None:
    looks = Looks(store)
    looks.look(ASKED, NOW)
    assert looks.known(ASKED, NOW) is not None
    with store.unit() as unit:
        revoke(unit, KioskId(KIOSK))
    assert looks.known(ASKED, NOW) is None
    with pytest.raises(KioskRevokedError):
        looks.look(ASKED, NOW)


def test_a_certificate_that_ends_in_mid_upload_is_refused(store: Store) -> None:
    looks = Looks(store)
    looks.look(ASKED, NOW)
    with pytest.raises(CertificateExpiredError):
        looks.known(ASKED, WallTime(END + timedelta(seconds=1)))


def test_another_kiosks_upload_is_not_found(store: Store) -> None:
    assert Looks(store).look(replace(ASKED, upload="u2"), NOW).row is None
