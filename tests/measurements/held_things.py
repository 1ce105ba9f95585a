"""Papers, books and tablets in hands, before the live models and rules; and what is none of them.

Run `python -m tests.measurements.held_things CLONES [USE ...]`: CLONES/OWNER/NAME are git clones
of the repositories in `held_things_sources.csv`; pictures of every USE without any. Each is seen by
a camera that shakes and moves a little: 4 s, 20 looks, 1000 pixels of the longer side. The limits
were chosen on those that the list names so; the others were looked at once they had been. The
labels are by eye: somebody's face is to be seen, and they hold what they read or write on. What
came of it is in docs/measurements-monitor.md.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from app.analysis.footage import Observer
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.monitoring.rules import Monitor
from app.monitoring.signs import NOTES_LABELS
from tests.measurements.held_out_faces import blob
from tests.measurements.vision import catalogue

SOURCES = Path(__file__).with_name("held_things_sources.csv")
"""sha256, repository, commit, path, kind, use (chosen on, held out, nothing to read)."""

LOOKS, LOOKS_PER_S, SIDE_PX, SEED = 20, 5.0, 1000, 20
SHAKE_PX, NEARER, NOISE = 3.0, 0.02, 2.0
"""Of the camera: how far it shakes (standard deviation), how much nearer it comes and goes, and its
sensor's noise (standard deviation in the luma)."""


@dataclass(slots=True)
class Row:
    """What came of the pictures of one kind and use.

    Attributes:
        pictures: how many.
        faces: of those, in how many a face was found on half of the looks.
        looks: that showed papers, a book or a tablet, of all.
        notes, phones: pictures in which those were told.
        others: other alerts.
    """

    pictures: int = 0
    faces: int = 0
    looks: int = 0
    notes: int = 0
    phones: int = 0
    others: list[str] = field(default_factory=list[str])


def listed() -> Iterator[Mapping[str, str]]:
    """The list's rows."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def shaken(image: Image) -> Iterator[Image]:
    """What the camera sees."""
    scale = SIDE_PX / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    still = cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)
    size = (still.shape[1], still.shape[0])
    random = np.random.default_rng(SEED)
    for look in range(LOOKS):
        near = 1.0 + NEARER * float(np.sin(look / 3))
        moved = np.array(
            [[near, 0, random.normal(0, SHAKE_PX)], [0, near, random.normal(0, SHAKE_PX)]]
        )
        seen = cv2.warpAffine(still, moved, size, borderMode=cv2.BORDER_REPLICATE)
        exact = np.asarray(seen, np.float64)
        yield np.clip(exact + random.normal(0.0, NOISE, exact.shape), 0, 255).astype(np.uint8)


def watch(image: Image, row: Row) -> bool:
    """The live models and rules over one picture; whether papers, a book or a tablet were told."""
    monitor, told, faces = Monitor(), set[str](), 0
    with Observer(catalogue(), objects=True) as observer:
        for look, shown in enumerate(shaken(image)):
            at_s = look / LOOKS_PER_S
            seen = observer.look(shown, MonotonicNs(round(at_s * NS_PER_S)))
            faces += bool(seen.faces)
            row.looks += any(one.label in NOTES_LABELS for one in seen.objects or ())
            told |= {alert.kind for alert in monitor.step(seen, at_s)}
    row.pictures += 1
    row.faces += faces >= LOOKS / 2
    row.notes += "notes" in told
    row.phones += "phone" in told
    row.others += sorted(told - {"notes", "phone"})
    return "notes" in told


def main(clones: Path, uses: list[str]) -> Iterator[str]:
    """A line for each picture of which something is told, then the table."""
    rows: defaultdict[tuple[str, str], Row] = defaultdict(Row)
    for listed_row in listed():
        if uses and listed_row["use"] not in uses:
            continue
        data = np.frombuffer(blob(clones, listed_row), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)
        of = rows[listed_row["use"], listed_row["kind"]]
        if watch(image, of):
            yield f"{listed_row['use']}, {listed_row['kind']}: {listed_row['path']}"
    yield "\n| pictures | kind | a face is found | looks that show it | told | told as a phone |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for (use, kind), row in sorted(rows.items()):
        yield (
            f"| {use} | {kind} | {row.faces} of {row.pictures} "
            f"| {row.looks} of {row.pictures * LOOKS} | {row.notes} | {row.phones} |"
        )


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]), sys.argv[2:]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
