"""What a source of pictures gives."""

from typing import NamedTuple

from app.domain.media import Planes
from app.domain.timing import MonotonicNs


class Taken(NamedTuple):
    """One picture.

    Attributes:
        content: see `app.domain.media.Captured`.
        captured_ns: monotonic time of capture.
    """

    content: Planes | bytes
    captured_ns: MonotonicNs
