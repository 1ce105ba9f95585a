"""Scenes in which a bare face is covered, and some in which it is so for a moment only.

What lies before the face is drawn, but for one real hand (`cover_pictures`); faces and their
movements are real. Real masks are measured apart: `tests.measurements.mask_onset`.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.bench.cover_pictures import (
    Covering,
    drawn_mask,
    drawn_page,
    drawn_scarf,
    hand_of,
    laid_over,
)
from app.bench.monitor_scenes import SITTERS, Frames, Scene, is_held_back, looped
from app.domain.observation import AlertKind
from app.identity.loading import load_still_faces
from app.monitoring.measuring import Expected
from app.perception.catalogue import ModelCatalogue
from app.perception.videos import VideoFrame

COVERED_S, WHOLE_S = (4.0, 12.0), 14.0
"""From when to when a covering lies before the face: bare long enough before it."""
SHORTLY_S, SHORT_WHOLE_S = (4.0, 7.0), 12.0
"""A yawn, a cough, a drink: nothing is to be told of it."""
_OF_A_HAND: frozenset[AlertKind] = frozenset({"phone", "second_person", "looking_away"})
"""What else the cut out hand is told as: its fingers at the cheek as a phone, the hand as a face, a
small face behind it as looking away. How often stands in docs/measurements-monitor.md; it is not
among the false alarms, as it is not known of a real hand."""


def cover_scenes(media: Path, catalogue: ModelCatalogue) -> Iterator[Scene]:
    """Each sitter with each covering, and with the hand for three seconds.

    Args:
        media: folder of the labelled clips.
        catalogue: where the model is that finds the face.
    """
    hand = hand_of(media)
    coverings = {
        "a drawn mask": drawn_mask(),
        "a drawn scarf": drawn_scarf(),
        "a drawn page": drawn_page(),
        "a hand": hand,
    }
    start_s, end_s = COVERED_S
    expected = (Expected("face_covered", start_s, end_s),)
    for name, _ in SITTERS:
        whole = looped(media / name, 0.0, 6.0, WHOLE_S)
        for what, covering in coverings.items():
            shown = _covered(whole, covering, COVERED_S, catalogue)
            allowed = _OF_A_HAND if covering is hand else frozenset[AlertKind]()
            yield _scene(f"{name}, {what}", shown, expected, allowed)
        short = looped(media / name, 0.0, 6.0, SHORT_WHOLE_S)
        shown = _covered(short, hand, SHORTLY_S, catalogue)
        yield _scene(f"{name}, a hand for 3 s", shown, (), _OF_A_HAND)


def _scene(
    name: str, frames: Frames, expected: tuple[Expected, ...], allowed: frozenset[AlertKind]
) -> Scene:
    return Scene(name, frames, expected, allowed, made=True, held_back=is_held_back(name))


def _covered(
    sitter: Frames, covering: Covering, within_s: tuple[float, float], catalogue: ModelCatalogue
) -> Frames:
    start_s, end_s = within_s

    def frames() -> Iterator[VideoFrame]:
        with closing(load_still_faces(catalogue)) as finder:
            for frame in sitter():
                inside = start_s <= frame.at_s < end_s
                faces = finder.find(frame.image) if inside else ()
                image = frame.image
                if faces:
                    image = laid_over(image, faces[0].points, covering)
                yield VideoFrame(image, frame.at_s)

    return frames
