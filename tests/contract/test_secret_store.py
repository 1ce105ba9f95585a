"""The stores for the kiosk's secret: one contract, and what is done without the system's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import main
from app.sync.errors import KeyStoreError, SecretStoreError
from app.sync.keystore import create_keys, open_keys, store_token
from app.sync.secret_store import (
    SECRET,
    WHICH,
    StoreKind,
    keep_secret,
    move_secret,
    secret_store,
    store_kind,
)
from tests.contract.key_store import HAS_KEYRING, NO_KEYRING, secret_service
from tests.sync_rig import ROOT, enrolled, new_home, open_home, serving

PYTHON = (sys.executable, str(ROOT / "main.py"))
VALUE, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if not HAS_KEYRING:
        pytest.skip(NO_KEYRING)
    with secret_service(tmp_path_factory.mktemp("keyring")) as unlocked:
        yield unlocked


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    return tmp_path


@pytest.fixture(params=["file", "system"])
def kind(request: pytest.FixtureRequest) -> StoreKind:
    if request.param == "system":
        request.getfixturevalue("collection")
    found: StoreKind = request.param
    return found


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")


def test_a_secret_comes_back_is_replaced_and_is_forgotten(data: Path, kind: StoreKind) -> None:
    keep_secret(data, VALUE, kind)
    assert store_kind(data) == kind
    store = secret_store(data)
    assert store.read() == VALUE
    assert (data / SECRET).exists() == (kind == "file")
    store.write(OTHER)
    assert store.read() == OTHER
    store.remove()
    store.remove()
    with pytest.raises((SecretStoreError, KeyStoreError)):
        store.read()


def test_two_kiosks_do_not_share_a_secret(tmp_path: Path, kind: StoreKind) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder, value in zip(folders, (VALUE, OTHER), strict=True):
        (folder / "keys").mkdir(parents=True)
        keep_secret(folder, value, kind)
    assert [secret_store(folder).read() for folder in folders] == [VALUE, OTHER]


@pytest.mark.usefixtures("collection")
def test_a_kiosks_keys_are_the_same_wherever_their_secret_lies(data: Path) -> None:
    made = create_keys(data, "auto")
    assert store_kind(data) == "system"
    assert not (data / SECRET).exists()
    store_token(data, "token")
    for kind in ("file", "file", "system"):
        move_secret(data, kind)
        assert store_kind(data) == kind
        assert (data / SECRET).exists() == (kind == "file")
        opened = open_keys(data)
        assert (opened.signer.public, opened.token) == (made.signer.public, "token")
    assert VALUE.hex() not in (data / WHICH).read_text()


@pytest.mark.skipif(not HAS_KEYRING, reason=NO_KEYRING)
def test_a_store_that_is_locked_is_said_not_asked_for(tmp_path: Path) -> None:
    data, other = tmp_path / "a", tmp_path / "b"
    (tmp_path / "service").mkdir()
    with secret_service(tmp_path / "service") as collection:
        create_keys(data, "system")
        collection.lock()
        with pytest.raises(SecretStoreError, match="locked"):
            open_keys(data)
        with pytest.raises(SecretStoreError):
            move_secret(data, "file")
        assert store_kind(data) == "system"
        # at the enrolment of another one: the file
        create_keys(other, "auto")
        assert store_kind(other) == "file"


@pytest.mark.usefixtures("no_bus")
def test_without_a_key_store_the_file_is_taken_and_said(tmp_path: Path) -> None:
    made = create_keys(tmp_path / "a", "auto")
    assert store_kind(tmp_path / "a") == "file"
    assert (tmp_path / "a" / SECRET).stat().st_mode & 0o777 == 0o600
    with pytest.raises(SecretStoreError):
        create_keys(tmp_path / "b", "system")
    with pytest.raises(SecretStoreError):
        move_secret(tmp_path / "a", "system")
    assert open_keys(tmp_path / "a").signer.public == made.signer.public
    # a kiosk of before has no file that says where
    (tmp_path / "a" / WHICH).unlink()
    assert open_keys(tmp_path / "a").signer.public == made.signer.public
    (tmp_path / "a" / WHICH).write_text("{}")
    with pytest.raises(KeyStoreError):
        open_keys(tmp_path / "a")


@pytest.mark.usefixtures("collection")
def test_the_command_moves_it_and_workers_find_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = new_home(tmp_path / "hq")
    hq = open_home(made.home)
    with serving(hq):
        enrolled(tmp_path / "kiosk", made)
    hq.close()
    arguments = ["kiosk", "--data", str(tmp_path / "kiosk"), "--json", "--move-secret"]
    assert main.main([*arguments, "system"]) == 0
    assert json.loads(capsys.readouterr().out) == {"key_store": "system"}
    # a process of its own, as the kiosk's courier is, on the same session bus
    told = run([*PYTHON, "session", "list", "--data", str(tmp_path / "kiosk"), "--json"])
    assert json.loads(told.stdout)["sessions"] == []


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
