"""What tells a copy of a card, in its own picture and in what is around it."""

import cv2
import numpy as np
import pytest

from app.domain.media import Image
from app.identity.card_copy import CopySigns, copy_problems, measure_bars, measure_copy
from app.identity.card_vote import CardVote
from app.identity.idcard import CardReader, CardReading, doubts
from app.identity.layout import CardText
from tests.unit.test_identity_card_glare import NoFaces, Printed
from tests.unit.test_identity_card_rules import front_lines

PAGE = np.random.default_rng(1).integers(60, 240, (640, 1012, 3), dtype=np.uint8)


def picture(*, colours: bool, noise: float) -> Image:
    """Lines of print on paper; with colours a tinted ground and a red block."""
    rng = np.random.default_rng(1)
    card = np.full((300, 480, 3), (240, 236, 226) if colours else 235, np.float32)
    for _ in range(200):
        x, y = rng.integers(0, 470), rng.integers(0, 290)
        card[y : y + 6, x : x + 2] = 40
    if colours:
        card[200:300, 100:300] = (60, 60, 190)
    return np.clip(card + rng.normal(0, noise, card.shape), 0, 255).astype(np.uint8)


def copied(image: Image, *, live: bool) -> list[str]:
    return [problem.code for problem in copy_problems(measure_copy(image), live=live)]


def test_a_copy_without_colours_is_told() -> None:
    assert copied(picture(colours=True, noise=3), live=True) == []
    assert copied(picture(colours=False, noise=3), live=True) == ["CARD-PHOTOCOPY"]


def test_no_colour_is_missed_in_the_dark() -> None:
    dark = np.asarray(picture(colours=False, noise=3) // 12, np.uint8)
    assert measure_copy(dark).colour is None
    assert copied(dark, live=True) == []


def test_a_screens_grid_is_told() -> None:
    screen = picture(colours=True, noise=3)
    screen[:, ::3] //= 2
    assert copied(screen, live=True) == ["CARD-SCREEN"]


def test_a_picture_that_no_camera_took_is_told_of_files_only() -> None:
    render = picture(colours=True, noise=0)
    assert copied(render, live=False) == ["CARD-SCREENSHOT"]
    assert copied(render, live=True) == []


def seen_as(signs: CopySigns, glare: float = 0.0) -> CardReading:
    return CardReading(CardText({}, 6, 0), ("front",), None, 9, 38.0, 0.0, glare, 900.0, signs)


def test_a_doubt_about_the_picture_counts_when_most_frames_have_it() -> None:
    fine, copy = CopySigns(20.0, 0.8, 0.0), CopySigns(1.0, 0.8, 0.0)
    vote = CardVote("front")
    for second, signs in enumerate((copy, fine, copy)):
        vote.add(float(second), seen_as(signs, glare=0.1 if second == 0 else 0.0))
    assert [problem.code for problem in vote.doubts()] == ["CARD-PHOTOCOPY"]


class Looks:
    """Says that a device is so surely there, and keeps what it was asked of."""

    def __init__(self, surely: float) -> None:
        self._surely = surely
        self.asked: list[tuple[tuple[int, ...], tuple[float, float, float, float]]] = []

    def around(self, image: Image, print_box: tuple[float, float, float, float]) -> float:
        self.asked.append((image.shape, print_box))
        return self._surely


def test_a_device_around_the_print_is_told_as_a_screen() -> None:
    looks = Looks(0.9)
    reader = CardReader(Printed(front_lines()), NoFaces(), devices=looks)
    reading = reader.read(PAGE, turns=False)
    assert [item.code for item in doubts(reading, live=True)] == ["CARD-SCREEN"]
    ((shape, (left, top, right, bottom)),) = looks.asked
    assert shape == PAGE.shape
    corners = np.concatenate([item.quad for item in front_lines()])
    assert (left, top) == tuple(corners.min(axis=0))
    assert (right, bottom) == tuple(corners.max(axis=0))


def test_little_certainty_is_none_and_two_signs_are_told_once() -> None:
    assert not list(copy_problems(CopySigns(20.0, 0.8, 0.0, device=0.6), live=True))
    both = CopySigns(20.0, 2.5, 0.0, device=2.0)
    assert [item.code for item in copy_problems(both, live=True)] == ["CARD-SCREEN"]


@pytest.mark.parametrize("how", ["dark", "blurred"])
def test_nobody_looks_for_a_device_in_a_picture_that_tells_nothing(how: str) -> None:
    looks = Looks(3.0)
    poor = PAGE // 4 if how == "dark" else cv2.GaussianBlur(PAGE, (0, 0), 3.0)
    reader = CardReader(Printed(front_lines()), NoFaces(), devices=looks)
    signs = reader.read(np.asarray(poor, np.uint8), turns=False).signs
    assert signs is not None
    assert signs.device == 0.0
    assert not looks.asked


def test_nobody_looks_for_a_device_where_no_card_is() -> None:
    looks = Looks(3.0)
    assert CardReader(Printed([]), NoFaces(), devices=looks).read(PAGE, turns=False).signs is None
    assert not looks.asked


def test_what_a_viewer_draws_around_a_picture_is_told_of_files_only() -> None:
    photo = picture(colours=True, noise=3)
    screen = np.full((600, 480, 3), 18, np.uint8)
    screen[150:450] = photo
    signs = CopySigns(20.0, 0.8, 0.0, bars=measure_bars(screen))
    assert signs.bars == 0.5
    assert [item.code for item in copy_problems(signs, live=False)] == ["CARD-SCREENSHOT"]
    assert not list(copy_problems(signs, live=True))
    assert measure_bars(photo) == 0.0


def test_the_white_paper_of_a_scan_is_no_viewer() -> None:
    scan = np.full((600, 480, 3), 255, np.uint8)
    scan[150:450] = picture(colours=True, noise=3)
    assert measure_bars(scan) == 0.0
