"""Reading a resident ID card from a picture: which sides are on it, their fields, the portrait."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np

from app.domain.identity import (
    CARD_BACK_FIELDS,
    CARD_FRONT_FIELDS,
    CardSide,
    IdCard,
    Problem,
)
from app.domain.media import Image
from app.identity.card_checks import check_card
from app.identity.card_copy import CopySigns, copy_problems, measure_copy
from app.identity.layout import CardText, RawField, front_marks, read_layout
from app.identity.number import passes_check
from app.perception.faces import FoundFace, StillFaceFinder
from app.perception.quality import measure_quality
from app.perception.text import TextLine

READ_SIDE_PX = 1280
"""Larger pictures are reduced to this longest side: the recogniser wants lines of 48 px height, and
a card that fills the picture has them; the detector's time grows with the pixels."""

SMALL_TEXT_PX = 22
"""Under this median line height the card is cut out, enlarged and read again."""

LEVEL_FROM_DEG = 3.0
MOST_LEVEL_DEG = 40.0
"""A card that lies so much askew is levelled and read again when a field was not found: the
detector overlooks a single slanted character."""

ZOOM_TEXT_PX = 36
"""Line height after enlarging."""

MAX_GLARE = 0.06
"""Share of blown-out pixels on the card over which print may be hidden."""

MIN_SHARPNESS = 100.0
"""Sharpness of the card's part under which similar characters are taken for one another. Source:
docs/measurements-vision.md: 39 to 62 where that was seen, 303 and more where none was."""

MIN_PORTRAIT_PX = 24
"""Side of the portrait's area under which no face can be found in it."""

_TURNS_OF_LEVEL_LINES = (0, 2)
_TURNS_OF_STANDING_LINES = (1, 3)
"""Quarter turns tried: lines that run across are upright or upside down, the others on a side."""


class Texts(Protocol):
    """Finds and reads lines of text: `TextReader`, or another engine to compare it with."""

    def read(self, image: Image) -> tuple[TextLine, ...]:
        """The lines of the picture from top to bottom."""
        ...


@dataclass(frozen=True, slots=True)
class CardReading:
    """One picture's card.

    Attributes:
        text: the fields before limits and checks.
        sides: the sides on the picture; empty for no card.
        portrait: the portrait's part of the picture, BGR; None when there is none.
        lines: how many lines of text were seen at all.
        text_px: median height of the lines in pixels of the picture as read; 0 for none.
        tilt_deg: angle of the lines to the picture's edge, 0..45.
        glare: fraction of blown-out pixels around the lines.
        sharpness: of the part around the lines, see `PictureQuality`.
        signs: of a copy; None where nothing was read.
    """

    text: CardText
    sides: tuple[CardSide, ...]
    portrait: Image | None
    lines: int
    text_px: float
    tilt_deg: float = 0.0
    glare: float = 0.0
    sharpness: float = 0.0
    signs: CopySigns | None = None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A picture turned one way, and what was read in it."""

    image: Image
    lines: tuple[TextLine, ...]
    text: CardText


class CardReader:
    """Reads cards in pictures. Used by one thread."""

    def __init__(self, texts: Texts, faces: StillFaceFinder) -> None:
        """Use these models."""
        self._texts = texts
        self._faces = faces

    def read(self, image: Image, *, turns: bool = True) -> CardReading:
        """Read what there is of a card; no sides when there is none.

        Args:
            image: the picture.
            turns: whether to try the picture upside down and on its sides too.
        """
        image = _reduced(image)
        lines = self._texts.read(image)
        best = self._attempt(image, lines)
        if turns and lines and (_standing(lines) or not _convincing(best.text)):
            standing = _standing(lines)
            for quarter in _TURNS_OF_STANDING_LINES if standing else _TURNS_OF_LEVEL_LINES[1:]:
                turned = np.ascontiguousarray(np.rot90(image, quarter))
                attempt = self._attempt(turned, self._texts.read(turned))
                if standing or _worth(attempt.text) > _worth(best.text):
                    best, standing = attempt, False
                if _convincing(attempt.text):
                    break
        return self._reading(best)

    def _reading(self, best: "_Attempt") -> CardReading:
        text = best.text
        sides: tuple[CardSide, ...] = (
            *(("front",) if text.has_front else ()),
            *(("back",) if text.has_back else ()),
        )
        portrait = self._portrait(best.image, best.lines) if text.has_front else None
        around = measure_quality(_part_around(best.image, best.lines))
        return CardReading(
            text,
            sides,
            portrait,
            len(best.lines),
            _text_height(best.lines),
            abs(_tilt_deg(best.lines)),
            around.glare,
            around.sharpness,
            measure_copy(_part_around(best.image, best.lines, 0)) if sides else None,
        )

    def _attempt(self, image: Image, lines: tuple[TextLine, ...]) -> "_Attempt":
        image, lines = self._zoomed(image, lines)
        text = read_layout(lines)
        tilt_deg = _tilt_deg(lines)
        if not _incomplete(text) or not LEVEL_FROM_DEG < abs(tilt_deg) < MOST_LEVEL_DEG:
            return _Attempt(image, lines, text)
        level = _rotated(image, tilt_deg)
        again = self._texts.read(level)
        level_text = read_layout(again)
        if _worth(level_text) > _worth(text):
            return _Attempt(level, again, level_text)
        return _Attempt(image, lines, text)

    def _zoomed(
        self, image: Image, lines: tuple[TextLine, ...]
    ) -> tuple[Image, tuple[TextLine, ...]]:
        """The card cut out and enlarged, and its lines, where the print is small."""
        height = _text_height(lines)
        signs = read_layout(lines)
        if not 0 < height < SMALL_TEXT_PX or signs.front_signs + signs.back_signs == 0:
            return image, lines
        part = _part_around(image, lines)
        scale = min(ZOOM_TEXT_PX / height, READ_SIDE_PX / max(part.shape[:2]))
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(
            np.uint8, copy=False
        )
        again = self._texts.read(large)
        if _worth(read_layout(again)) >= _worth(signs):
            return large, again
        return image, lines

    def _portrait(self, upright: Image, lines: tuple[TextLine, ...]) -> Image | None:
        """The face inside the card's own portrait area, never that of who holds the card."""
        area = portrait_area(lines)
        if area is None:
            return None
        left, top, right, bottom = (max(0, round(value)) for value in area)
        part = np.ascontiguousarray(upright[top:bottom, left:right])
        if min(part.shape[:2]) < MIN_PORTRAIT_PX:
            return None
        found = self._faces.find(part)
        return crop_portrait(part, found[0]) if found else None


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


def card_of(reading: CardReading, on: dt.date) -> IdCard:
    """The checked card of a file's reading, with what speaks against picture and portrait."""
    card = check_card(reading.text, on)
    card = replace(card, problems=(*card.problems, *doubts(reading)))
    if "front" in reading.sides and reading.portrait is None:
        problem = Problem("CARD-PORTRAIT", "No face was found in the card's portrait")
        card = replace(card, problems=(*card.problems, problem))
    return card


def doubts(reading: CardReading, *, live: bool = False) -> tuple[Problem, ...]:
    """What speaks against the picture: a copy, and glare or blur in which print may be lost.

    Characters that glare hides are missing without lowering the confidence of those beside them:
    a person has to compare the card.
    """
    found = list(copy_problems(reading.signs, live=live)) if reading.signs else []
    if reading.glare > MAX_GLARE:
        found.append(Problem("CARD-GLARE", f"Glare covers {reading.glare:.0%} of the card"))
    if reading.sides and reading.sharpness < MIN_SHARPNESS:
        found.append(Problem("CARD-BLURRED", f"The picture is blurred ({reading.sharpness:.0f})"))
    return tuple(found)


def joined_text(one: CardText, other: CardText) -> CardText:
    """Two pictures' fields as one card's; the more confident reading where both have a field."""
    fields: dict[str, RawField] = dict(one.fields)
    for name, field in other.fields.items():
        if name not in fields or field.confidence > fields[name].confidence:
            fields[name] = field
    return CardText(
        fields,
        max(one.front_signs, other.front_signs),
        max(one.back_signs, other.back_signs),
    )


def _reduced(image: Image) -> Image:
    scale = READ_SIDE_PX / max(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )


def _part_around(image: Image, lines: tuple[TextLine, ...], around: float = 4) -> Image:
    """The part of the picture that holds the lines, with so many line heights around it."""
    if not lines:
        return image
    corners = np.concatenate([line.quad for line in lines])
    margin = around * _text_height(lines)
    left, top = (max(0, int(value - margin)) for value in corners.min(axis=0))
    right, bottom = (max(1, int(value + margin)) for value in corners.max(axis=0))
    return image[top:bottom, left:right]


def _tilt_deg(lines: tuple[TextLine, ...]) -> float:
    angles = [np.degrees(np.arctan2(*(line.quad[1] - line.quad[0])[::-1])) for line in lines]
    return (float(np.median(angles)) + 45.0) % 90.0 - 45.0 if angles else 0.0


def _rotated(image: Image, angle_deg: float) -> Image:
    """The picture turned so that lines at this angle become level, its size kept."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return turned.astype(np.uint8, copy=False)


def _incomplete(text: CardText) -> bool:
    """A side is there, and not all of its fields were found."""
    return (text.has_front and not set(CARD_FRONT_FIELDS) <= text.fields.keys()) or (
        text.has_back and not set(CARD_BACK_FIELDS) <= text.fields.keys()
    )


def _standing(lines: tuple[TextLine, ...]) -> bool:
    """Whether most of the longer lines run down the picture instead of across it."""
    sizes = [np.ptp(line.quad, axis=0) for line in lines]
    down = sum(float(size[1]) for size in sizes if size[1] > size[0])
    across = sum(float(size[0]) for size in sizes if size[1] <= size[0])
    return down > across


def _text_height(lines: tuple[TextLine, ...]) -> float:
    if not lines:
        return 0.0
    return float(np.median([np.linalg.norm(line.quad[3] - line.quad[0]) for line in lines]))


def _worth(text: CardText) -> float:
    """How much of a card was read: what decides between the turns of a picture."""
    number = text.fields.get("number")
    checked = 10.0 if number and passes_check(number.text) else 0.0
    fields = sum(field.confidence for field in text.fields.values())
    return checked + text.front_signs + text.back_signs + fields


def _convincing(text: CardText) -> bool:
    number = text.fields.get("number")
    if text.has_front:
        return number is not None and passes_check(number.text)
    return text.has_back and "valid_to" in text.fields
