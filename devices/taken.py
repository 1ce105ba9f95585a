"""What a source of pictures gives."""

from typing import NamedTuple

from app.domain.media import Image
from app.domain.timing import MonotonicNs


class Taken(NamedTuple):
    """One picture.

    Attributes:
        image: see `app.domain.media.Image`.
        captured_ns: monotonic time of capture.
        encoded: the JPEG as the camera sent it; empty where it sent none, or nobody asked for it.
    """

    image: Image
    captured_ns: MonotonicNs
    encoded: bytes = b""
