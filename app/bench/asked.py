"""A presentation that goes on for as long as gestures are asked of it, begun at any moment.

Whoever attacks with a recording or a picture shows it over and over and begins when it pleases, so
what was looked at once is judged from every second of it and for every sequence of gestures that
can be drawn. It is granted that the face stays alike where the recording begins again, if it can be
compared at all.
"""

import itertools
import statistics
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from app.domain.identity import FACE_CHALLENGES, OTHERS_ALLOWED, Challenge
from app.identity.continuity import LivenessSample
from app.identity.liveness import LivenessTest
from app.kiosk.gestures import GESTURES, PAUSE_LEAST_S, PAUSE_MOST_S, TURNS

EACH_S = 8.0
"""Allowed for a gesture: the kiosk's default."""
LONGEST_S = 1.0 + GESTURES * (EACH_S + PAUSE_MOST_S)
BEGIN_EVERY_S = 1.0
ALIKE = 1.0


def sequences() -> tuple[tuple[Challenge, ...], ...]:
    """Every sequence that can be drawn: a turn and others, in every order.

    Without digits to be read aloud, which no presentation here says: the kiosk that cannot hear.
    """
    others: list[Challenge] = [one for one in FACE_CHALLENGES if one not in TURNS]
    turns: list[Challenge] = [one for one in FACE_CHALLENGES if one in TURNS]
    return tuple(
        order
        for turn in turns
        for chosen in itertools.combinations(others, GESTURES - 1)
        for order in itertools.permutations((turn, *chosen))
    )


def beginnings(samples: Sequence[LivenessSample]) -> list[int]:
    """Indices of the looks from which it is begun: one a second."""
    begun: list[int] = []
    for index, sample in enumerate(samples):
        if not begun or sample.at_s - samples[begun[-1]].at_s >= BEGIN_EVERY_S:
            begun.append(index)
    return begun


def over_and_over(samples: Sequence[LivenessSample], first: int) -> Iterator[LivenessSample]:
    """The looks from one of them on, over and over, for as long as anything can be asked."""
    alike = any(sample.likeness is not None for sample in samples)
    apart = [after.at_s - before.at_s for before, after in itertools.pairwise(samples)]
    apart.append(statistics.median(apart))
    at_s, index = 0.0, first
    while at_s < LONGEST_S:
        sample = samples[index]
        likeness = None if sample.face is None or not alike else ALIKE
        yield replace(sample, at_s=at_s, likeness=likeness)
        at_s += apart[index]
        index = (index + 1) % len(samples)


def passes(
    samples: Sequence[LivenessSample], first: int, asked: tuple[Challenge, ...], seed: str
) -> bool:
    """Whether it passes when this is asked, with pauses by chance.

    Args:
        samples: the looks at it, in order; two and more.
        first: index of the look with which it begins.
        asked: the gestures.
        seed: of the pauses.
    """
    chance = np.random.default_rng(zlib.crc32(f"{seed} {first} {asked}".encode()))
    pauses = chance.uniform(PAUSE_LEAST_S, PAUSE_MOST_S, len(asked)).tolist()
    test = LivenessTest(asked, EACH_S, pauses=pauses, others_allowed=OTHERS_ALLOWED)
    for sample in over_and_over(samples, first):
        test.step(sample)
        if test.finished:
            break
    return test.result(None).passed


def tried(samples: Sequence[LivenessSample], seed: str) -> tuple[int, int]:
    """How many tries pass, and how many there are: every beginning times every sequence.

    Args:
        samples: the looks at it, in order; two and more.
        seed: of the pauses.
    """
    tries = list(itertools.product(beginnings(samples), sequences()))
    return sum(passes(samples, first, asked, seed) for first, asked in tries), len(tries)
