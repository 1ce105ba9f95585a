"""Shared memory between the recorder and those who look: newest frames, and the last sound.

The recorder writes and never waits; readers copy and check that what they copied was whole. The
kiosk creates the memory and outlives the workers. It lies in RAM, never in a file of ours.
"""

import contextlib
from collections.abc import Generator, Sized
from dataclasses import dataclass
from multiprocessing import resource_tracker, shared_memory

import numpy as np
from numpy.typing import NDArray

from app.domain.media import AudioBlock, Frame, Samples
from app.domain.timing import NS_PER_S, MonotonicNs
from app.processes.errors import WorkerLostError

FRAME_WIDTH_PX = 1280
FRAME_HEIGHT_PX = 720
_SLOTS = 3
_HEADER_BYTES = 64
_SLOT_HEADER_BYTES = 32
SOUND_SECONDS = 900
"""How much sound is kept: longer than the longest answer a flow may ask for."""
_MAX_BLOCKS = SOUND_SECONDS * 100


def _ignore(name: Sized, rtype: str) -> None:
    del name, rtype


@contextlib.contextmanager
def _untracked() -> Generator[None]:
    # WORKAROUND https://github.com/python/cpython/issues/82300: remove with 3.13 (track=False)
    register = resource_tracker.register
    resource_tracker.register = _ignore
    try:
        yield
    finally:
        resource_tracker.register = register


def _buffer(memory: shared_memory.SharedMemory) -> memoryview:
    if memory.buf is None:
        raise WorkerLostError("The shared memory was closed")
    return memory.buf


def _attach(name: str) -> shared_memory.SharedMemory:
    with _untracked():
        return shared_memory.SharedMemory(name)


def remove_left(name: str) -> None:
    """Remove memory whose maker was killed before it could; nothing where there is none.

    Who is still attached keeps it until it lets go.
    """
    with contextlib.suppress(FileNotFoundError):
        memory = shared_memory.SharedMemory(name)
        memory.close()
        memory.unlink()


class FrameSlot:
    """The newest frames of one camera, at most 1280x720; a larger frame is the writer's to reduce.

    Three slots in turn: a reader has two frame times to copy one before it is written again.
    """

    def __init__(self, memory: shared_memory.SharedMemory, *, owner: bool) -> None:
        """Use `create` or `attach`."""
        self._memory = memory
        self._owner = owner
        self._count: NDArray[np.uint64] = np.frombuffer(_buffer(memory), np.uint64, 1)
        self.name = memory.name

    @classmethod
    def create(cls, name: str) -> "FrameSlot":
        """Make it; the maker's `close` removes it."""
        slot = FRAME_WIDTH_PX * FRAME_HEIGHT_PX * 3 + _SLOT_HEADER_BYTES
        memory = shared_memory.SharedMemory(name, create=True, size=_HEADER_BYTES + _SLOTS * slot)
        return cls(memory, owner=True)

    @classmethod
    def attach(cls, name: str) -> "FrameSlot":
        """Use one that another process made.

        Raises:
            FileNotFoundError: there is none of that name.
        """
        return cls(_attach(name), owner=False)

    def _slot(self, index: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        size = FRAME_WIDTH_PX * FRAME_HEIGHT_PX * 3
        at = _HEADER_BYTES + (index % _SLOTS) * (size + _SLOT_HEADER_BYTES)
        head = np.frombuffer(_buffer(self._memory), np.int64, 4, at)
        return head, np.frombuffer(_buffer(self._memory), np.uint8, size, at + _SLOT_HEADER_BYTES)

    def publish(self, frame: Frame) -> None:
        """Write the newest frame (at most 1280x720). Never waits."""
        count = int(self._count[0])
        head, pixels = self._slot(count)
        height, width = frame.image.shape[:2]
        head[:] = (frame.captured_ns, frame.number, width, height)
        pixels[: frame.image.size] = frame.image.reshape(-1)
        self._count[0] = count + 1

    def latest(self, after: int = -1) -> Frame | None:
        """A copy of the newest frame; None when there is none with a number other than `after`."""
        count = int(self._count[0])
        if count == 0:
            return None
        head, pixels = self._slot(count - 1)
        captured, number, width, height = (int(value) for value in head)
        if number == after:
            return None
        image = pixels[: width * height * 3].reshape(height, width, 3).copy()
        if int(self._count[0]) > count + 1:
            return None
        return Frame(image, MonotonicNs(captured), number)

    def close(self) -> None:
        """Let go; the maker also removes it."""
        del self._count
        with contextlib.suppress(BufferError):
            self._memory.close()
        if self._owner:
            with contextlib.suppress(FileNotFoundError):
                self._memory.unlink()


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound cut out of the ring.

    Attributes:
        samples: see `Samples`; blocks that are missing are silence.
        rate_hz: samples per second.
        start_ns: capture time of the first sample.
        missing_s: seconds of silence put in for blocks that are not there (lost or overwritten).
    """

    samples: Samples
    rate_hz: int
    start_ns: MonotonicNs
    missing_s: float


class AudioRing:
    """The last `SOUND_SECONDS` of the microphone, mono, with the capture time of every block."""

    def __init__(self, memory: shared_memory.SharedMemory, *, owner: bool) -> None:
        """Use `create` or `attach`."""
        self._memory = memory
        self._owner = owner
        self.name = memory.name
        # blocks written, samples written, rate
        self._head: NDArray[np.int64] = np.frombuffer(_buffer(memory), np.int64, 3)
        self._rate = int(self._head[2])
        self._blocks: NDArray[np.int64] = np.frombuffer(
            _buffer(memory), np.int64, _MAX_BLOCKS * 3, _HEADER_BYTES
        ).reshape(_MAX_BLOCKS, 3)
        size = SOUND_SECONDS * self._rate if self._rate else 0
        self._samples: Samples = np.frombuffer(
            _buffer(memory), np.int16, size, _HEADER_BYTES + _MAX_BLOCKS * 24
        )

    @classmethod
    def create(cls, name: str, rate_hz: int) -> "AudioRing":
        """Make it for sound of `rate_hz`; the maker's `close` removes it."""
        size = _HEADER_BYTES + _MAX_BLOCKS * 24 + SOUND_SECONDS * rate_hz * 2
        memory = shared_memory.SharedMemory(name, create=True, size=size)
        np.frombuffer(_buffer(memory), np.int64, 3)[:] = (0, 0, rate_hz)
        return cls(memory, owner=True)

    @classmethod
    def attach(cls, name: str) -> "AudioRing":
        """Use one that another process made.

        Raises:
            FileNotFoundError: there is none of that name.
        """
        return cls(_attach(name), owner=False)

    def publish(self, block: AudioBlock) -> None:
        """Append a block. Never waits."""
        count, written = int(self._head[0]), int(self._head[1])
        size, length = len(self._samples), len(block.samples)
        at = (written + np.arange(length)) % size
        self._samples[at] = block.samples
        self._blocks[count % _MAX_BLOCKS] = (block.captured_ns, written, length)
        self._head[1] = written + length
        self._head[0] = count + 1

    def between(self, start_ns: MonotonicNs, end_ns: MonotonicNs) -> Sound:
        """The sound captured from `start_ns` to `end_ns`, silence where it is missing."""
        total = max(0, round((end_ns - start_ns) * self._rate / NS_PER_S))
        out = np.zeros(total, np.int16)
        filled = np.zeros(total, np.bool_)
        count, written = int(self._head[0]), int(self._head[1])
        known = self._blocks[: min(count, _MAX_BLOCKS)].copy()
        oldest = written - len(self._samples)
        for captured, at, length in known[known[:, 1] >= oldest]:
            offset = round((int(captured) - start_ns) * self._rate / NS_PER_S)
            first, last = max(0, -offset), min(int(length), total - offset)
            if first < last:
                where = (int(at) + np.arange(first, last)) % len(self._samples)
                out[offset + first : offset + last] = self._samples[where]
                filled[offset + first : offset + last] = True
        missing = float(total - int(filled.sum())) / self._rate if self._rate else 0.0
        return Sound(out, self._rate, start_ns, missing)

    def close(self) -> None:
        """Let go; the maker also removes it."""
        del self._head, self._blocks, self._samples
        with contextlib.suppress(BufferError):
            self._memory.close()
        if self._owner:
            with contextlib.suppress(FileNotFoundError):
                self._memory.unlink()


class OthersAudioRing:
    """The ring that another process makes, as soon as it is there. Used by one thread."""

    def __init__(self, name: str) -> None:
        """Look for nothing yet; an empty name is a kiosk without a microphone."""
        self._name = name
        self._ring: AudioRing | None = None

    def found(self) -> AudioRing | None:
        """The ring; None while there is none of that name."""
        if self._ring is None and self._name:
            try:
                self._ring = AudioRing.attach(self._name)
            except FileNotFoundError:
                return None
        return self._ring

    def close(self) -> None:
        """Let the memory go."""
        if self._ring is not None:
            self._ring.close()
            self._ring = None
