"""From the outbox to HQ and back over real HTTPS: cuts, takeovers, a killed server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.domain.ids import Digest
from app.domain.messages.courier import AssignmentsCame, ReceiptCame, SyncStatus
from app.hq.setup import Headquarters, NewHome
from app.sync.answers import ReceiptAnswer, refusal_of
from app.sync.assignments import pin_checker, read_assignments
from app.sync.client import HqClient
from app.sync.enrolment import Pin, enrol
from app.sync.errors import (
    AlreadyEnrolledError,
    CertificateError,
    HqFullError,
    HqRefusedError,
    StatementRefusedError,
    UnreachableError,
    UploadGoneError,
)
from app.sync.uploader import PinnedUploader
from tests.bundle_samples import NOW
from tests.sync_rig import (
    CLOCK,
    ROOT,
    Branch,
    RawUpload,
    branch_at,
    enrolled,
    free_port,
    fresh_code,
    new_home,
)

MIB = 1024 * 1024


def test_a_session_goes_to_hq_and_only_then_leaves_the_branch(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    sample = branch.sample(made)
    bundle = branch.seal(sample)
    folder = branch.data / "sessions" / sample.session
    assert branch.outbox.file(bundle.digest).exists()
    assert folder.exists()
    branch.rounds.turn()
    assert branch.state() == "receipted"
    assert not branch.outbox.file(bundle.digest).exists()
    assert not folder.exists()
    assert (branch.data / "receipts" / f"{sample.session}.json").exists()
    came = [report for report in branch.told if isinstance(report, ReceiptCame)]
    assert len(came[0].receipt) == 8
    assert hq.archive.record(sample.session).candidate_name == "Ada Lovelace"
    media = b"".join(hq.archive.media(sample.session, "part-0001-candidate.blog"))
    assert media == sample.media["part-0001-candidate.blog"]
    proof = hq.archive.integrity(sample.session)
    assert proof.signature_valid
    assert proof.journal_verified
    assert proof.problems == ()
    assert not list((made.home / "uploads").glob(f"*{bundle.digest}*"))


def test_assignments_come_down_signed(branch: Branch, made: NewHome) -> None:
    assert read_assignments(branch.data) == ()
    branch.rounds.turn()
    assert any(isinstance(report, AssignmentsCame) for report in branch.told)
    (one,) = read_assignments(branch.data)
    assert one.id == made.assignment
    assert one.invitation_digest not in made.invitation
    assert pin_checker(branch.data)(made.operator_pin) == made.operator
    assert pin_checker(branch.data)("not it") is None
    stored = branch.data / "assignments.json"
    stored.write_bytes(stored.read_bytes().replace(b'"sig":"', b'"sig":"A'))
    with pytest.raises(StatementRefusedError):
        read_assignments(branch.data)


def test_an_upload_cut_in_the_middle_goes_on_where_it_was_cut(
    branch: Branch, made: NewHome
) -> None:
    sample = branch.sample(made)
    sample.media["part-0001-candidate.blog"] = os.urandom(6 * MIB)
    bundle = branch.seal(sample)
    file = branch.outbox.file(bundle.digest)
    content = file.read_bytes()
    with file.open("rb") as stream:
        uploader = PinnedUploader(
            branch.client, stream, {"digest": bundle.digest, "session": bundle.session}
        )
        uploader.begin()
        raw = RawUpload(branch, uploader.url or "")
        raw.patch(0, 4 * MIB, content[: 2 * MIB + 12_345])
        part = made.home / "uploads" / f"{(uploader.url or '').rsplit('/', 1)[-1]}.part"
        while not part.exists() or not part.stat().st_size:
            CLOCK.sleep(0.02)
        raw.cut()
        offset = uploader.get_offset()
        # what had come through the connection before it was cut is there, and nothing else
        assert 0 < offset <= 2 * MIB + 12_345
        # the bytes on HQ's disk are those acknowledged
        assert part.read_bytes() == content[:offset]
    sent: list[int] = []
    branch.client.upload(file, bundle.digest, bundle.session, sent.append)
    assert sent[0] == offset
    assert sent[-1] == len(content)
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_newer_request_takes_over_a_stalled_one(branch: Branch, made: NewHome) -> None:
    bundle = branch.seal(branch.sample(made))
    file = branch.outbox.file(bundle.digest)
    content = file.read_bytes()
    with file.open("rb") as stream:
        metadata = {"digest": bundle.digest, "session": bundle.session}
        uploader = PinnedUploader(branch.client, stream, metadata)
        uploader.begin()
        stalled = RawUpload(branch, uploader.url or "")
        stalled.patch(0, len(content), content[:1000])
        part = made.home / "uploads" / f"{(uploader.url or '').rsplit('/', 1)[-1]}.part"
        while not part.exists():  # the stalled request has its turn
            CLOCK.sleep(0.02)
        uploader.begin()
        assert uploader.offset in {0, 1000}
        uploader.upload_chunk()
        assert uploader.offset == len(content)
        assert b"409" in stalled.answer().split(b"\r\n")[0]
        stalled.cut()


def test_a_bundle_taken_in_between_two_questions_is_not_refused(
    branch: Branch, made: NewHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = branch.seal(branch.sample(made))
    file = branch.outbox.file(bundle.digest)
    branch.client.upload(file, bundle.digest, bundle.session, lambda _: None)
    while branch.client.receipt(bundle.digest).state != "accepted":
        CLOCK.sleep(0.02)
    asked: list[str] = []
    truly = branch.client.receipt

    def late(digest: Digest) -> ReceiptAnswer:
        asked.append(digest)
        return ReceiptAnswer("pending") if len(asked) == 1 else truly(digest)

    def gone(*_: object) -> None:
        raise UploadGoneError("HQ has that upload no more")

    monkeypatch.setattr(branch.client, "receipt", late)
    monkeypatch.setattr(branch.client, "upload", gone)
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_bundle_that_hq_has_a_part_of_is_not_taken_for_uploaded(
    branch: Branch, made: NewHome
) -> None:
    sample = branch.sample(made)
    sample.media["part-0001-candidate.blog"] = os.urandom(2 * MIB)
    bundle = branch.seal(sample)
    file, chunks = branch.outbox.file(bundle.digest), iter((True, False))
    whole = branch.client.upload(
        file, bundle.digest, bundle.session, lambda _: None, lambda: next(chunks)
    )
    assert not whole
    assert branch.client.receipt(bundle.digest).state == "receiving"
    # somebody on the way said that all of it had come
    branch.outbox.step(branch.outbox.step(bundle, "uploading"), "uploaded")
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_a_refusal_that_is_not_hqs_ends_no_bundle() -> None:
    answer = requests.Response()
    for status in (401, 403, 423, 429, 507):
        answer.status_code, answer._content = status, b"<html>a proxy's page</html>"
        assert isinstance(refusal_of(answer), UnreachableError)
    answer.status_code = 507
    answer._content = b'{"code": "UPLOAD-QUOTA", "what": "full", "advice": "wait"}'
    assert isinstance(refusal_of(answer), HqFullError)


def test_wrong_offsets_and_foreign_uploads_are_refused(branch: Branch, made: NewHome) -> None:
    bundle = branch.seal(branch.sample(made))
    with branch.outbox.file(bundle.digest).open("rb") as stream:
        metadata = {"digest": bundle.digest, "session": bundle.session}
        uploader = PinnedUploader(branch.client, stream, metadata)
        uploader.begin()
        uploader.offset = 10
        with pytest.raises(UnreachableError):
            uploader.upload_chunk()
        uploader.set_url("/api/uploads/" + "0" * 40)
        with pytest.raises(UploadGoneError):
            uploader.upload_chunk()
    stranger = HqClient(branch.identity.address, branch.identity.certificate, "wrong")
    with pytest.raises(HqRefusedError, match="HQ-KIOSK-REFUSED"):
        stranger.assignments()
    stranger.close()


def test_other_bytes_than_announced_never_reach_the_inbox(
    branch: Branch, made: NewHome, tmp_path: Path
) -> None:
    bundle = branch.seal(branch.sample(made))
    other = tmp_path / "other"
    other.write_bytes(bytes(bundle.size))
    with pytest.raises(HqRefusedError, match="UPLOAD-REFUSED"):
        branch.client.upload(other, bundle.digest, bundle.session, lambda _: None)
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_one_bad_bundle_holds_up_no_other(branch: Branch, made: NewHome) -> None:
    bad = branch.seal(replace(branch.sample(made), flow_digest=Digest("e" * 64)))
    good = branch.seal(branch.sample(made))
    branch.rounds.turn()
    states = {one.digest: one for one in branch.outbox.bundles()}
    assert states[bad.digest].state == "refused"
    assert "INBOX-ASSIGNMENT" in states[bad.digest].detail
    assert states[good.digest].state == "receipted"
    assert branch.outbox.file(bad.digest).exists()
    assert (branch.data / "sessions" / bad.session).exists()


def test_the_same_session_in_another_bundle_is_refused(
    branch: Branch, made: NewHome, tmp_path: Path
) -> None:
    sample = branch.sample(made)
    branch.seal(sample)
    branch.rounds.turn()
    # a kiosk whose outbox was lost seals the session again
    again = branch_at(branch.data, branch.identity)
    again.outbox.close()
    (branch.data / "outbox" / "outbox.sqlite3").rename(tmp_path / "lost")
    again = branch_at(branch.data, branch.identity)
    again.seal(sample)
    again.rounds.turn()
    assert again.state() == "refused"
    assert "INBOX-REPLAYED" in again.outbox.bundles()[0].detail
    again.close()


def test_a_receipt_by_somebody_else_deletes_nothing(branch: Branch, made: NewHome) -> None:
    bundle = branch.seal(branch.sample(made))
    other = branch_at(branch.data, replace(branch.identity, hq_keys=(bytes(32),)))
    other.rounds.turn()
    other.close()
    assert branch.state() == "uploaded"
    assert "not signed by HQ" in branch.outbox.bundles()[0].detail
    assert branch.outbox.file(bundle.digest).exists()


def test_enrolment(hq: Headquarters, made: NewHome, tmp_path: Path) -> None:
    code = fresh_code(hq)
    first = enrolled(tmp_path / "first", made, code)
    with pytest.raises(AlreadyEnrolledError):
        enrolled(tmp_path / "first", made, code)
    with pytest.raises(HqRefusedError, match="HQ-ENROLMENT"):
        enrolled(tmp_path / "second", made, code)
    with pytest.raises(HqRefusedError, match="HQ-ENROLMENT"):
        enrolled(tmp_path / "second", made, "AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(CertificateError):
        enrol(tmp_path / "third", made.address, "x", Pin(fingerprint="ab" * 32))
    # the answer was lost: the same key may ask again with the same code
    (tmp_path / "first" / "kiosk.json").unlink()
    assert enrolled(tmp_path / "first", made, code).kiosk == first.kiosk


def test_another_server_is_not_talked_to(branch: Branch, tmp_path: Path) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody else")])
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + timedelta(days=99))
    other = tmp_path / "other.pem"
    other.write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    client = HqClient(branch.identity.address, other, branch.keys.token)
    with pytest.raises(CertificateError):
        client.assignments()
    client.close()


def test_nobody_there_is_no_disaster(branch: Branch, made: NewHome) -> None:
    branch.seal(branch.sample(made))
    gone = f"https://127.0.0.1:{free_port()}"
    branch.rounds.client = HqClient(gone, branch.identity.certificate, branch.keys.token)
    branch.rounds.turn()
    assert branch.state() == "waiting"
    last = branch.told[-1]
    assert isinstance(last, SyncStatus)
    assert not last.online
    assert "SYNC-UNREACHABLE" in last.detail
    assert 1.0 <= branch.rounds.wait_s(30.0) <= 2.0


@pytest.fixture
def served() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        process.kill()
        process.wait()


SERVER = """
import sys
from pathlib import Path
from tests.sync_rig import kiosks_server, open_home
kiosks_server(open_home(Path(sys.argv[1]))).run()
"""


def start(home: Path, running: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(home)], cwd=ROOT)
    running.append(process)
    return process


def wait_for(client: HqClient) -> None:
    for _ in range(600):
        try:
            client.request("OPTIONS", "api/uploads")
        except UnreachableError:
            CLOCK.sleep(0.1)
        else:
            return
    pytest.fail("the server did not come up")


def test_a_killed_server_loses_no_acknowledged_byte(
    tmp_path: Path, served: list[subprocess.Popen[bytes]]
) -> None:
    made = new_home(tmp_path / "hq")
    first = start(made.home, served)
    probe = HqClient(made.address, made.certificate, "")
    wait_for(probe)
    branch = branch_at(tmp_path / "kiosk", enrolled(tmp_path / "kiosk", made))
    sample = branch.sample(made)
    sample.media["part-0001-candidate.blog"] = os.urandom(5 * MIB)
    bundle = branch.seal(sample)
    file = branch.outbox.file(bundle.digest)
    acknowledged: list[int] = []

    def kill_after_two_chunks(sent: int) -> None:
        acknowledged.append(sent)
        if len(acknowledged) == 3:
            first.send_signal(signal.SIGKILL)
            first.wait()

    with pytest.raises(UnreachableError):
        branch.client.upload(file, bundle.digest, bundle.session, kill_after_two_chunks)
    start(made.home, served)
    wait_for(probe)
    resumed: list[int] = []
    branch.client.upload(file, bundle.digest, bundle.session, resumed.append)
    assert resumed[0] >= acknowledged[-1] == 2 * MIB
    branch.rounds.turn()
    assert branch.state() == "receipted"
    probe.close()
    branch.close()
