"""A disk that hangs: its calls do not return. Real encoder and files, a sink that is held."""

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.bundle.sealed_log import SealedLogWriter
from app.domain.messages.recorder import (
    DeviceState,
    GapEnded,
    PartClosed,
    PartOpened,
    QualityStepped,
    RecorderPulse,
    RecordingStopped,
)
from app.domain.timing import MonotonicNs, seconds_between
from app.recording import recorder
from app.recording.recorder import COPY_CLOSE_WITHIN_S
from tests.integration.recording_played import play
from tests.unit.test_recording_faults import CLOCK, Bench


@dataclass
class Disks:
    """Which folders' disks hang, and how: `write` and `sync` do not return until `answer`."""

    held: dict[Path, str] = field(default_factory=dict[Path, str])
    go: threading.Event = field(default_factory=threading.Event)

    def hang(self, folder: Path, way: str) -> MonotonicNs:
        self.go.clear()
        self.held[folder] = way
        return CLOCK.monotonic_ns()

    def answer(self) -> MonotonicNs:
        self.held.clear()
        self.go.set()
        return CLOCK.monotonic_ns()

    def reach(self, path: Path, way: str) -> None:
        if any(folder in path.parents and way in how for folder, how in self.held.items()):
            assert self.go.wait(60)

    def new_sink(self, path: Path, recipients: Sequence[bytes], context: bytes) -> "HeldLog":
        return HeldLog(path, recipients, context, self)


class HeldLog(SealedLogWriter):
    """A sealed log on a disk that may hang."""

    def __init__(
        self, path: Path, recipients: Sequence[bytes], context: bytes, disks: Disks
    ) -> None:
        disks.reach(path, "write")
        super().__init__(path, recipients, context)
        self._place, self._disks = path, disks

    def append(self, data: bytes | memoryview) -> None:
        self._disks.reach(self._place, "write")
        super().append(bytes(data))

    def sync(self) -> None:
        self._disks.reach(self._place, "sync")
        super().sync()


@dataclass
class TwoDisks:
    """A recorder that writes to two disks."""

    bench: Bench
    disks: Disks
    main: Path
    second: Path

    def start(self) -> None:
        self.bench.start(safety_folder=str(self.second / "session"))
        while len(self.bench.of(PartOpened)) < 3:
            self.bench.wait(PartOpened)

    def behind_s(self, seconds: float) -> float:
        """How far the main recording was behind the disk at worst, for so long."""
        end = CLOCK.monotonic_ns() + round(seconds * 1e9)
        worst = 0.0
        while CLOCK.monotonic_ns() < end:
            pulse: RecorderPulse = self.bench.recorder.pulse()
            if pulse.synced_ns:
                worst = max(worst, seconds_between(pulse.synced_ns, pulse.at_ns))
            CLOCK.sleep(0.1)
        return worst

    def hear(self) -> None:
        while not self.bench.reports.empty():
            self.bench.said.append(self.bench.reports.get())


@pytest.fixture
def two(tmp_path: Path) -> Generator[TwoDisks]:
    main, second = tmp_path / "main", tmp_path / "second"
    main.mkdir()
    disks = Disks()
    bench = Bench(main, make_sink=disks.new_sink, safety=True)
    yield TwoDisks(bench, disks, main, second)
    disks.answer()
    bench.recorder.shut()


@pytest.mark.parametrize("way", ["sync", "write"])
def test_a_second_disk_that_hangs_is_told_and_costs_the_recording_nothing(
    two: TwoDisks, way: str
) -> None:
    two.start()
    two.behind_s(2.0)
    struck = two.disks.hang(two.second, way)
    lost = two.bench.wait(DeviceState, lambda s: (s.device, s.state) == ("safety", "lost"))
    assert seconds_between(struck, CLOCK.monotonic_ns()) < 3
    assert lost.at_ns is not None
    assert abs(seconds_between(struck, lost.at_ns)) < 1.5
    assert two.behind_s(4.0) < 2.0
    before = CLOCK.monotonic_ns()
    tally = two.bench.stop().tally
    assert seconds_between(before, CLOCK.monotonic_ns()) < 2
    for camera in tally.cameras:
        assert camera.captured == camera.encoded > 100
    assert tally.slowest_sync_s < 1.0
    closed = [part.name for part in two.bench.of(PartClosed)]
    assert len(closed) == 2
    assert not any("safety" in name for name in closed)
    before = CLOCK.monotonic_ns()
    two.bench.recorder.shut()
    assert seconds_between(before, CLOCK.monotonic_ns()) < 5


def test_a_second_disk_that_answers_again_is_used_again(two: TwoDisks) -> None:
    two.start()
    two.disks.hang(two.second, "write sync")
    two.bench.wait(DeviceState, lambda s: (s.device, s.state) == ("safety", "lost"))
    CLOCK.sleep(4.0)  # the queue is full by now
    two.disks.answer()
    two.bench.wait(DeviceState, lambda s: (s.device, s.state) == ("safety", "ok"))
    two.behind_s(1.0)
    two.bench.stop()
    two.hear()
    assert any("safety" in part.name for part in two.bench.of(PartClosed))


@pytest.mark.parametrize("way", ["sync", "write"])
def test_a_main_disk_that_hangs_is_told_within_two_seconds_and_goes_on_when_it_answers(
    two: TwoDisks, way: str
) -> None:
    two.start()
    two.behind_s(1.5)
    struck = two.disks.hang(two.main, way)
    lost = two.bench.wait(DeviceState, lambda s: (s.device, s.state) == ("disk", "lost"))
    assert seconds_between(struck, CLOCK.monotonic_ns()) < 2.2  # 2, and what a busy machine adds
    assert lost.at_ns is not None
    CLOCK.sleep(3.5)
    back = two.disks.answer()
    two.bench.wait(DeviceState, lambda s: (s.device, s.state) == ("disk", "ok"))
    assert seconds_between(back, CLOCK.monotonic_ns()) < 2
    two.behind_s(2.0)
    tally = two.bench.stop().tally
    two.hear()
    assert two.bench.of(QualityStepped) == []
    gaps = [g for g in two.bench.of(GapEnded) if g.cause == "queue_full"]
    assert {gap.device for gap in gaps} == ({"candidate", "room"} if way == "write" else set())
    for camera in tally.cameras:
        assert (camera.dropped > 0) == (way == "write")
        assert camera.captured == camera.encoded + camera.dropped
    for part in two.bench.of(PartClosed):
        if "safety" not in part.name:
            assert len(play(two.bench.plain(part.name)).pictures) == part.frames
    lost_frames = sum(p.lost_frames for p in two.bench.of(PartClosed) if "safety" not in p.name)
    assert lost_frames == sum(camera.dropped for camera in tally.cameras)


def test_a_main_disk_that_hangs_at_the_end_is_not_waited_for_without_end(
    two: TwoDisks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "CLOSE_WITHIN_S", 1.0)
    two.start()
    two.disks.hang(two.main, "write sync")
    two.disks.hang(two.second, "write sync")
    CLOCK.sleep(1.0)
    before = CLOCK.monotonic_ns()
    two.bench.recorder.stop()
    assert seconds_between(before, CLOCK.monotonic_ns()) < 1.5 + COPY_CLOSE_WITHIN_S
    two.hear()
    assert two.bench.of(RecordingStopped)
    before = CLOCK.monotonic_ns()
    two.bench.recorder.shut()
    assert seconds_between(before, CLOCK.monotonic_ns()) < 6
