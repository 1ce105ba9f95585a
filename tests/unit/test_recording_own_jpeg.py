"""The camera's own Motion JPEG: whole or torn, written as it is, chosen as the last resort."""

import io
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import Captured
from app.domain.messages.recorder import PartClosed, PartOpened, RecorderReport
from app.domain.timing import NS_PER_S, MonotonicNs
from app.kiosk.encoder import with_room
from app.kiosk.reserve import BYTES_PER_SECOND, bytes_per_second
from app.ports.devices import Camera, CameraSpec
from app.ports.errors import CameraLostError
from app.recording.counts import RATE_WINDOW_S, RateWatch
from app.recording.decoding import Shot
from app.recording.job import PartNumbers, RecordingJob
from app.recording.jpeg import find_jpeg
from app.recording.keeper import Keeper
from app.recording.ladder import OWN_JPEG, bytes_per_s, ladder
from app.recording.limits import VideoLimits
from app.recording.mux import Mux
from app.recording.part import Part
from app.recording.picturing import picture_of
from app.recording.selftest import Chosen, SelfTestConfig, choose
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.unit.test_recording_parts import MemorySink, block

OWN = VideoLimits(preset="ultrafast", own_jpeg=True)
SIZE = (320, 240)
CHROMA = {
    "yuvj420p": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    "yuvj422p": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    "yuvj444p": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
}


def jpeg(luma: int = 90, size: tuple[int, int] = SIZE, pixels: str = "yuvj422p") -> bytes:
    image = np.full((size[1], size[0], 3), luma, np.uint8)
    how = [cv2.IMWRITE_JPEG_QUALITY, 85, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, CHROMA[pixels]]
    return cv2.imencode(".jpg", image, how)[1].tobytes()


def shot(number: int, encoded: bytes, size: tuple[int, int] = SIZE) -> Shot:
    planes = np.full((size[1] * 3 // 2, size[0]), 90, np.uint8)
    return Shot(planes, MonotonicNs(NS_PER_S + number * 40_000_000), number, encoded)


# ------------------------------------------------------------------ JPEG


@pytest.mark.parametrize("pixels", CHROMA)
def test_size_and_chroma_of_a_whole_picture(pixels: str) -> None:
    whole = jpeg(size=(322, 241), pixels=pixels)
    found = find_jpeg(whole + bytes(512))
    assert found is not None
    assert (found.size, found.pixels, found.length) == ((322, 241), pixels, len(whole))


def test_grey_is_known_and_an_unusual_layout_is_encoded() -> None:
    grey = cv2.imencode(".jpg", np.full((240, 320), 90, np.uint8))[1].tobytes()
    found = find_jpeg(grey)
    assert found is not None
    assert found.pixels == "gray"
    factor = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411
    how = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
    odd = cv2.imencode(".jpg", np.full((240, 320, 3), 90, np.uint8), how)[1].tobytes()
    picture = picture_of(shot(0, odd), 0, OWN)
    assert picture is not None
    assert not isinstance(picture.content, bytes)


@given(cut=st.integers(0, 10_000))
def test_a_picture_cut_anywhere_is_torn(cut: int) -> None:
    whole = jpeg()
    assert find_jpeg(whole[: cut % len(whole)]) is None


@given(data=st.binary(max_size=400))
def test_no_bytes_are_taken_for_a_picture_or_raise(data: bytes) -> None:
    assert find_jpeg(data) is None
    find_jpeg(b"\xff\xd8\xff" + data)


def test_a_whole_picture_is_not_copied_and_what_follows_its_end_is_left_out() -> None:
    whole = jpeg()
    same = picture_of(shot(0, whole), 0, OWN)
    assert same is not None
    assert same.content is whole
    padded = picture_of(shot(0, whole + bytes(99)), 0, OWN)
    assert padded is not None
    assert padded.content == whole


def test_what_takes_more_memory_than_its_planes_is_encoded() -> None:
    small = jpeg(size=(16, 16))
    bloated = small[:2] + b"\xff\xe1\xff\xf0" + bytes(0xFFEE) + small[2:]
    found = find_jpeg(bloated)
    assert found is not None
    assert (found.size, found.length) == ((16, 16), len(bloated))
    picture = picture_of(shot(0, bloated, (16, 16)), 0, OWN)
    assert picture is not None
    assert not isinstance(picture.content, bytes)


def test_what_is_larger_than_allowed_or_not_wished_is_encoded() -> None:
    given = shot(0, jpeg())
    for limits in (replace(OWN, width_px=160, height_px=120), replace(OWN, own_jpeg=False)):
        picture = picture_of(given, 0, limits)
        assert picture is not None
        assert picture.pixels == ""


# ------------------------------------------------------------------ Matroska


@pytest.mark.parametrize("pixels", CHROMA)
def test_a_part_holds_every_byte_of_the_pictures_and_the_sound(pixels: str) -> None:
    sink = MemorySink()
    zero = MonotonicNs(5 * NS_PER_S)
    part = Part(sink, zero, SIZE, 48_000, OWN, pixels)
    given = [jpeg(40 + number, pixels=pixels) for number in range(50)]
    for number, picture in enumerate(given):
        part.add_jpeg(picture, MonotonicNs(zero + number * 40_000_000))
        part.add_sound(block(number * 0.04, length=1920))
    before = len(sink.records)
    part.close()
    assert part.frames == 50
    assert before >= 2000 / OWN.cluster_ms, "a kill costs one cluster"
    with av.open(io.BytesIO(sink.content)) as opened:
        video = opened.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("mjpeg", pixels)
        packets = [packet for packet in opened.demux(video) if packet.size]
    assert [bytes(packet) for packet in packets] == given
    assert [packet.pts for packet in packets] == [number * 40 for number in range(50)]
    with av.open(io.BytesIO(sink.content)) as opened:
        heard = sum(found.samples for found in opened.decode(audio=0))
    assert heard == pytest.approx(2 * 48_000, abs=2048)


def test_the_encoder_is_told_in_words() -> None:
    mux = Mux(SIZE, 48_000, OWN, "yuvj422p")
    assert mux.encoder == f"{OWN_JPEG} 4:2:2, aac 96 kbit/s 48000 Hz mono"
    mux.finish()


# ------------------------------------------------------------------ the keeper


class Kept:
    """A keeper whose parts can be read."""

    def __init__(self) -> None:
        self.sinks: list[MemorySink] = []
        self.reports: list[RecorderReport] = []
        self.keeper = Keeper("candidate", None, OWN, self.reports.append, FakeClock())
        job = RecordingJob(
            Path(), b"s", (bytes(32),), PartNumbers(1), lambda *_: self._sink(), FakeDisk()
        )
        self.keeper.start(job)

    def _sink(self) -> MemorySink:
        self.sinks.append(MemorySink())
        return self.sinks[-1]

    def end(self) -> None:
        assert self.keeper.stop().wait(10)
        self.keeper.shut()

    def opened(self) -> list[tuple[int, str]]:
        said = [report for report in self.reports if isinstance(report, PartOpened)]
        return [(one.width_px, one.encoder.split(",")[0]) for one in said]

    def closed(self) -> list[tuple[int, int]]:
        said = [report for report in self.reports if isinstance(report, PartClosed)]
        return [(one.frames, one.lost_frames) for one in said]


def test_a_torn_picture_is_counted_as_dropped_and_not_written() -> None:
    kept = Kept()
    whole = jpeg()
    for number in range(10):
        kept.keeper.offer_frame(shot(number, whole[:-40] if number in {3, 4} else whole))
    kept.end()
    tally = kept.keeper.tally("camera", "MJPEG")
    assert (tally.captured, tally.encoded, tally.dropped, tally.missed) == (10, 8, 2, 0)
    assert kept.closed() == [(8, 2)]
    with av.open(io.BytesIO(kept.sinks[0].content)) as opened:
        found = [bytes(packet) for packet in opened.demux(video=0) if packet.size]
    assert found == [whole] * 8


def test_size_chroma_and_what_is_no_jpeg_begin_new_parts() -> None:
    kept = Kept()
    given = [(jpeg(), SIZE), (jpeg(size=(160, 120)), (160, 120))]
    given += [(jpeg(pixels="yuvj420p"), SIZE), (b"", SIZE)]
    for at, (encoded, size) in enumerate(given):
        for number in range(5 * at, 5 * at + 5):
            kept.keeper.offer_frame(shot(number, encoded, size))
    kept.end()
    assert kept.opened() == [
        (320, f"{OWN_JPEG} 4:2:2"),
        (160, f"{OWN_JPEG} 4:2:2"),
        (320, f"{OWN_JPEG} 4:2:0"),
        (320, "libx264 ultrafast crf 26 at most 4000 kbit/s"),
    ]
    assert kept.closed() == [(5, 0)] * 4


def test_stepping_down_encodes_from_then_on() -> None:
    kept = Kept()
    for number in range(5):
        kept.keeper.offer_frame(shot(number, jpeg()))
    kept.keeper.step_to(ladder(OWN)[1])
    for number in range(5, 10):
        kept.keeper.offer_frame(shot(number, jpeg()))
    kept.end()
    assert [words.split()[0] for _, words in kept.opened()] == ["camera's", "libx264"]
    assert kept.closed() == [(5, 0), (5, 0)]


# ------------------------------------------------------------------ bytes


def test_a_camera_over_its_rate_is_noticed_and_one_below_is_not() -> None:
    def over(size: int) -> bool:
        watch = RateWatch(30_000)
        for number in range(round(RATE_WINDOW_S * 30) + 2):
            watch.came(size, MonotonicNs(number * NS_PER_S // 30))
        return watch.over

    assert not over(110_000)  # 26 Mbit/s
    assert over(140_000)  # 34 Mbit/s


def test_the_ladder_leads_down_from_the_cameras_own_pictures() -> None:
    rungs = ladder(VideoLimits(own_jpeg=True))
    assert [rung.own_jpeg for rung in rungs] == [True, False, False, False, False]
    assert rungs[1:] == ladder(VideoLimits())
    rates = [bytes_per_s(rung) for rung in rungs]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == pytest.approx(30.1e6 / 8 * 1.02, rel=0.01)


def test_the_reserve_is_that_of_what_is_recorded() -> None:
    assert bytes_per_second(VideoLimits()) == BYTES_PER_SECOND
    assert bytes_per_second(OWN) == pytest.approx(2 * 30.1e6 / 8 * 1.02, rel=0.01)


# ------------------------------------------------------------------ choice


class Shown:
    """A camera that gives the same frame for ever."""

    device, mode = "shown", ""

    def __init__(self, encoded: bytes) -> None:
        self._taken = Captured(encoded, MonotonicNs(0), 0)
        self.closed = False

    def read(self) -> Captured:
        return self._taken

    def close(self) -> None:
        self.closed = True


def chosen(config: SelfTestConfig, encoded: bytes | None, cores: float) -> Chosen:
    spent = (cores * at for at in range(100))

    def open_camera(spec: CameraSpec) -> Camera:
        if encoded is None:
            raise CameraLostError("It is not there")
        return Shown(encoded)

    return choose(config, FakeClock(), lambda: next(spent), open_camera)


CONFIG = SelfTestConfig(
    320, 240, 30.0, VideoLimits(), hardware=False, own_jpeg="last", camera=CameraSpec("room", "0")
)


def test_pass_through_is_the_last_resort_of_a_slow_machine() -> None:
    found = chosen(CONFIG, jpeg(), cores=0.9)
    assert (found.limits.own_jpeg, found.limits.preset) == (True, "ultrafast")
    assert found.lasting
    assert "last resort" in found.choice.reason
    assert found.choice.encoder.startswith(OWN_JPEG)
    assert [name for name, _ in found.choice.tried] == [
        OWN_JPEG,
        "libx264 veryfast",
        "libx264 superfast",
        "libx264 ultrafast",
        OWN_JPEG,
    ]


def test_a_machine_that_can_encode_does() -> None:
    found = chosen(CONFIG, jpeg(), cores=0.4)
    assert (found.limits.own_jpeg, found.limits.preset) == (False, "veryfast")
    assert "kept for last" in dict(found.choice.tried)[OWN_JPEG]


@pytest.mark.parametrize(
    ("encoded", "words", "lasting"),
    [(b"", "gives no Motion JPEG", True), (None, "not there", False)],
)
def test_without_motion_jpeg_the_cheapest_preset_remains(
    encoded: bytes | None, words: str, *, lasting: bool
) -> None:
    found = chosen(CONFIG, encoded, cores=0.9)
    assert (found.limits.own_jpeg, found.limits.preset) == (False, "ultrafast")
    assert words in found.choice.tried[-1][1]
    assert found.lasting is lasting


def test_never_and_first_are_obeyed() -> None:
    never = chosen(replace(CONFIG, own_jpeg="never"), jpeg(), cores=0.9)
    assert not never.limits.own_jpeg
    first = chosen(replace(CONFIG, own_jpeg="first", camera=None), None, cores=0.4)
    assert (first.limits.own_jpeg, first.limits.preset) == (True, "veryfast")
    assert first.choice.reason.startswith("as set")


def test_the_last_resort_needs_room_on_the_disk() -> None:
    found = chosen(CONFIG, jpeg(), cores=0.9)
    assert with_room(found, CONFIG, 10**12) is found
    small = with_room(found, CONFIG, 40 * 10**9)
    assert not small.limits.own_jpeg
    assert small.choice.tried[-1] == (OWN_JPEG, "40 GB are free, 55 GB are needed")
    wished = replace(CONFIG, own_jpeg="first")
    assert with_room(found, wished, 0) is found
