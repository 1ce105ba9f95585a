"""The watcher looks at both cameras, however busy it is."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.domain.media import Frame
from app.domain.timing import MonotonicNs
from app.identity.steps import Observe
from devices.fake.clock import FakeClock

IMAGE = np.full((90, 160, 3), 120, np.uint8)


class Feed:
    """A camera that always has a frame."""

    dropped = 0

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def newest(self) -> Frame:
        return Frame(IMAGE, MonotonicNs(self._clock.monotonic_ns()), 0)


@pytest.mark.parametrize("look_s", [0.05, 0.3])
def test_the_room_is_looked_at_every_second_though_the_candidate_always_has_a_frame(
    look_s: float,
) -> None:
    clock = FakeClock()
    reports: list[Any] = []
    senses: Any = SimpleNamespace(
        clock=clock,
        candidate=Feed(clock),
        room=Feed(clock),
        tracker=SimpleNamespace(find=lambda *_: ()),
        still=SimpleNamespace(find=lambda *_: ()),
        second=SimpleNamespace(beside=lambda _image, found: found),
        objects=SimpleNamespace(find=lambda *_: ()),
        hearing=SimpleNamespace(until=lambda _: None),
    )
    step = Observe(senses, reports.append, None, objects=True)
    begun = clock.monotonic_ns()
    while clock.monotonic_ns() - begun < 20e9:
        clock.sleep(look_s + step.tick())
    cameras = [report.observation.camera for report in reports]
    assert 13 <= cameras.count("room") <= 21
    assert cameras.count("candidate") >= 20


def test_a_room_look_that_takes_longer_than_a_second_leaves_the_candidate_its_turn() -> None:
    clock = FakeClock()
    reports: list[Any] = []

    def slowly(*_: object) -> tuple[()]:
        clock.sleep(2.0)
        return ()

    senses: Any = SimpleNamespace(
        clock=clock,
        candidate=Feed(clock),
        room=Feed(clock),
        tracker=SimpleNamespace(find=lambda *_: ()),
        still=SimpleNamespace(find=slowly),
        second=SimpleNamespace(beside=lambda _image, found: found),
        objects=SimpleNamespace(find=lambda *_: ()),
        hearing=SimpleNamespace(until=lambda _: None),
    )
    step = Observe(senses, reports.append, None, objects=True)
    for _ in range(60):
        clock.sleep(max(step.tick(), 1.4))
    cameras = [report.observation.camera for report in reports]
    assert cameras.count("candidate") >= cameras.count("room") >= 10
