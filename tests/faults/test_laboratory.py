"""A sample of every fault, tried for real: processes killed, disks cut off, cameras gone."""

import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import platformdirs
import pytest

from app.bench.faults import (
    CASES,
    KIOSK_LIMIT_S,
    KIOSKS_KILLED,
    RESUMED_WITHIN_S,
    Case,
    Wanted,
    laboratory,
    rows,
)
from app.bench.faults_disk import mounts_allowed
from app.bench.lab import Lab
from app.bench.soak import soak
from devices.clock import SystemClock

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"
PROGRAM = (sys.executable, str(ROOT / "main.py"))
SKIPPED = {"memory-pressure": "takes all memory: for the long form only"}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="pulseaudio is not installed"),
]


@pytest.fixture(scope="module")
def lab() -> Generator[Lab]:
    with laboratory(PROGRAM, SystemClock()) as made:
        yield made


def models() -> Path:
    given = os.environ.get("BOOTH_MODELS")
    return Path(given) if given else platformdirs.user_cache_path("interview-booth") / "models"


def wanted(name: str, runs: int) -> Wanted:
    return Wanted((name,), runs, full=False, models=models(), resources=RESOURCES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_recording_survives(lab: Lab, case: Case) -> None:
    if case.name in SKIPPED:
        pytest.skip(SKIPPED[case.name])
    if case.mounts and not mounts_allowed():
        pytest.skip("file systems cannot be mounted here")
    told: list[str] = []
    (row,) = rows(lab, wanted(case.name, 1), told.append)
    if not row.trials:
        pytest.skip(told[-1])
    (trial,) = row.trials
    assert trial.plays
    assert trial.verifies
    if case.limit_s is not None:  # a busy test machine may take longer; the long form judges that
        assert trial.lost_s is not None
        assert trial.lost_s <= max(3 * case.limit_s, 0.2)
    if case.alarm_limit_s is not None:
        assert trial.alarm_s is not None


@pytest.mark.parametrize("name", ["neighbours-killed", "neighbours-stopped"])
def test_models_and_screens_that_die_or_hang_cost_no_picture(lab: Lab, name: str) -> None:
    asked = wanted(name, 2 if name.endswith("killed") else 0)
    (row,) = rows(lab, asked, lambda _: None)
    (trial,) = row.trials
    assert (trial.lost_s, trial.plays) == (0.0, True)
    assert " 0 dropped" in trial.note


def test_a_kiosk_that_is_killed_comes_back_to_the_question_and_says_what_was_saved(
    lab: Lab,
) -> None:
    both = Wanted(tuple(KIOSKS_KILLED), 1, full=False, models=models(), resources=RESOURCES)
    for row in rows(lab, both, lambda _: None):
        (trial,) = row.trials
        assert (trial.plays, trial.verifies, trial.left) == (True, True, 0), trial.note
        assert trial.lost_s is not None
        assert trial.lost_s <= 3 * KIOSK_LIMIT_S  # as above: a busy machine may take longer
        assert trial.recovery_s is not None
        assert trial.recovery_s <= 3 * RESUMED_WITHIN_S


def test_two_cameras_beside_two_busy_programs_lose_nothing(lab: Lab) -> None:
    soaked = soak(lab, 0.5, lambda _: None, (640, 360))
    assert (soaked.captured - soaked.written, soaked.dropped, soaked.skipped) == (0, 0, 0)
    assert soaked.seen == soaked.written > 1000
