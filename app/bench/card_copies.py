"""Copies of a card that are no card: a photocopy, a screen before the camera, a screenshot.

Models, each documented where it is made; nothing here was seen by a camera.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.card_people import people
from app.bench.card_views import as_jpeg, blurred, in_the_dark, on_a_desk, with_noise
from app.demo.media_cards import Specimen, card_back, card_front
from app.domain.media import Image
from app.identity.card_copy import CopySigns, copy_problems, measure_bars, measure_copy

Copy = Callable[[Image, np.random.Generator], Image]

_TELEPHONE_PX = 1080, 1800
"""A telephone's screen upright; an older one, so that the card stays large."""

_PAPER, _TONER = 245.0, 30.0
"""Reflected light of white paper and of black toner, levels of 255."""


def photocopied(card: Image, rng: np.random.Generator) -> Image:
    """A black-and-white copy: grey values with more contrast, grain of the toner, softer edges."""
    grey = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    steep = np.clip((grey - 0.08) * 1.25, 0, 1).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(steep, (0, 0), 0.8), np.float32)
    toner = _TONER + (_PAPER - _TONER) * soft + rng.normal(0, 5, grey.shape)
    return np.repeat(np.clip(toner, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def warm(image: Image, _: np.random.Generator | None = None) -> Image:
    """Lamp light: less blue, more red, as a camera with a wrong white balance shows it."""
    return np.clip(image.astype(np.float32) * (0.75, 0.97, 1.08), 0, 255).astype(np.uint8)


def displayed(card: Image, zoom: int = 3) -> NDArray[np.float32]:
    """The card's pixels as those of a screen: three colour stripes each, dark gaps around them.

    float32, levels of light: a lit stripe is brighter than 255, and only their mean is what a
    camera's exposure is made for. Cut at 255 before the lens, a screen would come out a fourth as
    bright as the card, and its grid under the sensor's noise.

    Source: RGB stripe layout of liquid crystal displays, two thirds of a pixel's height lit.
    """
    large = np.repeat(np.repeat(card, zoom, axis=0), zoom, axis=1).astype(np.float32)
    high, wide = large.shape[:2]
    column = np.array([x % zoom for x in range(wide)], np.int64)
    row = np.array([y % zoom for y in range(high)], np.int64)
    stripe = column * 3 // zoom
    lit = np.stack([stripe == 2, stripe == 1, stripe == 0], axis=-1)[None]  # noqa: PLR2004 - B, G, R
    rows = (row < zoom * 2 // 3)[:, None, None]
    return np.asarray(large * (lit * 2.6) * (rows * 1.4), np.float32)


def on_a_screen(
    card: Image, rng: np.random.Generator, tilt_deg: float, pixels: int, share: float = 0.7
) -> Image:
    """A screen of `pixels` across the card, taken by a camera of 1280 x 720.

    The lens blurs by half a pixel of the camera; then the sensor samples. What stays of the
    screen's grid, or beats with the camera's, is the moire.
    """
    size = (pixels, round(pixels * card.shape[0] / card.shape[1]))
    screen = displayed(np.asarray(cv2.resize(card, size, interpolation=cv2.INTER_AREA), np.uint8))
    camera_px = screen.shape[1] / (share * 1280)
    soft = cv2.GaussianBlur(screen, (0, 0), max(0.3, 0.5 * camera_px))
    seen = np.clip(soft, 0, 255).astype(np.uint8)
    taken = on_a_desk(seen, rng, share, tilt_deg, cv2.INTER_LINEAR)
    return with_noise(taken, rng, 3)


def _before_camera(
    card: Image, rng: np.random.Generator, share: float = 0.7, tilt_deg: float = 3
) -> Image:
    return with_noise(on_a_desk(card, rng, share, tilt_deg), rng, 3)


def in_a_viewer(card: Image, rng: np.random.Generator) -> Image:
    """A screenshot of a telephone that shows a photograph of the card, with nothing around it."""
    wide, high = _TELEPHONE_PX
    photo = cv2.resize(_before_camera(card, rng), (wide, wide * 9 // 16))
    screen = np.full((high, wide, 3), 18, np.uint8)
    top = (high - len(photo)) // 2
    screen[top : top + len(photo)] = photo
    return screen


def _smaller(card: Image) -> Image:
    small = cv2.resize(card, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


COPIES: Mapping[str, tuple[str, Copy]] = {
    "photocopy": ("CARD-PHOTOCOPY", lambda c, r: _before_camera(photocopied(c, r), r)),
    "photocopy, lamp light": (
        "CARD-PHOTOCOPY",
        lambda c, r: warm(_before_camera(photocopied(c, r), r)),
    ),
    "photocopy, dark": (
        "CARD-PHOTOCOPY",
        lambda c, r: in_the_dark(on_a_desk(photocopied(c, r), r, 0.7, 3), r),
    ),
    "photocopy, JPEG": (
        "CARD-PHOTOCOPY",
        lambda c, r: as_jpeg(on_a_desk(photocopied(c, r), r, 0.6, -6)),
    ),
    "screen, 500 px": ("CARD-SCREEN", lambda c, r: on_a_screen(c, r, 2, 500)),
    "screen, 700 px": ("CARD-SCREEN", lambda c, r: on_a_screen(c, r, -3, 700)),
    "screen, 700 px, JPEG": ("CARD-SCREEN", lambda c, r: as_jpeg(on_a_screen(c, r, -2, 700))),
    "screen, 850 px": ("CARD-SCREEN", lambda c, r: on_a_screen(c, r, 4, 850)),
    "screen, 1000 px": ("CARD-SCREEN", lambda c, r: on_a_screen(c, r, 1, 1000)),
    "screen, 1200 px": ("CARD-SCREEN", lambda c, r: on_a_screen(c, r, 2, 1200)),
    "screenshot": ("CARD-SCREENSHOT", lambda c, _: c),
    "screenshot, smaller": ("CARD-SCREENSHOT", lambda c, _: _smaller(c)),
    "screenshot, JPEG": ("CARD-SCREENSHOT", lambda c, _: as_jpeg(c)),
    "screenshot of a viewer": ("CARD-SCREENSHOT", in_a_viewer),
    "screenshot of a viewer, JPEG": (
        "CARD-SCREENSHOT",
        lambda c, r: as_jpeg(_smaller(in_a_viewer(c, r)), 60),
    ),
}
"""Name -> the problem that is due, and how it is made."""

GENUINE: Mapping[str, Copy] = {
    "camera": _before_camera,
    "camera, tilted": lambda c, r: _before_camera(c, r, 0.65, -20),
    "camera, lamp light": lambda c, r: warm(_before_camera(c, r)),
    "camera, dark": lambda c, r: in_the_dark(on_a_desk(c, r, 0.7, 3), r),
    "camera, JPEG": lambda c, r: as_jpeg(_before_camera(c, r)),
    "camera, small": lambda c, r: as_jpeg(_before_camera(c, r, 0.55), 50),
    "camera, blurred": lambda c, r: blurred(_before_camera(c, r)),
}
"""A card before a camera, for false alarms."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """What was said of the pictures of one kind.

    Attributes:
        kind: of picture.
        due: the problem that should be told; empty for a card itself.
        told: pictures with that problem; for a card itself those with any.
        pictures: all.
        spread: least and greatest of each figure.
    """

    kind: str
    due: str
    told: int
    pictures: int
    spread: dict[str, tuple[float, float]]

    def as_json(self) -> dict[str, object]:
        """As every benchmark; a copy that passes unnoticed is told, and keeps no limit."""
        return {
            "name": f"idcard {'copy' if self.due else 'genuine'} {self.kind}",
            "ours": self.told,
            "peer": None,
            "ratio": None,
            "limit": None if self.due else 0,
            "unit": f"of {self.pictures} flagged" + (f" {self.due}" if self.due else ""),
            "holds": None if self.due else self.told == 0,
            "spread": self.spread,
        }


def flagged(count: int, portrait: Image, seed: int) -> list[Flagged]:
    """Both sides of `count` people, copied in each way and as themselves.

    The middle of the picture is measured, and what is drawn around it; nothing is read.
    """
    everyone = list(people(count, seed))
    kinds = [(name, due, copy) for name, (due, copy) in COPIES.items()]
    kinds += [(name, "", copy) for name, copy in GENUINE.items()]
    return [_kind(name, due, copy, everyone, portrait) for name, due, copy in kinds]


def _kind(
    name: str, due: str, copy: Copy, everyone: Sequence[Specimen], portrait: Image
) -> Flagged:
    told, signs = 0, list[CopySigns]()
    for index, person in enumerate(everyone):
        for side in (card_front(person, portrait), card_back(person)):
            image = copy(side, np.random.default_rng(index))
            seen = replace(measure_copy(_middle(image)), bars=measure_bars(image))
            codes = {problem.code for problem in copy_problems(seen, live=not due)}
            told += due in codes if due else bool(codes)
            signs.append(seen)
    figures = {
        "colour": [item.colour for item in signs if item.colour is not None],
        "grid": [item.grid for item in signs],
        "flat": [item.flat for item in signs],
        "bars": [item.bars for item in signs],
    }
    spread = {
        key: (round(min(values), 2), round(max(values), 2))
        for key, values in figures.items()
        if values
    }
    return Flagged(name, due, told, len(signs), spread)


def _middle(image: Image) -> Image:
    height, width = image.shape[:2]
    part = image[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
    return np.ascontiguousarray(part)
