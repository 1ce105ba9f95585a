"""The colour of a face's skin, from flat pictures of known colour."""

import numpy as np
import pytest

from app.domain.media import Image
from app.perception.face_tone import GAMMA, PATCHES, face_tone
from app.perception.faces import Points


def points(width: float = 200.0) -> Points:
    """Marks spread over a face of that width, in the middle of a picture of 640 x 480."""
    found = np.full((478, 2), (320.0, 240.0), np.float32)
    found[10], found[152] = (320 - width / 2, 240), (320 + width / 2, 240)
    for number, mark in enumerate(PATCHES):
        found[mark] = (250 + 20 * number, 200 + 10 * number)
    return found


def flat(blue: int, green: int, red: int) -> Image:
    image = np.empty((480, 640, 3), np.uint8)
    image[...] = (blue, green, red)
    return image


def test_it_is_the_ratio_of_the_light_not_of_the_numbers() -> None:
    tone = face_tone(flat(100, 120, 150), points())
    assert tone == pytest.approx(GAMMA * np.log(150 / 100), abs=1e-6)


def test_warmer_light_raises_it() -> None:
    warm, cool = face_tone(flat(95, 120, 155), points()), face_tone(flat(105, 120, 145), points())
    assert warm is not None
    assert cool is not None
    assert warm > cool


@pytest.mark.parametrize("image", [flat(2, 3, 4), flat(255, 255, 255)], ids=["dark", "blown out"])
def test_without_colour_to_be_seen_there_is_none(image: Image) -> None:
    assert face_tone(image, points()) is None


def test_a_face_beyond_the_picture_has_none() -> None:
    assert face_tone(flat(100, 120, 150), points() + np.float32(4000)) is None
    assert face_tone(flat(100, 120, 150), points() - np.float32(4000)) is None


def test_a_patch_above_the_picture_takes_nothing_from_below() -> None:
    image = flat(100, 120, 150)
    image[100:] = (200, 120, 60)
    above = points()
    for mark in PATCHES[:4]:
        above[mark] = (250, 60)
    for mark in PATCHES[4:]:
        above[mark] = (250, -20)
    assert face_tone(image, above) == pytest.approx(GAMMA * np.log(150 / 100), abs=1e-6)
