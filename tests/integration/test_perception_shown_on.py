"""A telephone or a tablet around a card, drawn, by the real model."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.bench.card_people import people
from app.bench.card_views import on_a_desk
from app.demo.media_cards import card_back
from app.domain.media import Image
from app.identity.card_copy import MAX_DEVICE
from app.identity.loading import load_devices
from app.identity.screen_signs import SHOWN_ON
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import VisionModelError
from app.perception.images import load_image
from app.perception.shown_on import FACE_SQUARES, DeviceFinder

WIDE, HIGH, LEFT, TOP = 500, 315, 390, 202
PRINT = (LEFT + 20.0, TOP + 20.0, LEFT + WIDE - 20.0, TOP + HIGH - 20.0)


@pytest.fixture
def devices(models: Path, resources: Path) -> Iterator[DeviceFinder]:
    with contextlib.closing(load_devices(ModelCatalogue(models, resources))) as finder:
        yield finder


@pytest.fixture
def card() -> Image:
    return card_back(next(people(1, 3)))


def shown(card: Image, aside: int, above: int) -> Image:
    """On a black screen that is so much wider and higher than the card, on a light desk."""
    rng = np.random.default_rng(2)
    desk = np.full((720, 1280, 3), (150, 170, 185)) + rng.normal(0, 3, (720, 1280, 3))
    image = np.clip(desk, 0, 255).astype(np.uint8)
    first, last = (LEFT - aside, TOP - above), (LEFT + WIDE + aside, TOP + HIGH + above)
    cv2.rectangle(image, first, last, (8, 8, 8), -1)
    laid = cv2.resize(card, (WIDE, HIGH), interpolation=cv2.INTER_AREA)
    image[TOP : TOP + HIGH, LEFT : LEFT + WIDE] = laid
    return image


def in_all(devices: DeviceFinder, image: Image, face: tuple[float, float, float, float]) -> float:
    return sum(devices.around_face(image, face, square) for square in range(len(FACE_SQUARES)))


@pytest.mark.parametrize(("aside", "above"), [(160, 14), (110, 70)], ids=["telephone", "tablet"])
def test_a_device_is_seen_around_a_card(
    devices: DeviceFinder, card: Image, aside: int, above: int
) -> None:
    assert devices.around(shown(card, aside, above), PRINT) > MAX_DEVICE


def test_a_device_is_seen_around_a_face(
    devices: DeviceFinder, models: Path, resources: Path
) -> None:
    portrait = load_image(ModelCatalogue(models, resources).path("portrait"))
    cut = np.ascontiguousarray(portrait[:315, :500])
    face = (LEFT / 1280 + 0.13, TOP / 720 + 0.08, 0.1, 0.22)
    assert in_all(devices, shown(cut, 60, 60), face) > SHOWN_ON
    assert in_all(devices, portrait, (0.33, 0.12, 0.24, 0.3)) <= SHOWN_ON


def test_a_card_alone_is_none(devices: DeviceFinder, card: Image) -> None:
    image = on_a_desk(card, np.random.default_rng(5), 0.45, 3)
    assert devices.around(image, (380, 210, 880, 500)) <= MAX_DEVICE


def test_print_at_the_very_edge_and_outside_asks_nothing_of_the_model(
    devices: DeviceFinder, card: Image
) -> None:
    image = shown(card, 110, 70)
    assert 0 <= devices.around(image, (1270, 700, 1280, 720)) <= 3
    assert devices.around(image, (2000, 2000, 2100, 2100)) == 0


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "object.tflite"
    bad.write_bytes(b"nothing")
    with pytest.raises(VisionModelError):
        DeviceFinder(bad)
