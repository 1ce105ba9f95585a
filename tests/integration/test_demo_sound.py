"""The private sound server: what is played is what a microphone hears."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.demo.errors import SoundServerError
from app.demo.media_sound import extract_sound, is_silent, write_wav
from app.demo.sound import PulseRoom
from app.domain.errors import InputUnreadableError
from devices.clock import SystemClock

CLOCK = SystemClock()
needs_pulse = pytest.mark.skipif(
    not shutil.which("pulseaudio") or not shutil.which("paplay"),
    reason="no pulseaudio on this machine",
)
LISTEN = """
import sounddevice as sd, numpy as np, queue, sys
blocks = queue.Queue()
with sd.InputStream(device="pulse", samplerate=48000, channels=1, dtype="int16", blocksize=960,
                    callback=lambda data, *_: blocks.put(data.copy())):
    blocks.get()
    print("listening", flush=True)
    heard = np.concatenate([blocks.get() for _ in range(75)])[:, 0]
np.save(sys.argv[1], heard)
"""


@needs_pulse
def test_a_microphone_hears_the_tone_and_what_is_played(tmp_path: Path) -> None:
    at = np.arange(24_000) / 48_000
    wav, heard = tmp_path / "beep.wav", tmp_path / "heard.npy"
    write_wav(wav, np.asarray(8000 * np.sin(2 * np.pi * 440 * at), np.int16))
    with PulseRoom(tmp_path / "p", CLOCK) as room:
        listener = subprocess.Popen(
            [sys.executable, "-c", LISTEN, str(heard)],
            env={**os.environ, **room.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert listener.stdout is not None
        with listener.stdout:
            assert listener.stdout.readline() == b"listening\n"
            playing = room.play(wav)
            assert listener.wait(20) == 0
        assert playing.process.wait(10) == 0
        assert playing.done
    sound = np.load(heard).astype(np.float64)
    assert 7500 < np.abs(sound).max() < 8500
    windows = np.sqrt((sound[: len(sound) // 960 * 960].reshape(-1, 960) ** 2).mean(axis=1))
    assert 5 < np.sort(windows)[2] < 200, "the quiet parts are not digital silence"


@needs_pulse
def test_it_leaves_nothing_running_and_stops_what_plays(tmp_path: Path) -> None:
    wav = tmp_path / "long.wav"
    write_wav(wav, np.zeros(48_000 * 30, np.int16))
    with PulseRoom(tmp_path / "p", CLOCK) as room:
        first, second = room.play(wav), room.play(wav)
        states = [first.done]
        first.stop()
        states.append(first.done)
    assert [*states, second.done] == [False, True, True]
    assert not (tmp_path / "p" / "native").exists()
    with pytest.raises(SoundServerError):
        room.play(wav)


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    if not shutil.which("pulseaudio"):
        pytest.skip("no pulseaudio on this machine")
    with pytest.raises(SoundServerError), PulseRoom(tmp_path / ("x" * 100), CLOCK):
        pass


def test_a_missing_server_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SoundServerError) as caught, PulseRoom(tmp_path / "p", CLOCK):
        pass
    assert caught.value.code == "DEMO-SOUND"


def test_sound_is_extracted_as_it_was_written(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    samples = np.arange(-2000, 2000, dtype=np.int16)
    write_wav(wav, samples)
    assert np.array_equal(extract_sound(wav), samples)
    assert not is_silent(samples)
    assert is_silent(np.zeros(10, np.int16))
    assert is_silent(np.zeros(0, np.int16))


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputUnreadableError):
        extract_sound(path)
