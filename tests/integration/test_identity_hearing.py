"""What the watcher hears in the shared ring of sound."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.media import AudioBlock, Samples
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.hearing import LATE_S, Hearing
from app.perception.speech_sound import load_sound
from app.ports.speech import SPEECH_RATE_HZ
from app.processes.shared import AudioRing
from devices.clock import SystemClock

BLOCK_S = 0.02


@pytest.fixture
def ring() -> Iterator[AudioRing]:
    made = AudioRing.create(f"test-{secrets.token_hex(4)}", SPEECH_RATE_HZ)
    yield made
    made.close()


def publish(ring: AudioRing, sound: Samples, from_s: float) -> None:
    step = round(BLOCK_S * SPEECH_RATE_HZ)
    for number in range(len(sound) // step):
        part = sound[number * step : (number + 1) * step]
        at_ns = MonotonicNs(round((from_s + number * BLOCK_S) * NS_PER_S))
        ring.publish(AudioBlock(part, SPEECH_RATE_HZ, at_ns, number))


def heard(hearing: Hearing, from_s: float, to_s: float) -> list[float | None]:
    times = np.arange(from_s + LATE_S, to_s + LATE_S, 0.2)
    return [hearing.until(MonotonicNs(round(at * NS_PER_S))) for at in times]


def test_speech_is_heard_and_silence_is_not(ring: AudioRing, media: Path) -> None:
    speech = load_sound(media / "speech_en" / "en_librispeech_9s.wav")[: 5 * SPEECH_RATE_HZ]
    publish(ring, np.concatenate([np.zeros(3 * SPEECH_RATE_HZ, np.int16), speech]), 1.0)
    hearing = Hearing(ring.name, SystemClock())
    silent = [share for share in heard(hearing, 1.5, 3.9) if share is not None]
    spoken = [share for share in heard(hearing, 4.8, 8.8) if share is not None]
    hearing.close()
    assert len(silent) > 5
    assert max(silent) < 0.2
    assert np.mean(spoken) > 0.7


def test_nothing_is_said_of_sound_that_is_not_there(ring: AudioRing) -> None:
    hearing = Hearing(ring.name, SystemClock())
    assert heard(hearing, 1.0, 2.0) == [None] * 5
    hearing.close()
    deaf = Hearing("", SystemClock())
    assert deaf.until(MonotonicNs(5 * NS_PER_S)) is None
