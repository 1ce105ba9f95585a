"""Observations of a recording: what the live models would have seen."""

from collections.abc import Iterator
from pathlib import Path

import av
import av.error
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.catalogue import ModelCatalogue
from app.perception.faces import FaceTracker
from app.perception.objects import ObjectFinder
from app.perception.quality import measure_quality
from app.perception.videos import read_video

OBSERVED_WIDTH_PX = 1280
"""Longest side of the pictures looked at: that of the shared frames (`app.processes.shared`)."""


def has_pictures(path: Path) -> bool:
    """Whether a file that can be decoded has a moving picture track (a cover picture is none)."""
    try:
        with av.open(str(path), mode="r", metadata_errors="replace") as container:
            return any(not _is_cover(stream) for stream in container.streams.video)
    except (av.error.FFmpegError, OSError, ValueError):
        return False


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def observe_video(
    path: Path, catalogue: ModelCatalogue, rate_hz: float, *, objects: bool
) -> Iterator[Observation]:
    """Look at a recording, `rate_hz` times a second; `at_ns` counts from its first frame.

    Args:
        path: any video file.
        catalogue: where the models lie.
        rate_hz: how often to look.
        objects: whether to look for objects too.

    Raises:
        FileMissingError, VideoUnreadableError, VideoTooLargeError: see `read_video`.
        ModelMissingError: a model has not been fetched.
        VisionModelError: a model cannot be loaded.
    """
    tracker = FaceTracker(catalogue.path("face_landmarker"))
    finder = ObjectFinder(catalogue.path("object_detector")) if objects else None
    try:
        for frame in read_video(path, rate_hz, OBSERVED_WIDTH_PX):
            at = MonotonicNs(round(frame.at_s * NS_PER_S))
            quality = measure_quality(frame.image)
            yield Observation(
                at_ns=at,
                camera="candidate",
                faces=tuple(face.seen for face in tracker.find(frame.image, at)),
                objects=finder.find(frame.image) if finder else None,
                brightness=quality.brightness,
                sharpness=quality.sharpness,
            )
    finally:
        tracker.close()
        if finder:
            finder.close()
