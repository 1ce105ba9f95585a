"""A screen's pixels on a face: the table of docs/measurements-vision.md.

Run `python -m tests.measurements.screens`; it prints Markdown. Needs the models and the real media.
"""

import statistics
from collections.abc import Iterator

import numpy as np

from app.bench.card_copies import on_a_screen
from app.bench.card_views import as_jpeg
from app.domain.media import Image
from app.identity.liveness_watch import face_part
from app.identity.loading import load_still_faces
from app.identity.portrait import crop_portrait
from app.identity.screen_signs import SCREEN_GRID
from app.perception.images import load_image
from app.perception.screen_grid import regularity
from tests.measurements.vision import MEDIA, catalogue, head, say

PIXELS = (400, 500, 700, 850, 1000, 1200, 1500)
"""Of the screen, across the portrait."""
TILTS_DEG = (-3.0, 1.0, 4.0)
LEAST_PX = 300
"""Narrower portraits are left out: enlarged to a screen's pixels they show none of their own."""
HIGH_SHARE = 0.95
"""Of the camera's 720 rows that the shown portrait fills."""


def portraits() -> Iterator[tuple[str, Image]]:
    """One of each person: head and shoulders of the photographs that are large enough."""
    finder = load_still_faces(catalogue())
    seen: set[str] = set()
    for path in sorted((MEDIA / "face").glob("*.[jp][pn]g")):
        person = path.stem.rsplit("_", 1)[0]
        image = load_image(path)
        found = finder.find(image)
        if person in seen or not found:
            continue
        part = crop_portrait(image, found[0])
        if part.shape[1] >= LEAST_PX:
            seen.add(person)
            yield path.name, part


def main() -> None:
    """Each portrait on each screen, at each tilt, as it comes and as JPEG."""
    finder = load_still_faces(catalogue())
    people = [part for _, part in portraits()]
    head("screen px", "portraits, tilts", "regularity", f"over {SCREEN_GRID}", "as JPEG", "over")
    for pixels in PIXELS:
        found: dict[bool, list[float]] = {False: [], True: []}
        for number, part in enumerate(people):
            share = HIGH_SHARE * 720 / part.shape[0] * part.shape[1] / 1280
            for tilt in TILTS_DEG:
                rng = np.random.default_rng((pixels, number))
                shown = on_a_screen(part, rng, tilt, pixels, share)
                for jpeg in (False, True):
                    image = as_jpeg(shown) if jpeg else shown
                    faces = finder.find(image)
                    if faces:
                        found[jpeg].append(regularity(face_part(image, faces[0])))
        cells = [cell for jpeg in (False, True) for cell in _told(found[jpeg])]
        say(pixels, len(found[False]), *cells)


def _told(values: list[float]) -> tuple[str, str]:
    over = sum(value > SCREEN_GRID for value in values)
    spread = f"{min(values):.2f}..{statistics.median(values):.2f}..{max(values):.2f}"
    return spread, f"{over} of {len(values)}"


if __name__ == "__main__":
    main()
