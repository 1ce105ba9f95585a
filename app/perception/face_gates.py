"""Whether a face is good enough to be compared: a bad picture is not another face."""

from app.domain.identity import Problem
from app.domain.media import Image
from app.perception.covering import measure_covering
from app.perception.embedding import FACE_SIDE_PX
from app.perception.faces import FoundFace
from app.perception.quality import measure_quality

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

MIN_MOUTH = 1.7
MIN_EYES = 3.0
"""See `Covering`: with less to be seen, mouth or eyes are covered. Source: the same, covered faces:
of 700 pictures with nothing before the face, clean and made worse up to these limits, none has less
than 1.8 and 3.6; with painted masks, hands and books the mouth has 1.8 at most, with dark glasses
the eyes 2.1."""

MAX_TONE = 20.0
MIN_MOUTH_OF_TONE = 6.0
"""Another colour beside the mouth than on the forehead is a covering's where little is seen of the
mouth too. Source: the same; uncovered faces stay under 15, overexposed ones reach 40."""

MAX_MASKED = 2.0
"""Log odds over which nose and mouth are covered. Source: the same, real masks."""

CERTAIN = 4.0
"""Log odds beyond which one look says no more; that of a face that little is seen of."""

OPEN_JAW = 0.3
"""Blendshape beyond which the mouth is seen, wide open: yawns pass `MAX_MASKED` at times."""

FREE_YAW_DEG, ODDS_A_DEGREE = 15.0, 0.1
"""What speaks for a covering in a face turned further, though there is none."""

MAX_YAW_DEG = 35.0
MAX_PITCH_DEG = 30.0
"""Turned further, half of the face is not seen."""


def face_quality(image: Image, face: FoundFace) -> tuple[tuple[str, float], ...]:
    """The figures of this face of the picture, by name.

    `face_px`, `brightness`, `sharpness`, `yaw_deg`, `pitch_deg`, and `mouth`, `eyes`, `tone`,
    `masked` of `Covering` where its points can be aligned.
    """
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
        *_covering(image, face),
    )


def _covering(image: Image, face: FoundFace) -> tuple[tuple[str, float], ...]:
    seen = measure_covering(image, face.points)
    if seen is None:
        return ()
    return (
        ("mouth", round(seen.mouth, 1)),
        ("eyes", round(seen.eyes, 1)),
        ("tone", round(seen.tone, 1)),
        ("masked", round(seen.masked, 1)),
    )


def quality_problems(quality: dict[str, float]) -> tuple[Problem, ...]:
    """What is wrong with a face of these figures (names as in `face_quality`)."""
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
    elif _covered(quality):  # what is blurred or badly lit shows little anyway
        problems.append(Problem("FACE-COVERED", "Mouth or eyes are covered"))
    if abs(quality["yaw_deg"]) > MAX_YAW_DEG or abs(quality["pitch_deg"]) > MAX_PITCH_DEG:
        problems.append(Problem("FACE-TURNED", "The face is turned away too far"))
    return tuple(problems)


def cover_odds(image: Image, face: FoundFace) -> float | None:
    """How much speaks for covered mouth and nose, or eyes: log odds; for several looks together.

    None where the face is not good enough. A mouth that is seen wide open is not covered, and a
    turned face has to show more.
    """
    quality = dict(face_quality(image, face))
    codes = {problem.code for problem in quality_problems(quality)}
    if codes - {"FACE-COVERED"} or "masked" not in quality:
        return None
    return odds_of(quality, face.seen.jaw_open)


def odds_of(quality: dict[str, float], jaw_open: float) -> float:
    """The same of figures that are known (names as in `face_quality`)."""
    if jaw_open > OPEN_JAW:
        return -CERTAIN
    turned = max(0.0, abs(quality["yaw_deg"]) - FREE_YAW_DEG)
    odds = quality["masked"] - ODDS_A_DEGREE * turned
    sure = _covered({**quality, "masked": 0.0})
    return round(min(CERTAIN, max(odds, CERTAIN if sure else -CERTAIN)), 2)


def _covered(quality: dict[str, float]) -> bool:
    mouth = quality.get("mouth", MIN_MOUTH_OF_TONE)
    other_colour = quality.get("tone", 0.0) > MAX_TONE and mouth < MIN_MOUTH_OF_TONE
    masked = quality.get("masked", 0.0) > MAX_MASKED
    return mouth < MIN_MOUTH or other_colour or masked or quality.get("eyes", MIN_EYES) < MIN_EYES
