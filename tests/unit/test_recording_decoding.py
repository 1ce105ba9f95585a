"""A camera's Motion JPEG as planes: colours, chroma, what is torn, absurd or not a picture."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import Captured, Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.errors import CameraLostError
from app.recording.decoding import MOST_PIXELS, CameraReader, JpegDecoder, Shot
from app.recording.pictures import planar, shown

WHOLE = (1920, 1080)
SAMPLING = {
    "4:2:0": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    "4:2:2": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    "4:4:4": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    "4:4:0": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_440,
    "4:1:1": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411,
}


def scene(size: tuple[int, int] = (322, 242)) -> Image:
    """Slow changes of colour, dark to light: chroma of any sampling keeps them."""
    width, height = size
    across, down = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    image = np.empty((height, width, 3))
    image[..., 0] = 10 + 200 * across * np.ones_like(down)
    image[..., 1] = 40 + 150 * down * np.ones_like(across)
    image[..., 2] = 240 - 180 * across * down
    return image.astype(np.uint8)


def jpeg(image: Image, sampling: int = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420) -> bytes:
    how = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    return cv2.imencode(".jpg", image, how)[1].tobytes()


@pytest.mark.parametrize("sampling", SAMPLING)
def test_colours_are_those_that_were_sent(sampling: str) -> None:
    image = scene()
    planes = JpegDecoder().planes(jpeg(image, SAMPLING[sampling]))
    assert planes is not None
    apart = np.abs(planes.astype(int) - planar(image).astype(int))
    assert apart.mean() < 1.5
    assert np.percentile(apart, 99) <= 5
    assert planes.max() <= 240
    back = np.abs(shown(planes, WHOLE).astype(int) - image.astype(int))
    assert back.mean() < 3


def test_grey_and_odd_sides() -> None:
    grey = cv2.imencode(".jpg", np.full((120, 160), 90, np.uint8))[1].tobytes()
    planes = JpegDecoder().planes(grey)
    assert planes is not None
    assert np.abs(shown(planes, WHOLE).astype(int) - 90).max() <= 2
    for size in ((321, 241), (321, 240), (320, 241)):
        for sampling in SAMPLING.values():
            odd = JpegDecoder().planes(jpeg(scene(size), sampling))
            assert odd is not None
            assert odd.shape == (360, 320)
            assert np.abs(shown(odd, WHOLE) - scene(size)[:240, :320].astype(int)).mean() < 3


def test_a_change_of_size_and_sampling_in_mid_stream_is_followed() -> None:
    decoder = JpegDecoder()
    for size in ((320, 240), (640, 480), (160, 120), (320, 240)):
        for sampling in SAMPLING.values():
            planes = decoder.planes(jpeg(scene(size), sampling))
            assert planes is not None
            assert planes.shape == (size[1] * 3 // 2, size[0])


def test_of_a_torn_picture_the_part_that_came_is_kept() -> None:
    image, whole = scene((640, 480)), jpeg(scene((640, 480)))
    planes = JpegDecoder().planes(whole[: len(whole) // 2])
    assert planes is not None
    upper = np.abs(shown(planes, WHOLE)[:200].astype(int) - image[:200]).mean()
    assert upper < 3


@given(cut=st.integers(0, 100_000), zeros=st.integers(0, 60), at=st.integers(0, 100_000))
def test_no_damage_raises_or_changes_the_size(cut: int, zeros: int, at: int) -> None:
    whole = jpeg(scene((64, 48)))
    damaged = bytearray(whole[: cut % (len(whole) + 1)])
    at %= len(whole)
    damaged[at : at + zeros] = bytes(len(damaged[at : at + zeros]))
    decoder = JpegDecoder()
    planes = decoder.planes(bytes(damaged))
    assert planes is None or planes.ndim == 2
    after = decoder.planes(whole)
    assert after is not None
    assert after.shape == (72, 64), "the next whole picture is decoded as ever"


@given(data=st.binary(max_size=300))
def test_what_is_no_picture_gives_none(data: bytes) -> None:
    decoder = JpegDecoder()
    assert decoder.planes(data) is None
    decoder.planes(b"\xff\xd8\xff" + data)


def sized(width: int, height: int) -> bytes:
    """A whole JPEG that says to be of that size."""
    head = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    head += b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return (
        b"\xff\xd8"
        + head
        + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"
        + (bytes(64) + b"\xff\xd9")
    )


def test_absurd_sizes_are_refused_before_memory_is_taken() -> None:
    assert MOST_PIXELS < 65_000 * 65_000
    for size in ((65_000, 65_000), (1, 1), (1, 480)):
        assert JpegDecoder().planes(sized(*size)) is None


class Sending:
    """A camera that sends what it is given, 25 a second."""

    device, mode = "http://127.0.0.1/video", "MJPEG"

    def __init__(self, contents: Sequence[bytes]) -> None:
        self._left = list(contents)
        self._number = -1

    def read(self) -> Captured:
        self._number += 1
        if not self._left:
            raise CameraLostError("It ended")
        at = MonotonicNs(NS_PER_S + self._number * NS_PER_S // 25)
        return Captured(self._left.pop(0), at, self._number)

    def close(self) -> None:
        return


def test_what_cannot_be_decoded_leaves_its_number_missing() -> None:
    whole = jpeg(scene())
    reader = CameraReader(Sending([whole, b"junk", whole, *[b"junk"] * 24, whole]))
    shots: list[Shot] = [reader.read() for _ in range(3)]
    assert [shot.number for shot in shots] == [0, 2, 27]
    assert all(shot.jpeg is whole for shot in shots)


def test_a_camera_that_sends_only_junk_is_lost_after_a_second() -> None:
    reader = CameraReader(Sending([b"junk"] * 60))
    with pytest.raises(CameraLostError, match="pictures that are none"):
        reader.read()
    reader = CameraReader(Sending([jpeg(scene()), *[b"junk"] * 30]))
    reader.read()
    with pytest.raises(CameraLostError, match="pictures that are none"):
        reader.read()
