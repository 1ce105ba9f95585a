"""Where a card's edges are in a camera picture: four corners, found in a few milliseconds.

Nothing is read: it only has to be quick enough to follow a hand. What is drawn on the screen and
hinted at comes from here; what counts as a card is decided by its text.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image

FIND_WIDTH_PX = 480
"""Edges are looked for at this width; a corner is then exact to about 1/480 of the picture's."""

CARD_ASPECT, PAGE_ASPECT = 85.6 / 54, 125 / 88
"""Width over height of a card (ISO/IEC 7810 ID-1) and of a passport's page (ID-3)."""

MAX_STRETCH = 0.22
"""Natural logarithm of how far a form may be from the document's: a card tilted by 35 degrees."""

MIN_AREA, MAX_AREA = 0.08, 0.92
"""Share of the picture that a document can fill; under the first a card is 340 of 1280 px wide."""

MAX_NARROWING = 0.35
"""How much shorter than the opposite one an edge of a held document can be."""

MIN_FILL = 0.90
"""Share of its hull that the four-cornered form has: fingers over an edge take some of it."""

MIN_PRINT = 0.025
"""Share of pixels inside that are edges: print is there, which a wall, a door, a blank screen has
not. Source: docs/measurements-vision.md."""

MIN_SUPPORT = 0.58
"""Share of the four edges along which the picture has an edge too, each at least half as much: a
hull around a shoulder and a lamp has not. Source: docs/measurements-vision.md."""

_CANNY = ((20, 60), (60, 150))
_LEVELS = tuple(range(60, 230, 20))
"""Luma over which the card may stand out from what is behind it."""

Corners = NDArray[np.float32]
"""float32, shape (4, 2): x, y in pixels of the picture, clockwise from the top left."""


def find_outline(image: Image, aspect: float = CARD_ASPECT) -> Corners | None:
    """The corners of the largest card-shaped thing with print on it; None where there is none.

    Args:
        image: the picture.
        aspect: width over height of the document; on its side it is found too.
    """
    scale = min(1.0, FIND_WIDTH_PX / image.shape[1])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (0, 0), 1.0)
    best: tuple[float, Corners] | None = None
    fine = cv2.Canny(grey, *_CANNY[0])
    for corners in _candidates(grey, fine, aspect):
        area = float(cv2.contourArea(corners))
        if (best is None or area > best[0]) and _card_like(fine, corners):
            best = area, corners
    return None if best is None else (best[1] / scale).astype(np.float32)


def _candidates(grey: NDArray[Any], fine: NDArray[Any], aspect: float) -> Iterator[Corners]:
    """By its edges, which a hand breaks, and as what is lighter than its surroundings."""
    block = np.ones((3, 3), np.uint8)
    for edges in (fine, cv2.Canny(grey, *_CANNY[1])):
        # a frayed edge makes one contour with what is beside it
        yield from _forms(edges, aspect)
        yield from _forms(cv2.dilate(edges, block), aspect)
    for level in _LEVELS:
        light = ((grey > level) * np.uint8(255)).astype(np.uint8)
        yield from _forms(
            cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), aspect
        )


def _forms(drawn: NDArray[Any], aspect: float) -> Iterator[Corners]:
    """Every four-cornered form of the right size and proportion among the outlines."""
    height, width = drawn.shape
    contours, _ = cv2.findContours(drawn, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        if len(contour) < 4:  # noqa: PLR2004 - corners
            continue
        hull = cv2.convexHull(contour)
        share = cv2.contourArea(hull) / (height * width)
        if not MIN_AREA <= share <= MAX_AREA:
            continue
        corners = _four(hull)
        if corners is not None and _shaped(corners, aspect):
            yield corners


def _four(hull: NDArray[Any]) -> Corners | None:
    around = cv2.arcLength(hull, closed=True)
    for tolerance in (0.02, 0.04, 0.06):
        form = cv2.approxPolyDP(hull, tolerance * around, closed=True)
        if len(form) == 4:  # noqa: PLR2004 - corners
            fill = cv2.contourArea(form) / max(1.0, cv2.contourArea(hull))
            return _clockwise(form.reshape(4, 2)) if fill >= MIN_FILL else None
    return None


def _clockwise(form: NDArray[Any]) -> Corners:
    middle = form.mean(axis=0)
    angles = np.arctan2(form[:, 1] - middle[1], form[:, 0] - middle[0])
    ordered = form[np.argsort(angles)].astype(np.float32)
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)


def _shaped(corners: Corners, aspect: float) -> bool:
    top, right, bottom, left = _sides(corners)
    wide, high = (top + bottom) / 2, (left + right) / 2
    if min(top, right, bottom, left) < 1 or narrowing(corners) > MAX_NARROWING:
        return False
    long, short = max(wide, high), min(wide, high)
    return abs(float(np.log(long / short / aspect))) <= MAX_STRETCH


def _sides(corners: Corners) -> tuple[float, float, float, float]:
    """Lengths of the top, right, bottom and left edge, pixels."""
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(lengths[0]), float(lengths[1]), float(lengths[2]), float(lengths[3])


def _card_like(edges: NDArray[Any], corners: Corners) -> bool:
    return _supported(edges, corners) and _printed(edges, corners)


def _supported(edges: NDArray[Any], corners: Corners) -> bool:
    near = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    shares: list[float] = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        steps = np.linspace(0.06, 0.94, 60)[:, None]
        points = np.asarray(np.rint(start + steps * (end - start)), np.intp)
        x = np.clip(points[:, 0], 0, edges.shape[1] - 1)
        y = np.clip(points[:, 1], 0, edges.shape[0] - 1)
        shares.append(float((near[y, x] > 0).mean()))
    return min(shares) >= MIN_SUPPORT / 2 and float(np.mean(shares)) >= MIN_SUPPORT


def _printed(edges: NDArray[Any], corners: Corners) -> bool:
    mask = np.zeros(edges.shape, np.uint8)
    middle = corners.mean(axis=0)
    inner = middle + 0.88 * (corners - middle)
    cv2.fillConvexPoly(mask, np.asarray(np.rint(inner), np.int32), (255,))
    inside = mask > 0
    return bool(inside.any()) and float((edges[inside] > 0).mean()) >= MIN_PRINT


def laid_level(image: Image, corners: Corners, width_px: int) -> Image:
    """The form within the corners as a rectangle of this width, its longer edge across."""
    top, right, bottom, left = _sides(corners)
    if (left + right) > (top + bottom):
        corners = np.roll(corners, -1, axis=0)
        top, right, bottom, left = right, bottom, left, top
    high = max(1, round(width_px * (left + right) / max(1.0, top + bottom)))
    level = np.array([[0, 0], [width_px, 0], [width_px, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, level)
    return cv2.warpPerspective(image, matrix, (width_px, high)).astype(np.uint8, copy=False)


def long_side(corners: Corners) -> float:
    """The longer edge, pixels."""
    top, right, bottom, left = _sides(corners)
    return max((top + bottom) / 2, (left + right) / 2)


def askew_deg(corners: Corners) -> float:
    """Angle of the long edges to the nearest edge of the picture, 0..45."""
    top, right, bottom, left = _sides(corners)
    start, end = (0, 1) if top + bottom >= left + right else (1, 2)
    across, down = (corners[end] - corners[start]).tolist()
    angle = float(np.degrees(np.arctan2(down, across)))
    return abs((angle + 45.0) % 90.0 - 45.0)


def narrowing(corners: Corners) -> float:
    """How much shorter the far edge is than the near one, 0 (level) to 1: tilted away."""
    top, right, bottom, left = _sides(corners)
    return 1.0 - min(min(top, bottom) / max(top, bottom), min(left, right) / max(left, right))
