"""Starts a worker, starts it again when it ends, and gives up when it ends too often.

Like frigate's watchdog: bounded restarts with back-off, and a state that the operator sees.
"""

import contextlib
import queue
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.ports.clock import Clock
from app.processes.channel import Channel, write_config
from app.processes.errors import MessageRefusedError

WorkerState = Literal["running", "starting", "restarting", "given_up"]

RESTARTS_ALLOWED = 6
RESTART_WINDOW_S = 300.0
"""More than six ends within five minutes: a fault that a restart does not mend."""
FIRST_BACKOFF_S = 0.25
LAST_BACKOFF_S = 8.0
STOP_WITHIN_S = 10.0
"""A worker that does not end by itself this long after its pipe was closed is killed."""
REAP_WITHIN_S = 2.0
"""A killed process is gone at once, unless a disk that hangs holds a thread of it: then it ends
when the disk answers, and nobody waits for that."""


@dataclass(frozen=True, slots=True)
class WorkerEnded:
    """A worker's pipe closed: it ended, or was killed."""

    name: str


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How to run one worker.

    Attributes:
        name: as in `booth worker NAME`.
        command: the program with its arguments.
        config: makes the settings for each start.
        sends: type of the messages to the worker.
        receives: type of the messages from it.
        environment: the worker's environment; None for ours.
    """

    name: str
    command: Sequence[str]
    config: Callable[[], object]
    sends: Any
    receives: Any
    environment: Mapping[str, str] | None = None


@dataclass(slots=True)
class Worker:
    """One supervised process.

    Attributes:
        plan: how to run it.
        clock: for back-off.
        inbox: where its messages go, as (name, message); `WorkerEnded` when it ended.
        restarts: how often it was started again.
        state: see `WorkerState`.
    """

    plan: WorkerPlan
    clock: Clock
    inbox: queue.SimpleQueue[tuple[str, object]]
    restarts: int = 0
    state: WorkerState = "starting"
    _process: subprocess.Popen[bytes] | None = None
    _channel: Channel[Any, Any] | None = None
    _ends_ns: deque[int] = field(default_factory=deque[int])
    _start_at_ns: int = 0
    _left: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None else None

    @property
    def backlog(self) -> int:
        """Messages it has not taken yet."""
        return self._channel.backlog if self._channel is not None else 0

    def start(self) -> None:
        """Start it now."""
        process = subprocess.Popen(
            list(self.plan.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=None if self.plan.environment is None else dict(self.plan.environment),
        )
        if process.stdin is None or process.stdout is None:  # pragma: no cover - PIPE gives both
            raise MessageRefusedError("A worker has no pipes")
        name, inbox = self.plan.name, self.inbox
        with contextlib.suppress(OSError):  # it ended at once: `WorkerEnded` says so
            write_config(process.stdin, self.plan.config())

        def deliver(message: object) -> None:
            inbox.put((name, WorkerEnded(name) if message is None else message))

        self._process = process
        self._channel = Channel(
            process.stdout, process.stdin, self.plan.sends, self.plan.receives, deliver
        )
        self.state = "running"

    def send(self, message: object) -> None:
        """Send a message; lost when the worker is not running."""
        if self._channel is not None:
            self._channel.send(message)

    def ended(self) -> None:
        """Take note that `WorkerEnded` came: plan the next start, or give up."""
        self._reap()
        now = self.clock.monotonic_ns()
        self._ends_ns.append(now)
        while now - self._ends_ns[0] > RESTART_WINDOW_S * 1e9:
            self._ends_ns.popleft()
        if len(self._ends_ns) > RESTARTS_ALLOWED:
            self.state = "given_up"
            return
        backoff = min(LAST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** (len(self._ends_ns) - 1))
        self._start_at_ns = now + int(backoff * 1e9)
        self.state = "restarting"

    def tick(self) -> bool:
        """Start it again when its time has come; True when it was started just now."""
        if self.state != "restarting" or self.clock.monotonic_ns() < self._start_at_ns:
            return False
        self.restarts += 1
        self.start()
        return True

    def kill(self) -> None:
        """End it at once (it hangs); `WorkerEnded` follows."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """Close its pipe and wait for it to end by itself; kill it when it does not."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            try:
                self._process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._reap()

    def _reap(self) -> None:
        for process in [one for one in self._left if one.poll() is not None]:
            self._left.remove(process)
            if process.stdout is not None:
                process.stdout.close()
        if self._process is None:
            return
        if self._channel is not None:
            self._channel.close()
        self._process.kill()
        try:
            self._process.wait(REAP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._left.append(self._process)
        else:
            if self._process.stdout is not None and self._channel is not None:
                self._channel.join()
                self._process.stdout.close()
        self._process = None
        self._channel = None
