"""The weights of `app.perception.reading_matter`, learnt anew; docs/measurements-monitor.md.

Run `python -m tests.measurements.reading_matter CLONES` (see `held_things`); it prints the bias and
the weights. Learnt from the photographs of `held_things_sources.csv` on which its limits were
chosen, from those of `reading_matter_sources.csv` (one repository; labels by eye where the data
set's own said that somebody calls, eats or laughs who also writes) and from the bench's scenes, but
for the one in which a book is read. None of what is held out is among them.
"""

import csv
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.monitor_scenes import made_scenes, real_scenes
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces, load_tracker
from app.perception.faces import Box
from app.perception.reading_matter import SQUARES, ReadingMatter
from tests.measurements.held_out_faces import blob
from tests.measurements.held_things import SIDE_PX, listed
from tests.measurements.vision import MEDIA, catalogue

SOURCES = Path(__file__).with_name("reading_matter_sources.csv")
"""sha256, path, whether somebody reads or writes in it; of this repository and commit:"""
REPOSITORY = "umareddy123/Human_activity_recognition"
COMMIT = "520a0158744420e06448c3dcb285f8ed9e7e5030"

READS, OTHERS, CLIP, MADE = 1.0, 0.15, 0.6, 0.1
"""How much a picture counts: of those who read, of others, of a clip as it is, of a made scene."""
RIDGE, STEPS, SPREAD, SEED = 10.0, 25, 0.15, 3
"""Of the regression; least standard deviation of a figure; of the moved pictures."""
VIEWS, SHIFT_PX, NEARER = 3, 6.0, 0.02
LEAST_FACE_PX = 60.0
BOOK = "video_phone/phone_may_sam_1.mp4"

Row = tuple[NDArray[np.float64], float, float]
"""Figures; 1 where somebody reads; how much it counts."""


def photographs(clones: Path) -> Iterator[tuple[Image, bool]]:
    """Each of them, and whether somebody reads in it."""
    chosen = (row for row in listed() if row["use"] == "chosen on")
    with SOURCES.open(encoding="utf-8", newline="") as file:
        place = {"repository": REPOSITORY, "commit": COMMIT}
        more = [{**row, **place} for row in csv.DictReader(file)]
    for row in chain(chosen, more):
        data = np.frombuffer(blob(clones, row), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
        scale = SIDE_PX / max(image.shape[:2])
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        sized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)
        yield sized.astype(np.uint8, copy=False), row.get("reads", "yes") == "yes"


def views(image: Image) -> Iterator[Image]:
    """The picture, and as a camera sees it that was moved a little."""
    yield image
    random = np.random.default_rng(SEED)
    for view in range(1, VIEWS):
        near = 1.0 + NEARER * float(np.sin(view))
        aside, down = random.normal(0, SHIFT_PX, 2)
        moved = np.array([[near, 0, aside], [0, near, down]])
        seen = cv2.warpAffine(image, moved, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        yield seen.astype(np.uint8, copy=False)


def figures(matter: ReadingMatter, image: Image, face: Box) -> NDArray[np.float64]:
    """Of both squares at once."""
    return np.max([matter.figures_of(image, face, square) for square in SQUARES], axis=0)


def of_photographs(clones: Path, matter: ReadingMatter) -> Iterator[Row]:
    """What is learnt from the photographs."""
    faces = load_still_faces(catalogue())
    for image, reads in photographs(clones):
        found = [face for face in faces.find(image) if face.width_px > LEAST_FACE_PX]
        for seen in views(image) if found else ():
            yield (
                figures(matter, seen, found[0].seen.box),
                float(reads),
                READS if reads else OTHERS,
            )


def of_scenes(matter: ReadingMatter) -> Iterator[Row]:
    """What is learnt from the scenes: every second look at a face."""
    for scene in chain(real_scenes(MEDIA), made_scenes(MEDIA)):
        if scene.name == BOOK:
            continue
        tracker = load_tracker(catalogue())
        for look, frame in enumerate(scene.frames()):
            found = tracker.find(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)))
            if found and look % 2 == 0:
                counts = MADE if scene.made else CLIP
                yield figures(matter, frame.image, found[0].seen.box), 0.0, counts
        tracker.close()


def learnt(rows: list[Row]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a ridge regression of the log odds, by Newton's steps."""
    values, truth, counts = (np.array(part) for part in zip(*rows, strict=True))
    middle, spread = values.mean(axis=0), values.std(axis=0) + SPREAD
    known = np.c_[(values - middle) / spread, np.ones(len(values))]
    at = np.zeros(known.shape[1])
    ridge = np.diag([RIDGE] * (len(at) - 1) + [1e-6])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-np.clip(known @ at, -30, 30)))
        slope = known.T @ (counts * (odds - truth)) + ridge @ at
        curve = (known * (counts * odds * (1 - odds))[:, None]).T @ known + ridge
        at -= np.linalg.solve(curve, slope)
    weights = at[:-1] / spread
    return weights, float(at[-1] - weights @ middle)


def main(clones: Path) -> Iterator[str]:
    """Bias and weights, as they stand in the module."""
    matter = ReadingMatter(catalogue().path("object_detector"))
    rows = [*of_photographs(clones, matter), *of_scenes(matter)]
    weights, bias = learnt(rows)
    yield f"BIAS = {bias:.3f}"
    yield "WEIGHTS = ("
    yield from (f"    {weight:.3f}," for weight in weights)
    yield ")"


if __name__ == "__main__":
    for line in main(Path(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
