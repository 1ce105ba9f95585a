"""Starts our own program's commands as people would, and reads what they say."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import cast

from app.demo.errors import DemoStepError

COMMAND_WITHIN_S = 180.0
STOP_WITHIN_S = 20.0


def end_by_signal() -> None:
    """Let SIGTERM end this process as an exception would, so that what it started is stopped."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def run_json(program: Sequence[str], *arguments: str) -> dict[str, object]:
    """Run a command with `--json` to its end.

    Returns:
        The object it printed.

    Raises:
        DemoStepError: it refused, or printed no object.
    """
    done = subprocess.run(
        [*program, *arguments, "--json"],
        capture_output=True,
        check=False,
        timeout=COMMAND_WITHIN_S,
    )
    last = done.stdout.decode(errors="replace").strip().rsplit("\n", 1)[-1]
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise DemoStepError(f"`{' '.join(arguments[:2])}` ended with {done.returncode}: {said}")
    try:
        return cast("dict[str, object]", json.loads(last))
    except json.JSONDecodeError as error:
        raise DemoStepError(f"`{' '.join(arguments[:2])}` printed no JSON") from error


@dataclass(slots=True)
class Running:
    """A command that goes on running.

    Attributes:
        process: the process, leader of a group of its own.
        log: where its standard error goes.
    """

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end; kill its group when it does not."""
        if self.alive:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def start(
    program: Sequence[str], arguments: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Running:
    """Start a command in the background, its standard error into `log`.

    Args:
        program: the command line of our program.
        arguments: the command with its arguments.
        log: appended to.
        environment: added to ours.
    """
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [*program, *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    return Running(process, log)
