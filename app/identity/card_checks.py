"""From the fields as read to the card: limits, and whether the fields agree with one another.

A field under its limit is left empty and reported; nothing is guessed from another field.

Source: GB 11643-1999 (number); Resident Identity Card Law of the PRC, articles 4 and 5 (valid for
5 years under 16, 10 years from 16 to 25, 20 from 26 to 45, long-term from 46).
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from app.domain.identity import DocumentKind, IdCard, Problem, fields_of
from app.identity.ethnicities import ETHNICITIES
from app.identity.layout import CardText, RawField
from app.identity.number import (
    RESIDENCE_PERMITS,
    birth_of,
    county_known,
    has_number_shape,
    passes_check,
    region_exists,
    sex_of,
)

FIELD_LIMITS: Mapping[str, float] = {
    "name": 0.80,
    "sex": 0.70,
    "ethnicity": 0.70,
    "birth": 0.70,
    "address": 0.80,
    "number": 0.70,
    "authority": 0.80,
    "valid_from": 0.75,
    "valid_to": 0.75,
}
"""Mean confidence under which a field is not given; fields that a check backs get a lower one.
Source: docs/measurements-vision.md: 792 fields of readable generated cards; one over its limit was
wrong, half of a name on two lines. Glare and blur are told apart, see `idcard.doubts`."""

_VALID_YEARS = (5, 10, 20)


def check_card(text: CardText, on: dt.date) -> IdCard:
    """The card as far as it can be trusted, with every problem found.

    Args:
        text: what was read.
        on: the day for which the validity counts.
    """
    document = document_of(text)
    names = (
        *(fields_of(document, "front") if text.has_front else ()),
        *(fields_of(document, "back") if text.has_back else ()),
    )
    read = {name: text.fields[name] for name in names if name in text.fields}
    problems = [*_unread(names, read), *_unsure(read)]
    sure = {
        name: field.text if field.confidence >= FIELD_LIMITS[name] else ""
        for name, field in read.items()
    }
    problems.extend(_form_problems(sure))
    problems.extend(_number_problems(sure))
    problems.extend(_date_problems(sure, on))
    return IdCard(
        name=sure.get("name", ""),
        sex=sure.get("sex", ""),
        ethnicity=sure.get("ethnicity", ""),
        birth=sure.get("birth", ""),
        address=sure.get("address", ""),
        number=sure.get("number", ""),
        authority=sure.get("authority", ""),
        valid_from=sure.get("valid_from", ""),
        valid_to=sure.get("valid_to", ""),
        confidence=tuple((name, round(field.confidence, 3)) for name, field in read.items()),
        problems=tuple(problems),
        document=document,
    )


def document_of(text: CardText) -> DocumentKind:
    """The residence permit looks like the card and has other numbers."""
    field = text.fields.get("number")
    number = field.text if field else ""
    permit = number.startswith(RESIDENCE_PERMITS) and passes_check(number)
    return "residence_permit" if permit else "resident_card"


def _unread(names: tuple[str, ...], read: Mapping[str, RawField]) -> Iterator[Problem]:
    for name in names:
        if name not in read:
            yield Problem("CARD-FIELD-UNREAD", f"The field {name} was not found on the card")


def _unsure(read: Mapping[str, RawField]) -> Iterator[Problem]:
    for name, field in read.items():
        if field.confidence < FIELD_LIMITS[name]:
            yield unsure_problem(name, field.confidence)


def unsure_problem(name: str, confidence: float) -> Problem:
    """That a field was read under its limit of confidence, 0..1."""
    return Problem(
        "CARD-FIELD-UNSURE",
        f"The field {name} was read with confidence {confidence:.2f}, "
        f"under the limit of {FIELD_LIMITS[name]:.2f}, and is left empty",
    )


def _number_problems(card: Mapping[str, str]) -> Iterator[Problem]:
    number = card.get("number", "")
    if not number:
        return
    if not has_number_shape(number):
        yield Problem("CARD-NUMBER-CHECK", "The number's check character is wrong")
        return
    if not passes_check(number):
        yield Problem("CARD-NUMBER-CHECK", "The number's check character is wrong")
    if not region_exists(number):
        yield Problem("CARD-NUMBER-REGION", "The number's region does not exist")
    elif not county_known(number):
        yield Problem("CARD-NUMBER-COUNTY", "The number's county is not on the list of counties")
    birth = birth_of(number)
    if birth is None:
        yield Problem("CARD-NUMBER-BIRTH", "The birth date in the number is not a date")
    elif card.get("birth") and card["birth"] != birth.isoformat():
        yield Problem("CARD-BIRTH-DIFFERS", "The printed birth date is not the number's")
    if card.get("sex") and card["sex"] != sex_of(number):
        yield Problem("CARD-SEX-DIFFERS", "The printed sex is not the number's")


def _form_problems(card: Mapping[str, str]) -> Iterator[Problem]:
    """What cannot stand on a card; only typing gives it, the layout finds nothing else."""
    if card.get("sex", "男") not in {"男", "女"}:
        yield Problem("CARD-SEX", "The sex is neither 男 nor 女")
    if card.get("ethnicity", "汉") not in ETHNICITIES:
        yield Problem("CARD-ETHNICITY", "The ethnicity is none of the 56")


def birth_problems(birth: str, on: dt.date) -> Iterator[Problem]:
    """What speaks against a date of birth, ISO; nothing against an empty one."""
    if birth and not _before(birth, on):
        yield Problem("CARD-BIRTH-FUTURE", "The printed birth date is no past day")


def expired_text(end: str, on: dt.date) -> str:
    """That a document had ended on the appointment's day."""
    return f"Valid until {end}; the appointment is on {on.isoformat()}"


def _date_problems(card: Mapping[str, str], on: dt.date) -> Iterator[Problem]:
    yield from birth_problems(card.get("birth", ""), on)
    start, end = card.get("valid_from", ""), card.get("valid_to", "")
    if start and _date(start) is None:
        yield Problem("CARD-VALIDITY", "The first day of validity is not a date")
    elif start and not _before(start, on):
        yield Problem("CARD-NOT-YET-VALID", "The card's validity has not begun")
    if not end or end == "long-term":
        return
    last = _date(end)
    if last is None:
        yield Problem("CARD-VALIDITY", "The last day of validity is not a date")
        return
    if last < on:
        yield Problem("CARD-EXPIRED", expired_text(end, on))
    if (first := _date(start)) and not _lawful_span(first, last):
        yield Problem("CARD-VALIDITY-SPAN", "The validity is not 5, 10 or 20 years")


def _lawful_span(first: dt.date, last: dt.date) -> bool:
    """Whether the dates lie 5, 10 or 20 years apart, give or take a leap day."""
    return any(
        abs((last - first).days - round(years * 365.25)) <= 2  # noqa: PLR2004 - leap days
        for years in _VALID_YEARS
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _before(text: str, on: dt.date) -> bool:
    day = _date(text)
    return day is not None and day <= on
