"""The recorder as a process, on a file camera or a FIFO and a PulseAudio null sink."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from app.domain.messages.recorder import (
    DeviceState,
    PartClosed,
    PartOpened,
    RecorderFailed,
    RecorderPulse,
    RecordingStopped,
    StartPreview,
    StopRecording,
)
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.devices import CameraSpec
from tests.contract.devices_media import (
    HAS_PULSE,
    NO_PULSE,
    FifoWriter,
    null_sink,
    number_in,
    write_tone,
    write_video,
)
from tests.integration.recording_bench import recorder
from tests.integration.recording_played import play

FAKE = CameraSpec("candidate", "fake", 320, 240, 25)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "candidate.mp4", 4.0, (640, 360))


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[str, str]]:
    if not HAS_PULSE:
        pytest.skip(NO_PULSE)
    folder = tmp_path_factory.mktemp("sound")
    with null_sink(folder) as variables:
        player = subprocess.Popen(
            ["paplay", "--device=room", str(write_tone(folder / "tone.wav", 120.0))],
            env={**os.environ, **variables},
        )
        yield variables
        player.terminate()
        player.wait(5)


def test_what_is_recorded_plays(tmp_path: Path, video: Path, tone: dict[str, str]) -> None:
    candidate = CameraSpec("candidate", str(video), loop=True)
    room = CameraSpec("room", str(video), loop=True)
    with recorder(tmp_path, candidate, room=room, environment=tone) as bench:
        bench.channel.send(StartPreview())
        bench.wait(DeviceState, lambda state: state.device == "microphone")
        assert list(tmp_path.iterdir()) == []
        bench.record(first_part=4)
        pulse = bench.wait_recorded(3.0)
        bench.channel.send(StopRecording())
        bench.wait(RecordingStopped)
        shown, heard = bench.candidate.latest(), bench.sound
        assert shown is not None
        assert shown.image.shape == (360, 640, 3)
        sound = heard.between(MonotonicNs(pulse.at_ns - 10**9), pulse.at_ns)
        assert bench.end() == 0
    assert {state.state for state in bench.said(DeviceState)} == {"ok"}
    assert 22 <= pulse.fps <= 28
    assert pulse.recording
    assert seconds_between(pulse.synced_ns, pulse.at_ns) < 2.5
    assert (pulse.level_db, pulse.peak_db) == pytest.approx((-15.1, -12.1), abs=0.5)
    assert np.abs(sound.samples).max() > 5000
    assert sound.missing_s < 0.2
    opened = {part.camera: part for part in bench.said(PartOpened)}
    closed = {part.camera: part for part in bench.said(PartClosed)}
    assert {part.name for part in opened.values()} < {
        f"part-{number:04d}-{camera}.blog" for number in (4, 5) for camera in ("candidate", "room")
    }
    for camera in ("candidate", "room"):
        part = closed[camera]
        plain, complete = bench.unsealed(part.name)
        played = play(plain)
        assert complete
        assert len(played.pictures) == part.frames > 60
        assert part.lost_frames == 0
        assert played.pictures[-1][0] == pytest.approx(part.duration_s, abs=0.1)
        # the file's pictures in order, none twice: 100 pictures, looped
        numbers = [number_in(np.repeat(luma[..., None], 3, axis=2)) for _, luma in played.pictures]
        assert set(np.diff(numbers) % 100) == {1}
        if camera == "room":
            assert played.sounds == []
            continue
        samples = sum(length for _, _, length in played.sounds)
        assert samples / 48_000 == pytest.approx(part.duration_s, abs=0.15)
        assert played.sounds[-1][0] == pytest.approx(played.pictures[-1][0], abs=0.15)
        # packets of 21 ms; on a busy machine the player's sound itself runs dry for a moment
        quiet = [at for at, level, _ in played.sounds if level < 6000 and at > 0.2]
        assert len(quiet) < 5
    sealed = (tmp_path / opened["candidate"].name).read_bytes()
    assert b"matroska" not in sealed
    assert b"Lavf" not in sealed


def test_a_kill_loses_nothing_of_what_was_said_to_be_on_the_disk(
    tmp_path: Path, video: Path, tone: dict[str, str]
) -> None:
    with recorder(
        tmp_path, CameraSpec("candidate", str(video), loop=True), environment=tone
    ) as bench:
        bench.record()
        opened = bench.wait(PartOpened)
        pulse = bench.wait_recorded(2.5)
        bench.process.send_signal(signal.SIGKILL)
        bench.process.wait(5)
    plain, complete = bench.unsealed(opened.name)
    assert not complete
    played = play(plain)
    said_s = seconds_between(opened.zero_ns, pulse.synced_ns)
    killed_s = seconds_between(opened.zero_ns, pulse.at_ns)
    assert played.pictures[-1][0] >= said_s - 0.001
    assert played.sounds[-1][0] >= said_s - 0.025
    assert killed_s - played.pictures[-1][0] < 1.0


@pytest.mark.parametrize("way", ["pipe", "SIGTERM"])
def test_when_the_kiosk_is_gone_the_parts_are_closed_properly(tmp_path: Path, way: str) -> None:
    with recorder(tmp_path, FAKE, fake=True) as bench:
        bench.record()
        opened = bench.wait(PartOpened)
        bench.wait_recorded(0.5)
        if way == "pipe":
            assert bench.end() == 0
        else:
            bench.process.send_signal(signal.SIGTERM)
            closed = bench.wait(PartClosed)
            assert closed.frames > 10
            assert bench.process.wait(5) == 0
    plain, complete = bench.unsealed(opened.name)
    assert complete
    assert len(play(plain).pictures) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs")
def test_a_camera_that_comes_back_goes_on_in_the_same_part(
    tmp_path: Path, tone: dict[str, str]
) -> None:
    media = tmp_path / "media"
    media.mkdir()
    fifo = tmp_path / "camera"
    first = FifoWriter(fifo)
    first.start()
    with recorder(media, CameraSpec("candidate", str(fifo)), environment=tone) as bench:
        bench.channel.send(StartPreview())
        bench.wait(DeviceState, lambda state: state.device == "microphone")
        bench.record()
        bench.wait_recorded(0.5)
        first.stop()
        bench.wait(DeviceState, lambda state: state.state == "lost")
        second = FifoWriter(fifo)
        second.start()
        bench.wait(DeviceState, lambda state: (state.device, state.state) == ("candidate", "ok"))
        bench.wait_recorded(1.0)
        bench.channel.send(StopRecording())
        closed = bench.wait(PartClosed)
        bench.end()
        second.stop()
    assert len(bench.said(PartOpened)) == 1
    played = play(bench.unsealed(closed.name)[0])
    gaps = np.diff([at for at, _ in played.pictures])
    assert closed.lost_frames == pytest.approx(gaps.max() * 25 - 1, abs=3)
    # the sound went on through it
    assert len(played.sounds) * 1024 / 48_000 == pytest.approx(closed.duration_s, abs=0.2)
    quiet = [at for at, level, _ in played.sounds if level < 6000 and at > 0.3]
    assert len(quiet) < 5


def test_a_camera_that_is_not_there_is_said_and_the_sound_is_recorded(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    missing = CameraSpec("candidate", str(tmp_path / "none.mp4"))
    with recorder(media, missing) as bench:  # no sound server either
        bench.channel.send(StartPreview())
        states = [bench.wait(DeviceState) for _ in range(2)]
        pulse = bench.wait(RecorderPulse)
        assert bench.end() == 0
    assert {(state.device, state.state) for state in states} >= {("candidate", "missing")}
    assert (pulse.frames, pulse.fps, pulse.recording) == (0, 0.0, False)


def test_a_folder_that_is_gone_is_said_with_a_code(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with recorder(gone, FAKE, fake=True) as bench:
        bench.record()
        failed = bench.wait(RecorderFailed)
        assert failed.code == "RECORDING-WRITE"
        bench.channel.send(StartPreview())
        assert bench.wait(RecorderPulse, lambda pulse: pulse.frames > 5).recording is False


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_is_said_and_what_was_written_plays(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=70m", "tmpfs", str(small)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        with recorder(small, FAKE, fake=True) as bench:
            bench.record()
            opened = bench.wait(PartOpened)
            bench.wait_recorded(0.5)
            (small / "filler").write_bytes(bytes(8 * 1024 * 1024))
            failed = bench.wait(RecorderFailed)
            bench.wait(RecorderPulse, lambda pulse: not pulse.recording)
            assert failed.code == "DISK-FULL"
            (small / "filler").unlink()
            again = bench.wait(PartOpened)
            bench.end()
        assert (opened.name, again.name) == (
            "part-0001-candidate.blog",
            "part-0002-candidate.blog",
        )
        assert play(bench.unsealed(opened.name)[0]).pictures
        shutil.copy(small / again.name, tmp_path)
    finally:
        subprocess.run(["umount", str(small)], check=True)
