"""The voice activity model on real voices, near and far."""

from pathlib import Path

import numpy as np

from app.domain.media import Samples
from app.perception.speech_sound import load_sound
from app.perception.voice import SpeechShare

LOOK = 3200


def heard_s(sound: Samples, share: SpeechShare) -> float:
    """Seconds of speech in a sound that comes look by look."""
    looks = (sound[at : at + LOOK] for at in range(0, len(sound), LOOK))
    return sum((share.take(look) or 0.0) * len(look) / 16000 for look in looks)


def test_a_voice_from_far_is_heard_after_a_near_one(media: Path) -> None:
    near = load_sound(media / "speech_en" / "en_read_tech_35s.wav")[: 12 * 16000]
    far = load_sound(media / "speech_zh" / "zh_meeting_far_12s.wav")[2 * 16000 : 7 * 16000]
    share = SpeechShare()
    assert heard_s(near, share) > 10.0
    assert heard_s(far, share) > 3.0


def test_noise_without_a_voice_is_no_speech(media: Path) -> None:
    dishes = load_sound(media / "noise" / "noise_dishes_95s.wav")[: 10 * 16000]
    quiet = (dishes * 0.05).astype(np.int16)
    assert heard_s(dishes, SpeechShare()) < 0.1
    assert heard_s(quiet, SpeechShare()) < 0.1
