"""The queue before the encoder: nothing waits, nothing is dropped without being counted."""

import threading
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from app.domain.messages.recorder import PartClosed, RecorderReport
from app.domain.timing import NS_PER_S, MonotonicNs
from app.recording.decoding import Shot
from app.recording.job import PartNumbers, RecordingJob
from app.recording.keeper import Keeper
from app.recording.limits import VideoLimits
from app.recording.waiting import QUEUED_PICTURES
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk

PLANES = np.full((180, 160), 80, np.uint8)


class HeldSink:
    """A sink on a disk that hangs until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go = threading.Event()
        self.synced = 0

    def append(self, data: bytes) -> None:
        self.reached.set()
        assert self.go.wait(10)

    def sync(self) -> None:
        self.synced += 1

    def close(self) -> None:
        return


class Bench:
    """A keeper with a held sink."""

    def __init__(self) -> None:
        self.sink = HeldSink()
        self.reports: list[RecorderReport] = []
        limits = VideoLimits(preset="ultrafast")
        self.keeper = Keeper("room", None, limits, self.reports.append, FakeClock())
        self.job = RecordingJob(
            Path(), b"s", (bytes(32),), PartNumbers(1), lambda *_: self.sink, FakeDisk()
        )

    def offer(self, first: int, count: int) -> None:
        for number in range(first, first + count):
            at = MonotonicNs(NS_PER_S + number * 40_000_000)
            self.keeper.offer_frame(Shot(PLANES, at, number))


@pytest.fixture
def bench() -> Generator[Bench]:
    made = Bench()
    yield made
    made.sink.go.set()
    made.keeper.shut()


def test_a_hanging_disk_costs_counted_frames_and_nobody_waits(bench: Bench) -> None:
    bench.keeper.start(bench.job)
    bench.offer(0, 1)
    assert bench.sink.reached.wait(10)
    bench.offer(1, 2 * QUEUED_PICTURES)
    assert bench.keeper.lost_frames == QUEUED_PICTURES
    done = bench.keeper.stop()
    bench.sink.go.set()
    assert done.wait(10)
    closed = bench.reports[-1]
    assert isinstance(closed, PartClosed)
    assert closed.frames == QUEUED_PICTURES + 1
    assert closed.frames + closed.lost_frames == 2 * QUEUED_PICTURES + 1


def test_nothing_is_kept_outside_a_recording(bench: Bench) -> None:
    bench.sink.go.set()
    bench.offer(0, 5)
    bench.keeper.start(bench.job)
    bench.offer(5, 5)
    assert bench.keeper.stop().wait(10)
    bench.offer(10, 5)
    bench.keeper.sync()
    closed = bench.reports[-1]
    assert isinstance(closed, PartClosed)
    assert (closed.frames, closed.lost_frames) == (5, 0)
    assert bench.keeper.synced_ns(MonotonicNs(NS_PER_S)) is not None
    assert not bench.keeper.has_part


def test_a_part_that_gets_nothing_any_more_holds_nothing_back(bench: Bench) -> None:
    bench.sink.go.set()
    bench.keeper.start(bench.job)
    bench.offer(0, 20)
    while not bench.keeper.has_part:
        threading.Event().wait(0.01)
    bench.keeper.sync()
    assert bench.sink.synced == 1
    assert bench.keeper.synced_ns(MonotonicNs(2 * NS_PER_S)) is not None
    assert bench.keeper.synced_ns(MonotonicNs(60 * NS_PER_S)) is None
