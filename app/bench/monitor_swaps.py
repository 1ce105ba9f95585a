"""Scenes in which somebody else sits down, and some in which the same person comes back otherwise.

Both are real clips, one after the other: whose face comes first is whom the match knew. The same
person's other clips were taken on another day, or in another place of the film.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from app.bench.monitor_scenes import SITTERS, Frames, Scene, is_held_back, looped
from app.domain.observation import AlertKind
from app.monitoring.measuring import Expected
from app.perception.videos import VideoFrame

CHANGE_S, WHOLE_S = 6.0, 20.0
"""The faces are compared every five seconds, and every second after an unlike look."""

_AFTER = (1, 3)
"""Who sits down: the first and the third of the sitters after this one."""

_SAME = (
    ("video_liveness/webcam_man_expressions_31s.mp4", SITTERS[0][0]),
    ("video_liveness/gaze_center_left_center.mp4", SITTERS[1][0]),
)
"""Two clips of one person each."""

_ELSEWHERE: frozenset[AlertKind] = frozenset({"looking_away"})
"""Who sits down holds the head otherwise than who sat there before."""


def swap_scenes(media: Path) -> Iterator[Scene]:
    """Each sitter and two others after them; each sitter alone; two people in two clips.

    Args:
        media: folder of the labelled clips.
    """
    for index, (name, _) in enumerate(SITTERS):
        for step in _AFTER:
            other, _ = SITTERS[(index + step) % len(SITTERS)]
            yield Scene(
                f"{name}, then {other}",
                _one_after_another(media / name, media / other),
                (Expected("different_person", CHANGE_S, WHOLE_S),),
                _ELSEWHERE,
                made=True,
                held_back=is_held_back(name) and is_held_back(other),
                likeness=True,
            )
        alone = looped(media / name, 0.0, 6.0, WHOLE_S)
        yield Scene(f"{name}, stays", alone, (), held_back=is_held_back(name), likeness=True)
    for first, second in _SAME:
        frames = _one_after_another(media / first, media / second)
        name = f"{first}, then the same person"
        yield Scene(name, frames, (), _ELSEWHERE, made=True, likeness=True)


def _one_after_another(first: Path, second: Path) -> Frames:
    before = looped(first, 0.0, 6.0, CHANGE_S)
    after = looped(second, 0.0, 6.0, WHOLE_S - CHANGE_S)

    def frames() -> Iterator[VideoFrame]:
        later = (VideoFrame(frame.image, frame.at_s + CHANGE_S) for frame in after())
        return chain(before(), later)

    return frames
