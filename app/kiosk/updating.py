"""A new version of the program, while the kiosk runs: installed between interviews, then proved."""

import logging
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.software.errors import SoftwareTrialError
from app.software.slots import Slots

HEALTHY_AFTER_S: Final = 20.0
"""So long every worker has to run without a break: a worker that cannot start ends within a few
seconds. Our own choice."""
QUIET_S: Final = 60.0
"""Nobody has been here for so long before an installation begins: it reads and writes much."""
AGAIN_AFTER_S: Final = 15 * 60.0
"""Nobody has been here for so long before the kiosk starts the new version by itself, so that no
operator who is about to begin meets a closed window. Our own choice."""
LOOK_EVERY_S: Final = 10.0
TRY_EVERY_S: Final = 3600.0
"""What could not be installed, for want of room, is tried again after so long."""
_log = logging.getLogger(__name__)


class Process(Protocol):
    """What is used of `subprocess.Popen`."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


def start_process(command: tuple[str, ...]) -> Process:
    """Start the installation; what it prints is its log's."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@dataclass(slots=True)
class Updating:
    """Used by the kiosk's main loop, each turn.

    Attributes:
        slots: the versions here.
        running: the version that runs; empty for the shipped one.
        is_new: whether a program was fetched that is neither installed nor refused.
        command: installs it; may be ended anywhere.
        clock: the machine's.
        start: starts the command.
    """

    slots: Slots
    running: str
    is_new: Callable[[], bool]
    command: tuple[str, ...]
    clock: Clock
    start: Callable[[tuple[str, ...]], Process] = start_process
    _process: Process | None = None
    _whole_since: MonotonicNs | None = None
    _quiet_since: MonotonicNs | None = None
    _looked: MonotonicNs | None = None
    _tried: MonotonicNs | None = None

    def turn(self, *, quiet: bool, whole: bool) -> bool:
        """Let time pass.

        Args:
            quiet: nobody is here, and the operator's window is locked.
            whole: every worker runs.

        Returns:
            Whether the kiosk is to be started again, by the version that is current now.
        """
        now = self.clock.monotonic_ns()
        self._whole_since = (self._whole_since or now) if whole else None
        self._quiet_since = (self._quiet_since or now) if quiet else None
        if not quiet:
            self.stop()
        if self._looked is not None and seconds_between(self._looked, now) < LOOK_EVERY_S:
            return False
        self._looked = now
        self._prove(now)
        self._install(now)
        return self._since(self._quiet_since, now) >= AGAIN_AFTER_S and self._is_another()

    def stop(self) -> None:
        """End an installation that is under way: it begins anew when nobody is here."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.kill()
            self._tried = None
            _log.warning("the installation was set down: somebody is here")
        self._process = None

    def may_begin(self) -> None:
        """Asked before an interview begins.

        Raises:
            SoftwareTrialError: the version that runs has not proved itself yet.
        """
        if self._on_trial():
            raise SoftwareTrialError("A new version of the program has just started")

    @staticmethod
    def _since(since: MonotonicNs | None, now: MonotonicNs) -> float:
        return 0.0 if since is None else seconds_between(since, now)

    def _on_trial(self) -> bool:
        state = self.slots.state()
        return bool(self.running) and state.trial and state.current == self.running

    def _is_another(self) -> bool:
        return self._process is None and self.slots.state().current != self.running

    def _prove(self, now: MonotonicNs) -> None:
        if self._on_trial() and self._since(self._whole_since, now) >= HEALTHY_AFTER_S:
            self.slots.prove(self.clock.now())
            _log.warning("version %s has come up and stays", self.running)

    def _install(self, now: MonotonicNs) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._process = None
        if self._since(self._quiet_since, now) < QUIET_S or self._on_trial():
            return
        recent = self._tried is not None and self._since(self._tried, now) < TRY_EVERY_S
        if not recent and self.is_new():
            self._tried = now
            self._process = self.start(self.command)
