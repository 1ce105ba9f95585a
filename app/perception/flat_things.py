"""Papers, books and tablets before somebody: which findings may be one, and where they have to be.

COCO knows neither paper nor tablet. The detector takes them for a book or, from behind or at an
angle, for an open laptop, which nobody holds who is interviewed.

Source: docs/measurements-monitor.md, papers, books and tablets.
"""

from app.domain.media import Image
from app.perception.faces import Box

BOOK, LAPTOP = "book", "laptop"
FLAT = frozenset({BOOK, LAPTOP})
"""COCO labels."""

FLAT_MIN_SCORE = 0.3
"""Under which a hand is not looked for: as `MonitorSettings.notes_score`."""

LEAST_FACES = 0.3
"""Least area, in areas of the candidate's face. Own choice: a sheet folded once, seen at an angle;
a badge, a card and a telephone are smaller."""

ASIDE = 3.0
"""Its middle lies at most so many face widths from the face's. Own choice: an arm's length."""


def may_be_read(box: Box, face: Box | None) -> bool:
    """Whether a thing is large enough and lies where somebody would hold it to read from.

    Args:
        box: of the thing.
        face: of the candidate, now or a moment ago; without one nothing can be said.
    """
    if face is None:
        return False
    large = box[2] * box[3] >= LEAST_FACES * face[2] * face[3]
    aside = abs(box[0] + box[2] / 2 - face[0] - face[2] / 2) / face[2]
    return large and aside < ASIDE and box[1] + box[3] / 2 > face[1]


def square_under(image: Image, face: Box, faces: float, below: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of a square before somebody's chest, inside of the picture.

    Args:
        image: the picture.
        face: of the candidate.
        faces: the square's side, in face widths.
        below: how far under the face's top it begins, in face widths.
    """
    height, width = image.shape[:2]
    across = max(face[2] * width, face[3] * height * 0.75)
    side = min(round(faces * across), height, width)
    left = round((face[0] + face[2] / 2) * width - side / 2)
    top = round(face[1] * height + below * across)
    return max(0, min(width - side, left)), max(0, min(height - side, top)), side, side
