"""Straight edges round a face, on pictures that are drawn here."""

import cv2
import numpy as np
import pytest

from app.domain.media import Image
from app.identity.screen_signs import HELD_EDGES
from app.perception.held_edges import MIN_FACE_PX, edges_around

FACE = (0.4, 0.3, 0.2, 0.35)
WALL, SKIN, COAT, FRAME = (170, 180, 185), (120, 140, 190), (60, 50, 45), (20, 20, 20)
LEFT, TOP, RIGHT, BOTTOM = 380, 120, 900, 640


def wall() -> Image:
    rng = np.random.default_rng(3)
    plain = np.full((720, 1280, 3), WALL, np.float64) + rng.normal(0, 3, (720, 1280, 3))
    return np.clip(plain, 0, 255).astype(np.uint8)


def person(image: Image) -> Image:
    cv2.ellipse(image, (640, 720), (330, 220), 0, 0, 360, COAT, -1)
    cv2.rectangle(image, (585, 420), (695, 560), SKIN, -1)
    cv2.ellipse(image, (640, 340), (128, 150), 0, 0, 360, SKIN, -1)
    return image


def framed(image: Image) -> Image:
    cv2.rectangle(image, (LEFT, TOP), (RIGHT, BOTTOM), FRAME, 24)
    return image


def soft(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (3, 3), 0), np.uint8)


def test_a_tablet_held_before_the_camera_is_seen() -> None:
    edges = edges_around(soft(framed(person(wall()))), FACE)
    assert edges is not None
    assert edges > 0.9


def test_a_turned_tablet_with_a_finger_on_it_is_seen() -> None:
    shown = framed(person(wall()))
    cv2.circle(shown, (830, BOTTOM), 60, SKIN, -1)
    turn = cv2.getRotationMatrix2D((640, 360), 9, 1)
    turned = cv2.warpAffine(shown, turn, (1280, 720), borderValue=WALL)
    assert (edges_around(soft(np.asarray(turned, np.uint8)), FACE) or 0) > HELD_EDGES


def test_a_frame_on_the_wall_behind_the_head_is_none() -> None:
    assert edges_around(soft(person(framed(wall()))), FACE) == 0


def test_a_person_before_a_wall_has_none() -> None:
    assert edges_around(soft(person(wall())), FACE) == 0


def test_a_picture_without_a_line_has_none() -> None:
    assert edges_around(np.full((720, 1280, 3), 90, np.uint8), FACE) == 0


@pytest.mark.parametrize(
    ("size", "face"),
    [((200, 280), FACE), ((720, 1280), (0.5, 0.5, 0.04, (MIN_FACE_PX - 2) / 720))],
)
def test_what_is_too_small_is_not_judged(
    size: tuple[int, int], face: tuple[float, float, float, float]
) -> None:
    assert edges_around(np.zeros((*size, 3), np.uint8), face) is None
