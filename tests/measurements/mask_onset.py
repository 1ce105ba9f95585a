"""Real masks set on the faces of films; docs/measurements-monitor.md, a covered face.

Run `python -m tests.measurements.mask_onset bench|others|films DATASET` (see `masks`): for each
sitter of the bench five masks of the half from which no weight was learnt, from second 4 on, before
the live models and rules; three other masks of it for each of other sitters, on which no limit was
chosen; the films of people without a mask.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.bench.cover_pictures import luma_under_eyes
from app.bench.monitor_scenes import LOOKS_PER_S, looped
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces, load_tracker
from app.monitoring.rules import Monitor
from app.monitoring.settings import MonitorSettings
from app.perception.faces import Points
from app.perception.images import load_image
from app.perception.looking import observation_of
from app.perception.videos import read_video
from tests.measurements.masks import CLIPS, FILMS, NO_BOOTH, halves, pictures
from tests.measurements.vision import MEDIA, catalogue

SITTERS = (
    "video_liveness/webcam_man_expressions_53s.mp4",
    "video_liveness/gaze_center.mp4",
    "video_talking/talk_en_map_man.mp4",
    "video_talking/zh_gesture_asking_a_question.mp4",
    "video_expression/calm_clutter_woman.mp4",
    "video_expression/expr_d9.mp4",
    "video_expression/expr_d0.mp4",
    "video_gesture/asl_book.mkv",
)
OTHERS = (
    "video_talking/talk_en_flag_woman.mp4",
    "video_talking/talk_en_glasses_woman.mp4",
    "video_talking/talk_en_headturns_woman.mp4",
    "video_expression/expr_d10.mp4",
    "video_expression/expr_d14.mp4",
    "video_expression/expr_d18.mp4",
    "video_expression/expr_d19.mp4",
    "video_expression/expr_d3.mp4",
    "video_expression/neutral_to_smile_man.mp4",
    "video_talking/still_silent_woman_4k.mp4",
    "video_talking/grid_bbaf2n.mpg",
    "video_talking/grid_brbk7n.mpg",
    "video_talking/grid_lwbsza.mpg",
    "video_talking/grid_pwij3p.mpg",
    "video_gesture/asl_again.mkv",
    "video_people/office_webcam_woman_19frames.mp4",
)
MASKS_EACH, OTHER_MASKS_EACH, SEED = 5, 3, 4
FROM_S, WHOLE_S = 4.0, 14.0
LEAST_PX, MOST_YAW_DEG = 90, 12
OUTLINE = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152,
           377, 400, 378, 379, 365, 397, 288, 361, 323, 454)  # fmt: skip
EYES_AND_BRIDGE = (33, 133, 362, 263, 168, 6, 197)
UPPER_EDGE = (352, 346, 347, 329, 197, 100, 118, 117, 123)
"""From cheek to cheek under the eyes: what lies above is the sitter's own."""
LEAST_GAIN, MOST_GAIN = 0.4, 2.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of one film: what each look says (None: not judged), and alerts."""

    covered: list[float | None]
    told_at_s: list[float]


def watched(frames: Iterator[tuple[Image, float]]) -> Watched:
    """The live models and rules over it."""
    tracker, monitor = load_tracker(catalogue()), Monitor()
    looks: list[float | None] = []
    told: list[float] = []
    for image, at_s in frames:
        at = MonotonicNs(round(at_s * NS_PER_S))
        seen = observation_of(image, at, "candidate", tracker.find(image, at), None, None)
        looks.append(seen.covered)
        changed = monitor.step(seen, at_s)
        told += [at_s for one in changed if one.kind == "face_covered" and one.end_s is None]
    tracker.close()
    return Watched(looks, told)


def set_on(image: Image, face: Points, masked: Image, worn: Points) -> Image:
    """The lower half of a masked face, laid over another, with a soft rim and in its light.

    Eyes come to lie on eyes: by the outline alone, which the landmarks only guess under a mask, the
    photograph's own eyes came to lie on cheeks.
    """
    marks = [*OUTLINE, *EYES_AND_BRIDGE, *EYES_AND_BRIDGE]
    known = np.hstack([worn[marks], np.ones((len(marks), 1))])
    way = np.linalg.lstsq(known, face[marks], rcond=None)[0].T
    high, wide = image.shape[:2]
    here, there = luma_under_eyes(image, face), luma_under_eyes(masked, worn)
    gain = max(1.0, here) / max(1.0, there)
    lit = np.clip(masked * np.clip(gain, LEAST_GAIN, MOST_GAIN), 0, 255).astype(np.uint8)
    laid = cv2.warpAffine(lit, way, (wide, high), borderMode=cv2.BORDER_REPLICATE)
    area = np.zeros((high, wide), np.float32)
    edge = face[[*OUTLINE, *UPPER_EDGE]].astype(np.int32)
    cv2.fillPoly(area, [edge.reshape(-1, 1, 2)], (1.0,))
    soft = cv2.GaussianBlur(area, (0, 0), max(1.0, float(np.ptp(face[:, 0])) / 80))[..., None]
    return (soft * laid + (1 - soft) * image).astype(np.uint8)


def covered(sitter: Path, masked: Image) -> Iterator[tuple[Image, float]]:
    """The sitter, from `FROM_S` on with the mask."""
    finder = load_still_faces(catalogue())
    worn = finder.find(masked)[0].points
    for frame in looped(sitter, 0.0, 6.0, WHOLE_S)():
        faces = finder.find(frame.image) if frame.at_s >= FROM_S else ()
        shown = set_on(frame.image, faces[0].points, masked, worn) if faces else frame.image
        yield shown, frame.at_s


def masks(dataset: Path) -> list[Image]:
    """Those that look ahead and are large enough, of the other half, in a seeded order."""
    finder = load_still_faces(catalogue())
    folder = dataset / "with_mask"
    shown = [each for each in pictures(folder, finder) if each.judged]
    sides = halves(shown).tolist()
    names = [each.name for each, side in zip(shown, sides, strict=True) if side == 1]
    order: list[int] = np.random.default_rng(SEED).permutation(len(names)).tolist()
    found: list[Image] = []
    for number in order:
        image = load_image(folder / names[number])
        face = finder.find(image)[0]
        if face.width_px >= LEAST_PX and abs(face.seen.yaw_deg) < MOST_YAW_DEG:
            found.append(image)
        if len(found) == MASKS_EACH * len(SITTERS) + OTHER_MASKS_EACH * len(OTHERS):
            break
    return found


def table(sitters: tuple[str, ...], worn: list[Image]) -> Iterator[str]:
    """A line for each sitter, with as many masks of the list each."""
    count = len(worn) // len(sitters)
    yield f"| sitter | looks with a mask that show it | told of {count} | latest, after s |"
    yield "| --- | --- | --- | --- |"
    first = round(FROM_S * LOOKS_PER_S)
    for number, name in enumerate(sitters):
        mine = worn[number * count : (number + 1) * count]
        each = [watched(covered(MEDIA / name, mask)) for mask in mine]
        looks = [look for one in each for look in one.covered[first:]]
        told = [one.told_at_s[0] - FROM_S for one in each if one.told_at_s]
        latest = f"{max(told):.1f}" if told else "-"
        yield f"| `{name}` | {showing(looks)} of {len(looks)} | {len(told)} | {latest} |"


def showing(looks: list[float | None]) -> int:
    """How many of them show a covering."""
    return sum(look is not None and look > MonitorSettings().cover_odds for look in looks)


def bench(dataset: Path) -> Iterator[str]:
    """The sitters of the bench, and the first masks."""
    yield from table(SITTERS, masks(dataset)[: MASKS_EACH * len(SITTERS)])


def others(dataset: Path) -> Iterator[str]:
    """Other sitters, and the masks after those."""
    yield from table(OTHERS, masks(dataset)[MASKS_EACH * len(SITTERS) :])


def films(_: Path) -> Iterator[str]:
    """A line for each film without a mask."""
    yield "| film without a mask | looks | judged | covered | told |"
    yield "| --- | --- | --- | --- | --- |"
    for path in sorted(path for name in CLIPS for path in (MEDIA / f"video_{name}").iterdir()):
        if path.suffix not in FILMS or path.stem.startswith(NO_BOOTH):
            continue
        one = watched((frame.image, frame.at_s) for frame in read_video(path, LOOKS_PER_S, 1280))
        judged = len(one.covered) - one.covered.count(None)
        yield (
            f"| `{path.name}` | {len(one.covered)} | {judged} | {showing(one.covered)} "
            f"| {len(one.told_at_s)} |"
        )


if __name__ == "__main__":
    part = {"bench": bench, "others": others, "films": films}[sys.argv[1]]
    for line in part(Path(sys.argv[2])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
