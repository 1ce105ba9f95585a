"""Changes to real pictures that stand for what the live monitor has to notice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import ArrayLike

from app.domain.media import Image
from app.perception.videos import VideoFrame

Change = Callable[[Image, float], Image]
"""A picture and its time in the scene, to the picture with the event in it."""

SEED = 20
"""Of the noise: the same pictures in every run."""
SHOWN_S = 4.0
LOOKS = 20
VIEW = (1080, 810)
"""A photograph is seen as by a camera of 4:3."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A photographed phone in a hand.

    Attributes:
        file: in the folder `phone_image`.
        box: left, top, width, height in pixels of the photograph.
        faces_wide: width of that box in widths of a face (about 16 cm), so that the phone in it is
            the 7 cm wide that phones are.
    """

    file: str
    box: tuple[int, int, int, int]
    faces_wide: float


PHONES = (
    Phone("room_4.jpg", (365, 900, 170, 230), 0.8),
    Phone("room_10.jpg", (430, 1020, 220, 190), 1.05),
    Phone("mirror_selfie.jpg", (700, 180, 210, 210), 1.0),
)


def photograph(path: Path, top: float) -> Iterator[VideoFrame]:
    """A photograph before a camera that shakes a little, for `SHOWN_S`.

    Args:
        path: the picture.
        top: where the camera's view begins, as a fraction of the picture's height.
    """
    image = _loaded(path)
    height, width = image.shape[:2]
    scale = VIEW[0] / width
    first = round(top * height)
    view = image[first : first + round(VIEW[1] / scale)]
    shown = cv2.resize(view, (VIEW[0], round(view.shape[0] * scale)), interpolation=cv2.INTER_AREA)
    random = np.random.default_rng(SEED)
    for look in range(LOOKS):
        shift = np.array([[1, 0, random.normal(0, 2)], [0, 1, random.normal(0, 2)]])
        moved = cv2.warpAffine(
            shown, shift, (shown.shape[1], shown.shape[0]), borderMode=cv2.BORDER_REPLICATE
        )
        yield VideoFrame(_sensor(moved, random, 2.0), look * SHOWN_S / LOOKS)


def gone(image: Image, at_s: float) -> Image:
    """Nobody: the wall beside the person's head over the whole picture.

    Args:
        image: the picture.
        at_s: its time, for the noise.
    """
    height, width = image.shape[:2]
    wall = image[: max(8, height // 3), : max(8, width // 5)]
    shown = cv2.resize(wall, (width, height), interpolation=cv2.INTER_CUBIC)
    return _sensor(shown, _random(at_s), 2.0)


def dark(image: Image, at_s: float) -> Image:
    """The light is out, or a cap is on."""
    return _sensor(image * 0.03, _random(at_s), 1.5)


def covered(image: Image, at_s: float) -> Image:
    """A hand on the lens: skin, lit through from one side, no outlines."""
    height, width = image.shape[:2]
    skin = np.array([70.0, 95.0, 165.0])
    across = (
        np.linspace(0.35, 1.0, width)[None, :, None] * np.linspace(0.8, 1.0, height)[:, None, None]
    )
    return _sensor(skin * across, _random(at_s), 1.5)


def blown_out(image: Image, at_s: float) -> Image:
    """A lamp into the lens."""
    return _sensor(255.0 - (255.0 - image) * 0.03, _random(at_s), 1.0)


def guest_beside(guest: Callable[[], Iterator[VideoFrame]], width: float) -> Change:
    """Another person's head at the picture's left edge.

    Args:
        guest: their pictures, the head in the middle.
        width: of what is set in, as a fraction of the picture: the face is about half of it.
    """
    pictures: list[Image] = []

    def change(image: Image, at_s: float) -> Image:
        if not pictures:
            pictures.extend(frame.image for frame in guest())
        head = pictures[round(at_s * 5) % len(pictures)]
        height, whole = head.shape[:2]
        side = min(height, whole)
        left = (whole - side) // 2
        square = head[:side, left : left + side]
        return set_in(image, square, 2 * width, (0.02 + width, 0.4))

    return change


def phone_held(path: Path, phone: Phone, width: float) -> Change:
    """A photographed phone and its hand, before the person's chest.

    Args:
        path: of the photograph.
        phone: where it lies there.
        width: of what is set in, as a fraction of the picture.
    """
    left, top, wide, high = phone.box
    cut = _loaded(path)[top : top + high, left : left + wide]

    def change(image: Image, at_s: float) -> Image:
        return set_in(image, cut, width, (0.42 + 0.01 * float(np.sin(at_s)), 0.78))

    return change


def noisy(image: Image, number: int) -> Image:
    """Dim, with a sensor's noise."""
    return _sensor(image * 0.4, np.random.default_rng(SEED + number), 9.0)


def mirrored(image: Image, _number: int) -> Image:
    """Left and right changed."""
    return np.ascontiguousarray(image[:, ::-1])


def coarse(image: Image, _number: int) -> Image:
    """Half the size, and compressed hard."""
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)


def _loaded(path: Path) -> Image:
    data = np.frombuffer(path.read_bytes(), np.uint8)
    return cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)


def _random(at_s: float) -> np.random.Generator:
    return np.random.default_rng(SEED + round(at_s * 1000))


def _sensor(picture: ArrayLike, random: np.random.Generator, sigma: float) -> Image:
    exact = np.asarray(picture, np.float64)
    return np.clip(exact + random.normal(0.0, sigma, exact.shape), 0, 255).astype(np.uint8)


def set_in(image: Image, part: Image, width: float, middle: tuple[float, float]) -> Image:
    """A part set in with a soft rim, its light brought near to that of the picture."""
    height, whole = image.shape[:2]
    size = round(width * whole)
    high = round(size * part.shape[0] / part.shape[1])
    scaled = cv2.resize(part, (size, high), interpolation=cv2.INTER_AREA).astype(np.float64)
    across = np.linspace(-1, 1, size)[None, :] ** 2
    down = np.linspace(-1, 1, high)[:, None] ** 2
    soft = np.clip((1.0 - (across**2 + down**2)) * 3, 0, 1)[:, :, None]
    left = max(0, min(whole - size, round(middle[0] * whole - size / 2)))
    top = max(0, min(height - high, round(middle[1] * height - high / 2)))
    result = image.copy()
    under = result[top : top + high, left : left + size]
    soft, scaled = soft[: under.shape[0]], scaled[: under.shape[0]]
    result[top : top + high, left : left + size] = (soft * scaled + (1 - soft) * under).astype(
        np.uint8
    )
    return result
