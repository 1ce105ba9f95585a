"""Observations of a recording: what the live models would have seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import av
import av.error
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.media import Image
from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import FaceEmbedder
from app.perception.faces import FaceTracker
from app.perception.likeness import LikenessMeter
from app.perception.looking import observation_of
from app.perception.objects import ObjectFinder
from app.perception.second_face import SecondFaceFinder
from app.perception.videos import read_video

LIKENESS_EVERY_S = 1.0
"""A recording is not live: more often than the watcher, 30 ms of one core each time."""
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


class Observer:
    """The live models over pictures that do not come from a camera. Used by one thread."""

    def __init__(self, catalogue: ModelCatalogue, *, objects: bool, likeness: bool = False) -> None:
        """Load the models.

        Args:
            catalogue: where they lie.
            objects: whether to look for objects too.
            likeness: compare the face with the first one that can be measured.

        Raises:
            ModelMissingError: a model has not been fetched.
            VisionModelError: a model cannot be loaded.
        """
        self._tracker = FaceTracker(catalogue.path("face_landmarker"))
        self._meter = None
        if likeness:
            embedder = FaceEmbedder(catalogue.path("mobilefacenet"), catalogue.ref("mobilefacenet"))
            self._meter = LikenessMeter(embedder, None, LIKENESS_EVERY_S)
        self._second = SecondFaceFinder(
            catalogue.path("face_detector"), catalogue.path("face_landmarker")
        )
        self._finder = ObjectFinder(catalogue.path("object_detector")) if objects else None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the models go."""
        self._tracker.close()
        self._second.close()
        if self._finder:
            self._finder.close()

    def look(self, image: Image, at: MonotonicNs) -> Observation:
        """What is seen in a picture taken at `at`, which never goes back."""
        found = self._second.beside(image, self._tracker.find(image, at))
        return observation_of(image, at, "candidate", found, self._finder, self._meter)


def observe_video(
    path: Path,
    catalogue: ModelCatalogue,
    rate_hz: float,
    *,
    objects: bool,
    likeness: bool = False,
) -> Iterator[Observation]:
    """Look at a recording, `rate_hz` times a second; `at_ns` counts from its first frame.

    Args:
        path: any video file.
        catalogue: where the models lie.
        rate_hz: how often to look.
        objects: whether to look for objects too.
        likeness: whether to compare the face with the first one.

    Raises:
        FileMissingError, VideoUnreadableError, VideoTooLargeError: see `read_video`.
        ModelMissingError: a model has not been fetched.
        VisionModelError: a model cannot be loaded.
    """
    with Observer(catalogue, objects=objects, likeness=likeness) as observer:
        for frame in read_video(path, rate_hz, OBSERVED_WIDTH_PX):
            yield observer.look(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)))
