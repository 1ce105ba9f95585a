"""A voice is learnt from who speaks with a moving jaw, and then compared."""

from collections.abc import Iterator
from typing import cast

import numpy as np
import pytest

from app.domain.media import Samples
from app.perception.own_voice import LEARNT_FROM, OwnVoice
from app.perception.voice_embedding import WINDOW, Voice, VoiceEmbedder
from app.ports.speech import SPEECH_RATE_HZ

LOOK = SPEECH_RATE_HZ // 5
QUIET: Samples = np.zeros(0, np.int16)


class Encoder:
    """Takes the first sample for the speaker's number."""

    def embed(self, speech: Samples) -> Voice:
        assert len(speech) == WINDOW
        voice = np.zeros(256, np.float32)
        voice[int(speech[0])] = 1.0
        return voice


def says(speaker: int) -> Samples:
    return np.full(LOOK, speaker, np.int16)


def looks(own: OwnVoice, speaker: int, seconds: float, *, moving: bool = True) -> Iterator[float]:
    for number in range(round(seconds * 5)):
        jaw = 0.1 * (number % 2) if moving else 0.0
        likeness = own.take(says(speaker), QUIET, jaw)
        if likeness is not None:
            yield likeness


@pytest.fixture
def own() -> OwnVoice:
    return OwnVoice(cast("VoiceEmbedder", Encoder()))


def test_the_voice_of_who_speaks_is_learnt_and_another_is_unlike(own: OwnVoice) -> None:
    assert list(looks(own, 1, LEARNT_FROM * 1.6)) == []
    assert own.known
    assert list(looks(own, 1, 3.2)) == pytest.approx([1.0, 1.0, 1.0])
    own.pause()
    assert list(looks(own, 2, 3.2)) == pytest.approx([0.0, 0.0, 0.0])


def test_nothing_is_learnt_from_who_does_not_move_the_jaw(own: OwnVoice) -> None:
    assert list(looks(own, 1, 30.0, moving=False)) == []
    assert not own.known


def test_two_voices_in_turn_are_not_learnt_as_one(own: OwnVoice) -> None:
    for _ in range(6):
        assert list(looks(own, 1, 1.6)) == []
        assert list(looks(own, 2, 1.6)) == []
    assert not own.known
    assert list(looks(own, 1, LEARNT_FROM * 1.6)) == []
    assert own.known


def test_speech_on_both_sides_of_a_pause_is_not_compared_as_one(own: OwnVoice) -> None:
    list(looks(own, 1, LEARNT_FROM * 1.6))
    assert list(looks(own, 1, 1.4)) == []
    assert own.take(QUIET, np.zeros(SPEECH_RATE_HZ, np.int16), 0.0) is None
    assert list(looks(own, 2, 1.6)) == pytest.approx([0.0])


def test_the_own_voice_in_noise_that_began_later_is_still_the_own_one(own: OwnVoice) -> None:
    list(looks(own, 1, LEARNT_FROM * 1.6))
    humming = np.full(SPEECH_RATE_HZ // 2, 10, np.int16)
    own.take(QUIET, humming, 0.0)
    assert list(looks(own, 11, 1.6)) == pytest.approx([1.0])
    own.pause()
    assert list(looks(own, 12, 1.6)) == pytest.approx([0.0])
