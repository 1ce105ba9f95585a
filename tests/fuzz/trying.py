"""Gives bent bytes to a target and counts what comes of them."""

import tracemalloc
from dataclasses import dataclass
from typing import Final

from app.domain.timing import seconds_between
from devices.clock import SystemClock
from tests.fuzz.mutations import Chance
from tests.fuzz.targets import Target

WEIGHED_EVERY: Final = 25
"""One in so many is tried under a tracer of allocations, which makes it several times slower."""
LITTLE_BYTES: Final = 64 * 1024
CLOCK = SystemClock()


@dataclass
class Tried:
    """What came of it.

    Attributes:
        accepted: bent bytes that passed for genuine.
        honest_peak: bytes allocated at most while the honest ones were read.
        worst_peak: the same for the bent ones that were weighed.
    """

    name: str
    tried: int = 0
    accepted: int = 0
    honest_peak: int = 0
    worst_peak: int = 0
    took_s: float = 0.0

    @property
    def memory_ratio(self) -> float:
        """Against what the honest bytes took, or `LITTLE_BYTES` where that is less."""
        return self.worst_peak / max(self.honest_peak, LITTLE_BYTES)


def _peak(target: Target, content: bytes) -> tuple[bool, int]:
    tracemalloc.start()
    try:
        accepted = target.tried(content)
        return accepted, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def give(target: Target, runs: int, seed: int) -> Tried:
    """Bend the target's bytes `runs` times.

    Raises:
        Exception: whatever the target raised that is not one of our own errors; the bytes are in
            its notes.
    """
    chance, found = Chance(seed), Tried(target.name)
    target.tried(target.honest)  # what is loaded once is not counted
    honest = target.fresh() if target.fresh is not None else target.honest
    found.honest_peak = _peak(target, honest)[1]
    started = CLOCK.monotonic_ns()
    for number in range(runs):
        bent = target.bend(chance)
        try:
            if number % WEIGHED_EVERY:
                accepted = target.tried(bent)
            else:
                accepted, peak = _peak(target, bent)
                found.worst_peak = max(found.worst_peak, peak)
        except BaseException as error:
            error.add_note(f"{target.name}, seed {seed}, run {number}: {bent[:2000]!r}")
            raise
        found.tried += 1
        found.accepted += accepted
    found.took_s = seconds_between(started, CLOCK.monotonic_ns())
    return found
