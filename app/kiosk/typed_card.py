"""Card fields that the operator typed from the card, checked like those that were read."""

import datetime as dt
from dataclasses import replace
from typing import Any

from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS, IdCard, Problem
from app.identity.card_checks import check_card
from app.identity.layout import CardText, RawField

SIDES = {"card_front": CARD_FRONT_FIELDS, "card_back": CARD_BACK_FIELDS}
"""The steps whose fields can be typed."""


def with_typed(
    card: IdCard, step: str, typed: tuple[tuple[str, str], ...], on: dt.date
) -> tuple[IdCard, tuple[Problem, ...]]:
    """The card with these fields, and what the cross-checks say of it now.

    A typed field loses the recogniser's confidence: it is not the recogniser's.

    Args:
        card: as recorded so far.
        step: `card_front` or `card_back`.
        typed: field name -> value; other names than the side's are left out.
        on: the day for which the validity counts.
    """
    values: dict[str, Any] = {name: value.strip() for name, value in typed if name in SIDES[step]}
    scores = tuple(pair for pair in card.confidence if pair[0] not in values)
    card = replace(card, **values, confidence=scores)
    # a value without a recogniser's score passes the limits: here only the cross-checks count
    fields = {
        name: RawField(value, 1.0) for name in SIDES[step] if (value := str(getattr(card, name)))
    }
    front = step == "card_front"
    checked = check_card(CardText(fields, 3 if front else 0, 0 if front else 2), on)
    return card, checked.problems
