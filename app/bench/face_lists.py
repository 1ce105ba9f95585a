"""Lists of pictures of people: pairs to be compared, or everybody with everybody.

`pairs`: `file_a, file_b, identity_a, identity_b`, files beside the list. `people`: `file, person,
sitting`, files below a folder; a film gives a picture every two seconds. Further columns are groups
(`sex`, `region`); an empty cell says that nobody knows. Pictures of one sitting are never counted
as a pair of one person: they are nearly the same picture.
"""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.bench.card_views import as_jpeg
from app.bench.errors import BenchPairsError
from app.domain.media import Image
from app.perception.images import load_image
from app.perception.videos import read_video

PAIR_COLUMNS = {"file_a", "file_b", "identity_a", "identity_b"}
PEOPLE_COLUMNS = {"file", "person", "sitting"}
FILMS = {".mp4", ".mkv", ".mpg", ".mov"}
FILM_HZ, FILM_LOOKS, FILM_PX = 0.5, 4, 1280
"""Pictures taken of a film: one in two seconds, so many, their longest side."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One picture to be looked at.

    Attributes:
        name: as in the list; with the time for a film's.
        person: who it is.
        sitting: pictures of one person with the same sitting are no pair.
        groups: (`sex`, `woman`), ...
    """

    name: str
    person: str
    sitting: str
    groups: tuple[tuple[str, str], ...] = ()


def read_pairs(path: Path) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The pairs of files, and who is on each file.

    Raises:
        BenchPairsError: no file, no CSV in UTF-8, or a column or a cell is missing.
    """
    rows = _rows(path, PAIR_COLUMNS)
    who = {row[f"file_{side}"]: row[f"identity_{side}"] for row in rows for side in "ab"}
    return [(row["file_a"], row["file_b"]) for row in rows], who


def pictures_of_pairs(folder: Path, who: dict[str, str]) -> Iterator[tuple[Listed, Image]]:
    """Each file of the pairs, in the order of names; each is a sitting of its own."""
    for name in sorted(who):
        yield Listed(name, who[name], name), load_image(folder / name)


def pictures_of_people(path: Path, folder: Path) -> Iterator[tuple[Listed, Image]]:
    """Each picture of the list, as it stands there.

    Args:
        path: the list.
        folder: its files lie below it.

    Raises:
        BenchPairsError: see `read_pairs`.
        FileMissingError, ImageUnreadableError, VideoUnreadableError: a file cannot be read.
    """
    for row in _rows(path, PEOPLE_COLUMNS):
        file, sitting = row["file"], row["sitting"] or row["file"]
        groups = tuple(
            (name, value) for name, value in row.items() if name not in PEOPLE_COLUMNS and value
        )
        if Path(file).suffix not in FILMS:
            yield Listed(file, row["person"], sitting, groups), load_image(folder / file)
            continue
        frames = read_video(folder / file, FILM_HZ, FILM_PX)
        for frame in itertools.islice(frames, FILM_LOOKS):
            name = f"{file} {frame.at_s:.0f} s"
            yield Listed(name, row["person"], sitting, groups), frame.image


def _rows(path: Path, wanted: set[str]) -> list[dict[str, str]]:
    """The rows, each with every column of the head; a byte order mark is let pass."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows: list[dict[str, str]] = list(reader)
    except OSError as error:
        raise BenchPairsError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BenchPairsError(f"{path.name} is no CSV in UTF-8: {error}") from error
    if not rows or not wanted <= set(rows[0]):
        raise BenchPairsError(f"{path.name} needs the columns {', '.join(sorted(wanted))}")
    for number, row in enumerate(rows, 2):
        # csv gives None for a cell that is missing, and the key None to cells too many
        cells: list[str | None] = [*row, *row.values()]
        if None in cells:
            raise BenchPairsError(f"{path.name}, row {number}: cells are missing, or too many")
    return rows


def reprinted(portrait: Image, rng: np.random.Generator) -> Image:
    """A portrait as printed small and pale on a card and photographed again."""
    width = round(150 * portrait.shape[1] / portrait.shape[0])
    small = cv2.resize(portrait, (width, 150)).astype(np.float32)
    grey = small.mean(axis=2, keepdims=True)
    pale = np.asarray((0.4 * small + 0.6 * grey) * 0.75 + 45, np.float32)
    soft = np.asarray(cv2.GaussianBlur(pale, (0, 0), 0.9), np.float32)
    noisy = soft + rng.normal(0, 5, soft.shape)
    return as_jpeg(np.clip(noisy, 0, 255).astype(np.uint8))
