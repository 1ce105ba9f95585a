"""The whole recorder in this process, real encoder and real sealed files, devices that fail."""

import queue
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.sealed_log import SealedLogWriter, read_sealed_log
from app.bundle.unseal import opener
from app.domain.media import AudioBlock, Captured
from app.domain.messages.recorder import (
    DeviceState,
    DiskLow,
    EncoderChosen,
    GapEnded,
    MarkFound,
    PartClosed,
    PartOpened,
    QualityStepped,
    RecorderReport,
    RecordingStopped,
    StartRecording,
    Tallied,
    WatchForMark,
)
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.devices import Camera, CameraSpec, Devices, Microphone, MicrophoneSpec
from app.ports.errors import CameraLostError, MicrophoneLostError
from app.processes.shared import AudioRing, FrameSlot
from app.recording.job import SinkFactory
from app.recording.ladder import OWN_JPEG
from app.recording.limits import VideoLimits
from app.recording.recorder import Recorder, RecorderConfig
from devices.clock import SystemClock
from devices.fake.camera import FAKE_JPEG, FakeCamera
from devices.fake.microphone import FakeMicrophone
from devices.fake.surroundings import GIB, FakeDisk
from devices.fake.system import fake_devices
from tests.integration.recording_played import play

Report = TypeVar("Report")
CLOCK = SystemClock()


@dataclass
class Ways:
    """How the devices behave; changed while they are in use."""

    lost: set[str] = field(default_factory=set[str])
    silent: set[str] = field(default_factory=set[str])
    still: set[str] = field(default_factory=set[str])
    flash: bool = False


class WaywardCamera(FakeCamera):
    """Is lost, stands still or lights up as it is told."""

    def __init__(self, spec: CameraSpec, ways: Ways) -> None:
        if spec.source in ways.lost:
            raise CameraLostError(f"{spec.source} is not there")
        super().__init__(spec, CLOCK)
        self.device = spec.source
        self._ways = ways
        self._last: Captured | None = None

    def read(self) -> Captured:
        if self.device in self._ways.lost:
            raise CameraLostError(f"{self.device} was pulled out")
        taken = super().read()
        if isinstance(taken.content, bytes):
            return taken
        if self._ways.flash:
            return replace(taken, content=(taken.content // 2 + 100).astype("uint8"))
        if self.device in self._ways.still and self._last is not None:
            return replace(taken, content=self._last.content)
        self._last = taken
        return taken


class WaywardMicrophone(FakeMicrophone):
    """Is lost or silent as it is told."""

    def __init__(self, spec: MicrophoneSpec, ways: Ways) -> None:
        if spec.device in ways.lost:
            raise MicrophoneLostError(f"{spec.device} is not there")
        super().__init__(spec, CLOCK)
        self.device = spec.device
        self._ways = ways

    def read(self) -> AudioBlock:
        if self.device in self._ways.lost:
            raise MicrophoneLostError(f"{self.device} was pulled out")
        block = super().read()
        return (
            replace(block, samples=block.samples * 0) if self.device in self._ways.silent else block
        )


class Bench:
    """A recorder on wayward devices."""

    def __init__(
        self, folder: Path, make_sink: SinkFactory = SealedLogWriter, **changes: object
    ) -> None:
        self.folder = folder
        self.ways = Ways()
        self.disk = FakeDisk()
        self.key = X25519PrivateKey.generate()
        self.reports: queue.SimpleQueue[RecorderReport] = queue.SimpleQueue()
        self.said: list[RecorderReport] = []
        config = RecorderConfig(
            CameraSpec("candidate", "front", 320, 240, 25, spares=("spare",)),
            CameraSpec("room", "wall", 320, 240, 25),
            MicrophoneSpec("desk", spares=("lapel",)),
            "",
            "",
            "",
            VideoLimits(preset="superfast"),
        )
        self.recorder = Recorder(
            replace(config, **changes),  # type: ignore[arg-type]
            self._devices(),
            CLOCK,
            self.reports.put,
            make_sink,
            "realtime",
        )

    def _devices(self) -> Devices:
        def camera(spec: CameraSpec) -> Camera:
            return WaywardCamera(spec, self.ways)

        def microphone(spec: MicrophoneSpec) -> Microphone:
            return WaywardMicrophone(spec, self.ways)

        return replace(
            fake_devices(CLOCK), open_camera=camera, open_microphone=microphone, disk=self.disk
        )

    def start(self, **command: object) -> None:
        public = self.key.public_key().public_bytes_raw().hex()
        order = StartRecording(str(self.folder), 1, "session", (public,))
        self.recorder.start(replace(order, **command))  # type: ignore[arg-type]

    def wait(
        self,
        kind: type[Report],
        fits: Callable[[Report], bool] = lambda _: True,
        within_s: float = 8.0,
    ) -> Report:
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self.recorder.pulse()
            try:
                report = self.reports.get(timeout=0.05)
            except queue.Empty:
                continue
            self.said.append(report)
            if isinstance(report, kind) and fits(report):
                return report
        raise AssertionError(f"no such {kind.__name__} in {self.said[-6:]}")

    def both_run(self) -> None:
        for _ in range(2):
            self.wait(PartOpened)

    def stop(self) -> Tallied:
        self.recorder.stop()
        tallied = self.wait(Tallied, lambda t: t.tally.wall_s > 0)
        while not any(isinstance(report, RecordingStopped) for report in self.said):
            self.wait(RecorderReport.__args__)  # type: ignore[attr-defined]
        return [report for report in self.said if isinstance(report, Tallied)][-1] or tallied

    def of(self, kind: type[Report]) -> list[Report]:
        return [report for report in self.said if isinstance(report, kind)]

    def plain(self, name: str, folder: Path | None = None) -> bytes:
        with ((folder or self.folder) / name).open("rb") as file:
            return b"".join(read_sealed_log(file, opener(self.key)))


@pytest.fixture
def bench(tmp_path: Path) -> Generator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.recorder.shut()


def test_a_lost_camera_is_replaced_by_the_spare_within_three_seconds_and_the_gap_is_said(
    bench: Bench,
) -> None:
    bench.start()
    assert bench.wait(EncoderChosen).priority == "realtime"
    bench.both_run()
    pulled = CLOCK.monotonic_ns()
    bench.ways.lost.add("front")
    lost = bench.wait(DeviceState, lambda s: s.state == "lost")
    assert lost.device == "candidate"
    back = bench.wait(DeviceState, lambda s: s.device == "candidate" and s.state == "ok")
    assert seconds_between(pulled, CLOCK.monotonic_ns()) < 3
    assert back.source == "spare"
    gap = bench.of(GapEnded)[-1] if bench.of(GapEnded) else bench.wait(GapEnded)
    assert (gap.device, gap.cause) == ("candidate", "lost")
    assert 0 < seconds_between(gap.from_ns, gap.to_ns) < 3
    tally = bench.stop().tally
    assert tally.cameras[0].device == "spare"
    assert tally.cameras[0].captured == tally.cameras[0].encoded
    assert tally.cameras[1].lost == 0
    bench.start(first_part=50)
    bench.wait(DeviceState, lambda s: s.device == "candidate")
    bench.ways.lost.clear()


def test_after_the_recording_the_first_camera_is_preferred_again(bench: Bench) -> None:
    bench.ways.lost.add("front")
    bench.start()
    bench.wait(DeviceState, lambda s: s.device == "candidate" and s.source == "spare")
    bench.both_run()
    CLOCK.sleep(0.3)  # a recording of no length has no tally that `stop` waits for
    bench.stop()
    bench.ways.lost.clear()
    bench.start(first_part=50)
    end = time.monotonic() + 5
    while bench.recorder.camera_sources()[0] != "front" and time.monotonic() < end:
        CLOCK.sleep(0.05)
    assert bench.recorder.camera_sources()[0] == "front"


def test_a_camera_that_stands_still_is_left_for_the_spare(bench: Bench) -> None:
    bench.start()
    bench.both_run()
    stood = CLOCK.monotonic_ns()
    bench.ways.still.add("front")
    bench.wait(DeviceState, lambda s: s.device == "candidate" and s.source == "spare")
    assert seconds_between(stood, CLOCK.monotonic_ns()) < 3


def test_a_camera_without_a_spare_that_stands_still_is_an_alarm_and_a_gap(bench: Bench) -> None:
    bench.start()
    bench.both_run()
    bench.ways.still.add("wall")
    stood = CLOCK.monotonic_ns()
    bench.wait(DeviceState, lambda s: s.state == "frozen")
    assert seconds_between(stood, CLOCK.monotonic_ns()) < 2
    bench.ways.still.clear()
    gap = bench.wait(GapEnded)
    assert (gap.device, gap.cause) == ("room", "frozen")


@pytest.mark.parametrize("way", ["lost", "silent"])
def test_a_microphone_that_fails_is_replaced_within_three_seconds(bench: Bench, way: str) -> None:
    bench.start()
    bench.both_run()
    failed = CLOCK.monotonic_ns()
    getattr(bench.ways, way).add("desk")
    alarm = bench.wait(DeviceState, lambda s: s.device == "microphone" and s.state != "ok")
    assert seconds_between(failed, CLOCK.monotonic_ns()) < 2
    assert alarm.state == way
    bench.wait(DeviceState, lambda s: s.device == "microphone" and s.source == "lapel")
    assert seconds_between(failed, CLOCK.monotonic_ns()) < 3
    gap = bench.of(GapEnded)[-1] if bench.of(GapEnded) else bench.wait(GapEnded)
    assert (gap.device, gap.cause) == ("microphone", way)


def test_a_disk_with_little_room_leads_from_the_cameras_own_pictures_to_software(
    tmp_path: Path,
) -> None:
    made = Bench(
        tmp_path,
        candidate=CameraSpec("candidate", FAKE_JPEG, 320, 240, 25),
        room=CameraSpec("room", FAKE_JPEG, 320, 240, 25),
        video=VideoLimits(preset="superfast", own_jpeg=True),
    )
    try:
        made.start(remaining_s=1000.0, longest_answer_s=120.0)
        opened = made.wait(PartOpened)
        assert opened.encoder.startswith(OWN_JPEG)
        made.disk.free_bytes = 4 * GIB
        steps = [made.wait(QualityStepped), made.wait(QualityStepped)]
        assert {(step.reason, step.rung) for step in steps} == {("disk_low", 1)}
        assert made.wait(PartOpened).encoder.startswith("libx264 superfast")
        tally = made.stop().tally
    finally:
        made.recorder.shut()
    assert all(camera.dropped == 0 for camera in tally.cameras)
    assert all(camera.captured == camera.encoded for camera in tally.cameras)


def test_a_disk_that_fills_up_costs_quality_first_and_stops_between_answers(bench: Bench) -> None:
    bench.start(remaining_s=1000.0, longest_answer_s=120.0)
    bench.both_run()
    bench.disk.free_bytes = GIB // 2
    steps = [bench.wait(QualityStepped), bench.wait(QualityStepped)]
    assert {step.camera for step in steps} == {"candidate", "room"}
    assert {step.reason for step in steps} == {"disk_low"}
    opened = bench.wait(PartOpened)
    assert "ultrafast" in opened.encoder
    bench.disk.free_bytes = 70 * 1024 * 1024
    assert bench.wait(DiskLow).stop_after_answer
    bench.disk.free_bytes = GIB
    tally = bench.stop().tally
    for camera in tally.cameras:
        assert camera.captured == camera.encoded > 0
    closed = bench.of(PartClosed)
    assert sum(part.lost_frames for part in closed) == 0
    for part in closed:
        assert len(play(bench.plain(part.name)).pictures) == part.frames


def test_the_safety_copy_is_small_and_whole_and_its_loss_is_only_an_alarm(tmp_path: Path) -> None:
    main, second = tmp_path / "main", tmp_path / "second" / "session"
    main.mkdir()
    bench = Bench(main, safety=True)
    try:
        bench.start(safety_folder=str(second))
        safety = bench.wait(PartOpened, lambda part: part.track == "safety")
        assert (safety.width_px, safety.height_px) == (320, 240)
        bench.wait(Tallied)
        bench.stop()
        closed = {part.name: part for part in bench.of(PartClosed)}
        copy = closed[safety.name]
        assert copy.frames / copy.duration_s == pytest.approx(10, abs=1.0)
        assert copy.lost_frames == 0
        played = play(bench.plain(safety.name, second))
        assert len(played.pictures) == copy.frames
        assert played.sounds
    finally:
        bench.recorder.shut()


def test_a_second_disk_that_is_not_there_does_not_stop_the_recording(tmp_path: Path) -> None:
    main, blocked = tmp_path / "main", tmp_path / "file"
    main.mkdir()
    blocked.write_text("not a folder")
    bench = Bench(main, safety=True)
    try:
        bench.start(safety_folder=str(blocked / "session"))
        said = bench.wait(DeviceState, lambda s: s.device == "safety")
        assert said.state in {"missing", "lost"}
        while len(bench.of(PartOpened)) < 2:
            bench.wait(PartOpened)
        assert {part.track for part in bench.of(PartOpened)} == {"main"}
    finally:
        bench.recorder.shut()


def test_flash_and_beep_are_looked_for_and_what_was_not_noticed_is_said(bench: Bench) -> None:
    bench.start()
    bench.both_run()
    bench.recorder.watch_for_mark(WatchForMark(1.5))
    CLOCK.sleep(0.5)
    bench.ways.flash = True
    CLOCK.sleep(0.33)
    bench.ways.flash = False
    mark = bench.wait(MarkFound)
    assert mark.room_ms == pytest.approx(0, abs=60)
    assert mark.sound_ms is None
    assert mark.reason == "the microphone heard no beep"
    assert mark.at_ns > MonotonicNs(0)


def test_frames_and_ring_are_published_while_recording(tmp_path: Path) -> None:
    slot, ring = FrameSlot.create("rfslot"), AudioRing.create("rfring", 48_000)
    try:
        bench = Bench(tmp_path, candidate_slot="rfslot", audio_ring="rfring")
        bench.start()
        bench.both_run()
        bench.wait(Tallied)
        frame = slot.latest()
        assert frame is not None
        bench.recorder.shut()
    finally:
        slot.close()
        ring.close()
