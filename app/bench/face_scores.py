"""The scores of every picture with every other, and what resampling the people says of them.

Pairs share pictures and people, so they are not independent, and a bound from the number of pairs
is kinder than the truth. Whole people are therefore drawn again (bootstrap), with all their
pictures: how far a figure moves then is how far other people would move it, as far as these people
stand for others.

Source: Bolle, Ratha, Pankanti, "Error analysis of pattern recognition systems: the subsets
bootstrap", Computer Vision and Image Understanding 93 (2004).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.bench.bounds import CONFIDENCE, upper_share
from app.bench.face_lists import Listed

FMR_GOAL = 0.001
"""False match rate at which the false non-match rate is also told. Source: issue."""

DRAWS = 400
SEED = 20

Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]
People = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors among trials; `upper` is the exact one-sided bound (Clopper and Pearson, 1934)."""

    errors: int
    trials: int

    @property
    def share(self) -> float:
        """Errors over trials."""
        return self.errors / self.trials

    @property
    def upper(self) -> float:
        """Highest rate that would still show so few errors in one of twenty such samples."""
        return upper_share(self.errors, self.trials)


@dataclass(frozen=True, slots=True)
class Compared:
    """Scores of pairs of one kind.

    Attributes:
        scores: cosine similarities, shape (n,).
        first, second: numbers of the two people of each pair, shape (n,).
    """

    scores: Scores
    first: People
    second: People

    @property
    def people(self) -> int:
        """How many people take part."""
        return len(np.union1d(self.first, self.second))

    @property
    def couples(self) -> int:
        """Pairs of different people, however many pictures each has."""
        low, high = np.minimum(self.first, self.second), np.maximum(self.first, self.second)
        return len(np.unique(np.stack([low, high]), axis=1).T)

    def under(self, edge: float) -> Rate:
        """Scores under the edge."""
        return Rate(int((self.scores < edge).sum()), len(self.scores))

    def over(self, edge: float) -> Rate:
        """Scores at or above the edge."""
        return Rate(int((self.scores >= edge).sum()), len(self.scores))


def pairs_of(listed: Sequence[Listed], *, both_ways: bool) -> tuple[Mask, Mask]:
    """Which pictures make a pair of one person, and which of two.

    Args:
        listed: the pictures.
        both_ways: live with card: each picture of a pair is once the card's.

    Returns:
        Two masks, shape (n, n).
    """
    people = np.array([each.person for each in listed])
    sittings = np.array([each.sitting for each in listed])
    size = len(listed)
    ways = ~np.eye(size, dtype=bool) if both_ways else np.triu(np.ones((size, size), bool), 1)
    one = people[:, None] == people[None, :]
    sat = sittings[:, None] == sittings[None, :]
    return ways & one & ~sat, ways & ~one


def compared(scores: Scores, mask: Mask, people: People) -> Compared:
    """The pairs of a mask whose score exists (is no NaN)."""
    rows, columns = np.nonzero(mask & np.isfinite(scores))
    return Compared(scores[rows, columns], people[rows], people[columns])


def edge_at_goal(different: Compared) -> float | None:
    """The score that 0.1 % of the strangers exceed; None under 1000 pairs."""
    if len(different.scores) < 1 / FMR_GOAL:
        return None
    allowed = int(len(different.scores) * FMR_GOAL)
    return float(np.sort(different.scores)[::-1][allowed])


def fnmr_at_fmr(same: Compared, different: Compared) -> Rate | None:
    """Pairs of one person lost where at most 0.1 % of strangers pass; None under 1000 strangers."""
    edge = edge_at_goal(different)
    if edge is None:
        return None
    return Rate(int((same.scores <= edge).sum()), len(same.scores))


def share_of_people(pairs: Compared, wrong: Mask) -> float:
    """The share of wrong pairs that one in twenty draws of as many people exceeds."""
    shares = [
        float(weights[wrong].sum() / weights.sum()) for weights in _draws(pairs) if weights.any()
    ]
    return float(np.quantile(shares, CONFIDENCE))


def edge_of_people(different: Compared) -> float:
    """The score exceeded by 0.1 % of strangers in all but one in twenty draws of people."""
    order = np.argsort(different.scores)[::-1]
    sorted_scores: Scores = np.asarray(different.scores[order], np.float64)
    edges: list[float] = []
    for weights in _draws(different):
        passed = np.asarray(np.cumsum(weights[order]), np.float64)
        allowed = float(passed[-1]) * FMR_GOAL
        first = int((passed <= allowed).sum())
        edges.append(float(sorted_scores[min(first, len(sorted_scores) - 1)]))
    return float(np.quantile(edges, CONFIDENCE))


def _draws(pairs: Compared) -> list[NDArray[np.float64]]:
    """How often each pair comes in a draw of as many people with putting back."""
    rng = np.random.default_rng(SEED)
    people = np.union1d(pairs.first, pairs.second)
    first, second = np.searchsorted(people, pairs.first), np.searchsorted(people, pairs.second)
    drawn: list[NDArray[np.float64]] = []
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(people), size=len(people)), minlength=len(people))
        both = times[first] * times[second]
        drawn.append(np.where(first == second, times[first], both).astype(np.float64))
    return drawn
