"""A camera connected to this machine, in the best mode that it really gives.

No table of makers and models: whatever a camera promises, a mode counts when pictures of that size
came. A camera that refuses is closed and opened anew for the next wish, as some do not survive a
second change of mode.
"""

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

import cv2

from app.domain.media import Image
from app.ports.clock import Clock
from app.ports.devices import CameraSpec
from app.ports.errors import CameraLostError
from devices.camera_list import ListCameras, find_camera, is_identity, list_cameras
from devices.camera_windows import MEDIA_FOUNDATION
from devices.jpeg_source import JpegSource, gives_jpeg
from devices.video_source import LiveSource, VideoSource, mode_of

LOCAL_WITHIN_S = 12.0
"""Five wishes at the two seconds in which OpenCV gives a silent camera up, and the opening."""
READS = 5
"""A camera's first pictures may be torn."""
_BACKENDS = {"win32": MEDIA_FOUNDATION}
_LOG = logging.getLogger(__name__)

OpenCapture = Callable[[int], cv2.VideoCapture]


@dataclass(frozen=True, slots=True)
class Wish:
    """A mode that a camera is asked for.

    Attributes:
        size: width, height in pixels; None for whatever it gives.
        rate_hz: pictures a second; 0 for whatever it gives.
        pixels: four letters; empty for its native format.
    """

    size: tuple[int, int] | None
    rate_hz: float
    pixels: str

    def __str__(self) -> str:
        if self.size is None:
            return "any mode"
        told = f"{self.size[0]}x{self.size[1]} at {self.rate_hz:g}/s"
        return f"{told} {self.pixels}".strip()


def wishes(spec: CameraSpec) -> tuple[Wish, ...]:
    """What is asked for, the best first, none twice.

    Motion JPEG first: over USB 2 only that reaches 30 pictures a second at 720p.
    """
    asked = (spec.width_px, spec.height_px)
    ladder = (
        Wish(asked, spec.rate_hz, "MJPG"),
        Wish(asked, spec.rate_hz, ""),
        Wish((1280, 720), 30.0, "MJPG"),
        Wish((640, 480), 30.0, "MJPG"),
        Wish((640, 480), 30.0, ""),
        Wish(None, 0.0, ""),
    )
    return tuple(dict.fromkeys(ladder))


def open_capture(index: int) -> cv2.VideoCapture:
    """OpenCV's capture, by the backend in whose order the cameras are listed."""
    return cv2.VideoCapture(index, _BACKENDS.get(sys.platform, cv2.CAP_V4L2))


@dataclass(frozen=True, slots=True)
class LocalCameras:
    """The cameras connected to this machine.

    Attributes:
        found: lists them.
        capture: opens one by its number today.
    """

    found: ListCameras = list_cameras
    capture: OpenCapture = open_capture

    @staticmethod
    def has(source: str) -> bool:
        """Whether `source` names a camera of this machine, connected or not."""
        return source.isdecimal() or is_identity(source)

    def open(self, spec: CameraSpec, clock: Clock, stop: threading.Event) -> VideoSource:
        """Find the camera anew and open it.

        Args:
            spec: which camera and how.
            clock: stamps the pictures.
            stop: set when nobody waits any longer.

        Raises:
            CameraLostError: it is not connected, or gives no picture in any mode.
        """
        index, identity = self._number(spec.source)
        refused: list[str] = []
        for wish in wishes(spec):
            if stop.is_set():
                break
            capture = self.capture(index)
            if not capture.isOpened():
                capture.release()
                break
            if (size := _granted(capture, wish)) is not None:
                mode = _told(mode_of(capture), size, refused)
                _LOG.info("Camera %s gives %s", identity, mode)
                if wish.pixels == "MJPG" and gives_jpeg(capture):
                    return JpegSource(capture, clock, identity, mode)
                return LiveSource(capture, clock, identity, mode)
            capture.release()
            refused.append(str(wish))
        tried = f" (refused: {', '.join(refused)})" if refused else ""
        raise CameraLostError(f"Nothing that gives pictures is at the camera {identity}{tried}")

    def _number(self, source: str) -> tuple[int, str]:
        """Today's number and the identity."""
        cameras = self.found()
        if not source.isdecimal():
            return find_camera(source, cameras).index, source
        named = (camera.identity for camera in cameras if camera.index == int(source))
        return int(source), next(named, f"at number {source}")


def _granted(capture: cv2.VideoCapture, wish: Wish) -> tuple[int, int] | None:
    """The size of the pictures that come; None when the wish was not granted."""
    if wish.pixels:
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*wish.pixels))
    if wish.size is not None:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, wish.size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wish.size[1])
        capture.set(cv2.CAP_PROP_FPS, wish.rate_hz)
    for _ in range(READS):
        if not capture.grab():
            return None
        good, image = capture.retrieve()
        if good and image.size:
            size = _size(image.astype("uint8", copy=False))
            return size if wish.size in {None, size} else None
    return None


def _size(image: Image) -> tuple[int, int]:
    return image.shape[1], image.shape[0]


def _told(mode: str, size: tuple[int, int], refused: list[str]) -> str:
    """The mode in words, by the size of what really comes."""
    said, _, rest = mode.partition(" ")
    real = f"{size[0]}x{size[1]}"
    told = f"{real} {rest}".strip() if said != real else mode
    return f"{told} (refused: {', '.join(refused)})" if refused else told
