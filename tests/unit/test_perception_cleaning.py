"""What poor pictures lose before the models see them."""

import numpy as np

from app.bench.monitor_pictures import coarse, noisy
from app.domain.media import Image
from app.perception.cleaning import (
    HAND_PX,
    noise_in_the_way,
    shrunk,
    stretched,
    without_blocks,
    without_noise,
)
from app.perception.quality import measure_noise


def edge(side: int) -> Image:
    """Dark on the left, bright on the right."""
    image = np.full((side, side, 3), 60, np.uint8)
    image[:, side // 2 :] = 200
    return image


def test_a_picture_is_shrunk_by_means_and_never_enlarged() -> None:
    chequered = np.kron(np.indices((80, 80)).sum(axis=0) % 2, np.ones((4, 4)))
    image = np.repeat((chequered * 200).astype(np.uint8)[:, :, None], 3, axis=2)
    assert np.all(shrunk(image, 40) == 100)
    assert shrunk(image, 40).shape == (40, 40, 3)
    assert shrunk(image, 320) is image


def test_noise_is_taken_off_and_edges_stay() -> None:
    dim = noisy(edge(HAND_PX), 0)
    before = measure_noise(dim)
    clean = without_noise(dim, before)
    assert measure_noise(clean) < before / 3
    middle = HAND_PX // 2
    assert np.mean(clean[:, middle + 4]) - np.mean(clean[:, middle - 4]) > 50


def test_what_is_larger_than_the_hand_model_sees_comes_back_smaller() -> None:
    assert without_noise(noisy(edge(2 * HAND_PX), 0), 6.0).shape == (HAND_PX, HAND_PX, 3)


def test_a_dim_part_is_stretched_and_an_even_one_only_so_far() -> None:
    dim = np.full((100, 100, 3), 30, np.uint8)
    dim[:, 50:] = 60
    bright = stretched(dim)
    assert (int(bright[0, 0, 0]), int(bright[0, 99, 0])) == (10, 240)
    dim[:, 50:] = 31
    assert int(np.ptp(stretched(dim))) == 11


def test_noise_is_in_the_way_of_a_dim_picture_only() -> None:
    assert noise_in_the_way(4.5, 100.0) == 4.5
    assert noise_in_the_way(3.5, 100.0) == 0.0
    assert noise_in_the_way(0.03, 0.0) == 0.0


def test_weak_edges_of_compression_go_and_strong_ones_stay() -> None:
    slope = np.linspace(40, 220, 256).astype(np.uint8)
    image = np.repeat(np.tile(slope, (256, 1))[:, :, None], 3, axis=2)
    hard = coarse(image, 0)
    steps = np.abs(np.diff(hard[64, :, 0].astype(int))).max()
    assert np.abs(np.diff(without_blocks(hard)[64, :, 0].astype(int))).max() < steps
    sharp = without_blocks(edge(64))
    assert int(sharp[32, 34, 0]) - int(sharp[32, 29, 0]) > 130
