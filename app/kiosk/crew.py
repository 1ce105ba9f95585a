"""The kiosk's workers: who they are, how they are started, and what is shared with them."""

import queue
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.bundle.durable import write_durably
from app.domain.messages import analyst, courier, recorder, screen, watcher
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock
from app.processes.shared import AudioRing, FrameSlot, remove_left
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
FIRST = ("screens", "recorder")
"""Started before the others: the candidate is to see where the interview stands, and to be
recorded, whatever models have to be loaded. On two cores all at once made a restart three times as
slow (measured)."""
REST_AFTER_S = 5.0
"""So long the others wait for the screens; these are ready in two seconds (measured)."""
MEMORY_FILE = "shared-memory"
_OUR_MEMORY = re.compile(r"booth-[0-9a-f]{8}-[crs]")
BACKLOG_LIMIT = 600
"""Messages unread by a worker: at five a second to the screens, two minutes of hanging. It is then
killed and started again."""


def memory_names(data: Path) -> tuple[str, ...]:
    """The names of the shared memory of the kiosk that ran last on this folder, if any did."""
    try:
        kept = (data / MEMORY_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(name for name in kept.split("\n") if _OUR_MEMORY.fullmatch(name))


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """What the recorder publishes; made here, so that it outlives every worker."""

    candidate: FrameSlot
    room: FrameSlot
    sound: AudioRing

    @classmethod
    def create(cls, rate_hz: int, data: Path) -> "SharedMemory":
        """Make it under fresh names, and remove what a kiosk that was killed left behind.

        It holds plain pictures and a quarter of an hour of plain sound: nobody but the kiosk that
        runs may have any.

        Args:
            rate_hz: of the microphone.
            data: the kiosk's folder, locked by this process; the names are kept in it.
        """
        kept = data / MEMORY_FILE
        for name in memory_names(data):
            remove_left(name)
        tag = f"booth-{secrets.token_hex(4)}"
        names = tuple(f"{tag}-{what}" for what in "crs")
        write_durably(kept, "\n".join(names).encode())
        candidate, room, sound = names
        return cls(
            FrameSlot.create(candidate), FrameSlot.create(room), AudioRing.create(sound, rate_hz)
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
        self._clock = clock
        self._waiting: tuple[str, ...] = ()
        self._rest_at_ns = 0
        self.workers: dict[str, Worker] = {}
        for name in WORKERS:
            sends, receives = _PROTOCOLS[name]
            plan = WorkerPlan(
                name, (*program, "worker", name), configs[name], sends, receives, environment
            )
            self.workers[name] = Worker(plan, clock, self.inbox)

    def start(self) -> tuple[str, ...]:
        """Start those that are needed first; the names of them. `start_rest` starts the others."""
        for name in FIRST:
            self.workers[name].start()
        self._waiting = tuple(name for name in self.workers if name not in FIRST)
        self._rest_at_ns = self._clock.monotonic_ns() + round(REST_AFTER_S * NS_PER_S)
        return FIRST

    def start_rest(self) -> tuple[str, ...]:
        """Start those that have not been started: the screens are ready. The names of them."""
        names, self._waiting = self._waiting, ()
        for name in names:
            self.workers[name].start()
        return names

    def send(self, name: str, message: object) -> None:
        """Send a message; lost when that worker is not running (it is told again when it is)."""
        self.workers[name].send(message)

    def tick(self) -> tuple[str, ...]:
        """Start again what has to be; the names of those started just now."""
        for worker in self.workers.values():
            if worker.backlog > BACKLOG_LIMIT:
                worker.kill()
        again = tuple(name for name, worker in self.workers.items() if worker.tick())
        late = self._waiting and self._clock.monotonic_ns() >= self._rest_at_ns
        return (*again, *self.start_rest()) if late else again

    def stop(self) -> None:
        """Stop all of them, the recorder first."""
        for worker in self.workers.values():
            worker.stop()
