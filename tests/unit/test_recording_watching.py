"""What is noticed about pictures and sound, and how things are numbered."""

import numpy as np
import pytest

from app.domain.media import AudioBlock, Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.recording.numbering import Numbering
from app.recording.pictures import (
    PictureWatch,
    brightness,
    fitted,
    fitted_size,
    luma_of,
    planar,
    sharpness,
    shown,
    size_of,
)
from app.recording.sounds import (
    FLOOR_DB,
    SoundMeter,
    SoundWatch,
    clipped_share,
    decibels,
    noise_floor_db,
    peak,
    rms,
)

RNG = np.random.default_rng(3)


def noisy(luma: int) -> Image:
    noise = RNG.normal(0, 3, (90, 160, 3))
    return np.clip(luma + noise, 0, 255).astype(np.uint8)


def states(pictures: list[Image], step_s: float = 0.25) -> list[str]:
    watch = PictureWatch()
    return [
        watch.step(planar(picture), MonotonicNs(round((1 + at * step_s) * NS_PER_S)))
        for at, picture in enumerate(pictures)
    ]


def test_a_living_camera_is_ok() -> None:
    assert set(states([noisy(100) for _ in range(40)])) == {"ok"}


def test_equal_pictures_are_a_standstill_until_they_move() -> None:
    still = noisy(100)
    seen = states([still] * 10 + [noisy(100)])
    assert seen[:6] == ["ok"] * 6
    assert seen[6:10] == ["frozen"] * 4
    assert seen[10] == "ok"


def test_a_covered_lens_is_dark_after_a_second_and_has_to_get_clearly_brighter() -> None:
    seen = states(
        [noisy(80)] + [noisy(4) for _ in range(6)] + [noisy(19)] * 2 + [noisy(60)],
    )
    assert seen[:4] == ["ok"] * 4
    assert seen[4:9] == ["dark"] * 5
    assert seen[9] == "ok"


def test_brightness_and_sharpness() -> None:
    even = luma_of(planar(np.full((40, 60, 3), 77, np.uint8)))
    assert brightness(even) == pytest.approx(77, abs=1)
    edges = (np.indices((360, 640)).sum(axis=0) // 8 % 2 * 200).astype(np.uint8)
    sharp = np.repeat(edges[..., None], 3, axis=2)
    assert sharpness(luma_of(planar(sharp))) > 20 > sharpness(even)


@pytest.mark.parametrize(
    ("size", "result"),
    [
        ((1920, 1080), (1280, 720)),
        ((1280, 720), (1280, 720)),
        ((1080, 1920), (404, 720)),
        ((2, 2), (2, 2)),
    ],
)
def test_pictures_are_fitted_with_even_sides(
    size: tuple[int, int], result: tuple[int, int]
) -> None:
    assert fitted_size(*size, (1280, 720)) == result
    planes = planar(np.zeros((size[1], size[0], 3), np.uint8))
    assert size_of(fitted(planes, (1280, 720))) == result
    assert shown(planes, (1280, 720)).shape == (result[1], result[0], 3)


def test_levels() -> None:
    tone = np.round(3276.8 * np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000)).astype(np.int16)
    assert decibels(rms(tone)) == pytest.approx(-23.0, abs=0.1)
    assert decibels(peak(tone)) == pytest.approx(-20.0, abs=0.1)
    assert decibels(0) == FLOOR_DB
    assert peak(np.array([-32768], np.int16)) == 32768
    half = np.concatenate([tone[:24_000] // 100, tone[:24_000]])
    assert noise_floor_db(half, 48_000) == pytest.approx(-63.0, abs=1.5)
    assert clipped_share(np.array([0, 32767, -32768, 5], np.int16)) == pytest.approx(0.5)
    assert noise_floor_db(tone[:10], 48_000) == FLOOR_DB


def test_the_meter_begins_again_after_each_reading() -> None:
    meter = SoundMeter()
    meter.add(np.full(100, 3277, np.int16))
    assert meter.take() == pytest.approx((-20.0, -20.0), abs=0.1)
    assert meter.take() == (FLOOR_DB, FLOOR_DB)


def test_digital_silence_is_noticed() -> None:
    watch = SoundWatch()
    seen = []
    for index in range(200):
        amplitude = 0 if index < 170 else 3
        at = MonotonicNs(NS_PER_S + index * 20_000_000)
        seen.append(watch.step(AudioBlock(np.full(960, amplitude, np.int16), 48_000, at, index)))
    assert seen.index("silent") == 75
    assert watch.gated
    assert set(seen[170:]) == {"ok"}


def test_numbers_go_on_across_a_reopening_and_count_what_was_missed() -> None:
    row = Numbering()
    at = [
        row.next(number, MonotonicNs(number * 40_000_000), 0.04, reopened=False)
        for number in (0, 1, 2, 5)
    ]
    assert at == [0, 1, 2, 5]
    assert (row.seen, row.lost) == (4, 2)
    # opened again a second later, its own numbers begin at 0
    assert row.next(0, MonotonicNs(5 * 40_000_000 + NS_PER_S), 0.04, reopened=True) == 30
    assert row.next(1, MonotonicNs(6 * 40_000_000 + NS_PER_S), 0.04, reopened=False) == 31
    assert (row.seen, row.lost) == (6, 26)


def test_an_overdriven_microphone_is_noticed_and_has_to_get_clearly_better() -> None:
    watch = SoundWatch()
    seen = []
    for index in range(250):
        samples = np.full(960, 500, np.int16)
        samples[:40] = 32767 if 50 <= index < 150 else 500
        at = MonotonicNs(NS_PER_S + index * 20_000_000)
        seen.append(watch.step(AudioBlock(samples, 48_000, at, index)))
    assert seen.index("clipping") == 99
    assert seen[199:] == ["ok"] * 51
    assert watch.clipped == 100 * 40


def test_a_microphone_that_never_gave_zeros_is_not_gated() -> None:
    watch = SoundWatch()
    for index in range(100):
        at = MonotonicNs(NS_PER_S + index * 20_000_000)
        watch.step(AudioBlock(np.full(960, index < 80, np.int16), 48_000, at, index))
    assert not watch.gated
