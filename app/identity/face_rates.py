"""The error rates behind the face match's threshold, written by `booth bench faces --write`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from app.identity.errors import FaceRatesError
from app.ports.faces import FaceEngine

FILE_NAME = "face_rates.json"

RateKind = Literal["live_with_live", "live_with_card"]


@dataclass(frozen=True, slots=True)
class MeasuredRate:
    """One rate.

    Attributes:
        rate: errors over pairs, 0..1.
        errors, pairs, people: what was counted.
        upper_95: one-sided bound if the pairs were independent (Clopper and Pearson); they share
            people and pictures, and are not.
        upper_95_people: exceeded in one of twenty draws of as many people with putting back; None
            without an error, when that says nothing.
    """

    rate: float
    errors: int
    pairs: int
    people: int
    upper_95: float
    upper_95_people: float | None


@dataclass(frozen=True, slots=True)
class KindRates:
    """False matches and false non-matches of one kind of comparison."""

    kind: RateKind
    fmr: MeasuredRate
    fnmr: MeasuredRate


@dataclass(frozen=True, slots=True)
class FaceRates:
    """What was measured of one engine at its threshold.

    Attributes:
        measured_on: date, ISO.
        engine, sha256: which.
        threshold: cosine.
        kinds: live with live, live with a card's portrait.
    """

    measured_on: str
    engine: str
    sha256: str
    threshold: float
    kinds: tuple[KindRates, ...]


_ADAPTER = TypeAdapter(FaceRates)


def read_rates(resources: Path, engine: FaceEngine) -> FaceRates | None:
    """The rates of this very engine and threshold; None where they were not measured.

    Raises:
        FaceRatesError: the file is missing or damaged.
    """
    path = resources / FILE_NAME
    try:
        rates = _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise FaceRatesError(f"{path} cannot be read") from error
    same = (rates.engine, rates.sha256) == (engine.model.name, engine.model.sha256)
    return rates if same and rates.threshold == engine.threshold else None


def rates_as_json(rates: FaceRates) -> bytes:
    """The file's content."""
    return _ADAPTER.dump_json(rates, indent=2) + b"\n"
