"""A second person in the dark, and a face that is only printed on a jumper."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from app.analysis.footage import Observer
from app.bench.monitor_calm import Variation, varied
from app.bench.monitor_pictures import noisy, photograph
from app.domain.media import Image
from app.domain.timing import MonotonicNs
from app.monitoring.rules import Monitor
from app.perception.catalogue import ModelCatalogue
from app.perception.videos import read_video

LOOKS_PER_S = 5.0
NEARER = Variation(turned=False, light=1.0, view="left")
"""So the jumper's skull was told within a second, and to the end."""


@pytest.fixture
def observer(models: Path, resources: Path) -> Iterator[Observer]:
    with Observer(ModelCatalogue(models, resources), objects=False) as each:
        yield each


def kinds_told(observer: Observer, pictures: Iterable[Image]) -> set[str]:
    monitor, told = Monitor(), set[str]()
    for look, picture in enumerate(pictures):
        at_s = look / LOOKS_PER_S
        seen = observer.look(noisy(picture, look), MonotonicNs(round(at_s * 1e9)))
        told |= {alert.kind for alert in monitor.step(seen, at_s)}
    return told


def test_a_face_printed_on_a_jumper_is_no_second_person_in_the_dark(
    observer: Observer, media: Path
) -> None:
    frames = read_video(media / "video_gesture/asl_again.mkv", LOOKS_PER_S, 1280)
    assert kinds_told(observer, (varied(frame.image, NEARER) for frame in frames)) == set()


def test_a_second_person_is_told_in_the_dark(observer: Observer, media: Path) -> None:
    frames = photograph(media / "face/fr_two_people.jpg", 0.0)
    assert "second_person" in kinds_told(observer, (frame.image for frame in frames))
