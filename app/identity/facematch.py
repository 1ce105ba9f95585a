"""Whether two pictures show one person, when both are good enough to be asked.

The threshold is the engine's own (`FaceEngine`); the error rates behind it are measured by
`booth bench faces` on people who were held out and kept in resources/face_rates.json
(`app.identity.face_rates`). They differ much between groups of people: it is to be measured again
on the bank's own, and the operator may always decide.
"""

from dataclasses import dataclass

from app.domain.identity import FaceMatch, Problem
from app.domain.media import Image
from app.perception.embedding import Embedding, similarity
from app.perception.face_gates import face_quality, quality_problems
from app.perception.faces import FoundFace, StillFaceFinder
from app.ports.faces import FaceEngine

BYSTANDER_SHARE = 0.35
"""A second face narrower than this share of the first stands far behind and is not meant."""


@dataclass(frozen=True, slots=True)
class FaceLook:
    """One picture's face, ready to be compared.

    Attributes:
        embedding: None when there is a problem.
        face: the face; None when there is none, or two.
        quality: named figures (see `face_quality`).
        problems: why it is not compared.
    """

    embedding: Embedding | None
    face: FoundFace | None
    quality: tuple[tuple[str, float], ...]
    problems: tuple[Problem, ...]


class FaceMatcher:
    """Compares faces. Used by one thread."""

    def __init__(self, faces: StillFaceFinder, engine: FaceEngine) -> None:
        """Find faces by the one and compare them by the other."""
        self._faces = faces
        self._engine = engine

    def look(self, image: Image) -> FaceLook:
        """The one face of a picture with its quality, or why it cannot be used."""
        found = self._faces.find(image)
        if not found:
            return FaceLook(None, None, (), (Problem("FACE-NONE", "No face was found"),))
        beside = [face for face in found[1:] if face.width_px > BYSTANDER_SHARE * found[0].width_px]
        if beside:
            text = f"{1 + len(beside)} faces were found, so whose is meant is not known"
            return FaceLook(None, None, (), (Problem("FACE-TWO", text),))
        quality = face_quality(image, found[0])
        problems = quality_problems(dict(quality))
        embedding = None if problems else self._engine.embed(image, found[0].points)
        if not problems and embedding is None:
            problems = (Problem("FACE-ALIGN", "The face's points cannot be aligned"),)
        return FaceLook(embedding, found[0], quality, problems)

    def match(self, one: FaceLook, other: FaceLook) -> FaceMatch:
        """The verdict on two looks; without a score where one of them is no good."""
        quality = (
            *((f"a.{name}", value) for name, value in one.quality),
            *((f"b.{name}", value) for name, value in other.quality),
        )
        problems = (
            *(Problem(item.code, f"First picture: {item.text}") for item in one.problems),
            *(Problem(item.code, f"Second picture: {item.text}") for item in other.problems),
        )
        score: float | None = None
        if one.embedding is not None and other.embedding is not None:
            score = round(similarity(one.embedding, other.embedding), 4)
        return FaceMatch(
            score=score,
            threshold=self._engine.threshold,
            match=score is not None and score >= self._engine.threshold,
            quality=quality,
            problems=problems,
            model=self._engine.model.name,
            sure=self._engine.sure,
        )
