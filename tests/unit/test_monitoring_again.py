"""What is noticed again within moments."""

from dataclasses import replace

from app.domain.observation import Alert
from app.monitoring.again import AGAIN_WITHIN_S, placed

OPENED = Alert("looking_away", 10.0, None, 0.8)
ENDED = replace(OPENED, end_s=16.0)


def test_what_is_open_goes_on_and_ends_with_its_note() -> None:
    noted = replace(OPENED, note="looked at the clock")
    assert placed((noted,), replace(ENDED, start_s=11.0)) == (0, replace(noted, end_s=16.0))


def test_again_within_moments_is_one_alert_that_counts() -> None:
    again = replace(OPENED, start_s=16.0 + AGAIN_WITHIN_S)
    index, alert = placed((ENDED,), again)
    assert (index, alert.start_s, alert.end_s, alert.times) == (0, 10.0, None, 2)
    index, alert = placed((alert,), replace(again, end_s=40.0))
    assert (index, alert.start_s, alert.end_s, alert.times) == (0, 10.0, 40.0, 2)


def test_later_or_acknowledged_or_another_thing_is_a_new_alert() -> None:
    later = replace(OPENED, start_s=16.1 + AGAIN_WITHIN_S)
    soon = replace(OPENED, start_s=18.0)
    noted = replace(ENDED, note="looked at the clock")
    room = replace(soon, camera="room")
    for known, alert in ((ENDED, later), (noted, soon), (ENDED, room)):
        assert placed((known,), alert) == (1, alert)


def test_what_ends_without_having_been_told_is_written_down() -> None:
    assert placed((), ENDED) == (0, ENDED)
