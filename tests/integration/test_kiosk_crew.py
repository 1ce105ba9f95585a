"""How the kiosk comes up: who is started first, what it loads, what it clears away."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.kiosk.crew import FIRST, REST_AFTER_S, WORKERS, Crew, SharedMemory, memory_names
from app.processes.shared import AudioRing, FrameSlot
from devices.fake.clock import FakeClock

WAITS = (sys.executable, "-c", "import sys; sys.stdin.buffer.read()")
OTHERS = tuple(name for name in WORKERS if name not in FIRST)
TOO_SLOW_TO_LOAD = ("mediapipe", "vosk", "tusclient", "PySide6", "paddleocr", "sqlalchemy")


@pytest.fixture
def crew() -> Crew:
    return Crew(WAITS, dict.fromkeys(WORKERS, lambda: None), FakeClock())


def running(crew: Crew) -> set[str]:
    return {name for name, worker in crew.workers.items() if worker.pid is not None}


def test_the_others_come_when_the_screens_are_ready(crew: Crew) -> None:
    try:
        assert crew.start() == FIRST
        assert crew.tick() == ()
        assert running(crew) == set(FIRST)
        assert set(crew.start_rest()) == set(OTHERS)
        assert running(crew) == set(WORKERS)
        assert crew.start_rest() == ()
    finally:
        crew.stop()


def test_the_others_do_not_wait_for_ever(crew: Crew) -> None:
    clock = crew._clock
    try:
        crew.start()
        clock.sleep(REST_AFTER_S + 0.1)
        assert set(crew.tick()) == set(OTHERS)
        assert crew.tick() == ()
    finally:
        crew.stop()


def test_a_kiosk_that_was_killed_leaves_no_pictures_in_memory(tmp_path: Path) -> None:
    killed = SharedMemory.create(48_000, tmp_path)
    names = memory_names(tmp_path)
    assert names == (killed.candidate.name, killed.room.name, killed.sound.name)
    following = SharedMemory.create(48_000, tmp_path)
    try:
        for attach in (FrameSlot.attach, AudioRing.attach):
            with pytest.raises(FileNotFoundError):
                attach(names[0])
        FrameSlot.attach(following.candidate.name).close()
        AudioRing.attach(following.sound.name).close()
    finally:
        following.close()
        killed.close()


def test_only_a_kiosks_own_memory_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "shared-memory").write_text("booth-00112233-c\nsem.other\n../x\nbooth-1-c")
    assert memory_names(tmp_path) == ("booth-00112233-c",)
    (tmp_path / "shared-memory").write_bytes(b"\xff\xfe")
    assert memory_names(tmp_path) == ()


def test_the_kiosks_process_loads_no_model_no_window_and_no_way_to_hq() -> None:
    script = (
        "import sys, app.cli.kiosk\n"
        f"print([name for name in {TOO_SLOW_TO_LOAD!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
