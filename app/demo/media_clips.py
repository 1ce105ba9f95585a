"""Clips on disk as the stage shows them: JPEG pictures one after the other, and their rate."""

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2

from app.domain.errors import InputUnreadableError
from app.domain.media import Image

QUALITY = 92
"""JPEG quality: text on a card held to the camera stays readable."""
_BETWEEN = b"\xff\xd9\xff\xd8"
"""The end of one JPEG and the start of the next; neither occurs inside one that OpenCV writes."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip.

    Attributes:
        path: the file of JPEG pictures.
        rate_hz: pictures a second.
        frames: how many there are.
    """

    path: Path
    rate_hz: float
    frames: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.rate_hz


def encoded(image: Image) -> bytes:
    """One JPEG picture."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def write_clip(path: Path, images: Iterable[Image], rate_hz: float) -> Clip:
    """Write a clip of pictures; see `write_encoded`."""
    return write_encoded(path, (encoded(image) for image in images), rate_hz)


def write_encoded(path: Path, pictures: Iterable[bytes], rate_hz: float) -> Clip:
    """Write a clip of JPEG pictures, beside its place first, then renamed."""
    beside = path.with_suffix(".part")
    count = 0
    with beside.open("wb") as file:
        for picture in pictures:
            file.write(picture)
            count += 1
    beside.replace(path)
    return Clip(path, rate_hz, count)


class ClipReader:
    """The JPEG pictures of a clip, without reading the file into memory."""

    def __init__(self, path: Path) -> None:
        """Map the file and find its pictures.

        Raises:
            InputUnreadableError: it holds none.
        """
        with path.open("rb") as file:
            size = path.stat().st_size
            if not size:
                raise InputUnreadableError(f"{path.name} holds no picture")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        starts = [0, *self._cuts(), size]
        self._spans = list(pairwise(starts))

    def _cuts(self) -> Iterator[int]:
        at = self._map.find(_BETWEEN)
        while at >= 0:
            yield at + 2
            at = self._map.find(_BETWEEN, at + 2)

    def __len__(self) -> int:
        return len(self._spans)

    def picture(self, number: int) -> bytes:
        """The bytes of one JPEG; `number` from 0."""
        start, end = self._spans[number]
        return self._map[start:end]

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
