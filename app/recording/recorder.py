"""The recorder: devices, keepers, and what is said about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.domain.messages.recorder import (
    DeviceState,
    EncoderChosen,
    MarkFound,
    RecorderFailed,
    RecorderPulse,
    RecorderReport,
    RecordingStopped,
    StartRecording,
    WatchForMark,
)
from app.domain.quality import CameraTally, EncoderChoice, SoundTally
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import CameraSpec, Devices, MicrophoneSpec
from app.processes.shared import AudioRing, FrameSlot
from app.recording.errors import RecordingWriteError
from app.recording.job import PartNumbers, RecordingJob, SinkFactory
from app.recording.keeper import Keeper
from app.recording.ladder import SAFETY, in_words, ladder
from app.recording.limits import VideoLimits
from app.recording.loops import CameraLoop, DeviceLoop, MicrophoneLoop, Report
from app.recording.marks import BEEP_HZ, BEEP_S, found_mark
from app.recording.watchman import Watchman

CLOSE_WITHIN_S = 8.0
"""How long the end of the recording is waited for, all parts together; less than the supervisor
gives the process to end (`app.processes.supervisor.STOP_WITHIN_S`). A disk that hangs for longer
keeps what it has."""
COPY_CLOSE_WITHIN_S = 2.0
"""How much longer the second disk's copy is waited for, while its disk answers; a close took 0.1 s.
Our own choice: the candidate waits for it."""


@dataclass(frozen=True, slots=True)
class RecorderConfig:
    """The recorder's settings.

    Attributes:
        candidate: the camera that faces the candidate.
        room: the camera that watches the room; None for none.
        microphone: the microphone.
        candidate_slot, room_slot: names of the `FrameSlot`s to show frames in; empty for none.
        audio_ring: name of the `AudioRing` for all sound; empty for none.
        video: how parts are encoded, the best rung.
        choice: how `video` came about; None when it was simply set.
        safety: keep a low-rate copy where `StartRecording.safety_folder` says.
    """

    candidate: CameraSpec
    room: CameraSpec | None
    microphone: MicrophoneSpec
    candidate_slot: str
    room_slot: str
    audio_ring: str
    video: VideoLimits = field(default_factory=VideoLimits)
    choice: EncoderChoice | None = None
    safety: bool = False


class Recorder:
    """Previews and records. Commands come from one thread."""

    def __init__(
        self,
        config: RecorderConfig,
        devices: Devices,
        clock: Clock,
        report: Report,
        make_sink: SinkFactory,
        priority: str = "normal",
    ) -> None:
        """Attach to the shared memory; no device is opened yet.

        Args:
            config: settings.
            devices: adapters.
            clock: the machine's.
            report: called from any thread with what happens; must not wait.
            make_sink: makes sealed files.
            priority: what this process got of `devices.raise_priority`.

        Raises:
            FileNotFoundError: the shared memory named in the settings is not there.
        """
        self._config = config
        self._devices = devices
        self._clock = clock
        self._report = report
        self._make_sink = make_sink
        self._priority = priority
        self._slots = [
            FrameSlot.attach(name) if name else None
            for name in (config.candidate_slot, config.room_slot)
        ]
        self._ring = AudioRing.attach(config.audio_ring) if config.audio_ring else None
        rate_hz = config.microphone.rate_hz
        specs = [config.candidate] if config.room is None else [config.candidate, config.room]
        self._keepers = [
            Keeper(spec.role, None if index else rate_hz, config.video, report, clock)
            for index, spec in enumerate(specs)
        ]
        self._safety = (
            Keeper("candidate", rate_hz, SAFETY, self._of_safety, clock, "safety")
            if config.safety
            else None
        )
        copies = [] if self._safety is None else [self._safety]
        self._all = [*self._keepers, *copies]
        self._cameras = [
            CameraLoop(
                spec, devices.open_camera, slot, [keeper, *(() if index else copies)], report
            )
            for index, (spec, slot, keeper) in enumerate(
                zip(specs, self._slots, self._keepers, strict=False)
            )
        ]
        self._microphone = MicrophoneLoop(
            config.microphone,
            devices.open_microphone,
            self._ring,
            [self._keepers[0], *copies],
            report,
        )
        self._loops: list[DeviceLoop[Any]] = [*self._cameras, self._microphone]
        self._reading = False
        self._synced_ns = MonotonicNs(0)
        self._mark: tuple[MonotonicNs, MonotonicNs] | None = None
        self._watchman = Watchman(
            self._all,
            ladder(config.video),
            devices,
            clock,
            report,
            self._tallies,
        )

    def preview(self) -> None:
        """Open the devices, if they are not."""
        if self._reading:
            return
        self._reading = True
        for loop in self._loops:
            loop.start()

    @property
    def reading(self) -> bool:
        """Whether the devices were asked for."""
        return self._reading

    def camera_sources(self) -> tuple[str, ...]:
        """Which source each camera reads now; empty for none."""
        return tuple(loop.source for loop in self._cameras)

    def start(self, command: StartRecording) -> None:
        """Begin to record; what was being recorded before is closed first.

        Raises:
            RecordingWriteError: the command cannot be carried out as it is.
        """
        job = self._job(command)
        if any(keeper.has_part for keeper in self._keepers):
            self.stop()
        else:
            for loop in self._loops:
                loop.prefer_first()
        self.preview()
        self._synced_ns = MonotonicNs(0)
        words = in_words(self._config.video)
        choice = self._config.choice or EncoderChoice(words, "set, not tested on this machine")
        self._report(EncoderChosen(choice, self._priority))
        for keeper in self._keepers:
            keeper.start(job)
        self._start_safety(job, command)
        self._watchman.begin(command)

    def _job(self, command: StartRecording) -> RecordingJob:
        folder = Path(command.folder)
        if not folder.is_dir():
            raise RecordingWriteError("The session's media folder does not exist")
        try:
            recipients = tuple(bytes.fromhex(key) for key in command.recipients)
        except ValueError as error:
            raise RecordingWriteError("A recipient's key is not hexadecimal") from error
        if not recipients:
            raise RecordingWriteError("There is no recipient to seal the recording to")
        context = command.context.encode()
        numbers = PartNumbers(command.first_part)
        return RecordingJob(
            folder, context, recipients, numbers, self._make_sink, self._devices.disk
        )

    def _start_safety(self, job: RecordingJob, command: StartRecording) -> None:
        if self._safety is None or not command.safety_folder:
            return
        self._safety.start(replace(job, folder=Path(command.safety_folder), track="safety"))

    def _of_safety(self, report: RecorderReport) -> None:
        """A second disk that fails is no reason to stop: the recording proper goes on."""
        if isinstance(report, RecorderFailed):
            self._report(DeviceState("safety", "lost", report.detail))
        else:
            self._report(report)

    def stop(self) -> None:
        """Close every part; `RecordingStopped` is reported after the last `PartClosed`.

        A part on a disk that hangs is not waited for beyond the limits above.
        """
        copied = None if self._safety is None else self._safety.stop()
        self._together([keeper.stop().wait for keeper in self._keepers], CLOSE_WITHIN_S)
        if copied is not None:
            copied.wait(self._copy_patience_s())
        self._note_synced()
        self._watchman.end()
        self._report(RecordingStopped())

    def _together(self, waits: Sequence[Callable[[float], object]], within_s: float) -> None:
        """Wait for all of them, no longer than that in all."""
        end = self._clock.monotonic_ns() + round(within_s * NS_PER_S)
        for wait in waits:
            wait(max(0.0, (end - self._clock.monotonic_ns()) / NS_PER_S))

    def _copy_patience_s(self) -> float:
        return 0.0 if self._watchman.second_hangs else COPY_CLOSE_WITHIN_S

    def watch_for_mark(self, command: WatchForMark) -> None:
        """Beep, look for a flash and the beep; `MarkFound` follows when the time is over."""
        now = self._clock.monotonic_ns()
        self._mark = (now, MonotonicNs(now + round(command.seconds * NS_PER_S)))
        self._devices.beep(BEEP_HZ, BEEP_S)

    def pulse(self) -> RecorderPulse:
        """How things are."""
        now = self._clock.monotonic_ns()
        self._note_synced()
        self._look_for_mark(now)
        level_db, peak_db = self._microphone.meter.take()
        keepers, rows = self._keepers, [camera.row for camera in self._cameras]
        sound = self._microphone.row
        return RecorderPulse(
            at_ns=now,
            recording=any(keeper.has_part for keeper in keepers),
            sealed_bytes=sum(keeper.sealed_bytes for keeper in keepers),
            synced_ns=self._synced_ns,
            frames=sum(row.seen for row in rows),
            lost_frames=sum(row.lost for row in rows) + sum(k.lost_frames for k in keepers),
            audio_blocks=sound.seen,
            lost_blocks=sound.lost + sum(keeper.lost_blocks for keeper in keepers),
            level_db=round(level_db, 1),
            peak_db=round(peak_db, 1),
            fps=round(self._cameras[0].frames_per_s(now), 1),
        )

    def _look_for_mark(self, now: MonotonicNs) -> None:
        if self._mark is None or now < self._mark[1]:
            return
        since, self._mark = self._mark[0], None
        flashes = [camera.marks.find(since) for camera in self._cameras]
        beep = self._microphone.marks.find(since)
        room = flashes[1] if len(flashes) > 1 else None
        mark = found_mark(flashes[0], room, beep, has_room=len(flashes) > 1)
        self._report(MarkFound(flashes[0] or MonotonicNs(0), *mark))

    def _note_synced(self) -> None:
        now = self._clock.monotonic_ns()
        known = [keeper.synced_ns(now) for keeper in self._keepers]
        held = [at for at in known if at is not None]
        if held:
            self._synced_ns = max(self._synced_ns, min(held))

    def _tallies(self) -> tuple[tuple[CameraTally, ...], SoundTally | None]:
        cameras = tuple(
            keeper.tally(loop.identity, loop.mode)
            for keeper, loop in zip(self._keepers, self._cameras, strict=True)
        )
        first, microphone = self._keepers[0], self._microphone
        blocks, spec = first.blocks, self._config.microphone
        sound = SoundTally(
            device=microphone.identity,
            rate_hz=spec.rate_hz,
            expected=round(cameras[0].recorded_s * spec.rate_hz / spec.block),
            captured=blocks.captured,
            lost=blocks.lost,
            filled_s=round(first.sound_filled_s, 3),
            moved=first.sound_moved,
            clipped=round(microphone.clipped_share, 5),
            drift_ppm=blocks.drift_ppm(),
        )
        return cameras, sound

    def shut(self) -> None:
        """Let the devices go, close every part, end every thread that no disk holds."""
        for loop in self._loops:
            loop.stop()
        for keeper in self._all:
            keeper.end()
        self._together([keeper.shut for keeper in self._keepers], CLOSE_WITHIN_S)
        if self._safety is not None:
            self._safety.shut(self._copy_patience_s())
        self._watchman.end()
        self._watchman.shut()
        for loop in self._loops:
            loop.join()
        for memory in (*self._slots, self._ring):
            if memory is not None:
                memory.close()
