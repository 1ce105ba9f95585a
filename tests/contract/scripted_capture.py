"""A stand-in for `cv2.VideoCapture` on a camera that refuses modes: only the hardware is absent."""

import threading
from dataclasses import dataclass, field
from typing import Any, Literal

import cv2
import numpy as np

Sizes = dict[str, tuple[tuple[int, int], ...]]


@dataclass
class Hardware:
    """A camera on the table.

    Attributes:
        sizes: that it gives, by its pixel formats, its native format first.
        torn: formats in which no picture can be decoded.
        lies: sizes that it grants and does not give: other pictures come.
        silent: formats in which no picture comes.
        frame_s: between two pictures.
        undecoded: what it does when asked for Motion JPEG as it is: `jpeg` gives it, `ignored` goes
            on decoding, `raw` gives what is no JPEG.
        opened: how often it was opened.
        plugged: cleared when its cable is pulled.
    """

    sizes: Sizes
    torn: frozenset[str] = frozenset()
    lies: frozenset[tuple[int, int]] = frozenset()
    silent: frozenset[str] = frozenset()
    frame_s: float = 0.005
    undecoded: Literal["jpeg", "ignored", "raw"] = "jpeg"
    opened: int = 0
    plugged: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.plugged.set()


class ScriptedCapture:
    """As OpenCV's: properties are wishes, and what was granted is read back."""

    def __init__(self, hardware: Hardware | None) -> None:
        self._hardware = hardware
        self._pixels = next(iter(hardware.sizes)) if hardware else ""
        self._size = hardware.sizes[self._pixels][0] if hardware else (0, 0)
        self._wish: list[int] = [0, 0]
        self._converts = True
        self._number = 0
        if hardware:
            hardware.opened += 1

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._hardware is not None and self._hardware.plugged.is_set()

    def set(self, what: int, value: float) -> bool:
        if self._hardware is None:
            return False
        if what == cv2.CAP_PROP_FOURCC:
            letters = round(value).to_bytes(4, "little").decode()
            if letters not in self._hardware.sizes:
                return False
            self._pixels = letters
            self._size = self._hardware.sizes[letters][0]
        elif what == cv2.CAP_PROP_CONVERT_RGB:
            self._converts = bool(value) or self._hardware.undecoded == "ignored"
        elif what == cv2.CAP_PROP_FRAME_WIDTH:
            self._wish[0] = round(value)
        elif what == cv2.CAP_PROP_FRAME_HEIGHT:
            self._wish[1] = round(value)
            wish = (self._wish[0], self._wish[1])
            granted = wish in self._hardware.sizes[self._pixels] or wish in self._hardware.lies
            self._size = wish if granted else self._size
        return True

    def get(self, what: int) -> float:
        told = {
            cv2.CAP_PROP_FRAME_WIDTH: float(self._size[0]),
            cv2.CAP_PROP_FRAME_HEIGHT: float(self._size[1]),
            cv2.CAP_PROP_FPS: 30.0,
            cv2.CAP_PROP_FOURCC: float(cv2.VideoWriter.fourcc(*self._pixels)),
        }
        return told[what]

    def grab(self) -> bool:
        hardware = self._hardware
        if hardware is None or not hardware.plugged.is_set() or self._pixels in hardware.silent:
            return False
        threading.Event().wait(hardware.frame_s)
        self._number += 1
        return True

    def retrieve(self) -> tuple[bool, Any]:
        if self._hardware is None or self._pixels in self._hardware.torn:
            return False, np.empty((0, 0, 3), np.uint8)
        size = (320, 240) if self._size in self._hardware.lies else self._size
        image = np.full((size[1], size[0], 3), self._number % 200 + 30, np.uint8)
        if self._converts:
            return True, image
        if self._hardware.undecoded == "raw" or self._pixels != "MJPG":
            return True, image[..., :2].copy()
        encoded = cv2.imencode(".jpg", image)[1].reshape(1, -1)
        return True, encoded[:, :-30] if self._number % 4 == 0 else encoded

    def release(self) -> None:
        self._hardware = None
