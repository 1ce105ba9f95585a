"""Observations of a recording: what the live models would have seen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

import av
import av.error
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.media import Image, Samples
from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import FaceEmbedder
from app.perception.faces import FaceTracker
from app.perception.likeness import LikenessMeter
from app.perception.looking import observation_of
from app.perception.objects import ObjectFinder
from app.perception.own_voice import OwnVoice
from app.perception.second_face import SecondFaceFinder
from app.perception.videos import read_video
from app.perception.voice import SpeechShare
from app.perception.voice_embedding import VoiceEmbedder
from app.ports.speech import SPEECH_RATE_HZ

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
        self,
        catalogue: ModelCatalogue,
        *,
        objects: bool,
        likeness: bool = False,
        likeness_every_s: float = LIKENESS_EVERY_S,
    ) -> None:
        """Load the models.

        Args:
            catalogue: where they lie.
            objects: whether to look for objects too.
            likeness: compare the face with the first one that can be measured.
            likeness_every_s: how often.

        Raises:
            ModelMissingError: a model has not been fetched.
            VisionModelError: a model cannot be loaded.
        """
        self._tracker = FaceTracker(catalogue.path("face_landmarker"))
        self._meter = None
        if likeness:
            embedder = FaceEmbedder(catalogue.path("mobilefacenet"), catalogue.ref("mobilefacenet"))
            self._meter = LikenessMeter(embedder, None, likeness_every_s)
        self._second = SecondFaceFinder(
            catalogue.path("face_detector"), catalogue.path("face_landmarker")
        )
        self._finder = (
            ObjectFinder(catalogue.path("object_detector"), catalogue.path("hand_landmarker"))
            if objects
            else None
        )

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the models go."""
        self._tracker.close()
        self._second.close()
        if self._finder:
            self._finder.close()

    def look(self, image: Image, at: MonotonicNs, voice: float | None = None) -> Observation:
        """What is seen in a picture.

        Args:
            image: the picture.
            at: when it was taken; never goes back.
            voice: see `Observation`.
        """
        found = self._second.beside(image, self._tracker.find(image, at))
        seen = observation_of(image, at, "candidate", found, self._finder, self._meter)
        return replace(seen, voice=voice)


class Listener:
    """Says of a recording's sound how much of it is speech, look by look. Used by one thread."""

    def __init__(self, sound: Samples | None, embedder: VoiceEmbedder | None = None) -> None:
        """Load the model, if there is a sound.

        Args:
            sound: mono, 16 kHz, from the first picture on.
            embedder: to learn the voice of who is seen, and compare it; None for neither.
        """
        self._sound = sound
        self._share = None if sound is None else SpeechShare()
        self._own = None if sound is None or embedder is None else OwnVoice(embedder)
        self._heard = 0

    def until(self, at_s: float) -> float | None:
        """Share of the time since the last call in which somebody spoke; None for no sound."""
        if self._sound is None or self._share is None:
            return None
        end = min(len(self._sound), round(at_s * SPEECH_RATE_HZ))
        share = self._share.take(self._sound[self._heard : end])
        self._heard = max(self._heard, end)
        return share

    def compared(self, seen: Observation) -> Observation:
        """The look of the last `until`, with how like the voice is to the own one."""
        if self._share is None or self._own is None:
            return seen
        return self._own.heard(self._share, seen)


def observe_video(
    path: Path,
    catalogue: ModelCatalogue,
    rate_hz: float,
    *,
    objects: bool,
    likeness: bool = False,
    sound: Samples | None = None,
) -> Iterator[Observation]:
    """Look at a recording, `rate_hz` times a second; `at_ns` counts from its first frame.

    Args:
        path: any video file.
        catalogue: where the models lie.
        rate_hz: how often to look.
        objects: whether to look for objects too.
        likeness: whether to compare the face with the first one, and the voice with the one that
            was heard while that face spoke.
        sound: that belongs to it, mono at 16 kHz; None to listen to nothing.

    Raises:
        FileMissingError, VideoUnreadableError, VideoTooLargeError: see `read_video`.
        ModelMissingError: a model has not been fetched.
        VisionModelError: a model cannot be loaded.
    """
    known = sound is not None and likeness
    embedder = VoiceEmbedder(catalogue.path("voice_encoder")) if known else None
    listener = Listener(sound, embedder)
    with Observer(catalogue, objects=objects, likeness=likeness) as observer:
        for frame in read_video(path, rate_hz, OBSERVED_WIDTH_PX):
            at = MonotonicNs(round(frame.at_s * NS_PER_S))
            yield listener.compared(observer.look(frame.image, at, listener.until(frame.at_s)))
