"""The stage's pipes: read by OpenCV as a camera's stream, left and opened again."""

import os
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.demo.errors import SceneUnknownError, StageLostError
from app.demo.media_clips import Clip, write_clip
from app.demo.media_set import DemoMedia, Scene
from app.demo.stage import Player, ShowClip, Stage, StageOutput
from app.demo.stage_pipe import PicturePipe
from app.ports.devices import CameraSpec
from devices.camera import OpenCvCamera
from devices.clock import SystemClock
from tests.contract.seeing import seen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes of Unix")
ROOT = Path(__file__).resolve().parents[2]
CLOCK = SystemClock()


def made_clip(folder: Path, name: str, level: int, frames: int = 25) -> Clip:
    noise = np.random.default_rng(level).integers(0, 12, (240, 320, 3), np.uint8)
    images = (noise + np.uint8(level) for _ in range(frames))
    return write_clip(folder / f"{name}.mjpeg", images, 25.0)


@pytest.fixture
def dark(tmp_path: Path) -> Clip:
    return made_clip(tmp_path, "dark", 20)


@pytest.fixture
def bright(tmp_path: Path) -> Clip:
    return made_clip(tmp_path, "bright", 200)


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "camera.mjpeg"
    os.mkfifo(path)
    return path


@pytest.fixture
def player(fifo: Path, dark: Clip) -> Iterator[Player]:
    player = Player(StageOutput("candidate", fifo, dark), CLOCK)
    yield player
    player.close()


def test_a_camera_opens_quickly_and_gets_every_picture_in_time(player: Player, fifo: Path) -> None:
    before = CLOCK.monotonic_ns()
    camera = OpenCvCamera(CameraSpec("candidate", str(fifo)), CLOCK)
    assert CLOCK.monotonic_ns() - before < 2e9
    frames = [camera.read() for _ in range(40)]
    camera.close()
    seconds = (frames[-1].captured_ns - frames[4].captured_ns) / 1e9
    assert abs(35 / seconds - 25) < 2.5
    assert player.connected


def test_the_next_picture_is_of_the_new_clip(player: Player, fifo: Path, bright: Clip) -> None:
    camera = OpenCvCamera(CameraSpec("candidate", str(fifo)), CLOCK)
    assert seen(camera).mean() < 60
    player.show(ShowClip("candidate", bright, flowing=False))
    lights = [float(seen(camera).mean()) for _ in range(25)]
    camera.close()
    assert lights[-1] > 150
    assert all(value < 60 or value > 150 for value in lights), "no torn picture"


def test_a_reader_may_leave_and_come_back(player: Player, fifo: Path) -> None:
    for _ in range(3):
        camera = OpenCvCamera(CameraSpec("candidate", str(fifo)), CLOCK)
        assert seen(camera).shape == (240, 320, 3)
        camera.close()


def test_a_pipe_without_a_reader_loses_pictures_and_never_waits(fifo: Path) -> None:
    pipe = PicturePipe(fifo)
    for _ in range(100):
        pipe.write(b"x" * 100_000)
    assert (pipe.written, pipe.connected) == (0, False)


def test_a_slow_reader_loses_whole_pictures(fifo: Path) -> None:
    handle = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    pipe = PicturePipe(fifo)
    for _ in range(10):
        pipe.write(b"x" * 100_000)
    assert pipe.written in {1, 2}
    assert pipe.written + pipe.dropped == 10
    os.set_blocking(handle, True)
    taken = 0
    while taken < pipe.written * 100_000:
        taken += len(os.read(handle, 1 << 20))
    os.close(handle)
    pipe.write(b"x")
    assert not pipe.connected, "it sees that the reader has gone"
    pipe.close()


def test_a_reader_that_leaves_in_the_middle_of_a_picture_is_let_go(fifo: Path) -> None:
    handle = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    pipe = PicturePipe(fifo)
    pipe.write(b"small")
    leave: queue.SimpleQueue[None] = queue.SimpleQueue()

    def read_a_little() -> None:
        leave.get()
        os.read(handle, 1000)
        os.close(handle)

    thread = threading.Thread(target=read_a_little)
    thread.start()
    leave.put(None)
    pipe.write(b"x" * (3 << 20))
    thread.join()
    pipe.write(b"x" * 10)
    assert not pipe.connected


def media_of(folder: Path, dark: Clip, bright: Clip) -> DemoMedia:
    nothing = folder / "none"
    return DemoMedia(
        generated=False,
        language="en",
        scenes=(Scene("idle", dark), Scene("talking", bright)),
        room=made_clip(folder, "room-view", 100),
        width_px=320,
        height_px=240,
        name="",
        number="",
        card_front=nothing,
        card_back=nothing,
        speeches=(),
        notes=(),
    )


def test_the_process_shows_scenes_to_both_cameras(tmp_path: Path, dark: Clip, bright: Clip) -> None:
    media = media_of(tmp_path, dark, bright)
    program = (sys.executable, str(ROOT / "main.py"))
    with Stage(program, tmp_path / "stage", media, CLOCK) as stage:
        assert stage.room is not None
        candidate = OpenCvCamera(CameraSpec("candidate", str(stage.candidate)), CLOCK)
        room = OpenCvCamera(CameraSpec("room", str(stage.room)), CLOCK)
        assert seen(candidate).mean() < 60
        assert 80 < seen(room).mean() < 130
        stage.show("talking")
        while seen(candidate).mean() < 150:
            pass
        with pytest.raises(SceneUnknownError):
            stage.show("dancing")
        candidate.close()
        room.close()
    assert not list((tmp_path / "stage").iterdir())


def test_a_process_that_ended_is_told(tmp_path: Path, dark: Clip, bright: Clip) -> None:
    media = media_of(tmp_path, dark, bright)
    program = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(4)")

    def watch(stage: Stage) -> None:
        for _ in range(100):
            stage.check()
            CLOCK.sleep(0.05)

    with Stage(program, tmp_path / "stage", media, CLOCK) as stage, pytest.raises(StageLostError):
        watch(stage)
