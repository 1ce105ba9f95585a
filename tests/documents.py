"""Made-up travel documents for tests and measurements: a passport's data page, a card's back.

Printed in OCR-B (Debian's fonts-ocr-b: public domain) with no state's design: the state is ICAO's
Utopia, or the holder's numbers are ones that nobody has.

Source: ICAO Doc 9303 parts 3 to 5: page of 125 x 88 mm, card of 85.6 x 54 mm, 2.54 mm a character.
"""

from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from app.domain.media import Image
from app.identity.mrz import check_digit

_FONT = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
_PLAIN = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_PITCH_MM = 2.54
_LINE_MM = 5.0
_PASSPORT_MM, _CARD_MM = (125.0, 88.0), (85.6, 54.0)
PX_PER_MM = 11.8
"""300 dots an inch."""


def td3(
    name: str = "WANG<<XIAOMING",
    number: str = "E12345678",
    issuer: str = "UTO",
    birth: str = "900101",
    sex: str = "F",
    expiry: str = "310101",
) -> tuple[str, str]:
    """Both lines of a passport."""
    first = f"P<{issuer}{name}".ljust(44, "<")[:44]
    number = number.ljust(9, "<")
    number, born, ends = (part + check_digit(part) for part in (number, birth, expiry))
    more = "<" * 14 + "<"
    second = f"{number}{issuer}{born}{sex}{ends}{more}"
    return first, second + check_digit(number + born + ends + more)


def td1(
    name: str = "ERIKSSON<<ANNA<MARIA",
    number: str = "SWE110012",
    issuer: str = "CHN",
    nationality: str = "SWE",
    birth: str = "740812",
    sex: str = "F",
    expiry: str = "310415",
) -> tuple[str, str, str]:
    """The three lines of a card of ICAO's size 1."""
    number = number.ljust(9, "<")
    number, born, ends = (part + check_digit(part) for part in (number, birth, expiry))
    first = f"I<{issuer}{number}".ljust(30, "<")
    second = f"{born}{sex}{ends}{nationality}".ljust(29, "<")
    whole = check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29])
    return first, second + whole, name.ljust(30, "<")[:30]


def permit(
    code: str = "CR",
    number: str = "H00000012",
    name: str = "CHAN<<TAI<MAN",
    birth: str = "880305",
    sex: str = "M",
    expiry: str = "330201",
) -> tuple[str, str, str]:
    """The three lines of a permit of Hong Kong and Macao (CR) or Taiwan (CT) residents."""
    number = number.ljust(9, "<")
    number, times, ends, born = (part + check_digit(part) for part in (number, "01", expiry, birth))
    first = f"{code}{number}{times}{ends}{sex}{born}"
    second = "<" * 18 + "B" + "A123456<<"
    second += check_digit(second[19:28])
    whole = check_digit(first[2:22] + first[23:30] + second[19:29])
    return first, second + whole, name.ljust(30, "<")[:30]


def passport(lines: tuple[str, ...], portrait: Image | None = None) -> Image:
    """The data page, BGR uint8, at `PX_PER_MM`."""
    page, draw = _ground(_PASSPORT_MM, (236, 240, 232))
    plain = ImageFont.truetype(str(_PLAIN), 34)
    labels = ("PASSPORT", "Surname / Nom", "Given names / Prénoms", "Nationality / Nationalité")
    for row, text in enumerate(labels):
        draw.text((560, 60 + 110 * row), text, font=plain, fill=(70, 90, 120))
        draw.text((560, 100 + 110 * row), "SPECIMEN", font=plain, fill=(20, 20, 25))
    if portrait is not None:
        picture = Pillow.fromarray(np.ascontiguousarray(portrait[:, :, ::-1]))
        page.paste(picture.resize((413, 531), Pillow.Resampling.LANCZOS), (70, 130))
    _print_zone(draw, lines, _PASSPORT_MM)
    return np.ascontiguousarray(np.asarray(page)[:, :, ::-1])


def card_back(lines: tuple[str, ...]) -> Image:
    """A card's side with the zone, BGR uint8, at `PX_PER_MM`."""
    card, draw = _ground(_CARD_MM, (232, 236, 240))
    draw.text(
        (60, 60), "SPECIMEN 样本", font=ImageFont.truetype(str(_PLAIN), 40), fill=(200, 40, 40)
    )
    _print_zone(draw, lines, _CARD_MM)
    return np.ascontiguousarray(np.asarray(card)[:, :, ::-1])


def _ground(
    size_mm: tuple[float, float], tint: tuple[int, int, int]
) -> tuple[Pillow.Image, ImageDraw.ImageDraw]:
    wide, high = (round(side * PX_PER_MM) for side in size_mm)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    waves = np.abs(np.sin(y * 0.06 + 5 * np.sin(x * 0.004)))[..., None] < 0.06
    ground = np.full((high, wide, 3), tint, np.float32) - waves * np.array([9, 6, 8], np.float32)
    page = Pillow.fromarray(ground.astype(np.uint8))
    return page, ImageDraw.Draw(page)


def _print_zone(
    draw: ImageDraw.ImageDraw, lines: tuple[str, ...], size_mm: tuple[float, float]
) -> None:
    font = ImageFont.truetype(str(_FONT), round(3.5 * PX_PER_MM))
    left = (size_mm[0] - len(lines[0]) * _PITCH_MM) / 2
    top = size_mm[1] - 4.5 - _LINE_MM * len(lines)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            at = ((left + column * _PITCH_MM) * PX_PER_MM, (top + row * _LINE_MM) * PX_PER_MM)
            draw.text(at, character, font=font, fill=(15, 15, 20))
