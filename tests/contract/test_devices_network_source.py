"""What every network camera does: Motion JPEG over HTTP, H.264 over RTSP and over plain TCP."""

import itertools
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import pytest

from app.domain.timing import seconds_between
from app.ports.devices import CameraSpec, without_secrets
from app.ports.errors import CameraLostError
from app.recording.jpeg import find_jpeg
from devices.camera import OpenCvCamera
from devices.clock import SystemClock
from tests.contract.network_cameras import (
    NO_RTSP,
    RATE_HZ,
    HttpSender,
    NetworkSender,
    RtspSender,
    TcpSender,
    has_rtsp,
)
from tests.contract.seeing import image_of, seen

OTHER = (640, 480)


@dataclass
class Watched:
    sender: NetworkSender
    camera: OpenCvCamera

    def size(self) -> tuple[int, int]:
        image = seen(self.camera)
        return image.shape[1], image.shape[0]


@pytest.fixture(params=[HttpSender, RtspSender, TcpSender])
def watched(request: pytest.FixtureRequest) -> Generator[Watched]:
    make: Callable[[], NetworkSender] = request.param
    if request.param is RtspSender and (sys.platform != "linux" or not has_rtsp()):
        pytest.skip(NO_RTSP)
    sender = make()
    camera = OpenCvCamera(CameraSpec("room", sender.address), SystemClock())
    yield Watched(sender, camera)
    camera.close()
    sender.end()


def test_frames_come_at_the_cameras_rate_with_growing_times(watched: Watched) -> None:
    frames = [watched.camera.read() for _ in range(60)]
    width, height = watched.sender.size
    assert {image_of(frame).shape for frame in frames} == {(height, width, 3)}
    times = [frame.captured_ns for frame in frames]
    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    assert times[-1] <= time.monotonic_ns()
    settled = times[30:]  # a stream begins with what was waiting
    rate = (len(settled) - 1) / seconds_between(settled[0], settled[-1])
    assert RATE_HZ / 4 < rate < RATE_HZ * 1.3  # a busy machine loses some


def test_motion_jpeg_comes_as_it_was_sent_and_h264_decoded(watched: Watched) -> None:
    for taken in [watched.camera.read() for _ in range(10)]:
        if isinstance(watched.sender, HttpSender):
            assert isinstance(taken.content, bytes)
            assert find_jpeg(taken.content) is not None
        else:
            width, height = watched.sender.size
            assert not isinstance(taken.content, bytes)
            assert taken.content.shape == (height * 3 // 2, width)


def test_a_stall_is_told_after_a_second(watched: Watched) -> None:
    for _ in range(10):
        watched.camera.read()
    watched.sender.stall()
    came: list[float] = [time.monotonic()]

    def read_on() -> None:
        for _ in range(100):  # what was queued or on its way may still come
            watched.camera.read()
            came.append(time.monotonic())

    with pytest.raises(CameraLostError, match="no picture for 1 s"):
        read_on()
    assert 0.9 < time.monotonic() - came[-1] < 1.6


def test_a_change_of_size_is_followed(watched: Watched) -> None:
    first = watched.sender.size
    assert watched.size() == first
    watched.sender.resize(OTHER)
    sizes = list(itertools.takewhile(lambda size: size == first, iter(watched.size, None)))
    assert len(sizes) < 4 * RATE_HZ
    assert {watched.size() for _ in range(10)} == {OTHER}


def test_nobody_sees_the_name_and_the_password(watched: Watched) -> None:
    assert "127.0.0.1" in watched.camera.device
    watched.sender.end()
    with pytest.raises(CameraLostError) as lost:
        [watched.camera.read() for _ in range(200)]
    for shown in (watched.camera.device, watched.camera.mode, str(lost.value)):
        assert "secret" not in shown
        assert "user" not in shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://u:p@ss@10.0.0.2:554/live", "rtsp://10.0.0.2:554/live"),
        ("http://10.0.0.2/video?user=u&pwd=p", "http://10.0.0.2/video"),
        ("rtsp://10.0.0.2/user=u_password=p_channel=1.sdp", "rtsp://10.0.0.2/"),
        ("http://u:p/q@10.0.0.2/video#p", "http://10.0.0.2/video"),
    ],
)
def test_secrets_are_taken_out_wherever_makers_put_them(address: str, shown: str) -> None:
    assert without_secrets(address) == shown
