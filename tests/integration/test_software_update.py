"""A whole new version of the program, from HQ's command line until the kiosk runs it by itself."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.domain.messages.courier import DownTold
from app.software.slots import Slots
from app.sync.branch_statement import branch_statement
from devices.clock import SystemClock
from main import main
from tests.sync_rig import branch_at, enrolled, fresh_code, new_home, open_home, serving

ROOT = Path(__file__).parents[2]
COME_UP_S = 240.0


def booth(*words: str) -> dict[str, Any]:
    """What a command says, run as a person would."""
    command = [sys.executable, str(ROOT / "main.py"), *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=COME_UP_S)
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


@pytest.mark.slow
def test_a_published_version_is_installed_started_proved_and_told_to_headquarters(
    tmp_path: Path, models: Path
) -> None:
    made = new_home(tmp_path / "hq")
    (tmp_path / "secret").write_text("correct horse battery")
    archive, data = tmp_path / "program.zip", tmp_path / "kiosk"
    opens = ["--home", str(made.home), "--passphrase-file", str(tmp_path / "secret")]
    opens += ["--keys", str(tmp_path / "offline")]
    assert main(["hq", "pack", str(ROOT), "--label", "9.0.0", "--out", str(archive)]) == 0
    assert main(["hq", "trust", "make", *opens]) == 0
    published = ["hq", "publish", "software", str(archive), "--label", "9.0.0"]
    assert main([*published, *opens]) == 0
    hq = open_home(made.home)
    with serving(hq):
        branch = branch_at(data, enrolled(data, made, fresh_code(hq)))
        branch.rounds.turn()
        told = [one for one in branch.told if isinstance(one, DownTold)][-1]
        assert [code for code, _ in told.problems] == ["SOFTWARE-READY"]
        place = ("--data", str(data))
        assert booth("down", "install", *place) == {
            "current": "9.0.0", "previous": "", "trial": True,
        }  # fmt: skip
        (held,) = booth("down", "list", *place)["held"]
        assert (held["label"], held["running"], held["code"]) == ("9.0.0", "9.0.0", "")
        prove(data)
        identity, keys = branch.identity, branch.keys
        stated = branch_statement(data, identity, keys, branch.outbox, SystemClock().now())
        assert [(one.kind, one.running) for one in stated.down] == [("software", "9.0.0")]
        branch.close()
    hq.close()
    assert booth("down", "install", "--back", *place)["current"] == ""


def prove(data: Path) -> None:
    """Run the kiosk until the version on trial has proved itself, then close it."""
    slots = Slots(data, "0")
    command = [sys.executable, str(ROOT / "main.py"), "kiosk", "--headless", "--data", str(data)]
    with (data / "log").open("wb") as log:
        kiosk = subprocess.Popen(command, stderr=log)
        try:
            until = time.monotonic() + COME_UP_S
            while slots.state().trial and kiosk.poll() is None and time.monotonic() < until:
                SystemClock().sleep(0.5)
        finally:
            kiosk.terminate()
            code = kiosk.wait(60)
    assert slots.state().past[-1].what == "proven", (data / "log").read_text()
    assert code == 0
