"""The machine-readable zone of travel documents: its lines into fields, each proved by its check.

A zone is given only when every check digit in it agrees. Where a character's place allows letters
only, or digits only, look-alikes (O for 0) are put right before that; nothing else is corrected.

Source: ICAO Doc 9303 (8th edition) part 3, section 4 (character set, names, check digits 7-3-1);
parts 4, 5 and 6 (TD3, TD1, TD2). The permits of Hong Kong, Macao and Taiwan residents have three
lines of their own: `_PERMIT`. Why this is our own: docs/adr/0010.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.identity import DocumentKind

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_LETTERS = dict(zip("0125688", "OIZSGBB", strict=True))
_DIGITS = dict(zip("OQDIZSGB", "00012568", strict=True))
"""Look-alikes of OCR-B, for places where only the other kind can stand."""
_SHAPE = re.compile(r"[A-Z0-9<]+")
_AFTER_NAME = re.compile(r"<<.*?<<")
_YEARS_AHEAD = 50

Span = tuple[int, int, int]
"""Line, first column, column after the last; from 0."""


@dataclass(frozen=True, slots=True)
class _Check:
    """A check digit.

    Attributes:
        at: line and column of the digit.
        over: what it is made of, in this order.
        may_lack: a filler stands there when what it is made of is all fillers.
    """

    at: tuple[int, int]
    over: tuple[Span, ...]
    may_lack: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of one size are divided.

    Attributes:
        name: as in ICAO Doc 9303, or `permit`.
        lines, width: how many, and characters of each.
        fields: name -> where.
        letters, digits: where only letters (and fillers), or only digits, can stand.
        checks: every check digit.
        codes: what the document codes of this layout begin with.
    """

    name: str
    lines: int
    width: int
    fields: dict[str, Span]
    letters: tuple[Span, ...]
    digits: tuple[Span, ...]
    checks: tuple[_Check, ...]
    codes: tuple[str, ...]


_TD3 = _Layout(
    "TD3", 2, 44,
    {
        "code": (0, 0, 2), "issuer": (0, 2, 5), "name": (0, 5, 44), "number": (1, 0, 9),
        "nationality": (1, 10, 13), "birth": (1, 13, 19), "sex": (1, 20, 21),
        "valid_to": (1, 21, 27),
    },
    ((0, 0, 44), (1, 10, 13), (1, 20, 21)),
    ((1, 9, 10), (1, 13, 20), (1, 21, 28), (1, 42, 44)),
    (
        _Check((1, 9), ((1, 0, 9),)), _Check((1, 19), ((1, 13, 19),)),
        _Check((1, 27), ((1, 21, 27),)), _Check((1, 42), ((1, 28, 42),), may_lack=True),
        _Check((1, 43), ((1, 0, 10), (1, 13, 20), (1, 21, 43))),
    ),
    ("P",),
)  # fmt: skip
_TD2 = _Layout(
    "TD2", 2, 36,
    {
        "code": (0, 0, 2), "issuer": (0, 2, 5), "name": (0, 5, 36), "number": (1, 0, 9),
        "nationality": (1, 10, 13), "birth": (1, 13, 19), "sex": (1, 20, 21),
        "valid_to": (1, 21, 27),
    },
    ((0, 0, 36), (1, 10, 13), (1, 20, 21)),
    ((1, 9, 10), (1, 13, 20), (1, 21, 28), (1, 35, 36)),
    (
        _Check((1, 9), ((1, 0, 9),)), _Check((1, 19), ((1, 13, 19),)),
        _Check((1, 27), ((1, 21, 27),)),
        _Check((1, 35), ((1, 0, 10), (1, 13, 20), (1, 21, 35))),
    ),
    ("A", "C", "I"),
)  # fmt: skip
_TD1 = _Layout(
    "TD1", 3, 30,
    {
        "code": (0, 0, 2), "issuer": (0, 2, 5), "number": (0, 5, 14), "more": (0, 15, 30),
        "birth": (1, 0, 6), "sex": (1, 7, 8), "valid_to": (1, 8, 14),
        "nationality": (1, 15, 18), "name": (2, 0, 30),
    },
    ((0, 0, 5), (1, 7, 8), (1, 15, 18), (2, 0, 30)),
    ((0, 14, 15), (1, 0, 7), (1, 8, 15), (1, 29, 30)),
    (
        _Check((0, 14), ((0, 5, 14),), may_lack=True), _Check((1, 6), ((1, 0, 6),)),
        _Check((1, 14), ((1, 8, 14),)),
        _Check((1, 29), ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29))),
    ),
    ("A", "C", "I"),
)  # fmt: skip
_PERMIT = _Layout(
    "permit", 3, 30,
    {
        "code": (0, 0, 2), "number": (0, 2, 11), "valid_to": (0, 15, 21), "sex": (0, 22, 23),
        "birth": (0, 23, 29), "century": (1, 18, 19), "name": (2, 0, 30),
    },
    ((0, 0, 2), (0, 22, 23), (1, 18, 19), (2, 0, 30)),
    ((0, 3, 10), (0, 11, 22), (0, 23, 30), (1, 29, 30)),
    (
        _Check((0, 11), ((0, 2, 11),)), _Check((0, 14), ((0, 12, 14),)),
        _Check((0, 21), ((0, 15, 21),)), _Check((0, 29), ((0, 23, 29),)),
        _Check((1, 29), ((0, 2, 22), (0, 23, 30), (1, 19, 29))),
    ),
    ("CR", "CT"),
)  # fmt: skip
"""Permits of Hong Kong and Macao (CR, since 2013) and Taiwan residents (CT, since 2015). The
division stands in GA/T 704.14 and .16, which are not public in whole; it was taken from a maker's
reader (DAC8811/QinLin_PassportReader: checkHXZMRZ, checkTWMMRZ), and no genuine permit was at hand.
Were it wrong, five check digits would not agree, and the operator would type the permit."""

_LAYOUTS = (_PERMIT, _TD1, _TD2, _TD3)
_CENTURIES = {"A": 1800, "B": 1900, "C": 2000}
OLDEST_YEARS = 122
"""Source: the longest life on record (Jeanne Calment, 1875 to 1997)."""
_PERMIT_KINDS: dict[str, DocumentKind] = {"CR": "hk_macao_permit", "CT": "taiwan_permit"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone whose check digits all agree.

    Attributes:
        layout: `TD1`, `TD2`, `TD3` or `permit`.
        code, issuer: document code and issuing state, without fillers.
        name: surname first, with spaces; what does not fit into the zone is cut off there.
        number: without fillers.
        nationality: three-letter code (one letter for Germany); empty where the zone has none.
        birth, valid_to: ISO dates; empty where the zone has no whole date.
        sex: `F`, `M`, or `X` for unspecified.
    """

    layout: str
    code: str
    issuer: str
    name: str
    number: str
    nationality: str
    birth: str
    valid_to: str
    sex: str

    @property
    def document(self) -> DocumentKind | None:
        """Which of the documents that are accepted it is; None for another."""
        if self.layout == "permit":
            return _PERMIT_KINDS[self.code]
        if self.layout == "TD3" and self.code.startswith("P"):
            return "passport"
        if self.layout == "TD1" and self.code.startswith("I") and self.issuer == "CHN":
            return "permanent_resident"
        return None


def check_digit(text: str) -> str:
    """The check digit over these characters: weights 7, 3, 1, modulo 10."""
    total = sum(_value(c) * w for c, w in zip(text, itertools.cycle(_WEIGHTS), strict=False))
    return str(total % 10)


def parse_zone(lines: Sequence[str], on: dt.date) -> Zone | None:
    """The zone in these lines; None when they are none, or a check digit does not agree.

    Args:
        lines: of the zone, from top to bottom; fillers may be too many or too few in one run.
        on: the day that tells the century of the two-digit years.
    """
    plain = [line.upper() for line in lines]
    if not all(_SHAPE.fullmatch(line) for line in plain):
        return None
    for layout in _LAYOUTS:
        if len(plain) != layout.lines or not plain[0].startswith(layout.codes):
            continue
        for fitted in itertools.product(*(_fitted(line, layout.width) for line in plain)):
            zone = _prove(layout, fitted, on)
            if zone is not None:
                return zone
    return None


def _value(character: str) -> int:
    return 0 if character == FILLER else int(character, 36)


def _fitted(line: str, width: int) -> Iterator[str]:
    """The line with one run of fillers as long as the width asks; recognisers miscount them."""
    lacking = width - len(line)
    if lacking == 0:
        yield line
        return
    for run in reversed(list(re.finditer(r"<{2,}", line))):
        size = len(run.group()) + lacking
        if size >= 1:
            yield line[: run.start()] + FILLER * size + line[run.end() :]
    if lacking > 0:
        yield line + FILLER * lacking


def _prove(layout: _Layout, lines: tuple[str, ...], on: dt.date) -> Zone | None:
    grid = _repaired(layout, lines)
    if not all(_agrees(check, grid) for check in layout.checks):
        return None
    part = {name: "".join(grid[n][a:b]) for name, (n, a, b) in layout.fields.items()}
    number = part["number"]
    if layout is _TD1 and grid[0][14] == FILLER:
        number = _long_number(number, part["more"])
    birth = _birth(part["birth"], part.get("century", ""), on)
    return Zone(
        layout.name,
        part["code"].rstrip(FILLER),
        part.get("issuer", "").rstrip(FILLER),
        _name(part["name"]),
        number.replace(FILLER, ""),
        part.get("nationality", "").rstrip(FILLER),
        birth,
        _date(part["valid_to"], on.year + _YEARS_AHEAD),
        part["sex"] if part["sex"] in {"F", "M"} else "X",
    )


def _repaired(layout: _Layout, lines: tuple[str, ...]) -> list[list[str]]:
    grid = [list(line) for line in lines]
    for spans, table in ((layout.letters, _LETTERS), (layout.digits, _DIGITS)):
        for line, first, last in spans:
            for column in range(first, last):
                grid[line][column] = table.get(grid[line][column], grid[line][column])
    return grid


def _agrees(check: _Check, grid: list[list[str]]) -> bool:
    text = "".join("".join(grid[line][first:last]) for line, first, last in check.over)
    found = grid[check.at[0]][check.at[1]]
    if check.may_lack and found == FILLER:
        # a number longer than its field goes on in the next, where the whole's check proves it
        return not text.strip(FILLER) or check.at == (0, 14)
    return found == check_digit(text)


def _long_number(number: str, more: str) -> str:
    """A TD1 number longer than nine characters: it goes on, with its check digit at the end."""
    rest = more.split(FILLER, 1)[0]
    if len(rest) > 1 and check_digit(number + rest[:-1]) == rest[-1]:
        return number + rest[:-1]
    return ""


def _name(text: str) -> str:
    """Surname and given names; whatever stands behind their end are fillers read wrongly."""
    end = _AFTER_NAME.search(text)
    known = text[: end.end()] if end else text
    return " ".join(part for part in known.split(FILLER) if part)


def _birth(text: str, century: str, on: dt.date) -> str:
    if century in _CENTURIES and text.isdigit():
        year = _CENTURIES[century] + int(text[:2])
        born = _iso(year, text)
        # no check digit covers the century: one in which nobody lives was read wrongly
        if on.year - year <= OLDEST_YEARS and born <= on.isoformat():
            return born
    return _date(text, on.year if text[2:] <= f"{on:%m%d}" else on.year - 1)


def _date(text: str, latest_year: int) -> str:
    """YYMMDD in the hundred years that end with `latest_year`; empty when it is no date."""
    if not text.isdigit():
        return ""
    year = latest_year - (latest_year - int(text[:2])) % 100
    return _iso(year, text)


def _iso(year: int, text: str) -> str:
    try:
        return dt.date(year, int(text[2:4]), int(text[4:6])).isoformat()
    except ValueError:
        return ""
