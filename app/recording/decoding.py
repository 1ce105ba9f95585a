"""A camera's pictures, whatever it sends, as the planes that are watched, shown and encoded."""

from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from app.domain.media import Captured, Planes
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.devices import Camera
from app.ports.errors import CameraLostError
from app.recording.jpeg import find_jpeg
from app.recording.pictures import planar

MOST_PIXELS = 7680 * 4320
"""A JPEG of more is refused before memory is taken for it; no camera gives more than 8K."""
LEAST_PX = 2
"""A smaller picture has no chroma."""
UNREADABLE_S = 1.0
"""A camera that sends only what cannot be decoded for so long is lost, as one that sends nothing.
Source: the issue's second without a new picture."""
_LUMA_GAIN = 219 / 255
_CHROMA_GAIN = 224 / 255
_LUMA_BLACK = 16
_CHROMA_ZERO = 128
"""JPEG's full range to the limited one. Source: ITU-T T.871, ITU-R BT.601."""
_QUICK = frozenset({"yuvj420p", "yuvj422p"})


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a camera, decoded.

    Attributes:
        planes: see `Planes`.
        captured_ns: monotonic time of capture.
        number: of the picture; a gap is a lost one.
        jpeg: what it was decoded from, as the camera sent it; empty where it sent none.
    """

    planes: Planes
    captured_ns: MonotonicNs
    number: int
    jpeg: bytes = b""


class JpegDecoder:
    """Decodes one camera's Motion JPEG. Used by one thread.

    FFmpeg's decoder leaves the planes as they were sent: 3.9 ms and half a millisecond for the
    range at 1080p, where OpenCV's way over BGR takes 5.0 and 1.2 (measured).
    """

    def __init__(self) -> None:
        self._codec: Any = av.CodecContext.create("mjpeg", "r")
        self._codec.thread_count = 1
        self._codec.options = {"max_pixels": str(MOST_PIXELS)}

    def planes(self, jpeg: bytes) -> Planes | None:
        """The picture, sides made even; None for what no decoder makes anything of.

        Args:
            jpeg: as the camera sent it. Of a torn one the part that came is kept.
        """
        found = find_jpeg(jpeg)
        if found is None:
            return _torn(jpeg)
        if not _sensible(found.size):
            return None
        try:
            frames = self._codec.decode(av.Packet(jpeg))
        except FFmpegError:
            return _torn(jpeg)
        return _planes_of(frames[0]) if frames else None


def _torn(jpeg: bytes) -> Planes | None:
    """What of a torn picture came; the rest is grey. FFmpeg would leave it green."""
    try:
        image: Any = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return planar(image) if image is not None and _sensible(image.shape[:2]) else None


def _sensible(size: tuple[int, int]) -> bool:
    return min(size) >= LEAST_PX and size[0] * size[1] <= MOST_PIXELS


def _planes_of(frame: Any) -> Planes:
    if frame.format.name not in _QUICK:
        return planar(frame.to_ndarray(format="bgr24"))
    width, height = frame.width // 2 * 2, frame.height // 2 * 2
    planes = np.empty((height * 3 // 2, width), np.uint8)
    luma, *chromas = (_seen(plane) for plane in frame.planes)
    cv2.convertScaleAbs(luma[:height, :width], planes[:height], _LUMA_GAIN, _LUMA_BLACK)
    into = planes[height:].reshape(2, height // 2, width // 2)
    for chroma, half in zip(chromas, into, strict=True):
        _write_chroma(chroma[:, : width // 2], half)
    return planes


def _write_chroma(given: NDArray[np.uint8], into: NDArray[np.uint8]) -> None:
    """Limit the range; of 4:2:2 two lines become one."""
    zero = _CHROMA_ZERO * (1 - _CHROMA_GAIN)
    rows = into.shape[0]
    if given.shape[0] < 2 * rows:
        cv2.convertScaleAbs(given[:rows], into, _CHROMA_GAIN, zero)
        return
    half = _CHROMA_GAIN / 2
    cv2.addWeighted(given[: 2 * rows : 2], half, given[1 : 2 * rows : 2], half, zero, into)


def _seen(plane: Any) -> NDArray[np.uint8]:
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


class CameraReader:
    """Reads a camera and decodes what it gives. Used by one thread."""

    def __init__(self, camera: Camera) -> None:
        """Read this camera, just opened."""
        self._camera = camera
        self._decoder = JpegDecoder()
        self._readable_ns: MonotonicNs | None = None

    def read(self) -> Shot:
        """The next picture that can be decoded; one that cannot leaves its number missing.

        Raises:
            CameraLostError: none came, or none that can be decoded, within 1 s (5 s for the first).
        """
        while True:
            taken = self._camera.read()
            shot = self._decoded(taken)
            if shot is not None or self._readable_ns is None:
                self._readable_ns = taken.captured_ns
            if shot is not None:
                return shot
            if seconds_between(self._readable_ns, taken.captured_ns) > UNREADABLE_S:
                raise CameraLostError(f"{self._camera.device} gives pictures that are none")

    def _decoded(self, taken: Captured) -> Shot | None:
        if not isinstance(taken.content, bytes):
            return Shot(taken.content, taken.captured_ns, taken.number)
        planes = self._decoder.planes(taken.content)
        if planes is None:
            return None
        return Shot(planes, taken.captured_ns, taken.number, taken.content)
