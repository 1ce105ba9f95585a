"""Whether two pictures show one person, when both are good enough to be asked.

The threshold is the engine's own (`FaceEngine`); the error rates behind it are measured by
`booth bench faces` and kept in resources/face_rates.json (`app.identity.face_rates`). 48 people,
mostly Western: it is to be measured again on the bank's own, and the operator may always decide.
"""

from dataclasses import dataclass

from app.domain.identity import FaceMatch, Problem
from app.domain.media import Image
from app.perception.embedding import FACE_SIDE_PX, Embedding, similarity
from app.perception.faces import FoundFace, StillFaceFinder
from app.perception.quality import measure_quality
from app.ports.faces import FaceEngine

MIN_FACE_PX = 32.0
"""Narrowest face (width of its points) that is compared. Source: docs/measurements-vision.md: at
32 px none of 56 genuine pairs is refused, and no stranger passes; narrower was not needed."""

MIN_BRIGHTNESS = 20.0
MAX_BRIGHTNESS = 225.0
"""Mean luma of the face outside which it is too dark or too bright to compare. Source: the same;
faces of 12 to 21 lose 7 % of the genuine pairs, washed-out ones of 174 to 244 lose 13 %."""

MIN_SHARPNESS = 8.0
"""Variance of the Laplacian of the face (at 112 px width) under which it is too blurred. Source:
the same; faces of 5 to 10 lose 7 % of the genuine pairs, of 3 to 7 lose 37 %."""

MAX_YAW_DEG = 35.0
MAX_PITCH_DEG = 30.0
"""Turned further, half of the face is not seen."""

BYSTANDER_SHARE = 0.35
"""A second face narrower than this share of the first stands far behind and is not meant."""


@dataclass(frozen=True, slots=True)
class FaceLook:
    """One picture's face, ready to be compared.

    Attributes:
        embedding: None when there is a problem.
        face: the face; None when there is none, or two.
        quality: named figures (`face_px`, `brightness`, `sharpness`, `yaw_deg`, `pitch_deg`).
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
        )


def face_quality(image: Image, face: FoundFace) -> tuple[tuple[str, float], ...]:
    """The figures of `FaceLook.quality` for this face of the picture."""
    height, width = image.shape[:2]
    left, top, wide, high = face.seen.box
    part = image[
        int(top * height) : max(int((top + high) * height), int(top * height) + 2),
        int(left * width) : max(int((left + wide) * width), int(left * width) + 2),
    ]
    figures = measure_quality(part, FACE_SIDE_PX)
    return (
        ("face_px", round(face.width_px, 1)),
        ("brightness", round(figures.brightness, 1)),
        ("sharpness", round(figures.sharpness, 1)),
        ("yaw_deg", round(face.seen.yaw_deg, 1)),
        ("pitch_deg", round(face.seen.pitch_deg, 1)),
    )


def quality_problems(quality: dict[str, float]) -> tuple[Problem, ...]:
    """What is wrong with a face of these figures (names as in `FaceLook`)."""
    problems: list[Problem] = []
    if quality["face_px"] < MIN_FACE_PX:
        text = f"The face is {quality['face_px']:.0f} px wide, under {MIN_FACE_PX:.0f}"
        problems.append(Problem("FACE-SMALL", text))
    if quality["brightness"] < MIN_BRIGHTNESS:
        problems.append(Problem("FACE-DARK", "The face is too dark"))
    elif quality["brightness"] > MAX_BRIGHTNESS:
        problems.append(Problem("FACE-BRIGHT", "The face is too bright"))
    elif quality["sharpness"] < MIN_SHARPNESS:  # of a dark or bright face it says nothing
        problems.append(Problem("FACE-BLURRED", "The face is blurred"))
    if abs(quality["yaw_deg"]) > MAX_YAW_DEG or abs(quality["pitch_deg"]) > MAX_PITCH_DEG:
        problems.append(Problem("FACE-TURNED", "The face is turned away too far"))
    return tuple(problems)
