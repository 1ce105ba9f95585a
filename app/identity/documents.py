"""Reading a machine-readable zone in a picture, and the portrait of a passport's page."""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.identity import CardSide
from app.domain.media import Image
from app.identity.card_copy import CopySigns, may_show_device, measure_bars
from app.identity.idcard import Texts
from app.identity.mrz import FILLER, Zone, parse_zone
from app.identity.paper import (
    READ_SIDE_PX,
    part_around,
    print_box,
    reduced,
    text_height,
    tilt_deg,
)
from app.identity.portrait import MIN_PORTRAIT_PX, crop_portrait
from app.perception.faces import StillFaceFinder
from app.perception.quality import measure_quality
from app.perception.shown_on import DeviceFinder
from app.perception.text import TextLine

_FILLERS = {"«": "<<", "‹": "<", "〈": "<", "《": "<<", "＜": "<", "く": "<"}
_OTHER_SCRIPTS = dict(
    zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЅЈ∪", "ABEZHIKMNOPTYXABEKMHOPCTYXISJU", strict=True)
)
_PLAIN = str.maketrans(_FILLERS | _OTHER_SCRIPTS)
"""What recognisers give for the zone's fillers, and for its letters: the same shapes of Greek and
Cyrillic, which no zone has. Measured: `∪` for U, `Ρ` for P."""

_LEAST_CHARACTERS = 24
"""Of a line of the zone, fewer by some than the 30 of the shortest."""

_PIECE = 5
"""Characters of a piece of a line: the detector breaks long lines that lie a little askew."""

_ZOOM_TEXT_PX = 36
"""Height of the zone's lines once cut out and levelled: the recogniser wants 48."""

_LINES_WIDE_MM = 43 * 2.54
"""From the first character of a passport's zone to the last. Source: ICAO Doc 9303 part 3, 4.1."""

_PORTRAIT_MM = (-4.0, 50.0, 3.0, 70.0)
"""Where a passport's portrait can be: left and right of the zone's first character, from so far
above the zone to so far. Source: part 4, 3.1 (zone IV; portrait of at most 45 mm height)."""

_PAGE_MM: dict[int, tuple[float, float]] = {2: (125.0, 88.0), 3: (85.6, 54.0)}
"""Width and height of the page or card, by the zone's number of lines. Source: ICAO Doc 9303 part
4, 2 (passports) and part 5, 2 (cards)."""

_ZONE_FOOT_MM = 4.5
"""From the zone's last line to the page's lower edge, about. Source: as above."""


Matrix = NDArray[np.float32]
"""float32, shape (2, 3): from the whole picture's pixels to the part's."""


MIN_ZONE_SHARPNESS = 250.0
"""Of the part around the zone; under it the name, which has no check digit, is not taken. Source:
docs/measurements-vision.md, other documents: names were read wrongly up to 110, every other view
of a readable document has 580 and more."""


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """One picture's document.

    Attributes:
        zone: read, with every check digit right; None otherwise.
        confidence: 0..1, the least of the zone's lines.
        broken: lines of a zone are there, and they do not agree with their check digits.
        portrait: of a passport's page, BGR; None when there is none.
        lines: how many lines of text were seen at all.
        text_px: median height of the lines in pixels of the picture as read; 0 for none.
        tilt_deg: angle of the zone to the picture's edge, 0..45; 0 where there is none.
        glare, sharpness: of the part around the zone, or of the picture.
        signs: what is around it, of those of a copy; None where no zone was read.
    """

    zone: Zone | None
    confidence: float
    broken: bool
    portrait: Image | None
    lines: int
    text_px: float
    tilt_deg: float
    glare: float
    sharpness: float
    signs: CopySigns | None = None

    @property
    def blurred(self) -> bool:
        """Whether the zone is too blurred for what no digit checks."""
        return self.sharpness < MIN_ZONE_SHARPNESS

    @property
    def sides(self) -> tuple[CardSide, ...]:
        """The side with the zone is the one that is asked for."""
        return ("front",) if self.zone is not None and self.zone.document else ()


class DocumentReader:
    """Reads zones in pictures. Used by one thread."""

    def __init__(
        self, texts: Texts, faces: StillFaceFinder, devices: DeviceFinder | None = None
    ) -> None:
        """Use these models; without the last nobody looks for a telephone around the page."""
        self._texts = texts
        self._faces = faces
        self._devices = devices

    def read(self, image: Image, on: dt.date, *, turns: bool = True) -> DocumentReading:
        """Read the zone; none when there is none, or none that can be trusted.

        Args:
            image: the picture.
            on: the day that tells the century of the years.
            turns: whether to try the picture upside down and on its sides too.
        """
        image = reduced(image)
        first = self._upright(image, on)
        if first.zone is not None or first.broken or not turns:
            return first
        for quarter in (2, 1, 3):
            again = self._upright(np.ascontiguousarray(np.rot90(image, quarter)), on)
            if again.zone is not None:
                return again
        return first

    def _lines(self, image: Image) -> tuple[TextLine, ...]:
        return self._texts.recognise(image, self._texts.find(image))

    def _upright(self, image: Image, on: dt.date) -> DocumentReading:
        lines = self._lines(image)
        candidates = [line for line in lines if _of_zone(line)]
        zone, used = _zone_in(candidates, on)
        if zone is None and (pieces := [line for line in lines if _of_zone(line, _PIECE)]):
            closer, matrix = _closer(image, pieces)
            again = [line for line in self._lines(closer) if _of_zone(line)]
            zone, near = _zone_in(again, on)
            used = [_brought_back(line, matrix) for line in near]
            candidates = max(candidates, again, key=len)
        around = measure_quality(part_around(image, used, 0))
        return DocumentReading(
            zone,
            min((line.confidence for line in used), default=0.0),
            zone is None and len(candidates) > 1,
            self._portrait(image, used) if zone and zone.document == "passport" else None,
            len(lines),
            text_height(lines),
            abs(tilt_deg(used)),
            around.glare,
            around.sharpness,
            self._signs(image, used, around.sharpness) if zone else None,
        )

    def _signs(self, image: Image, zone: Sequence[TextLine], sharpness: float) -> CopySigns:
        """What is around the page; its colours and grid were not measured for such documents."""
        around = 0.0
        part = part_around(image, zone, 0)
        if self._devices is not None and may_show_device(part, sharpness):
            around = self._devices.around(image, page_box(zone))
        return CopySigns(None, 0.0, 0.0, around, measure_bars(image))

    def _portrait(self, image: Image, zone: Sequence[TextLine]) -> Image | None:
        """The face left above the zone, never that of who holds the passport beside it."""
        page = _portrait_part(image, zone[0])
        if min(page.shape[:2]) < MIN_PORTRAIT_PX:
            return None
        found = self._faces.find(page)
        return crop_portrait(page, found[0]) if found else None


def plain_line(text: str) -> str:
    """A line as the zone's characters: without spaces, fillers as such, small letters large."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_PLAIN)).split()).upper()


def page_box(zone: Sequence[TextLine]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the print of the page whose zone this is, upright; pixels."""
    wide_mm, high_mm = _PAGE_MM[len(zone)]
    left, top, right, bottom = print_box(zone)
    along = zone[0].quad[1] - zone[0].quad[0]
    px_per_mm = float(np.linalg.norm(along)) / (len(plain_line(zone[0].text)) * 2.54)
    aside = (wide_mm * px_per_mm - (right - left)) / 4
    return (
        left - aside,
        min(top, bottom - (high_mm - 2 * _ZONE_FOOT_MM) * px_per_mm),
        right + aside,
        bottom,
    )


def _of_zone(line: TextLine, least: int = _LEAST_CHARACTERS) -> bool:
    text = plain_line(line.text)
    return (
        len(text) >= least
        and text.isascii()
        and text.replace(FILLER, "").isalnum()
        and (FILLER in text or any(character.isdigit() for character in text))
    )


def _zone_in(lines: Sequence[TextLine], on: dt.date) -> tuple[Zone | None, Sequence[TextLine]]:
    """The first run of two or three lines whose checks agree."""
    for part in _runs(lines):
        zone = parse_zone([plain_line(line.text) for line in part], on)
        if zone is not None:
            return zone, part
    return None, ()


def _runs(lines: Sequence[TextLine]) -> Iterator[Sequence[TextLine]]:
    for size in (3, 2):
        for first in range(len(lines) - size + 1):
            yield lines[first : first + size]


def _closer(image: Image, pieces: Sequence[TextLine]) -> tuple[Image, Matrix]:
    """The part with these pieces of lines, levelled and enlarged, and how it was made."""
    longest = max(pieces, key=lambda line: float(np.linalg.norm(line.quad[1] - line.quad[0])))
    across, down = (longest.quad[1] - longest.quad[0]).tolist()
    height = text_height(pieces)
    scale, angle = _ZOOM_TEXT_PX / max(1.0, height), float(np.arctan2(down, across))
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]], np.float32)
    corners = np.concatenate([line.quad for line in pieces]) @ turn.T
    first, last = corners.min(axis=0), corners.max(axis=0)
    shrink = min(1.0, READ_SIDE_PX / float(last[0] - first[0] + 4 * _ZOOM_TEXT_PX))
    margin = 2 * _ZOOM_TEXT_PX
    matrix = (np.hstack([turn, (margin - first)[:, None]]) * shrink).astype(np.float32)
    width, depth = (max(1, round(float(side) * shrink)) for side in last - first + 2 * margin)
    part = cv2.warpAffine(
        image, matrix, (width, depth), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return part.astype(np.uint8, copy=False), matrix


def _brought_back(line: TextLine, matrix: Matrix) -> TextLine:
    """A line of the part at its place in the whole picture."""
    back = cv2.invertAffineTransform(matrix)
    quad = line.quad @ back[:, :2].T + back[:, 2]
    return TextLine(line.text, line.confidence, quad.astype(np.float32))


def _portrait_part(image: Image, line: TextLine) -> Image:
    """The portrait's part of the page, upright, at the picture's own scale."""
    start, along = line.quad[0], line.quad[1] - line.quad[0]
    px_per_mm = float(np.linalg.norm(along)) / _LINES_WIDE_MM
    right = along / max(1.0, float(np.linalg.norm(along)))
    up = np.array([right[1], -right[0]], np.float32)
    first, last, near, far = (edge * px_per_mm for edge in _PORTRAIT_MM)
    corner = start + right * first + up * far
    width, height = max(1, round(last - first)), max(1, round(far - near))
    source = np.stack([corner, corner + right * width, corner - up * height]).astype(np.float32)
    target = np.array([[0, 0], [width, 0], [0, height]], np.float32)
    matrix = cv2.getAffineTransform(source, target)
    return cv2.warpAffine(image, matrix, (width, height)).astype(np.uint8, copy=False)
