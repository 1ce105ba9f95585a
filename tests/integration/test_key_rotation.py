"""A new sealing key: what kiosks seal to before and after they hear of it, and what HQ opens."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bundle.errors import PassphraseError
from app.bundle.format import open_bundle
from app.bundle.key_opening import sealed_to
from app.bundle.keys import write_private_key
from app.bundle.manifest import Manifest
from app.bundle.recovery_shares import read_share
from app.bundle.seal import seal_bundle
from app.bundle.sealed_format import key_id
from app.hq.errors import RecoveryForgedError
from app.hq.inbox import Quarantined
from app.hq.new_keys import KeysWish
from app.hq.recovery import BACKUP, make_recovery, restore_keys
from app.hq.rotation import rotate_sealing
from app.hq.setup import Headquarters, NewHome
from app.hq.unlock import SEAL_KEY, open_private, public_keys, unlock
from app.sync.assignments import store_assignments
from app.sync.errors import StatementRefusedError
from app.sync.identity import load_kiosk
from tests.sync_rig import CLOCK, Branch, branch_at, enrolled, new_home, open_home, serving

PASSPHRASE = b"correct horse battery"
HYBRID = KeysWish("hybrid")


@dataclass
class Place:
    made: NewHome
    branch: Branch


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = new_home(tmp_path / "hq")
    hq = open_home(made.home)
    with serving(hq):
        branch = branch_at(tmp_path / "kiosk", enrolled(tmp_path / "kiosk", made))
        branch.rounds.turn()
        branch.client.close()
    hq.close()
    yield Place(made, branch)
    branch.close()


@contextlib.contextmanager
def online(made: NewHome, branch: Branch) -> Iterator[Headquarters]:
    """HQ is started, and closed at the end of the block."""
    hq = open_home(made.home)
    try:
        with serving(hq):
            yield hq
            branch.client.close()
    finally:
        hq.close()


def manifest_of(branch: Branch) -> Manifest:
    return open_bundle(branch.outbox.file(branch.outbox.bundles()[-1].digest)).manifest


def test_a_kiosk_that_was_offline_delivers_and_then_seals_to_the_new_key(place: Place) -> None:
    made, branch = place.made, place.branch
    old = public_keys(made.home).seal
    new = sealed_to(rotate_sealing(made.home, PASSPHRASE, CLOCK.now()).seal[0])
    sessions = []
    with online(made, branch) as hq:
        # offline over the change: sealed to the key that it knew
        sample = branch.sample(made)
        branch.seal(sample)
        sessions.append(sample.session)
        assert manifest_of(branch).recipients == (key_id(old),)
        branch.rounds.turn()
        assert branch.state() == "receipted"
        assert load_kiosk(branch.data).recipients == (new,)
        # and to the new one as soon as it heard of it
        sample = branch.sample(made)
        branch.seal(sample)
        sessions.append(sample.session)
        assert manifest_of(branch).recipients == (key_id(new),)
        branch.rounds.turn()
        assert branch.state() == "receipted"
        for session in sessions:
            assert hq.archive.record(session).session == session


def test_an_older_list_does_not_bring_the_old_key_back(place: Place) -> None:
    made, branch = place.made, place.branch
    with online(made, branch):
        old = branch.client.assignments()
    new = sealed_to(rotate_sealing(made.home, PASSPHRASE, CLOCK.now()).seal[0])
    with online(made, branch):
        branch.rounds.turn()
    with pytest.raises(StatementRefusedError, match="older"):
        store_assignments(branch.data, branch.identity, old)
    assert load_kiosk(branch.data).recipients == (new,)


def test_a_hybrid_key_takes_the_place_of_the_plain_one_for_good(place: Place) -> None:
    made, branch = place.made, place.branch
    plain = public_keys(made.home).seal
    with online(made, branch):
        older = branch.client.assignments()
    hybrid = sealed_to(rotate_sealing(made.home, PASSPHRASE, CLOCK.now(), HYBRID).seal[0])
    assert len(hybrid) == 1216
    with online(made, branch) as hq:
        branch.rounds.turn()
        assert load_kiosk(branch.data).recipients == (hybrid,)
        with pytest.raises(StatementRefusedError):
            store_assignments(branch.data, branch.identity, older)
        sample = branch.sample(made)
        branch.seal(sample)
        assert manifest_of(branch).recipients == (key_id(hybrid),)
        branch.rounds.turn()
        assert branch.state() == "receipted"
        assert hq.archive.record(sample.session).session == sample.session
        # documents sealed to the plain key under a manifest that was signed for the hybrid one
        other = branch.sample(made)
        sources = other.sources(branch.data / "other", plain)
        path = branch.data / "downgraded.bundle"
        seal_bundle(path, sources, other.facts(hybrid), branch.keys.signer)
        refused = hq.inbox.take(hq.objects.bring_in(path))
        assert isinstance(refused, Quarantined)
        assert refused.reason.code == "BUNDLE-MANIFEST"
    # without a word, the next change keeps the kind
    again = rotate_sealing(made.home, PASSPHRASE, CLOCK.now())
    assert sorted(len(sealed_to(key)) for key in again.seal) == [32, 1216, 1216]
    assert len(sealed_to(again.seal[0])) == 1216


def test_a_server_that_runs_names_no_key_that_it_cannot_open(place: Place) -> None:
    made, branch = place.made, place.branch
    old = public_keys(made.home).seal
    with online(made, branch):
        rotate_sealing(made.home, PASSPHRASE, CLOCK.now())
        branch.rounds.turn()
        assert load_kiosk(branch.data).recipients == (old,)
        branch.seal(branch.sample(made))
        branch.rounds.turn()
        assert branch.state() == "receipted"


def test_the_shares_bring_back_the_keys_of_every_rotation(place: Place, tmp_path: Path) -> None:
    home = place.made.home
    private = open_private(home, PASSPHRASE)
    files = make_recovery(home, private, (3, 2), tmp_path / "sheets", CLOCK.now()).files
    rotate_sealing(home, PASSPHRASE, CLOCK.now(), HYBRID)
    held = rotate_sealing(home, PASSPHRASE, CLOCK.now(), KeysWish())
    shares = [read_share(file) for file in files[:2]]
    restore_keys(home, shares, tmp_path / "new" / "keys", b"new")
    back = open_private(tmp_path / "new", b"new")
    assert len(held.seal) == 3
    assert {sealed_to(key) for key in back.seal} == {sealed_to(key) for key in held.seal}
    assert sealed_to(back.seal[0]) == sealed_to(held.seal[0])


def test_a_backup_with_a_recovery_key_of_somebody_else_gets_no_new_key(
    place: Place, tmp_path: Path
) -> None:
    home, other = place.made.home, new_home(tmp_path / "other").home
    make_recovery(other, open_private(other, PASSPHRASE), (3, 2), None, CLOCK.now())
    (home / BACKUP).write_bytes((other / BACKUP).read_bytes())
    before = (home / SEAL_KEY).read_bytes()
    with pytest.raises(RecoveryForgedError):
        rotate_sealing(home, PASSPHRASE, CLOCK.now())
    assert (home / SEAL_KEY).read_bytes() == before


def test_a_change_that_was_cut_off_leaves_everything_readable(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, before = place.made.home, public_keys(place.made.home)
    with pytest.raises(PassphraseError):
        rotate_sealing(home, b"wrong", CLOCK.now())
    monkeypatch.setattr("app.hq.unlock.write_private_key", _only_once())
    with pytest.raises(OSError):
        rotate_sealing(home, PASSPHRASE, CLOCK.now())
    monkeypatch.undo()
    assert unlock(home, PASSPHRASE).public == before
    assert len(open_private(home, PASSPHRASE).seal) == 1
    assert len(rotate_sealing(home, PASSPHRASE, CLOCK.now()).seal) == 2


def _only_once() -> object:
    calls: list[Path] = []

    def write(path: Path, key: object, passphrase: bytes) -> None:
        if calls:
            raise OSError
        calls.append(path)
        write_private_key(path, key, passphrase)  # type: ignore[arg-type]

    return write
