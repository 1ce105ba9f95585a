"""Setting up a machine: what is there already is left alone and takes no time."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from installer import fetch_peers, setup, system_packages


def test_an_environment_that_fits_the_lock_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = setup.python_of(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    lock = hashlib.sha256(setup.LOCK.read_bytes()).hexdigest()
    (tmp_path / "booth-requirements.sha256").write_text(f"{lock} {setup.UV}\n", "utf-8")
    monkeypatch.setattr(setup, "_run", lambda *_: pytest.fail("something was run"))
    assert setup.main(["python", "--venv", str(tmp_path)]) == 0
    assert "all packages installed" in capsys.readouterr().out


def test_a_new_lock_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(setup, "_run", lambda what, *_: ran.append(what))
    setup.set_up_python(tmp_path)
    assert ran == [
        "making the virtual environment",
        f"bringing {setup.UV}",
        "installing the locked packages",
    ]
    assert (tmp_path / "booth-requirements.sha256").is_file()


def test_another_python_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert setup.main(["python"]) == 3
    assert capsys.readouterr().err.startswith("SETUP-PYTHON: ")


def test_missing_system_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/dpkg-query")
    monkeypatch.setattr(system_packages, "missing", lambda _: ["libzbar0"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert setup.main(["system"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("SETUP-SYSTEM: ")
    assert "apt-get install --no-install-recommends libzbar0" in said


def test_another_system_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert setup.main(["system"]) == 0
    assert "libzbar0" in capsys.readouterr().out


def test_the_peers_come_by_digest_and_from_no_named_registry() -> None:
    lock = json.loads((fetch_peers.LISTS / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((fetch_peers.LISTS / "package.json").read_text("utf-8"))
    itself, *packages = lock["packages"].values()
    assert itself["dependencies"] == wanted["dependencies"]
    assert all(one["integrity"].startswith("sha512-") for one in packages)
    assert not any("resolved" in one for one in packages)


def test_peers_that_are_there_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = (fetch_peers.LISTS / "package-lock.json").read_bytes()
    (tmp_path / "booth-peers.sha256").write_text(hashlib.sha256(lock).hexdigest(), "utf-8")
    monkeypatch.setenv("BOOTH_PEERS", str(tmp_path))
    monkeypatch.setattr("subprocess.run", lambda *_: pytest.fail("something was run"))
    assert fetch_peers.main() == 0
    assert "all packages installed" in capsys.readouterr().out


def test_peers_need_npm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOOTH_PEERS", str(tmp_path))
    monkeypatch.setattr(fetch_peers, "npm_client", list)
    assert fetch_peers.main() == 3
    assert capsys.readouterr().err.startswith("SETUP-COMMAND: The peers need npm")
