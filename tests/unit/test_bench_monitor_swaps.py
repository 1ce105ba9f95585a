"""The scenes in which somebody else sits down."""

from pathlib import Path

import numpy as np
import pytest

from app.bench import monitor_swaps
from app.bench.monitor_scenes import SITTERS, Frames
from app.bench.monitor_swaps import CHANGE_S, WHOLE_S, swap_scenes
from app.perception.videos import VideoFrame


def test_each_sitter_is_followed_by_two_others_and_stays_once() -> None:
    scenes = list(swap_scenes(Path("media")))
    swaps = [scene for scene in scenes if scene.expected]
    assert len(swaps) == 2 * len(SITTERS)
    assert {event.kind for scene in swaps for event in scene.expected} == {"different_person"}
    assert len(scenes) - len(swaps) == len(SITTERS) + 2
    assert all(scene.likeness and "different_person" not in scene.allowed for scene in scenes)
    assert all(name.split(", then ")[0] != name.split(", then ")[1] for name in
               (scene.name for scene in swaps))  # fmt: skip


def test_the_second_clip_begins_where_the_first_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(path: Path, from_s: float, to_s: float, seconds: float) -> Frames:
        del from_s, to_s
        level = 10 if "gaze" in path.name else 20
        image = np.full((2, 2, 3), level, np.uint8)
        return lambda: iter(VideoFrame(image, at / 5) for at in range(round(seconds * 5)))

    monkeypatch.setattr(monitor_swaps, "looped", plain)
    scene = next(one for one in swap_scenes(Path("media")) if "gaze_center.mp4, then" in one.name)
    frames = list(scene.frames())
    assert [frame.at_s for frame in frames] == [at / 5 for at in range(round(WHOLE_S * 5))]
    changed = [frame.at_s for frame in frames if frame.image[0, 0, 0] == 20]
    assert changed[0] == CHANGE_S
