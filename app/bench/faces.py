"""False match and false non-match rates of a face engine on pairs of pictures, with their bounds.

The pairs share pictures and people, so they are not independent: a bound from the number of pairs
is kinder than the truth. It is a floor of what the bank must measure on its own, no certificate.
"""

import csv
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.bench.bounds import upper_share
from app.bench.errors import BenchPairsError
from app.identity.facematch import FaceMatcher
from app.perception.embedding import Embedding, similarity
from app.perception.images import load_image
from app.ports.faces import FaceEngine

LIMIT_MS = 300.0
"""Most wall milliseconds of a match. Source: issue."""

FMR_GOAL = 0.001
"""False match rate at which the false non-match rate is also told. Source: issue."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors among trials; `upper` is the exact one-sided bound (Clopper and Pearson, 1934)."""

    errors: int
    trials: int

    @property
    def upper(self) -> float:
        """Highest rate that would still show so few errors in one of twenty such samples."""
        return upper_share(self.errors, self.trials)


def fnmr_at_fmr(same: Sequence[float], different: Sequence[float]) -> Rate | None:
    """Genuine pairs lost where at most 0.1 % of strangers pass; None under 1000 strangers."""
    if len(different) < 1 / FMR_GOAL:
        return None
    allowed = int(len(different) * FMR_GOAL)
    edge = sorted(different, reverse=True)[allowed]
    return Rate(sum(score <= edge for score in same), len(same))


def face_rates(
    pairs: Path, matcher: FaceMatcher, engine: FaceEngine, tell: Callable[[str], None]
) -> list[dict[str, object]]:
    """The rates of the listed pairs and of all with all, and the time of a match.

    Args:
        pairs: CSV with `file_a, file_b, identity_a, identity_b`, files beside it.
        matcher: with the same engine.
        engine: what is measured.
        tell: takes a line about each picture that could not be compared.

    Raises:
        BenchPairsError: no file, or a pair's columns are missing.
    """
    rows = _read(pairs)
    who = {row[f"file_{side}"]: row[f"identity_{side}"] for row in rows for side in "ab"}
    seen: dict[str, Embedding] = {}
    wall_ms: list[float] = []
    cpu_ms: list[float] = []
    for name in sorted(who):
        image = load_image(pairs.parent / name)
        wall, cpu = time.perf_counter(), time.process_time()
        look = matcher.look(image)
        wall_ms.append(2000 * (time.perf_counter() - wall))  # a match looks at two pictures
        cpu_ms.append(2000 * (time.process_time() - cpu))
        if look.embedding is None:
            tell(f"{name}: withheld, {', '.join(item.code for item in look.problems)}")
        else:
            seen[name] = look.embedding
    listed = [(row["file_a"], row["file_b"]) for row in rows]
    every = list(itertools.combinations(sorted(who), 2))
    results: list[dict[str, object]] = []
    for title, chosen in (("listed pairs", listed), ("all with all", every)):
        results += _rates(title, chosen, who, seen, engine)
    return [*results, _latency(engine, wall_ms, cpu_ms)]


def _read(pairs: Path) -> list[dict[str, str]]:
    try:
        with pairs.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise BenchPairsError(f"{pairs} cannot be read: {error.strerror}") from error
    wanted = {"file_a", "file_b", "identity_a", "identity_b"}
    if not rows or not wanted <= set(rows[0]):
        raise BenchPairsError(f"{pairs.name} needs the columns {', '.join(sorted(wanted))}")
    return rows


def _rates(
    title: str,
    pairs: Sequence[tuple[str, str]],
    who: dict[str, str],
    seen: dict[str, Embedding],
    engine: FaceEngine,
) -> list[dict[str, object]]:
    usable = [(a, b) for a, b in pairs if a in seen and b in seen]
    same = [similarity(seen[a], seen[b]) for a, b in usable if who[a] == who[b]]
    different = [similarity(seen[a], seen[b]) for a, b in usable if who[a] != who[b]]
    misses = Rate(sum(score < engine.threshold for score in same), len(same))
    passes = Rate(sum(score >= engine.threshold for score in different), len(different))
    found = [("FNMR", misses, same), ("FMR", passes, different)]
    at_goal = fnmr_at_fmr(same, different)
    if at_goal is not None:
        found.append(("FNMR at FMR 0.1 %", at_goal, same))
    withheld = len(pairs) - len(usable)
    return [_row(f"{engine.model.name} {title}, {name}", rate, scores, withheld)
            for name, rate, scores in found if rate.trials]  # fmt: skip


def _row(name: str, rate: Rate, scores: Sequence[float], withheld: int) -> dict[str, object]:
    return {
        "name": name,
        "ours": round(rate.errors / rate.trials, 5),
        "peer": None,
        "ratio": None,
        "limit": None,
        "unit": f"of {rate.trials} pairs, at most {rate.upper:.4f} (95 %)",
        "holds": True,
        "errors": rate.errors,
        "pairs": rate.trials,
        "upper_95": round(rate.upper, 5),
        "withheld": withheld,
        "lowest": round(min(scores), 4),
        "median": round(median(scores), 4),
        "highest": round(max(scores), 4),
    }


def _latency(
    engine: FaceEngine, wall_ms: Sequence[float], cpu_ms: Sequence[float]
) -> dict[str, object]:
    """A match is two looks; the comparison itself takes microseconds."""
    ours = median(wall_ms)
    return {
        "name": f"{engine.model.name} match",
        "ours": round(ours, 1),
        "peer": None,
        "ratio": round(ours / LIMIT_MS, 3),
        "limit": LIMIT_MS,
        "unit": "ms wall, median; twice one look, decoded already",
        "holds": ours <= LIMIT_MS,
        "cpu_ms": round(median(cpu_ms), 1),
        "slowest_ms": round(max(wall_ms), 1),
    }
