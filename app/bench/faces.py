"""False match and false non-match rates of the face engines on pictures of people.

Two tables, live with live and live with a card's portrait (the picture reduced, printed pale and
photographed again), for the engine in use; the quick one alone has looked at the same pictures in
the same run and stands beside it as peer. It is a floor of what the bank must measure on its own,
no certificate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from app.bench.errors import BenchPairsError
from app.bench.face_looks import EngineLooks, Looks
from app.bench.face_scores import (
    Compared,
    Mask,
    Rate,
    compared,
    edge_at_goal,
    edge_of_people,
    fnmr_at_fmr,
    pairs_of,
    share_of_people,
)

LIMIT_MS = 300.0
"""Most wall milliseconds of a match. Source: issue."""

FNMR_LIMIT = 0.02
"""Most pairs of one person lost at a false match rate of 0.1 %. Source: issue."""

KINDS = (("live with live", False), ("live with card portrait", True))
LEAST_PEOPLE = 2
"""A group is told from so many people on."""


@dataclass(frozen=True, slots=True)
class _Both:
    """One engine's pairs of one kind."""

    threshold: float
    same: Compared
    different: Compared


def face_rates(
    looks: Looks, only: Sequence[tuple[str, str]] | None = None
) -> list[dict[str, object]]:
    """The rates of all pictures with all, of the listed pairs, of the groups, and the time.

    Args:
        looks: what was seen.
        only: pairs of files to be told apart from all.

    Raises:
        BenchPairsError: of no pair at all could both pictures be used.
    """
    if not looks.listed:
        raise BenchPairsError("None of the pictures can be compared")
    rows: list[dict[str, object]] = []
    for kind, card in KINDS:
        same, different = pairs_of(looks.listed, both_ways=card)
        if only is not None:
            chosen = _chosen(looks, only)
            rows += _rows(f"{kind}, listed pairs", looks, (same & chosen, different & chosen, card))
        rows += _rows(kind, looks, (same, different, card))
        for name, mask in _groups(looks):
            rows += _rows(f"{kind}, {name}", looks, (same & mask, different & mask, card))
    if not rows:
        raise BenchPairsError("No two of the pictures make a pair")
    return [*rows, _latency(looks)]


def _chosen(looks: Looks, only: Sequence[tuple[str, str]]) -> Mask:
    at = {each.name: number for number, each in enumerate(looks.listed)}
    mask = np.zeros((len(at), len(at)), dtype=bool)
    for one, other in only:
        if one in at and other in at:
            mask[at[one], at[other]] = mask[at[other], at[one]] = True
    return mask


def _groups(looks: Looks) -> Iterator[tuple[str, Mask]]:
    """Pictures of one group with each other, for each group that the list names."""
    named = sorted({pair for each in looks.listed for pair in each.groups})
    for pair in named:
        inside = np.array([pair in each.groups for each in looks.listed])
        people = {each.person for each in looks.listed if pair in each.groups}
        if len(people) >= LEAST_PEOPLE:
            yield f"{pair[0]} {pair[1]}", inside[:, None] & inside[None, :]


def _rows(title: str, looks: Looks, chosen: tuple[Mask, Mask, bool]) -> Iterator[dict[str, object]]:
    ours, *peers = (_both(looks, engine, chosen) for engine in looks.engines)
    peer = peers[0] if peers else None
    name = f"{looks.engines[0].engine.model.name} {title}"
    if len(ours.same.scores):
        rate = ours.same.under(ours.threshold)
        wrong = ours.same.scores < ours.threshold
        theirs = None if peer is None else peer.same.under(peer.threshold)
        yield {**_row(f"{name}, FNMR", rate, theirs, ours.same), **_spread(ours.same, wrong)}
    if len(ours.different.scores):
        rate = ours.different.over(ours.threshold)
        wrong = ours.different.scores >= ours.threshold
        theirs = None if peer is None else peer.different.over(peer.threshold)
        row = _row(f"{name}, FMR", rate, theirs, ours.different)
        yield {**row, **_spread(ours.different, wrong)}
    at_goal = fnmr_at_fmr(ours.same, ours.different)
    if at_goal is not None and at_goal.trials:
        theirs = None if peer is None else fnmr_at_fmr(peer.same, peer.different)
        row = _row(f"{name}, FNMR at FMR 0.1 %", at_goal, theirs, ours.same)
        yield {**row, "limit": FNMR_LIMIT, "holds": at_goal.share <= FNMR_LIMIT}
        yield _edge(name, ours, peer)


def _both(looks: Looks, engine: EngineLooks, chosen: tuple[Mask, Mask, bool]) -> _Both:
    same, different, card = chosen
    scores = engine.scores(card=card)
    return _Both(
        engine.engine.threshold,
        compared(scores, same, looks.people),
        compared(scores, different, looks.people),
    )


def _row(name: str, rate: Rate, peer: Rate | None, pairs: Compared) -> dict[str, object]:
    theirs = peer.share if peer is not None and peer.trials else None
    return {
        "name": name,
        "ours": round(rate.share, 5),
        "peer": None if theirs is None else round(theirs, 5),
        "ratio": round(rate.share / theirs, 3) if theirs else None,
        "limit": None,
        "unit": f"of {rate.trials} pairs of {pairs.people} people, "
        f"at most {rate.upper:.4f} (95 %, were they independent)",
        "holds": None,
        "errors": rate.errors,
        "pairs": rate.trials,
        "people": pairs.people,
        "couples": pairs.couples,
        "upper_95": round(rate.upper, 5),
        "peer_errors": None if peer is None else peer.errors,
    }


def _spread(pairs: Compared, wrong: Mask) -> dict[str, object]:
    """Where the scores lie, and how far other people would move the rate."""
    return {
        "upper_95_people": round(share_of_people(pairs, wrong), 5) if wrong.any() else None,
        "people_wrong": len(np.union1d(pairs.first[wrong], pairs.second[wrong])),
        "lowest": round(float(pairs.scores.min()), 4),
        "median": round(float(np.median(pairs.scores)), 4),
        "highest": round(float(pairs.scores.max()), 4),
    }


def _edge(name: str, ours: _Both, peer: _Both | None) -> dict[str, object]:
    """Where the threshold of FMR 0.1 % lies, and how far other people would move it."""
    found = edge_at_goal(ours.different) or 0.0
    people = edge_of_people(ours.different)
    theirs = None if peer is None else edge_at_goal(peer.different)
    return {
        "name": f"{name}, score of FMR 0.1 %",
        "ours": round(found, 4),
        "peer": None if theirs is None else round(theirs, 4),
        "ratio": None,
        "limit": ours.threshold,
        "unit": f"cosine, under {people:.3f} in 95 % of draws of {ours.different.people} people",
        "holds": people < ours.threshold,
        "upper_95_people": round(people, 4),
        "peer_threshold": None if peer is None else peer.threshold,
    }


def _latency(looks: Looks) -> dict[str, object]:
    """A match is two looks; the comparison itself takes microseconds."""
    find_ms = median(looks.find_ms)
    ours, *peers = (2 * (find_ms + median(each.embed_ms)) for each in looks.engines)
    return {
        "name": f"{looks.engines[0].engine.model.name} match",
        "ours": round(ours, 1),
        "peer": round(peers[0], 1) if peers else None,
        "ratio": round(ours / peers[0], 3) if peers else None,
        "limit": LIMIT_MS,
        "unit": "ms wall, median; twice finding and one embedding, decoded already",
        "holds": ours <= LIMIT_MS,
        "find_ms": round(find_ms, 1),
        "embed_ms": [round(median(each.embed_ms), 1) for each in looks.engines],
        "withheld": [f"{name}: {codes}" for name, codes in looks.withheld],
    }
