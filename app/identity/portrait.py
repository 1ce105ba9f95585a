"""Where a card's portrait lies, and the face cut out of it."""

import numpy as np

from app.domain.media import Image
from app.identity.layout import front_marks
from app.perception.faces import FoundFace
from app.perception.text import TextLine

MIN_PORTRAIT_PX = 24
"""Side of the portrait's area under which no face can be found in it."""


def portrait_area(lines: tuple[TextLine, ...]) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of where the front's portrait lies; None when it cannot be told.

    Taken from the front's labels and its number: the portrait stands right of the text, above the
    number, from 63 % of the card's width (GA 461).
    """
    marks = front_marks(lines)
    if marks is None:
        return None
    left, top, right, number_top, slope = marks
    width, height = right - left, number_top - top
    if width <= 0 or height <= 0:
        return None
    return (
        left + 0.50 * width,
        top - 0.13 * height + slope * 0.8 * width,
        right + 0.14 * width,
        number_top + 0.08 * height + slope * 0.5 * width,
    )


def crop_portrait(image: Image, face: FoundFace) -> Image:
    """The face with 60 % of its size around it, as far as the picture goes."""
    height, width = image.shape[:2]
    left, top, wide, high = face.seen.box
    first_x, last_x = (left - 0.6 * wide) * width, (left + 1.6 * wide) * width
    first_y, last_y = (top - 0.6 * high) * height, (top + 1.6 * high) * height
    part = image[
        max(0, round(first_y)) : min(height, round(last_y)),
        max(0, round(first_x)) : min(width, round(last_x)),
    ]
    return np.ascontiguousarray(part)
