"""HQ's keys out of k of n shares, and what is said when the shares are not right."""

import base64
import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from shamir_mnemonic import generate_mnemonics

from app.bundle.dsse import sign_envelope, signer_in_memory
from app.bundle.errors import (
    PassphraseError,
    RecoveryShareError,
    RecoverySharesError,
    RecoveryWishError,
)
from app.bundle.recovery_shares import HeldShare, join_secret, read_share, split_secret
from app.bundle.sealed_format import new_header
from app.bundle.sealed_stream import seal_stream_bytes
from app.cli.down_readers import READERS
from app.domain.errors import FileMissingError
from app.hq.errors import HomeExistsError, RecoveryForgedError, RecoveryMissingError
from app.hq.recovery import (
    BACKUP,
    RECOVERY_TYPE,
    back_up_publishing,
    make_recovery,
    restore_keys,
)
from app.hq.trust import PublishingSigners, TrustWishes, make_trust, renew_trust
from app.hq.trust_keys import OFFLINE, open_online, open_roots, open_targets, raw_keys
from app.hq.trust_recovery import TRUST_BACKUP, back_up_trust
from app.hq.unlock import PrivateKeys, open_private, public_keys, unlock, write_keys
from app.sync.down import Down
from devices.clock import SystemClock
from tests.bundle_samples import public_of
from tests.down_rig import NOW, SECRET, Booth, Publisher

CLOCK = SystemClock()
OLD, NEW = b"correct horse battery", b"another passphrase"


def make_home(home: Path, retired: int = 0) -> PrivateKeys:
    seal = tuple(X25519PrivateKey.generate() for _ in range(1 + retired))
    keys = PrivateKeys(seal, Ed25519PrivateKey.generate())
    write_keys(home / "keys", keys, OLD)
    return keys


def make_shares(home: Path, out: Path, shares: int = 5, needed: int = 3) -> list[Path]:
    made = make_recovery(home, open_private(home, OLD), (shares, needed), out, CLOCK.now())
    return list(made.files)


def held(files: list[Path]) -> list[HeldShare]:
    return [read_share(file) for file in files]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_home(tmp_path / "hq")
    return tmp_path / "hq"


def test_any_three_of_five_bring_the_keys_back_without_the_passphrase(
    home: Path, tmp_path: Path
) -> None:
    files = make_shares(home, tmp_path / "sheets")
    before = public_keys(home)
    for at, some in enumerate(itertools.combinations(files, 3)):
        out = tmp_path / f"restored-{at}" / "keys"
        restore_keys(home, held(list(some)), out, NEW)
        assert public_keys(out.parent) == before
        unlock(out.parent, NEW)
        with pytest.raises(PassphraseError):
            unlock(out.parent, OLD)


def test_what_was_sealed_to_any_key_opens_with_the_keys_restored(tmp_path: Path) -> None:
    keys = make_home(tmp_path / "hq", retired=2)
    files = make_shares(tmp_path / "hq", tmp_path / "sheets", 2, 2)
    restore_keys(tmp_path / "hq", held(files), tmp_path / "new" / "keys", NEW)
    opened = unlock(tmp_path / "new", NEW)
    for number, key in enumerate(keys.seal):
        secret = bytes([number]) * 32
        assert opened.open_key(new_header(secret, bytes(16), [public_of(key)], b"")) == secret
    assert opened.public.seal == public_of(keys.seal[0])


@pytest.mark.parametrize("given", [[0], [0, 1], [0, 0, 1]])
def test_fewer_open_nothing(home: Path, tmp_path: Path, given: list[int]) -> None:
    files = make_shares(home, tmp_path / "sheets")
    shares = held([files[at] for at in given])
    with pytest.raises(RecoverySharesError, match="3 different shares are needed"):
        restore_keys(home, shares, tmp_path / "out", NEW)
    assert not (tmp_path / "out").exists()


def test_the_sheets_are_secret_files_and_nothing_of_them_is_in_headquarters(
    home: Path, tmp_path: Path
) -> None:
    files = make_shares(home, tmp_path / "sheets")
    assert [file.name for file in files] == [f"share-{n}-of-5.txt" for n in range(1, 6)]
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for file, share in zip(files, held(files), strict=True):
        assert file.stat().st_mode & 0o777 == 0o600
        assert " ".join(share.words.split()[4:8]).encode() not in kept
    private = open_private(home, OLD)
    assert private.sign.private_bytes_raw().hex().encode() not in kept


def test_words_alone_typed_in_capitals_are_a_share(home: Path, tmp_path: Path) -> None:
    file = make_shares(home, tmp_path / "sheets")[3]
    typed = tmp_path / "typed.txt"
    words = [row for row in file.read_text().splitlines() if not row.startswith("#")]
    typed.write_text("\ufeff" + "\r\n\r\n".join(words).upper(), encoding="utf-8")
    assert read_share(typed).words == read_share(file).words
    assert read_share(typed).number == 4


def test_a_mistyped_word_is_told_with_the_share(home: Path, tmp_path: Path) -> None:
    file = make_shares(home, tmp_path / "sheets")[1]
    words = read_share(file).words.split()
    other = "academic" if words[9] != "academic" else "acid"
    file.write_text(" ".join([*words[:9], other, *words[10:]]))
    with pytest.raises(RecoveryShareError, match="word of share 2 is mistyped"):
        read_share(file)
    file.write_text(" ".join([*words[:9], "kiosk", *words[10:]]))
    with pytest.raises(RecoveryShareError, match="word 10 is not in the list") as told:
        read_share(file)
    assert "kiosk" not in str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00" * 30,
        b"academic " * 1_000_000,
        b"academic " * 33,
        "一 ".encode() * 33,
        b"abandon " * 24,
        b"# HQ signing key: \n",
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(RecoveryShareError):
        read_share(tmp_path / "x")


@pytest.mark.parametrize(
    ("groups", "threshold", "exponent"),
    [([(2, 3)], 1, 15), ([(2, 3), (2, 3)], 2, 0)],
)
def test_shares_of_another_make_are_refused_before_any_long_work(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    groups: list[tuple[int, int]],
    threshold: int,
    exponent: int,
) -> None:
    monkeypatch.setattr("shamir_mnemonic.cipher.BASE_ITERATION_COUNT", 4)
    made = generate_mnemonics(threshold, groups, bytes(32), iteration_exponent=exponent)
    (tmp_path / "x").write_text(made[0][0])
    with pytest.raises(RecoveryShareError, match="something else"):
        read_share(tmp_path / "x")


def test_a_share_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        read_share(tmp_path / "x")


def test_shares_of_two_sets_are_told_apart(home: Path, tmp_path: Path) -> None:
    old = make_shares(home, tmp_path / "old")
    new = make_shares(home, tmp_path / "new")
    mixed = held([new[0], new[1], old[2]])
    with pytest.raises(RecoverySharesError, match=r"share 3 \(share-3-of-5.txt\)"):
        restore_keys(home, mixed, tmp_path / "out", NEW)
    with pytest.raises(RecoverySharesError, match="another set"):
        restore_keys(home, held(old[:3]), tmp_path / "out", NEW)
    restore_keys(home, held(new), tmp_path / "out", NEW)


def test_two_sets_with_one_name_do_not_fit_together() -> None:
    one, two = (split_secret(bytes([n]) * 32, 3, 2) for n in (1, 2))
    disguised = HeldShare("x", one[0].set, 2, 2, two[1].words)
    with pytest.raises(RecoverySharesError, match="do not fit"):
        join_secret([one[0], disguised])
    with pytest.raises(RecoverySharesError, match="same number"):
        join_secret([one[1], disguised])


@pytest.mark.parametrize(("shares", "needed"), [(1, 1), (3, 1), (3, 4), (17, 3), (0, 0), (5, -1)])
def test_numbers_that_are_not_possible(home: Path, shares: int, needed: int) -> None:
    with pytest.raises(RecoveryWishError):
        make_recovery(home, open_private(home, OLD), (shares, needed), None, CLOCK.now())
    assert not (home / BACKUP).exists()


def test_nothing_is_put_over_other_files_or_into_headquarters(home: Path, tmp_path: Path) -> None:
    with pytest.raises(RecoveryWishError):
        make_shares(home, home / "sheets")
    with pytest.raises(HomeExistsError):
        make_shares(home, home)
    files = make_shares(home, tmp_path / "sheets")
    with pytest.raises(HomeExistsError):
        restore_keys(home, held(files), home / "keys", NEW)
    with pytest.raises(PassphraseError):
        restore_keys(home, held(files), tmp_path / "out", b"")


def test_a_backup_that_somebody_else_put_there_is_told(home: Path, tmp_path: Path) -> None:
    files = make_shares(home, tmp_path / "sheets")
    genuine = (home / BACKUP).read_bytes()
    # somebody who can write in HQ's folder, and knows the public recovery key
    make_home(tmp_path / "evil")
    evil = make_recovery(
        tmp_path / "evil", open_private(tmp_path / "evil", OLD), (5, 3), None, CLOCK.now()
    )
    assert evil.sheets
    for content in (b"", b"{}", b"\xff" * 50, genuine.replace(b"payload", b"paiload")):
        (home / BACKUP).write_bytes(content)
        with pytest.raises(RecoveryForgedError):
            restore_keys(home, held(files), tmp_path / "out", NEW)
    (home / BACKUP).write_bytes((tmp_path / "evil" / BACKUP).read_bytes())
    with pytest.raises(RecoverySharesError):
        restore_keys(home, held(files), tmp_path / "out", NEW)
    (home / BACKUP).unlink()
    with pytest.raises(RecoveryMissingError):
        restore_keys(home, held(files), tmp_path / "out", NEW)


def test_keys_of_somebody_else_sealed_to_the_recovery_key_are_told(
    home: Path, tmp_path: Path
) -> None:
    files = make_shares(home, tmp_path / "sheets")
    envelope = json.loads((home / BACKUP).read_bytes())
    forged = seal_as_somebody_else(envelope, make_home(tmp_path / "evil"))
    (home / BACKUP).write_bytes(forged)
    with pytest.raises(RecoveryForgedError, match="sheets name"):
        restore_keys(home, held(files), tmp_path / "out", NEW)
    resigned = json.loads(forged) | {"signatures": envelope["signatures"]}
    (home / BACKUP).write_text(json.dumps(resigned, separators=(",", ":")))
    with pytest.raises(RecoveryForgedError, match="not signed with"):
        restore_keys(home, held(files), tmp_path / "out", NEW)


def test_headquarters_that_was_brought_back_publishes_and_kiosks_take_it(tmp_path: Path) -> None:
    home = tmp_path / "hq"
    private = make_home(home)
    files = make_shares(home, tmp_path / "sheets")
    signer = private.signer
    wishes = TrustWishes(tmp_path / "offline", SECRET, 3, 2)
    make_trust(home, wishes, OLD, signer, NOW)
    publisher = Publisher(home, signers_of(home, OLD, tmp_path / "offline", SECRET), [])
    publisher.lexicon("before")
    booth = Booth(tmp_path / "kiosk")
    booth.identity = replace(booth.identity, hq_keys=(signer.public,))
    booth.down = Down(booth.data, booth.identity, booth.clock, READERS)
    booth.take(publisher.stick(tmp_path / "stick"))
    kept = raw_keys(home, OLD, tmp_path / "offline", SECRET)
    back_up_publishing(home, kept, signer)
    assert all(raw not in (home / TRUST_BACKUP).read_bytes() for raw in kept.values())
    restore_keys(home, held(files[:3]), tmp_path / "out", NEW)
    for key in (home / "keys").glob("*.key"):
        key.unlink()
    for key in (tmp_path / "out").glob("*.key"):
        shutil.copy(key, home / "keys")
    offline = tmp_path / "out" / OFFLINE
    assert [path.name for path in sorted(offline.iterdir())] == [
        "root-1.key", "root-2.key", "root-3.key", "targets.key",
    ]  # fmt: skip
    back = Publisher(home, signers_of(home, NEW, offline, NEW), [])
    renew_trust(back.trust, open_roots(offline, NEW), back.signers, NOW)
    back.lexicon("after")
    booth.take(back.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "after" in booth.content("lexicon")
    # somebody else's, and one for an earlier set of shares
    other = signer_in_memory(make_home(tmp_path / "evil").sign)
    back_up_trust(home, bytes.fromhex(backup_public(home)), kept, other)
    with pytest.raises(RecoveryForgedError, match="publishing"):
        restore_keys(home, held(files), tmp_path / "out-2", NEW)
    back_up_trust(home, public_of(X25519PrivateKey.generate()), kept, signer)
    restore_keys(home, held(files), tmp_path / "out-3", NEW)
    assert not (tmp_path / "out-3" / OFFLINE).exists()
    with pytest.raises(RecoveryForgedError):
        back_up_publishing(home, kept, other)


def signers_of(home: Path, passphrase: bytes, keys: Path, secret: bytes) -> PublishingSigners:
    return PublishingSigners(open_targets(keys, secret), open_online(home, passphrase))


def backup_public(home: Path) -> str:
    envelope = json.loads((home / BACKUP).read_bytes())
    public: str = json.loads(base64.b64decode(envelope["payload"]))["public"]
    return public


def seal_as_somebody_else(envelope: dict[str, str], keys: PrivateKeys) -> bytes:
    """What anyone can make who has seen the backup: other keys, sealed to the same shares."""
    payload = json.loads(base64.b64decode(envelope["payload"]))
    kept = {
        "seal": [key.private_bytes_raw().hex() for key in keys.seal],
        "sign": keys.sign.private_bytes_raw().hex(),
    }
    public = bytes.fromhex(payload["public"])
    sealed = seal_stream_bytes(json.dumps(kept).encode(), (public,), b"booth-hq-recovery")
    payload["sealed"] = base64.b64encode(sealed).decode()
    signer = signer_in_memory(keys.sign)
    return sign_envelope(RECOVERY_TYPE, json.dumps(payload).encode(), signer)
