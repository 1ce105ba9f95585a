"""The figures of docs/measurements-vision.md.

Run `python -m tests.measurements.vision [quality|gestures|spoof|speed]`, all without a
name; it prints Markdown tables. Needs the models and the real media (see tests/conftest.py).
"""

import csv
import itertools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import platformdirs

from app.domain.media import Image
from app.domain.observation import SeenFace
from app.domain.timing import MonotonicNs
from app.identity.gestures import (
    Blink,
    FaceSample,
    Gesture,
    Nod,
    OpenMouth,
    RestingFace,
    Turn,
)
from app.identity.loading import (
    load_embedder,
    load_objects,
    load_still_faces,
    load_tracker,
)
from app.identity.portrait import crop_portrait
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import MATCH_THRESHOLD, Embedding, similarity
from app.perception.face_gates import face_quality
from app.perception.images import load_image
from app.perception.spoof import SpoofScorer
from app.perception.videos import read_video

ROOT = Path(__file__).resolve().parents[2]
MEDIA = Path(os.environ.get("BOOTH_TEST_MEDIA", ROOT.parent / "shared" / "media"))
MODELS = Path(
    os.environ.get("BOOTH_MODELS", platformdirs.user_cache_path("interview-booth") / "models")
)


def say(*cells: object) -> None:
    sys.stdout.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
    sys.stdout.flush()


def head(*cells: str) -> None:
    sys.stdout.write("\n")
    say(*cells)
    say(*("---" for _ in cells))


# ------------------------------------------------------------------ quality


def narrowed(width_px: int) -> Callable[[Image], Image]:
    share = width_px / 200
    return lambda face: np.asarray(
        cv2.resize(face, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8
    )


def softened(sigma: float) -> Callable[[Image], Image]:
    return lambda face: np.asarray(cv2.GaussianBlur(face, (0, 0), sigma), np.uint8)


def lit(gain: float, noise: float) -> Callable[[Image], Image]:
    rng = np.random.default_rng(0)
    return lambda face: np.clip(
        face.astype(np.float32) * gain + rng.normal(0, noise, face.shape), 0, 255
    ).astype(np.uint8)


WORSE: dict[str, Callable[[Image], Image]] = {
    "clean": lambda face: face,
    **{f"width {width}": narrowed(width) for width in (100, 60, 40, 32, 24)},
    **{f"blur {sigma}": softened(sigma) for sigma in (2, 4, 6, 8, 10)},
    **{f"dark {gain}": lit(gain, 5) for gain in (0.3, 0.2, 0.12, 0.08)},
    **{f"bright {gain}": lit(gain, 0) for gain in (1.5, 2, 2.5)},
}


def quality() -> None:
    """The listed pairs, the first picture of each made worse; faces are 200 px wide before."""
    folder = MEDIA / "face"
    rows = list(csv.DictReader((folder / "pairs_dev.csv").open(encoding="utf-8")))
    finder, embedder = load_still_faces(catalogue()), load_embedder(catalogue())
    crops: dict[str, Image] = {}
    clean: dict[str, Embedding | None] = {}
    for name in sorted({row[f"file_{side}"] for row in rows for side in "ab"}):
        image = load_image(folder / name)
        face = finder.find(image)[0]
        scale = 200 / face.width_px
        crop = cv2.resize(crop_portrait(image, face), None, fx=scale, fy=scale)
        crops[name] = np.asarray(crop, np.uint8)
        again = finder.find(crops[name])
        clean[name] = embedder.embed(crops[name], again[0].points) if again else None
    head("first picture", "face not found", "FNMR", "FMR", "px", "sharpness", "brightness")
    for title, worse in WORSE.items():
        looks: dict[str, tuple[Embedding | None, dict[str, float]]] = {}
        for name in {row["file_a"] for row in rows}:
            picture = worse(crops[name])
            found = finder.find(picture)
            if found:
                figures = dict(face_quality(picture, found[0]))
                looks[name] = (embedder.embed(picture, found[0].points), figures)
        scores = [
            (row["label"] == "same", similarity(one, two))
            for row in rows
            if row["file_a"] in looks
            and (one := looks[row["file_a"]][0]) is not None
            and (two := clean[row["file_b"]]) is not None
        ]
        same = [score for is_same, score in scores if is_same]
        other = [score for is_same, score in scores if not is_same]
        say(
            title, len({row["file_a"] for row in rows}) - len(looks),
            f"{sum(score < MATCH_THRESHOLD for score in same)}/{len(same)}",
            f"{sum(score >= MATCH_THRESHOLD for score in other)}/{len(other)}",
            *(spread([item[1][key] for item in looks.values()]) for key in QUALITY_KEYS),
        )  # fmt: skip


QUALITY_KEYS = ("face_px", "sharpness", "brightness")


def spread(values: list[float]) -> str:
    """5th, 50th and 95th percentile."""
    return "..".join(f"{value:.0f}" for value in np.quantile(values, [0.05, 0.5, 0.95]))


# ------------------------------------------------------------------ gestures

MAKERS: dict[str, Callable[[], Gesture]] = {
    "turn_left": lambda: Turn(1),
    "turn_right": lambda: Turn(-1),
    "nod": Nod,
    "open_mouth": OpenMouth,
}
CLIPS = (
    "video_talking/talk_en_headturns_woman.mp4",
    "video_talking/talk_en_flag_woman_8s.mp4",
    "video_talking/talk_en_map_man.mp4",
    "video_expression/expr_d18.mp4",
    "video_expression/expr_d3.mp4",
    "video_expression/calm_clutter_woman.mp4",
    "video_liveness/webcam_man_expressions_31s.mp4",
    "video_liveness/webcam_man_expressions_53s.mp4",
)


def track(clip: Path) -> list[tuple[float, SeenFace]]:
    tracker = load_tracker(catalogue())
    seen: list[tuple[float, SeenFace]] = []
    for frame in read_video(clip, 30, 960):
        found = tracker.find(frame.image, MonotonicNs(round(frame.at_s * 1e9)))
        if found:
            seen.append((frame.at_s, found[0].seen))
    tracker.close()
    return seen


def times_of(seen: list[tuple[float, SeenFace]], make: Callable[[], Gesture]) -> list[float]:
    gesture, rest = make(), RestingFace()
    times: list[float] = []
    for at_s, face in seen:
        sample = FaceSample(at_s, face)
        values = rest.step(sample)
        if values is not None and gesture.step(sample, values):
            times.append(at_s)
            gesture = make()
    return times


def gestures() -> None:
    """Recall of labelled blinks, and what is seen in clips of people who were asked for nothing."""
    folder = MEDIA / "video_liveness"
    labels: dict[str, list[float]] = {}
    for row in csv.DictReader((folder / "blinks_dev.csv").open(encoding="utf-8")):
        times = labels.setdefault(row["file"], [])
        times.extend([float(row["t_closed_s"])] if row["t_closed_s"] else [])
    tracks = {name: track(folder / name) for name in labels}
    head("blinks", "labelled", "seen", "false", "seconds")
    for every in (1, 2, 3, 5):
        hits = false = total = 0
        for name, times in labels.items():
            left = times_of(tracks[name][::every], Blink)
            for at_s in times:
                near = [item for item in left if -0.15 <= item - at_s <= 0.6]
                hits += bool(near)
                left = [item for item in left if not near or item != near[0]]
            total += len(times)
            false += len(left)
        seconds = sum(item[-1][0] for item in tracks.values())
        say(f"every frame of {every}", total, hits, false, f"{seconds:.0f}")
    head("other gestures, nothing asked", "seconds", *MAKERS)
    for name in CLIPS:
        seen = track(MEDIA / name)
        found = [", ".join(f"{at:.1f}" for at in times_of(seen, make)) for make in MAKERS.values()]
        say(Path(name).name, f"{seen[-1][0]:.0f}", *(item or "-" for item in found))


# ------------------------------------------------------------------ spoof, speed


def spoof() -> None:
    """What the passive model says of one attack and of live people."""
    scorer = SpoofScorer(catalogue().path("anti_spoof"))
    finder = load_still_faces(catalogue())
    pictures: list[tuple[str, Image]] = [
        (path.name, load_image(path)) for path in sorted((MEDIA / "attack").iterdir())
    ]
    clips = (
        "video_liveness/webcam_man_expressions_53s.mp4",
        "video_liveness/gaze_center.mp4",
        "video_talking/talk_en_map_man.mp4",
        "video_talking/grid_brbk7n.mpg",
        "video_expression/expr_d9.mp4",
        "video_expression/calm_clutter_woman.mp4",
        "video_expression/neutral_to_smile_man.mp4",
        "video_people/office_webcam_woman_19frames.mp4",
    )
    for clip in clips:
        frames = itertools.islice(read_video(MEDIA / clip, 1, 1280), 4)
        pictures.extend((f"{Path(clip).name} {frame.at_s:.0f} s", frame.image) for frame in frames)
    head("picture", "face px", "score (0 live, 1 spoof)")
    for name, image in pictures:
        found = finder.find(image)
        if found:
            say(name, f"{found[0].width_px:.0f}", f"{scorer.score(image, found[0].points):.3f}")


def speed() -> None:
    """CPU-ms of one core for one 1280 x 720 frame."""
    clip = MEDIA / "video_expression/calm_clutter_woman.mp4"
    frames = [item.image for item in itertools.islice(read_video(clip, 30, 1280), 40)]
    still, tracker = load_still_faces(catalogue()), load_tracker(catalogue())
    embedder, objects = load_embedder(catalogue()), load_objects(catalogue())
    (face, *_) = still.find(frames[0])
    points = face.points
    jobs: dict[str, Callable[[int], object]] = {
        "face tracker, one face": lambda i: tracker.find(frames[i], MonotonicNs(i * 40_000_000)),
        "face finder, still picture": lambda i: still.find(frames[i]),
        "embedding": lambda i: embedder.embed(frames[i], points),
        "objects, two looks": lambda i: objects.find(frames[i], face.seen.box),
    }
    head("1280 x 720", "CPU-ms")
    for name, job in jobs.items():
        job(0)
        started = time.process_time()
        for index in range(1, len(frames)):
            job(index)
        say(name, f"{(time.process_time() - started) / (len(frames) - 1) * 1e3:.1f}")


def catalogue() -> ModelCatalogue:
    return ModelCatalogue(MODELS, ROOT / "resources")


ALL = {
    "quality": quality,
    "gestures": gestures,
    "spoof": spoof,
    "speed": speed,
}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or list(ALL):
        ALL[chosen]()
