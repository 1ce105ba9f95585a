"""Generated cards read back: each field exact, left empty or wrong; portraits; time.

A field counts as *exact* when the card that is given out has what was printed, as *empty* when the
reader withheld it, as *wrong* when it gave something else: over its limit, so passed with high
confidence. *Held back* are those of the empty ones that had been read, and wrongly; *unwarned* are
those of the wrong ones where no doubt about the picture (glare, blur) sends the card to a person.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

import numpy as np

from app.bench.card_people import people
from app.bench.card_views import HARD, READABLE, View
from app.demo.media_cards import Specimen, card_back, card_front
from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS
from app.domain.media import Image
from app.identity.card_checks import check_card
from app.identity.idcard import CardReader, doubts

SEED = 4
DAY = dt.date(2026, 11, 22)
TELL_EVERY = 20
VIEWS_EACH = 2
"""Views of each person unless all are asked for; they come round so that each has as many."""

EXACT_LIMIT, WALL_LIMIT_S = 0.99, 1.5
"""Least share of exact fields on readable cards, most seconds for a side. Source: issue."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One side of a card as a picture.

    Attributes:
        view: the name of the view, see `card_views`.
        printed: field name -> what is printed on this side.
        image: the picture.
    """

    view: str
    printed: dict[str, str]
    image: Image

    @property
    def is_front(self) -> bool:
        """Whether it is the side with the portrait."""
        return "number" in self.printed


@dataclass(slots=True)
class Tally:
    """What came of the pictures that belong together.

    Attributes:
        exact, empty, wrong, held_back, unwarned: fields, see the module.
        sides, fronts, portraits: pictures, those with a portrait, portraits found.
        cpu_s, wall_s: for all sides together.
        notes: the wrong ones in words.
    """

    exact: int = 0
    empty: int = 0
    wrong: int = 0
    held_back: int = 0
    unwarned: int = 0
    sides: int = 0
    fronts: int = 0
    portraits: int = 0
    cpu_s: float = 0.0
    wall_s: list[float] = field(default_factory=list[float])
    notes: list[str] = field(default_factory=list[str])

    @property
    def share(self) -> float:
        """Of the fields that are exact."""
        return self.exact / max(1, self.exact + self.empty + self.wrong)

    def as_json(self) -> dict[str, object]:
        """The counts, and the time of a side."""
        sides = max(1, self.sides)
        return {
            "exact": self.exact,
            "empty": self.empty,
            "wrong": self.wrong,
            "held_back": self.held_back,
            "unwarned": self.unwarned,
            "portraits": f"{self.portraits}/{self.fronts}",
            "cpu_s": round(self.cpu_s / sides, 3),
            "wall_s": round(float(np.median(self.wall_s or [0.0])), 3),
            "notes": self.notes,
        }


@dataclass(frozen=True, slots=True)
class Read:
    """What one engine made of all pictures.

    Attributes:
        views: view -> its tally.
        fields: field -> its tally over the readable views.
    """

    views: dict[str, Tally]
    fields: dict[str, Tally]

    def over(self, views: Sequence[str]) -> Tally:
        """The tallies of several views as one."""
        whole = Tally()
        for one in (self.views[name] for name in views if name in self.views):
            for name in (
                "exact",
                "empty",
                "wrong",
                "held_back",
                "unwarned",
                "sides",
                "fronts",
                "portraits",
            ):
                setattr(whole, name, getattr(whole, name) + getattr(one, name))
            whole.cpu_s += one.cpu_s
            whole.wall_s += one.wall_s
            whole.notes += one.notes
        return whole


def printed(person: Specimen) -> dict[str, str]:
    """Every field as the reader is to give it."""
    return {
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "birth": person.birth.isoformat(),
        "address": person.address,
        "number": person.number,
        "authority": person.authority,
        "valid_from": person.valid_from.isoformat(),
        "valid_to": "long-term" if person.valid_to is None else person.valid_to.isoformat(),
    }


def pictures(count: int, portrait: Image, *, full: bool, seed: int = SEED) -> Iterator[Shown]:
    """Both sides of `count` people in some of the views, or in all.

    Raises:
        FontMissingError: the Chinese font is not installed.
    """
    turns = cycle([*READABLE.items(), *HARD.items()])
    every = len(READABLE) + len(HARD)
    for index, person in enumerate(people(count, seed)):
        want = printed(person)
        front = {name: want[name] for name in CARD_FRONT_FIELDS}
        back = {name: want[name] for name in CARD_BACK_FIELDS}
        for name, view in islice(turns, every if full else VIEWS_EACH):
            rng = np.random.default_rng((seed, index))
            yield Shown(name, front, _seen(view, card_front(person, portrait), rng))
            yield Shown(name, back, _seen(view, card_back(person), rng))


def _seen(view: View, card: Image, rng: np.random.Generator) -> Image:
    return np.ascontiguousarray(view(card, rng))


def read_all(
    readers: Sequence[CardReader], shown: Iterable[Shown], tell: Callable[[str], None]
) -> list[Read]:
    """Let every reader read each of the pictures, which are made one by one.

    Args:
        readers: with one engine each.
        shown: the pictures.
        tell: is told how far it is.

    Returns:
        What each reader made of them.
    """
    reads = [Read({}, {}) for _ in readers]
    for number, picture in enumerate(shown):
        for reader, read in zip(readers, reads, strict=True):
            _read_one(reader, picture, read)
        if number % TELL_EVERY == 0:
            tell(f"idcard: side {number + 1}, {picture.view}")
    return reads


def _read_one(reader: CardReader, picture: Shown, read: Read) -> None:
    tally = read.views.setdefault(picture.view, Tally())
    began, cpu = time.perf_counter(), time.process_time()
    reading = reader.read(picture.image)
    tally.cpu_s += time.process_time() - cpu
    tally.wall_s.append(time.perf_counter() - began)
    tally.sides += 1
    tally.fronts += picture.is_front
    tally.portraits += picture.is_front and reading.portrait is not None
    # the day of the card's own time: here only what was read counts, not whether it is valid
    card = check_card(reading.text, DAY)
    warned = bool(doubts(reading, live=True))
    for name, want in picture.printed.items():
        raw = reading.text.fields.get(name)
        given = str(getattr(card, name))
        counted = [tally]
        if picture.view in READABLE:
            counted.append(read.fields.setdefault(name, Tally()))
        for one in counted:
            one.exact += given == want
            one.empty += not given
            one.wrong += bool(given) and given != want
            one.unwarned += bool(given) and given != want and not warned
            one.held_back += not given and raw is not None and raw.text != want
        if given != want:
            shown_as = given or (f"({raw.text} {raw.confidence:.2f})" if raw else "(nothing)")
            tally.notes.append(f"{picture.view} {name}: {shown_as} for {want}")


def results(ours: Read, peer: Read | None, peer_name: str) -> list[dict[str, object]]:
    """As every benchmark: the goals first, then each field and each view."""
    readable, hard = list(READABLE), list(HARD)
    rows = [
        _compared("exact fields, readable views", ours, peer, readable, _share, EXACT_LIMIT),
        _compared("wrong fields over their limit, readable views", ours, peer, readable, _wrong, 0),
        _compared(
            "wrong fields without a doubt told, all views",
            ours,
            peer,
            [*readable, *hard],
            _unwarned,
            0,
        ),
        _compared("wrong fields over their limit, hard views", ours, peer, hard, _wrong, 0),
        _compared("wall time of a side", ours, peer, readable, _wall_s, WALL_LIMIT_S),
    ]
    rows[0] |= ours.over(readable).as_json() | {"peer_name": peer_name}
    rows[3] |= ours.over(hard).as_json()
    rows += _table("field", ours.fields, peer.fields if peer else {})
    return rows + _table("view", ours.views, peer.views if peer else {})


def _table(kind: str, ours: dict[str, Tally], peer: dict[str, Tally]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, tally in ours.items():
        other = peer.get(name)
        row = _row(f"idcard {kind} {name}", tally.share, other.share if other else None, None)
        rows.append(row | tally.as_json() | ({"peer_counts": other.as_json()} if other else {}))
    return rows


def _compared(
    name: str,
    ours: Read,
    peer: Read | None,
    views: list[str],
    measure: Callable[[Tally], float],
    limit: float,
) -> dict[str, object]:
    other = measure(peer.over(views)) if peer else None
    return _row(f"idcard {name}", measure(ours.over(views)), other, limit, measure)


def _share(tally: Tally) -> float:
    return tally.share


def _wrong(tally: Tally) -> float:
    return float(tally.wrong)


def _unwarned(tally: Tally) -> float:
    return float(tally.unwarned)


def _wall_s(tally: Tally) -> float:
    return float(np.median(tally.wall_s or [0.0]))


_UNITS: dict[Callable[[Tally], float], str] = {
    _share: "share",
    _wrong: "fields",
    _unwarned: "fields",
    _wall_s: "s, median",
}


def _row(
    name: str,
    ours: float,
    peer: float | None,
    limit: float | None,
    measure: Callable[[Tally], float] = _share,
) -> dict[str, object]:
    least = measure is _share
    return {
        "name": name,
        "ours": round(ours, 4),
        "peer": None if peer is None else round(peer, 4),
        "ratio": round(ours / peer, 3) if peer else None,
        "limit": limit,
        "unit": _UNITS[measure],
        "holds": None if limit is None else (ours >= limit if least else ours <= limit),
    }
