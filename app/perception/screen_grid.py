"""How regular a picture is: the pixels of a screen, or what beats between them and the camera's."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image

_TILE_PX = 128
_COARSE, _NYQUIST = 10, _TILE_PX // 2 - 2
"""Cycles in a tile: under the first, print and lighting are regular too."""


def regularity(part: Image) -> float:
    """The strongest single frequency of the luma over its neighbours, natural logarithm.

    0 where the part is smaller than 128 pixels. Not enlarged or reduced before, or it is lost.
    """
    luma = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
    spectra = [np.log1p(np.abs(np.fft.fft2(tile))) for tile in _tiles(luma)]
    if not spectra:
        return 0.0
    mean = np.fft.fftshift(np.mean(spectra, axis=0)).astype(np.float32)
    over = mean - cv2.blur(cv2.medianBlur(mean, 5), (15, 15))
    y, x = np.mgrid[-_TILE_PX // 2 : _TILE_PX // 2, -_TILE_PX // 2 : _TILE_PX // 2]
    cycles = np.hypot(y, x)
    return float(over[(cycles > _COARSE) & (cycles < _NYQUIST)].max())


def _tiles(luma: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Half overlapping squares, faded at their edges."""
    window = np.outer(np.hanning(_TILE_PX), np.hanning(_TILE_PX)).astype(np.float32)
    for top in range(0, luma.shape[0] - _TILE_PX + 1, _TILE_PX // 2):
        for left in range(0, luma.shape[1] - _TILE_PX + 1, _TILE_PX // 2):
            tile = luma[top : top + _TILE_PX, left : left + _TILE_PX]
            yield (tile - tile.mean()) * window
