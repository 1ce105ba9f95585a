"""Whether a line between figures of the ears tells earpieces; docs/measurements-monitor.md.

Run `python -m tests.measurements.earpieces EARPHONES ACTIONS`: EARPHONES is `datasets` of
bsaisoumith/Driver-Earphone-Detection-using-YOLOv5 at 85078ba6d9d188a36f6a40efd9558079803a77be,
whose boxes say where an earphone, a headphone or an ear bud is; ACTIONS is
umareddy123/Human_activity_recognition at 520a0158744420e06448c3dcb285f8ed9e7e5030. Learnt from one
half of the first and one half of those who laugh in the second; the other halves are told apart,
and those who listen to music, most of whom wear headphones. The pictures are looked at for
measuring and are no part of Booth; the figures were no good enough for it either.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.identity.loading import load_still_faces
from app.perception.faces import FoundFace, StillFaceFinder
from app.perception.images import load_image
from tests.measurements.masks import line_between
from tests.measurements.vision import catalogue

Plane = NDArray[np.float64]

SIDE_PX, LEAST_FACE_PX = 640, 60
EARS = ((234, -1.0), (454, 1.0))
"""MediaPipe's point before each ear of the picture, and to which side the ear lies."""
WIDE, HIGH, ASIDE = 0.4, 0.55, 0.08
"""Of what is looked at around such a point, in widths of the face."""
PATCH = (24, 32)
CHEEKS = (50, 280)
KINDS = {0: "earphones", 1: "headphones", 3: "ear buds"}
"""The data set's numbers; it has neckbands and watches as well."""
COVERED = 0.3
"""Share of a box, or of the patch, that both have in common where the ear wears something."""
TELLING = (0, 2, 6, 20)
"""Of the uncovered faces of the other half, so many are told wrongly at a limit."""
_HOG = cv2.HOGDescriptor(PATCH, (16, 16), (8, 8), (8, 8), 9)


@dataclass(frozen=True, slots=True)
class Ear:
    """What is seen around one ear: its figures, and where it lies in pixels (x, y, w, h)."""

    figures: Plane
    box: tuple[float, float, float, float]


def heads(path: Path, finder: StillFaceFinder) -> Iterator[tuple[Image, tuple[Ear, Ear]]]:
    """The largest face of a picture that is large enough, with both of its ears."""
    image = load_image(path)
    scale = SIDE_PX / max(image.shape[:2])
    if scale > 1:
        larger = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        image = np.asarray(larger, np.uint8)
    for face in finder.find(image)[:1]:
        if np.linalg.norm(face.points[454] - face.points[234]) >= LEAST_FACE_PX:
            first, second = (_ear(image, face, mark, side) for mark, side in EARS)
            yield image, (first, second)


def _ear(image: Image, face: FoundFace, mark: int, side: float) -> Ear:
    """Edges and colours around an ear, as of one on the picture's right."""
    points = face.points
    across = float(np.linalg.norm(points[454] - points[234]))
    wide, high = WIDE * across, HIGH * across
    x, y = float(points[mark][0]) + side * ASIDE * across, float(points[mark][1])
    turn = side * PATCH[0] / wide
    place = np.array(
        [
            [turn, 0, PATCH[0] / 2 - turn * x],
            [0, PATCH[1] / high, PATCH[1] / 2 - PATCH[1] / high * y],
        ]
    )
    patch = cv2.warpAffine(
        image, place, PATCH, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    edges = np.asarray(_HOG.compute(cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY)), np.float64).ravel()
    cells = cv2.resize(_lab(np.asarray(patch, np.uint8)), (4, 5), interpolation=cv2.INTER_AREA)
    marks = np.clip(points[list(CHEEKS)].astype(int), 3, np.array(image.shape[1::-1]) - 4)
    cheek = np.mean([_lab(image[v - 2 : v + 3, u - 2 : u + 3]).mean((0, 1)) for u, v in marks], 0)
    unlike = (np.asarray(cells, np.float64) - cheek).ravel() / 40
    figures = np.concatenate([edges, np.sign(unlike) * np.log1p(np.abs(unlike) * 3)])
    return Ear(figures, (x - wide / 2, y - high / 2, wide, high))


def _lab(image: Image) -> Plane:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2LAB), np.float64)


def worn(path: Path, image: Image, ear: Ear) -> str | None:
    """What is worn at an ear by the data set's boxes; None for nothing that is named."""
    text = (path.parents[1] / "labels" / f"{path.stem}.txt").read_text(encoding="utf-8")
    size = np.array([image.shape[1], image.shape[0]])
    for line in text.splitlines():
        number, *rest = map(float, line.split())
        if int(number) not in KINDS:
            continue
        if len(rest) == len(ear.box):  # middle and size; otherwise an outline's corners
            low, extent = np.array(rest[:2]) - np.array(rest[2:]) / 2, np.array(rest[2:])
        else:
            corners = np.array(rest).reshape(-1, 2)
            low, extent = corners.min(0), corners.max(0) - corners.min(0)
        low, high = low * size, (low + extent) * size
        first, last = np.array(ear.box[:2]), np.array(ear.box[:2]) + ear.box[2:]
        common = np.prod(np.maximum(0, np.minimum(high, last) - np.maximum(low, first)))
        if common >= COVERED * min(np.prod(high - low), ear.box[2] * ear.box[3]):
            return KINDS[int(number)]
    return None


def action(folder: Path, name: str, finder: StillFaceFinder) -> list[tuple[Ear, Ear]]:
    """Both ears of each who does this."""
    with (folder / "Training_set.csv").open(encoding="utf-8", newline="") as file:
        names = [row["filename"] for row in csv.DictReader(file) if row["label"] == name]
    paths = (folder / "train" / each.rsplit("/", 1)[-1] for each in names)
    return [ears for path in paths for _, ears in heads(path, finder)]


def main(earphones: Path, actions: Path) -> Iterator[str]:
    """The table."""
    finder = load_still_faces(catalogue())
    found: list[tuple[str, int, Plane]] = []
    for path in sorted(earphones.glob("*/images/*")):
        half = sum(map(ord, path.name.split("_")[0].split("-")[0])) % 2
        for image, ears in heads(path, finder):
            kinds = ((worn(path, image, ear), ear) for ear in ears)
            found += [(kind, half, ear.figures) for kind, ear in kinds if kind is not None]
    bare = [np.array([ear.figures for ear in ears]) for ears in action(actions, "laughing", finder)]
    music = [
        np.array([ear.figures for ear in ears])
        for ears in action(actions, "listening_to_music", finder)
    ]
    with_one = np.array([figures for _, half, figures in found if not half])
    without = np.concatenate(bare[::2])
    rows = np.concatenate([with_one, without])
    wanted = np.repeat([1.0, 0.0], [len(with_one), len(without)])
    weight = np.where(wanted > 0, len(rows) / len(with_one), len(rows) / len(without)) / 2
    middle, spread = rows.mean(0), rows.std(0) + 1e-3
    line = line_between((rows - middle) / spread, wanted, weight)

    def told(ears: Plane) -> float:
        return float(((ears - middle) / spread @ line[:-1] + line[-1]).max())

    bare_scores = np.sort([told(each) for each in bare[1::2]])[::-1]
    music_scores = np.array([told(each) for each in music])
    yield f"learnt from {len(with_one)} ears with one and {len(without)} without"
    yield (
        "| uncovered faces told | " + " | ".join(KINDS.values()) + " | heads that listen to music |"
    )
    yield "| --- |" + " --- |" * (len(KINDS) + 1)
    for count in TELLING:
        limit = float(bare_scores[count])
        cells = [f"{count} of {len(bare_scores)}"]
        for kind in KINDS.values():
            of = np.array([told(row[None]) for name, half, row in found if half and name == kind])
            cells.append(f"{int((of > limit).sum())} of {len(of)}")
        cells.append(f"{int((music_scores > limit).sum())} of {len(music)}")
        yield "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for text in main(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
