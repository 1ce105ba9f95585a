"""Hands a command on to the version of the program that is current on this kiosk.

The program that was installed with the kiosk begins every command; where a newer version is
current it starts that one and, while it is on trial, sees whether it comes up.
"""

import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from app.domain.errors import BoothError
from app.domain.timing import WallTime
from app.software.archive import ENTRY, version_of
from app.software.handed import EXIT_AGAIN, data_folder
from app.software.install import environment_of
from app.software.slots import Slots

HEALTHY_WITHIN_S = 300.0
"""A version on trial that has not come up by then is ended. A kiosk's first start has its
encoders tried (10 s) and loads models; our own choice above that."""
END_WITHIN_S = 20.0
_log = logging.getLogger(__name__)


def hand_on(
    arguments: Sequence[str],
    shipped: str,
    now: Callable[[], WallTime],
    healthy_within_s: float = HEALTHY_WITHIN_S,
) -> int | None:
    """Run the command by the current version.

    Args:
        arguments: the command line.
        shipped: version of this program.
        now: the time.
        healthy_within_s: how long a version on trial may take to come up.

    Returns:
        Its exit code; None when this program is the one to run it.
    """
    slots = Slots(data_folder(arguments), shipped)
    if arguments[0] != "kiosk":
        version = _readable(slots)
        return None if version is None else _Child(slots, version, arguments).wait(None)
    while version := slots.begin(now()):
        child = _Child(slots, version, arguments)
        code = child.wait(healthy_within_s if slots.state().trial else None)
        if code == EXIT_AGAIN:
            continue
        if not slots.state().trial or child.signalled:
            return code
        if code == 0:
            slots.ended_well()
            return code
        _log.warning("version %s ended with %s before it had come up", version, code)
    return None


def _readable(slots: Slots) -> str | None:
    """The current version, if it is whole; a command changes nothing of what is current."""
    version = slots.state().current
    try:
        if version and version_of(version) > version_of(slots.shipped):
            slots.verify(version)
            return version
    except BoothError as error:
        _log.warning("version %s is not asked: %s", version, error.code)
    return None


class _Child:
    """A version that runs; signals to this process are its."""

    def __init__(self, slots: Slots, version: str, arguments: Sequence[str]) -> None:
        self._slots = slots
        self.signalled = False
        words = [sys.executable, str(slots.tree(version) / ENTRY), *arguments]
        self._process = subprocess.Popen(words, env=environment_of(version))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._pass_on)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self.signalled = True
        self._process.send_signal(number)

    def wait(self, healthy_within_s: float | None) -> int:
        """Wait for its end; one on trial that does not come up in time is ended."""
        if healthy_within_s is not None:
            try:
                return self._process.wait(healthy_within_s)
            except subprocess.TimeoutExpired:
                if self._slots.state().trial:
                    return self._end()
        return self._process.wait()

    def _end(self) -> int:
        self._process.terminate()
        try:
            self._process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return self._process.returncode or 1
