"""Mutual TLS between kiosk and HQ: who is let in, who is not, and how a certificate is renewed."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.hq.enrolment import give_certificate
from app.hq.kiosk_admission import readmit, revoke
from app.hq.setup import Headquarters, NewHome
from app.hq.store_tables import KioskCertificateRow
from app.hq.tls import ensure_kiosks_ca, issue
from app.sync.client import HqClient
from app.sync.client_certificate import FILE, ends, new_request, open_client, store_certificate
from app.sync.errors import HqRefusedError, NotAdmittedError
from app.sync.keystore import STORE, _read, _write
from main import main
from tests.sync_rig import CLOCK, Branch, branch_at

AGO = WallTime(CLOCK.now() - timedelta(days=95))


def give(branch: Branch, hq: Headquarters, since: WallTime) -> None:
    """Another certificate, as HQ would have given it then."""
    request = new_request()
    with hq.store.unit() as unit:
        pem = give_certificate(unit, hq.home, branch.identity.kiosk, request.csr, since)
    store_certificate(branch.data, request, pem, branch.keys.tls_secret)
    branch.client = branch.rounds.client = open_client(branch.data, branch.identity, branch.keys)


def test_an_enrolled_kiosk_is_known_by_token_and_certificate(branch: Branch) -> None:
    assert branch.client.assignments()
    branch.client.show(None)
    with pytest.raises(NotAdmittedError, match="HQ-CERTIFICATE-MISSING"):
        branch.client.assignments()
    until = ends(branch.data)
    assert until is not None
    assert timedelta(days=89) < until - CLOCK.now() <= timedelta(days=90)
    assert b"ENCRYPTED PRIVATE KEY" in (branch.data / FILE).read_bytes()


def test_another_kiosks_certificate_is_refused(
    branch: Branch, hq: Headquarters, tmp_path: Path
) -> None:
    request = new_request()
    with hq.store.unit() as unit:
        pem = give_certificate(unit, hq.home, KioskId("kiosk-9999"), request.csr, CLOCK.now())
    store_certificate(branch.data, request, pem, branch.keys.tls_secret)
    client = open_client(branch.data, branch.identity, branch.keys)
    with pytest.raises(NotAdmittedError, match="HQ-CERTIFICATE-FOREIGN"):
        client.assignments()
    client.close()


def test_a_certificate_of_another_authority_is_refused_and_no_bundle_for_it(
    branch: Branch, made: NewHome, tmp_path: Path
) -> None:
    branch.seal(branch.sample(made))
    ensure_kiosks_ca(tmp_path / "other", CLOCK.now())
    request = new_request()
    other = issue(tmp_path / "other", branch.identity.kiosk, request.csr, CLOCK.now())
    store_certificate(branch.data, request, other.pem, branch.keys.tls_secret)
    branch.rounds.client = open_client(branch.data, branch.identity, branch.keys)
    branch.rounds.turn()
    assert branch.state() == "waiting"
    assert "SYNC-NOT-ADMITTED" in branch.told[-1].detail


def test_an_expired_certificate_is_refused_until_the_kiosk_is_readmitted(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    branch.seal(branch.sample(made))
    give(branch, hq, AGO)
    with pytest.raises(NotAdmittedError, match="HQ-CERTIFICATE-EXPIRED"):
        branch.client.assignments()
    branch.rounds.turn()
    branch.rounds.turn()
    assert branch.state() == "waiting"
    assert "HQ-CERTIFICATE" in branch.told[-1].detail
    with hq.store.unit() as unit:
        readmit(unit, branch.identity.kiosk)
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_certificate_is_renewed_before_it_ends(branch: Branch, hq: Headquarters) -> None:
    give(branch, hq, WallTime(CLOCK.now() - timedelta(days=61)))
    before = (branch.data / FILE).read_bytes()
    branch.rounds.turn()
    after = (branch.data / FILE).read_bytes()
    assert after != before
    until = ends(branch.data)
    assert until is not None
    assert until > CLOCK.now() + timedelta(days=89)
    branch.rounds.turn()
    assert (branch.data / FILE).read_bytes() == after
    assert branch.client.assignments()


def test_a_revoked_kiosk_stays_out(branch: Branch, hq: Headquarters) -> None:
    with hq.store.unit() as unit:
        revoke(unit, branch.identity.kiosk)
    with pytest.raises(NotAdmittedError, match="HQ-KIOSK-REVOKED"):
        branch.client.assignments()
    branch.rounds.turn()
    branch.rounds.turn()
    assert "HQ-KIOSK-REVOKED" in branch.told[-1].detail


def test_a_kiosk_enrolled_by_an_older_program_gets_its_certificate(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    (branch.data / FILE).unlink()
    _write(branch.data, replace(_read(branch.data), tls_secret=""))
    with hq.store.unit() as unit:
        for row in unit.query(KioskCertificateRow).filter_by(kiosk=branch.identity.kiosk):
            unit.delete(row)
    branch.close()
    old = branch_at(branch.data, branch.identity)
    old.seal(old.sample(made))
    old.rounds.turn()
    assert old.state() == "receipted"
    again = branch_at(branch.data, branch.identity)
    assert again.client.assignments()
    again.close()
    old.close()
    assert (branch.data / STORE).exists()


def test_a_request_that_is_none_gives_no_certificate(branch: Branch) -> None:
    with pytest.raises(HqRefusedError, match="HQ-CERTIFICATE-REQUEST"):
        branch.client.new_certificate(b"{}")


def test_a_browser_needs_no_certificate(branch: Branch) -> None:
    browser = HqClient(branch.identity.address, branch.identity.certificate, "")
    assert browser.request("OPTIONS", "api/uploads").status_code == 204
    browser.close()


def test_kiosks_are_listed_and_revoked_by_command(
    branch: Branch, made: NewHome, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(made.home), "--json"]
    assert main(["hq", "kiosk", "list", *home]) == 0
    listed = {one["kiosk"]: one for one in json.loads(capsys.readouterr().out)["kiosks"]}
    assert listed[branch.identity.kiosk]["certificate_until"]
    assert main(["hq", "kiosk", "revoke", branch.identity.kiosk, *home]) == 0
    listed = {one["kiosk"]: one for one in json.loads(capsys.readouterr().out)["kiosks"]}
    assert listed[branch.identity.kiosk]["revoked"]
    assert main(["hq", "kiosk", "readmit", branch.identity.kiosk, *home]) == 3
