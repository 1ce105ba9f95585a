"""Every picture looked at once: its face by each engine, live and as a card's portrait."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.bench.face_lists import Listed, reprinted
from app.bench.face_scores import People, Scores
from app.domain.media import Image
from app.identity.facematch import FaceMatcher
from app.identity.portrait import crop_portrait
from app.perception.faces import FoundFace, StillFaceFinder
from app.ports.faces import FaceEngine


@dataclass(slots=True)
class EngineLooks:
    """What one engine made of the pictures.

    Attributes:
        engine: it.
        live, card: its embedding of each picture, and of its reprint; NaN where there is none.
        embed_ms: wall milliseconds of each embedding.
    """

    engine: FaceEngine
    live: list[NDArray[np.float32]] = field(default_factory=list[NDArray[np.float32]])
    card: list[NDArray[np.float32]] = field(default_factory=list[NDArray[np.float32]])
    embed_ms: list[float] = field(default_factory=list[float])

    def scores(self, *, card: bool) -> Scores:
        """Each picture with each, or each with each one's reprint; shape (n, n)."""
        live = np.stack(self.live).astype(np.float64)
        other = np.stack(self.card).astype(np.float64) if card else live
        return live @ other.T

    def embed(self, image: Image, face: FoundFace | None) -> NDArray[np.float32]:
        """The embedding, or as many NaN."""
        started = time.perf_counter()
        found = None if face is None else self.engine.embed(image, face.points)
        if face is not None:
            self.embed_ms.append(1000 * (time.perf_counter() - started))
        return np.full(self.engine.size, np.nan, np.float32) if found is None else found


@dataclass(slots=True)
class Looks:
    """What was seen on the pictures that could be used.

    Attributes:
        engines: by each.
        listed: the pictures that passed the quality gates.
        withheld: those that did not: name, and the codes.
        find_ms: wall milliseconds of finding and gating each picture's face.
    """

    engines: list[EngineLooks]
    listed: list[Listed] = field(default_factory=list[Listed])
    withheld: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    find_ms: list[float] = field(default_factory=list[float])

    @property
    def people(self) -> People:
        """The number of each picture's person, shape (n,)."""
        names = sorted({each.person for each in self.listed})
        return np.array([names.index(each.person) for each in self.listed], np.int64)


class _NoEngine:
    """Measures nothing, so that looking can be timed and gated apart from it."""

    def __init__(self, like: FaceEngine) -> None:
        self.model, self.size = like.model, like.size
        self.threshold, self.sure = like.threshold, like.sure

    def embed(self, image: Image, points: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Always the same."""
        del image, points
        return np.zeros(self.size, np.float32)


def look_at_all(
    pictures: Iterable[tuple[Listed, Image]],
    finder: StillFaceFinder,
    engines: Sequence[FaceEngine],
    tell: Callable[[str], None],
) -> Looks:
    """Look at each picture and at its reprint with every engine.

    Args:
        pictures: what is looked at.
        finder: finds the faces.
        engines: the first is the one in use.
        tell: takes a line about each picture that could not be used.
    """
    looks = Looks([EngineLooks(engine) for engine in engines])
    matcher = FaceMatcher(finder, _NoEngine(engines[0]))
    for number, (listed, image) in enumerate(pictures):
        started = time.perf_counter()
        look = matcher.look(image)
        took_ms = 1000 * (time.perf_counter() - started)
        if look.face is None or look.problems:
            codes = ", ".join(item.code for item in look.problems)
            looks.withheld.append((listed.name, codes))
            tell(f"{listed.name}: withheld, {codes}")
            continue
        looks.listed.append(listed)
        looks.find_ms.append(took_ms)
        photo = reprinted(crop_portrait(image, look.face), np.random.default_rng(number))
        again = finder.find(photo)
        for engine in looks.engines:
            engine.live.append(engine.embed(image, look.face))
            engine.card.append(engine.embed(photo, again[0] if again else None))
    return looks
