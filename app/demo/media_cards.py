"""Specimen resident ID cards, marked as such, with a number that no authority gives out.

Source: layout of GA 461 (card of 85.6 x 54 mm), number of GB 11643-1999.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from app.demo.errors import FontMissingError
from app.domain.media import Image

WIDTH_PX, HEIGHT_PX = 1012, 638
PORTRAIT_PX = (270, 332)
"""Width and height of the printed portrait (26 x 32 mm)."""

_FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
"""Number of the simplified Chinese face in the font collection."""
_REGION = "110110"
"""Yanshan, dissolved in 1986: no such number is a person's who was born later."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LABEL, _INK, _RED = (70, 120, 170), (20, 20, 25), (200, 40, 40)
_ADDRESS_LINE = 11
_NAME_LINE = 10
"""Characters of a name in full size; longer names are printed smaller, and on two lines."""
_LONG_NAME_LINE = 14
_AUTHORITY_LINE = 16
_LINE_WIDTH = 0.05
"""Of the ground's fine lines, as a share of their distance."""
_PORTRAIT_AT = (660, 92)

Sex = Literal["男", "女"]


@dataclass(frozen=True, slots=True)
class Specimen:
    """A made-up person.

    Attributes:
        name, ethnicity, address, authority: as printed.
        sex: as printed; the number agrees with it.
        birth: the day of birth.
        valid_from, valid_to: first and last day of validity; no last day is long-term.
    """

    name: str = "李小雨"
    sex: Sex = "女"
    ethnicity: str = "汉"
    birth: dt.date = dt.date(1996, 5, 12)
    address: str = "北京市海淀区样本路一百号演示小区三号楼二单元"
    authority: str = "北京市公安局海淀分局"
    valid_from: dt.date = dt.date(2023, 4, 18)
    valid_to: dt.date | None = dt.date(2043, 4, 18)

    @property
    def number(self) -> str:
        """Eighteen characters with the right check character; sequence 000 or 001 marks it."""
        first = f"{_REGION}{self.birth:%Y%m%d}00{1 if self.sex == '男' else 0}"
        total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
        return first + _CHECKS[total % 11]


def _font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    file = _FONTS / f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"
    try:
        return ImageFont.truetype(str(file), size_px, index=_SIMPLIFIED)
    except OSError as error:
        raise FontMissingError(f"The font {file.name} is not at {file.parent}") from error


class _Canvas:
    """A card being printed: a tinted ground with fine lines, and text."""

    def __init__(self, tint: tuple[int, int, int], seed: int) -> None:
        phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, 14)
        y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
        ground = np.ones((HEIGHT_PX, WIDTH_PX, 3), np.float32) * np.array(tint, np.float32)
        for k, phase in enumerate(phases):
            wave = np.abs(
                np.sin(y * 0.05 + 6 * np.sin(x * (0.0035 + 0.0042 * k) + phase) + 0.7 * k)
            )
            ground -= (wave < _LINE_WIDTH)[..., None] * np.array([6, 9, 7], np.float32)
        self.picture = Pillow.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
        self._draw = ImageDraw.Draw(self.picture)

    def text(
        self,
        at: tuple[int, int],
        text: str,
        size_px: int,
        colour: tuple[int, int, int] = _INK,
        *,
        bold: bool = False,
    ) -> None:
        """Print `text` with its top left at `at`."""
        self._draw.text(at, text, font=_font(size_px, bold=bold), fill=colour)

    def lines(self, at: tuple[int, int], text: str, size_px: int, most: int, step_px: int) -> None:
        """Print `text` broken after `most` characters, the lines `step_px` apart."""
        for number, begin in enumerate(range(0, len(text), most)):
            self.text((at[0], at[1] + number * step_px), text[begin : begin + most], size_px)

    def label(self, x: int, y: int, text: str, step_px: int = 52) -> None:
        """Print a field's label, its characters `step_px` apart."""
        for number, character in enumerate(text):
            self.text((x + number * step_px, y), character, 32, _LABEL)

    def emblem(self) -> None:
        """A plain red disc where a real card has the national emblem."""
        self._draw.ellipse((70, 60, 210, 200), fill=(190, 50, 45))
        self._draw.ellipse((90, 80, 190, 180), outline=(220, 180, 80), width=6)

    def bgr(self) -> Image:
        """The finished card."""
        return np.ascontiguousarray(np.asarray(self.picture)[:, :, ::-1])


def card_front(person: Specimen, portrait: Image) -> Image:
    """The side with the portrait.

    Args:
        person: whose card.
        portrait: the picture to print, any size; 26:32 is not stretched.

    Raises:
        FontMissingError: the Chinese font is not installed.
    """
    card = _Canvas((226, 236, 240), 1)
    card.label(60, 58, "姓名")
    if len(person.name) <= _NAME_LINE:
        card.text((185, 50), person.name, 44)
    else:
        card.lines((185, 58), person.name, 32, _LONG_NAME_LINE, 36)
    card.label(60, 138, "性别")
    card.text((185, 134), person.sex, 38)
    card.label(285, 138, "民族", 32)
    card.text((370, 134), person.ethnicity, 38)
    card.label(60, 216, "出生")
    for x, text, unit in ((185, person.birth.year, "年"), (335, person.birth.month, "月")):
        card.text((x, 212), str(text), 38)
        card.label(x + (100 if unit == "年" else 50), 216, unit)
    card.text((435, 212), str(person.birth.day), 38)
    card.label(490, 216, "日")
    card.label(60, 296, "住址")
    card.lines((185, 292), person.address, 38, _ADDRESS_LINE, 50)
    card.label(60, 528, "公民身份号码", 32)
    card.text((330, 516), person.number, 48, bold=True)
    card.text((664, 28), "样本 SPECIMEN", 36, _RED, bold=True)
    card.text((700, 440), "仅供演示，不是证件", 22, _RED)
    rgb = Pillow.fromarray(np.ascontiguousarray(portrait[:, :, ::-1]))
    card.picture.paste(rgb.resize(PORTRAIT_PX, Pillow.Resampling.LANCZOS), _PORTRAIT_AT)
    return card.bgr()


def card_back(person: Specimen) -> Image:
    """The side with the authority and the validity.

    Raises:
        FontMissingError: the Chinese font is not installed.
    """
    card = _Canvas((228, 234, 226), 2)
    card.emblem()
    card.text((270, 60), "中华人民共和国", 62, bold=True)
    card.text((262, 160), "居 民 身 份 证", 80, bold=True)
    card.text((330, 310), "样本 SPECIMEN", 56, _RED, bold=True)
    card.text((200, 440), "签发机关", 32, (40, 40, 45), bold=True)
    card.lines((400, 436), person.authority, 36, _AUTHORITY_LINE, 42)
    card.text((200, 525), "有效期限", 32, (40, 40, 45), bold=True)
    last = "长期" if person.valid_to is None else f"{person.valid_to:%Y.%m.%d}"
    card.text((400, 521), f"{person.valid_from:%Y.%m.%d}-{last}", 36)
    return card.bgr()
