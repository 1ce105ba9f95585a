"""From a machine-readable zone to a document's fields, and what speaks against them.

The checks are the same whether a field was read or typed; a zone's check digits prove most of it.

Source: ICAO Doc 9303 part 4, 4.2.2 (number of at most nine characters); numbers as printed on the
permits (H or M and eight digits; eight digits; both with two more for the renewals). The foreign
permanent resident card: three letters and twelve digits (2004, 2017), or 18 characters that begin
with 9 and end with the check of GB 11643 (National Immigration Administration, card of 2023).
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.identity import DocumentKind, IdCard, Problem, fields_of
from app.identity.card_checks import (
    FIELD_LIMITS,
    birth_problems,
    expired_text,
    unsure_problem,
)
from app.identity.mrz import Zone
from app.identity.number import passes_check

_NUMBERS: dict[DocumentKind, str] = {
    "passport": r"[A-Z0-9]{5,9}",
    "permanent_resident": r"[A-Z0-9]{9,15}|9[0-9]{16}[0-9X]",
    "hk_macao_permit": r"[HM][0-9]{8}([0-9]{2})?",
    "taiwan_permit": r"[0-9]{8}([0-9]{2})?",
}
_NATIONALITY = re.compile(r"[A-Z]{1,3}")
_RESIDENT_2023 = 18
"""Characters of a permanent resident's number since 2023."""


_BLURRED = Problem("CARD-BLURRED", "The document's picture is blurred; its name is left empty")


def card_of_zone(
    zone: Zone, document: DocumentKind, confidence: float, on: dt.date, *, blurred: bool = False
) -> IdCard:
    """The document's fields, with what speaks against them.

    The name has no check digit: under its limit of confidence, or blurred, it is left empty.

    Args:
        zone: as read.
        document: which.
        confidence: 0..1, of the zone's lines.
        on: the day for which the validity counts.
        blurred: every reading of it was.
    """
    sure = not blurred and confidence >= FIELD_LIMITS["name"]
    card = IdCard(
        document=document,
        name=zone.name if sure else "",
        number=zone.number,
        birth=zone.birth,
        sex=zone.sex,
        nationality=zone.nationality,
        valid_to=zone.valid_to,
        confidence=tuple(
            (name, round(confidence, 3))
            for name in fields_of(document, "front")
            if getattr(zone, name)
        ),
    )
    problems = [
        problem for problem in document_problems(card, on) if sure or problem != _unread("name")
    ]
    if blurred:
        problems.append(_BLURRED)
    elif not sure:
        problems.append(unsure_problem("name", confidence))
    return replace(card, problems=tuple(problems))


def document_problems(card: IdCard, on: dt.date) -> Iterator[Problem]:
    """What speaks against the fields of a document with a zone, read or typed.

    Args:
        card: the document.
        on: the day for which the validity counts.
    """
    names = fields_of(card.document, "front")
    for name in names:
        if not getattr(card, name):
            yield _unread(name)
    if card.number and not _number_fits(card.document, card.number):
        yield Problem("DOCUMENT-NUMBER", "The number is not one of such a document")
    if card.nationality and not _NATIONALITY.fullmatch(card.nationality):
        yield Problem("DOCUMENT-NATIONALITY", "The nationality is not a code of three letters")
    if card.sex and card.sex not in {"F", "M", "X"}:
        yield Problem("CARD-SEX", "The sex is none of F, M and X")
    yield from birth_problems(card.birth, on)
    yield from _validity_problems(card.valid_to, on)


def _unread(name: str) -> Problem:
    return Problem("CARD-FIELD-UNREAD", f"The field {name} was not found on the card")


def _number_fits(document: DocumentKind, number: str) -> bool:
    if not re.fullmatch(_NUMBERS[document], number):
        return False
    return len(number) != _RESIDENT_2023 or passes_check(number)


def _validity_problems(end: str, on: dt.date) -> Iterator[Problem]:
    if not end:
        return
    try:
        last = dt.date.fromisoformat(end)
    except ValueError:
        yield Problem("CARD-VALIDITY", "The last day of validity is not a date")
        return
    if last < on:
        yield Problem("CARD-EXPIRED", expired_text(end, on))
