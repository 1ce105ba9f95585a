"""Pictures and sound as they come from a device."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.timing import MonotonicNs

Image = NDArray[np.uint8]
"""uint8, shape (height, width, 3), BGR, origin top left, 0..255."""

Samples = NDArray[np.int16]
"""int16, shape (n,) mono, full scale -32768..32767."""

CameraRole = Literal["candidate", "room"]
"""Which camera: the one that faces the candidate, or the one that watches the room."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture, stamped when it was captured.

    Attributes:
        image: see `Image`.
        captured_ns: monotonic time of capture.
        number: 0, 1, 2, ... for each frame the adapter saw; a gap is a lost frame.
        encoded: the JPEG that `image` was decoded from, exactly as the camera sent it; empty where
            the source is not Motion JPEG, or where nobody asked for it (`CameraSpec.keep_encoded`).
    """

    image: Image
    captured_ns: MonotonicNs
    number: int
    encoded: bytes = b""


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A run of samples, stamped with the capture time of its first sample.

    Attributes:
        samples: see `Samples`.
        rate_hz: samples per second.
        captured_ns: monotonic time of the first sample.
        number: 0, 1, 2, ...; a gap is a lost block.
    """

    samples: Samples
    rate_hz: int
    captured_ns: MonotonicNs
    number: int
