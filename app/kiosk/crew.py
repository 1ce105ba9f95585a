"""The kiosk's workers: who they are, how they are started, and what is shared with them."""

import queue
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.messages import analyst, courier, recorder, screen, watcher
from app.ports.clock import Clock
from app.processes.shared import AudioRing, FrameSlot
from app.processes.supervisor import Worker, WorkerPlan

Inbox = queue.SimpleQueue[tuple[str, object]]

WORKERS = ("recorder", "watcher", "analyst", "courier", "screens")

_PROTOCOLS: Mapping[str, tuple[object, object]] = {
    "recorder": (recorder.RecorderCommand, recorder.RecorderReport),
    "watcher": (watcher.WatcherCommand, watcher.WatcherReport),
    "analyst": (analyst.AnalystCommand, analyst.AnalystReport),
    "courier": (courier.CourierCommand, courier.CourierReport),
    "screens": (screen.ScreenCommand, screen.ScreenReport),
}
BACKLOG_LIMIT = 600
"""Messages unread by a worker: at five a second to the screens, two minutes of hanging. It is then
killed and started again."""


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """What the recorder publishes; made here, so that it outlives every worker."""

    candidate: FrameSlot
    room: FrameSlot
    sound: AudioRing

    @classmethod
    def create(cls, rate_hz: int) -> "SharedMemory":
        """Make it under fresh names."""
        tag = f"booth-{secrets.token_hex(4)}"
        return cls(
            FrameSlot.create(f"{tag}-c"),
            FrameSlot.create(f"{tag}-r"),
            AudioRing.create(f"{tag}-s", rate_hz),
        )

    def close(self) -> None:
        """Remove it."""
        self.candidate.close()
        self.room.close()
        self.sound.close()


class Crew:
    """The supervised workers, by name."""

    def __init__(
        self,
        program: tuple[str, ...],
        configs: Mapping[str, Callable[[], object]],
        clock: Clock,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Make them; `start` starts them.

        Args:
            program: the command line to which `worker NAME` is appended.
            configs: makes each worker's settings, by name.
            clock: for back-off.
            environment: of the workers; None for ours.
        """
        self.inbox: Inbox = queue.SimpleQueue()
        self.workers: dict[str, Worker] = {}
        for name in WORKERS:
            sends, receives = _PROTOCOLS[name]
            plan = WorkerPlan(
                name, (*program, "worker", name), configs[name], sends, receives, environment
            )
            self.workers[name] = Worker(plan, clock, self.inbox)

    def start(self) -> None:
        """Start all of them."""
        for worker in self.workers.values():
            worker.start()

    def send(self, name: str, message: object) -> None:
        """Send a message; lost when that worker is not running (it is told again when it is)."""
        self.workers[name].send(message)

    def tick(self) -> tuple[str, ...]:
        """Start again what has to be; the names of those started just now."""
        for worker in self.workers.values():
            if worker.backlog > BACKLOG_LIMIT:
                worker.kill()
        return tuple(name for name, worker in self.workers.items() if worker.tick())

    def stop(self) -> None:
        """Stop all of them, the recorder first."""
        for worker in self.workers.values():
            worker.stop()
