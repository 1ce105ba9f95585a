"""Sound in, segments and pieces out: everything about speech that needs no model."""

import itertools
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.analysis import Language, ModelRef, Transcript, Word
from app.domain.errors import FileMissingError
from app.domain.media import Samples
from app.perception.errors import (
    AudioEmptyError,
    AudioMissingError,
    AudioSilentError,
    AudioTooLongError,
    AudioUnreadableError,
)
from app.perception.speech_gate import GateSettings, recognise, stretches
from app.perception.speech_sound import load_sound, loudest_dbfs, require_sound, resample
from app.perception.speech_words import transcript_of
from app.perception.voice import VoiceSettings, segments_of
from app.ports.speech import VoiceSegment

MODEL = ModelRef("test 1", "00")


def tone(seconds: float, rate: int, hz: float = 440.0, level: float = 8000) -> Samples:
    at = np.arange(round(seconds * rate)) / rate
    return np.round(level * np.sin(2 * np.pi * hz * at)).astype(np.int16)


def write_wav(path: Path, samples: Samples, rate: int, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples, channels).tobytes())
    return path


def write_video(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="bgr24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16000, 1), (44100, 2), (48000, 1)])
def test_any_rate_and_channels_come_out_as_16_khz_mono(
    tmp_path: Path, rate: int, channels: int
) -> None:
    samples = load_sound(write_wav(tmp_path / "a.wav", tone(1.5, rate), rate, channels))
    assert samples.dtype == np.int16
    assert len(samples) == pytest.approx(24000, abs=40)
    spectrum = np.abs(np.fft.rfft(samples[4000:20000].astype(np.float64)))
    assert np.argmax(spectrum) == pytest.approx(440, abs=1)


def test_resampling_the_ring_keeps_pitch_level_and_length() -> None:
    out = resample(tone(2.3, 48000), 48000)
    assert len(out) == pytest.approx(36800, abs=2)
    assert np.max(np.abs(out)) == pytest.approx(8000, rel=0.03)
    assert loudest_dbfs(out) == pytest.approx(loudest_dbfs(tone(2.3, 48000)), abs=0.1)
    assert len(resample(np.zeros(0, np.int16), 48000)) == 0


def test_what_is_no_sound_is_refused_by_name(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("not a sound", encoding="utf-8")
    empty = tmp_path / "b.wav"
    empty.touch()
    with pytest.raises(AudioUnreadableError, match=r"a\.txt"):
        load_sound(text)
    with pytest.raises(AudioEmptyError):
        load_sound(empty)
    with pytest.raises(AudioEmptyError):
        load_sound(write_wav(tmp_path / "c.wav", tone(0, 16000), 16000))
    for missing in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(FileMissingError):
            load_sound(missing)
    with pytest.raises(AudioMissingError):
        load_sound(write_video(tmp_path / "d.mp4"))


def test_a_sound_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.perception.speech_sound.MAX_SOUND_S", 1.0)
    with pytest.raises(AudioTooLongError):
        load_sound(write_wav(tmp_path / "a.wav", tone(1.5, 16000), 16000))


def test_silence_is_refused_and_a_whisper_is_not() -> None:
    noise = np.random.default_rng(0).normal(0, 8, 32000).astype(np.int16)
    with pytest.raises(AudioSilentError, match=r"x\.wav"):
        require_sound(noise, "x.wav")
    with pytest.raises(AudioSilentError):
        require_sound(np.zeros(0, np.int16), "x.wav")
    noise[16000:17600] = tone(0.1, 16000, level=120)
    require_sound(noise, "x.wav")


STEP = 0.032


def test_segments_start_high_stop_low_and_drop_the_short() -> None:
    run = [0.1] * 10 + [0.9] * 20 + [0.4] * 5 + [0.1] * 20 + [0.8] * 3 + [0.0] * 10
    assert segments_of(run, STEP, len(run) * STEP, VoiceSettings()) == (
        VoiceSegment(pytest.approx(10 * STEP - 0.03), pytest.approx(35 * STEP + 0.03)),  # type: ignore[arg-type]
    )


def test_a_short_dip_does_not_cut_and_speech_to_the_end_is_closed() -> None:
    run = [0.9] * 20 + [0.1] * 2 + [0.9] * 20
    (segment,) = segments_of(run, STEP, len(run) * STEP, VoiceSettings())
    assert segment.start_s == 0.0
    assert segment.end_s == pytest.approx(42 * STEP)
    assert segments_of([], STEP, 0.0, VoiceSettings()) == ()


@given(st.lists(st.floats(0, 1), max_size=200))
def test_segments_are_in_order_apart_and_inside(run: list[float]) -> None:
    duration = len(run) * STEP
    last = 0.0
    for segment in segments_of(run, STEP, duration, VoiceSettings()):
        assert last <= segment.start_s < segment.end_s <= duration
        last = segment.end_s


@given(
    st.lists(st.tuples(st.floats(0.05, 3.0), st.floats(0.3, 20.0)), max_size=30),
    st.floats(5.0, 60.0),
)
def test_pieces_cover_the_speech_once_and_stay_short(
    gaps_and_lengths: list[tuple[float, float]], longest: float
) -> None:
    segments: list[VoiceSegment] = []
    now = 0.0
    for gap, length in gaps_and_lengths:
        segments.append(VoiceSegment(now + gap, now + gap + length))
        now += gap + length
    pieces = stretches(segments, now, longest, GateSettings())
    for earlier, later in itertools.pairwise(pieces):
        assert earlier.end_s <= later.start_s
    for segment in segments:
        assert any(p.start_s <= segment.start_s < p.end_s for p in pieces)
    longest_alone = max((s.end_s - s.start_s for s in segments), default=0.0) + 0.6
    assert all(p.end_s - p.start_s <= max(longest, longest_alone) + 1e-6 for p in pieces)


class Echo:
    """Hears one word in the middle of whatever it is given."""

    language: Language = "zh"
    model = MODEL
    keeps_fillers = True
    longest_s = 30.0

    def __init__(self) -> None:
        self.given: list[int] = []

    def transcribe(self, samples: Samples) -> Transcript:
        self.given.append(len(samples))
        length = len(samples) / 16000
        return transcript_of([Word("好", length / 2, length + 9, 0.8)], "zh", MODEL)


def test_only_speech_is_given_and_word_times_count_from_the_start() -> None:
    echo = Echo()
    sound = np.zeros(16000 * 20, np.int16)
    heard = recognise(
        echo, sound, (VoiceSegment(2.0, 3.0), VoiceSegment(3.4, 4.0), VoiceSegment(15.0, 16.0))
    )
    assert echo.given == [round(16000 * 2.6), round(16000 * 1.6)]
    assert [(w.text, w.start_s, w.end_s) for w in heard.words] == [
        ("好", 3.0, 4.3),
        ("好", 15.5, 16.3),
    ]
    assert recognise(echo, sound, ()).words == ()


def test_confidence_is_weighted_by_length_and_text_joined_by_language() -> None:
    words = [Word("a", 0, 1, 1.0), Word("b", 1, 4, 0.2)]
    assert transcript_of(words, "en", MODEL).confidence == pytest.approx(0.4)
    assert transcript_of(words, "en", MODEL).text == "a b"
    assert transcript_of(words, "zh", MODEL).text == "ab"
    assert transcript_of([], "zh", MODEL).confidence == 0.0
