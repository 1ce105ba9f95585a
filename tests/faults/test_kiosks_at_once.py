"""Two kiosks are started on one data folder at once: one runs, the other says why not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from devices.clock import SystemClock
from tests.sync_rig import enrolled, new_home, open_home, serving

ROOT = Path(__file__).resolve().parents[2]
CLOCK = SystemClock()
WORKERS = 5
TOGETHER_S = 40.0
pytestmark = pytest.mark.slow


def kiosk(data: Path, said: Path) -> subprocess.Popen[bytes]:
    with said.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "kiosk", "--data", str(data), "--headless"],
            stdout=subprocess.DEVNULL,
            stderr=file,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )


def test_one_runs_and_the_other_says_so(tmp_path: Path) -> None:
    made = new_home(tmp_path / "hq")
    with serving(open_home(tmp_path / "hq")):
        enrolled(tmp_path / "kiosk", made)
    both = [kiosk(tmp_path / "kiosk", tmp_path / name) for name in "ab"]
    try:
        until = CLOCK.monotonic_ns() + TOGETHER_S * 1e9
        while all(one.poll() is None for one in both) and CLOCK.monotonic_ns() < until:
            CLOCK.sleep(0.1)
        refused = [one for one in both if one.poll() is not None]
        assert [one.returncode for one in refused] == [3]
        said = [(tmp_path / name).read_text() for name in "ab"]
        assert sum("KIOSK-RUNNING" in text for text in said) == 1
        (running,) = [one for one in both if one not in refused]
        workers = psutil.Process(running.pid).children
        while len(workers()) < WORKERS and CLOCK.monotonic_ns() < until:
            CLOCK.sleep(0.1)
        assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        assert running.wait(40) == 0
    finally:
        for one in both:
            one.kill()
            one.wait()
