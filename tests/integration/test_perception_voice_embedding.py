"""The voice encoder with its real weights, on real voices."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.media import Samples
from app.perception.errors import VisionModelError
from app.perception.speech_sound import load_sound
from app.perception.voice_embedding import WINDOW, Voice, VoiceEmbedder


def voices(embedder: VoiceEmbedder, sound: Samples, start_s: float, count: int) -> list[Voice]:
    first = round(start_s * 16000)
    return [
        embedder.embed(sound[at : at + WINDOW])
        for at in range(first, first + count * WINDOW, WINDOW)
    ]


def test_one_voice_is_like_itself_and_unlike_others(models: Path, media: Path) -> None:
    embedder = VoiceEmbedder(models / "voice_encoder.pt")
    reads = load_sound(media / "speech_en" / "en_read_tech_35s.wav")
    other = load_sound(media / "speech_en" / "en_librispeech_9s.wav")
    learnt = np.mean(voices(embedder, reads, 1.0, 6), axis=0)
    own = learnt / np.linalg.norm(learnt)
    assert min(float(own @ voice) for voice in voices(embedder, reads, 20.0, 3)) > 0.75
    assert max(float(own @ voice) for voice in voices(embedder, other, 1.0, 3)) < 0.7


def test_another_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "voice_encoder.pt"
    wrong.write_bytes(b"PK\x03\x04")
    with pytest.raises(VisionModelError):
        VoiceEmbedder(wrong)
