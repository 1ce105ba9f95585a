"""Faces that are not compared: covered, blurred, badly lit; and a swap that is noticed."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.bench.cover_pictures import drawn_mask, drawn_page, drawn_scarf, hand_of, laid_over
from app.cli.watch import watch
from app.domain.identity import SAME_PERSON
from app.domain.media import Image
from app.identity.loading import load_embedder, load_still_faces
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelMissingError
from app.perception.face_gates import cover_odds, face_quality, quality_problems
from app.perception.faces import FoundFace, Points, StillFaceFinder
from app.perception.images import load_image
from app.perception.likeness import LikenessMeter
from app.perception.videos import read_video

LOWER_FACE = (234, 93, 132, 58, 172, 136, 150, 176, 148, 152, 377, 400, 379, 365, 397, 288, 361,
              323, 454, 6)  # fmt: skip
EYES = ((226, 29, 27, 56, 190, 112, 22, 24), (446, 259, 257, 286, 414, 341, 252, 254))


@pytest.fixture(scope="module")
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    found = ModelCatalogue(models, resources)
    try:
        for name in ("face_landmarker", "mobilefacenet", "portrait", "object_detector"):
            found.path(name)
    except ModelMissingError as error:
        pytest.skip(str(error))
    return found


@pytest.fixture(scope="module")
def finder(catalogue: ModelCatalogue) -> StillFaceFinder:
    return load_still_faces(catalogue)


@pytest.fixture(scope="module")
def portrait(catalogue: ModelCatalogue, finder: StillFaceFinder) -> tuple[Image, FoundFace]:
    image = load_image(catalogue.path("portrait"))
    return image, finder.find(image)[0]


def _painted(image: Image, areas: list[Points], colour: tuple[int, int, int]) -> Image:
    drawn = image.copy()
    for area in areas:
        middle = area.mean(axis=0)
        larger = ((area - middle) * 1.3 + middle).astype(np.int32)
        cv2.fillPoly(drawn, [cv2.convexHull(larger)], colour)
    return drawn


def mask(image: Image, points: Points) -> Image:
    return _painted(image, [points[list(LOWER_FACE)]], (200, 170, 120))


def pleated(image: Image, points: Points) -> Image:
    """A mask with folds, of about the skin's colour: lines where a mouth has them too."""
    whole = _painted(image, [points[list(LOWER_FACE)]], (150, 165, 190))
    folded = whole.copy()
    step = max(4, int(np.ptp(points[:, 1])) // 16)
    for top in range(0, image.shape[0], step):
        folded[top : top + step // 2] = folded[top : top + step // 2] * 0.6
    hidden = (whole != image).any(axis=2)
    whole[hidden] = folded[hidden]
    return whole


def dark_glasses(image: Image, points: Points) -> Image:
    return _painted(image, [points[list(eye)] for eye in EYES], (25, 25, 25))


def blurred(image: Image, points: Points) -> Image:
    return cv2.GaussianBlur(image, (0, 0), float(np.ptp(points[:, 0])) / 16).astype(np.uint8)


def dark(image: Image, points: Points) -> Image:
    return (image // 14).astype(np.uint8)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (mask, "FACE-COVERED"),
        (pleated, "FACE-COVERED"),
        (dark_glasses, "FACE-COVERED"),
        (blurred, "FACE-BLURRED"),
        (dark, "FACE-DARK"),
    ],
)
def test_a_spoilt_face_is_not_compared_and_is_no_other_person(
    spoil: Callable[[Image, Points], Image],
    code: str,
    portrait: tuple[Image, FoundFace],
    catalogue: ModelCatalogue,
) -> None:
    image, face = portrait
    spoilt = spoil(image, face.points)
    assert [item.code for item in quality_problems(dict(face_quality(image, face)))] == []
    assert code in {item.code for item in quality_problems(dict(face_quality(spoilt, face)))}
    meter = LikenessMeter(load_embedder(catalogue), None, 5.0)
    assert meter.measure(image, face, 0.0) == pytest.approx(1, abs=1e-4)
    assert meter.measure(spoilt, face, 6.0) is None
    # the next good look is not put off by it
    assert meter.measure(image, face, 6.2) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("spoil", [mask, pleated, dark_glasses])
def test_a_covered_face_is_told_from_a_bare_one_by_its_odds(
    spoil: Callable[[Image, Points], Image], portrait: tuple[Image, FoundFace]
) -> None:
    image, face = portrait
    bare, covered = cover_odds(image, face), cover_odds(spoil(image, face.points), face)
    assert bare is not None
    assert covered is not None
    assert bare < -1 < 1 < covered
    assert cover_odds(dark(image, face.points), face) is None


def test_what_the_bench_lays_over_a_face_covers_it(
    portrait: tuple[Image, FoundFace], media: Path, finder: StillFaceFinder
) -> None:
    image, face = portrait
    for covering in (drawn_mask(), drawn_scarf(), drawn_page(), hand_of(media)):
        shown = laid_over(image, face.points, covering)
        odds = cover_odds(shown, face)
        assert odds is not None
        assert odds > 1
        top = round(float(face.points[10, 1]))
        assert np.array_equal(shown[: top // 2], image[: top // 2])


def test_glasses_and_a_beard_cover_nothing(finder: StillFaceFinder, media: Path) -> None:
    for name in ("phone_image/room_10.jpg", "face/df_K_img16.jpg", "face/df_K_img61.jpg"):
        image = load_image(media / name)
        figures = dict(face_quality(image, finder.find(image)[0]))
        assert "FACE-COVERED" not in {item.code for item in quality_problems(figures)}


def test_another_person_in_the_chair_is_told(
    catalogue: ModelCatalogue, media: Path, tmp_path: Path
) -> None:
    clip = tmp_path / "swap.mkv"
    first = _frames(media / "video_liveness/gaze_center.mp4", 4.0)
    second = _frames(media / "video_talking/talk_en_map_man.mp4", 5.0)
    _write(clip, [*first, *second])
    alerts, _, _, end_s = watch(clip, catalogue)
    told = [alert for alert in alerts if alert.kind == "different_person"]
    assert len(told) == 1
    assert 4.0 <= told[0].start_s <= end_s
    meter = LikenessMeter(load_embedder(catalogue), None, 1.0)
    finder = load_still_faces(catalogue)
    seen = [finder.find(image)[0] for image in (first[0], first[-1], second[8])]
    likeness = [meter.measure(image, face, at_s, due=True) or 0.0 for at_s, (image, face)
                in enumerate(zip((first[0], first[-1], second[8]), seen, strict=True))]  # fmt: skip
    assert likeness[1] > SAME_PERSON > likeness[2]


def _frames(path: Path, seconds: float) -> list[Image]:
    """Five a second, the face in the middle of 640 x 360."""
    shown: list[Image] = []
    for frame in read_video(path, 5.0, 640):
        if frame.at_s >= seconds:
            break
        scale = 360 / frame.image.shape[0]
        small = cv2.resize(frame.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        wide = np.full((360, 640, 3), 90, np.uint8)
        left = (640 - small.shape[1]) // 2
        wide[:, max(0, left) : max(0, left) + small.shape[1]] = small[:, max(0, -left) :][:, :640]
        shown.append(wide)
    return shown


def _write(path: Path, frames: list[Image]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=5)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuvj420p"
        stream.options = {"qscale": "3"}
        for frame in frames:
            for packet in stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
