"""A real kiosk with all its processes, led by its driver, killed, and started again."""

import contextlib
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

from app.bench.branch import Branch
from app.bench.errors import BenchStepError
from app.bench.lab import Lab
from app.demo.hands import DriverHands
from app.demo.programs import Running, start
from app.domain.ids import SessionId
from app.domain.messages.screen import (
    ClosedScreen,
    QuestionScreen,
    ShowOperator,
    WelcomeBackScreen,
)
from app.domain.timing import NS_PER_S, MonotonicNs
from app.kiosk.crew import memory_names

Screen = TypeVar("Screen")
CONNECT_EVERY_S = 0.02
"""How soon the driver's socket is tried again: the most that looking for it adds to a figure."""
SHOWN_WITHIN_S = 90.0
ORPHANS_WITHIN_S = 30.0
BUTTON = "continueButton"
MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps it, to look only


@dataclass(slots=True)
class DrivenKiosk:
    """One kiosk at a time on the branch's folder.

    Attributes:
        lab: its camera and sound are the kiosk's.
        branch: where it is enrolled.
        models: folder of the model files.
    """

    lab: Lab
    branch: Branch
    models: Path
    _running: Running | None = None
    _hands: DriverHands | None = None
    _starts: int = 0
    _dead: list[psutil.Process] = field(default_factory=list[psutil.Process])
    _memory: tuple[str, ...] = ()

    def start(self) -> None:
        """Start it; the driver has a socket of its own for each start."""
        self._starts += 1
        drive = self.branch.data.parent / f"d{self._starts}"
        arguments = ["kiosk", "--data", str(self.branch.data), "--windowed", "--headless"]
        arguments += ["--drive", str(drive)]
        environment: Mapping[str, str] = {**self.lab.environment, "BOOTH_MODELS": str(self.models)}
        log = self.branch.data.parent / "kiosk.log"
        self._running = start(self.lab.program, arguments, log, environment)
        self._hands = DriverHands(drive, self.lab.clock)

    def greeted(self) -> tuple[MonotonicNs, WelcomeBackScreen]:
        """When the candidate was shown what was saved, and that page.

        Raises:
            BenchStepError: it did not come.
        """
        return self._shown(WelcomeBackScreen)

    def asked(self) -> tuple[MonotonicNs, QuestionScreen]:
        """Go on at once; when the question was shown.

        Raises:
            BenchStepError: it did not come.
        """
        self._press()
        return self._shown(QuestionScreen)

    def answer(self) -> None:
        """Begin to answer, and wait until the recording has got somewhere.

        Raises:
            BenchStepError: it does not record.
        """
        self._press()
        self._shown(QuestionScreen, lambda screen: screen.phase == "answering")
        self._until(lambda hands: hands.operator is not None and hands.operator.unsynced_s > 0)

    def listen(self, seconds: float) -> None:
        """Take in what is shown for so long."""
        until = self.lab.clock.monotonic_ns() + round(seconds * NS_PER_S)
        while (now := self.lab.clock.monotonic_ns()) < until:
            self._need().listen((until - now) / NS_PER_S)

    @property
    def desk(self) -> ShowOperator | None:
        """What the operator's window shows."""
        return self._need().operator

    def kill(self, *, tree: bool) -> MonotonicNs:
        """SIGKILL of its main process, or of all its processes at once; when that was."""
        running = self._running
        if running is None:
            raise BenchStepError("No kiosk runs")
        main = psutil.Process(running.process.pid)
        self._dead = [main, *main.children(recursive=True)]
        self._memory = memory_names(self.branch.data)
        struck = self.lab.clock.monotonic_ns()
        if tree:
            os.killpg(running.process.pid, signal.SIGKILL)
        else:
            running.process.kill()
        running.process.wait()
        self._let_go()
        return struck

    def orphans(self, since: MonotonicNs) -> tuple[list[str], float]:
        """Wait for the killed kiosk's processes to end.

        Returns:
            Those still running in the end and the shared memory that is still there, and the
            seconds from the kill until it was seen that no process is.
        """
        until = since + round(ORPHANS_WITHIN_S * NS_PER_S)
        left = [one for one in self._dead if _runs(one)]
        while left and self.lab.clock.monotonic_ns() < until:
            self.lab.clock.sleep(0.05)
            left = [one for one in left if _runs(one)]
        taken_s = (self.lab.clock.monotonic_ns() - since) / NS_PER_S
        kept = [name for name in self._memory if (MEMORY / name).exists()]
        return [*(f"process {one.pid} runs on" for one in left), *kept], taken_s

    def withdraw(self, session: SessionId) -> str:
        """End the interview as a candidate may, and wait for what HQ says to what was recorded.

        Returns:
            The bundle's state: `receipted`, or `refused`.

        Raises:
            BenchStepError: it was not sealed, or not sent.
        """
        for button in ("stopInterview", "stopConfirm"):
            self._press(button)
        self._shown(ClosedScreen)
        self._press()

        def state(hands: DriverHands) -> str:
            desk = hands.operator
            items = () if desk is None else desk.outbox
            return next((one.state for one in items if one.session == session), "")

        return state(self._until(lambda hands: state(hands) in {"receipted", "refused"}))

    def stop(self) -> None:
        """End it in order, if it runs."""
        if self._running is not None:
            self._running.stop()
        self._let_go()

    def _let_go(self) -> None:
        if self._hands is not None:
            self._hands.close()
        if self._running is not None and self._running.process.stdout is not None:
            self._running.process.stdout.close()
        self._running, self._hands = None, None

    def _need(self) -> DriverHands:
        if self._hands is None:
            raise BenchStepError("No kiosk runs")
        return self._hands

    def _press(self, button: str = BUTTON) -> None:
        if not self._need().click(button):
            raise BenchStepError(f"The kiosk's {button} could not be pressed")

    def _shown(
        self, kind: type[Screen], fits: Callable[[Screen], bool] = lambda _: True
    ) -> tuple[MonotonicNs, Screen]:
        def look(hands: DriverHands) -> bool:
            shown = None if hands.candidate is None else hands.candidate.screen
            return isinstance(shown, kind) and fits(shown)

        hands = self._until(look)
        at, shown = self.lab.clock.monotonic_ns(), hands.candidate
        if shown is None or not isinstance(shown.screen, kind):
            raise BenchStepError(f"The kiosk does not show {kind.__name__} any more")
        return at, shown.screen

    def _until(self, done: Callable[[DriverHands], bool]) -> DriverHands:
        hands = self._need()
        until = self.lab.clock.monotonic_ns() + round(SHOWN_WITHIN_S * NS_PER_S)
        while not done(hands):
            if self.lab.clock.monotonic_ns() > until or not self._alive:
                raise BenchStepError(
                    "The kiosk did not come to where it was to be led; see its log"
                )
            if hands.connect():
                hands.listen(0.2)
            else:
                self.lab.clock.sleep(CONNECT_EVERY_S)
        return hands

    @property
    def _alive(self) -> bool:
        return self._running is not None and self._running.alive


def _runs(process: psutil.Process) -> bool:
    """Whether it does; one that ended and is not taken note of by its new parent does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
