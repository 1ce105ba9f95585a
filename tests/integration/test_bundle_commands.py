"""`booth bundle` and `booth hq` as people and scripts call them."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import main
from app.bundle.completeness import completeness_text
from app.bundle.dsse import signer_in_memory
from app.bundle.keys import write_private_key
from app.bundle.sealed_format import key_id
from app.domain.ids import AssignmentId
from app.hq.archive_objects import file_digest
from app.hq.setup import NewHome, open_headquarters
from app.hq.store_tables import KioskRow
from app.hq.unlock import public_keys
from tests.bundle_samples import Sample, public_of, seal_key, sign_key
from tests.sync_rig import CLOCK, new_home, open_home


@dataclass
class Place:
    made: NewHome
    bundle: Path
    sample: Sample
    passphrase: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("commands")
    made = new_home(folder / "hq")
    hq = open_home(made.home)
    with hq.store.unit() as unit:
        unit.add(
            KioskRow(
                id="kiosk-0001",
                branch="Demo branch",
                public_key=public_of(sign_key()).hex(),
                token_digest="",
                enrolled=CLOCK.now(),
            )
        )
    sample = Sample(assignment=AssignmentId(made.assignment), created=CLOCK.now())
    sample.seal(folder / "a.bundle", hq.keys.public.seal, sign_key())
    hq.close()
    return Place(made, folder / "a.bundle", sample, folder / "passphrase")


def booth(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, dict[str, object], str]:
    code = main.main([str(argument) for argument in (*arguments, "--json")])
    shown = capsys.readouterr()
    return code, json.loads(shown.out) if shown.out.strip() else {}, shown.err


def test_inspect_and_verify(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, _ = booth(capsys, "bundle", "inspect", place.bundle)
    assert code == 0
    assert data["format"] == "booth-bundle/1"
    assert data["session"] == place.sample.session
    assert data["kiosk"] == "kiosk-0001"
    assert data["valid"] is True
    assert isinstance(data["digests"], dict)
    assert set(data["digests"]) >= {"bundle", "session.json", "journal.jsonl"}
    key = public_of(sign_key()).hex()
    code, data, _ = booth(capsys, "bundle", "verify", place.bundle, "--kiosk-key", key)
    assert (code, data["valid"], data["problems"]) == (0, True, [])
    other = public_of(sign_key(2)).hex()
    code, data, err = booth(capsys, "bundle", "verify", place.bundle, "--kiosk-key", other)
    assert (code, data["valid"]) == (3, False)
    assert err.startswith("BUNDLE-SIGNATURE: ")


@pytest.mark.parametrize("verb", ["inspect", "verify"])
def test_damage_is_named(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: str
) -> None:
    content = place.bundle.read_bytes()
    changed = bytearray(content)
    changed[-1000] ^= 1
    cases = {
        "BUNDLE-TRUNCATED": content[:-1],
        "BUNDLE-ALTERED": bytes(changed),
        "BUNDLE-FOREIGN": b"something else entirely",
        "BUNDLE-VERSION": content.replace(b"bundle/1", b"bundle/9", 1),
    }
    for expected, bad in cases.items():
        (tmp_path / "bad.bundle").write_bytes(bad)
        code, data, err = booth(capsys, "bundle", verb, tmp_path / "bad.bundle")
        assert code == 3
        assert err.startswith(f"{expected}: ")
        assert data.get("valid") is not True
        if expected == "BUNDLE-ALTERED":
            assert "part-0001-candidate.blog" in err
    code, _, err = booth(capsys, "bundle", verb, tmp_path / "none.bundle")
    assert code == 3
    assert err.startswith("FILE-MISSING: ")


def test_unseal(place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    key = place.made.home / "keys" / "seal.key"
    opening = ("--key", key, "--passphrase-file", place.passphrase)
    out = tmp_path / "out"
    code, data, _ = booth(capsys, "bundle", "unseal", place.bundle, *opening, "--out", out)
    assert code == 0
    assert data["out"] == str(out)
    media = place.sample.media["part-0001-candidate.blog"]
    assert (out / "part-0001-candidate.blog").read_bytes() == media
    assert json.loads((out / "session.json").read_text())["candidate_name"] == "Ada Lovelace"
    wrong = tmp_path / "wrong.key"
    write_private_key(wrong, seal_key(5), b"correct horse battery")
    opening = ("--key", wrong, "--passphrase-file", place.passphrase)
    code, _, err = booth(
        capsys, "bundle", "unseal", place.bundle, *opening, "--out", tmp_path / "other"
    )
    assert code == 3
    assert err.startswith("BUNDLE-WRONG-KEY: ")
    assert not list((tmp_path / "other").iterdir())
    (tmp_path / "phrase").write_text("not it\n")
    opening = ("--key", key, "--passphrase-file", tmp_path / "phrase")
    code, _, err = booth(
        capsys, "bundle", "unseal", place.bundle, *opening, "--out", tmp_path / "other"
    )
    assert code == 3
    assert err.startswith("KEY-PASSPHRASE: ")


def test_hq_import_and_status(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = ("--home", place.made.home)
    opening = (*home, "--passphrase-file", place.passphrase)
    code, data, _ = booth(capsys, "hq", "import", place.bundle, *opening)
    assert (code, data["imported"]) == (0, True)
    code, again, err = booth(capsys, "hq", "import", place.bundle, *opening)
    assert (code, again["imported"], again["receipt"]) == (3, False, data["receipt"])
    assert err.startswith("INBOX-REPLAYED: ")
    (tmp_path / "bad").write_bytes(place.bundle.read_bytes()[:-1])
    code, _, err = booth(capsys, "hq", "import", tmp_path / "bad", *opening)
    assert code == 3
    assert err.startswith("BUNDLE-TRUNCATED: ")
    code, _, err = booth(capsys, "hq", "import", tmp_path / "none", *opening)
    assert (code, err.split(":")[0]) == (3, "FILE-MISSING")
    code, status, _ = booth(capsys, "hq", "status", *home)
    assert code == 0
    assert isinstance(status["sessions"], list)
    assert [one["session"] for one in status["sessions"]] == [place.sample.session]
    assert "Ada" not in json.dumps(status)
    code, _, err = booth(capsys, "hq", "status", "--home", tmp_path / "nowhere")
    assert (code, err.split(":")[0]) == (3, "HQ-HOME-MISSING")
    code, _, err = booth(capsys, "hq", "init", *home)
    assert (code, err.split(":")[0]) == (3, "HQ-HOME-EXISTS")


def test_receipt_and_proof(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = ("--home", place.made.home)
    opening = (*home, "--passphrase-file", place.passphrase)
    booth(capsys, "hq", "import", place.bundle, *opening)
    session, digest = place.sample.session, file_digest(place.bundle)
    text = completeness_text(session, digest, signer_in_memory(sign_key()))
    code, data, _ = booth(capsys, "hq", "check-receipt", text, *home)
    assert (code, data["answer"], data["session"]) == (0, "complete", session)
    code, _, err = booth(capsys, "hq", "check-receipt", "nonsense", *home)
    assert (code, err.split(":")[0]) == (3, "RECEIPT-TEXT")

    file, key = tmp_path / "proof.json", public_keys(place.made.home).sign.hex()
    code, _, _ = booth(capsys, "hq", "proof", session, "1", "--out", file, *opening)
    assert code == 0
    code, data, _ = booth(capsys, "bundle", "proof", file, "--hq-key", key)
    assert (code, data["session"], data["valid"]) == (0, session, True)
    code, _, err = booth(capsys, "bundle", "proof", file, "--hq-key", "00" * 32)
    assert (code, err.split(":")[0]) == (3, "BUNDLE-SIGNATURE")
    code, _, err = booth(capsys, "hq", "proof", session, "99", "--out", file, *opening)
    assert (code, err.split(":")[0]) == (3, "JOURNAL-PROOF")


def test_shares_open_bundles_and_serve_when_the_passphrase_is_lost(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, sheets = place.made.home, tmp_path / "sheets"
    wish = ("--shares", "5", "--needed", "3", "--out", sheets)
    opened_by = ("--passphrase-file", place.passphrase)
    code, made, _ = booth(capsys, "hq", "recovery", "make", "--home", home, *wish, *opened_by)
    assert code == 0
    files = made["files"]
    assert isinstance(files, list)
    assert (made["needed"], made["sheets"], len(files)) == (3, [], 5)

    new = tmp_path / "new"
    new.write_text("a new passphrase\n")
    verb = ("hq", "recovery", "restore", "--home", home, "--out", tmp_path / "keys")
    given = ("--passphrase-file", new, "--share")
    code, _, said = booth(capsys, *verb, *given, *files[:2])
    assert (code, said[:16]) == (3, "RECOVERY-SHARES:")
    code, back, _ = booth(capsys, *verb, *given, *files[2:])
    assert code == 0
    assert back["files"] == ["seal.key", "sign.key"]

    key = ("--key", tmp_path / "keys" / "seal.key", "--passphrase-file", new)
    code, data, _ = booth(
        capsys, "bundle", "unseal", place.bundle, *key, "--out", tmp_path / "plain"
    )
    assert (code, data["valid"]) == (0, True)

    moved = tmp_path / "hq"
    shutil.copytree(home, moved)
    shutil.copytree(tmp_path / "keys", moved / "keys", dirs_exist_ok=True)
    open_headquarters(moved, new, CLOCK).close()


def test_the_sealing_key_is_changed_and_what_was_sealed_before_opens(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "hq"
    shutil.copytree(place.made.home, home)
    (home / "keys" / "recovery.json").unlink(missing_ok=True)
    before = key_id(public_keys(home).seal)
    opened_by = ("--home", home, "--passphrase-file", place.passphrase)
    code, data, _ = booth(capsys, "hq", "keys", "rotate", "--sealing", *opened_by)
    assert (code, data["earlier"], data["backup_renewed"]) == (0, [before], False)
    assert data["seal_key_id"] == key_id(public_keys(home).seal) != before
    code, data, _ = booth(capsys, "hq", "import", place.bundle, *opened_by)
    assert data["session"] == place.sample.session
