"""A real face in the screen's colours, seen by the real models."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from app.bench.light import drawn
from app.domain.media import Image
from app.domain.screen_light import LightAnswer, LightPlan
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.light_answer import WATCH_S
from app.identity.liveness import LivenessTest
from app.identity.liveness_watch import LivenessWatch
from app.identity.loading import load_devices, load_embedder, load_tracker
from app.perception.catalogue import ModelCatalogue
from app.perception.face_tone import GAMMA
from app.perception.videos import read_video

STRENGTH = 0.05
DELAY_S = 0.15
HZ, WIDTH = 12.5, 640


def in_light(
    frames: Iterator[tuple[float, Image]], plan: LightPlan
) -> Iterator[tuple[float, Image]]:
    """The frames as they are where the screen adds its colour: red and blue go apart."""
    for at_s, image in frames:
        tint = plan.tint_at(round((at_s - DELAY_S) * NS_PER_S))
        part = np.exp(np.array([-1, 0, 1]) * tint * STRENGTH / GAMMA)
        yield at_s, np.clip(image * part, 0, 255).astype(np.uint8)


def watched(
    catalogue: ModelCatalogue, frames: Iterator[tuple[float, Image]], plan: LightPlan
) -> LightAnswer | None:
    with (
        contextlib.closing(load_tracker(catalogue)) as tracker,
        contextlib.closing(load_devices(catalogue)) as devices,
    ):
        test = LivenessTest(("blink",), 60.0, WATCH_S)
        watch = LivenessWatch(tracker, load_embedder(catalogue), devices, test, None, plan)
        for at_s, image in frames:
            watch.see(image, MonotonicNs(round(at_s * NS_PER_S)))
        return watch.result().light


def test_a_lit_face_answers_and_the_same_recording_without_it_does_not(
    models: Path, resources: Path, media: Path
) -> None:
    catalogue = ModelCatalogue(models, resources)
    clip = media / "video_liveness" / "gaze_center.mp4"
    frames = [(frame.at_s, frame.image) for frame in read_video(clip, HZ, WIDTH)]
    plan = drawn(np.random.default_rng(5))
    lit = watched(catalogue, in_light(iter(frames), plan), plan)
    assert lit is not None
    assert lit.answered
    dark = watched(catalogue, iter(frames), plan)
    assert dark is not None
    assert not dark.answered
    assert abs(dark.strength) < lit.strength / 2
