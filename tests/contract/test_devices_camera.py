"""What every `Camera` does: the fake, a file, a FIFO."""

import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from app.domain.timing import seconds_between
from app.ports.devices import Camera, CameraSpec
from app.ports.errors import CameraLostError
from devices.camera import OpenCvCamera
from devices.clock import SystemClock
from devices.fake.camera import FAKE_JPEG, FakeCamera
from tests.contract.devices_media import RATE_HZ, FifoWriter, number_in, write_video
from tests.contract.seeing import image_of

Opened = tuple[Camera, Callable[[], None]]


def _fake(folder: Path) -> Opened:
    spec = CameraSpec("candidate", "fake", 320, 240, RATE_HZ)
    return FakeCamera(spec, SystemClock()), lambda: None


def _file(folder: Path) -> Opened:
    video = write_video(folder / "short.mp4", 0.6)
    return OpenCvCamera(CameraSpec("candidate", str(video), loop=True), SystemClock()), lambda: None


def _fifo(folder: Path) -> Opened:
    writer = FifoWriter(folder / "camera")
    writer.start()
    return OpenCvCamera(CameraSpec("candidate", str(writer.path)), SystemClock()), writer.stop


FIFO = pytest.param(
    _fifo, id="fifo", marks=pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs")
)


@pytest.fixture(
    params=[pytest.param(_fake, id="fake"), pytest.param(_file, id="file looped"), FIFO]
)
def camera(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Camera]:
    opened, end = request.param(tmp_path)
    yield opened
    opened.close()
    end()


def test_the_fake_gives_motion_jpeg_under_a_name_of_its_own() -> None:
    spec = CameraSpec("candidate", FAKE_JPEG, 320, 240, RATE_HZ)
    taken = FakeCamera(spec, SystemClock()).read()
    assert isinstance(taken.content, bytes)
    assert image_of(taken).shape == (240, 320, 3)


def read_until_lost(camera: Camera) -> None:
    for _ in range(100):  # what was queued may still come
        camera.read()


def test_frames_come_in_order_at_the_sources_rate(camera: Camera) -> None:
    frames = [camera.read() for _ in range(30)]
    assert [frame.number - frames[0].number for frame in frames] == list(range(30))
    images = [image_of(frame) for frame in frames]
    assert {image.shape for image in images} == {(240, 320, 3)}
    assert all(image.dtype == np.uint8 for image in images)
    times = [frame.captured_ns for frame in frames]
    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    took = seconds_between(times[0], times[-1])
    assert 29 / took == pytest.approx(RATE_HZ, rel=0.15)


def test_frames_are_stamped_on_the_monotonic_clock(camera: Camera) -> None:
    frames = [camera.read() for _ in range(5)]
    assert 0 <= time.monotonic_ns() - frames[-1].captured_ns < 200_000_000


def test_a_closed_camera_is_lost(camera: Camera) -> None:
    camera.read()
    camera.close()
    camera.close()
    with pytest.raises(CameraLostError):
        read_until_lost(camera)


def test_frames_that_nobody_read_in_time_are_missed_in_the_numbers(tmp_path: Path) -> None:
    video = write_video(tmp_path / "video.mp4", 4.0)
    camera = OpenCvCamera(CameraSpec("candidate", str(video)), SystemClock())
    threading.Event().wait(2.0)
    numbers = [camera.read().number for _ in range(10)]
    camera.close()
    assert numbers[0] > 5
    assert numbers == list(range(numbers[0], numbers[0] + 10))


def test_numbers_are_those_of_the_pictures(tmp_path: Path) -> None:
    video = write_video(tmp_path / "video.mp4", 0.6)
    camera = OpenCvCamera(CameraSpec("candidate", str(video)), SystemClock())
    frames = [camera.read() for _ in range(15)]
    assert [number_in(image_of(frame)) for frame in frames] == list(range(15))
    with pytest.raises(CameraLostError, match="ended"):
        camera.read()
    with pytest.raises(CameraLostError, match="ended"):
        camera.read()
    camera.close()


def test_what_gives_no_pictures_does_not_open(tmp_path: Path) -> None:
    text = tmp_path / "video.mp4"
    text.write_text("no video")
    for source in (str(text), str(tmp_path / "missing.mp4"), "http://127.0.0.1:9/camera"):
        with pytest.raises(CameraLostError):
            OpenCvCamera(CameraSpec("candidate", source), SystemClock())


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs")
def test_a_source_that_stalls_is_lost_after_a_second(tmp_path: Path) -> None:
    writer = FifoWriter(tmp_path / "camera")
    writer.start()
    camera = OpenCvCamera(CameraSpec("candidate", str(writer.path)), SystemClock())
    camera.read()
    held = os.open(writer.path, os.O_WRONLY | os.O_NONBLOCK)  # a writer that is there, but silent
    writer.stop()
    begun = time.monotonic()
    with pytest.raises(CameraLostError, match="no picture for 1 s"):
        read_until_lost(camera)
    assert 0.9 < time.monotonic() - begun < 2.5
    camera.close()
    os.close(held)


def test_the_fifo_is_at_most_three_pictures_behind(tmp_path: Path) -> None:
    writer = FifoWriter(tmp_path / "camera")
    writer.start()
    camera = OpenCvCamera(CameraSpec("candidate", str(writer.path)), SystemClock())
    frames = [camera.read() for _ in range(40)]
    behind = [
        (frame.captured_ns - writer.sent_ns[number_in(image_of(frame))]) / 1e9
        for frame in frames[20:]
    ]
    camera.close()
    writer.stop()
    assert float(np.median(behind)) < 3 / RATE_HZ
