"""How much of the disk an interview may take, and what has to be free before one is begun."""

from app.domain.assignment import Assignment, Flow
from app.recording.ladder import bytes_per_s
from app.recording.limits import VideoLimits

BESIDES_QUESTIONS_S = 900
"""Identification, room check, practice, rests and a pause: a quarter of an hour, our own choice."""
BYTES_PER_SECOND = 1_030_000
"""Two cameras at the recorder's cap of 4 Mbit/s each and sound at 96 kbit/s, 2 % for sealing; what
was measured is a quarter of it. Source: `VideoLimits`, docs/measurements-recording.md."""
CAMERAS = 2
RESERVE_FACTOR = 2
"""Source: the issue's bit rate x longest flow x 2."""


def bytes_per_second(limits: VideoLimits) -> float:
    """The most that both cameras take: what they send themselves is far more than an encoder's."""
    return CAMERAS * bytes_per_s(limits) if limits.own_jpeg else BYTES_PER_SECOND


def longest_s(flow: Flow, from_question: int = 0) -> float:
    """How long an interview may still last, seconds."""
    left = flow.questions[from_question:]
    return sum(q.preparation_s + q.answer_s for q in left) + BESIDES_QUESTIONS_S


def reserve_bytes(assignment: Assignment, each_second: float = BYTES_PER_SECOND) -> int:
    """Free space without which an interview is not begun.

    Args:
        assignment: whose interview.
        each_second: the most that a recording takes in a second, bytes.
    """
    return round(longest_s(assignment.flow) * each_second * RESERVE_FACTOR)
