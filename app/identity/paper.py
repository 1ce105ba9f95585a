"""Printed lines on paper before a camera: how large, how askew, in which part of the picture."""

from collections.abc import Sequence

import cv2
import numpy as np

from app.domain.media import Image
from app.perception.quality import GLARE_LUMA
from app.perception.text import Quad, TextLine, cut_out

READ_SIDE_PX = 1280
"""Larger pictures are reduced to this longest side: the recogniser wants lines of 48 px height, and
a card that fills the picture has them; the detector's time grows with the pixels."""


def reduced(image: Image) -> Image:
    """The picture, no larger than it is read in."""
    scale = READ_SIDE_PX / max(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )


def part_around(image: Image, lines: Sequence[TextLine], around: float = 4) -> Image:
    """The part of the picture that holds the lines, with so many line heights around it."""
    if not lines:
        return image
    margin = around * text_height(lines)
    left, top, right, bottom = print_box(lines)
    first_x, first_y = max(0, int(left - margin)), max(0, int(top - margin))
    return image[first_y : max(1, int(bottom + margin)), first_x : max(1, int(right + margin))]


def print_box(lines: Sequence[TextLine]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the lines, of which there is one at least; pixels."""
    corners = np.concatenate([line.quad for line in lines])
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    return left, top, right, bottom


_PATCH = np.ones((5, 5), np.uint8)
"""Smallest patch that counts. Own choice: the bright rims of a drawn card's print are 1 to 2
pixels wide, patches of glare tens."""

_BESIDE, _BELOW = 2.0, 1.3
"""Line heights looked at right and left of a line, and under it: the detector ends a line where
glare begins, and overlooks a second line that is swallowed whole."""


def glare_at(image: Image, quad: Quad) -> float:
    """Share that is blown out of where this line is, and of where it may go on.

    Only in patches: single bright pixels are the rim of sharpened print, or noise.
    """
    along, down = quad[1] - quad[0], quad[3] - quad[0]
    beside = along / max(1.0, float(np.linalg.norm(along))) * float(np.linalg.norm(down)) * _BESIDE
    below = down * _BELOW
    around = np.stack(
        [quad[0] - beside, quad[1] + beside, quad[2] + beside + below, quad[3] - beside + below]
    )
    part = cut_out(image, around.astype(np.float32))
    blown = (cv2.cvtColor(part, cv2.COLOR_BGR2GRAY) >= GLARE_LUMA).astype(np.uint8)
    return float(np.mean(cv2.morphologyEx(blown, cv2.MORPH_OPEN, _PATCH)))


def tilt_deg(lines: Sequence[TextLine]) -> float:
    """Median angle of the lines to the nearest edge of the picture, -45..45; 0 for none."""
    angles = [np.degrees(np.arctan2(*(line.quad[1] - line.quad[0])[::-1])) for line in lines]
    return (float(np.median(angles)) + 45.0) % 90.0 - 45.0 if angles else 0.0


def rotated(image: Image, angle_deg: float) -> Image:
    """The picture turned so that lines at this angle become level, its size kept."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return turned.astype(np.uint8, copy=False)


def turned(image: Image, quads: Sequence[Quad], quarters: int) -> tuple[Image, tuple[Quad, ...]]:
    """The picture turned to the left by so many quarters (1 or 2), and where its lines are then.

    Text is taken to run to the right in it: each quad begins at its corner at the top left.
    """
    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image, quarters))
    moved: list[Quad] = []
    for quad in quads:
        x, y = quad.T
        corners = (y, width - x) if quarters == 1 else (width - x, height - y)
        moved.append(np.roll(np.stack(corners, axis=1), -quarters, axis=0).astype(np.float32))
    return turned, tuple(moved)


def standing(quads: Sequence[Quad]) -> bool:
    """Whether most of the longer lines run down the picture instead of across it."""
    sizes = [np.ptp(quad, axis=0) for quad in quads]
    down = sum(float(size[1]) for size in sizes if size[1] > size[0])
    across = sum(float(size[0]) for size in sizes if size[1] <= size[0])
    return down > across


def text_height(lines: Sequence[TextLine]) -> float:
    """Median height of the lines, pixels; 0 for none."""
    if not lines:
        return 0.0
    return float(np.median([np.linalg.norm(line.quad[3] - line.quad[0]) for line in lines]))
