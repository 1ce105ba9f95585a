"""Which parts of a picture are looked at, and how much there is in it."""

import numpy as np
import pytest

from app.domain.media import Image
from app.perception.objects import _parts as _object_parts
from app.perception.quality import measure_noise, measure_quality
from app.perception.second_face import _around, _parts

GREY: Image = np.full((720, 1280, 3), 120, np.uint8)


@pytest.mark.parametrize("size", [(1280, 720), (480, 848), (640, 480), (512, 512), (64, 64)])
def test_the_squares_for_a_second_face_cover_the_picture(size: tuple[int, int]) -> None:
    width, height = size
    seen = np.zeros((height, width), np.bool_)
    for left, top, side in _parts(width, height):
        assert left >= 0
        assert top >= 0
        assert left + side <= width
        assert top + side <= height
        seen[top : top + side, left : left + side] = True
    assert seen.all()


@pytest.mark.parametrize("face", [None, (0.4, 0.2, 0.2, 0.3), (0.0, 0.9, 0.9, 0.1)])
def test_the_parts_for_objects_lie_in_the_picture(
    face: tuple[float, float, float, float] | None,
) -> None:
    parts = _object_parts(GREY, face)
    assert len(parts) == (3 if face is None else 5)
    for left, top, wide, high in parts:
        assert GREY[top : top + high, left : left + wide].size > 0
        assert left + wide <= GREY.shape[1]
        assert top + high <= GREY.shape[0]


def test_noise_is_no_structure_but_an_edge_is() -> None:
    random = np.random.default_rng(1)
    noisy = np.clip(GREY + random.normal(0, 9, GREY.shape), 0, 255).astype(np.uint8)
    half = GREY.copy()
    half[:, 640:] = 20
    assert measure_quality(GREY).structure == 0
    assert measure_quality(noisy).structure < 2.0
    assert measure_quality(half).structure > 3.0


def test_noise_is_measured_on_even_and_sloping_surfaces_and_not_taken_from_edges() -> None:
    slope = np.linspace(40.0, 200.0, 1280)[None, :, None] * np.ones((720, 1, 3))
    slope[:, ::80] = 0.0
    grain = np.random.default_rng(1).normal(0.0, 6.0, (720, 1280, 1))
    assert measure_noise(slope.astype(np.uint8)) < 0.6
    noisy = np.clip(slope + grain, 0, 255).astype(np.uint8)
    assert measure_noise(noisy) == pytest.approx(6.0, abs=0.8)
    assert measure_noise(noisy[:20, :20]) > 3.0


def test_a_face_lies_in_its_surroundings_where_it_lies_in_the_picture() -> None:
    part, place = _around(GREY, (0.5, 0.5, 0.1, 0.1))
    assert part.shape == (159, 281, 3)
    assert place == pytest.approx((0.6 / 2.2, 0.6 / 2.2, 1 / 2.2, 1 / 2.2), abs=0.01)
    part, place = _around(GREY, (0.0, 0.9, 0.1, 0.1))
    assert part.shape == (116, 204, 3)
    assert place == pytest.approx((0.0, 0.375, 0.625, 0.625), abs=0.01)


def test_a_face_of_no_width_at_the_edge_has_surroundings() -> None:
    assert _around(GREY, (1.0, 1.0, 0.0, 0.0))[0].shape == (1, 1, 3)
