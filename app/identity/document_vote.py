"""Several readings of a machine-readable zone made into one."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from app.domain.identity import IdCard
from app.identity.card_copy import copy_problems
from app.identity.card_vote import AGREEING, LONGEST_S, told_by_most
from app.identity.document_checks import card_of_zone
from app.identity.documents import DocumentReading
from app.identity.mrz import Zone


class DocumentVote:
    """Gathers readings until two are the same to the last character: the name has no check."""

    def __init__(self) -> None:
        """Begin without any."""
        self._votes = defaultdict[Zone, list[DocumentReading]](list)
        self._first_s: float | None = None

    def add(self, at_s: float, reading: DocumentReading) -> None:
        """Take in a reading with a zone, made at `at_s` seconds."""
        if self._first_s is None:
            self._first_s = at_s
        if reading.zone is not None:
            self._votes[reading.zone].append(reading)

    def is_settled(self, at_s: float) -> bool:
        """Whether readings agree, or the time is up."""
        if self._first_s is None:
            return False
        most = max(len(votes) for votes in self._votes.values())
        return most >= AGREEING or at_s - self._first_s >= LONGEST_S

    def card(self, on: dt.date) -> IdCard:
        """The document as most readings have it; ask only when settled."""
        zone = max(self._votes, key=lambda one: (len(self._votes[one]), self._sum(one)))
        votes = self._votes[zone]
        document = zone.document or "passport"
        blurred = all(one.blurred for one in votes)
        card = card_of_zone(zone, document, self._sum(zone) / len(votes), on, blurred=blurred)
        copied = told_by_most(
            [copy_problems(one.signs, live=True) if one.signs else () for one in votes]
        )
        return replace(card, problems=(*card.problems, *copied))

    def _sum(self, zone: Zone) -> float:
        return sum(one.confidence for one in self._votes[zone])
