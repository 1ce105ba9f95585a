"""The live picture: attached when it is there, let go when it stands still."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.media import Frame
from tests.gui.stage import DrawnSlot, SetClock, StageMaker
from tests.gui.states import candidate_states
from ui.preview import RETRY_EVERY, PreviewSource, filling, reduced


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
