"""Observations of a recording: what the live models would have seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import av
import av.error
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.media import Image
from app.domain.observation import Observation, SeenObject
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import FaceEmbedder
from app.perception.faces import FaceTracker
from app.perception.likeness import LikenessMeter
from app.perception.objects import ObjectFinder, ObjectPace
from app.perception.quality import measure_quality
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

    def __init__(
        self, catalogue: ModelCatalogue, objects: ObjectPace | None, *, likeness: bool = False
    ) -> None:
        """Load the models.

        Args:
            catalogue: where they lie.
            objects: when to look for objects; None for never.
            likeness: compare the face with the first one that can be measured.

        Raises:
            ModelMissingError: a model has not been fetched.
            VisionModelError: a model cannot be loaded.
        """
        self._tracker = FaceTracker(catalogue.path("face_landmarker"))
        self._pace = objects
        self._meter = None
        if likeness:
            embedder = FaceEmbedder(catalogue.path("mobilefacenet"), catalogue.ref("mobilefacenet"))
            self._meter = LikenessMeter(embedder, None, LIKENESS_EVERY_S)
        self._finder = None if objects is None else ObjectFinder(catalogue.path("object_detector"))

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the models go."""
        self._tracker.close()
        if self._finder:
            self._finder.close()

    def look(self, image: Image, at: MonotonicNs) -> Observation:
        """What is seen in a picture taken at `at`, which never goes back."""
        quality, faces = measure_quality(image), self._tracker.find(image, at)
        likeness = None
        if self._meter is not None and faces:
            likeness = self._meter.measure(image, faces[0], at / NS_PER_S)
        return Observation(
            at_ns=at,
            camera="candidate",
            faces=tuple(face.seen for face in faces),
            objects=self._objects(image, at / NS_PER_S),
            brightness=quality.brightness,
            sharpness=quality.sharpness,
            likeness=likeness,
        )

    def _objects(self, image: Image, now_s: float) -> tuple[SeenObject, ...] | None:
        if self._finder is None or self._pace is None or not self._pace.due(now_s):
            return None
        found = self._finder.find(image)
        self._pace.looked(now_s, found)
        return found


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
    pace = ObjectPace(0.0) if objects else None
    with Observer(catalogue, pace, likeness=likeness) as observer:
        for frame in read_video(path, rate_hz, OBSERVED_WIDTH_PX):
            yield observer.look(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)))
