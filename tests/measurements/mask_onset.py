"""Real masks set on the faces of films; docs/measurements-monitor.md, a covered face.

Run `python -m tests.measurements.mask_onset DATASET` (see `masks`): for each sitter of the bench
five masks of the half from which no weight was learnt, from second 4 on; then how long the
same figure stays over its limit in films of people without a mask.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from app.bench.monitor_scenes import LOOKS_PER_S, looped
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces, load_tracker
from app.perception.embedding import align_points
from app.perception.face_gates import MAX_MASKED
from app.perception.faces import Points
from app.perception.images import load_image
from app.perception.lower_face import covered_score
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
MASKS_EACH, SEED = 5, 4
FROM_S, WHOLE_S, OPENS_AFTER_S, REST_LOOKS = 4.0, 11.0, 3.0, 20
LEAST_PX, MOST_YAW_DEG = 90, 12
OUTLINE = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152,
           377, 400, 378, 379, 365, 397, 288, 361, 323, 454)  # fmt: skip
UPPER_EDGE = (345, 6, 116)


def scores(frames: Iterator[tuple[Image, float]]) -> list[float | None]:
    """What speaks for a covered face in each look; None where no face is found."""
    tracker = load_tracker(catalogue())
    found: list[float | None] = []
    for image, at_s in frames:
        faces = tracker.find(image, MonotonicNs(round(at_s * NS_PER_S)))
        aligned = align_points(image, faces[0].points) if faces else None
        found.append(covered_score(*aligned) if aligned else None)
    tracker.close()
    return found


def set_on(image: Image, face: Points, masked: Image, worn: Points) -> Image:
    """The lower half of a masked face, laid over another by its outline, with a soft rim."""
    marks = list(OUTLINE)
    way, _ = cv2.estimateAffine2D(worn[marks], face[marks], method=cv2.LMEDS)
    high, wide = image.shape[:2]
    laid = cv2.warpAffine(masked, way, (wide, high), borderMode=cv2.BORDER_REPLICATE)
    area = np.zeros((high, wide), np.float32)
    hull = cv2.convexHull(face[[*OUTLINE, *UPPER_EDGE]].astype(np.int32))
    cv2.fillConvexPoly(area, hull, (1.0,))
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


def opens_at(seen: list[float | None]) -> float | None:
    """When a charge of `OPENS_AFTER_S` is full that drains half as fast; None for never."""
    charge = 0.0
    for look, score in enumerate(seen):
        over = score is not None and score > MAX_MASKED
        charge = charge + 1 / LOOKS_PER_S if over else max(0.0, charge - 0.5 / LOOKS_PER_S)
        if charge >= OPENS_AFTER_S - 1e-9:
            return look / LOOKS_PER_S
    return None


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
        if len(found) == MASKS_EACH * len(SITTERS):
            break
    return found


def main(dataset: Path) -> Iterator[str]:
    """The table of the masks, then a line for each film without one."""
    worn = masks(dataset)
    yield "| sitter | rest | looks with a mask over the limit | told of 5 | latest, after s |"
    yield "| --- | --- | --- | --- | --- |"
    for number, name in enumerate(SITTERS):
        each = [
            scores(covered(MEDIA / name, mask))
            for mask in worn[number * 5 : number * 5 + MASKS_EACH]
        ]
        rest = median(score for score in each[0][:REST_LOOKS] if score is not None)
        first = round(FROM_S * LOOKS_PER_S)
        over = [score is not None and score > MAX_MASKED for seen in each for score in seen[first:]]
        opened = [at_s - FROM_S for seen in each if (at_s := opens_at(seen)) is not None]
        latest = f"{max(opened):.1f}" if opened else "-"
        yield f"| `{name}` | {rest:.1f} | {sum(over)} of {len(over)} | {len(opened)} | {latest} |"
    yield "\n| film without a mask | looks | rest | most | looks over the limit | told |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for path in sorted(path for name in CLIPS for path in (MEDIA / f"video_{name}").iterdir()):
        if path.suffix not in FILMS or path.stem.startswith(NO_BOOTH):
            continue
        seen = scores((frame.image, frame.at_s) for frame in read_video(path, LOOKS_PER_S, 1280))
        known = [score for score in seen if score is not None]
        if known:
            over = sum(score > MAX_MASKED for score in known)
            told = "no" if opens_at(seen) is None else "yes"
            yield (
                f"| `{path.name}` | {len(known)} | {median(known[:REST_LOOKS]):.1f} "
                f"| {max(known):.1f} | {over} | {told} |"
            )


if __name__ == "__main__":
    for line in main(Path(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
