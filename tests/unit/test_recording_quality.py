"""What is counted, measured and decided about a recording: pure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import AudioBlock
from app.domain.quality import QUALITY_FORMAT, Gap, QualityCertificate
from app.domain.timing import NS_PER_S, MonotonicNs
from app.recording.counts import BlockCounts, PictureCounts
from app.recording.encoders import HARDWARE, options_for, probe
from app.recording.errors import EncoderFailedError
from app.recording.guard import guard_disk
from app.recording.job import RESERVE_BYTES
from app.recording.ladder import bytes_per_s, in_words, ladder
from app.recording.limits import VideoLimits
from app.recording.marks import find_beep, find_flash, found_mark
from app.recording.selftest import PRESETS, SelfTestConfig, choose
from devices.fake.clock import FakeClock

RATE = 48_000


def ns(seconds: float) -> MonotonicNs:
    return MonotonicNs(NS_PER_S + round(seconds * NS_PER_S))


# ------------------------------------------------------------------ counts


def test_pictures_are_counted_and_their_rate_is_their_own() -> None:
    counts = PictureCounts()
    for number in range(100):
        if number not in {40, 41, 70}:
            counts.came(number, ns(number / 30))
    assert (counts.captured, counts.missed) == (97, 3)
    assert counts.expected(10.0) == pytest.approx(300, abs=3)
    assert counts.interval_ms(0.5) == pytest.approx(33.3, abs=0.3)
    assert counts.interval_ms(0.99) >= 66


def test_nothing_is_told_of_nothing() -> None:
    assert PictureCounts().interval_ms(0.5) == 0.0
    assert PictureCounts().expected(10) == 0
    assert BlockCounts().drift_ppm() is None


@pytest.mark.parametrize("ppm", [-80.0, 0.0, 120.0])
def test_the_drift_of_a_sound_card_is_measured(ppm: float) -> None:
    counts = BlockCounts()
    rng = np.random.default_rng(1)
    for number in range(50 * 120):
        at = number * 0.02 / (1 + ppm / 1e6) + rng.normal(0, 0.0001)
        counts.came(number, ns(at), 0.02)
    drift = counts.drift_ppm()
    assert drift is not None
    assert drift == pytest.approx(ppm, abs=6)


def test_a_drift_over_a_short_time_or_a_loss_is_withheld() -> None:
    counts = BlockCounts()
    for number in [*range(50 * 100), *range(50 * 100 + 30, 50 * 120)]:
        counts.came(number, ns(number * 0.02), 0.02)
    assert counts.lost == 30
    assert counts.drift_ppm() is None


# ------------------------------------------------------------------ ladder and disk


def test_every_rung_is_cheaper_than_the_one_above() -> None:
    rungs = ladder(VideoLimits())
    assert len(rungs) == 4
    rates = [bytes_per_s(rung) for rung in rungs]
    assert rates == sorted(rates, reverse=True)
    assert len(set(map(in_words, rungs))) == 4
    assert rungs[-1].frames_per_s == 15


@given(
    free=st.integers(0, 10**12),
    rung=st.integers(0, 3),
    remaining=st.floats(0, 10_000),
    longest=st.floats(0, 900),
)
def test_the_disk_guard_never_climbs_and_never_lets_an_answer_begin_that_does_not_fit(
    free: int, rung: int, remaining: float, longest: float
) -> None:
    rates = [2 * bytes_per_s(one) for one in ladder(VideoLimits())]
    found = guard_disk(free, rates, rung, remaining, longest)
    assert rung <= found.rung <= 3
    if not found.stop_after_answer:
        assert free - RESERVE_BYTES >= rates[-1] * longest
    if found.rung < 3 and max(remaining, longest):
        assert free - RESERVE_BYTES >= rates[found.rung] * max(remaining, longest)


# ------------------------------------------------------------------ encoders


def test_software_passes_the_probe_that_every_encoder_has_to_pass() -> None:
    found = probe(VideoLimits(preset="ultrafast"), (640, 360))
    assert found.psnr_db > 30
    assert found.kbit > 50


def refusal(name: str) -> str:
    try:
        probe(VideoLimits(encoder=name), (640, 360))
    except EncoderFailedError as error:
        return error.what
    pytest.skip(f"this machine has {name}")


@pytest.mark.parametrize("name", [*HARDWARE, "no_such_encoder"])
def test_an_encoder_that_is_not_here_is_refused_with_words(name: str) -> None:
    assert options_for(VideoLimits(encoder=name))["maxrate"] == "4000k"
    words = refusal(name)
    assert name in words
    assert len(words) < 200


def test_the_self_test_takes_the_best_preset_under_the_limit_and_says_why() -> None:
    spent = iter([0.0, 0.9, 1.0, 1.4, 2.0, 2.1])
    config = SelfTestConfig(320, 240, 30.0, VideoLimits())
    chosen = choose(config, FakeClock(), lambda: next(spent))
    assert (chosen.limits.encoder, chosen.limits.preset) == ("libx264", "superfast")
    assert [name for name, _ in chosen.choice.tried][-2:] == [f"libx264 {p}" for p in PRESETS[:2]]
    assert "0.90 core" in dict(chosen.choice.tried)["libx264 veryfast"]


def test_a_slow_machine_gets_the_cheapest_preset() -> None:
    spent = iter(range(100))
    config = SelfTestConfig(320, 240, 30.0, VideoLimits())
    chosen = choose(config, FakeClock(), lambda: float(next(spent)))
    assert chosen.limits.preset == "ultrafast"
    assert "slow" in chosen.choice.reason


# ------------------------------------------------------------------ flash and beep


def lumas(rise: float, noise: float = 0.3, at: int = 45) -> list[tuple[MonotonicNs, float]]:
    rng = np.random.default_rng(3)
    return [
        (ns(i / 30), 80 + float(rng.normal(0, noise)) + (rise if at <= i < at + 10 else 0))
        for i in range(90)
    ]


def test_a_flash_is_found_at_its_first_picture() -> None:
    assert find_flash(lumas(20), ns(0)) == ns(45 / 30)
    assert find_flash(lumas(2), ns(0)) is None
    assert find_flash(lumas(8, noise=4), ns(0)) is None
    assert find_flash(lumas(20)[:4], ns(0)) is None


def sound(beep_s: float | None, level: float = 3000, seconds: float = 2.0) -> list[AudioBlock]:
    at = np.arange(round(seconds * RATE)) / RATE
    rng = np.random.default_rng(4)
    samples = rng.normal(0, 40, len(at)) + 2000 * np.sin(2 * np.pi * 180 * at) * (at < 0.7)
    if beep_s is not None:
        samples += level * np.sin(2 * np.pi * 1000 * at) * ((at >= beep_s) & (at < beep_s + 0.2))
    whole = samples.astype(np.int16)
    return [
        AudioBlock(whole[i : i + 960], RATE, ns(i / RATE), i // 960)
        for i in range(0, len(whole) - 959, 960)
    ]


@pytest.mark.parametrize("beep_s", [0.9, 1.0031, 1.4177])
def test_a_beep_is_found_to_a_few_milliseconds(beep_s: float) -> None:
    at = find_beep(sound(beep_s))
    assert at is not None
    assert (at - ns(beep_s)) / 1e6 == pytest.approx(0, abs=4)


def test_no_beep_is_made_out_of_speech_or_silence() -> None:
    assert find_beep(sound(None)) is None
    assert find_beep([]) is None


def test_offsets_are_told_or_withheld_with_a_reason() -> None:
    assert found_mark(ns(1), ns(1.033), ns(1.012), has_room=True) == (33.0, 12.0, "")
    room, late, why = found_mark(ns(1), None, ns(1.02), has_room=True)
    assert (room, late) == (None, 20.0)
    assert why == "the room camera saw no flash"
    room, late, why = found_mark(None, None, None, has_room=False)
    assert (room, late) == (None, None)
    assert "no room camera" in why


def test_only_gaps_of_what_an_interview_needs_count() -> None:
    gaps = (
        Gap("candidate", 1.0, 4.0, "disk"),
        Gap("microphone", 3.0, 5.0, "silent"),
        Gap("room", 0.0, 60.0, "lost"),
        Gap("safety", 0.0, 60.0, "disk"),
    )
    assert QualityCertificate(QUALITY_FORMAT, gaps=gaps).gap_s() == pytest.approx(4.0)
