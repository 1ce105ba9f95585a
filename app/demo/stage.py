"""The world before the cameras: shows clips through named pipes, as a camera would give them.

It is a process of its own (`booth worker stage`): JPEG pictures made beforehand go into the pipes
at the clip's rate, whoever reads them, however often the reader goes away and comes back. A reader
that is too slow loses whole pictures, as it would with a camera.
"""

import contextlib
import os
import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from app.demo.errors import StageLostError
from app.demo.media_clips import Clip, ClipReader
from app.demo.media_motion import PERIOD_S
from app.demo.media_set import DemoMedia
from app.demo.stage_pipe import PicturePipe
from app.domain.media import CameraRole
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import WorkerLink
from app.processes.supervisor import Worker, WorkerEnded, WorkerPlan

_CATCH_UP_PICTURES = 5
"""Later than so many pictures, the rest is not shown hastily: time goes on from now."""
_FLOWING = ("idle", "talking")
"""Generated scenes that go on at the same moment of their common movement."""


@dataclass(frozen=True, slots=True)
class StageOutput:
    """One camera's pipe.

    Attributes:
        role: whose camera.
        fifo: the named pipe, made by the conductor; its name ends in `.mjpeg`.
        clip: what is shown first.
    """

    role: CameraRole
    fifo: Path
    clip: Clip


@dataclass(frozen=True, slots=True)
class StageConfig:
    """The worker's settings."""

    outputs: tuple[StageOutput, ...]


@dataclass(frozen=True, slots=True)
class ShowClip:
    """Show another clip from the next picture on.

    Attributes:
        role: to which camera.
        clip: it is repeated until another is shown.
        flowing: go on at the same moment of the movement; otherwise at its beginning, and a clip
            that is shown already goes on undisturbed.
    """

    role: CameraRole
    clip: Clip
    flowing: bool


@dataclass(frozen=True, slots=True)
class StageReport:
    """A reader came to a pipe or left it.

    Attributes:
        role: whose camera.
        connected: whether somebody reads now.
        written, dropped: pictures so far.
    """

    role: CameraRole
    connected: bool
    written: int
    dropped: int


# ------------------------------------------------------------------ the worker


class Player:
    """Plays clips into one pipe, in a thread of its own."""

    def __init__(self, output: StageOutput, clock: Clock) -> None:
        """Start playing.

        Raises:
            InputUnreadableError: the first clip holds no picture.
        """
        self._clock = clock
        self._pipe = PicturePipe(output.fifo)
        self._clip: Clip = output.clip
        self._reader = ClipReader(output.clip.path)
        self._asked: queue.SimpleQueue[ShowClip] = queue.SimpleQueue()
        self._number = -1
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._play, name=f"stage-{output.role}", daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        """Whether somebody reads."""
        return self._pipe.connected

    @property
    def counts(self) -> tuple[int, int]:
        """Pictures written and dropped so far."""
        return self._pipe.written, self._pipe.dropped

    def show(self, asked: ShowClip) -> None:
        """Show another clip from the next picture on."""
        self._asked.put(asked)

    def close(self) -> None:
        """Stop, and close the pipe; its reader sees the end."""
        self._stop.set()
        self._thread.join()
        self._pipe.close()
        self._reader.close()

    def _play(self) -> None:
        due: int = self._clock.monotonic_ns()
        while not self._stop.is_set():
            while not self._asked.empty():
                self._change(self._asked.get())
            self._number = (self._number + 1) % len(self._reader)
            self._pipe.write(self._reader.picture(self._number))
            period = round(NS_PER_S / self._clip.rate_hz)
            due += period
            late = self._clock.monotonic_ns() - due
            if late > _CATCH_UP_PICTURES * period:
                due += late
            self._clock.sleep(max(0.0, -late / NS_PER_S))

    def _change(self, asked: ShowClip) -> None:
        if asked.clip.path == self._clip.path:
            return
        reader = ClipReader(asked.clip.path)
        self._reader.close()
        # the movement's period, not the clip's length: both begin at the same moment of it
        period = max(1, round(PERIOD_S * asked.clip.rate_hz))
        self._number = self._number % period if asked.flowing else -1
        self._clip, self._reader = asked.clip, reader


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """The worker: play until the conductor goes away."""
    del devices  # it is the world that the devices look at
    config = link.config(StageConfig)
    channel = link.channel(StageReport, ShowClip)
    with contextlib.ExitStack() as stack:
        players: dict[CameraRole, Player] = {}
        for output in config.outputs:
            players[output.role] = stack.enter_context(contextlib.closing(Player(output, clock)))
        told: dict[CameraRole, bool] = dict.fromkeys(players, False)
        while not channel.closed:
            asked = channel.receive(0.1)
            if asked is not None and asked.role in players:
                players[asked.role].show(asked)
            for role, player in players.items():
                if player.connected != told[role]:
                    told[role] = player.connected
                    channel.send(StageReport(role, player.connected, *player.counts))


# ------------------------------------------------------------------ the conductor's side


@dataclass(slots=True)
class Stage:
    """The stage as the conductor has it: a context manager.

    Attributes:
        program: the command line that starts this program.
        folder: where the pipes are made; short, private to this run.
        media: what can be shown.
        clock: the machine's.
        environment: the process's environment; None for ours.
    """

    program: Sequence[str]
    folder: Path
    media: DemoMedia
    clock: Clock
    environment: Mapping[str, str] | None = None
    _worker: Worker | None = None
    _inbox: queue.SimpleQueue[tuple[str, object]] = field(
        default_factory=queue.SimpleQueue[tuple[str, object]]
    )
    _scene: str = "idle"

    @property
    def candidate(self) -> Path:
        """The candidate camera's pipe: its `CameraSpec.source`."""
        return self.folder / "candidate.mjpeg"

    @property
    def room(self) -> Path | None:
        """The room camera's pipe; None when the media have no room."""
        return self.folder / "room.mjpeg" if self.media.room else None

    @property
    def scene(self) -> str:
        """What the candidate's camera sees now."""
        return self._scene

    def __enter__(self) -> Self:
        """Make the pipes and start the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        outputs = [StageOutput("candidate", self.candidate, self.media.clip("idle"))]
        if self.media.room is not None and self.room is not None:
            outputs.append(StageOutput("room", self.room, self.media.room))
        for output in outputs:
            output.fifo.unlink(missing_ok=True)
            os.mkfifo(output.fifo, 0o600)
        config = StageConfig(tuple(outputs))
        plan = WorkerPlan(
            "stage",
            [*self.program, "worker", "stage"],
            lambda: config,
            ShowClip,
            StageReport,
            self.environment,
        )
        self._worker = Worker(plan, self.clock, self._inbox)
        self._worker.start()
        return self

    def show(self, scene: str) -> None:
        """Show a scene to the candidate's camera, from the next picture on.

        Raises:
            SceneUnknownError: the media have no such scene.
            StageLostError: the process has ended.
        """
        clip = self.media.clip(scene)
        self.check()
        if scene == self._scene or self._worker is None:
            return
        flowing = self.media.generated and scene in _FLOWING
        self._worker.send(ShowClip("candidate", clip, flowing))
        self._scene = scene

    def reports(self) -> list[StageReport]:
        """What came from the process since the last call.

        Raises:
            StageLostError: the process has ended.
        """
        found: list[StageReport] = []
        while not self._inbox.empty():
            _, message = self._inbox.get()
            if isinstance(message, StageReport):
                found.append(message)
            elif isinstance(message, WorkerEnded):
                raise StageLostError("The process that shows the pictures ended")
        return found

    def check(self) -> None:
        """See whether the process still runs.

        Raises:
            StageLostError: it has ended.
        """
        self.reports()

    def __exit__(self, *_: object) -> None:
        """End the process and remove the pipes; further calls do nothing."""
        self.close()

    def close(self) -> None:
        """See `__exit__`."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        for path in (self.candidate, self.folder / "room.mjpeg"):
            path.unlink(missing_ok=True)
