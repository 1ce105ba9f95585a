"""The colour of a face's skin, as far as light of another colour changes it."""

import numpy as np

from app.domain.media import Image
from app.perception.faces import Points

PATCHES = (151, 9, 50, 280, 205, 425, 118, 347)
"""MediaPipe's points amid forehead and cheeks, where no lid, lip or beard is."""

PATCH_FACES = 0.06
"""Half the side of a patch, in widths of the face."""

LEAST_PATCHES = 4
DARKEST, BRIGHTEST = 8, 250
"""Pixels beyond these are left out: their colour is the sensor's limit, not the skin's."""

GAMMA = 2.2
"""Of the camera's picture, near enough: a ratio is asked for. Source: sRGB, IEC 61966-2-1."""

_LIGHT = (np.arange(256) / 255.0) ** GAMMA


def face_tone(image: Image, points: Points) -> float | None:
    """ln(red / blue) of the light from forehead and cheeks; None where too little of it is seen.

    0.1 ms of one core.

    Args:
        image: uint8, shape (height, width, 3), BGR.
        points: of the face in it.
    """
    half = max(2, round(PATCH_FACES * float(np.ptp(points[:, 0]))))
    found: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    for mark in PATCHES:
        across, down = (int(value) for value in points[mark])
        part = image[
            max(0, down - half) : max(0, down + half),
            max(0, across - half) : max(0, across + half),
        ]
        pixels = part.reshape(-1, 3)
        good = (
            pixels[(pixels.max(1) < BRIGHTEST) & (pixels.min(1) > DARKEST)]
            if len(pixels)
            else pixels
        )
        if len(good):
            found.append(_LIGHT[good].mean(0))
    if len(found) < LEAST_PATCHES:
        return None
    blue, _, red = np.mean(found, axis=0)
    return float(np.log(red / blue))
