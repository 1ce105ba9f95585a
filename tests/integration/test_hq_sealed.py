"""HQ's server without the sealing key: what comes waits, and who runs it cannot turn kiosks."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

import main
from app.bundle.dsse import open_envelope, sign_envelope, signer_in_memory
from app.bundle.errors import PassphraseError
from app.bundle.key_opening import sealed_to, signer_of
from app.bundle.keys import load_unsealing, write_private_key
from app.bundle.recovery_shares import read_share
from app.bundle.sealed_format import SealedHeader, key_id
from app.cli.check_keys import keys_line, look_at_keys
from app.domain.exchange import ASSIGNMENTS_TYPE, RECIPIENTS_TYPE
from app.domain.ids import Digest
from app.domain.timing import WallTime
from app.hq.errors import NotSplitError, RecipientsError, SealingKeyAwayError
from app.hq.ledger import draw_ledger
from app.hq.recovery import make_recovery, restore_keys
from app.hq.rotation import rotate_sealing, rotate_signing
from app.hq.sealed_to import STATEMENT
from app.hq.setup import Headquarters, NewHome, open_headquarters
from app.hq.split import split_keys
from app.hq.unlock import SEAL_KEY, SEALING_PASSPHRASE_FILE, open_private, public_keys
from app.sync.assignments import store_assignments
from app.sync.errors import StatementRefusedError
from app.sync.identity import load_kiosk
from tests.bundle_samples import public_of, seal_key, sign_key
from tests.sync_rig import CLOCK, Branch, branch_at, enrolled, fresh_code, new_home, serving

SIGNS, OPENS = b"correct horse battery", b"what only reviewers know"


@dataclass
class Place:
    made: NewHome
    branch: Branch
    folder: Path

    @property
    def keys(self) -> Path:
        return (self.made.home / SEAL_KEY).parent


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.bringing.RECEIPT_TRIES", 2)
    monkeypatch.delenv(SEALING_PASSPHRASE_FILE, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A kiosk that was enrolled before HQ's keys were set apart, and heard of it."""
    made = new_home(tmp_path / "hq")
    split_keys(made.home, SIGNS, OPENS, CLOCK.now())
    with sealed(made):
        branch = branch_at(tmp_path / "kiosk", enrolled(tmp_path / "kiosk", made))
        branch.rounds.turn()
        branch.client.close()
    (tmp_path / "opens").write_bytes(OPENS + b"\n")
    yield Place(made, branch, tmp_path)
    branch.close()


@contextlib.contextmanager
def sealed(made: NewHome) -> Iterator[Headquarters]:
    hq = open_headquarters(made.home, made.home.parent / "passphrase", CLOCK, sealed=True)
    try:
        with serving(hq):
            yield hq
    finally:
        hq.close()


@pytest.fixture
def holder(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """As the holder of the sealing keys."""
    monkeypatch.setenv(SEALING_PASSPHRASE_FILE, str(place.folder / "opens"))
    return place


def bring(place: Place) -> Digest:
    bundle = place.branch.seal(place.branch.sample(place.made))
    place.branch.rounds.turn()
    assert place.branch.state() == "uploaded"
    return bundle.digest


def opened(place: Place, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[object]]]:
    home = ["--home", str(place.made.home), "--json"]
    secret = ["--passphrase-file", str(place.folder / "passphrase")]
    code = main.main(["hq", "open", *home, *secret])
    told: dict[str, list[object]] = json.loads(capsys.readouterr().out)
    return code, told


def test_what_comes_waits_until_the_holder_opens_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = place.branch
    with sealed(place.made) as hq:
        digest = bring(place)
        file = branch.outbox.file(digest)
        with pytest.raises(SealingKeyAwayError):
            hq.keys.open_key(SealedHeader("", "", "", ()))
        with hq.store.reading() as reader:
            (line,) = draw_ledger(reader, CLOCK.now()).lines
        assert (line.place, line.where) == ("on_its_way", "unopened")
        # asked again, also by a kiosk that forgot how far it was: nothing is sent twice
        sent = branch.outbox.bundles()[-1]
        branch.outbox.step(sent, "waiting")
        branch.rounds.turn()
        assert branch.state() == "uploaded"
        assert file.exists()
        # the server's own secret opens no sealing key, and nothing was opened meanwhile
        with pytest.raises(PassphraseError):
            load_unsealing(place.made.home / SEAL_KEY, SIGNS)
        assert main.main(["hq", "status", "--home", str(place.made.home)]) == 0
        assert "1 to be opened" in capsys.readouterr().out
        monkeypatch.setenv(SEALING_PASSPHRASE_FILE, str(place.folder / "opens"))
        code, told = opened(place, capsys)
        assert (code, len(told["opened"])) == (0, 1)
        assert opened(place, capsys) == (0, {"opened": [], "refused": []})
        branch.rounds.turn()
        assert branch.state() == "receipted"
        assert not file.exists()
        branch.client.close()


def test_by_hand_it_waits_too(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    branch = place.branch
    bundle = branch.seal(branch.sample(place.made))
    file = str(branch.outbox.file(bundle.digest))
    home = ["--home", str(place.made.home), "--json"]
    secret = ["--passphrase-file", str(place.folder / "passphrase")]
    assert main.main(["hq", "import", "--sealed", file, *home, *secret]) == 3
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told["problems"]] == ["HQ-SEALED"]


def test_a_bundle_that_is_bent_while_it_waits_is_refused_and_comes_again(
    holder: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = holder.branch
    with sealed(holder.made) as hq:
        held = hq.objects.held(bring(holder))
        held.chmod(0o600)
        content = bytearray(held.read_bytes())
        content[-1] ^= 1
        held.write_bytes(content)
        code, told = opened(holder, capsys)
        assert (code, told["opened"]) == (3, [])
        branch.rounds.turn()
        assert branch.state() == "uploaded"
        assert opened(holder, capsys)[0] == 0
        branch.rounds.turn()
        assert branch.state() == "receipted"
        branch.client.close()


def test_who_runs_the_server_cannot_have_kiosks_seal_to_another_key(place: Place) -> None:
    branch, before = place.branch, load_kiosk(place.branch.data)
    mine = public_of(seal_key(7)).hex()
    with sealed(place.made) as hq:
        told = branch.client.assignments()
        branch.client.close()
        body = json.loads(
            open_envelope(told, ASSIGNMENTS_TYPE, (public_keys(place.made.home).sign,))
        )
        own = signer_in_memory(sign_key(7))
        said = json.loads(
            open_envelope(body["sealed_to"].encode(), RECIPIENTS_TYPE, (before.sealed_to_key,))
        )
        forged = said | {"recipients": [mine], "serial": said["serial"] + 1}
        by_me, by_hq = (
            sign_envelope(RECIPIENTS_TYPE, json.dumps(forged).encode(), one).decode()
            for one in (own, hq.keys.signer)
        )
        for change in (
            {"recipients": [mine], "sealed_to": "", "sealed_to_key": ""},
            {"recipients": [mine], "sealed_to": by_me, "sealed_to_key": own.public.hex()},
            {"sealed_to": by_hq},
            {"sealed_to": "x"},
        ):
            lie = json.dumps(body | change | {"serial": body["serial"] + 1}).encode()
            envelope = sign_envelope(ASSIGNMENTS_TYPE, lie, hq.keys.signer)
            with pytest.raises(StatementRefusedError):
                store_assignments(branch.data, branch.identity, envelope)
        # what the list says besides is not believed
        lie = json.dumps(body | {"recipients": [mine]}).encode()
        store_assignments(
            branch.data, branch.identity, sign_envelope(ASSIGNMENTS_TYPE, lie, hq.keys.signer)
        )
    assert load_kiosk(branch.data) == before
    assert before.recipients == (public_keys(place.made.home).seal,)


def test_a_new_sealing_key_goes_down_by_the_holders_word_and_no_older_one_after_it(
    holder: Place,
) -> None:
    branch, home = holder.branch, holder.made.home
    older = (holder.keys / STATEMENT).read_bytes()
    new = sealed_to(rotate_sealing(home, SIGNS, CLOCK.now()).seal[0])
    with sealed(holder.made):
        branch.rounds.turn()
        assert load_kiosk(branch.data).recipients == (new,)
        bring(holder)
        branch.client.close()
    newest = (holder.keys / STATEMENT).read_bytes()
    (holder.keys / STATEMENT).write_bytes(older)
    with sealed(holder.made):
        branch.rounds.turn()
        branch.client.close()
    assert load_kiosk(branch.data).recipients == (new,)
    (holder.keys / STATEMENT).write_bytes(newest)
    # the signing key changes as before
    rotate_signing(home, SIGNS, CLOCK.now())
    with sealed(holder.made):
        branch.rounds.turn()
        branch.client.close()
    assert load_kiosk(branch.data).hq_keys[0] == public_keys(home).sign


def test_a_statement_that_was_lost_is_made_again_and_believed(holder: Place) -> None:
    branch, home = holder.branch, holder.made.home
    known = load_kiosk(branch.data)
    (holder.keys / STATEMENT).unlink()
    later = WallTime(CLOCK.now() + timedelta(seconds=5))
    split_keys(home, SIGNS, OPENS, later)
    new = sealed_to(rotate_sealing(home, SIGNS, CLOCK.now()).seal[0])
    with sealed(holder.made):
        branch.rounds.turn()
        branch.client.close()
    now = load_kiosk(branch.data)
    assert (now.recipients, now.sealed_to_key) == ((new,), known.sealed_to_key)
    assert now.sealed_to_serial > known.sealed_to_serial


def test_a_statement_that_is_not_the_holders_is_told_where_the_keys_are_opened(
    holder: Place,
) -> None:
    home, now = holder.made.home, CLOCK.now()
    private = open_private(home, SIGNS, now)
    assert private.recipients is not None
    says = signer_of(private.recipients)
    path = holder.keys / STATEMENT
    said = json.loads(open_envelope(path.read_bytes(), RECIPIENTS_TYPE, (says.public,)))
    mine = json.dumps(said | {"recipients": [public_of(seal_key(7)).hex()]}).encode()
    for wrong in (
        sign_envelope(RECIPIENTS_TYPE, json.dumps(said).encode(), private.signer),
        sign_envelope(RECIPIENTS_TYPE, mine, says),
        b"\xff",
    ):
        path.write_bytes(wrong)
        with pytest.raises(RecipientsError):
            open_headquarters(home, holder.folder / "passphrase", CLOCK)


def test_keys_that_are_not_apart_are_not_pretended_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = new_home(tmp_path / "hq")
    with pytest.raises(NotSplitError):
        open_headquarters(made.home, tmp_path / "passphrase", CLOCK, sealed=True)
    for same in (b"", SIGNS):
        with pytest.raises(PassphraseError):
            split_keys(made.home, SIGNS, same, CLOCK.now())
    (tmp_path / "opens").write_bytes(OPENS + b"\n")
    secrets = ["--passphrase-file", tmp_path / "passphrase"]
    secrets += ["--sealing-passphrase-file", tmp_path / "opens"]
    split = ["hq", "keys", "split", "--home", made.home, *secrets, "--json"]
    assert main.main([str(one) for one in split]) == 0
    told = json.loads(capsys.readouterr().out)
    hq = open_headquarters(made.home, tmp_path / "passphrase", CLOCK, sealed=True)
    assert hq.keys.sealed_to_key.hex() == told["recipients_key"]
    hq.close()


def test_a_kiosk_of_before_and_one_of_after_take_the_holders_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_home(tmp_path / "hq")
    hq = open_headquarters(made.home, tmp_path / "passphrase", CLOCK)
    with serving(hq):
        early = branch_at(tmp_path / "a", enrolled(tmp_path / "a", made))
        early.rounds.turn()
        early.client.close()
    hq.close()
    assert load_kiosk(early.data).sealed_to_key == b""
    # cut off after the first file: given again, with both passphrases
    (tmp_path / "opens").write_bytes(OPENS + b"\n")
    monkeypatch.setattr("app.hq.unlock.write_private_key", _only_once())
    with pytest.raises(OSError):
        split_keys(made.home, SIGNS, OPENS, CLOCK.now())
    monkeypatch.undo()
    monkeypatch.setattr("app.sync.bringing.RECEIPT_TRIES", 2)
    monkeypatch.setenv(SEALING_PASSPHRASE_FILE, str(tmp_path / "opens"))
    made_keys = split_keys(made.home, SIGNS, OPENS, CLOCK.now())
    with pytest.raises(NotSplitError):
        split_keys(made.home, SIGNS, b"another", CLOCK.now())
    assert made_keys.recipients is not None
    key = signer_of(made_keys.recipients).public
    with sealed(made) as hq:
        late = branch_at(tmp_path / "b", enrolled(tmp_path / "b", made, fresh_code(hq)))
        for branch in (early, late):
            branch.rounds.turn()
            assert load_kiosk(branch.data).sealed_to_key == key
            assert look_at_keys(branch.data).seals_by_word_of == key_id(key)
            assert len(list(keys_line(look_at_keys(branch.data)))) == 2
            branch.close()
    # the backup for the shares holds that key too
    now = CLOCK.now()
    private = open_private(made.home, SIGNS, now)
    sheets = make_recovery(made.home, private, (2, 2), tmp_path / "sheets", now).files
    back = restore_keys(made.home, [read_share(one) for one in sheets], tmp_path / "k", b"new")
    assert back.recipients is not None
    assert signer_of(back.recipients).public == key
    assert replace(private, seal=()).recipients is not None


def _only_once() -> object:
    calls: list[Path] = []

    def write(path: Path, key: object, passphrase: bytes) -> None:
        if calls:
            raise OSError
        calls.append(path)
        write_private_key(path, key, passphrase)  # type: ignore[arg-type]

    return write
