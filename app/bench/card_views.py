"""What lies between a card and a picture of it: how it lies, light, lens, sensor, compression.

Each view is a function of the rendered card and a generator of random numbers. A view in `HARD` is
worse than the live step accepts without a hint, and is reported apart.
"""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image

View = Callable[[Image, np.random.Generator], Image]

_DESK_PX = (1280, 720)


def on_a_desk(
    card: Image,
    rng: np.random.Generator,
    share: float,
    tilt_deg: float,
    sampling: int = cv2.INTER_AREA,
) -> Image:
    """The card on a picture of 1280 x 720, `share` of its width wide, tilted and in perspective."""
    wide, high = _DESK_PX
    desk = np.full((high, wide, 3), (60, 75, 90), np.uint8)
    desk += rng.integers(0, 18, desk.shape, dtype=np.uint8)
    height, width = card.shape[:2]
    scale = share * wide / width
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    angle = np.deg2rad(tilt_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = (corners - corners.mean(axis=0)) * scale @ turn.T + np.array([wide / 2, high / 2])
    placed = (placed + rng.uniform(-0.02, 0.02, (4, 2)) * width * scale).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, placed)
    laid = cv2.warpPerspective(card, matrix, _DESK_PX, flags=sampling)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, _DESK_PX)
    desk[mask > 0] = laid[mask > 0]
    return desk


def in_the_dark(image: Image, rng: np.random.Generator, gain: float = 0.6) -> Image:
    """Little light, and a sensor's noise of 14 levels."""
    return _picture(image.astype(np.float32) * gain + rng.normal(0, 14, image.shape))


def with_glare(image: Image, rng: np.random.Generator, level: float = 190.0) -> Image:
    """Two oblong reflections somewhere on the card, `level` bright at their middle."""
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    out = image.astype(np.float32)
    for _ in range(2):
        at_x, at_y = rng.uniform(400, 900), rng.uniform(200, 520)
        out += level * np.exp(-(((x - at_x) / 130) ** 2 + ((y - at_y) / 60) ** 2))[..., None]
    return _picture(out)


def blurred(image: Image, sigma_px: float = 2.2) -> Image:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), np.uint8)


def as_jpeg(image: Image, quality: int = 70) -> Image:
    """Compressed and decompressed."""
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def with_noise(image: Image, rng: np.random.Generator, levels: float) -> Image:
    """Noise of a sensor, standard deviation in levels of 255."""
    return _picture(image.astype(np.float32) + rng.normal(0, levels, image.shape))


def _picture(values: NDArray[np.floating]) -> Image:
    return np.clip(values, 0, 255).astype(np.uint8)


READABLE: Mapping[str, View] = {
    "flat scan": lambda card, _: card,
    "tilted 8 deg": lambda card, rng: on_a_desk(card, rng, 0.7, 8),
    "tilted 25 deg": lambda card, rng: on_a_desk(card, rng, 0.6, -25),
    "upside down": lambda card, rng: on_a_desk(card, rng, 0.7, 180),
    "on its side": lambda card, _: np.ascontiguousarray(np.rot90(card)),
    "blurred": lambda card, rng: blurred(on_a_desk(card, rng, 0.7, 3)),
    "dark, noisy": lambda card, rng: in_the_dark(on_a_desk(card, rng, 0.7, 3), rng),
    "noise": lambda card, rng: with_noise(on_a_desk(card, rng, 0.7, 3), rng, 12),
    "webcam, 560 px": lambda card, rng: as_jpeg(on_a_desk(card, rng, 0.44, 3)),
}
"""What a candidate who follows the hints gives."""

HARD: Mapping[str, View] = {
    "webcam, 360 px": lambda card, rng: as_jpeg(on_a_desk(card, rng, 0.28, 3), 50),
    "blurred twice": lambda card, rng: blurred(on_a_desk(card, rng, 0.7, 3), 4.0),
    "a little glare": lambda card, rng: with_glare(on_a_desk(card, rng, 0.7, 3), rng, 110),
    "glare": lambda card, rng: with_glare(on_a_desk(card, rng, 0.7, 3), rng),
    "strong glare": lambda card, rng: with_glare(on_a_desk(card, rng, 0.7, 3), rng, 400),
    "very dark": lambda card, rng: in_the_dark(on_a_desk(card, rng, 0.7, 3), rng, 0.25),
}
"""Where fields are expected to be left empty: what counts is that none is wrong."""
