"""The recorder: devices, keepers, and what is said about them."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.messages.recorder import RecorderPulse, RecordingStopped, StartRecording
from app.domain.timing import MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import CameraSpec, Devices, MicrophoneSpec
from app.processes.shared import AudioRing, FrameSlot
from app.recording.errors import RecordingWriteError
from app.recording.job import PartNumbers, RecordingJob, SinkFactory
from app.recording.keeper import Keeper
from app.recording.limits import VideoLimits
from app.recording.loops import CameraLoop, DeviceLoop, MicrophoneLoop, Report

SYNC_EVERY_S = 1.0
"""Source: fsync every second cost 0.6-1.0 s, 1.3 s at most, of recording at a power cut; without it
the whole file could be empty (measured)."""
CLOSE_WITHIN_S = 8.0


@dataclass(frozen=True, slots=True)
class RecorderConfig:
    """The recorder's settings.

    Attributes:
        candidate: the camera that faces the candidate.
        room: the camera that watches the room; None for none.
        microphone: the microphone.
        candidate_slot, room_slot: names of the `FrameSlot`s to show frames in; empty for none.
        audio_ring: name of the `AudioRing` for all sound; empty for none.
        video: how parts are encoded.
    """

    candidate: CameraSpec
    room: CameraSpec | None
    microphone: MicrophoneSpec
    candidate_slot: str
    room_slot: str
    audio_ring: str
    video: VideoLimits = field(default_factory=VideoLimits)


class Recorder:
    """Previews and records. Commands come from one thread."""

    def __init__(
        self,
        config: RecorderConfig,
        devices: Devices,
        clock: Clock,
        report: Report,
        make_sink: SinkFactory,
    ) -> None:
        """Attach to the shared memory; no device is opened yet.

        Args:
            config: settings.
            devices: adapters.
            clock: the machine's.
            report: called from any thread with what happens; must not wait.
            make_sink: makes sealed files.

        Raises:
            FileNotFoundError: the shared memory named in the settings is not there.
        """
        self._devices = devices
        self._clock = clock
        self._report = report
        self._make_sink = make_sink
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
        self._cameras = [
            CameraLoop(spec, devices.open_camera, slot, keeper, report)
            for spec, slot, keeper in zip(specs, self._slots, self._keepers, strict=False)
        ]
        self._microphone = MicrophoneLoop(
            config.microphone, devices.open_microphone, self._ring, self._keepers[0], report
        )
        self._loops: list[DeviceLoop[Any]] = [*self._cameras, self._microphone]
        self._reading = False
        self._synced_ns = MonotonicNs(0)
        self._ending = threading.Event()
        self._syncer = threading.Thread(target=self._sync_on, name="sync")
        self._syncer.start()

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

    def start(self, command: StartRecording) -> None:
        """Begin to record; what was being recorded before is closed first.

        Raises:
            RecordingWriteError: the command cannot be carried out as it is.
        """
        job = self._job(command)
        if any(keeper.has_part for keeper in self._keepers):
            self.stop()
        self.preview()
        self._synced_ns = MonotonicNs(0)
        for keeper in self._keepers:
            keeper.start(job)

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

    def stop(self) -> None:
        """Close every part; `RecordingStopped` is reported after the last `PartClosed`."""
        for done in [keeper.stop() for keeper in self._keepers]:
            done.wait(CLOSE_WITHIN_S)
        self._note_synced()
        self._report(RecordingStopped())

    def pulse(self) -> RecorderPulse:
        """How things are."""
        now = self._clock.monotonic_ns()
        self._note_synced()
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

    def _note_synced(self) -> None:
        now = self._clock.monotonic_ns()
        known = [keeper.synced_ns(now) for keeper in self._keepers]
        held = [at for at in known if at is not None]
        if held:
            self._synced_ns = max(self._synced_ns, min(held))

    def _sync_on(self) -> None:
        while not self._ending.wait(SYNC_EVERY_S):
            for keeper in self._keepers:
                keeper.sync()

    def shut(self) -> None:
        """Let the devices go, close every part, end every thread."""
        for loop in self._loops:
            loop.stop()
        for keeper in self._keepers:
            keeper.shut()
        self._ending.set()
        self._syncer.join()
        for loop in self._loops:
            loop.join()
        for memory in (*self._slots, self._ring):
            if memory is not None:
                memory.close()
