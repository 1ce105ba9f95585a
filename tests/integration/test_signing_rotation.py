"""A new signing key of HQ: kiosks that hear of it, that do not, and what was signed before."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

import main
from app.bundle.dsse import open_envelope, sign_envelope, signer_in_memory
from app.bundle.errors import SignatureError
from app.bundle.keys import write_private_key
from app.bundle.recovery_shares import read_share
from app.bundle.succession import succession
from app.domain.exchange import ASSIGNMENTS_TYPE, RECEIPT_ENDING, RECEIPT_TYPE
from app.domain.timing import WallTime
from app.hq.errors import RecoveryForgedError, SigningChainError
from app.hq.recovery import make_recovery, restore_keys
from app.hq.rotation import rotate_sealing, rotate_signing
from app.hq.setup import Headquarters, NewHome, open_headquarters
from app.hq.signing_keys import CHAIN, checked_links, read_envelopes, write_envelopes
from app.hq.unlock import SIGN_KEY, open_private, public_keys
from app.sync.assignments import read_assignments, store_assignments
from app.sync.by_hand import take_receipts
from app.sync.errors import StatementRefusedError
from app.sync.identity import load_kiosk
from tests.bundle_samples import StillClock, sign_key
from tests.sync_rig import CLOCK, Branch, branch_at, enrolled, new_home, serving

OPENS = b"correct horse battery"
OVERLAP = timedelta(days=30)


@dataclass
class Place:
    made: NewHome
    branch: Branch
    old: bytes

    @property
    def keys(self) -> Path:
        return (self.made.home / SIGN_KEY).parent


@contextlib.contextmanager
def online(made: NewHome, days: int = 0) -> Iterator[Headquarters]:
    """HQ is started so many days from now, and closed at the end of the block."""
    clock = StillClock(WallTime(CLOCK.now() + timedelta(days=days)))
    hq = open_headquarters(made.home, made.home.parent / "passphrase", clock)
    try:
        with serving(hq):
            yield hq
    finally:
        hq.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = new_home(tmp_path / "hq")
    with online(made):
        branch = branch_at(tmp_path / "kiosk", enrolled(tmp_path / "kiosk", made))
        branch.rounds.turn()
        branch.client.close()
    yield Place(made, branch, public_keys(made.home).sign)
    branch.close()


def rotate(place: Place, overlap: timedelta = OVERLAP) -> bytes:
    return rotate_signing(place.made.home, OPENS, CLOCK.now(), overlap=overlap).signer.public


def deliver(place: Place) -> bytes:
    """Seal and bring a session; gives the stored receipt."""
    branch = place.branch
    bundle = branch.seal(branch.sample(place.made))
    branch.rounds.turn()
    assert branch.state() == "receipted"
    branch.client.close()
    return (branch.data / "receipts" / f"{bundle.session}.json").read_bytes()


def test_a_kiosk_learns_the_new_key_by_the_old_one_and_drops_that_at_its_end(place: Place) -> None:
    with online(place.made):
        first = deliver(place)
    new = rotate(place)
    with online(place.made):
        second = deliver(place)
    assert load_kiosk(place.branch.data).hq_keys == (new, place.old)
    with online(place.made, days=31):
        third = deliver(place)
    assert load_kiosk(place.branch.data).hq_keys == (new,)
    assert read_assignments(place.branch.data)
    # receipts of the earlier key stay checkable, and the chain says that it was HQ's
    for receipt, signers in ((first, {place.old}), (second, {place.old, new}), (third, {new})):
        for key in (place.old, new):
            if key in signers:
                assert open_envelope(receipt, RECEIPT_TYPE, (key,))
            else:
                with pytest.raises(SignatureError):
                    open_envelope(receipt, RECEIPT_TYPE, (key,))
    (link,) = checked_links(read_envelopes(place.keys, new))
    assert (link.previous, link.next) == (place.old.hex(), new.hex())


def test_a_kiosk_that_heard_nothing_takes_receipts_by_hand_until_the_end(
    place: Place, tmp_path: Path
) -> None:
    rotate(place)
    branch = place.branch
    bundle = branch.seal(branch.sample(place.made))
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(branch.outbox.file(bundle.digest), stick / "a.bundle")
    arguments = ["hq", "import", "--home", str(place.made.home), str(stick)]
    code = main.main([*arguments, "--passphrase-file", str(place.made.home.parent / "passphrase")])
    assert code == 0
    assert (stick / f"{bundle.session}{RECEIPT_ENDING}").exists()
    (took,) = take_receipts(branch.data, branch.identity, branch.outbox, stick)
    assert took.problem is None
    assert load_kiosk(branch.data).hq_keys == (place.old,)


def test_a_kiosk_that_heard_nothing_for_years_follows_the_changes(place: Place) -> None:
    rotate(place)
    new = rotate(place, timedelta())
    branch = place.branch
    with online(place.made, days=31) as hq:
        assert hq.keys.signer.also == ()
        receipt = deliver(place)
    assert open_envelope(receipt, RECEIPT_TYPE, (new,))
    assert load_kiosk(branch.data).hq_keys == (new,)
    assert read_assignments(branch.data)


def test_changes_that_lead_from_no_trusted_key_lead_nowhere(place: Place) -> None:
    branch, now = place.branch, CLOCK.now()
    mine, other = signer_in_memory(sign_key(8)), signer_in_memory(sign_key(9))
    until = WallTime(now + OVERLAP)
    genuine = rotate(place, timedelta())
    (told,) = read_envelopes(place.keys, genuine)
    with online(place.made):
        body = json.loads(open_envelope(branch.client.assignments(), ASSIGNMENTS_TYPE, (genuine,)))
        branch.client.close()
    stolen = succession(mine, mine, now, until)
    half = succession(replace(mine, public=place.old), mine, now, until)
    for changes in ([], [stolen], [half], [told, stolen], [told], [stolen] * 1001, ["x"]):
        lie = body | {"hq_changes": changes, "hq_keys": [mine.public.hex()]}
        for signer in (mine, other):
            envelope = sign_envelope(ASSIGNMENTS_TYPE, json.dumps(lie).encode(), signer)
            with pytest.raises(StatementRefusedError):
                store_assignments(branch.data, branch.identity, envelope)
    assert load_kiosk(branch.data).hq_keys == (place.old,)


def test_an_older_list_does_not_bring_the_old_key_back(place: Place) -> None:
    new = rotate(place)
    with online(place.made):
        place.branch.rounds.turn()
        both = place.branch.client.assignments()
        place.branch.client.close()
    with online(place.made, days=31):
        place.branch.rounds.turn()
        place.branch.client.close()
    with pytest.raises(StatementRefusedError, match="older"):
        store_assignments(place.branch.data, load_kiosk(place.branch.data), both)
    assert load_kiosk(place.branch.data).hq_keys == (new,)


def test_a_list_that_names_a_key_which_did_not_sign_it_is_refused(place: Place) -> None:
    with online(place.made) as hq:
        told = place.branch.client.assignments()
        place.branch.client.close()
        body = json.loads(open_envelope(told, ASSIGNMENTS_TYPE, (place.old,)))
        stranger = signer_in_memory(sign_key(9)).public.hex()
        body |= {"hq_keys": [stranger, place.old.hex()], "serial": body["serial"] + 1}
        forged = sign_envelope(ASSIGNMENTS_TYPE, json.dumps(body).encode(), hq.keys.signer)
    with pytest.raises(StatementRefusedError, match="newest key"):
        store_assignments(place.branch.data, place.branch.identity, forged)
    assert load_kiosk(place.branch.data).hq_keys == (place.old,)


def test_the_chain_is_checked_when_the_keys_are_opened(place: Place) -> None:
    first = rotate(place)
    second = rotate(place)
    whole = read_envelopes(place.keys, second)
    assert [one.next for one in checked_links(whole)] == [first.hex(), second.hex()]
    stranger, now = signer_in_memory(sign_key(9)), CLOCK.now()
    forged = succession(stranger, stranger, now, WallTime(now + OVERLAP))
    bent = whole[1].replace(whole[1][60:64], "AAAA")
    for wrong in (whole[:1], whole[::-1], (whole[0], forged), (forged, whole[1]), (whole[0], bent)):
        write_envelopes(place.keys, wrong)
        with pytest.raises(SigningChainError):
            open_private(place.made.home, OPENS, now)
    (place.keys / CHAIN).write_bytes(b"[1]")
    with pytest.raises(SigningChainError):
        open_private(place.made.home, OPENS, now)


def test_a_change_that_was_cut_off_leaves_the_key_before(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, now = place.made.home, CLOCK.now()
    sheets = make_recovery(home, open_private(home, OPENS, now), (2, 2), tmp_path / "s", now).files
    writes: list[str] = []

    def cut(path: Path, key: object, passphrase: bytes) -> None:
        if path.name == Path(SIGN_KEY).name:
            raise OSError
        writes.append(path.name)
        write_private_key(path, key, passphrase)  # type: ignore[arg-type]

    monkeypatch.setattr("app.hq.rotation.write_key", cut)
    with pytest.raises(OSError):
        rotate(place)
    monkeypatch.undo()
    assert writes
    assert open_private(home, OPENS, now).signer.public == place.old
    rotate_sealing(home, OPENS, now)
    new = rotate(place)
    assert open_private(home, OPENS, now).signer.public == new
    # the sheets of before name the earlier key, and still open
    back = restore_keys(home, [read_share(file) for file in sheets], tmp_path / "n" / "keys", b"n")
    assert back.sign_public == new
    opened = open_private(tmp_path / "n", b"n", now)
    assert [one.public for one in opened.signer.also] == [place.old]


def test_a_backup_that_hq_did_not_sign_stops_the_change(place: Place, tmp_path: Path) -> None:
    home, other = place.made.home, new_home(tmp_path / "other" / "hq").home
    make_recovery(other, open_private(other, OPENS), (2, 2), None, CLOCK.now())
    shutil.copy(other / "keys/recovery.json", home / "keys/recovery.json")
    with pytest.raises(RecoveryForgedError):
        rotate(place)
    assert public_keys(home).sign == place.old


def test_the_command_says_what_it_did(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(place.made.home), "--json"]
    secret = ["--passphrase-file", str(place.made.home.parent / "passphrase")]
    rotated = ["hq", "keys", "rotate", "--signing", "--overlap-days", "0", *home, *secret]
    assert main.main(rotated) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sign_key"] == public_keys(place.made.home).sign.hex()
    assert told["signing_beside"] == []
    assert main.main(["hq", "keys", "list", *home]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["previous"] for one in listed["changes"]] == [place.old.hex()]
    assert replace(place, old=b"").keys.is_dir()
