"""Threads that read one device each, and open it again when it was lost."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, Literal, TypeVar

from app.domain.errors import DeviceError
from app.domain.media import AudioBlock, Frame
from app.domain.messages.recorder import DeviceState, RecorderReport
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.ports.devices import Camera, CameraSpec, Microphone, MicrophoneSpec
from app.processes.shared import FRAME_HEIGHT_PX, FRAME_WIDTH_PX, AudioRing, FrameSlot
from app.recording.keeper import Keeper
from app.recording.pictures import PictureWatch, fitted
from app.recording.sounds import SoundMeter, SoundWatch

FIRST_WAIT_S = 0.25
LAST_WAIT_S = 4.0
END_WITHIN_S = 4.0
"""A device that hangs gives up after 2 s by itself; a thread that does not end is left alone."""
SHOWN_PER_S = 15.0
RATE_WINDOW_S = 2.0

Device = TypeVar("Device", Camera, Microphone)
State = Literal["ok", "missing", "lost", "frozen", "dark", "silent"]
Report = Callable[[RecorderReport], None]


class DeviceLoop(ABC, Generic[Device]):
    """Opens a device, reads it until it is lost, opens it again with back-off."""

    def __init__(self, name: str, open_device: Callable[[], Device], report: Report) -> None:
        """Prepare; `start` begins.

        Args:
            name: of the device, as in `DeviceState.device`.
            open_device: opens it; raises DeviceError.
            report: called on each change of state; must not wait.
        """
        self._name = name
        self._open_device: Callable[[], Device] = open_device
        self._report = report
        self._state: State | None = None
        self._stop = threading.Event()
        self._wait_s = FIRST_WAIT_S
        self._was_there = False
        self._thread = threading.Thread(target=self._run, name=f"read-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end."""
        self._stop.set()

    def join(self) -> None:
        """Wait for its end, but not for ever."""
        if self._thread.is_alive():
            self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                device = self._open_device()
            except Exception as error:  # noqa: BLE001 - fence: device adapter
                self._say("lost" if self._was_there else "missing", _words(error))
                self._stop.wait(self._wait_s)
                self._wait_s = min(LAST_WAIT_S, self._wait_s * 2)
                continue
            try:
                self._read_on(device)
            except Exception as error:  # noqa: BLE001 - fence: device adapter
                self._say("lost", _words(error))
            finally:
                device.close()
            self._stop.wait(self._wait_s)

    def _read_on(self, device: Device) -> None:
        first = True
        while not self._stop.is_set():
            self._step(device, first=first)
            first = False
            self._was_there, self._wait_s = True, FIRST_WAIT_S

    @abstractmethod
    def _step(self, device: Device, *, first: bool) -> None:
        """Read and pass on once."""

    def _say(self, state: State, detail: str) -> None:
        if state != self._state:
            self._state = state
            self._report(DeviceState(self._name, state, detail))


def _words(error: Exception) -> str:
    return error.what if isinstance(error, DeviceError) else f"{type(error).__name__}: {error}"


class Numbering:
    """Numbers what comes in a row across reopenings; what a gap swallowed is estimated by time.

    Attributes:
        seen: how many came.
        lost: how many are missing.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.lost = 0
        self._base = 0
        self._next: int | None = None
        self._last_ns = MonotonicNs(0)

    def next(self, number: int, at_ns: MonotonicNs, period_s: float, *, reopened: bool) -> int:
        """The number in the whole row.

        Args:
            number: the device's own.
            at_ns: capture time.
            period_s: seconds from one to the next.
            reopened: the device was opened anew before this one.
        """
        if self._next is None:
            self._next = number
        elif reopened:
            away = round(seconds_between(self._last_ns, at_ns) / period_s) - 1
            self._base = self._next + max(0, away) - number
        given = max(self._base + number, self._next)
        self.lost += given - self._next
        self.seen += 1
        self._next = given + 1
        self._last_ns = at_ns
        return given


class CameraLoop(DeviceLoop[Camera]):
    """Reads a camera: shows reduced frames, offers every frame to the keeper.

    Attributes:
        row: how many frames came and how many are missing.
    """

    def __init__(
        self,
        spec: CameraSpec,
        open_camera: Callable[[CameraSpec], Camera],
        slot: FrameSlot | None,
        keeper: Keeper,
        report: Report,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            spec: which camera.
            open_camera: opens it.
            slot: where reduced frames are shown; None for nowhere.
            keeper: is offered every frame.
            report: called on each change of state.
        """
        super().__init__(spec.role, lambda: open_camera(spec), report)
        self._source = spec.source
        self._period_s = 1 / spec.rate_hz
        self._slot = slot
        self._keeper = keeper
        self._watch = PictureWatch()
        self._show_ns = 0
        self._times: deque[MonotonicNs] = deque(maxlen=256)
        self.row = Numbering()

    def _step(self, device: Camera, *, first: bool) -> None:
        own = device.read()
        if first:
            self._watch = PictureWatch()
        number = self.row.next(own.number, own.captured_ns, self._measured_s(), reopened=first)
        frame = replace(own, number=number)
        self._keeper.offer_frame(frame)
        self._times.append(frame.captured_ns)
        self._show(frame)
        height, width = frame.image.shape[:2]
        self._say(self._watch.step(frame), f"{self._source} {width}x{height}")

    def _measured_s(self) -> float:
        times = self._times
        if len(times) < 2:  # noqa: PLR2004 - two make a distance
            return self._period_s
        return max(0.001, seconds_between(times[0], times[-1]) / (len(times) - 1))

    def _show(self, frame: Frame) -> None:
        if self._slot is None or frame.captured_ns < self._show_ns:
            return
        period = round(NS_PER_S / SHOWN_PER_S)
        self._show_ns = max(self._show_ns, frame.captured_ns - period) + period
        image = fitted(frame.image, (FRAME_WIDTH_PX, FRAME_HEIGHT_PX))
        self._slot.publish(replace(frame, image=image))

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
    """

    def __init__(
        self,
        spec: MicrophoneSpec,
        open_microphone: Callable[[MicrophoneSpec], Microphone],
        ring: AudioRing | None,
        keeper: Keeper,
        report: Report,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            spec: which microphone.
            open_microphone: opens it.
            ring: where all sound goes; None for nowhere.
            keeper: is offered every block.
            report: called on each change of state.
        """
        super().__init__("microphone", lambda: open_microphone(spec), report)
        self._spec = spec
        self._ring = ring
        self._keeper = keeper
        self._watch = SoundWatch()
        self.row = Numbering()
        self.meter = SoundMeter()

    def _step(self, device: Microphone, *, first: bool) -> None:
        own = device.read()
        if first:
            self._watch = SoundWatch()
        period_s = self._spec.block / self._spec.rate_hz
        number = self.row.next(own.number, own.captured_ns, period_s, reopened=first)
        block: AudioBlock = replace(own, number=number)
        self._keeper.offer_sound(block)
        if self._ring is not None:
            self._ring.publish(block)
        self.meter.add(block.samples)
        self._say(self._watch.step(block), f"{self._spec.device or 'default'} {own.rate_hz} Hz")
