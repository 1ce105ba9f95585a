"""What to do about a disk that fills up: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.recording.job import RESERVE_BYTES


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the disk allows.

    Attributes:
        rung: of the ladder, to use from now on.
        stop_after_answer: not even the longest answer fits at the lowest rung: finish the one
            under way and begin no other.
    """

    rung: int
    stop_after_answer: bool


def guard_disk(
    free_bytes: int,
    bytes_per_s: Sequence[float],
    rung: int,
    remaining_s: float,
    longest_answer_s: float,
) -> Guarded:
    """Step down as far as needed so that the rest of the interview fits; never up again.

    The floor holds twice the longest answer, so that an answer begun above it can be finished.

    Args:
        free_bytes: of the disk.
        bytes_per_s: the most that all cameras take together, for each rung.
        rung: in use.
        remaining_s: how long the interview may still last; 0 for unknown.
        longest_answer_s: of its questions; 0 for unknown.
    """
    usable = free_bytes - RESERVE_BYTES
    needed_s = max(remaining_s, longest_answer_s)
    while needed_s and rung < len(bytes_per_s) - 1 and usable < bytes_per_s[rung] * needed_s:
        rung += 1
    return Guarded(rung, usable < bytes_per_s[-1] * longest_answer_s * 2)
