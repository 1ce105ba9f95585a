"""Cards shown on photographed telephones, tablets and monitors, and cards that are not.

Run `python -m tests.measurements.card_devices CLONES`: CLONES/OWNER/NAME are git clones of the
repositories in `card_devices_sources.csv`. A generated card is laid onto the lit part of each
device (`corners`: clockwise from the top left, at 1280 pixels of the longer side), across it and,
on a telephone, along it; and onto the photographs of other things. What a camera of 1280 x 720
would see of it is read by the product's reader; its figure for a device is told.

With `documents` after CLONES the same of made-up passports and permits with a zone.
"""

import contextlib
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.card_people import people
from app.demo.media_cards import card_back, card_front
from app.domain.media import Image
from app.identity.card_copy import MAX_DEVICE
from app.identity.loading import load_devices, load_readers, load_still_faces
from app.identity.portrait import crop_portrait
from app.perception.images import load_image
from tests.documents import card_back as zone_side
from tests.documents import passport
from tests.measurements.documents import ON, zone_lines
from tests.measurements.held_out_faces import blob
from tests.measurements.vision import catalogue

SOURCES = Path(__file__).with_name("card_devices_sources.csv")
"""file, sha256, repository, commit, path, kind, corners."""

WIDTHS_PX = (450, 600, 750)
PASSPORT_PX = (700, 850, 950)
FRAME_PX = (1280, 720)
Corners = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Photograph:
    """One of the list: what it shows, and where its screen is (pixels; None for other things)."""

    kind: str
    image: Image
    screen: Corners | None


def photographs(clones: Path) -> Iterator[Photograph]:
    """All of the list."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            data = np.frombuffer(blob(clones, row), np.uint8)
            image = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
            scale = max(image.shape[:2]) / 1280
            points = [tuple(map(float, pair.split(","))) for pair in row["corners"].split()]
            screen = np.array(points, np.float32) * np.float32(scale) if points else None
            yield Photograph(row["kind"], image, screen)


def lying(photo: Photograph) -> Photograph:
    """The same turned by a quarter, clockwise."""
    assert photo.screen is not None
    turned = np.ascontiguousarray(np.rot90(photo.image, 3))
    x, y = photo.screen.T
    points = np.stack([photo.image.shape[0] - y, x], axis=1)
    return Photograph(photo.kind, turned, np.roll(points, 1, axis=0).astype(np.float32))


def on_the_screen(photo: Photograph, card: Image, width_px: int, rng: np.random.Generator) -> Image:
    """The card in the middle of the black screen, so many pixels wide before the camera."""
    assert photo.screen is not None
    sides = np.linalg.norm(np.roll(photo.screen, -1, axis=0) - photo.screen, axis=1)
    wide, high = int(sides[0] + sides[2]) // 2, int(sides[1] + sides[3]) // 2
    fill = 0.8 if photo.kind != "telephone" else 0.98 if high > wide else 0.94
    scale = min(wide * fill / card.shape[1], high * fill / card.shape[0])
    shown = cv2.resize(card, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (high - shown.shape[0]) // 2, (wide - shown.shape[1]) // 2
    lit = np.full((high, wide, 3), 12, np.uint8)
    lit[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    image, matrix = _laid(photo.image, lit, photo.screen, 0.92)
    inner = _corners(shown.shape[1], shown.shape[0]) + np.array([left, top], np.float32)
    corners = cv2.perspectiveTransform(inner[None], matrix)[0]
    return _before_camera(image, np.asarray(corners, np.float32), width_px, rng)


def before(photo: Photograph, card: Image, width_px: int, rng: np.random.Generator) -> Image:
    """The card itself before what is photographed, in its light."""
    scale = max(FRAME_PX[0] / photo.image.shape[1], FRAME_PX[1] / photo.image.shape[0])
    whole = cv2.resize(photo.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    scene = np.asarray(whole, np.uint8)
    top, left = (scene.shape[0] - FRAME_PX[1]) // 2, (scene.shape[1] - FRAME_PX[0]) // 2
    scene = scene[top : top + FRAME_PX[1], left : left + FRAME_PX[0]]
    bright = float(np.percentile(cv2.cvtColor(scene, cv2.COLOR_BGR2GRAY), 80)) / 200
    angle = np.radians(rng.uniform(-10, 10))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    placed = _corners(card.shape[1], card.shape[0])
    placed = (placed - placed.mean(axis=0)) * (width_px / card.shape[1]) @ turn
    placed = placed + np.array(FRAME_PX) / 2 + rng.normal(0, 60, 2)
    placed = (placed + rng.uniform(-0.03, 0.03, (4, 2)) * width_px).astype(np.float32)
    image, _ = _laid(scene, card, placed, float(np.clip(bright, 0.35, 1.0)))
    return np.clip(image + rng.normal(0, 2.5, image.shape), 0, 255).astype(np.uint8)


def _corners(wide: int, high: int) -> Corners:
    return np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)


def _laid(image: Image, part: Image, corners: Corners, light: float) -> tuple[Image, NDArray[Any]]:
    size = image.shape[1], image.shape[0]
    matrix = cv2.getPerspectiveTransform(_corners(part.shape[1], part.shape[0]), corners)
    over = cv2.warpPerspective(part, matrix, size, flags=cv2.INTER_AREA)
    whole = np.full(part.shape[:2], 255, np.uint8)
    inside = cv2.warpPerspective(whole, matrix, size) > 127
    laid = image.copy()
    laid[inside] = (over[inside] * light).astype(np.uint8)
    return laid, matrix


def _before_camera(image: Image, card: Corners, width_px: int, rng: np.random.Generator) -> Image:
    scale = width_px / float(np.linalg.norm(card[1] - card[0]))
    middle = card.mean(axis=0) + rng.normal(0, 40 / scale, 2)
    matrix = np.array([[scale, 0, 640 - scale * middle[0]], [0, scale, 360 - scale * middle[1]]])
    soft = cv2.GaussianBlur(image, (0, 0), max(0.01, 0.35 / scale))
    warped = cv2.warpAffine(soft, matrix, FRAME_PX, borderMode=cv2.BORDER_REPLICATE)
    seen = np.asarray(warped, np.float32)
    return np.clip(seen + rng.normal(0, 2.5, seen.shape), 0, 255).astype(np.uint8)


def pictures(clones: Path, portrait: Image) -> Iterator[tuple[str, Image]]:
    """Kind and picture, one by one."""
    rng = np.random.default_rng(15)
    persons = list(people(6, 78))
    sides = [side for one in persons for side in (card_front(one, portrait), card_back(one))]
    for photo in photographs(clones):
        if photo.screen is None:
            for _ in range(2):
                side = sides[int(rng.integers(len(sides)))]
                yield photo.kind, before(photo, side, int(rng.choice(WIDTHS_PX)), rng)
            continue
        ways = [photo, *([lying(photo)] if photo.kind == "telephone" else [])]
        for way in ways:
            for side in sides[:2]:
                for width in WIDTHS_PX:
                    name = photo.kind if way is photo else f"{photo.kind}, lying"
                    yield name, on_the_screen(way, side, width, rng)


def documents(clones: Path, portrait: Image) -> Iterator[tuple[str, Image]]:
    """The same of pages with a zone: each device at two widths, other things once."""
    rng = np.random.default_rng(16)
    pages = [
        (page, widths)
        for person in range(3)
        for page, widths in (
            (
                passport(zone_lines("passport", np.random.default_rng((person, 8))), portrait),
                PASSPORT_PX,
            ),
            (zone_side(zone_lines("permit", np.random.default_rng((person, 6)))), WIDTHS_PX),
        )
    ]
    for photo in photographs(clones):
        if photo.screen is None:
            page, widths = pages[int(rng.integers(len(pages)))]
            yield photo.kind, before(photo, page, int(rng.choice(widths)), rng)
            continue
        for way in [photo, *([lying(photo)] if photo.kind == "telephone" else [])]:
            for page, widths in pages[:2]:
                for width in widths[1:]:
                    name = photo.kind if way is photo else f"{photo.kind}, lying"
                    yield name, on_the_screen(way, page, width, rng)


def main() -> None:
    """Print a row for each kind."""
    models = catalogue()
    told = defaultdict[str, list[float]](list)
    unread = defaultdict[str, int](int)
    zones = sys.argv[2:] == ["documents"]
    with (
        contextlib.closing(load_still_faces(models)) as faces,
        contextlib.closing(load_devices(models)) as devices,
    ):
        cards, pages = load_readers(models, faces, devices)
        photo = load_image(models.path("portrait"))
        portrait = crop_portrait(photo, faces.find(photo)[0])
        shown = documents if zones else pictures
        for kind, image in shown(Path(sys.argv[1]), portrait):
            if zones:
                signs = pages.read(image, ON, turns=False).signs
            else:
                signs = cards.read(image, turns=False).signs
            if signs is None:
                unread[kind] += 1
            else:
                told[kind].append(signs.device)
    sys.stdout.write(f"| shown | read | not read | device | over {MAX_DEVICE} |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- |\n")
    for kind, values in told.items():
        low, middle, high = np.percentile(values, [0, 50, 100])
        over = sum(value > MAX_DEVICE for value in values)
        spread = f"{low:.2f}..{middle:.2f}..{high:.2f}"
        sys.stdout.write(f"| {kind} | {len(values)} | {unread[kind]} | {spread} | {over} |\n")


if __name__ == "__main__":
    main()
