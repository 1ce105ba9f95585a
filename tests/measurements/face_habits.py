"""What people do with hands and mouths, against the covered face; docs/measurements-monitor.md.

Run `python -m tests.measurements.face_habits FOLDER [SHOWS...]`, all without a name: FOLDER holds
the files of `face_habits_sources.csv`, each repository's in `owner+name` (a row of several files
has the SHA-256 of their SHA-256s, a line each, in the order of their names; those of `train` are
the pictures of its label in `Training_set.csv`). The pictures are looked at for measuring and are
no part of Booth.

Films go through the live models and rules as they are. A photograph is one look: what it says is
held for eight seconds after three bare ones.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.bench.monitor_scenes import LOOKS_PER_S
from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces
from app.monitoring.rules import Monitor
from app.perception.errors import ImageEmptyError, ImageUnreadableError
from app.perception.face_gates import CERTAIN, face_quality, odds_of, quality_problems
from app.perception.faces import StillFaceFinder
from app.perception.images import load_image
from app.perception.videos import read_video
from tests.measurements.mask_onset import watched
from tests.measurements.vision import catalogue

SOURCES = Path(__file__).with_name("face_habits_sources.csv")
FILMS = (".avi", ".mp4")
LABELS = "Training_set.csv"
BARE_S, HELD_S = 3.0, 8.0


@dataclass(frozen=True, slots=True)
class Look:
    """One photograph: what a look at it says, and whether the face would be compared."""

    name: str
    odds: float
    refused: bool


def files_of(folder: Path, row: dict[str, str]) -> list[Path]:
    """Those of a row of the list."""
    repository = folder / row["repository"].replace("/", "+")
    path = repository / row["path"]
    if row["files"] == "1":
        return [path]
    if row["path"] != "train":
        return sorted(path.iterdir())
    with (repository / LABELS).open(encoding="utf-8", newline="") as file:
        names = [
            each["filename"].rsplit("/", maxsplit=1)[-1]
            for each in csv.DictReader(file)
            if each["label"] == row["shows"]
        ]
    return sorted(path / name for name in names)


def look_at(finder: StillFaceFinder, path: Path) -> Look | None:
    """None where no face can be judged."""
    try:
        image = load_image(path)
    except (ImageEmptyError, ImageUnreadableError):
        return None
    found = finder.find(image)
    quality = dict(face_quality(image, found[0])) if found else {}
    codes = {problem.code for problem in quality_problems(quality)} if quality else set[str]()
    if "masked" not in quality or codes - {"FACE-COVERED"}:
        return None
    return Look(path.name, odds_of(quality, found[0].seen.jaw_open), bool(codes))


def held_is_told(odds: float) -> bool:
    """Whether that look, held, is told of a face that was bare."""
    monitor = Monitor()
    bare = Observation(MonotonicNs(0), "candidate", (), (), 120.0, 200.0, covered=-CERTAIN)
    told = False
    for number in range(round((BARE_S + HELD_S) * LOOKS_PER_S)):
        at_s = number / LOOKS_PER_S
        held = replace(bare, at_ns=MonotonicNs(round(at_s * NS_PER_S)), covered=odds)
        changed = monitor.step(held if at_s >= BARE_S else bare, at_s)
        told = told or any(alert.kind == "face_covered" for alert in changed)
    return told


def main(folder: Path, wanted: list[str]) -> Iterator[str]:
    """A table of the photographs, then a line for each film."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not wanted or row["shows"] in wanted]
    photographs: dict[str, list[Path]] = {}
    films: list[Path] = []
    for row in rows:
        files = files_of(folder, row)
        if files[0].suffix in FILMS:
            films += files
        else:
            photographs.setdefault(row["shows"], []).extend(files)
    finder = load_still_faces(catalogue())
    yield "| photographs | judged | refused for comparison | told where held |"
    yield "| --- | --- | --- | --- |"
    for shows, files in photographs.items():
        looks = [look for path in files if (look := look_at(finder, path)) is not None]
        told = [look for look in looks if held_is_told(look.odds)]
        refused = sum(look.refused for look in looks)
        yield f"| {shows} | {len(looks)} of {len(files)} | {refused} | {len(told)} |"
    yield "\n| film | looks | judged | over 0 | told at, s |"
    yield "| --- | --- | --- | --- | --- |"
    for path in films:
        one = watched((frame.image, frame.at_s) for frame in read_video(path, LOOKS_PER_S, 1280))
        judged = [odds for odds in one.covered if odds is not None]
        over = sum(odds > 0 for odds in judged)
        yield f"| `{path.name}` | {len(one.covered)} | {len(judged)} | {over} | {one.told_at_s} |"


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]), sys.argv[2:]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
