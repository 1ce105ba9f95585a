"""Reading a picture from a file given by a person: nothing is decoded before it is known to fit."""

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
import PIL.Image

from app.domain.errors import FileMissingError
from app.domain.media import Image
from app.perception.errors import (
    ImageEmptyError,
    ImageTooLargeError,
    ImageUnreadableError,
)

MAX_IMAGE_BYTES = 100 * 1024 * 1024
"""No picture file is larger: a 60-megapixel camera's JPEG has about 30 MB."""

MAX_IMAGE_PIXELS = 80_000_000
"""Pixels above which a picture is refused before it is decoded (240 MB as BGR)."""


def load_image(path: Path) -> Image:
    """Decode the picture in `path`, turned as its EXIF orientation says.

    Returns:
        BGR, see `app.domain.media.Image`.

    Raises:
        FileMissingError: there is no such file, or it cannot be read.
        ImageEmptyError: it has no bytes.
        ImageTooLargeError: more bytes or pixels than the limits above.
        ImageUnreadableError: it is not a picture, or a damaged one.
    """
    data = _read(path)
    try:
        width, height = _size_of(data)
    except PIL.Image.DecompressionBombError as error:
        raise ImageTooLargeError(f"{path.name} has too many pixels to be decoded") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ImageUnreadableError(f"{path.name} is not a picture that can be decoded") from error
    if width * height > MAX_IMAGE_PIXELS:
        raise ImageTooLargeError(f"{path.name} has {width} x {height} pixels")
    image = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))
    if image.ndim != 3:  # noqa: PLR2004 - nothing comes back when it cannot be decoded
        raise ImageUnreadableError(f"{path.name} is damaged")
    return image.astype(np.uint8, copy=False)


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileMissingError(f"{path.name} is a folder, not a picture")
        if size > MAX_IMAGE_BYTES:
            raise ImageTooLargeError(f"{path.name} has {size} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read") from error
    if not data:
        raise ImageEmptyError(f"{path.name} has no bytes")
    return data


def _size_of(data: bytes) -> tuple[int, int]:
    """Width and height from the header alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
        with PIL.Image.open(io.BytesIO(data)) as header:
            return header.size
