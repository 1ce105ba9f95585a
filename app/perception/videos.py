"""Reading a video from a file given by a person, frame by frame, upright, with its own times."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
from av.container import InputContainer

from app.domain.errors import FileMissingError
from app.domain.media import Image
from app.perception.errors import VideoTooLargeError, VideoUnreadableError

MAX_VIDEO_PIXELS = 4096 * 2304
"""Pixels a frame above which a video is refused before a frame is decoded."""

MAX_VIDEO_S = 600.0
"""Longest video read, in seconds; a liveness clip is well under a minute."""


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One picture of a video.

    Attributes:
        image: BGR, see `app.domain.media.Image`.
        at_s: its time in seconds from the first frame.
    """

    image: Image
    at_s: float


def read_video(path: Path, rate_hz: float, longest_side_px: int) -> Iterator[VideoFrame]:
    """The frames of a video file, thinned to at most `rate_hz` and reduced to `longest_side_px`.

    Raises:
        FileMissingError: there is no such file.
        VideoUnreadableError: it is not a video, holds no picture track, or no whole frame.
        VideoTooLargeError: its frames or its duration are over the limits above.
    """
    if not path.is_file():
        raise FileMissingError(f"{path} is not there")
    seen = False
    try:
        with av.open(str(path), mode="r", metadata_errors="replace") as container:
            for frame in _decode(container, path.name, rate_hz):
                seen = True
                yield VideoFrame(_upright(frame[1], longest_side_px), frame[0])
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if not seen:
            raise VideoUnreadableError(f"{path.name} cannot be decoded as a video") from error
    if not seen:
        raise VideoUnreadableError(f"{path.name} holds no whole frame")


def _decode(
    container: InputContainer, name: str, rate_hz: float
) -> Iterator[tuple[float, av.VideoFrame]]:
    if not container.streams.video:
        raise VideoUnreadableError(f"{name} holds no picture track")
    stream = container.streams.video[0]
    if stream.codec_context.width * stream.codec_context.height > MAX_VIDEO_PIXELS:
        raise VideoTooLargeError(f"{name} has frames of more than {MAX_VIDEO_PIXELS} pixels")
    stream.thread_type = "AUTO"
    nominal_s = 1.0 / float(stream.average_rate or stream.guessed_rate or 25)
    first: float | None = None
    due_s = 0.0
    for number, frame in enumerate(container.decode(stream)):
        at = number * nominal_s if frame.pts is None else frame.time
        first = at if first is None else first
        at_s = at - first
        if at_s > MAX_VIDEO_S:
            raise VideoTooLargeError(f"{name} is longer than {MAX_VIDEO_S:.0f} s")
        if at_s >= due_s - nominal_s / 2:
            due_s = max(due_s + 1.0 / rate_hz, at_s)
            yield at_s, frame


def _upright(frame: av.VideoFrame, longest_side_px: int) -> Image:
    image = frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False)
    quarter_turns = round(frame.rotation / 90) % 4
    if quarter_turns:
        image = np.ascontiguousarray(np.rot90(image, quarter_turns))
    scale = longest_side_px / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
    return image
