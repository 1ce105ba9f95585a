"""Phones and books in hands, and what only looks like one."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.bench.monitor_calm import Variation, varied
from app.bench.monitor_pictures import noisy, photograph
from app.demo.media_portrait import as_camera_sees, load_portrait
from app.domain.media import Image
from app.domain.observation import SeenObject
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_objects, load_still_faces, load_tracker
from app.monitoring.rules import Monitor
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import VisionModelError
from app.perception.faces import Box
from app.perception.hands import HandFinder
from app.perception.images import load_image
from app.perception.looking import observation_of
from app.perception.objects import ObjectFinder
from app.perception.videos import read_video

MIRRORED_LIGHTER = Variation(turned=True, light=1.25, view="whole")
"""So both badges were told, and as they are none, when a hand had to be near them only."""

BOOK_IS_PUT_DOWN_S = 11.0


@pytest.fixture
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    return ModelCatalogue(models, resources)


@pytest.fixture
def objects(catalogue: ModelCatalogue) -> Iterator[ObjectFinder]:
    with contextlib.closing(load_objects(catalogue)) as finder:
        yield finder


def told(found: tuple[SeenObject, ...]) -> list[SeenObject]:
    return [item for item in found if item.label not in {"person", "papers"}]


def test_a_phone_in_a_hand_is_found(
    catalogue: ModelCatalogue, objects: ObjectFinder, media: Path
) -> None:
    image = load_image(media / "phone_image/room_5.jpg")
    with contextlib.closing(load_still_faces(catalogue)) as faces:
        face = faces.find(image)[0].seen.box
    assert any(told(objects.find(image, face)) for _ in range(10))


def test_a_phone_in_a_hand_is_told_in_the_dark(
    catalogue: ModelCatalogue, objects: ObjectFinder, media: Path
) -> None:
    monitor, alerts = Monitor(), []
    with contextlib.closing(load_tracker(catalogue)) as tracker:
        for look, frame in enumerate(photograph(media / "phone_image/room_4.jpg", 0.16)):
            image, at = noisy(frame.image, look), MonotonicNs(look * 200_000_000)
            faces = tracker.find(image, at)
            seen = observation_of(image, at, "candidate", faces, objects, None)
            alerts += monitor.step(seen, look / 5)
    assert [told.kind for told in alerts] == ["phone"]


@pytest.mark.parametrize("clip", ["asl_yes", "asl_again"])
def test_a_badge_before_which_somebody_signs_is_not_told_as_a_phone(
    catalogue: ModelCatalogue, objects: ObjectFinder, media: Path, clip: str
) -> None:
    monitor = Monitor()
    pictures = read_video(media / f"video_gesture/{clip}.mkv", 5.0, 1280)
    mirrored = [varied(frame.image, MIRRORED_LIGHTER) for frame in pictures]
    with contextlib.closing(load_tracker(catalogue)) as tracker:
        for look, image in enumerate(mirrored + mirrored[-2::-1]):
            at = MonotonicNs(look * 200_000_000)
            faces = tracker.find(image, at)
            seen = observation_of(image, at, "candidate", faces, objects, None)
            assert not [told for told in monitor.step(seen, look / 5) if told.kind == "phone"]


def test_a_book_that_is_read_is_told_as_papers_and_not_as_a_phone(
    catalogue: ModelCatalogue, objects: ObjectFinder, media: Path
) -> None:
    monitor, alerts = Monitor(), []
    with contextlib.closing(load_tracker(catalogue)) as tracker:
        for frame in read_video(media / "video_phone/phone_may_sam_1.mp4", 5.0, 1280):
            if frame.at_s > BOOK_IS_PUT_DOWN_S:
                break
            at = MonotonicNs(round(frame.at_s * NS_PER_S))
            faces = tracker.find(frame.image, at)
            seen = observation_of(frame.image, at, "candidate", faces, objects, None)
            alerts += monitor.step(seen, frame.at_s)
    assert {told.kind for told in alerts} & {"phone", "notes"} == {"notes"}


def open_book(width_px: int) -> Image:
    """Two pages with lines of words."""
    pages = np.full((width_px * 7 // 10, width_px, 3), 240, np.uint8)
    high, wide = pages.shape[:2]
    for line, top in enumerate(range(high // 14, high - high // 14, high // 22)):
        words, left = np.random.default_rng(line), wide // 10
        while left < wide * 0.85:
            end = left + int(words.integers(wide // 40, wide // 9))
            pages[top : top + high // 50, left : min(end, wide * 9 // 10)] = 40
            left = end + wide // 50
    pages[:, wide // 2 - 2 : wide // 2 + 2] = 90
    return pages


def before(picture: Image, book: Image, face: Box) -> Image:
    """The book laid before a chest, its upper edge away from the camera."""
    (high, wide), (rows, columns) = picture.shape[:2], book.shape[:2]
    left, top = (face[0] + face[2] / 2) * wide - columns / 2, 0.62 * high
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    seen = corners * (1, 0.8) + (left, top)
    seen[:2, 0] += (0.06 * columns, -0.06 * columns)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    laid = cv2.warpPerspective(book, matrix, (wide, high))
    mask = cv2.warpPerspective(np.ones((rows, columns), np.uint8), matrix, (wide, high))
    return np.where(mask[..., None] > 0, laid, picture).astype(np.uint8, copy=False)


def test_a_book_on_the_table_is_told_and_a_bare_table_is_not(
    catalogue: ModelCatalogue, objects: ObjectFinder
) -> None:
    bare = as_camera_sees(load_portrait(catalogue.path("portrait")))
    with contextlib.closing(load_still_faces(catalogue)) as finder:
        faces = finder.find(bare)
    face = faces[0].seen.box
    reads = before(bare, open_book(round(1.8 * face[2] * bare.shape[1])), face)
    monitor, alerts = Monitor(), []
    for look, image in enumerate([bare] * 25 + [reads] * 25):
        at = MonotonicNs(look * 200_000_000)
        seen = observation_of(image, at, "candidate", faces, objects, None)
        alerts += monitor.step(seen, look / 5)
    told_as = [(alert.kind, alert.start_s) for alert in alerts]
    assert told_as == [("notes", pytest.approx(5.0, abs=0.6))]


def test_a_hand_finder_needs_its_model(tmp_path: Path) -> None:
    (tmp_path / "hand.task").write_bytes(b"nothing")
    with pytest.raises(VisionModelError, match=r"hand\.task"):
        HandFinder(tmp_path / "hand.task")


def test_no_hand_is_at_a_thing_outside_of_the_picture(catalogue: ModelCatalogue) -> None:
    with contextlib.closing(HandFinder(catalogue.path("hand_landmarker"))) as hands:
        assert not hands.at(np.zeros((120, 160, 3), np.uint8), (1.0, 1.0, 0.0, 0.0), around=False)
