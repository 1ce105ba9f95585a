"""Three digits read aloud: what was said, when, and by which mouth."""

import secrets
from collections.abc import Iterator

import numpy as np
import pytest

from app.domain.analysis import Language, ModelRef, Transcript, Word
from app.domain.errors import BoothError
from app.domain.media import AudioBlock, Samples
from app.domain.timing import MonotonicNs
from app.identity.continuity import LivenessSample
from app.identity.digit_ear import DigitEar
from app.identity.liveness import LivenessTest
from app.perception.speech_digits import Said, find_digits
from app.processes.shared import AudioRing
from devices.clock import SystemClock
from devices.fake.clock import FakeClock
from tests.unit.test_identity_liveness import face

MODEL = ModelRef("m", "0" * 64)


def transcript(*words: str, language: Language = "zh") -> Transcript:
    """A word every half second."""
    said = tuple(Word(text, at * 0.5, at * 0.5 + 0.4, 1.0) for at, text in enumerate(words))
    return Transcript(language, " ".join(words), said, 1.0, MODEL)


@pytest.mark.parametrize(
    ("words", "digits", "begun_s"),
    [
        (("四", "零", "七"), "407", 0.0),
        (("幺", "零", "七"), "107", 0.0),
        (("四", "一", "四", "零", "七"), "407", 1.0),  # corrected in the middle
        (("Four,", "zero", "seven."), "407", 0.0),
        (("It", "is", "4-0-7"), "407", 1.0),
        (("four", "oh", "7"), "407", 0.0),
    ],
)
def test_digits_are_found_however_they_are_written(
    words: tuple[str, ...], digits: str, begun_s: float
) -> None:
    said = find_digits(transcript(*words), digits)
    assert said is not None
    assert said.start_s == begun_s


@pytest.mark.parametrize(
    "words",
    [("四", "七", "零"), ("四", "零"), ("四", "[unk]", "零", "七"), ("four", "and", "0", "7"), ()],
)
def test_other_digits_or_words_between_them_are_not_what_was_asked(words: tuple[str, ...]) -> None:
    assert find_digits(transcript(*words), "407") is None


def spoken(*, mouth_moves: bool, said: Said | None) -> LivenessTest:
    """Three seconds of a face before the camera, whose digits are told at the end."""
    test = LivenessTest(("say_digits",), 8.0)
    for index in range(75):
        at_s = index * 0.04
        opening = 0.03 + 0.02 * np.sin(2 * np.pi * 4 * at_s) if mouth_moves else 0.03
        told = said if at_s > 2.5 else None
        test.step(LivenessSample(at_s, face(), 0.9, mouth=float(opening), said=told))
    return test


def test_the_digits_count_when_the_lips_moved_while_they_were_said() -> None:
    test = spoken(mouth_moves=True, said=Said(0.9, 2.3))
    assert test.result(None).passed


def test_a_loudspeaker_beside_a_still_face_does_not_pass() -> None:
    test = spoken(mouth_moves=False, said=Said(0.9, 2.3))
    assert not test.finished
    assert not test.result(None).passed


def test_digits_said_before_they_were_asked_do_not_count() -> None:
    assert not spoken(mouth_moves=True, said=Said(-2.0, -0.6)).result(None).passed


class Scripted:
    """A recogniser that hears the digits once the sound is long enough."""

    language: Language = "zh"
    model = MODEL
    longest_s = 600.0
    keeps_fillers = True

    def transcribe(self, samples: Samples) -> Transcript:
        heard = ("四", "零", "七") if len(samples) > 16_000 * 1.5 else ("四",)
        return transcript(*heard)


@pytest.fixture
def ring() -> Iterator[AudioRing]:
    made = AudioRing.create(f"test-{secrets.token_hex(4)}", 48_000)
    yield made
    made.close()


def listen(ear: DigitEar, clock: FakeClock, seconds: float) -> Said | None:
    """Ask a few times a second until something is heard."""
    for _ in range(round(seconds / 0.1)):
        found = ear.heard("407")
        if found is not None:
            return found
        clock.step(0.1)
        SystemClock().sleep(0.01)  # the hearing has a thread of its own
    return None


def _prepared(ear: DigitEar) -> None:
    ear.prepare("zh")
    for _ in range(200):
        if ear.ready:
            return
        SystemClock().sleep(0.01)
    pytest.fail("the recogniser was never loaded")


def test_what_was_said_is_told_with_its_time(ring: AudioRing) -> None:
    clock = FakeClock(start_ns=10**10)
    ear = DigitEar(ring.name, lambda _: Scripted(), clock)
    try:
        _prepared(ear)
        silence = np.zeros(48_000 * 10, np.int16)
        ring.publish(AudioBlock(silence, 48_000, MonotonicNs(10**10), 0))
        said = listen(ear, clock, 5.0)
        assert said is not None
        assert said.start_s == pytest.approx(10.0)
        assert said.end_s == pytest.approx(11.4)
    finally:
        ear.close()


def test_without_a_microphone_or_a_model_nothing_is_heard_and_nothing_hangs() -> None:
    class NoModelError(BoothError):
        code = "NO-MODEL"
        advice = "Fetch it."

    def broken(_: Language) -> Scripted:
        raise NoModelError("no model")

    clock = FakeClock()
    for ear in (DigitEar("", lambda _: Scripted(), clock), DigitEar("", broken, clock)):
        _prepared(ear)
        assert listen(ear, clock, 3.0) is None
        ear.close()
