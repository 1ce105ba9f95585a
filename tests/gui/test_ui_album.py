"""Which pictures are kept around an alert."""

from dataclasses import replace

from app.domain.observation import Alert
from tests.gui.operator_states import operator_states
from tests.gui.stage import StageMaker
from ui.album import AROUND_S, Album, Picture
from ui.gestures import click

AWAY = Alert("looking_away", 20.0, None, 1.0)


def filmed(album: Album, from_s: float, to_s: float) -> None:
    at_s = from_s
    while at_s < to_s:
        album.take("candidate", Picture(at_s, f"candidate {at_s}"))
        album.take("room", Picture(at_s, f"room {at_s}"))
        at_s += 0.5


def test_an_alert_keeps_its_camera_five_seconds_either_way() -> None:
    album = Album()
    filmed(album, 0.0, 24.0)  # told late: it is backdated to its first look
    album.noticed((AWAY,))
    filmed(album, 24.0, 40.0)
    kept = album.around(0)
    assert [at_s for at_s, _ in kept] == [n / 2 - AROUND_S for n in range(21)]
    assert {jpeg.split()[0] for _, jpeg in kept} == {"candidate"}


def test_what_goes_on_or_is_noted_is_no_new_alert() -> None:
    album = Album()
    filmed(album, 0.0, 30.0)
    album.noticed((AWAY,))
    before = album.around(0)
    album.noticed((replace(AWAY, end_s=28.0, note="looked at the clock"),))
    assert album.around(0) == before
    assert len(before) > 0


def test_what_the_pc_showed_and_what_came_before_this_window_have_no_pictures() -> None:
    album = Album()
    album.noticed((replace(AWAY, camera="pc"), AWAY))
    filmed(album, 100.0, 110.0)
    assert album.around(0) == ()
    assert album.around(1) == ()
    assert album.around(7) == ()


def test_the_operator_opens_an_alert_and_sees_its_pictures(make_stage: StageMaker) -> None:
    stage = make_stage()
    busy = operator_states("zh")["22_answering"]
    stage.show(replace(busy, alerts=(), session_s=0.0))
    stage.film(12.0)
    stage.show(replace(busy, alerts=(replace(AWAY, start_s=8.0),), session_s=12.0))
    stage.film(4.0)
    stage.picture("operator")
    stage.wait_for("operator", "pictures_0")
    click(stage.window("operator"), "pictures_0")
    assert stage.wait_for("operator", "alertPictures").property("count") == 21
    stage.show(replace(busy, started=None, alerts=(), candidate_name="", stage="idle"))
    assert stage.screens.album.around(0) == ()
