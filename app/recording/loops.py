"""Threads that read one device each, and open it again when it was lost."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from app.domain.errors import DeviceError
from app.domain.media import AudioBlock, Frame
from app.domain.messages.recorder import DeviceState, DeviceStateName, GapEnded, RecorderReport
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.ports.devices import Camera, CameraSpec, Microphone, MicrophoneSpec
from app.ports.errors import CameraLostError, MicrophoneLostError
from app.processes.shared import FRAME_HEIGHT_PX, FRAME_WIDTH_PX, AudioRing, FrameSlot
from app.recording.decoding import CameraReader, Shot
from app.recording.keeper import Keeper
from app.recording.marks import BeepWatch, FlashWatch
from app.recording.numbering import Numbering
from app.recording.pictures import PictureWatch, shown
from app.recording.sounds import SoundMeter, SoundWatch

FIRST_WAIT_S = 0.25
LAST_WAIT_S = 4.0
END_WITHIN_S = 4.0
"""A device that hangs gives up after 2 s by itself; a thread that does not end is left alone."""
SHOWN_PER_S = 15.0
RATE_WINDOW_S = 2.0
SILENT_FAILOVER_S = 1.0
"""So long after the alarm a microphone that gives nothing but zeros is left for a spare one, unless
it is one that gives zeros between words. Source: the issue's 3 s to failover."""

Device = TypeVar("Device", Camera, Microphone)
Report = Callable[[RecorderReport], None]


class DeviceLoop(ABC, Generic[Device]):
    """Opens a device, reads it until it is lost, opens it or a spare again with back-off.

    Attributes:
        source: which of its sources is in use; empty while none is.
        identity, mode: of the device that is open or was last.
    """

    def __init__(
        self, name: str, sources: Sequence[tuple[str, Callable[[], Device]]], report: Report
    ) -> None:
        """Prepare; `start` begins.

        Args:
            name: of the device, as in `DeviceState.device`.
            sources: name and opener of each device that will do, the best first; an opener raises
                DeviceError.
            report: called on each change of state; must not wait.
        """
        self._name = name
        self._sources: Sequence[tuple[str, Callable[[], Device]]] = sources
        self._at = 0
        self._report = report
        self._state: DeviceStateName | None = None
        self._stop = threading.Event()
        self._first_again = threading.Event()
        self._wait_s = FIRST_WAIT_S
        self._was_there = False
        self._good_ns: MonotonicNs | None = None
        self._gap_cause = ""
        self.source = self.identity = self.mode = ""
        self._thread = threading.Thread(target=self._run, name=f"read-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end."""
        self._stop.set()

    def prefer_first(self) -> None:
        """Go back to the best source, between two recordings, if a spare one is in use."""
        if self._at:
            self._first_again.set()

    def join(self) -> None:
        """Wait for its end, but not for ever."""
        if self._thread.is_alive():
            self._thread.join(END_WITHIN_S)

    @property
    def has_spare(self) -> bool:
        """Whether there is another source to turn to."""
        return len(self._sources) > 1

    def _run(self) -> None:
        while not self._stop.is_set():
            name, open_device = self._sources[self._at]
            try:
                device = open_device()
            except Exception as error:  # noqa: BLE001 - fence: device adapter
                self._say("lost" if self._was_there else "missing", _words(error))
                self._turn()
                continue
            self.source = name
            self._note_opened(device)
            try:
                self._read_on(device)
            except Exception as error:  # noqa: BLE001 - fence: device adapter
                self._say("lost", _words(error))
            finally:
                self.source = ""
                device.close()
            if not self._stop.is_set():
                self._turn(waits=not self._was_there)

    def _note_opened(self, device: Device) -> None:
        self.identity, self.mode = device.device, device.mode
        self._was_there = False

    def _turn(self, *, waits: bool = True) -> None:
        """Turn to the next source; wait only when all of them were tried."""
        if self._first_again.is_set():
            self._first_again.clear()
            self._at = 0
            return
        self._at = (self._at + 1) % len(self._sources)
        if self._at == 0 or not self.has_spare:
            self._stop.wait(self._wait_s if waits else FIRST_WAIT_S)
            self._wait_s = min(LAST_WAIT_S, self._wait_s * 2)

    def _read_on(self, device: Device) -> None:
        first = True
        while not self._stop.is_set() and not self._first_again.is_set():
            self._step(device, first=first)
            first = False
            self._was_there, self._wait_s = True, FIRST_WAIT_S

    @abstractmethod
    def _step(self, device: Device, *, first: bool) -> None:
        """Read and pass on once."""

    def _say(self, state: DeviceStateName, detail: str) -> None:
        if state != self._state:
            self._state = state
            self._report(DeviceState(self._name, state, detail, self.source, self._good_ns))

    def _heard(self, state: DeviceStateName, at_ns: MonotonicNs) -> None:
        """Something came: say how it is, and what is missing before it once it is well again."""
        if state in BAD and not self._gap_cause:
            self._gap_cause = state
        elif state not in BAD:
            before = self._good_ns
            away = self._gap_cause or ("lost" if self._state == "lost" else "")
            if before is not None and away:
                self._report(GapEnded(self._name, before, at_ns, away))
            self._good_ns, self._gap_cause = at_ns, ""
        self._say(state, f"{self.identity or self.source} {self.mode}".strip())


BAD = frozenset({"frozen", "dark", "silent"})
"""States in which something comes that is worth nothing."""


def _words(error: Exception) -> str:
    return error.what if isinstance(error, DeviceError) else f"{type(error).__name__}: {error}"


class CameraLoop(DeviceLoop[Camera]):
    """Reads a camera: shows reduced frames, offers every frame to the keeper.

    Attributes:
        row: how many frames came and how many are missing.
        marks: remembers the light for a while.
    """

    def __init__(
        self,
        spec: CameraSpec,
        open_camera: Callable[[CameraSpec], Camera],
        slot: FrameSlot | None,
        keepers: Sequence[Keeper],
        report: Report,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            spec: which camera.
            open_camera: opens it.
            slot: where reduced frames are shown; None for nowhere.
            keepers: are offered every frame.
            report: called on each change of state.
        """
        super().__init__(spec.role, _camera_sources(spec, open_camera), report)
        self._period_s = 1 / spec.rate_hz
        self._slot = slot
        self._keepers = keepers
        self._watch = PictureWatch()
        self._reader: CameraReader | None = None
        self._show_ns = 0
        self._times: deque[MonotonicNs] = deque(maxlen=256)
        self.marks = FlashWatch()
        self.row = Numbering()

    def _step(self, device: Camera, *, first: bool) -> None:
        if self._reader is None or first:
            self._watch, self._reader = PictureWatch(), CameraReader(device)
        own = self._reader.read()
        number = self.row.next(own.number, own.captured_ns, self._measured_s(), reopened=first)
        shot = replace(own, number=number)
        for keeper in self._keepers:
            keeper.offer_frame(shot)
        self._times.append(shot.captured_ns)
        self._show(shot)
        state = self._watch.step(shot.planes, shot.captured_ns)
        if state == "frozen" and self.has_spare:
            raise CameraLostError("The camera gives the same picture again and again")
        self.marks.picture(shot.planes, shot.captured_ns)
        self.mode = device.mode
        self._heard(state, shot.captured_ns)

    def _measured_s(self) -> float:
        times = self._times
        if len(times) < 2:  # noqa: PLR2004 - two make a distance
            return self._period_s
        return max(0.001, seconds_between(times[0], times[-1]) / (len(times) - 1))

    def _show(self, shot: Shot) -> None:
        if self._slot is None or shot.captured_ns < self._show_ns:
            return
        period = round(NS_PER_S / SHOWN_PER_S)
        self._show_ns = max(self._show_ns, shot.captured_ns - period) + period
        image = shown(shot.planes, (FRAME_WIDTH_PX, FRAME_HEIGHT_PX))
        self._slot.publish(Frame(image, shot.captured_ns, shot.number))

    def frames_per_s(self, now: MonotonicNs) -> float:
        """Over the last two seconds."""
        times = list(self._times)
        recent = sum(1 for at in times if seconds_between(at, now) <= RATE_WINDOW_S)
        return recent / RATE_WINDOW_S


class MicrophoneLoop(DeviceLoop[Microphone]):
    """Reads the microphone: all of it into the ring, every block offered to the keeper.

    Attributes:
        row: how many blocks came and how many are missing.
        meter: the level.
        marks: remembers the sound for a while.
    """

    def __init__(
        self,
        spec: MicrophoneSpec,
        open_microphone: Callable[[MicrophoneSpec], Microphone],
        ring: AudioRing | None,
        keepers: Sequence[Keeper],
        report: Report,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            spec: which microphone.
            open_microphone: opens it.
            ring: where all sound goes; None for nowhere.
            keepers: are offered every block.
            report: called on each change of state.
        """
        super().__init__("microphone", _microphone_sources(spec, open_microphone), report)
        self._spec = spec
        self._ring = ring
        self._keepers = keepers
        self._watch = SoundWatch()
        self.row = Numbering()
        self.meter = SoundMeter()
        self.marks = BeepWatch()
        self._silent_since: MonotonicNs | None = None

    def _step(self, device: Microphone, *, first: bool) -> None:
        own = device.read()
        if first:
            self._watch, self._silent_since = SoundWatch(), None
        period_s = self._spec.block / self._spec.rate_hz
        number = self.row.next(own.number, own.captured_ns, period_s, reopened=first)
        block: AudioBlock = replace(own, number=number)
        for keeper in self._keepers:
            keeper.offer_sound(block)
        if self._ring is not None:
            self._ring.publish(block)
        self.meter.add(block.samples)
        self.marks.sound(block)
        state = self._watch.step(block)
        if state != "silent":
            self._silent_since = None
        elif self._silent_since is None:
            self._silent_since = block.captured_ns
        self._heard(state, block.captured_ns)
        self._leave_if_dead(block)

    def _leave_if_dead(self, block: AudioBlock) -> None:
        if self._silent_since is None or not self.has_spare or self._watch.gated:
            return
        if seconds_between(self._silent_since, block.captured_ns) > SILENT_FAILOVER_S:
            raise MicrophoneLostError("The microphone gives nothing but digital silence")

    @property
    def clipped_share(self) -> float:
        """Share of the samples at full scale since the device was opened, 0..1."""
        return self._watch.clipped / self._watch.samples if self._watch.samples else 0.0


def _camera_sources(
    spec: CameraSpec, open_camera: Callable[[CameraSpec], Camera]
) -> list[tuple[str, Callable[[], Camera]]]:
    names = (spec.source, *spec.spares)
    return [(name, partial(open_camera, replace(spec, source=name))) for name in names]


def _microphone_sources(
    spec: MicrophoneSpec, open_microphone: Callable[[MicrophoneSpec], Microphone]
) -> list[tuple[str, Callable[[], Microphone]]]:
    names = (spec.device, *spec.spares)
    return [
        (name or "default", partial(open_microphone, replace(spec, device=name))) for name in names
    ]
