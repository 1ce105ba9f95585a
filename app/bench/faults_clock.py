"""The wall clock is set while a recording runs: only that of the recorder, not the machine's."""

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

from app.bench.errors import BenchStepError
from app.bench.lab import Lab, missing_s, played
from app.bench.table import Trial
from app.domain.messages.recorder import RecorderPulse

SOURCE = Path(__file__).with_name("wall_clock.c")
STEPS_S = (3600, -86_400, 31_536_000, -7 * 3600, 0)
"""Summer time, a day back, a year ahead, another time zone, and right again."""


def _library(folder: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        raise BenchStepError("There is no C compiler on this machine (apt install gcc libc6-dev)")
    library = folder / "wall_clock.so"
    asked = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(asked, check=True)
    return library


def _set(clock: Path, ahead_s: int) -> None:
    fresh = clock.with_suffix(".new")
    fresh.write_text(f"{ahead_s}\n", encoding="ascii")
    fresh.rename(clock)


def wall_clock_set(lab: Lab) -> Trial:
    """The wall clock jumps by an hour, a day, a year and a time zone, a second and a half apart."""
    folder = lab.trial_folder("clock")
    clock = folder.with_suffix(".clock")
    _set(clock, 0)
    environment = {"LD_PRELOAD": str(_library(folder)), "WALL_CLOCK": str(clock)}
    with lab.recording(folder, environment=environment) as rig:
        lab.begin(rig, 1.5)
        for ahead_s in STEPS_S:
            _set(clock, ahead_s)
            rig.listen(1.5)
        rig.stop()
        parts, pulses = rig.parts(), rig.said(RecorderPulse)
    forward = all(a.at_ns < b.at_ns for a, b in pairwise(pulses))
    return Trial(
        missing_s(parts),
        plays=played(parts) and len(parts) == 1 and forward,
        verifies=bool(parts),
        note=f"set by {', '.join(f'{step:+d}' for step in STEPS_S)} s",
    )
