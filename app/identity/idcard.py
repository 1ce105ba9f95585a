"""Reading a resident ID card from a picture: which sides are on it, their fields, the portrait."""

import datetime as dt
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.domain.identity import CardSide, IdCard, Problem
from app.domain.media import Image
from app.identity.card_checks import check_card
from app.identity.layout import CardText, RawField, read_layout
from app.identity.number import passes_check
from app.perception.faces import FoundFace, StillFaceFinder
from app.perception.text import TextLine, TextReader

READ_SIDE_PX = 1600
"""Larger pictures are reduced to this longest side: the text model looks at 960 px, the recogniser
at lines of 48 px height, so that more pixels cost time and win nothing."""

SMALL_TEXT_PX = 22
"""Under this median line height the card is cut out, enlarged and read again."""

ZOOM_TEXT_PX = 36
"""Line height after enlarging."""

_TURNS_OF_LEVEL_LINES = (0, 2)
_TURNS_OF_STANDING_LINES = (1, 3)
"""Quarter turns tried: lines that run across are upright or upside down, the others on a side."""


@dataclass(frozen=True, slots=True)
class CardReading:
    """One picture's card.

    Attributes:
        text: the fields before limits and checks.
        sides: the sides on the picture; empty for no card.
        portrait: the portrait's part of the picture, BGR; None when there is none.
        lines: how many lines of text were seen at all.
        text_px: median height of the lines in pixels of the picture as given; 0 for none.
    """

    text: CardText
    sides: tuple[CardSide, ...]
    portrait: Image | None
    lines: int
    text_px: float


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A picture turned one way, and what was read in it."""

    image: Image
    lines: tuple[TextLine, ...]
    text: CardText


class CardReader:
    """Reads cards in pictures. Used by one thread."""

    def __init__(self, texts: TextReader, faces: StillFaceFinder) -> None:
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
        portrait = self._portrait(best.image) if text.has_front else None
        return CardReading(text, sides, portrait, len(best.lines), _text_height(best.lines))

    def _attempt(self, image: Image, lines: tuple[TextLine, ...]) -> "_Attempt":
        image, lines = self._zoomed(image, lines)
        return _Attempt(image, lines, read_layout(lines))

    def _zoomed(
        self, image: Image, lines: tuple[TextLine, ...]
    ) -> tuple[Image, tuple[TextLine, ...]]:
        """The card cut out and enlarged, and its lines, where the print is small."""
        height = _text_height(lines)
        signs = read_layout(lines)
        if not 0 < height < SMALL_TEXT_PX or signs.front_signs + signs.back_signs == 0:
            return image, lines
        corners = np.concatenate([line.quad for line in lines])
        margin = 4 * height
        left, top = (max(0, int(value - margin)) for value in corners.min(axis=0))
        right, bottom = (int(value + margin) for value in corners.max(axis=0))
        part = image[top:bottom, left:right]
        scale = min(ZOOM_TEXT_PX / height, READ_SIDE_PX / max(part.shape[:2]))
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(
            np.uint8, copy=False
        )
        again = self._texts.read(large)
        if _worth(read_layout(again)) >= _worth(signs):
            return large, again
        return image, lines

    def _portrait(self, upright: Image) -> Image | None:
        """The largest face with half its size around it."""
        found = self._faces.find(upright)
        return crop_portrait(upright, found[0]) if found else None


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
    """The checked card of one reading, with a problem where the front's portrait is missing."""
    card = check_card(reading.text, on)
    if "front" in reading.sides and reading.portrait is None:
        problem = Problem("CARD-PORTRAIT", "No face was found in the card's portrait")
        card = replace(card, problems=(*card.problems, problem))
    return card


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
