"""One reading of a card with another, and a name with the one invited."""

from dataclasses import replace

from app.domain.identity import CardSide, IdCard, Problem, fields_of
from app.identity.names import compare_names


def merge_cards(front: IdCard, back: IdCard, side: CardSide) -> IdCard:
    """The fields of `side` from the newer reading, the others from what was read before."""
    old, new = (back, front) if side == "front" else (front, back)
    mine = fields_of(new.document, side)
    kept = tuple(pair for pair in old.confidence if pair[0] not in mine)
    taken = tuple(pair for pair in new.confidence if pair[0] in mine)
    values = {name: getattr(new, name) for name in mine}
    return replace(
        old,
        **values,
        confidence=kept + taken,
        problems=(*old.problems, *new.problems),
        document=front.document,
        sources=tuple(one for one in old.sources if one.field not in mine),
    )


def name_problems(card: IdCard, invited: str) -> tuple[Problem, ...]:
    """What a card's name says against the one invited; nothing where no name was read."""
    if not card.name:
        return ()
    match compare_names(card.name, invited):
        case "same":
            return ()
        case "variant":
            text = "The name is written in another way than on the invitation"
            return (Problem("CARD-NAME-VARIANT", text),)
        case "different":
            return (Problem("CARD-OTHER-NAME", "The name is not the one invited"),)
