"""Asks Linux what a video node can do. One question, one `ioctl`; nothing is streamed.

Source: `linux/videodev2.h`; numbers and layouts are compared with it in the tests.
"""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.ports.devices import CameraMode

QUERYCAP = 0x80685600
ENUM_FMT = 0xC0405602
ENUM_FRAMESIZES = 0xC02C564A
ENUM_FRAMEINTERVALS = 0xC034564B
CAPTURES = 0x1 | 0x1000
"""Single and multi-planar capture. A metadata node has neither."""
_KINDS = ((0x1, 1), (0x1000, 9))  # capability, buffer type
_HAS_NODE_CAPABILITIES = 0x80000000
_DISCRETE = 1
_MOST = 64
"""Formats, sizes, rates asked for: a driver that never says it is done is not asked for ever."""
COMMON_SIZES = ((640, 480), (1280, 720), (1920, 1080), (3840, 2160))
"""Told of a camera that can do every size up to its largest."""

Control = Callable[[int, int, bytearray], object]
"""`fcntl.ioctl`: handle, question, the answer's place."""


def control(handle: int, question: int, answer: bytearray) -> object:
    """Ask the kernel.

    Raises:
        OSError: refused, or there is no such kernel here.
    """
    if sys.platform != "linux":
        raise OSError("Video nodes are Linux's")
    import fcntl  # noqa: PLC0415 - not on Windows

    return fcntl.ioctl(handle, question, answer)


def modes_of(node: Path, ask: Control = control) -> tuple[CameraMode, ...] | None:
    """What a node gives; None when it gives no pictures.

    Args:
        node: `/dev/videoN`.
        ask: puts one question to the kernel.

    Raises:
        OSError: the node is not there, or may not be asked.
    """
    handle = os.open(node, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        told = bytearray(104)
        ask(handle, QUERYCAP, told)
        whole, own = struct.unpack_from("=II", told, 84)
        can = own if whole & _HAS_NODE_CAPABILITIES else whole
        if not can & CAPTURES:
            return None
        kind = next(buffers for flag, buffers in _KINDS if can & flag)
        return tuple(dict.fromkeys(_modes(handle, kind, ask)))
    finally:
        os.close(handle)


def _answers(
    handle: int, question: int, size: int, given: Callable[[bytearray, int], None], ask: Control
) -> Iterator[bytearray]:
    for number in range(_MOST):
        answer = bytearray(size)
        given(answer, number)
        try:
            ask(handle, question, answer)
        except OSError:  # EINVAL: that was all
            return
        yield answer


def _modes(handle: int, kind: int, ask: Control) -> Iterator[CameraMode]:
    def nth(answer: bytearray, number: int) -> None:
        struct.pack_into("=II", answer, 0, number, kind)

    for told in _answers(handle, ENUM_FMT, 64, nth, ask):
        (pixels,) = struct.unpack_from("=I", told, 44)
        for width, height in _sizes(handle, pixels, ask):
            rate = max(_rates(handle, pixels, (width, height), ask), default=0.0)
            yield CameraMode(width, height, round(rate, 2), _letters(pixels))


def _sizes(handle: int, pixels: int, ask: Control) -> Iterator[tuple[int, int]]:
    def nth(answer: bytearray, number: int) -> None:
        struct.pack_into("=II", answer, 0, number, pixels)

    for told in _answers(handle, ENUM_FRAMESIZES, 44, nth, ask):
        kind, *sides = struct.unpack_from("=IIIIII", told, 8)
        if kind != _DISCRETE:
            least_w, most_w, _, least_h, most_h = sides
            for width, height in dict.fromkeys((*COMMON_SIZES, (most_w, most_h))):
                if least_w <= width <= most_w and least_h <= height <= most_h:
                    yield width, height
            return
        yield sides[0], sides[1]


def _rates(handle: int, pixels: int, size: tuple[int, int], ask: Control) -> Iterator[float]:
    def nth(answer: bytearray, number: int) -> None:
        struct.pack_into("=IIII", answer, 0, number, pixels, *size)

    for told in _answers(handle, ENUM_FRAMEINTERVALS, 52, nth, ask):
        # a range begins with the shortest interval; a single interval stands at the same place
        numerator, denominator = struct.unpack_from("=II", told, 20)
        if numerator:
            yield denominator / numerator
        if struct.unpack_from("=I", told, 16)[0] != _DISCRETE:
            return


def _letters(pixels: int) -> str:
    plain = pixels & 0x7FFFFFFF  # the top bit says big-endian
    return plain.to_bytes(4, "little").decode("ascii", "replace").strip().upper()
