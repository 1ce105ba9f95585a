"""How a document lies before the camera, from its edges alone: quick enough for each picture."""

from dataclasses import dataclass
from typing import Literal

from app.domain.identity import Outline
from app.domain.media import Image
from app.identity.idcard import MAX_GLARE, MIN_SHARPNESS
from app.identity.paper import READ_SIDE_PX
from app.perception.outline import (
    CARD_ASPECT,
    PAGE_ASPECT,
    askew_deg,
    find_outline,
    laid_level,
    long_side,
    narrowing,
)
from app.perception.quality import measure_quality

MIN_CARD_PX = 400.0
"""Longer edge, in the picture as it is read (1280 px), under which it is called too far away.
Source: docs/measurements-vision.md: at 560 px every field was read, at 360 px one wrongly."""

MAX_ASKEW_DEG = 20.0
MAX_NARROWING = 0.25
"""Turned in the picture's plane, and tilted out of it. Own choice: they only choose the hint."""

_LEVEL_PX = 640

FramingHint = Literal["too_far", "blurred", "glare", "tilted"]


@dataclass(frozen=True, slots=True)
class Framing:
    """A document's outline in one picture, and how well it lies.

    Attributes:
        outline: its corners.
        long_px: longer edge in the picture as it is read.
        askew_deg: angle of the long edges to the picture's, 0..45.
        narrowing: how much shorter its far edge is, 0..1.
        glare: share of blown-out pixels inside.
        sharpness: of what is inside, see `PictureQuality`.
    """

    outline: Outline
    long_px: float
    askew_deg: float
    narrowing: float
    glare: float
    sharpness: float

    @property
    def hint(self) -> FramingHint | None:
        """What to do better; None where it lies well."""
        if self.long_px < MIN_CARD_PX:
            return "too_far"
        if self.askew_deg > MAX_ASKEW_DEG or self.narrowing > MAX_NARROWING:
            return "tilted"
        if self.glare > MAX_GLARE:
            return "glare"
        return "blurred" if self.sharpness < MIN_SHARPNESS else None


def frame_document(image: Image, *, page: bool) -> Framing | None:
    """The document in the picture; None where no outline is found.

    Args:
        image: the picture.
        page: a passport's page is looked for, not a card.
    """
    corners = find_outline(image, PAGE_ASPECT if page else CARD_ASPECT)
    if corners is None:
        return None
    height, width = image.shape[:2]
    scale = min(1.0, READ_SIDE_PX / max(width, height))
    inside = measure_quality(laid_level(image, corners, _LEVEL_PX))
    return Framing(
        tuple((round(float(x) / width, 4), round(float(y) / height, 4)) for x, y in corners),
        long_side(corners) * scale,
        askew_deg(corners),
        narrowing(corners),
        inside.glare,
        inside.sharpness,
    )
