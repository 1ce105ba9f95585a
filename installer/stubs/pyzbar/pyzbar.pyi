from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

class ZBarSymbol(IntEnum):
    QRCODE = ...

class Decoded(NamedTuple):
    data: bytes
    type: str

def decode(
    image: NDArray[np.uint8], symbols: Sequence[ZBarSymbol] | None = ..., scan_locations: bool = ...
) -> list[Decoded]: ...
