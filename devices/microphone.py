"""A microphone by PortAudio."""

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.domain.media import AudioBlock, Samples
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock
from app.ports.devices import MicrophoneSpec
from app.ports.errors import MicrophoneLostError
from devices.errors import PortAudioMissingError
from devices.priority import go_first
from devices.steady_time import SteadyTime

if TYPE_CHECKING:
    import sounddevice as portaudio

BLOCK_WITHIN_S = 1.0
FIRST_BLOCK_WITHIN_S = 3.0
QUEUED_BLOCKS = 500
"""10 s of blocks of 20 ms are kept while nobody reads; then the newest is lost, and counted."""
_MAX_AGE_S = 0.5
_AGES = 150
"""Blocks until PortAudio's figures are believed: 3 s."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the sound thread hands over: as little as possible is done there."""

    data: bytes
    arrived_ns: int
    age_s: float
    number: int
    gap: bool


def _portaudio() -> "type[portaudio.RawInputStream]":
    try:
        import sounddevice  # noqa: PLC0415 - fails where PortAudio is missing: only who needs it
    except OSError as error:
        raise PortAudioMissingError(f"PortAudio cannot be loaded: {error}") from error
    return sounddevice.RawInputStream


def _inputs() -> tuple[tuple[int, str], ...]:
    """Index and name of every input present now."""
    _portaudio()
    import sounddevice  # noqa: PLC0415 - see above

    # PortAudio lists what was there when it was started; there is no public way to start it again
    sounddevice._terminate()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    sounddevice._initialize()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return tuple(
        (int(entry["index"]), str(entry["name"]))
        for entry in sounddevice.query_devices()
        if int(entry["max_input_channels"]) > 0
    )


def list_microphones() -> tuple[str, ...]:
    """Names of the input devices present now. Not while a microphone is open in this process.

    Raises:
        PortAudioMissingError: the sound library is not installed.
    """
    return tuple(name for _, name in _inputs())


def _choose(wanted: str) -> int | None:
    """The index of the device named: exactly, else the first whose name holds it."""
    inputs = _inputs()
    if not wanted:
        return None
    folded = wanted.casefold()
    exact = [index for index, name in inputs if name.casefold() == folded]
    partly = [index for index, name in inputs if folded in name.casefold()]
    if not partly:
        names = ", ".join(name for _, name in inputs) or "none"
        raise MicrophoneLostError(f"There is no microphone {wanted!r}; present: {names}")
    return (exact or partly)[0]


class PortAudioMicrophone:
    """A `Microphone` on a PortAudio device.

    Attributes:
        overruns: blocks lost because nobody read in time, or PortAudio said it lost some.
    """

    def __init__(self, spec: MicrophoneSpec, clock: Clock) -> None:
        """Open it and wait for its first block.

        Args:
            spec: which microphone and how.
            clock: stamps the blocks.

        Raises:
            MicrophoneLostError: it cannot be opened, or gives no sound within 3 s.
            PortAudioMissingError: the sound library is not installed.
        """
        self._spec = spec
        self.device = spec.device or "default"
        self.mode = f"{spec.rate_hz} Hz"
        self._clock = clock
        self._name = repr(spec.device) if spec.device else "(the default)"
        self._blocks: queue.Queue[_Taken] = queue.Queue(QUEUED_BLOCKS)
        self._first = threading.Event()
        self._number = 0
        self.overruns = 0
        self._ages = 0
        self._least_age_s = _MAX_AGE_S
        self._steady = SteadyTime()
        self._open = True
        stream = _portaudio()
        try:
            self._stream = stream(
                samplerate=spec.rate_hz,
                blocksize=spec.block,
                device=_choose(spec.device),
                channels=1,
                dtype="int16",
                callback=self._take,
            )
            self._stream.start()
        except Exception as error:  # fence: PortAudioError, ValueError and OSError by host API
            if isinstance(error, MicrophoneLostError):
                raise
            raise MicrophoneLostError(
                f"The microphone {self._name} cannot be opened: {error}"
            ) from error
        if not self._first.wait(FIRST_BLOCK_WITHIN_S):
            self.close()
            raise MicrophoneLostError(f"The microphone {self._name} opened but gives no sound")

    def _take(
        self,
        data: memoryview,
        frames: int,  # noqa: ARG002 - the callback's form is PortAudio's
        times: "portaudio.TimeInfo",
        status: "portaudio.CallbackFlags",
    ) -> None:
        if not self._number:
            go_first()
        overflow = status.input_overflow
        if overflow:
            self._number += 1
            self.overruns += 1
        age_s = times.currentTime - times.inputBufferAdcTime
        arrived = self._clock.monotonic_ns()
        try:
            self._blocks.put_nowait(_Taken(bytes(data), arrived, age_s, self._number, overflow))
        except queue.Full:
            self.overruns += 1
        self._number += 1
        self._first.set()

    def read(self) -> AudioBlock:
        """The next block, mono.

        Raises:
            MicrophoneLostError: no block within 1 s.
        """
        try:
            taken = self._blocks.get(timeout=BLOCK_WITHIN_S)
        except queue.Empty:
            raise MicrophoneLostError(
                f"The microphone {self._name} gave no sound for {BLOCK_WITHIN_S:.0f} s"
            ) from None
        samples: Samples = np.frombuffer(taken.data, np.int16)
        if taken.gap:
            self._steady.reset()
        captured = self._steady.at(
            taken.number * self._spec.block / self._spec.rate_hz,
            taken.arrived_ns - self._age_s(taken) * NS_PER_S,
        )
        return AudioBlock(samples, self._spec.rate_hz, captured, taken.number)

    def _age_s(self, taken: _Taken) -> float:
        """How old the block's first sample was on arrival.

        PortAudio's figure runs from 260 ms down to 0 in the first third of a second on PulseAudio
        (later on a busy machine), and 0 is less than the block is long (measured): so the least
        of all since the stream began, once there are enough, and never less than the block's
        length.
        """
        block_s = len(taken.data) / 2 / self._spec.rate_hz
        self._ages += 1
        self._least_age_s = min(self._least_age_s, taken.age_s)
        return max(block_s, self._least_age_s) if self._ages > _AGES else block_s

    def close(self) -> None:
        """Let the device go; further calls do nothing."""
        if not self._open:
            return
        self._open = False
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
