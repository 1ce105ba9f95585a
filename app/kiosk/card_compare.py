"""One reading of a card with another, and a name with the one invited."""

import unicodedata
from dataclasses import replace

from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS, IdCard, Problem

_DOTS = frozenset("·•・‧∙.")


def merge_cards(front: IdCard, back: IdCard, side: str) -> IdCard:
    """The fields of `side` from the newer reading, the others from what was read before."""
    old, new = (back, front) if side == "front" else (front, back)
    mine = CARD_FRONT_FIELDS if side == "front" else CARD_BACK_FIELDS
    kept = tuple(pair for pair in old.confidence if pair[0] not in mine)
    taken = tuple(pair for pair in new.confidence if pair[0] in mine)
    values = {name: getattr(new, name) for name in mine}
    return replace(old, **values, confidence=kept + taken, problems=(*old.problems, *new.problems))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one but for spaces, full width, and the form of the middle dot.

    Source: Unicode's look-alikes of the middle dot that keyboards give (U+2022, U+30FB, U+2027,
    U+2219, the full stop); own choice. No character of the name itself is taken for another.
    """
    return _written(one) == _written(other)


def name_problems(card: IdCard, invited: str) -> tuple[Problem, ...]:
    """What a card's name says against the one invited; nothing where no name was read."""
    if not card.name or same_name(card.name, invited):
        return ()
    return (Problem("CARD-OTHER-NAME", "The name is not the one invited"),)


def _written(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return "".join("·" if character in _DOTS else character for character in plain).casefold()
