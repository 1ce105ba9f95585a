"""Things held to the camera: a card, or a sheet with a code, over the candidate's picture."""

import io
import math
from collections.abc import Iterator

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from app.domain.media import Image

_CARD_SHARE = 0.66
"""Width of a held card in the picture's width: its print is then over 24 pixels high at 720p."""
_CODE_SHARE = 0.74
"""Height of a held sheet in the picture's height."""
_QUIET_MODULES = 4
_MODULE_PX = 12


def code_sheet(text: str) -> Image:
    """A white sheet with a QR code of `text`.

    Source: ISO/IEC 18004 (quiet zone of four modules).
    """
    buffer = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(buffer, kind="png", scale=_MODULE_PX, border=_QUIET_MODULES)
    image = cv2.imdecode(np.frombuffer(buffer.getvalue(), np.uint8), cv2.IMREAD_COLOR)
    return image.astype(np.uint8, copy=False)


def held_card(card: Image, behind: Iterator[Image]) -> Iterator[Image]:
    """The card in front of each of the pictures, moving as in a hand that is not quite still."""
    yield from _held(card, behind, _CARD_SHARE, 0.9)


def held_sheet(sheet: Image, behind: Iterator[Image]) -> Iterator[Image]:
    """The same for a sheet."""
    yield from _held(sheet, behind, 0.9, _CODE_SHARE)


def _held(
    thing: Image, behind: Iterator[Image], width_share: float, height_share: float
) -> Iterator[Image]:
    pictures = list(behind)
    for number, picture in enumerate(pictures):
        turn = 2 * math.pi * number / len(pictures)
        yield _over(picture, thing, _corners(picture, thing, (width_share, height_share), turn))


Corners = NDArray[np.float32]
"""float32, shape (4, 2): x, y in pixels, clockwise from the top left."""


def _corners(picture: Image, thing: Image, shares: tuple[float, float], turn: float) -> Corners:
    """Where the thing's corners lie in the picture, clockwise from its top left."""
    height, width = picture.shape[:2]
    rows, columns = thing.shape[:2]
    scale = min(shares[0] * width / columns, shares[1] * height / rows)
    half_w, half_h = columns * scale / 2, rows * scale / 2
    angle = math.radians(1.5 + 0.8 * math.sin(turn))
    centre = np.array(
        [
            width / 2 + 0.004 * width * math.sin(turn),
            height * 0.52 + 0.006 * height * math.sin(2 * turn),
        ]
    )
    # tilted away a little: the top edge is shorter
    away = 0.985 + 0.006 * math.sin(turn + 1.0)
    flat = np.array(
        [(-half_w * away, -half_h), (half_w * away, -half_h), (half_w, half_h), (-half_w, half_h)]
    )
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.asarray(flat @ rotation.T + centre, np.float32)


def _over(picture: Image, thing: Image, corners: Corners) -> Image:
    height, width = picture.shape[:2]
    rows, columns = thing.shape[:2]
    own = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    into = np.asarray(cv2.getPerspectiveTransform(own, corners), np.float64)
    # reduced before it is turned: a warp that shrinks by more than half loses thin strokes
    scale = float(np.linalg.norm(corners[1] - corners[0])) / columns
    if scale < 1:
        small = cv2.resize(thing, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        into = into @ np.diag([columns / small.shape[1], rows / small.shape[0], 1.0])
        thing = small.astype(np.uint8, copy=False)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), (255,), cv2.LINE_AA)
    flat = cv2.warpPerspective(thing, into, (width, height), flags=cv2.INTER_LINEAR)
    # the shadow is soft: an eighth of the size is enough
    small_mask = cv2.resize(mask, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    near = cv2.GaussianBlur(cv2.dilate(small_mask, np.ones((3, 3), np.uint8)), (0, 0), 1.2)
    light = cv2.resize(255.0 - 0.35 * near, (width, height), interpolation=cv2.INTER_LINEAR) / 255
    over = mask.astype(np.float32) / 255
    shaded = cv2.multiply(picture, cv2.merge([light] * 3), dtype=cv2.CV_8U)
    return cv2.blendLinear(flat, shaded, over, 1.0 - over).astype(np.uint8, copy=False)
