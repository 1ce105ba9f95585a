"""The script before the real models: a real person who is there, and then is not."""

from pathlib import Path

from app.analysis.footage import Observer
from app.cli.measure import LOOK_EVERY_S, watched
from app.monitoring.measuring import Act, judged
from app.perception.catalogue import ModelCatalogue
from app.perception.videos import read_video
from devices.clock import SystemClock

SHORT = (Act(2.4, "坐好", "sit still"), Act(4.0, "离开", "leave", "left_frame"))


def test_who_leaves_is_told_and_nothing_else_is(models: Path, media: Path, resources: Path) -> None:
    clip = read_video(media / "video_absence" / "face_then_none.mov", 1 / LOOK_EVERY_S, 640)
    pictures = ((frame.image, frame.at_s) for frame in clip)
    with Observer(ModelCatalogue(models, resources), objects=True) as observer:
        alerts = watched(observer, pictures, SHORT)
    measured = judged(SHORT, alerts, SystemClock().now())
    assert (measured.recall, measured.precision) == (1.0, 1.0)
