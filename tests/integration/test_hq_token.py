"""HQ's keys in a token: a whole session to a SoftHSM, and what is said when it is not right."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pkcs11
import pytest

import main
from app.bundle.dsse import open_envelope
from app.bundle.errors import (
    KeyFileError,
    TokenFailedError,
    TokenKeyError,
    TokenMissingError,
    TokenModuleError,
    TokenPinError,
    TokenPinLockedError,
)
from app.bundle.format import open_bundle
from app.bundle.key_opening import sealed_to
from app.bundle.recipients import wrap_key
from app.bundle.recovery_shares import read_share
from app.bundle.sealed_format import SealedHeader, key_id
from app.bundle.token import Token
from app.bundle.token_files import TokenAccess, TokenPlace, parse_token_key
from app.bundle.unseal import open_entry, opener_from_file
from app.domain.exchange import RECEIPT_TYPE
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY
from app.hq.errors import KeysWishError, RecoveryForgedError
from app.hq.inbox import Inbox
from app.hq.new_keys import KeysWish, new_signing_key
from app.hq.recovery import BACKUP, make_recovery, restore_keys
from app.hq.rotation import rotate_sealing, rotate_signing
from app.hq.setup import NewHome, open_headquarters
from app.hq.split import split_keys
from app.hq.token_access import MODULE as MODULE_NAME
from app.hq.token_access import PIN as PIN_NAME
from app.hq.token_access import PIN_FILE, ask_token
from app.hq.unlock import (
    PASSPHRASE,
    SEAL_KEY,
    SEALING_PASSPHRASE_FILE,
    SIGN_KEY,
    held_keys,
    open_private,
    public_keys,
)
from app.sync.identity import load_kiosk
from tests.sync_rig import CLOCK, Branch, branch_at, enrolled, new_home, open_home, serving
from tests.token_rig import MODULE, PIN, SoftTokens

OPENS = b"correct horse battery"
ACCESS = TokenAccess(str(MODULE), PIN)


@pytest.fixture(autouse=True)
def pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PIN_NAME, PIN)
    monkeypatch.setenv(MODULE_NAME, str(MODULE))


@contextlib.contextmanager
def kiosk_of(made: NewHome, data: Path) -> Iterator[Branch]:
    """HQ is served, and a kiosk has made its first round."""
    hq = open_home(made.home)
    with serving(hq):
        branch = branch_at(data, enrolled(data, made))
        branch.rounds.turn()
        yield branch
        branch.close()
    hq.close()


def deliver(branch: Branch, made: NewHome) -> tuple[str, Path]:
    """Seal a session and bring it; gives the session, and a copy of its bundle."""
    sample = branch.sample(made)
    bundle = branch.seal(sample)
    kept = branch.data / f"{bundle.session}.copy"
    shutil.copy(branch.outbox.file(bundle.digest), kept)
    branch.rounds.turn()
    assert branch.state() == "receipted"
    return bundle.session, kept


def test_a_session_is_sealed_to_the_token_imported_and_countersigned_in_it(
    tokens: SoftTokens, tmp_path: Path
) -> None:
    made = new_home(tmp_path / "hq", KeysWish("hsm", tokens.one))
    assert made.passphrase_file is None
    assert not (made.home / PASSPHRASE).exists()
    public = public_keys(made.home)
    assert len(public.seal) == 65
    # no library is named where others may write
    assert MODULE.name.encode() not in (made.home / SEAL_KEY).read_bytes()
    with kiosk_of(made, tmp_path / "kiosk") as branch:
        assert load_kiosk(branch.data).recipients == (public.seal,)
        session, bundle = deliver(branch, made)
        receipt = (branch.data / "receipts" / f"{session}.json").read_bytes()
    assert open_envelope(receipt, RECEIPT_TYPE, (public.sign,))
    opened = open_bundle(bundle)
    assert opened.manifest.recipients == (key_id(public.seal),)
    placed = opened.placed(RECORD_ENTRY)
    assert placed is not None
    open_key = opener_from_file(made.home / SEAL_KEY, None, ask_token)
    assert session.encode() in b"".join(open_entry(opened, placed, open_key))
    # opened without any passphrase, and after a new start
    hq = open_headquarters(made.home, None, CLOCK)
    assert [one.session for one in hq.archive.sessions()] == [session]
    hq.close()


def test_an_hq_with_keys_in_files_moves_into_the_token(tokens: SoftTokens, tmp_path: Path) -> None:
    made = new_home(tmp_path / "hq")
    wish, now = KeysWish("hsm", tokens.one), CLOCK.now()
    with kiosk_of(made, tmp_path / "kiosk") as branch:
        before, _ = deliver(branch, made)
    rotate_sealing(made.home, OPENS, now, wish)
    rotate_signing(made.home, OPENS, now, wish)
    # another key in the same token, without saying so
    private = rotate_sealing(made.home, OPENS, now)
    assert [len(sealed_to(key)) for key in private.seal].count(65) == 2
    hq = open_home(made.home)
    with serving(hq):
        branch = branch_at(tmp_path / "kiosk", load_kiosk(tmp_path / "kiosk"))
        branch.rounds.turn()
        known = load_kiosk(branch.data)
        assert known.recipients == (public_keys(made.home).seal,)
        assert known.hq_keys[0] == public_keys(made.home).sign
        after, _ = deliver(branch, made)
        branch.close()
    assert {one.session for one in hq.archive.sessions()} == {before, after}
    hq.close()


def test_enough_shares_open_what_was_sealed_to_a_token_that_is_lost(
    tokens: SoftTokens, tmp_path: Path
) -> None:
    made = new_home(tmp_path / "hq", KeysWish("hsm", tokens.one))
    private = open_private(made.home, b"")
    sheets = make_recovery(made.home, private, (3, 2), tmp_path / "sheets", CLOCK.now()).files
    with kiosk_of(made, tmp_path / "kiosk") as branch:
        assert [len(key) for key in load_kiosk(branch.data).recipients] == [65, 32]
        _, bundle = deliver(branch, made)
    shares = [read_share(file) for file in sheets[1:]]
    restored = restore_keys(made.home, shares, tmp_path / "keys", b"new")
    assert restored.sign is None
    assert not (tmp_path / "keys" / "sign.key").exists()
    opened = open_bundle(bundle)
    placed = opened.placed(JOURNAL_ENTRY)
    assert placed is not None
    assert b"".join(
        open_entry(
            opened, placed, opener_from_file(tmp_path / "keys" / "seal.key", b"new", ask_token)
        )
    )


def test_a_recovery_key_that_hq_did_not_sign_is_not_sealed_to(
    tokens: SoftTokens, tmp_path: Path
) -> None:
    made, other = new_home(tmp_path / "a" / "hq", KeysWish("hsm", tokens.one)), tmp_path / "b"
    theirs = new_home(other / "hq")
    make_recovery(theirs.home, open_private(theirs.home, OPENS), (2, 2), None, CLOCK.now())
    shutil.copy(theirs.home / BACKUP, made.home / BACKUP)
    with pytest.raises(RecoveryForgedError):
        open_home(made.home)


def test_a_file_that_names_another_key_is_told(tokens: SoftTokens, tmp_path: Path) -> None:
    made = new_home(tmp_path / "hq", KeysWish("hsm", tokens.one))
    for name, kind in ((SEAL_KEY, "p256"), (SIGN_KEY, "ed25519")):
        path = made.home / name
        content = path.read_bytes()
        file = parse_token_key(content, name)
        assert file is not None
        token = Token(tokens.one, ACCESS, change=True)
        stranger = token.make(file.kind)
        for wrong in (replace(file, public=stranger.public), replace(file, id="00" * 16)):
            with pytest.raises(TokenKeyError):
                token.unsealing(wrong) if kind == "p256" else token.signing(wrong)
        swapped = SIGN_KEY if name == SEAL_KEY else SEAL_KEY
        path.write_bytes((made.home / swapped).read_bytes())
        with pytest.raises(KeyFileError):
            open_private(made.home, b"")
        path.write_bytes(b'{"format": "booth-token-key/1"}')
        with pytest.raises(KeyFileError):
            public_keys(made.home)
        path.write_bytes(content)


def test_several_threads_use_several_sessions_of_a_token(tokens: SoftTokens) -> None:
    first, second = Token(tokens.one, ACCESS, change=True), Token(tokens.one, ACCESS)
    seal, sign = first.make("p256"), first.make("ed25519")
    unsealing = [one.unsealing(seal) for one in (first, second)]
    signing = [one.signing(sign) for one in (first, second)]
    wrapped = wrap_key(b"k" * 32, unsealing[0].public, b"info")

    def use(number: int) -> bool:
        signed = signing[number % 2].signer.sign(b"message")
        opened = unsealing[number % 2].unwrap(wrapped, b"info")
        return (len(signed), opened) == (64, b"k" * 32)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(use, range(400)))


def test_what_is_missing_is_named(
    tokens: SoftTokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TokenMissingError, match="nowhere"):
        Token(TokenPlace("nowhere"), ACCESS)
    with pytest.raises(TokenMissingError):
        Token(replace(tokens.one, serial="another"), ACCESS)
    with pytest.raises(TokenModuleError):
        Token(tokens.one, TokenAccess(str(tmp_path / "none.so"), PIN))
    with pytest.raises(TokenPinError):
        Token(tokens.other, TokenAccess(str(MODULE), "1234"))
    monkeypatch.delenv(PIN_NAME)
    with pytest.raises(TokenPinError):
        ask_token(tokens.one)
    (tmp_path / "pin").write_text("5678\nrest\n")
    monkeypatch.setenv(PIN_FILE, str(tmp_path / "pin"))
    assert ask_token(tokens.one) == TokenAccess(str(MODULE), "5678")
    monkeypatch.delenv(MODULE_NAME)
    with pytest.raises(TokenModuleError):
        ask_token(tokens.one)
    with pytest.raises(KeysWishError):
        KeysWish("hsm")
    with pytest.raises(KeysWishError):
        new_signing_key(KeysWish("hybrid"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (pkcs11.exceptions.PinLocked, TokenPinLockedError),
        (pkcs11.exceptions.DeviceRemoved, TokenFailedError),
    ],
)
def test_a_token_that_refuses_is_named(
    tokens: SoftTokens,
    monkeypatch: pytest.MonkeyPatch,
    said: type[Exception],
    told: type[Exception],
) -> None:
    def refuse(*_: object) -> None:
        raise said

    monkeypatch.setattr(Token, "_log_in", refuse)
    with pytest.raises(told):
        Token(tokens.one, ACCESS)


def test_a_token_that_fails_leaves_the_bundle_for_later(tokens: SoftTokens, tmp_path: Path) -> None:
    made = new_home(tmp_path / "hq", KeysWish("hsm", tokens.one))
    with kiosk_of(made, tmp_path / "kiosk") as branch:
        bundle = branch.seal(branch.sample(made))
        file = branch.outbox.file(bundle.digest)
        hq = open_home(made.home)

        def gone(header: SealedHeader) -> bytes:
            raise TokenFailedError(header.suite)

        inbox = Inbox(hq.store, hq.objects, replace(hq.keys, open_key=gone), CLOCK)
        mine = hq.objects.bring_in(file)
        with pytest.raises(TokenFailedError):
            inbox.take(mine)
        assert mine.exists()
        assert hq.archive.sessions() == ()
        hq.close()
        branch.rounds.turn()
        assert branch.state() == "receipted"


def test_the_commands(
    tokens: SoftTokens, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(tmp_path / "hq"))
    place = ("--hsm-token", tokens.one.label)
    assert main.main(["hq", "init", *home, "--keys", "hsm"]) == 3
    assert "KEYS-WISH" in capsys.readouterr().err
    assert main.main(["hq", "init", *home, "--keys", "hsm", *place, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["passphrase_file"] in {None, ""}
    assert main.main(["hq", "keys", "rotate", "--sealing", *home, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["earlier"] == [made["seal_key_id"]]
    assert main.main(["hq", "keys", "rotate", "--signing", "--keys", "plain", *home]) == 3
    assert "KEY-PASSPHRASE" in capsys.readouterr().err
    assert main.main(["hq", "keys", "list", *home]) == 0
    assert capsys.readouterr().out.count("in the token booth") == 3


def test_a_server_without_the_token_takes_what_comes(
    tokens: SoftTokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, now = new_home(tmp_path / "hq"), CLOCK.now()
    rotate_sealing(made.home, OPENS, now, KeysWish("hsm", tokens.one))
    split_keys(made.home, OPENS, b"of the older files", now)
    assert [one.place for one in held_keys(made.home) if one.file == "recipients.key"] == [
        "the token booth"
    ]
    monkeypatch.setattr("app.sync.bringing.RECEIPT_TRIES", 2)
    monkeypatch.delenv(PIN_NAME)
    hq = open_headquarters(made.home, tmp_path / "passphrase", CLOCK, sealed=True)
    with serving(hq):
        branch = branch_at(tmp_path / "kiosk", enrolled(tmp_path / "kiosk", made))
        branch.seal(branch.sample(made))
        branch.rounds.turn()
        assert branch.state() == "uploaded"
        (tmp_path / "older").write_bytes(b"of the older files\n")
        monkeypatch.setenv(SEALING_PASSPHRASE_FILE, str(tmp_path / "older"))
        monkeypatch.setenv(PIN_NAME, PIN)
        reviewers = open_home(made.home)
        assert len(list(reviewers.inbox.open_waiting())) == 1
        reviewers.close()
        branch.rounds.turn()
        assert branch.state() == "receipted"
        branch.close()
    hq.close()
