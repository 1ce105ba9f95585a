"""How the benchmark of the live monitor counts."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.bench.monitor import Told, most_per_hour
from app.bench.monitor_scenes import Scene
from app.bench.monitor_voices import mixed
from app.domain.observation import Alert
from app.monitoring.measuring import Expected, belongs
from app.perception.videos import VideoFrame


def _nothing() -> Iterator[VideoFrame]:
    return iter(())


def _alert(start_s: float, end_s: float) -> Alert:
    return Alert("phone", start_s, end_s, 1.0)


PHONE = Scene("clip", _nothing, (Expected("phone", 3.0, 8.0),), held_back=True)


def test_an_alert_belongs_to_the_event_that_it_overlaps() -> None:
    event = Expected("phone", 3.0, 8.0)

    assert belongs(_alert(4.0, 5.0), event)
    assert belongs(_alert(9.0, 12.0), event)
    assert not belongs(_alert(0.0, 1.5), event)
    assert not belongs(_alert(11.5, 12.0), event)


def test_events_that_are_told_and_missed_are_counted() -> None:
    told = Told()
    told.take(PHONE, "phone", [_alert(4.0, 5.0), _alert(5.5, 8.0)])
    told.take(PHONE, "phone", [])

    assert (told.expected, told.found, told.held_back_found) == (2, 1, 1)
    assert (told.missed, told.false, told.recall) == (["clip"], [], 0.5)


def test_an_alert_of_nothing_is_false_unless_the_truth_is_not_certain() -> None:
    told = Told()
    told.take(PHONE, "phone", [_alert(4.0, 5.0), _alert(20.0, 21.0)])
    told.take(Scene("unsure", _nothing, allowed=frozenset({"phone"})), "phone", [_alert(0.0, 1.0)])

    assert told.false == ["clip at 20.0 s"]


@pytest.mark.parametrize(("count", "limit"), [(0, 3.0), (1, 4.7), (5, 10.5)])
def test_what_a_count_still_allows_at_95_percent(count: int, limit: float) -> None:
    assert most_per_hour(count, 1.0) == limit


def test_an_answer_goes_on_after_the_other_voice_where_it_was() -> None:
    own, other = np.arange(1, 10 * 16000 + 1, dtype=np.int16), np.zeros(2 * 16000, np.int16)
    heard = mixed(other, own, 4.0, 8.0)
    assert len(heard) == 8 * 16000
    assert not heard[4 * 16000 : 6 * 16000].any()
    assert list(heard[6 * 16000 :]) == list(own[4 * 16000 : 6 * 16000])
    assert not mixed(other, None, 4.0, 8.0).any()
