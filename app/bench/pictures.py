"""Pictures that carry their own number, so that what plays can be counted."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from app.bench.errors import BenchStepError
from app.domain.media import Image

BITS: Final = 16
CYCLE: Final = 600
"""Pictures rendered; then they begin again. 20 s at 30 a second: longer than any gap looked for."""


MIDDLE: Final = 128
"""Luma between the black and the white squares."""


def numbered(number: int, size: tuple[int, int], *, bright: bool = False) -> Image:
    """A scene on the move with sensor noise, and `number` in squares along its top.

    Args:
        number: 0..65535.
        size: width and height.
        bright: lit by a flash.
    """
    width, height = size
    rng = np.random.default_rng(number)
    across = np.linspace(0, 3 * np.pi, width)[None, :] + number * 0.06
    down = np.linspace(0, 2 * np.pi, height)[:, None]
    scene = 110 + 45 * np.sin(across) * np.cos(down) + rng.normal(0, 2.5, (height, width))
    at = number * 7 % max(1, width - height // 3)
    scene[height // 2 : height // 2 + height // 4, at : at + height // 4] = 190
    if bright:
        scene = scene * 0.5 + 110
    image = np.repeat(np.clip(scene, 20, 235).astype(np.uint8)[..., None], 3, axis=2)
    image[..., 0] = image[..., 0] // 2 + 60
    side = width // BITS
    for bit in range(BITS):
        image[:side, bit * side : (bit + 1) * side] = 235 if number >> bit & 1 else 20
    return image


def with_face(image: Image, portrait: Image, number: int) -> Image:
    """A person before the scene, swaying a little, below the squares that carry the number.

    Args:
        image: the scene; it is changed.
        portrait: a square picture of head and shoulders.
        number: of the picture.
    """
    height, width = image.shape[:2]
    side = height * 3 // 4
    sway = round(width / 100 * np.sin(number / 15))
    left = (width - side) // 2 + sway
    image[height - side :, left : left + side] = cv2.resize(portrait, (side, side))
    return image


def number_in(luma: NDArray[np.uint8]) -> int:
    """The number that a picture carries.

    Args:
        luma: shape (height, width).
    """
    side = luma.shape[1] // BITS
    quarter = side // 4
    rows = luma[quarter : side // 2]  # the upper half: a picture may have been made less tall
    squares = [rows[:, bit * side + quarter : (bit + 1) * side - quarter] for bit in range(BITS)]
    return sum(1 << bit for bit, square in enumerate(squares) if square.mean() > MIDDLE)


def read_picture(path: str) -> Image:
    """A picture from a file, BGR.

    Raises:
        BenchStepError: it cannot be read.
    """
    try:
        with Pillow.open(path) as picture:
            rgb = np.asarray(picture.convert("RGB"), np.uint8)
    except OSError as error:
        raise BenchStepError(f"{path} is not a picture") from error
    return np.ascontiguousarray(rgb[:, :, ::-1])


def jpeg(image: Image) -> bytes:
    """As a camera sends it."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
