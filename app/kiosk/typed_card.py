"""Document fields that the operator typed, checked like those that were read; who gave which."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.identity import (
    ZONE_DOCUMENTS,
    CardSide,
    FieldSource,
    FieldState,
    IdCard,
    Problem,
    fields_of,
)
from app.identity.card_checks import check_card
from app.identity.document_checks import document_problems
from app.identity.layout import CardText, RawField

SIDES: dict[str, CardSide] = {"card_front": "front", "card_back": "back"}
"""The steps whose fields can be typed."""

_DATES = {"birth", "valid_from", "valid_to"}
_DATE = re.compile(r"([0-9]{4})[-./年 ]?([0-9]{1,2})[-./月 ]?([0-9]{1,2})日?")
_SEXES = {"男": "M", "女": "F", "MALE": "M", "FEMALE": "F"}


def with_typed(
    card: IdCard, side: CardSide, typed: tuple[tuple[str, str], ...], on: date
) -> tuple[IdCard, tuple[Problem, ...]]:
    """The card with these fields, and what the checks say of it now.

    A typed field loses the recogniser's confidence: it is not the recogniser's.

    Args:
        card: as recorded so far.
        side: whose fields are typed.
        typed: field name -> value; other names than the side's are left out.
        on: the day for which the validity counts.
    """
    names = fields_of(card.document, side)
    zone = card.document in ZONE_DOCUMENTS
    values: dict[str, Any] = {
        name: as_printed(name, value, zone=zone) for name, value in typed if name in names
    }
    scores = tuple(pair for pair in card.confidence if pair[0] not in values)
    card = replace(card, **values, confidence=scores)
    if zone:
        return card, tuple(document_problems(card, on))
    # a value without a recogniser's score passes the limits: here only the cross-checks count
    fields = {name: RawField(value, 1.0) for name in names if (value := str(getattr(card, name)))}
    front = side == "front"
    checked = check_card(CardText(fields, 3 if front else 0, 0 if front else 2), on)
    document = checked.document if front else card.document
    return replace(card, document=document), checked.problems


def as_printed(name: str, text: str, *, zone: bool) -> str:
    """A typed field in the form that a read one has: ISO dates, large letters, no spaces.

    Args:
        name: the field's.
        text: as typed.
        zone: of a document with a machine-readable zone.
    """
    plain = text.strip()
    if name in _DATES:
        found = _DATE.fullmatch(plain)
        if plain == "长期":
            return "long-term"
        return "-".join(part.zfill(2) for part in found.groups()) if found else plain
    if name == "sex" and zone:
        return _SEXES.get(plain.upper(), plain.upper())
    if name in {"number", "nationality"}:
        return "".join(plain.split()).upper()
    return plain


def sources_read(card: IdCard, side: CardSide, model: str) -> tuple[FieldSource, ...]:
    """What the model made of each field of a side."""
    scored = dict(card.confidence)
    return tuple(
        FieldSource(name, _state_read(card, name, scored), model)
        for name in fields_of(card.document, side)
    )


def _state_read(card: IdCard, name: str, scored: dict[str, float]) -> FieldState:
    if getattr(card, name):
        return "read"
    return "unsure" if name in scored else "unread"


def sources_decided(
    card: IdCard, side: CardSide, typed: frozenset[str], operator: str
) -> tuple[FieldSource, ...]:
    """Of every field, after a person looked at a side: what was typed, or compared."""
    before = {one.field: one for one in card.sources}
    mine = fields_of(card.document, side)
    decided = [_decided(card, name, before.get(name), typed, operator) for name in mine]
    others = [one for name, one in before.items() if name not in mine]
    return (*others, *decided)


def _decided(
    card: IdCard, name: str, before: FieldSource | None, typed: frozenset[str], operator: str
) -> FieldSource:
    if name in typed or (before is not None and before.state == "typed"):
        return FieldSource(name, "typed", operator if name in typed or not before else before.by)
    if getattr(card, name):
        return FieldSource(name, "confirmed", operator)
    return before or FieldSource(name, "unread", operator)
