"""How often the machine-readable zone of a made-up document is read, refused, or read wrongly.

    python -m tests.measurements.documents [PEOPLE [VIEW ...]]

What came of it is in docs/measurements-vision.md.
"""

import datetime as dt
import sys
import time
from collections import Counter

import numpy as np
import platformdirs

from app.bench.card_views import HARD, READABLE
from app.identity.card_checks import FIELD_LIMITS
from app.identity.documents import DocumentReader
from app.identity.loading import load_readers, load_still_faces
from app.identity.mrz import parse_zone
from app.perception.catalogue import ModelCatalogue
from tests.conftest import ROOT
from tests.documents import card_back, passport, permit, td1, td3

ON = dt.date(2026, 11, 26)
_NAMES = (
    "WANG<<XIAOMING",
    "ERIKSSON<<ANNA<MARIA",
    "AL<RASHID<<OMAR",
    "NGUYEN<<THI<MINH<KHAI",
    "LI<<NA",
)
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"


def _pick(rng: np.random.Generator, letters: str, count: int) -> str:
    return "".join(rng.choice(list(letters), count))


def zone_lines(kind: str, rng: np.random.Generator) -> tuple[str, ...]:
    """The zone of somebody made up."""
    name = str(rng.choice(_NAMES))
    born = f"{rng.integers(60, 99):02d}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"
    ends = f"{rng.integers(27, 37):02d}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"
    sex = str(rng.choice(["F", "M"]))
    match kind:
        case "passport":
            number = _pick(rng, _LETTERS, 2) + _pick(rng, _DIGITS, 7)
            return td3(name, number, birth=born, sex=sex, expiry=ends)
        case "resident":
            number = _pick(rng, _LETTERS, 3) + _pick(rng, _DIGITS, 6)
            return td1(name, number, birth=born, sex=sex, expiry=ends)
        case _:
            number = str(rng.choice(["H", "M"])) + _pick(rng, _DIGITS, 8)
            return permit("CR", number, name, born, sex, ends)


def _measure(reader: DocumentReader, people: int, views: list[str]) -> None:
    for view, picture in {**READABLE, **HARD}.items():
        if views and view not in views:
            continue
        seen, took = Counter[str](), 0.0
        for kind in ("passport", "resident", "permit"):
            for person in range(people):
                rng = np.random.default_rng((person, len(kind)))
                lines = zone_lines(kind, rng)
                page = passport(lines) if kind == "passport" else card_back(lines)
                began = time.perf_counter()
                read = reader.read(picture(page, rng), ON)
                took += time.perf_counter() - began
                right = parse_zone(lines, ON)
                verdict = "refused" if read.zone is None else "wrong"
                verdict = "exact" if read.zone == right else verdict
                unnamed = read.blurred or read.confidence < FIELD_LIMITS["name"]
                withheld = read.zone is not None and unnamed
                seen[f"{verdict}, name withheld" if withheld else verdict] += 1
        count = sum(seen.values())
        print(f"{view:16} {dict(seen)} {took / count:.2f} s each", flush=True)  # noqa: T201


def main() -> None:
    """Measure every view."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    folder = platformdirs.user_cache_path("interview-booth") / "models"
    models = ModelCatalogue(folder, ROOT / "resources")
    faces = load_still_faces(models)
    _measure(load_readers(models, faces)[1], people, sys.argv[2:])
    faces.close()


if __name__ == "__main__":
    main()
