"""Where a document lies in a picture, and what is said of it."""

import numpy as np
import pytest

from app.bench.card_people import people
from app.bench.card_views import HARD, READABLE, on_a_desk
from app.demo.media_cards import card_back
from app.domain.media import Image
from app.identity.framing import FramingHint, frame_document
from app.perception.outline import find_outline

CARD = card_back(next(people(1, 9)))
LYING = ("tilted 8 deg", "upside down", "blurred", "dark, noisy", "noise", "webcam, 560 px")


def _seen(view: str) -> Image:
    return (READABLE | HARD)[view](CARD, np.random.default_rng(1))


@pytest.mark.parametrize("view", LYING)
def test_a_readable_card_lies_well(view: str) -> None:
    framing = frame_document(_seen(view), page=False)
    assert framing is not None
    assert framing.hint is None, framing


@pytest.mark.parametrize(
    ("view", "hint"),
    [("webcam, 360 px", "too_far"), ("blurred twice", "blurred"), ("strong glare", "glare")],
)
def test_what_to_do_better_is_told_by_the_edges_alone(view: str, hint: FramingHint) -> None:
    framing = frame_document(_seen(view), page=False)
    assert framing is not None
    assert framing.hint == hint


def test_a_card_that_is_turned_is_to_be_held_straight() -> None:
    turned = on_a_desk(CARD, np.random.default_rng(1), 0.5, 24)
    framing = frame_document(turned, page=False)
    assert framing is not None
    assert framing.hint == "tilted"


def test_the_corners_are_the_cards() -> None:
    desk = np.full((720, 1280, 3), 70, np.uint8)
    desk[100:604, 200:1000] = np.asarray(CARD[:504, :800])
    corners = find_outline(desk)
    assert corners is not None
    want = [(200, 100), (1000, 100), (1000, 604), (200, 604)]
    assert np.abs(corners - want).max() <= 2 * 1280 / 480
    framing = frame_document(desk, page=False)
    assert framing is not None
    assert np.allclose(framing.outline, corners / (1280, 720), atol=1e-3)


def test_what_is_no_card_has_no_outline() -> None:
    wall = np.full((720, 1280, 3), 150, np.uint8)
    blank = wall.copy()
    blank[100:604, 200:1000] = 230
    square = wall.copy()
    square[100:600, 300:800] = np.asarray(CARD[:500, :500])
    noise = np.random.default_rng(2).integers(0, 255, wall.shape, dtype=np.uint8)
    for picture in (wall, blank, square, noise):
        assert find_outline(picture) is None
