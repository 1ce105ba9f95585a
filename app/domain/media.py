"""Pictures and sound as they come from a device."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.timing import MonotonicNs

Image = NDArray[np.uint8]
"""uint8, shape (height, width, 3), BGR, origin top left, 0..255."""

Planes = NDArray[np.uint8]
"""I420: uint8, shape (height * 3 / 2, width), sides even: the luma, then both chromas at a quarter
of its size, origin top left. BT.601, limited range: black 16, white 235."""

Samples = NDArray[np.int16]
"""int16, shape (n,) mono, full scale -32768..32767."""

CameraRole = Literal["candidate", "room"]
"""Which camera: the one that faces the candidate, or the one that watches the room."""


@dataclass(frozen=True, slots=True)
class Captured:
    """One picture as a camera gave it, stamped when it was captured.

    Attributes:
        content: see `Planes`; or, from a camera that sends Motion JPEG, the bytes of one JPEG as
            they came: whole or torn, decoding is for the recorder.
        captured_ns: monotonic time of capture.
        number: 0, 1, 2, ... for each picture the adapter saw; a gap is a lost picture.
    """

    content: Planes | bytes
    captured_ns: MonotonicNs
    number: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture as people and models look at it, stamped when it was captured.

    Attributes:
        image: see `Image`.
        captured_ns: monotonic time of capture.
        number: of the picture in its recording; a gap was not shown.
    """

    image: Image
    captured_ns: MonotonicNs
    number: int


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
