"""A candidate's receipt, and the proof of one event: what HQ says of them, and what it refuses."""

import dataclasses
import json
from collections.abc import Generator

import pytest
from starlette.testclient import TestClient

from app.bundle.completeness import completeness_text, read_completeness
from app.bundle.dsse import signer_in_memory
from app.bundle.errors import CompletenessError, JournalProofError, SignatureError
from app.bundle.journal_proof import check_proof, make_proof
from app.domain.ids import Digest, SessionId
from app.domain.merkle import tree_head
from app.hq.archive_objects import file_digest
from app.hq.completeness import judge
from app.hq.console.application import make_console
from app.hq.errors import ReceiptForgedError
from app.hq.inbox import Accepted, Quarantined
from tests.bundle_samples import SESSION, Sample, sign_key
from tests.inbox_scene import KIOSK_KEY, Scene, inbox_scene
from tests.unit.hq_console_scene import RESOURCES

SIGNER = signer_in_memory(KIOSK_KEY)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with inbox_scene(tmp_path_factory.mktemp("inbox")) as made:
        yield made


def sealed(scene: Scene, sample: Sample | None = None) -> tuple[Sample, Digest, str]:
    """A session at the branch: the sample, its digest, and what its candidate took along."""
    made = sample or scene.sample()
    digest = file_digest(scene.seal(made))
    return made, digest, completeness_text(made.session, digest, SIGNER)


def arrive(scene: Scene, session: SessionId) -> Accepted | Quarantined:
    path = next(scene.folder.glob(f"{session}-*.bundle"))
    return scene.give(path)


def test_on_its_way_then_complete(scene: Scene) -> None:
    sample, _, text = sealed(scene)
    assert judge(scene.hq.store, text).answer == "underway"
    accepted = arrive(scene, sample.session)
    assert isinstance(accepted, Accepted)
    found = judge(scene.hq.store, text)
    assert (found.answer, found.session, found.code) == ("complete", sample.session, accepted.code)


def test_what_was_refused_is_said(scene: Scene) -> None:
    sample, _, text = sealed(
        scene, dataclasses.replace(scene.sample(), flow_digest=Digest("0" * 64))
    )
    assert isinstance(arrive(scene, sample.session), Quarantined)
    assert judge(scene.hq.store, text).answer == "held"


def test_another_bundle_of_the_session_is_told_from_the_one_that_was_sealed(scene: Scene) -> None:
    sample, _, _ = sealed(scene)
    assert isinstance(arrive(scene, sample.session), Accepted)
    other = completeness_text(sample.session, Digest("ab" * 32), SIGNER)
    assert judge(scene.hq.store, other).answer == "other"


def test_a_receipt_by_nobody_known_is_refused(scene: Scene) -> None:
    forged = completeness_text(SESSION, Digest("ab" * 32), signer_in_memory(sign_key(8)))
    with pytest.raises(ReceiptForgedError):
        judge(scene.hq.store, forged)
    genuine = completeness_text(SESSION, Digest("ab" * 32), SIGNER)
    with pytest.raises(ReceiptForgedError):
        judge(scene.hq.store, genuine.replace("abab", "abad", 1))
    with pytest.raises(ReceiptForgedError):
        judge(scene.hq.store, genuine.replace(SESSION, SESSION[:-1] + "8"))


@pytest.mark.parametrize(
    "text", ["", "hello", "BOOTH-RECEIPT:1:a:b:c:d", "BOOTH-RECEIPT:2:", "BOOTH1:a:b", "💣" * 1000]
)
def test_what_is_no_receipt(text: str) -> None:
    with pytest.raises(CompletenessError):
        read_completeness(text)


def test_a_receipt_that_was_copied_over_several_lines_is_read(scene: Scene) -> None:
    text = completeness_text(SESSION, Digest("ab" * 32), SIGNER)
    broken = "\n ".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert read_completeness(broken) == read_completeness(text)
    assert judge(scene.hq.store, broken).answer == "underway"


def test_anyone_can_ask_the_page_and_it_names_nobody(scene: Scene) -> None:
    sample, _, text = sealed(scene)
    arrive(scene, sample.session)
    app = make_console(scene.hq.store, scene.hq.archive, scene.hq.clock, RESOURCES)
    client = TestClient(app, base_url="https://hq.test", follow_redirects=False)
    blank = client.get("/check")
    assert (blank.status_code, "Check a receipt" in blank.text) == (200, True)
    found = client.get("/check", params={"receipt": text})
    assert "to the last byte" in found.text
    assert "Ada Lovelace" not in found.text
    chinese = client.get("/check", params={"receipt": text}, headers={"accept-language": "zh"})
    assert "逐字节一致" in chinese.text
    for untrusted in ("nothing of the kind", "<script>alert(1)</script>", "x" * 100_000):
        refused = client.get("/check", params={"receipt": untrusted[:3000]})
        assert refused.status_code == 404
        assert "<script>alert" not in refused.text


def test_one_event_is_proved_without_the_others(scene: Scene) -> None:
    sample, _, _ = sealed(scene)
    arrive(scene, sample.session)
    lines, receipt = scene.hq.archive.journal(sample.session)
    trusted = (scene.hq.keys.public.sign,)
    for number, line in enumerate(lines):
        proof, said = check_proof(make_proof(lines, number, receipt), trusted)
        assert (proof.line.encode(), said.session) == (line, sample.session)
        assert said.journal == tree_head(lines)
    with pytest.raises(JournalProofError):
        make_proof(lines, len(lines), receipt)
    with pytest.raises(SignatureError):
        check_proof(make_proof(lines, 0, receipt), (scene.public,))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("line", "{}"),
        ("number", 1),
        ("number", -1),
        ("path", []),
        ("path", ["zz"]),
        ("format", "booth-journal-proof/2"),
        ("more", 1),
    ],
)
def test_a_proof_that_was_changed_proves_nothing(scene: Scene, member: str, value: object) -> None:
    sample, _, _ = sealed(scene)
    arrive(scene, sample.session)
    lines, receipt = scene.hq.archive.journal(sample.session)
    changed = json.loads(make_proof(lines, 0, receipt)) | {member: value}
    with pytest.raises(JournalProofError):
        check_proof(json.dumps(changed).encode(), (scene.hq.keys.public.sign,))
