"""The scenes in which a bare face is covered."""

from pathlib import Path

import numpy as np
import pytest

from app.bench import monitor_covers
from app.bench.cover_pictures import HIGH, WIDE, drawn_mask, drawn_page, drawn_scarf
from app.bench.monitor_covers import cover_scenes
from app.bench.monitor_scenes import SITTERS
from app.perception.catalogue import ModelCatalogue


def test_each_sitter_is_covered_by_four_things_and_by_one_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(monitor_covers, "hand_of", lambda _: drawn_mask())
    scenes = list(cover_scenes(Path("media"), ModelCatalogue(Path("models"), Path("resources"))))
    events = [scene for scene in scenes if scene.expected]
    assert (len(scenes), len(events)) == (5 * len(SITTERS), 4 * len(SITTERS))
    assert {event.kind for scene in events for event in scene.expected} == {"face_covered"}
    assert all("face_covered" not in scene.allowed for scene in scenes)
    assert sum(scene.held_back for scene in events) == len(events) // 2


def test_what_is_drawn_covers_the_mouth_and_leaves_the_eyes_free() -> None:
    for covering in (drawn_mask(), drawn_scarf(), drawn_page()):
        assert covering.shape == (HIGH, WIDE, 4)
        assert covering[160:180, 100:140, 3].min() == 255
        assert np.all(covering[:90, :, 3] == 0)
