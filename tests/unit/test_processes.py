"""Channels, shared memory, supervision."""

import io
import os
import queue
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.domain.ids import SessionId
from app.domain.media import AudioBlock, Frame
from app.domain.messages import recorder as r
from app.domain.timing import MonotonicNs
from app.processes.channel import Channel, write_config
from app.processes.errors import MessageRefusedError
from app.processes.shared import AudioRing, FrameSlot
from app.processes.supervisor import RESTARTS_ALLOWED, Worker, WorkerEnded, WorkerPlan
from devices.fake.clock import FakeClock


def pipe() -> tuple[io.BufferedReader, io.BufferedWriter]:
    reader, writer = os.pipe()
    return os.fdopen(reader, "rb"), os.fdopen(writer, "wb")


def test_messages_travel_typed() -> None:
    (there_r, here_w), (here_r, there_w) = pipe(), pipe()
    here = Channel[object, object](here_r, here_w, r.RecorderCommand, r.RecorderReport)
    there = Channel[object, object](there_r, there_w, r.RecorderReport, r.RecorderCommand)
    start = r.StartRecording("/x", 1, SessionId("s"), ("ab",))
    here.send(start)
    assert there.receive(2.0) == start
    there.send(r.DeviceState("room", "lost", "gone"))
    assert here.receive(2.0) == r.DeviceState("room", "lost", "gone")
    assert here.receive(0) is None
    here.close()
    assert there.receive(2.0) is None
    assert there.closed
    there.close()
    here.join()
    there.join()
    here_r.close()
    there_r.close()


@pytest.mark.parametrize("body", [b"{}", b"not json", b'{"kind":"start_recording"}', b"\xff" * 9])
def test_foreign_bytes_are_refused_and_the_next_message_still_comes(body: bytes) -> None:
    reader, writer = pipe()
    channel = Channel[object, object](reader, io.BytesIO(), r.RecorderReport, r.RecorderCommand)
    writer.write(len(body).to_bytes(4, "big") + body)
    write_config(writer, r.StopRecording())
    with pytest.raises(MessageRefusedError):
        channel.receive(2.0)
    assert channel.receive(2.0) == r.StopRecording()
    writer.close()
    channel.join()
    reader.close()


def test_newest_frame_is_read_whole_and_once() -> None:
    slot = FrameSlot.create(f"booth-test-{os.getpid()}")
    other = FrameSlot.attach(slot.name)
    assert other.latest() is None
    image = np.random.default_rng(1).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    slot.publish(Frame(image, MonotonicNs(5), 7))
    got = other.latest()
    assert got is not None
    assert (got.captured_ns, got.number) == (5, 7)
    assert np.array_equal(got.image, image)
    assert other.latest(after=7) is None
    del got
    other.close()
    slot.close()


def test_sound_is_cut_by_time_and_gaps_are_silence() -> None:
    ring = AudioRing.create(f"booth-snd-{os.getpid()}", 1000)
    for number in (0, 1, 3):
        samples = np.full(100, number + 1, np.int16)
        ring.publish(AudioBlock(samples, 1000, MonotonicNs(number * 100_000_000), number))
    other = AudioRing.attach(ring.name)
    sound = other.between(MonotonicNs(50_000_000), MonotonicNs(350_000_000))
    assert sound.samples[:50].tolist() == [1] * 50
    assert sound.samples[50:150].tolist() == [2] * 100
    assert sound.samples[150:250].tolist() == [0] * 100
    assert sound.samples[250:].tolist() == [4] * 50
    assert sound.missing_s == pytest.approx(0.1)
    other.close()
    ring.close()


ENDS_AT_ONCE = "import sys; sys.exit(3)"
ANSWERS = """
import subprocess
import sys
sys.path.insert(0, {root!r})
from app.domain.messages import recorder as r
from app.processes.channel import WorkerLink
link = WorkerLink()
link.config(r.StopRecording)
channel = link.channel(r.RecorderReport, r.RecorderCommand)
print("noise on standard output")
while (message := channel.receive()) is not None:
    channel.send(r.RecordingStopped())
"""
ROOT = str(Path(__file__).resolve().parents[2])


def worker(code: str, inbox: "queue.SimpleQueue[tuple[str, object]]", clock: FakeClock) -> Worker:
    command = (sys.executable, "-c", code)
    plan = WorkerPlan("w", command, r.StopRecording, r.RecorderCommand, r.RecorderReport)
    return Worker(plan, clock, inbox)


def test_a_worker_is_started_again_with_back_off_and_given_up_in_the_end() -> None:
    inbox: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()
    clock = FakeClock()
    one = worker(ENDS_AT_ONCE, inbox, clock)
    one.start()
    for _ in range(RESTARTS_ALLOWED):
        assert inbox.get(timeout=20) == ("w", WorkerEnded("w"))
        one.ended()
        assert one.state == "restarting"
        assert not one.tick()
        clock.sleep(8.0)
        assert one.tick()
    inbox.get(timeout=20)
    one.ended()
    assert one.state == "given_up"
    assert one.restarts == RESTARTS_ALLOWED


def test_a_worker_that_prints_is_still_understood() -> None:
    inbox: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()
    one = worker(ANSWERS.format(root=ROOT), inbox, FakeClock())
    one.start()
    one.send(r.StopRecording())
    assert inbox.get(timeout=20) == ("w", r.RecordingStopped())
    one.stop()
    assert inbox.get(timeout=20) == ("w", WorkerEnded("w"))


BUSY = """
import subprocess
import sys
sys.path.insert(0, {root!r})
from app.processes.channel import WorkerLink
WorkerLink().leave_with_kiosk()
print("ready", file=sys.stderr, flush=True)
while True:
    sum(range(100_000))
"""


@pytest.mark.skipif(os.name == "nt", reason="a pipe cannot be watched there without reading it")
def test_a_worker_that_keeps_nothing_leaves_a_killed_kiosk_whatever_it_does() -> None:
    command = (sys.executable, "-c", BUSY.format(root=ROOT))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        assert process.stderr.readline() == b"ready\n"
        process.stdin.write(b"something that nobody reads")
        process.stdin.close()
        assert process.wait(20) == 0
