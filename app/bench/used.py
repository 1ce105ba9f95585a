"""What a program took of the processor."""

import os
import subprocess
from collections.abc import Mapping, Sequence

import psutil

from app.bench.errors import BenchStepError


def cpu_s(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, quiet: bool = False
) -> float:
    """Processor seconds, its own and the system's for it.

    Args:
        command: run to its end; what it says to standard output is not kept.
        environment: its own; None for ours.
        quiet: nor what it says to standard error.

    Raises:
        BenchStepError: it failed.
    """
    errors = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchStepError(f"{command[0]} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def used_s(pid: int) -> float:
    """Processor seconds that a running process has taken so far, the system's for it too."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
