"""Which line of a card is which field: by the printed labels, and by place where a label is lost.

Lines are first put upright (the card may lie a little askew) and gathered into rows; a field is
what stands to the right of its label in the row, the address goes on below until the number's row.
Only text that was read is used; nothing is completed or corrected.

Source: layout of GA 461 (resident identity card), checked on rendered and photographed cards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.identity.card_rows import Piece, Row, joined, mean_confidence, plain, rows_of, upright
from app.identity.ethnicities import leading_ethnicity
from app.perception.text import Quad, TextLine

_NAME = re.compile(r"姓名|性名|姓各|娃名")
_SEX = re.compile(r"性?别?(男|女)(?=民|$)|性别(男|女)")
_ETHNICITY = re.compile(r"民族|民旅|氏族|民庆")
_BIRTH = re.compile(r"([0-9]{4})年?([0-9]{1,2})月([0-9]{1,2})日?")
_ADDRESS = re.compile(r"住址|住扯|佳址|任址|往址|住证")
_NUMBER_LABEL = re.compile(r"公民身份号码|身份号码|公民身份|民身份号")
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
_AUTHORITY = re.compile(r"签发机关|签发机|发机关")
_VALIDITY = re.compile(r"有效期限|有效期|效期限")
_PERIOD = re.compile(
    r"([0-9]{4})[.·,，]?([0-9]{2})[.·,，]?([0-9]{2})[-—–~一至]+"
    r"(长期|([0-9]{4})[.·,，]?([0-9]{2})[.·,，]?([0-9]{2}))"
)
_FRONT_LABELS = (_NAME, re.compile("性别"), _ETHNICITY, re.compile("出生"), _ADDRESS, _NUMBER_LABEL)
_BACK_LABELS = (_AUTHORITY, _VALIDITY, re.compile("居民身份证"), re.compile("中华人民共和国"))
_DOTS = "·•.・･‧∙⋅"
"""As the recogniser gives the dot of a minority name: nothing else on a card looks like it."""
DOT = "·"
"""As it is given out."""
_CHINESE_NAME = re.compile(rf"[㐀-鿿\U00020000-\U0003134f{_DOTS}]{{2,20}}")
_TEXT_SHARE = 0.62
"""Share of the width from the labels to the number's end that text other than the number uses; the
portrait begins right of it (GA 461: portrait from 63 % of the card's width)."""


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as read.

    Attributes:
        text: without spaces.
        confidence: the recogniser's mean for it.
        quads: the lines that it was read from, in the picture as it was read.
        weakest: of a name, confidence of its least sure character, without label, spaces and dots.
    """

    text: str
    confidence: float
    quads: tuple[Quad, ...] = field(default=(), compare=False)
    weakest: float = field(default=1.0, compare=False)


@dataclass(frozen=True, slots=True)
class CardText:
    """What the text of a picture says about a card.

    Attributes:
        fields: field name -> as read; the names of `app.domain.identity`, dates as ISO.
        front_signs, back_signs: printed labels of each side that were found.
    """

    fields: dict[str, RawField]
    front_signs: int
    back_signs: int

    @property
    def has_front(self) -> bool:
        """The front of a card is there: three labels, or its number and one label."""
        number = "number" in self.fields
        return self.front_signs >= 3 or (number and self.front_signs >= 1)  # noqa: PLR2004

    @property
    def has_back(self) -> bool:
        """The back of a card is there: two of its printed texts."""
        return self.back_signs >= 2  # noqa: PLR2004 - said in the docstring


def read_layout(lines: Sequence[TextLine]) -> CardText:
    """The fields of both sides, as far as they are in `lines`."""
    rows = rows_of(upright(lines))
    fields: dict[str, RawField] = {}
    number_row = _take_number(rows, fields)
    text_rows = _without_portrait(rows, number_row)
    _take_birth(text_rows, fields)
    _take_sex_and_ethnicity(text_rows, fields)
    _take_address(text_rows, number_row, fields)
    _take_name(text_rows, fields)
    _take_back(rows, fields)
    whole = [joined(row) for row in rows]
    return CardText(fields, _signs(_FRONT_LABELS, whole), _signs(_BACK_LABELS, whole))


def read_name(lines: Sequence[TextLine]) -> RawField | None:
    """The name in lines read again at its own places, with or without the label; None for none."""
    row = tuple(upright(lines))
    text = joined(row)
    label = _NAME.search(text)
    fields: dict[str, RawField] = {}
    _put_name(text[label.end() if label else 0 :], row, fields)
    return fields.get("name")


def front_marks(lines: Sequence[TextLine]) -> tuple[float, float, float, float, float] | None:
    """Where the front lies, in the picture's pixels; None without the number or any label.

    Returns:
        Left and top of the labels, right end and top (at its left end) of the number, and the
        number's slope (down for each pixel to the right).
    """
    number = next((line for line in lines if _NUMBER.search(plain(line.text))), None)
    labels = [
        line
        for line in lines
        if line is not number and any(label.match(plain(line.text)) for label in _FRONT_LABELS)
    ]
    if number is None or not labels:
        return None
    corners = np.concatenate([line.quad for line in labels])
    return (
        float(corners[:, 0].min()),
        float(corners[:, 1].min()),
        float(number.quad[:, 0].max()),
        float(number.quad[0, 1]),
        float((number.quad[1, 1] - number.quad[0, 1]) / max(1.0, float(np.ptp(number.quad[:, 0])))),
    )


def _signs(labels: Sequence[re.Pattern[str]], rows: Sequence[str]) -> int:
    return sum(any(label.search(row) for row in rows) for label in labels)


def _as_read(text: str, row: Row) -> RawField:
    return RawField(text, mean_confidence(row), tuple(piece.quad for piece in row))


def _name_as_read(text: str, row: Row) -> RawField:
    """A name, the end of the row's text, with its weakest character and its own places."""
    sure = [value for piece in row for value in piece.sure][-len(text) :]
    each = (value for value, one in zip(sure, text, strict=True) if one not in _DOTS)
    own = [len(joined(row[at + 1 :])) for at in range(len(row))]
    quads = tuple(piece.quad for piece, after in zip(row, own, strict=True) if after < len(text))
    return replace(_as_read(text, row), weakest=min(each, default=0.0), quads=quads)


def _without_portrait(rows: Sequence[Row], number_row: Row | None) -> list[Row]:
    """Rows without what was "read" in the portrait, right of the text area."""
    if number_row is None:
        return list(rows)
    labels = [piece.left for row in rows for piece in row if _is_label(piece)]
    left = min(labels, default=number_row[0].left)
    limit = left + _TEXT_SHARE * (number_row[-1].right - left)
    kept = [
        row if row == number_row else tuple(piece for piece in row if piece.left < limit)
        for row in rows
    ]
    return [row for row in kept if row]


def _is_label(piece: Piece) -> bool:
    return any(label.match(plain(piece.text)) for label in _FRONT_LABELS)


# ------------------------------------------------------------------ fields


def _take_number(rows: Sequence[Row], fields: dict[str, RawField]) -> Row | None:
    for row in rows:
        text = joined(row)
        found = _NUMBER.search(text)
        if found:
            used = tuple(p for p in row if any(c.isdigit() for c in p.text))
            fields["number"] = _as_read(found.group().upper(), used)
            return row
    return next((row for row in rows if _NUMBER_LABEL.search(joined(row))), None)


def _take_birth(rows: Sequence[Row], fields: dict[str, RawField]) -> None:
    for row in rows:
        found = _BIRTH.search(joined(row))
        if found:
            year, month, day = (int(part) for part in found.groups())
            fields["birth"] = _as_read(f"{year:04d}-{month:02d}-{day:02d}", row)
            return


def _take_sex_and_ethnicity(rows: Sequence[Row], fields: dict[str, RawField]) -> None:
    for row in rows:
        text = joined(row)
        sex = _SEX.search(text)
        label = _ETHNICITY.search(text)
        if sex and ("性别" in text or label):
            fields["sex"] = _as_read(sex.group(1) or sex.group(2), row)
        if label:
            name = leading_ethnicity(text[label.end() :])
            if name:
                fields["ethnicity"] = _as_read(name, row)
        if sex and label:
            return


def _take_address(rows: Sequence[Row], number_row: Row | None, fields: dict[str, RawField]) -> None:
    start = next((i for i, row in enumerate(rows) if _ADDRESS.search(joined(row))), None)
    if start is None:
        start = _row_below_birth(rows)
    if start is not None:
        below = [row for row in rows[start:] if row != number_row]
        _put_wrapped("address", _ADDRESS, below, fields)


def _put_wrapped(
    field: str, label: re.Pattern[str], rows: Sequence[Row], fields: dict[str, RawField]
) -> None:
    """A field that begins in the first row and may go on in indented rows close below."""
    first = rows[0]
    found = label.search(joined(first))
    texts, used = [joined(first)[found.end() if found else 0 :]], [first]
    height = first[0].bottom - first[0].top
    for row in rows[1:]:
        indented = row[0].left > first[0].left + height or found is None
        if _starts_another(row) or not indented or row[0].top - used[-1][0].bottom > 2 * height:
            break
        texts.append(joined(row))
        used.append(row)
    if "".join(texts):
        pieces = tuple(piece for row in used for piece in row)
        fields[field] = _as_read("".join(texts), pieces)


def _starts_another(row: Row) -> bool:
    text = joined(row)
    return any(label.search(text) for label in (_NUMBER_LABEL, _NUMBER, _PERIOD, *_BACK_LABELS))


def _row_below_birth(rows: Sequence[Row]) -> int | None:
    """The address's first row where its label was lost: the one below the birth date."""
    for index, row in enumerate(rows[:-1]):
        if _BIRTH.search(joined(row)) and not _NUMBER.search(joined(rows[index + 1])):
            return index + 1
    return None


def _take_name(rows: Sequence[Row], fields: dict[str, RawField]) -> None:
    for index, row in enumerate(rows):
        text = joined(row)
        label = _NAME.search(text)
        if label:
            more = _name_goes_on(row, rows[index + 1 : index + 2])
            _put_name(text[label.end() :] + joined(more), (*row, *more), fields)
            return
        above = rows[index - 1] if index else None
        if above and ("性别" in text or _ETHNICITY.search(text)):
            _put_name(re.sub(r"^[姓名]", "", joined(above)), above, fields)
            return


def _name_goes_on(row: Row, below: Sequence[Row]) -> Row:
    """The second line of a long name: under the first, right of the label, before the sex."""
    if not below or _is_label(below[0][0]) or _SEX.search(joined(below[0])):
        return ()
    (under,) = below
    height = row[-1].bottom - row[-1].top
    begins = row[0].left + height
    close = under[0].top - row[-1].bottom < height
    return under if close and under[0].left > begins else ()


def _put_name(text: str, row: Row, fields: dict[str, RawField]) -> None:
    if _CHINESE_NAME.fullmatch(text):
        fields["name"] = _name_as_read(re.sub(f"[{_DOTS}]", DOT, text), row)


def _take_back(rows: Sequence[Row], fields: dict[str, RawField]) -> None:
    for index, row in enumerate(rows):
        text = joined(row)
        if _AUTHORITY.search(text):
            _put_wrapped("authority", _AUTHORITY, rows[index:], fields)
        period = _PERIOD.search(text)
        if period:
            year, month, day, end = period.group(1, 2, 3, 4)
            fields["valid_from"] = _as_read(f"{year}-{month}-{day}", row)
            last = "long-term" if end == "长期" else "-".join(period.group(5, 6, 7))
            fields["valid_to"] = _as_read(last, row)
