"""Just enough of JPEG to write a camera's pictures as they came: whole or not, size, chroma.

Source: ITU-T T.81, annex B.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_SOI, _EOI, _SOS = b"\xff\xd8", b"\xff\xd9", 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Start of a Huffman-coded frame: baseline, extended, progressive."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""
_CHROMA: Mapping[tuple[tuple[int, int], ...], str] = {
    ((2, 2), (1, 1), (1, 1)): "yuvj420p",
    ((2, 1), (1, 1), (1, 1)): "yuvj422p",
    ((1, 1), (1, 1), (1, 1)): "yuvj444p",
    ((1, 1),): "gray",
}
"""Sampling factors (across, down) of the components and FFmpeg's name for them."""
_IN_WORDS = {"yuvj420p": "4:2:0", "yuvj422p": "4:2:2", "yuvj444p": "4:4:4", "gray": "grey"}


@dataclass(frozen=True, slots=True)
class JpegFound:
    """A whole JPEG.

    Attributes:
        size: width and height.
        pixels: FFmpeg's name of its planes; empty for a layout that is not written as it is.
        length: bytes up to its end mark; what some cameras send after it does not belong to it.
    """

    size: tuple[int, int]
    pixels: str
    length: int


def find_jpeg(data: bytes) -> JpegFound | None:
    """What a picture is; None when it is torn: no begin, no frame, or no end mark.

    Args:
        data: as the camera sent it.
    """
    if not data.startswith(_SOI):
        return None
    head: tuple[tuple[int, int], str] | None = None
    at = len(_SOI)
    while at + 4 <= len(data) and data[at] == _EOI[0]:
        marker = data[at + 1]
        if marker in _ALONE or marker == _EOI[0]:
            at += 1 if marker == _EOI[0] else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            head = _frame(data[at + 4 : end])
        elif marker == _SOS:
            stop = data.find(_EOI, end)  # within coded pictures 0xFF is always followed by 0 or RST
            return None if head is None or stop < 0 else JpegFound(*head, stop + len(_EOI))
        at = end
    return None


def chroma_in_words(pixels: str) -> str:
    """`4:2:2` for `yuvj422p`."""
    return _IN_WORDS.get(pixels, pixels)


def _frame(content: bytes) -> tuple[tuple[int, int], str] | None:
    """Size and planes by the content of a frame's head."""
    if len(content) < 6 or len(content) < 6 + 3 * content[5]:  # noqa: PLR2004 - T.81, B.2.2
        return None
    size = (int.from_bytes(content[3:5], "big"), int.from_bytes(content[1:3], "big"))
    factors: tuple[tuple[int, int], ...] = tuple(
        divmod(content[7 + 3 * at], 16) for at in range(content[5])
    )
    if len(factors) == 1:
        factors = ((1, 1),)  # of a single component the factors mean nothing
    eight_bits = content[0] == 8  # noqa: PLR2004 - T.81, B.2.2
    return (size, _CHROMA.get(factors, "") if eight_bits else "") if all(size) else None
