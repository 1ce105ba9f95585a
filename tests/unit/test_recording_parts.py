"""Parts, series and what they are made of, without a device, a disk or a thread."""

import errno
import io
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from app.bundle.errors import SealedWriteError
from app.domain.media import AudioBlock
from app.domain.messages.recorder import PartClosed, PartOpened, RecorderFailed, RecorderReport
from app.domain.timing import NS_PER_S, MonotonicNs
from app.recording.errors import EncoderFailedError
from app.recording.job import RESERVE_BYTES, PartNumbers, RecordingJob
from app.recording.limits import VideoLimits
from app.recording.matroska import last_times_ms
from app.recording.part import Part
from app.recording.pictures import planar
from app.recording.series import PartSeries, Picture
from app.recording.soundtrack import Soundtrack
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.integration.recording_played import play

ZERO = MonotonicNs(5 * NS_PER_S)
SIZE = (320, 240)
RATE = 48_000
LIMITS = VideoLimits(preset="ultrafast")


class MemorySink:
    """A `SealedSink` that can be read, and told to fail."""

    def __init__(self) -> None:
        self.records: list[bytes] = []
        self.synced = 0
        self.closed = False
        self.error: OSError | None = None

    def append(self, data: bytes) -> None:
        if self.error is not None:
            raise SealedWriteError("The disk refused a record") from self.error
        self.records.append(data)

    def sync(self) -> None:
        self.synced = len(self.records)

    def close(self) -> None:
        self.closed = True

    @property
    def content(self) -> bytes:
        return b"".join(self.records)


def ns(seconds: float) -> MonotonicNs:
    return MonotonicNs(ZERO + round(seconds * NS_PER_S))


def planes(luma: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    return planar(np.full((size[1], size[0], 3), luma, np.uint8))


def block(at_s: float, amplitude: int = 1000, length: int = 960, number: int = 0) -> AudioBlock:
    return AudioBlock(np.full(length, amplitude, np.int16), RATE, ns(at_s), number)


def decoded(content: bytes) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """(second, mean luma) of the pictures, (second, peak) of the pieces of sound."""
    played = play(content)
    pictures = [(at, int(luma.mean())) for at, luma in played.pictures]
    return pictures, [(at, level) for at, level, _ in played.sounds]


def record(part: Part, seconds: float, *, step_s: float = 0.04) -> None:
    for index in range(round(seconds / step_s)):
        at = index * step_s
        part.add_picture(planes(60 + index % 100), ns(at))
        for half in (0.0, step_s / 2):
            part.add_sound(block(at + half, length=round(RATE * step_s / 2)))


# ------------------------------------------------------------------ the sound's time line


def test_jitter_is_laid_in_a_row_and_a_gap_is_filled_with_silence() -> None:
    track = Soundtrack(ZERO, RATE)
    assert sum(map(len, track.lay(block(0.0)))) == 960
    assert sum(map(len, track.lay(block(0.031)))) == 961  # 11 ms late: longer by one sample
    assert track.filled == 0
    pieces = list(track.lay(block(1.0)))
    assert [int(piece.max()) for piece in pieces] == [0, 1000]
    assert track.at == RATE + 960
    assert track.filled == RATE - 2 * 960 - 1
    assert track.moved == 1


@pytest.mark.parametrize("ppm", [-200, 100, 900])
def test_a_sound_card_with_a_wrong_clock_stays_within_a_millisecond(ppm: int) -> None:
    track = Soundtrack(ZERO, RATE)
    length_s = 0.02 * (1 - ppm / 1e6)
    for index in range(60 * 50):
        at = index * length_s
        laid = sum(map(len, track.lay(block(at))))
        assert abs(laid - 960) <= (0 if index == 0 else 1)
        assert abs(track.at / RATE - (at + 0.02)) < 0.0012
    assert track.moved == 0


def test_sound_from_before_the_beginning_is_cut_off() -> None:
    track = Soundtrack(ZERO, RATE)
    assert list(track.lay(block(-0.5))) == []
    assert [len(piece) for piece in track.lay(block(-0.005))] == [720]
    assert track.at == 720


def test_overlapping_sound_is_not_heard_twice() -> None:
    track = Soundtrack(ZERO, RATE)
    list(track.lay(block(0.0, length=RATE)))
    assert sum(map(len, track.lay(block(0.5, length=RATE)))) == RATE // 2


def test_silence_is_filled_up_to_a_time_once() -> None:
    track = Soundtrack(ZERO, RATE)
    assert sum(map(len, track.fill_until(ns(2.5)))) == round(2.5 * RATE)
    assert list(track.fill_until(ns(2.0))) == []


# ------------------------------------------------------------------ a part


def test_a_part_plays_with_pictures_and_sound_at_their_times() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    for index in range(75):
        at = index * 0.04
        bright = 1.0 <= at < 1.2
        part.add_picture(planes(220 if bright else 40), ns(at))
        for half in (0.0, 0.02):
            heard = 1.0 <= at + half < 1.2
            part.add_sound(block(at + half, 12_000 if heard else 0))
    part.close()
    pictures, sounds = decoded(sink.content)
    assert len(pictures) == part.frames == 75
    assert part.duration_s == pytest.approx(3.0, abs=0.05)
    flash = next(at for at, luma in pictures if luma > 150)
    clap = next(at for at, loud in sounds if loud > 3000)
    assert flash == pytest.approx(1.0, abs=0.002)
    assert clap == pytest.approx(1.0, abs=1024 / RATE + 0.002)
    assert sounds[-1][0] == pytest.approx(3.0, abs=0.05)
    assert sink.closed


def test_frames_keep_the_intervals_they_came_with() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, None, LIMITS)
    times = [0.0, 0.033, 0.1, 0.15, 1.9, 1.901, 2.4]
    for at in times:
        part.add_picture(planes(100), ns(at))
    part.close()
    pictures, sounds = decoded(sink.content)
    assert [at for at, _ in pictures] == pytest.approx(times, abs=0.0011)
    assert sounds == []


def test_there_is_a_keyframe_every_second() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    record(part, 4.0)
    part.close()
    with av.open(io.BytesIO(sink.content), "r") as container:
        keys = [
            float((packet.pts or 0) * packet.time_base)
            for packet in container.demux(video=0)
            if packet.is_keyframe and packet.pts is not None
        ]
    assert keys == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=0.05)


def test_what_was_sealed_plays_up_to_the_time_said() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    behind: list[float] = []
    for index in range(100):
        at = index * 0.04
        part.add_picture(planes(60 + index), ns(at))
        part.add_sound(block(at, length=1920))
        if part.sealed_ns and index % 20 == 19:
            pictures, sounds = decoded(sink.content)
            said = (part.sealed_ns - ZERO) / NS_PER_S
            assert pictures[-1][0] >= said - 0.001
            assert sounds[-1][0] >= said - 0.025
            behind.append(at - said)
    assert max(behind) < 0.45
    part.abandon()


def test_synced_is_what_was_sealed_before_the_sync() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    assert part.synced_ns == 0
    record(part, 1.0)
    part.sync()
    assert 0 < part.synced_ns == part.sealed_ns < ns(1.0)
    assert sink.synced == len(sink.records)
    part.close()
    assert part.synced_ns >= ns(0.9)


def test_a_record_is_about_a_cluster() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    record(part, 4.0)
    part.close()
    assert 4.0 / 0.25 < len(sink.records) < 4.0 / 0.15


def test_a_lost_microphone_leaves_silence_and_comes_back_in_time() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    for index in range(150):
        at = index * 0.04
        part.add_picture(planes(100), ns(at))
        if at < 1.0 or at >= 4.0:
            part.add_sound(block(at, 12_000, length=1920))
    part.close()
    _, sounds = decoded(sink.content)
    loud = [at for at, level in sounds if level > 3000]
    assert max(at for at in loud if at < 2) == pytest.approx(1.0, abs=0.05)
    assert min(at for at in loud if at > 2) == pytest.approx(4.0, abs=0.05)
    assert part.silence_s == pytest.approx(3.0, abs=0.05)


def test_sound_alone_is_a_part_too() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, None, RATE, LIMITS)
    for index in range(100):
        part.add_sound(block(index * 0.02, 5000))
    part.close()
    pictures, sounds = decoded(sink.content)
    assert pictures == []
    assert sounds[-1][0] == pytest.approx(2.0, abs=0.05)


def test_settings_the_encoder_does_not_take_are_refused() -> None:
    with pytest.raises(EncoderFailedError):
        Part(MemorySink(), ZERO, SIZE, None, VideoLimits(preset="no such preset"))


def test_bytes_cut_anywhere_are_understood_as_far_as_they_go() -> None:
    sink = MemorySink()
    part = Part(sink, ZERO, SIZE, RATE, LIMITS)
    record(part, 1.0)
    part.close()
    whole = last_times_ms(sink.content)
    assert set(whole) == {1, 2}
    for cut in range(0, len(sink.content), 997):
        for track, at in last_times_ms(sink.content[:cut]).items():
            assert at <= whole[track]


# ------------------------------------------------------------------ one part after the other


class Bench:
    """A series with sinks in memory."""

    def __init__(self, rate_hz: int | None = RATE) -> None:
        self.clock = FakeClock(int(ZERO))
        self.reports: list[RecorderReport] = []
        self.sinks: dict[str, MemorySink] = {}
        self.disk = FakeDisk()
        self.refuse: OSError | None = None
        self.series = PartSeries("candidate", rate_hz, LIMITS, self.reports.append, self.clock)

    def job(self, first: int = 1) -> RecordingJob:
        return RecordingJob(
            Path(), b"session", (bytes(32),), PartNumbers(first), self._sink, self.disk
        )

    def _sink(self, path: Path, recipients: Sequence[bytes], context: bytes) -> MemorySink:
        if self.refuse is not None:
            raise SealedWriteError("refused") from self.refuse
        assert (tuple(recipients), context) == ((bytes(32),), b"session")
        return self.sinks.setdefault(path.name, MemorySink())

    def shoot(self, first: int, count: int, size: tuple[int, int] = SIZE) -> None:
        for number in range(first, first + count):
            picture = Picture(planes(100, size), size, ns(number * 0.04), number)
            try:
                self.series.picture(picture)
            except Exception as error:  # noqa: BLE001 - as the keeper does
                self.series.failed(error)
            self.clock.step(0.04)

    def of(self, kind: type[RecorderReport]) -> list[RecorderReport]:
        return [report for report in self.reports if isinstance(report, kind)]


def test_a_series_opens_a_part_with_the_first_picture_and_closes_it() -> None:
    bench = Bench()
    bench.series.begin(bench.job(first=7))
    assert bench.reports == []
    bench.shoot(3, 10)
    bench.series.end(12)
    opened, closed = bench.reports
    assert isinstance(opened, PartOpened)
    assert isinstance(closed, PartClosed)
    assert (opened.name, opened.zero_ns) == ("part-0007-candidate.blog", ns(0.12))
    assert (opened.width_px, opened.height_px) == SIZE
    assert "libx264 ultrafast crf 26" in opened.encoder
    assert (closed.name, closed.frames, closed.lost_frames) == (opened.name, 10, 0)


def test_every_missing_frame_is_counted() -> None:
    bench = Bench()
    bench.series.begin(bench.job())
    bench.shoot(0, 10)
    bench.shoot(15, 10)
    bench.series.end(29)
    closed = bench.reports[-1]
    assert isinstance(closed, PartClosed)
    assert (closed.frames, closed.lost_frames) == (20, 10)


def test_another_size_begins_another_part() -> None:
    bench = Bench()
    bench.series.begin(bench.job())
    bench.shoot(0, 10)
    bench.shoot(10, 10, (640, 360))
    bench.series.end(19)
    names = [report.name for report in bench.reports if isinstance(report, PartOpened)]
    assert names == ["part-0001-candidate.blog", "part-0002-candidate.blog"]
    frames = [report.frames for report in bench.reports if isinstance(report, PartClosed)]
    assert frames == [10, 10]
    assert all(decoded(bench.sinks[name].content)[0] for name in names)


def test_a_refusing_disk_is_said_once_and_tried_again_later() -> None:
    bench = Bench()
    bench.series.begin(bench.job())
    bench.shoot(0, 25)
    bench.sinks["part-0001-candidate.blog"].error = OSError(errno.ENOSPC, "No space left")
    bench.refuse = OSError(errno.ENOSPC, "No space left")
    bench.shoot(25, 25 * 20)
    assert bench.of(RecorderFailed) == [RecorderFailed("DISK-FULL", "The disk is full")]
    bench.refuse = None
    bench.shoot(525, 25 * 20)
    bench.series.end(1024)
    closed = [report for report in bench.reports if isinstance(report, PartClosed)]
    first = decoded(bench.sinks["part-0001-candidate.blog"].content)[0]
    assert len(closed) == 1
    assert len(first) >= 15
    assert closed[0].frames + closed[0].lost_frames == pytest.approx(1000, abs=10)


def test_a_disk_about_to_be_full_gets_no_new_file() -> None:
    bench = Bench()
    bench.disk.free_bytes = RESERVE_BYTES - 1
    bench.series.begin(bench.job())
    bench.shoot(0, 100)
    assert bench.sinks == {}
    assert [report.code for report in bench.reports if isinstance(report, RecorderFailed)] == [
        "DISK-FULL"
    ]


def test_without_a_camera_the_sound_is_recorded_alone_from_its_beginning() -> None:
    bench = Bench()
    bench.series.begin(bench.job())
    for index in range(250):
        bench.series.sound(block(index * 0.02, 5000, number=index))
    bench.shoot(200, 10)
    bench.series.end(209)
    alone, both = (report for report in bench.reports if isinstance(report, PartOpened))
    assert (alone.width_px, alone.zero_ns) == (0, ZERO)
    assert (both.width_px, both.name) == (SIZE[0], "part-0002-candidate.blog")
    sounds = decoded(bench.sinks[alone.name].content)[1]
    assert sounds[-1][0] == pytest.approx(5.0, abs=0.05)


def test_sound_that_came_before_the_first_picture_is_not_lost() -> None:
    bench = Bench()
    bench.series.begin(bench.job())
    for index in range(10):
        bench.series.sound(block(index * 0.02, 9000, number=index))
    bench.series.picture(Picture(planes(100), SIZE, ns(0.1), 0))
    bench.series.end(0)
    closed = bench.reports[-1]
    assert isinstance(closed, PartClosed)
    assert closed.duration_s == pytest.approx(0.1, abs=0.001)
