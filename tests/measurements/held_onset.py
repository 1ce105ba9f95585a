"""A book or a tablet that is taken up, set into moving pictures; docs/measurements-monitor.md.

Run `python -m tests.measurements.held_onset CLONES` (see `held_things`): for each sitter of the
bench three photographed things with their hands, before the chest from second 2 on.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.analysis.footage import Observer
from app.bench.monitor_pictures import set_in
from app.bench.monitor_scenes import SITTERS, looped
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.monitoring.rules import Monitor
from app.monitoring.signs import NOTES_LABELS
from tests.measurements.held_out_faces import blob
from tests.measurements.held_things import listed
from tests.measurements.vision import MEDIA, catalogue

FROM_S, WHOLE_S = 2.0, 7.0
WIDEST = 0.95
"""Of the picture: beside a face that fills it a book is cut off, here it is smaller instead."""
MIDDLE = (0.42, 0.78)
"""Where it is held, in widths and heights of the picture, as the bench's telephones are."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A photographed thing with its hands.

    Attributes:
        name: what it is.
        sha256: of the photograph in the list.
        box: left, top, right, bottom as fractions of it.
        faces_wide: width of that box in widths of the face in the photograph.
    """

    name: str
    sha256: str
    box: tuple[float, float, float, float]
    faces_wide: float


THINGS = (
    Thing(
        "open book, two hands",
        "b302e22bd7a6a59295f7ff560a34a650fd6eba5bb016bce41fb22af80db8e6a4",
        (0.33, 0.50, 0.70, 0.86),
        2.8,
    ),
    Thing(
        "open book, one hand",
        "e864abd87358a0a51933a02b2e43fbffbb094694070deffd99bac4fa94d9eb51",
        (0.21, 0.46, 0.46, 0.84),
        1.9,
    ),
    Thing(
        "tablet, two hands",
        "4a578f569b614ce1da4add284a802a820819db8743ec65b0a713b0ac53878b36",
        (0.40, 0.50, 0.70, 0.82),
        2.0,
    ),
)


def cut(clones: Path, thing: Thing) -> Image:
    """The thing and its hands out of the photograph."""
    row = next(row for row in listed() if row["sha256"] == thing.sha256)
    data = np.frombuffer(blob(clones, row), np.uint8)
    whole = cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)
    high, wide = whole.shape[:2]
    left, top, right, bottom = thing.box
    part = whole[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)]
    return np.ascontiguousarray(part)


def main(clones: Path) -> Iterator[str]:
    """The table."""
    parts = [(thing, cut(clones, thing)) for thing in THINGS]
    yield "| sitter | " + " | ".join(thing.name for thing in THINGS) + " |"
    yield "| --- |" + " --- |" * len(THINGS)
    for name, face in SITTERS:
        cells: list[str] = []
        for thing, part in parts:
            monitor, told, shown, looks = Monitor(), set[str](), 0, 0
            with Observer(catalogue(), objects=True) as observer:
                for frame in looped(MEDIA / name, 0.0, 6.0, WHOLE_S)():
                    image, held = frame.image, frame.at_s >= FROM_S
                    if held:
                        sway = 0.01 * float(np.sin(frame.at_s))
                        middle = (MIDDLE[0] + sway, MIDDLE[1])
                        width = min(WIDEST, thing.faces_wide * face)
                        image = set_in(image, part, width, middle)
                    seen = observer.look(image, MonotonicNs(round(frame.at_s * NS_PER_S)))
                    looks += held
                    shown += any(one.label in NOTES_LABELS for one in seen.objects or ())
                    told |= {alert.kind for alert in monitor.step(seen, frame.at_s)}
            cells.append(f"{shown} of {looks}, {', '.join(sorted(told)) or 'nothing'}")
        yield f"| `{Path(name).stem}` | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for line in main(Path(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
