"""A camera of this machine that gives its Motion JPEG undecoded."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.timing import MonotonicNs
from app.ports.clock import Clock
from devices.planes import planes_of
from devices.taken import Taken

READS = 5
"""Pictures in which a driver has to show that it gives them as they are; the first may be torn."""
_SOI = b"\xff\xd8"
_COLOURED = 3


def gives_jpeg(capture: cv2.VideoCapture) -> bool:
    """Have an opened capture give Motion JPEG undecoded; it is as before where that fails.

    A driver may take the wish and decode all the same, or give what is no JPEG: what comes counts.
    """
    capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    for _ in range(READS):
        if not capture.grab():
            break
        good, raw = capture.retrieve()
        if good and _is_jpeg(raw.astype("uint8", copy=False)):
            return True
    capture.set(cv2.CAP_PROP_CONVERT_RGB, 1)
    return False


class JpegSource:
    """See `devices.video_source.VideoSource`.

    Attributes:
        device: identity of the camera.
        mode: what it gives, in words.
        skipped: what came that was no picture.
    """

    def __init__(self, capture: cv2.VideoCapture, clock: Clock, device: str, mode: str) -> None:
        """Take over a capture of which `gives_jpeg` is true.

        Args:
            capture: opened.
            clock: stamps what arrives.
            device: its identity.
            mode: what it gives, in words.
        """
        self._capture = capture
        self._clock = clock
        self.device = device
        self.mode = mode
        self.skipped = 0

    def next(self) -> Taken | None:
        """See `VideoSource`."""
        while self._capture.grab():
            at = self._clock.monotonic_ns()
            good, given = self._capture.retrieve()
            if not good:
                return None
            if (taken := self._taken(given.astype("uint8", copy=False), at)) is not None:
                return taken
            self.skipped += 1
        return None

    def _taken(self, given: NDArray[np.uint8], at: MonotonicNs) -> Taken | None:
        if given.ndim == _COLOURED and given.shape[2] == _COLOURED and given.shape[0] > 1:
            return Taken(planes_of(given), at)  # the driver went back to decoding
        if not _is_jpeg(given):
            return None
        return Taken(given.tobytes(), at)

    def release(self) -> None:
        """See `VideoSource`."""
        self._capture.release()


def _is_jpeg(given: NDArray[np.uint8]) -> bool:
    """Whether these are the bytes of a JPEG: one row or one column that begins like one."""
    flat = given.size == max(given.shape, default=0)
    return flat and given.reshape(-1)[:2].tobytes() == _SOI
