"""Reading a resident ID card from a picture: which sides are on it, their fields, the portrait."""

import datetime as dt
from collections.abc import Sequence
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
from app.identity.card_copy import (
    CopySigns,
    copy_problems,
    may_show_device,
    measure_bars,
    measure_copy,
)
from app.identity.layout import CardText, RawField, read_layout
from app.identity.number import passes_check
from app.identity.paper import (
    READ_SIDE_PX,
    glare_at,
    part_around,
    print_box,
    reduced,
    rotated,
    standing,
    text_height,
    tilt_deg,
    turned,
)
from app.identity.portrait import MIN_PORTRAIT_PX, crop_portrait, portrait_area
from app.identity.second_opinion import Lines, SecondOpinion
from app.perception.faces import StillFaceFinder
from app.perception.quality import measure_quality
from app.perception.text import Quad, TextLine

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

MAX_LINE_GLARE = 0.02
"""Share of blown-out pixels on a field's own lines, and where they may go on, over which characters
may be hidden. Source: docs/measurements-vision.md."""

MIN_SHARPNESS = 160.0
"""Sharpness of the card's part under which similar characters are taken for one another. Source:
docs/measurements-vision.md: 54 to 101 where that was seen, 242 and more where none was."""

DOUBTFUL = 0.5
"""Most confidence of a field that nothing else backs (`UNBACKED`) in a picture with too much glare
or blur: under every limit. Source: docs/measurements-vision.md: of 14 fields wrong over their limit
in 112 hard pictures all were such fields in such pictures, with means of 0.87 to 1.00: characters
that glare swallows do not lower the confidence of those beside them."""

UNBACKED = ("name", "address", "authority")
"""Free text: neither a check character nor another field nor a closed list speaks for it."""


class Texts(Protocol):
    """Finds and reads lines of text: `TextReader`, or another engine to compare it with."""

    def find(self, image: Image) -> tuple[Quad, ...]:
        """Where lines are, from top to bottom."""
        ...

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        """The lines at these places that can be read."""
        ...


class Devices(Protocol):
    """Looks for a telephone, a tablet or a monitor: `DeviceFinder`."""

    def around(self, image: Image, print_box: tuple[float, float, float, float]) -> float:
        """How surely one surrounds the print: 0..3."""
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

    @property
    def blurred(self) -> bool:
        """Whether similar characters may have been taken for one another."""
        return self.sharpness < MIN_SHARPNESS


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A picture turned one way, and what was read in it.

    Attributes:
        image: the picture, or the card cut out of it and enlarged, or levelled.
        lines: of the image.
        text: of the lines.
        scene: the picture with what is around the card, and the lines in it.
    """

    image: Image
    lines: tuple[TextLine, ...]
    text: CardText
    scene: tuple[Image, tuple[TextLine, ...]]


class CardReader:
    """Reads cards in pictures. Used by one thread."""

    def __init__(
        self,
        texts: Texts,
        faces: StillFaceFinder,
        other: Lines | None = None,
        devices: Devices | None = None,
    ) -> None:
        """Use these models.

        Args:
            texts: finds and reads lines.
            faces: finds the portrait.
            other: reads names a second time; without it, more of them are left to a person.
            devices: without it nobody looks for a telephone around the card.
        """
        self._texts = texts
        self._faces = faces
        self._names = SecondOpinion(texts, other)
        self._devices = devices

    def read(self, image: Image, *, turns: bool = True) -> CardReading:
        """Read what there is of a card; no sides when there is none.

        Args:
            image: the picture.
            turns: whether to try the picture upside down and on its sides too.
        """
        image = reduced(image)
        quads = self._texts.find(image)
        if turns and standing(quads):
            image, quads = turned(image, quads, 1)
        best = self._attempt(image, quads)
        if turns and quads and not _convincing(best.text):
            over = self._attempt(*turned(image, quads, 2))
            best = max(best, over, key=lambda attempt: _worth(attempt.text))
        return self._reading(best)

    def _reading(self, best: "_Attempt") -> CardReading:
        text = best.text
        sides: tuple[CardSide, ...] = (
            *(("front",) if text.has_front else ()),
            *(("back",) if text.has_back else ()),
        )
        portrait = self._portrait(best.image, best.lines) if text.has_front else None
        around = measure_quality(part_around(best.image, best.lines))
        blurred = around.sharpness < MIN_SHARPNESS
        name = None if blurred else text.fields.get("name")  # what is blurred is withheld anyway
        unsure = name is not None and not self._names.holds(best.image, name)
        return CardReading(
            _doubted(text, best.image, blurred=blurred, unsure=unsure),
            sides,
            portrait,
            len(best.lines),
            text_height(best.lines),
            abs(tilt_deg(best.lines)),
            around.glare,
            around.sharpness,
            self._signs(best, around.sharpness) if sides else None,
        )

    def _signs(self, best: "_Attempt", sharpness: float) -> CopySigns:
        part = part_around(best.image, best.lines, 0)
        signs = measure_copy(part)
        scene, lines = best.scene
        around = 0.0
        if self._devices is not None and lines and may_show_device(part, sharpness):
            around = self._devices.around(scene, print_box(lines))
        return replace(signs, device=around, bars=measure_bars(scene))

    def _attempt(self, image: Image, quads: Sequence[Quad]) -> "_Attempt":
        """Read these lines; look for those that were overlooked where a field is missing."""
        first = self._lines(image, quads)
        closer = self._closer(first)
        if closer is None:
            return first
        again = replace(self._lines(closer, self._texts.find(closer)), scene=first.scene)
        return max(first, again, key=lambda attempt: _worth(attempt.text))

    def _lines(self, image: Image, quads: Sequence[Quad]) -> "_Attempt":
        lines = self._texts.recognise(image, quads)
        return _Attempt(image, lines, read_layout(lines), (image, lines))

    def _closer(self, seen: "_Attempt") -> Image | None:
        """The card alone in large print, or level; None where that would show no more."""
        height, tilt = text_height(seen.lines), tilt_deg(seen.lines)
        small = 0 < height < SMALL_TEXT_PX
        askew = LEVEL_FROM_DEG < abs(tilt) < MOST_LEVEL_DEG
        if not _incomplete(seen.text) or not (small or askew):
            return None
        if not small:
            return rotated(seen.image, tilt)
        part = part_around(seen.image, seen.lines)
        scale = min(ZOOM_TEXT_PX / height, READ_SIDE_PX / max(part.shape[:2]))
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        return np.asarray(large, np.uint8)

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


def _doubted(text: CardText, image: Image, *, blurred: bool, unsure: bool) -> CardText:
    """The same text, with no more than `DOUBTFUL` for what nothing else backs and may be another.

    Under blur that is all of it, else what glare is on, and the name where it is `unsure`.
    """
    fields = {
        name: replace(field, confidence=min(field.confidence, DOUBTFUL))
        if name in UNBACKED
        and (blurred or (unsure and name == "name") or _under_glare(image, field))
        else field
        for name, field in text.fields.items()
    }
    return replace(text, fields=fields)


def _under_glare(image: Image, field: RawField) -> bool:
    return any(glare_at(image, quad) > MAX_LINE_GLARE for quad in field.quads)


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
    if reading.sides and reading.blurred:
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


def _incomplete(text: CardText) -> bool:
    """A side is there, and not all of its fields were found."""
    return (text.has_front and not set(CARD_FRONT_FIELDS) <= text.fields.keys()) or (
        text.has_back and not set(CARD_BACK_FIELDS) <= text.fields.keys()
    )


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
