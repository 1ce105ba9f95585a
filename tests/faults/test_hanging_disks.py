"""Processes on a file system that the kernel froze: they go on without it, and they end."""

import queue
import sys
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bench.errors import BenchStepError
from app.bench.faults_disk import ext4, mounts_allowed
from app.bench.faults_hanging import frozen
from app.bench.lab import Lab
from app.bundle.sealed_log import SealedLogWriter
from app.domain.ids import SessionId
from app.domain.messages.recorder import (
    DeviceState,
    PartOpened,
    RecorderCommand,
    RecorderReport,
    RecordingStopped,
    StartPreview,
    StartRecording,
    StopRecording,
)
from app.domain.timing import seconds_between
from app.ports.devices import CameraSpec, MicrophoneSpec
from app.processes.errors import DiskHangsError
from app.processes.supervisor import REAP_WITHIN_S, STOP_WITHIN_S, Worker, WorkerPlan
from app.recording.recorder import RecorderConfig
from app.session import entries as en
from app.session.journal import Journal
from app.sync import safety_copy
from app.sync.safety_copy import remove_copies
from devices.clock import SystemClock

ROOT = Path(__file__).resolve().parents[2]
CLOCK = SystemClock()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not mounts_allowed(), reason="file systems cannot be mounted here"),
]


@pytest.fixture
def mount(tmp_path: Path) -> Generator[Path]:
    """A file system of its own that can be frozen; skips where it cannot."""
    lab = Lab((), CLOCK, tmp_path, None, {}, None)  # type: ignore[arg-type]
    with ext4(lab, "disk") as (folder, _image):
        try:
            with frozen(folder):
                pass
        except BenchStepError as error:
            pytest.skip(error.what)
        yield folder


class Supervised:
    """A recorder as the kiosk's supervisor runs it, on fake devices, with a second disk."""

    def __init__(self, media: Path, second: Path) -> None:
        self.inbox: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()
        config = RecorderConfig(
            CameraSpec("candidate", "fake", 320, 240, 25),
            None,
            MicrophoneSpec("fake"),
            "",
            "",
            "",
            safety=True,
        )
        command = (sys.executable, "-m", "tests.integration.recording_entry", "--fake")
        plan = WorkerPlan("recorder", command, lambda: config, RecorderCommand, RecorderReport)
        self.worker = Worker(plan, CLOCK, self.inbox)
        self.worker.start()
        key = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        self.worker.send(StartPreview())
        self.worker.send(
            StartRecording(str(media), 1, "s", (key,), safety_folder=str(second / "session"))
        )

    def wait(self, kind: type, **attributes: str) -> None:
        end = CLOCK.monotonic_ns() + 20_000_000_000
        while CLOCK.monotonic_ns() < end:
            _, message = self.inbox.get(timeout=20)
            if isinstance(message, kind) and all(
                getattr(message, name) == value for name, value in attributes.items()
            ):
                return
        raise AssertionError(f"no {kind.__name__}")


def test_a_recorder_with_a_frozen_second_disk_stops_and_is_left_by_its_supervisor(
    tmp_path: Path, mount: Path
) -> None:
    media = tmp_path / "media"
    media.mkdir()
    recorder = Supervised(media, mount)
    recorder.wait(PartOpened, track="safety")
    process = psutil.Process(recorder.worker.pid)
    with frozen(mount):
        recorder.wait(DeviceState, device="safety", state="lost")
        asked = CLOCK.monotonic_ns()
        recorder.worker.send(StopRecording())
        recorder.wait(RecordingStopped)
        assert seconds_between(asked, CLOCK.monotonic_ns()) < 3
        asked = CLOCK.monotonic_ns()
        recorder.worker.stop()
        took_s = seconds_between(asked, CLOCK.monotonic_ns())
        assert took_s < STOP_WITHIN_S + REAP_WITHIN_S + 1
        assert process.status() == psutil.STATUS_ZOMBIE  # one thread is held by the kernel
    end = CLOCK.monotonic_ns() + 10_000_000_000
    while process.is_running() and CLOCK.monotonic_ns() < end:
        recorder.worker.stop()  # takes what was left
        CLOCK.sleep(0.05)
    assert not process.is_running()


def test_a_journal_on_a_frozen_disk_waits_and_is_whole_afterwards(mount: Path) -> None:
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    sink = SealedLogWriter(mount / "journal.slog", (key,), b"s")
    journal = Journal(sink, lambda: (CLOCK.now(), 0.0))
    journal.append(en.DeviceNoted("room", "ok", ""))
    size = sink.size
    with frozen(mount):
        before = CLOCK.monotonic_ns()
        for _ in range(10):
            journal.append(en.DeviceNoted("room", "lost", ""))
        assert seconds_between(before, CLOCK.monotonic_ns()) < 2
        assert journal.behind
    end = CLOCK.monotonic_ns() + 10_000_000_000
    while journal.behind and CLOCK.monotonic_ns() < end:
        journal.catch_up()
        CLOCK.sleep(0.05)
    assert not journal.behind
    assert sink.size > 10 * size / 2
    journal.close()


def test_copies_on_a_frozen_second_disk_are_removed_later(
    mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety_copy, "SECOND_DISK_S", 0.5)
    copy = mount / "session" / "part-0001-candidate-safety.blog"
    copy.parent.mkdir()
    copy.write_bytes(b"copy")
    with frozen(mount), pytest.raises(DiskHangsError):
        remove_copies([copy], SessionId("session"))
    end = CLOCK.monotonic_ns() + 10_000_000_000
    while copy.parent.exists() and CLOCK.monotonic_ns() < end:
        CLOCK.sleep(0.05)
    assert not copy.parent.exists()
