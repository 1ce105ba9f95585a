"""The live picture: attached when it is there, let go when it stands still."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.demo.media_cards import Specimen, card_back
from app.demo.media_held import held_card
from app.domain.media import Frame
from app.domain.messages import screen as m
from app.identity.framing import frame_document
from tests.gui.stage import DrawnSlot, SetClock, Stage, StageMaker
from tests.gui.states import candidate_states
from ui.preview import RETRY_EVERY, PreviewSource, filling, placed, reduced


class StoppingSlot(DrawnSlot):
    """Can be made to stand still."""

    stopped = False

    def latest(self, after: int = -1) -> Frame | None:
        return None if self.stopped else super().latest(after)


class Shelf:
    """Slots that come and go."""

    def __init__(self) -> None:
        self.there = False
        self.slots: list[StoppingSlot] = []
        self.tries = 0

    def attach(self, name: str) -> "StoppingSlot":
        self.tries += 1
        if not self.there:
            raise FileNotFoundError(name)
        slot = StoppingSlot(name)
        self.slots.append(slot)
        return slot


def _look(source: PreviewSource, times: int = 1) -> None:
    for _ in range(times):
        source._look()  # what the timer does


def test_a_source_waits_for_its_camera_and_notices_that_it_stands_still(
    qapp: QGuiApplication,
) -> None:
    shelf, clock = Shelf(), SetClock()
    source = PreviewSource("candidate", shelf.attach, clock, qapp)
    _look(source, RETRY_EVERY)
    assert shelf.tries == 1
    assert source.property("live") is False
    shelf.there = True
    _look(source, 2)
    assert source.property("live") is True
    image = source.image
    assert image is not None
    shelf.slots[0].stopped = True
    clock.sleep(1.9)
    _look(source)
    assert source.property("live") is True
    clock.sleep(0.2)
    _look(source)
    assert source.property("live") is False
    gone = source.image is None
    assert gone
    assert shelf.slots[0].closed
    _look(source)
    assert source.property("live") is True
    source.close()
    assert shelf.slots[1].closed
    source.deleteLater()


def test_a_camera_without_a_name_is_never_looked_for(qapp: QGuiApplication) -> None:
    shelf = Shelf()
    source = PreviewSource("", shelf.attach, SetClock(), qapp)
    _look(source, 40)
    assert shelf.tries == 0
    source.deleteLater()


def test_only_a_pane_that_is_shown_costs_anything(make_stage: StageMaker) -> None:
    stage = make_stage()
    preview = stage.screens.candidate.preview
    stage.show(candidate_states("zh")["12_saved"])
    assert isinstance(preview, PreviewSource)
    # the operator's window is locked: nobody looks
    assert preview._watchers == 0
    stage.show(candidate_states("zh")["07_face"])
    assert preview._watchers == 1
    QTest.qWait(80)
    picture = stage.picture("candidate")
    assert picture.pixelColor(400, 330).name() == "#d6b296"
    stage.show(candidate_states("zh")["12_saved"])
    assert preview._watchers == 0


def test_a_picture_is_cut_and_reduced_before_it_is_drawn() -> None:
    image = DrawnSlot.picture
    square = filling(image, 1.0)
    assert square.shape == (720, 720, 3)
    assert (square == image[:, 280:1000]).all()
    assert filling(image, 4.0).shape == (320, 1280, 3)
    small = reduced(image, 300)
    assert small.shape == (180, 320, 3)
    assert small.flags.c_contiguous


def test_an_outline_is_placed_as_the_picture_is_cut() -> None:
    whole = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
    assert placed(whole, (1280, 720), (640, 360)) == [(0, 0), (640, 0), (640, 360), (0, 360)]
    # a square shows the middle 720 of 1280 columns, at half their size
    assert placed(whole, (1280, 720), (360, 360)) == [(-140, 0), (500, 0), (500, 360), (-140, 360)]
    # a wide item shows the middle 320 of 720 rows
    assert placed((0.5, 0.5), (1280, 720), (1280, 320)) == [(640, 160)]
    assert placed((0.25, 0.0), (1280, 720), (1280, 320)) == [(320, -200)]


class CardSlot(DrawnSlot):
    """Somebody holds the back of a card before the camera."""

    picture = next(held_card(card_back(Specimen()), iter([DrawnSlot.picture])))


@pytest.mark.parametrize("good", [False, True])
def test_the_outline_is_drawn_where_the_card_is(make_stage: StageMaker, *, good: bool) -> None:
    framing = frame_document(CardSlot.picture, page=False)
    assert framing is not None
    assert framing.hint is None
    stage = make_stage(attach=CardSlot)
    card = m.CardScreen("back", "", (), (), waiting_for_operator=False)
    stage.show(m.ShowCandidate(card, "zh", recording=False, help_asked=False))
    QTest.qWait(80)
    before = _pixels(stage)
    shown = replace(card, outline=framing.outline, outline_good=good)
    stage.show(m.ShowCandidate(shown, "zh", recording=False, help_asked=False))
    after = _pixels(stage)
    drawn = (np.abs(after.astype(int) - before).sum(axis=2) > 60).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(drawn)
    # what is drawn goes round the card: its edges lie under it, its middle is left alone
    around = 12
    card_at = before[top + around : top + height - around, left + around : left + width - around]
    assert not drawn[top + height // 2 - 20 : top + height // 2 + 20, left + width // 2].any()
    assert np.median(card_at, axis=(0, 1)).min() > 200
    colour = QColor("#7FE0B0")
    inked = (
        np.abs(after.astype(int) - (colour.blue(), colour.green(), colour.red())).max(axis=2) < 8
    )
    across = inked[:, left + width // 3 : left + 2 * width // 3].any(axis=0).mean()
    assert (across > 0.95) == good, "whole where it lies well, broken where it does not"
    stage.show(m.ShowCandidate(card, "zh", recording=False, help_asked=False))
    assert np.abs(_pixels(stage).astype(int) - before).max() < 8, "nothing without a card"


class EdgedSlot(DrawnSlot):
    """The picture's four edges are red, 12 pixels wide."""

    picture = DrawnSlot.picture.copy()
    picture[:12] = picture[-12:] = picture[:, :12] = picture[:, -12:] = (0, 0, 255)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_card_page_shows_the_whole_picture(
    make_stage: StageMaker, size: tuple[int, int]
) -> None:
    stage = make_stage(attach=EdgedSlot, size=size)
    card = m.CardScreen("front", "", (), (), waiting_for_operator=False)
    stage.show(m.ShowCandidate(card, "zh", recording=False, help_asked=False))
    QTest.qWait(80)
    far = np.abs(_pixels(stage).astype(int) - (0, 0, 255)).max(axis=2)
    left, top, width, height = cv2.boundingRect((far < 40).astype(np.uint8))
    assert width / height == pytest.approx(16 / 9, rel=0.02)
    framed = far[top + 2 : top + height - 2, left + 2 : left + width - 2] < 40
    for edge in (framed[0], framed[-1], framed[:, 0], framed[:, -1]):
        assert edge.mean() > 0.95, "an edge of the picture is out of sight"


def _pixels(stage: Stage) -> np.ndarray:
    picture = stage.picture("candidate").convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(picture.constBits(), np.uint8)
    rows = flat.reshape(picture.height(), picture.bytesPerLine())[:, : picture.width() * 3]
    return rows.reshape(picture.height(), picture.width(), 3)[..., ::-1].copy()
