"""The figures of docs/measurements-vision.md.

Run `python -m tests.measurements.vision [cards|faces|quality|gestures|spoof|speed]`, all without a
name; it prints Markdown tables. Needs the models and the real media (see tests/conftest.py).
"""

import csv
import datetime as dt
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import platformdirs

from app.demo.media_cards import Sex, Specimen, card_back, card_front
from app.domain.media import Image
from app.domain.observation import SeenFace
from app.domain.timing import MonotonicNs
from app.identity.card_checks import check_card
from app.identity.facematch import MATCH_THRESHOLD, face_quality
from app.identity.gestures import (
    Blink,
    FaceSample,
    Gesture,
    Nod,
    OpenMouth,
    RestingFace,
    Turn,
)
from app.identity.idcard import crop_portrait
from app.identity.loading import (
    load_card_reader,
    load_embedder,
    load_objects,
    load_still_faces,
    load_tracker,
)
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import Embedding, similarity
from app.perception.images import load_image
from app.perception.spoof import SpoofScorer
from app.perception.videos import read_video

ROOT = Path(__file__).resolve().parents[2]
MEDIA = Path(os.environ.get("BOOTH_TEST_MEDIA", ROOT.parent / "shared" / "media"))
MODELS = Path(
    os.environ.get("BOOTH_MODELS", platformdirs.user_cache_path("interview-booth") / "models")
)
TODAY = dt.date(2026, 11, 22)


def say(*cells: object) -> None:
    sys.stdout.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
    sys.stdout.flush()


def head(*cells: str) -> None:
    sys.stdout.write("\n")
    say(*cells)
    say(*("---" for _ in cells))


# ------------------------------------------------------------------ cards

PEOPLE: tuple[tuple[str, Sex, str, dt.date, str, str], ...] = (
    (
        "张伟",
        "男",
        "汉",
        dt.date(1990, 3, 7),
        "北京市海淀区中关村南大街5号院12号楼3单元602",
        "北京市公安局海淀分局",
    ),
    (
        "欧阳静怡",
        "女",
        "汉",
        dt.date(1988, 11, 23),
        "上海市浦东新区张江镇碧波路690号8号楼101室",
        "上海市公安局浦东分局",
    ),
    (
        "王芳",
        "女",
        "回",
        dt.date(1995, 7, 15),
        "广东省深圳市南山区粤海街道科技园社区高新南一道008号",
        "深圳市公安局南山分局",
    ),
    (
        "阿卜杜拉",
        "男",
        "维吾尔",
        dt.date(1992, 12, 31),
        "新疆维吾尔自治区乌鲁木齐市天山区解放南路256号",
        "乌鲁木齐市公安局天山区分局",
    ),
    (
        "刘晓彤",
        "女",
        "满",
        dt.date(2001, 5, 20),
        "辽宁省沈阳市和平区南京南街88号2-7-3",
        "沈阳市公安局和平分局",
    ),
    (
        "陈嘉懿",
        "女",
        "土家",
        dt.date(1993, 2, 28),
        "湖北省恩施土家族苗族自治州恩施市舞阳坝街道办事处书院村3组",
        "恩施市公安局",
    ),
    (
        "黄鑫淼",
        "男",
        "壮",
        dt.date(1985, 10, 1),
        "广西壮族自治区南宁市青秀区民族大道131号",
        "南宁市公安局青秀分局",
    ),
    (
        "周喆",
        "男",
        "汉",
        dt.date(1979, 6, 6),
        "浙江省杭州市西湖区文三路478号华星时代广场A座1203室",
        "杭州市公安局西湖区分局",
    ),
)


def on_a_desk(card: Image, rng: np.random.Generator, share: float, tilt_deg: float) -> Image:
    """The card on a 1280 x 720 picture, `share` of its width wide, tilted and in perspective."""
    desk = np.full((720, 1280, 3), (60, 75, 90), np.uint8)
    desk += rng.integers(0, 18, desk.shape, dtype=np.uint8)
    height, width = card.shape[:2]
    scale = share * 1280 / width
    centre = np.array([640, 360], np.float32)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    angle = np.deg2rad(tilt_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = (corners - corners.mean(axis=0)) * scale @ turn.T + centre
    placed = (placed + rng.uniform(-0.02, 0.02, (4, 2)) * width * scale).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, placed)
    laid = cv2.warpPerspective(card, matrix, (1280, 720), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (1280, 720))
    desk[mask > 0] = laid[mask > 0]
    return desk


def with_noise(image: Image, rng: np.random.Generator) -> Image:
    dark = image.astype(np.float32) * 0.6 + rng.normal(0, 14, image.shape)
    return np.clip(dark, 0, 255).astype(np.uint8)


def with_glare(image: Image, rng: np.random.Generator) -> Image:
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    out = image.astype(np.float32)
    for _ in range(2):
        at_x, at_y = rng.uniform(400, 900), rng.uniform(200, 520)
        out += 190 * np.exp(-(((x - at_x) / 130) ** 2 + ((y - at_y) / 60) ** 2))[..., None]
    return np.clip(out, 0, 255).astype(np.uint8)


def blurred(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 2.2), np.uint8)


def as_jpeg(image: Image) -> Image:
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


VIEWS: dict[str, Callable[[Image, np.random.Generator], Image]] = {
    "flat scan": lambda card, _: card,
    "tilted 8 deg": lambda card, rng: on_a_desk(card, rng, 0.7, 8),
    "upside down": lambda card, rng: on_a_desk(card, rng, 0.7, 180),
    "on its side": lambda card, _: np.ascontiguousarray(np.rot90(card)),
    "blurred": lambda card, rng: blurred(on_a_desk(card, rng, 0.7, 3)),
    "dark, noisy": lambda card, rng: with_noise(on_a_desk(card, rng, 0.7, 3), rng),
    "glare": lambda card, rng: with_glare(on_a_desk(card, rng, 0.7, 3), rng),
    "webcam, 560 px": lambda card, rng: as_jpeg(on_a_desk(card, rng, 0.44, 3)),
}


def specimens() -> Iterator[tuple[Specimen, Image]]:
    portraits = sorted((MEDIA / "face").glob("df_*.jpg"))
    faces = load_still_faces(catalogue())
    picked = (load_image(path) for path in portraits[:: max(1, len(portraits) // len(PEOPLE))])
    for person, picture in zip(PEOPLE, picked, strict=False):
        name, sex, group, birth, address, authority = person
        card = Specimen(name, sex, group, birth, address, authority)
        found = faces.find(picture)
        yield card, crop_portrait(picture, found[0]) if found else picture


def expected(card: Specimen) -> dict[str, str]:
    return {
        "name": card.name,
        "sex": card.sex,
        "ethnicity": card.ethnicity,
        "birth": card.birth.isoformat(),
        "address": card.address,
        "number": card.number,
        "authority": card.authority,
        "valid_from": card.valid_from.isoformat(),
        "valid_to": card.valid_to.isoformat(),
    }


def cards() -> None:
    """Fields of rendered cards: exact, withheld (empty, reported), wrong; portraits; time."""
    reader = load_card_reader(catalogue(), load_still_faces(catalogue()))
    people = list(specimens())
    head(
        "cards", "fields", "exact", "left empty", "wrong", "portraits", "CPU-s a side", "wrong were"
    )
    for view, make in VIEWS.items():
        counts = {"fields": 0, "exact": 0, "empty": 0, "portrait": 0}
        wrong: list[str] = []
        cpu, sides = 0.0, 0
        for index, (person, portrait) in enumerate(people):
            rng = np.random.default_rng(index)
            want = expected(person)
            for side in (card_front(person, portrait), card_back(person)):
                picture = np.asarray(make(side, rng), np.uint8)
                started = time.process_time()
                reading = reader.read(picture)
                cpu += time.process_time() - started
                sides += 1
                card = check_card(reading.text, TODAY)
                names = list(want)[:6] if sides % 2 else list(want)[6:]
                counts["portrait"] += reading.portrait is not None
                for name in names:
                    value = str(getattr(card, name))
                    counts["fields"] += 1
                    counts["exact"] += value == want[name]
                    counts["empty"] += not value
                    if value and value != want[name]:
                        wrong.append(f"{name}: {value} for {want[name]}")
        say(
            view, counts["fields"], counts["exact"], counts["empty"], len(wrong),
            f"{counts['portrait']}/{len(people)}", f"{cpu / sides:.2f}", "; ".join(wrong) or "-",
        )  # fmt: skip


# ------------------------------------------------------------------ faces


def reprinted(face: Image, rng: np.random.Generator) -> Image:
    """A portrait as printed small and pale on a card and photographed again."""
    small = cv2.resize(face, (round(150 * face.shape[1] / face.shape[0]), 150)).astype(np.float32)
    grey = small.mean(axis=2, keepdims=True)
    pale = (0.4 * small + 0.6 * grey) * 0.75 + 45
    pale = cv2.GaussianBlur(pale, (0, 0), 0.9) + rng.normal(0, 5, pale.shape)
    return as_jpeg(np.clip(pale, 0, 255).astype(np.uint8))


def faces() -> None:
    """False match and non-match rates at the threshold."""
    folder = MEDIA / "face"
    rows = list(csv.DictReader((folder / "pairs_dev.csv").open(encoding="utf-8")))
    who = {row[f"file_{side}"]: row[f"identity_{side}"] for row in rows for side in "ab"}
    finder, embedder = load_still_faces(catalogue()), load_embedder(catalogue())
    live, printed = {}, {}
    for index, name in enumerate(sorted(who)):
        image = load_image(folder / name)
        found = finder.find(image)
        live[name] = embedder.embed(image, found[0].points)
        photo = reprinted(crop_portrait(image, found[0]), np.random.default_rng(index))
        again = finder.find(photo)
        printed[name] = embedder.embed(photo, again[0].points) if again else None
    listed = [(row["file_a"], row["file_b"]) for row in rows]
    every = list(itertools.combinations(sorted(who), 2))
    both_ways = [*every, *((b, a) for a, b in every)]
    head("pairs", "same", "different", "FNMR", "FMR", "lowest same", "highest different")
    sets = (
        ("pairs_dev.csv, live with live", listed, live),
        ("pairs_dev.csv, live with reprinted portrait", listed, printed),
        ("all with all, live with live", every, live),
        ("all with all, live with reprinted portrait", both_ways, printed),
    )
    for title, pairs, other in sets:
        same: list[float] = []
        different: list[float] = []
        for a, b in pairs:
            one, two = live[a], other[b]
            if one is None or two is None:
                continue
            (same if who[a] == who[b] else different).append(similarity(one, two))
        false_non = sum(score < MATCH_THRESHOLD for score in same)
        false_match = sum(score >= MATCH_THRESHOLD for score in different)
        say(
            title, len(same), len(different), f"{false_non}/{len(same)}",
            f"{false_match}/{len(different)}", f"{min(same):.3f}", f"{max(different):.3f}",
        )  # fmt: skip


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
    gesture, rest, times = make(), RestingFace(), []
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
    points = still.find(frames[0])[0].points
    jobs: dict[str, Callable[[int], object]] = {
        "face tracker, one face": lambda i: tracker.find(frames[i], MonotonicNs(i * 40_000_000)),
        "face finder, still picture": lambda i: still.find(frames[i]),
        "embedding": lambda i: embedder.embed(frames[i], points),
        "objects, two looks": lambda i: objects.find(frames[i]),
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
    "cards": cards,
    "faces": faces,
    "quality": quality,
    "gestures": gestures,
    "spoof": spoof,
    "speed": speed,
}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or list(ALL):
        ALL[chosen]()
