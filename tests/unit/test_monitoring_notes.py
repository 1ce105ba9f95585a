"""Papers, a book or a tablet in the candidate's hand."""

import pytest

from app.domain.observation import SeenObject
from app.monitoring.settings import MonitorSettings
from tests.unit.test_monitoring_rules import PRESENT, face, look, opened, play

BOX = (0.35, 0.6, 0.3, 0.3)
PAPERS = SeenObject("papers", 0.8, BOX)
BOOK, TABLET = SeenObject("book", 0.4, BOX), SeenObject("laptop", 0.5, BOX)


@pytest.mark.parametrize("thing", [BOOK, TABLET])
def test_a_book_or_a_tablet_in_the_hand_is_told_once(thing: SeenObject) -> None:
    reading = look(face(), objects=(thing,))
    changes = play((3.0, PRESENT), (6.0, reading), (6.0, PRESENT))
    assert [(a.kind, a.end_s is None) for a in changes] == [("notes", True), ("notes", False)]
    assert changes[0].start_s == pytest.approx(3.0, abs=0.21)


def test_papers_that_are_none_of_coco_s_things_are_told_after_two_seconds() -> None:
    writing = look(face(), objects=(PAPERS,))
    changes = play((3.0, PRESENT), (5.0, writing), (6.0, PRESENT))
    assert [(a.kind, a.end_s is None) for a in changes] == [("notes", True), ("notes", False)]
    assert changes[0].start_s == pytest.approx(3.0, abs=0.21)
    assert changes[0].confidence == pytest.approx(PAPERS.score)


def test_a_gesture_that_looks_like_papers_for_a_second_is_none() -> None:
    signs = [(1.2, look(face(), objects=(PAPERS,))), (2.0, PRESENT)] * 5
    assert play(*signs) == []


def test_what_may_be_papers_or_not_is_none() -> None:
    doubtful = look(face(), objects=(SeenObject("papers", 0.6, BOX),))
    assert play((10.0, doubtful)) == []


def test_one_wrong_look_is_no_book() -> None:
    assert play((3.0, PRESENT), (0.2, look(face(), objects=(BOOK,))), (3.0, PRESENT)) == []


def test_what_is_hardly_one_is_none() -> None:
    weak = look(face(), objects=(SeenObject("book", 0.1, BOX),))
    assert play((6.0, weak)) == []


def test_the_cameras_of_the_room_say_nothing_about_it() -> None:
    assert "notes" not in opened(play((6.0, look(face(), objects=(BOOK,), camera="room"))))


def test_a_bank_that_hands_out_papers_switches_it_off() -> None:
    reading = look(face(), objects=(BOOK,))
    assert play((6.0, reading), settings=MonitorSettings(notes=None)) == []
