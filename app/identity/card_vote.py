"""Several readings of one side of a card made into one: each field as most readings have it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.identity import (
    CARD_BACK_FIELDS,
    CARD_FRONT_FIELDS,
    CardSide,
    IdCard,
    Problem,
    fields_of,
)
from app.identity.card_checks import FIELD_LIMITS, check_card, document_of
from app.identity.idcard import CardReading, doubts
from app.identity.layout import CardText, RawField
from app.identity.number import passes_check

AGREEING = 2
"""So many readings have to agree on the fields that decide."""

LONGEST_S = 8.0
"""After so many seconds of readings the best of them is taken."""

_DECIDING: dict[CardSide, tuple[str, ...]] = {
    "front": ("number", "name"),
    "back": ("valid_from", "valid_to", "authority"),
}
_FIELDS: dict[CardSide, tuple[str, ...]] = {"front": CARD_FRONT_FIELDS, "back": CARD_BACK_FIELDS}


def told_by_most(pictures: Sequence[Iterable[Problem]]) -> tuple[Problem, ...]:
    """What speaks against more than half of the pictures, in the words of the last of them."""
    every = [problem for problems in pictures for problem in problems]
    found = {problem.code: problem for problem in every}
    seen = Counter(problem.code for problem in every)
    return tuple(found[code] for code in found if seen[code] * 2 > len(pictures))


class CardVote:
    """Gathers the readings of one side."""

    def __init__(self, side: CardSide) -> None:
        """Begin without any."""
        self._side: CardSide = side
        self._readings: list[CardReading] = []
        self._first_s: float | None = None

    def add(self, at_s: float, reading: CardReading) -> None:
        """Take in a reading that holds the side, made at `at_s` seconds."""
        if self._first_s is None:
            self._first_s = at_s
        self._readings.append(reading)

    def is_settled(self, at_s: float) -> bool:
        """Whether enough readings agree on a whole side, or the time is up."""
        if self._first_s is None:
            return False
        return self._agrees() or at_s - self._first_s >= LONGEST_S

    def text(self) -> CardText:
        """The fields of this side: for each the text with the greatest sum of confidences."""
        fields: dict[str, RawField] = {}
        for name in _FIELDS[self._side]:
            votes = self._votes(name)
            if votes:
                text = max(votes, key=lambda item: sum(votes[item]))
                fields[name] = RawField(text, sum(votes[text]) / len(votes[text]))
        front = max((item.text.front_signs for item in self._readings), default=0)
        back = max((item.text.back_signs for item in self._readings), default=0)
        on_front = self._side == "front"
        return CardText(fields, front if on_front else 0, 0 if on_front else back)

    def card(self, on: dt.date) -> IdCard:
        """The side as checked for that day, with what speaks against the pictures."""
        card = check_card(self.text(), on)
        return replace(card, problems=(*card.problems, *self.doubts()))

    def doubts(self) -> tuple[Problem, ...]:
        """What speaks against more than half of the pictures, in the words of the last of them."""
        return told_by_most([doubts(item, live=True) for item in self._readings])

    def _votes(self, name: str) -> dict[str, list[float]]:
        votes: defaultdict[str, list[float]] = defaultdict(list)
        for reading in self._readings:
            field = reading.text.fields.get(name)
            if field is not None:
                votes[field.text].append(field.confidence)
        return votes

    def _agrees(self) -> bool:
        text = self.text()
        fields = text.fields
        for name in fields_of(document_of(text), self._side):
            if name not in fields or fields[name].confidence < FIELD_LIMITS[name]:
                return False
            if (
                name in _DECIDING[self._side]
                and len(self._votes(name)[fields[name].text]) < AGREEING
            ):
                return False
        return self._side == "back" or passes_check(fields["number"].text)
