"""A part of the camera's own Motion JPEG plays at headquarters, and costs little where it can."""

import io
from collections.abc import Iterator
from functools import cache

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from app.bundle.errors import SealedAlteredError
from app.domain.timing import NS_PER_S, MonotonicNs
from app.hq import motion_jpeg
from app.hq.errors import MediaUnplayableError
from app.hq.playback import Playback, remux
from app.recording.limits import VideoLimits
from app.recording.part import Part
from tests.unit.hq_console_scene import MEDIA, SESSION, make_archive, matroska, record
from tests.unit.test_recording_parts import MemorySink, block

PICTURES, STEP_S = 100, 0.04
SIZE = (322, 181)
COLOUR = (40, 160, 210)
"""BGR."""


@cache
def own_jpeg(torn: frozenset[int] = frozenset()) -> bytes:
    """Four seconds, brighter along the way in their right half; `torn` ones hold no picture."""
    sink = MemorySink()
    zero = MonotonicNs(5 * NS_PER_S)
    part = Part(sink, zero, SIZE, 48_000, VideoLimits(own_jpeg=True), "yuvj422p")
    how = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422]
    for number in range(PICTURES):
        image = np.full((SIZE[1], SIZE[0], 3), COLOUR, np.uint8)
        image[:, SIZE[0] // 2 :] = 2 * number
        encoded = cv2.imencode(".jpg", image, how)[1].tobytes()
        if number in torn:
            encoded = encoded[:2] + bytes(len(encoded) - 4) + encoded[-2:]
        part.add_jpeg(encoded, MonotonicNs(zero + round(number * STEP_S * NS_PER_S)))
        part.add_sound(block(number * STEP_S, length=1920))
    part.close()
    return sink.content


def chunks(data: bytes, size: int = 7_001) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def test_it_becomes_h264_with_every_picture_at_its_time_in_its_colours() -> None:
    clip = remux(chunks(own_jpeg()))
    with av.open(io.BytesIO(clip.data)) as opened:
        video, sound = opened.streams
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        frames = list(opened.decode(video=0))
    assert len(frames) == PICTURES
    assert [frame.time for frame in frames[:3]] == pytest.approx([0, 0.04, 0.08], abs=0.001)
    assert (frames[0].width, frames[0].height, frames[0].format.name) == (322, 180, "yuv420p")
    assert clip.duration_s == pytest.approx(PICTURES * STEP_S, abs=0.1)
    for number in (0, 50, 99):
        shown = frames[number].to_ndarray(format="bgr24").astype(int)
        assert np.abs(shown[40:140, 20:140].mean(axis=(0, 1)) - COLOUR).max() < 8
        assert shown[40:140, 180:300].mean() == pytest.approx(2 * number, abs=8)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.999])
def test_a_cut_off_part_plays_to_its_end(share: float) -> None:
    data = own_jpeg()[: int(len(own_jpeg()) * share)]
    clip = remux(chunks(data))
    assert clip.duration_s > PICTURES * STEP_S * share - 0.5
    assert motion_jpeg.length_s(chunks(data)) == pytest.approx(clip.duration_s, abs=0.1)


def test_torn_pictures_cost_no_others() -> None:
    clip = remux(chunks(own_jpeg(frozenset({0, 30, 31, 99}))))
    with av.open(io.BytesIO(clip.data)) as opened:
        times = [round(float(frame.time or 0.0), 2) for frame in opened.decode(video=0)]
    assert len(times) == PICTURES - 4
    assert times[0] == 0.0
    assert {1.16, 1.28} <= set(times)
    assert not {1.2, 1.24} & set(times)


def test_one_picture_is_found_without_the_others() -> None:
    read: list[int] = []

    def counted() -> Iterator[bytes]:
        for chunk in chunks(own_jpeg()):
            read.append(len(chunk))
            yield chunk

    found = motion_jpeg.still(counted(), 1.0, 320)
    assert found is not None
    picture = Image.open(io.BytesIO(found))
    assert picture.size == (320, 180)
    grey = picture.getpixel((240, 90))
    assert isinstance(grey, tuple)
    assert grey[0] == pytest.approx(2 * 25, abs=8)
    assert sum(read) < len(own_jpeg()) * 0.6
    assert motion_jpeg.still(chunks(own_jpeg()), 99.0, 320) is not None
    assert motion_jpeg.still(chunks(matroska(1)), 0.0, 320) is None
    assert motion_jpeg.length_s(chunks(matroska(1))) is None


def test_what_holds_no_picture_is_refused_and_an_alteration_is_told() -> None:
    with pytest.raises(MediaUnplayableError):
        motion_jpeg.still(chunks(own_jpeg()[:200]), 0.0, 320)

    def altered() -> Iterator[bytes]:
        yield own_jpeg()[:9_000]
        raise SealedAlteredError("record 3 does not open")

    for use in (remux, motion_jpeg.length_s):
        with pytest.raises(SealedAlteredError):
            use(altered())


def test_headquarters_shows_it_as_any_other_part() -> None:
    archive = make_archive()
    whole, cut = MEDIA[0].entry, MEDIA[1].entry
    archive.parts[whole] = own_jpeg()
    archive.parts[cut] = own_jpeg()[: len(own_jpeg()) // 2]
    playback = Playback(archive)
    assert playback.still(SESSION, whole, 2.0)[:2] == b"\xff\xd8"
    cover = playback.footage(record()).cover["candidate"]
    assert [stretch.entry for stretch in cover] == [whole, cut]
    assert cover[1].to_s - cover[1].from_s == pytest.approx(2.0, abs=0.3)
    assert playback.clip(SESSION, whole).duration_s == pytest.approx(4.0, abs=0.1)
