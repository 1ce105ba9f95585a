"""A recorder as the kiosk runs it, on misbehaving devices, and the means to count what it kept."""

import contextlib
import os
import queue
import secrets
import subprocess
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bench.camera_server import Behave, CameraServerConfig, CameraServerReport, Serving, Way
from app.bench.errors import BenchStepError
from app.bench.parts import Part, part_files, plain, play
from app.bench.pictures import CYCLE
from app.bundle.unseal import opener
from app.domain.messages.recorder import (
    RecorderCommand,
    RecorderReport,
    RecordingStopped,
    StartRecording,
    StopRecording,
)
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.ports.devices import CameraSpec, MicrophoneSpec
from app.processes.channel import Channel, write_config
from app.processes.shared import AudioRing, FrameSlot
from app.recording.limits import VideoLimits
from app.recording.recorder import RecorderConfig

Report = TypeVar("Report")
RATE_HZ = 30.0
STARTS_WITHIN_S = 240.0
"""A camera server renders its pictures first: 10 s at 720p, a minute and more on a busy machine."""


class Program:
    """One of our own processes with its pipes."""

    def __init__(
        self,
        program: Sequence[str],
        name: str,
        config: object,
        protocol: tuple[Any, Any],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it.

        Args:
            program: the command line to which `worker NAME` is appended.
            name: of the worker.
            config: its settings.
            protocol: types of the messages to it and from it.
            environment: in addition to ours.
        """
        self.process = subprocess.Popen(
            [*program, "worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise BenchStepError(f"The process {name} has no pipes")
        write_config(self.process.stdin, config)
        self.channel: Channel[Any, Any] = Channel(
            self.process.stdout, self.process.stdin, *protocol
        )

    def end(self) -> None:
        """Close its pipe, wait, kill it when it does not end."""
        self.channel.close()
        try:
            self.process.wait(12)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.channel.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class NetworkCamera:
    """A camera server in its process."""

    def __init__(
        self,
        program: Sequence[str],
        size: tuple[int, int] = (640, 360),
        rate_hz: float = RATE_HZ,
        portrait: Path | None = None,
    ) -> None:
        """Start it and wait until it listens."""
        self._rate_hz = rate_hz
        config = CameraServerConfig(*size, rate_hz, portrait=str(portrait) if portrait else "")
        self._server = Program(program, "camera", config, (Behave, CameraServerReport))
        serving = self._server.channel.receive(STARTS_WITHIN_S)
        if not isinstance(serving, Serving):
            raise BenchStepError("The camera server did not start")
        self._serving = serving
        self.size = size
        self.url = f"http://127.0.0.1:{serving.port}/video"

    def behave(self, way: Way) -> None:
        """Behave like that."""
        self._server.channel.send(Behave(way))

    def flashed_ns(self) -> MonotonicNs:
        """When the flash asked for last was sent."""
        report = self._server.channel.receive(5.0)
        if report is None or isinstance(report, Serving):
            raise BenchStepError("The camera did not flash")
        return MonotonicNs(report.at_ns)

    def number_at(self, moment: MonotonicNs) -> int:
        """The picture due at that moment, within `CYCLE`."""
        passed_s = seconds_between(self._serving.zero_ns, moment)
        return int(passed_s * self._rate_hz) % CYCLE

    def behind_s(self, number: int, moment: MonotonicNs) -> float:
        """How much earlier than `moment` the picture `number` was due, seconds; 0 if later."""
        behind = (self.number_at(moment) - number) % CYCLE
        return 0.0 if behind > CYCLE // 2 else behind / self._rate_hz

    def end(self) -> None:
        """Stop it."""
        self._server.end()


class RecorderRig:
    """A recorder on given devices; reports with the time at which they came."""

    def __init__(  # noqa: PLR0913 - one for each thing a recorder is given
        self,
        program: Sequence[str],
        clock: Clock,
        folder: Path,
        candidate: CameraSpec,
        *,
        room: CameraSpec | None = None,
        microphone: MicrophoneSpec | None = None,
        environment: Mapping[str, str] | None = None,
        video: VideoLimits | None = None,
        safety: bool = False,
    ) -> None:
        """Start it; nothing is recorded yet."""
        tag = f"bench-{secrets.token_hex(4)}"
        self.clock = clock
        self.folder = folder
        self.key = X25519PrivateKey.generate()
        self.slots = [FrameSlot.create(f"{tag}-c"), FrameSlot.create(f"{tag}-r")]
        self.ring = AudioRing.create(f"{tag}-s", 48_000)
        self.heard: list[tuple[MonotonicNs, object]] = []
        config = RecorderConfig(
            candidate,
            room,
            microphone or MicrophoneSpec("pulse"),
            self.slots[0].name,
            self.slots[1].name if room is not None else "",
            self.ring.name,
            video or VideoLimits(preset="ultrafast"),
            safety=safety,
        )
        protocol = (RecorderCommand, RecorderReport)
        self.recorder = Program(program, "recorder", config, protocol, environment)

    @property
    def pid(self) -> int:
        """Of the recorder."""
        return self.recorder.process.pid

    def record(self, **command: Any) -> None:
        """Begin to record."""
        public = self.key.public_key().public_bytes_raw().hex()
        first = len(list(self.folder.glob("part-*"))) + 1
        order = StartRecording(str(self.folder), first, "session", (public,), **command)
        self.recorder.channel.send(order)

    def listen(self, seconds: float) -> None:
        """Take every report for so long."""
        end = self.clock.monotonic_ns() + round(seconds * NS_PER_S)
        while (now := self.clock.monotonic_ns()) < end:
            self._receive((end - now) / NS_PER_S)

    def wait(
        self,
        kind: type[Report],
        fits: Callable[[Report], bool] = lambda _: True,
        within_s: float = 20.0,
        since_ns: MonotonicNs | None = None,
    ) -> tuple[MonotonicNs, Report] | None:
        """The first report of that kind that fits, heard since or coming; None for none.

        Args:
            kind: of the report.
            fits: whether it is the one.
            within_s: how long to wait.
            since_ns: also look at what was heard since then.
        """
        for at, report in self.heard:
            if (
                since_ns is not None
                and at >= since_ns
                and isinstance(report, kind)
                and fits(report)
            ):
                return at, report
        end = self.clock.monotonic_ns() + round(within_s * NS_PER_S)
        while self.clock.monotonic_ns() < end and not self.recorder.channel.closed:
            report = self._receive(0.05)
            if isinstance(report, kind) and fits(report):
                return self.heard[-1][0], report
        return None

    def need(
        self,
        kind: type[Report],
        fits: Callable[[Report], bool] = lambda _: True,
        within_s: float = 20.0,
        since_ns: MonotonicNs | None = None,
    ) -> tuple[MonotonicNs, Report]:
        """As `wait`.

        Raises:
            BenchStepError: it did not come.
        """
        found = self.wait(kind, fits, within_s, since_ns)
        if found is None:
            raise BenchStepError(f"The recorder did not say {kind.__name__}")
        return found

    def said(self, kind: type[Report]) -> list[Report]:
        """All reports of that kind so far."""
        return [report for _, report in self.heard if isinstance(report, kind)]

    def stop(self) -> None:
        """Have every part closed."""
        self.recorder.channel.send(StopRecording())
        self.need(RecordingStopped)

    def _receive(self, timeout_s: float) -> object:
        with contextlib.suppress(queue.Empty):
            report = self.recorder.channel.receive(timeout_s)
            if report is not None:
                self.heard.append((self.clock.monotonic_ns(), report))
            return report
        return None

    def plain(self, path: Path) -> tuple[bytes, bool]:
        """A part's plain bytes, and whether it has its final mark."""
        return plain(path, opener(self.key))

    def parts(self, camera: str = "candidate") -> list[Part]:
        """Every part of a camera, played to its end."""
        return [play(path, opener(self.key)) for path in part_files(self.folder, camera)]

    def close(self) -> None:
        """End it and let the memory go."""
        self.recorder.end()
        for slot in self.slots:
            slot.close()
        self.ring.close()


@contextlib.contextmanager
def recording(
    program: Sequence[str], clock: Clock, folder: Path, candidate: CameraSpec, **options: Any
) -> Generator[RecorderRig]:
    """A recorder that is gone afterwards."""
    rig = RecorderRig(program, clock, folder, candidate, **options)
    try:
        yield rig
    finally:
        rig.close()
