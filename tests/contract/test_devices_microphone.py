"""What every `Microphone` does: the fake, and PortAudio on a PulseAudio null sink."""

import os
import subprocess
import time
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from app.ports.devices import Microphone, MicrophoneSpec
from app.ports.errors import MicrophoneLostError
from devices.clock import SystemClock
from devices.fake.microphone import FakeMicrophone
from devices.microphone import PortAudioMicrophone, list_microphones
from tests.contract.devices_media import HAS_PULSE, NO_PULSE, null_sink, write_tone


@pytest.fixture(scope="module")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[str, str]]:
    if not HAS_PULSE:
        pytest.skip(NO_PULSE)
    with null_sink(tmp_path_factory.mktemp("sound")) as variables:
        yield variables


@pytest.fixture(params=["fake", "portaudio"])
def microphone(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Generator[Microphone]:
    if request.param == "fake":
        yield FakeMicrophone(MicrophoneSpec(), SystemClock())
        return
    for name, value in request.getfixturevalue("sound_server").items():
        monkeypatch.setenv(name, value)
    tone = write_tone(tmp_path / "tone.wav", 5.0)
    opened = PortAudioMicrophone(MicrophoneSpec("pulse"), SystemClock())
    player = subprocess.Popen(["paplay", "--device=room", str(tone)], env=dict(os.environ))
    yield opened
    opened.close()
    player.terminate()
    player.wait(5)


def read_until_lost(microphone: Microphone) -> None:
    for _ in range(600):  # what was queued may still come
        microphone.read()


def test_blocks_come_in_order_and_without_a_gap(microphone: Microphone) -> None:
    blocks = [microphone.read() for _ in range(60)]
    assert [block.number - blocks[0].number for block in blocks] == list(range(60))
    assert {len(block.samples) for block in blocks} == {960}
    assert {block.rate_hz for block in blocks} == {48_000}
    assert all(block.samples.dtype == np.int16 for block in blocks)
    steps = np.diff([block.captured_ns for block in blocks]) / 1e6
    assert float(np.median(steps)) == pytest.approx(20.0, abs=1.0)
    assert float(np.quantile(np.abs(steps[20:] - 20.0), 0.75)) < 5.0


def test_blocks_are_stamped_on_the_monotonic_clock(microphone: Microphone) -> None:
    blocks = [microphone.read() for _ in range(10)]
    assert 0 <= time.monotonic_ns() - blocks[-1].captured_ns < 300_000_000


def test_the_sound_is_heard(microphone: Microphone) -> None:
    loudest = max(int(np.abs(microphone.read().samples).max()) for _ in range(60))
    assert loudest > 3000


def test_a_closed_microphone_is_lost(microphone: Microphone) -> None:
    microphone.read()
    microphone.close()
    microphone.close()
    with pytest.raises(MicrophoneLostError):
        read_until_lost(microphone)


def test_an_unknown_microphone_is_named(
    sound_server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sound_server.items():
        monkeypatch.setenv(name, value)
    assert "pulse" in list_microphones()
    with pytest.raises(MicrophoneLostError, match="no microphone 'studio'"):
        PortAudioMicrophone(MicrophoneSpec("studio"), SystemClock())
