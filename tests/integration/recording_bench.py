"""The kiosk's side of a recorder that runs as a process of its own."""

import contextlib
import io
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.sealed_log import Reading, read_sealed_log
from app.bundle.unseal import opener
from app.domain.messages.recorder import (
    RecorderCommand,
    RecorderPulse,
    RecorderReport,
    StartRecording,
)
from app.ports.devices import CameraSpec, MicrophoneSpec
from app.processes.channel import Channel, write_config
from app.processes.shared import AudioRing, FrameSlot
from app.recording.limits import VideoLimits
from app.recording.worker import RecorderConfig

ROOT = Path(__file__).resolve().parents[2]
ENTRY = Path(__file__).with_name("recording_entry.py")
Report = TypeVar("Report")


class RecorderBench:
    """A running recorder, the memory it shares, and everything it said."""

    def __init__(
        self,
        folder: Path,
        candidate: CameraSpec,
        *,
        room: CameraSpec | None = None,
        fake: bool = False,
        environment: dict[str, str] | None = None,
    ) -> None:
        tag = f"rt{secrets.token_hex(4)}"
        self.folder = folder
        self.candidate = FrameSlot.create(f"{tag}c")
        self.room = FrameSlot.create(f"{tag}r")
        self.sound = AudioRing.create(f"{tag}s", 48_000)
        self.key = X25519PrivateKey.generate()
        self.reports: list[object] = []
        config = RecorderConfig(
            candidate,
            room,
            MicrophoneSpec("pulse"),
            self.candidate.name,
            self.room.name,
            self.sound.name,
            VideoLimits(preset="ultrafast"),
        )
        self.process = subprocess.Popen(
            [sys.executable, str(ENTRY), *(["--fake"] if fake else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {}), "PYTHONPATH": str(ROOT)},
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("no pipes")
        write_config(self.process.stdin, config)
        self.channel: Channel[Any, Any] = Channel(
            self.process.stdout, self.process.stdin, RecorderCommand, RecorderReport
        )

    def record(self, first_part: int = 1) -> None:
        public = self.key.public_key().public_bytes_raw().hex()
        self.channel.send(StartRecording(str(self.folder), first_part, "session", (public,)))

    def wait(
        self,
        kind: type[Report],
        fits: Callable[[Report], bool] = lambda _: True,
        within_s: float = 15.0,
    ) -> Report:
        """The next report of that kind that fits."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            report = self.channel.receive(0.2)
            if report is not None:
                self.reports.append(report)
            if isinstance(report, kind) and fits(report):
                return report
            if report is None and self.channel.closed:
                break
        raise AssertionError(f"no such {kind.__name__} in {self.reports[-5:]}")

    def wait_recorded(self, seconds: float) -> RecorderPulse:
        """Wait until that much is on the disk."""
        first = self.wait(RecorderPulse, lambda pulse: pulse.synced_ns > 0)
        until = first.synced_ns + round(seconds * 1e9)
        return self.wait(RecorderPulse, lambda pulse: pulse.synced_ns >= until, seconds + 15)

    def said(self, kind: type[Report]) -> list[Report]:
        """All reports of that kind so far."""
        return [report for report in self.reports if isinstance(report, kind)]

    def unsealed(self, name: str) -> tuple[bytes, bool]:
        """A part's plain bytes, and whether it has its final mark."""
        reading = Reading()
        with (self.folder / name).open("rb") as file:
            plain = b"".join(read_sealed_log(io.BytesIO(file.read()), opener(self.key), reading))
        return plain, reading.complete

    def end(self) -> int:
        """Close the pipe, as a kiosk that ends or dies; the recorder's exit code."""
        self.channel.close()
        return self.process.wait(15)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(5)
        self.channel.close()
        self.channel.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        for memory in (self.candidate, self.room, self.sound):
            memory.close()


@contextlib.contextmanager
def recorder(folder: Path, candidate: CameraSpec, **options: Any) -> Generator[RecorderBench]:
    """A recorder that is gone afterwards, however the test ends."""
    bench = RecorderBench(folder, candidate, **options)
    try:
        yield bench
    finally:
        bench.close()
