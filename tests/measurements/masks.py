"""Real masks against the quality gate of a face; docs/measurements-vision.md, real masks.

Run `python -m tests.measurements.masks table|fit DATASET`: DATASET holds `with_mask` and
`without_mask` of chandrikadeb7/Face-Mask-Detection at 7e500749401bad4bb338790fbdb89b58e41ef2d9.
`table` prints what is refused; `fit` prints the weights of `app.perception.lower_face`, from one
half of the pictures. The pictures are looked at for measuring and are no part of Booth.
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.face_lists import FILMS, pictures_of_people, reprinted
from app.domain.media import Image
from app.identity.idcard import crop_portrait
from app.identity.loading import load_still_faces
from app.perception.embedding import align_points
from app.perception.face_gates import face_quality, quality_problems
from app.perception.faces import Points, StillFaceFinder
from app.perception.images import load_image
from app.perception.lower_face import figures_of
from app.perception.videos import read_video
from tests.measurements.vision import MEDIA, catalogue, lit, narrowed, softened

PEOPLE = Path(__file__).with_name("face_people.csv")
CLIPS = ("talking", "expression", "liveness", "people", "gesture", "phone", "absence")
NO_BOOTH = ("one_by_one_persons", "stage_many_faces")
COVERED = {
    "0_0_huge_0018.jpg",
    "0_0_luojin_0126.jpg",
    "2020-06-23-120048 (another copy).jpg",
    "2020-06-23-120235 (another copy).jpg",
    "2020-06-23-120241 (another copy).jpg",
    "389.jpg",
}
"""Of `without_mask`, by eye: a cup, a book, a hand, a cloth (twice) before the mouth; a drawing.
Others, in which the mouth is half covered (a finger, a microphone), are left in."""
ALIKE = 8
"""Two faces of 144 signs of which at most so many differ are in the same half."""
RIDGE = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One aligned face.

    Attributes:
        source: `with_mask`, `without_mask`, `people` or `clips`.
        way: what was made of it.
        name: of the picture, or of the person.
        face, at: see `align_points`.
        codes: why the gates refuse it.
    """

    source: str
    way: str
    name: str
    face: Image
    at: Points
    codes: frozenset[str]

    @property
    def judged(self) -> bool:
        """Whether it passes the other gates."""
        return not self.codes - {"FACE-COVERED"}


def grey(image: Image) -> Image:
    """Without colour."""
    one = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.cvtColor(one, cv2.COLOR_GRAY2BGR), np.uint8)


def warm(image: Image) -> Image:
    """By lamp light."""
    return np.clip(image * np.array([0.7, 0.95, 1.15]), 0, 255).astype(np.uint8)


WAYS: dict[str, Callable[[Image], Image]] = {
    "as they are": lambda face: face,
    "60 px wide": narrowed(60),
    "33 px wide": narrowed(33),
    "blurred by 2": softened(2),
    "blurred by 4": softened(4),
    "darkened to 0.3": lit(0.3, 5),
    "darkened to 0.2": lit(0.2, 5),
    "brightened by 1.5": lit(1.5, 5),
    "without colour": grey,
    "lamp light": warm,
}
"""Of faces that are 200 px wide before."""
FACE_WAYS: dict[str, Callable[[Image], Image]] = {
    "as they are": lambda face: face,
    "without colour": grey,
    "darkened to 0.3": lit(0.3, 5),
    "softened": softened(1.2),
    "lamp light": warm,
}
"""Of aligned faces."""


def looked_at(
    finder: StillFaceFinder, image: Image, source: str, way: str, name: str
) -> Shown | None:
    """The largest face of a picture; None where there is none."""
    found = finder.find(image)
    aligned = align_points(image, found[0].points) if found else None
    if aligned is None:
        return None
    codes = {item.code for item in quality_problems(dict(face_quality(image, found[0])))}
    return Shown(source, way, name, *aligned, frozenset(codes))


def pictures(folder: Path, finder: StillFaceFinder) -> Iterator[Shown]:
    """Those of one label, each once."""
    seen = set[str]()
    for path in sorted(folder.iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        known = digest in seen
        seen.add(digest)
        if known or path.name in COVERED:
            continue
        shown = looked_at(finder, load_image(path), folder.name, "as they are", path.name)
        if shown is not None:
            yield shown


def people(finder: StillFaceFinder) -> Iterator[Shown]:
    """The people of `booth bench faces`, in every way."""
    for number, (listed, image) in enumerate(pictures_of_people(PEOPLE, MEDIA)):
        found = finder.find(image)
        if not found:
            continue
        portrait = crop_portrait(image, found[0])
        scale = 200 / found[0].width_px
        wide = np.asarray(cv2.resize(portrait, None, fx=scale, fy=scale), np.uint8)
        made = {way: change(wide) for way, change in WAYS.items()}
        made["reprinted"] = reprinted(portrait, np.random.default_rng(number))
        for way, picture in made.items():
            shown = looked_at(finder, picture, "people", way, listed.person)
            if shown is not None:
                yield shown


def clips(finder: StillFaceFinder) -> Iterator[Shown]:
    """Two looks a second at every film of somebody before a camera."""
    for path in sorted(path for name in CLIPS for path in (MEDIA / f"video_{name}").iterdir()):
        if path.suffix in FILMS and not path.stem.startswith(NO_BOOTH):
            for frame in read_video(path, 2.0, 1280):
                name = f"{path.name} {frame.at_s:.1f} s"
                shown = looked_at(finder, frame.image, "clips", "as they are", name)
                if shown is not None:
                    yield shown


def halves(shown: list[Shown]) -> NDArray[np.int64]:
    """0 for the half on which is chosen, 1 for the other; by whole groups.

    A group is one person's, as far as names tell, and pictures that look alike.
    """
    signs = np.array([_signs(each.face) for each in shown])
    parent = list(range(len(shown)))

    def top(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    first: dict[str, int] = {}
    for index, each in enumerate(shown):
        named = re.match(r"\d_\d_[a-z]+_|augmented", each.name)
        key = named.group() if named else each.name
        near = np.flatnonzero((signs[:index] != signs[index]).sum(axis=1) <= ALIKE)
        for other in (*near.tolist(), first.setdefault(key, index)):
            parent[top(index)] = top(other)
    named_by = [
        hashlib.sha256(shown[top(index)].name.encode()).hexdigest() for index in range(len(shown))
    ]
    return np.array([int(digest[:8], 16) % 2 for digest in named_by], np.int64)


def _signs(face: Image) -> NDArray[np.bool_]:
    small = cv2.resize(
        cv2.cvtColor(face, cv2.COLOR_BGR2GRAY), (13, 12), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small[:, 1:].astype(int) > small[:, :-1].astype(int)).ravel()


def everything(dataset: Path) -> tuple[list[Shown], NDArray[np.int64]]:
    """All faces that pass the other gates, and their halves."""
    finder = load_still_faces(catalogue())
    shown = [
        each
        for label in ("with_mask", "without_mask")
        for each in pictures(dataset / label, finder)
        if each.judged
    ]
    sides = halves(shown)
    more = [each for each in (*people(finder), *clips(finder)) if each.judged]
    return shown + more, np.concatenate([sides, halves(more)])


def table(dataset: Path) -> None:
    """What is refused, of the half that was held back."""
    shown, sides = everything(dataset)
    sys.stdout.write("| faces | way | refused, half chosen on | refused, other half |\n")
    sys.stdout.write("| --- | --- | --- | --- |\n")
    for source, way in dict.fromkeys((each.source, each.way) for each in shown):
        cells: list[str] = []
        for side in (0, 1):
            these = [
                "FACE-COVERED" in each.codes
                for each, of in zip(shown, sides.tolist(), strict=True)
                if of == side and (each.source, each.way) == (source, way)
            ]
            cells.append(f"{sum(these)} of {len(these)}")
        sys.stdout.write(f"| {source} | {way} | {' | '.join(cells)} |\n")
    for each, side in zip(shown, sides.tolist(), strict=True):
        if "FACE-COVERED" in each.codes and each.source != "with_mask":
            sys.stdout.write(f"refused, half {side}: {each.source} {each.name}, {each.way}\n")


def fit(dataset: Path) -> None:
    """The weights, from the first half; clips are in neither."""
    shown, sides = everything(dataset)
    rows: list[NDArray[np.float64]] = []
    masked: list[bool] = []
    weights: list[float] = []
    for each, side in zip(shown, sides.tolist(), strict=True):
        if side or each.source == "clips":
            continue
        found = each.source != "people"
        for way, change in (FACE_WAYS if found else {"": FACE_WAYS["as they are"]}).items():
            rows.append(figures_of(change(each.face), each.at))
            masked.append(each.source == "with_mask")
            weights.append((1.0 if way == "as they are" else 0.25) if found else 0.3)
    figures, wanted, weight = np.array(rows), np.array(masked, np.float64), np.array(weights)
    middle, spread = figures.mean(axis=0), figures.std(axis=0)
    line = line_between((figures - middle) / spread, wanted, weight)
    of_figures = line[:-1] / spread
    bias = float(line[-1] - of_figures @ middle)
    sys.stdout.write(f"BIAS = {bias:.2f}\nWEIGHTS = {tuple(of_figures.round(2).tolist())}\n")


def line_between(
    figures: NDArray[np.float64], wanted: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logistic regression with a ridge, by Newton's steps; the bias is last."""
    known = np.hstack([figures, np.ones((len(figures), 1))])
    ridge = np.diag([RIDGE] * figures.shape[1] + [1e-9])
    line = np.zeros(known.shape[1])
    for _ in range(20):
        likely = 1 / (1 + np.exp(-np.clip(known @ line, -30, 30)))
        slope = known.T @ (weight * (wanted - likely)) - ridge @ line
        curve = (known.T * (weight * likely * (1 - likely))) @ known + ridge
        line += np.linalg.solve(curve, slope)
    return line


if __name__ == "__main__":
    {"table": table, "fit": fit}[sys.argv[1]](Path(sys.argv[2]))
