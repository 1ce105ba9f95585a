"""The fault table: every fault with how often it is tried and what it may cost."""

import shutil
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.bench import (
    faults_clock,
    faults_devices,
    faults_disk,
    faults_hanging,
    faults_kiosk,
    faults_process,
)
from app.bench.errors import BenchStepError, BenchUnknownError
from app.bench.lab import Fault, Lab
from app.bench.rig import NetworkCamera
from app.bench.table import Row, Trial
from app.demo.sound import PulseRoom
from app.domain.errors import BoothError
from app.ports.clock import Clock

SEED = 20261123


@dataclass(frozen=True, slots=True)
class Case:
    """A fault in the table.

    Attributes:
        runs: how often it is tried in the full table.
        sample: how often in a short one.
        limit_s: most seconds of recording that it may cost; None for no limit.
        alarm_limit_s: most seconds to the alarm; None where none is due.
        mounts: needs the right to mount.
    """

    name: str
    fault: Fault
    runs: int
    sample: int = 1
    limit_s: float | None = None
    alarm_limit_s: float | None = None
    mounts: bool = False


CASES: tuple[Case, ...] = (
    Case("recorder-killed", faults_process.recorder_killed, 200, 3, limit_s=0.5),
    Case("kiosk-gone", faults_process.kiosk_gone, 200, 2, limit_s=0.5),
    Case("power-cut", faults_disk.power_cut, 100, 2, limit_s=1.5, mounts=True),
    Case("recorder-asleep", faults_process.recorder_stopped, 5),
    Case("disk-full", faults_disk.disk_full, 5, limit_s=1.5, alarm_limit_s=2.0, mounts=True),
    Case("disk-read-only", faults_disk.read_only, 5, limit_s=1.5, alarm_limit_s=2.0, mounts=True),
    Case("disk-slow", faults_disk.slow_disk, 3, limit_s=0.0, mounts=True),
    Case("disk-hangs", faults_hanging.disk_hangs, 5, alarm_limit_s=2.0, mounts=True),
    Case(
        "second-disk-hangs",
        faults_hanging.second_disk_hangs,
        5,
        limit_s=0.0,
        alarm_limit_s=3.0,
        mounts=True,
    ),
    Case("camera-stalls", faults_devices.camera_stalls, 10, alarm_limit_s=2.0),
    Case("camera-disconnects", faults_devices.camera_disconnects, 10, alarm_limit_s=2.0),
    Case("camera-corrupt", faults_devices.camera_corrupt, 5),
    Case("camera-size", faults_devices.camera_changes_size, 5, limit_s=0.5),
    Case("microphone-lost", faults_devices.microphone_lost, 10, limit_s=0.0, alarm_limit_s=2.0),
    Case("wall-clock-set", faults_clock.wall_clock_set, 5, limit_s=0.0),
    Case("memory-pressure", faults_process.memory_pressure, 2, limit_s=0.0),
)
NEIGHBOURS_KILLED = "neighbours-killed"
NEIGHBOURS_STOPPED = "neighbours-stopped"
KILLS_FULL, KILLS_SAMPLE = 200, 3
KIOSK_KILLED = "kiosk-killed"
KIOSK_TREE_KILLED = "kiosk-tree-killed"
KIOSKS_KILLED = {KIOSK_KILLED: 200, KIOSK_TREE_KILLED: 100}
"""How often in the full table."""
KIOSK_LIMIT_S = 0.5
"""Seconds of recording lost. Source: the issue."""
RESUMED_WITHIN_S = 30.0
"""From the kill until the question is asked again. Source: the issue."""
NAMES = (
    *(case.name for case in CASES),
    NEIGHBOURS_KILLED,
    NEIGHBOURS_STOPPED,
    *KIOSKS_KILLED,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be tried.

    Attributes:
        only: names of faults; empty for all.
        runs: of each; 0 for each one's own number.
        full: the full table instead of the sample.
        models, resources: folders of the model files and of the shipped resources.
    """

    only: tuple[str, ...]
    runs: int
    full: bool
    models: Path
    resources: Path


@contextmanager
def laboratory(
    program: Sequence[str],
    clock: Clock,
    size: tuple[int, int] = (640, 360),
    portrait: Path | None = None,
) -> Generator[Lab]:
    """Camera (with a person before it, if there is a portrait), sound, folder; then all gone."""
    folder = Path(tempfile.mkdtemp(prefix="booth-lab-"))
    camera: NetworkCamera | None = None
    try:
        with PulseRoom(folder / "sound", clock) as room:
            camera = NetworkCamera(program, size, portrait=portrait)
            chance = np.random.default_rng(SEED)
            yield Lab(program, clock, folder, camera, room.environment, chance)
    finally:
        if camera is not None:
            camera.end()
        shutil.rmtree(folder, ignore_errors=True)


def rows(lab: Lab, wanted: Wanted, tell: Callable[[str], None]) -> list[Row]:
    """Try everything that is wanted; a fault that cannot be tried here is told and left out.

    Args:
        lab: the laboratory.
        wanted: which faults, how often.
        tell: is told what was left out, and how far it is.

    Raises:
        BenchUnknownError: there is no fault of a name given.
    """
    unknown = set(wanted.only) - set(NAMES)
    if unknown:
        raise BenchUnknownError(f"There is no fault {', '.join(sorted(unknown))}")
    mounts = faults_disk.mounts_allowed()
    made: list[Row] = []
    for case in CASES:
        if wanted.only and case.name not in wanted.only:
            continue
        if case.mounts and not mounts:
            tell(f"{case.name}: left out, file systems cannot be mounted here")
            continue
        runs = wanted.runs or (case.runs if wanted.full else case.sample)
        tell(f"{case.name}: {runs} time(s)")
        trials = [trial for _ in range(runs) if (trial := _try(lab, case, tell)) is not None]
        made.append(Row(case.name, tuple(trials), case.limit_s, case.alarm_limit_s))
    made.extend(_neighbours(lab, wanted, tell))
    made.extend(_kiosks(lab, wanted, tell))
    return made


def _try(lab: Lab, case: Case, tell: Callable[[str], None]) -> Trial | None:
    try:
        trial = case.fault(lab)
    except BoothError as error:
        tell(f"{case.name}: {error.what}")
        return None
    finally:
        lab.camera.behave("ok")
    for folder in lab.folder.glob("*-[0-9][0-9][0-9][0-9]"):
        if trial.plays and trial.verifies:
            shutil.rmtree(folder, ignore_errors=True)
    return trial


def _neighbours(lab: Lab, wanted: Wanted, tell: Callable[[str], None]) -> list[Row]:
    made: list[Row] = []
    if not wanted.only or NEIGHBOURS_KILLED in wanted.only:
        kills = wanted.runs or (KILLS_FULL if wanted.full else KILLS_SAMPLE)
        tell(f"{NEIGHBOURS_KILLED}: {kills} kills of each")
        trial, _ = faults_process.neighbours_killed(lab, wanted.models, wanted.resources, kills)
        made.append(Row(NEIGHBOURS_KILLED, (trial,), 0.0))
    if not wanted.only or NEIGHBOURS_STOPPED in wanted.only:
        tell(NEIGHBOURS_STOPPED)
        trial = faults_process.neighbours_stopped(lab, wanted.models, wanted.resources)
        made.append(Row(NEIGHBOURS_STOPPED, (trial,), 0.0))
    return made


def _kiosks(lab: Lab, wanted: Wanted, tell: Callable[[str], None]) -> list[Row]:
    chosen = [name for name in KIOSKS_KILLED if not wanted.only or name in wanted.only]
    if not chosen:
        return []
    made: list[Row] = []
    with faults_kiosk.driven(lab, wanted.models, wanted.resources) as kiosk:
        for name in chosen:
            kills = wanted.runs or (KIOSKS_KILLED[name] if wanted.full else 1)
            tell(f"{name}: {kills} time(s)")
            tree = name == KIOSK_TREE_KILLED
            trials = faults_kiosk.kiosk_killed(kiosk, kills, tell, tree=tree)
            made.append(Row(name, trials, KIOSK_LIMIT_S, recovery_limit_s=RESUMED_WITHIN_S))
    return made


__all__ = ["CASES", "NAMES", "BenchStepError", "Wanted", "laboratory", "rows"]
