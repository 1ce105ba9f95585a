"""What the recorder was told to write, and the names of its parts."""

import errno
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BoothError
from app.domain.media import CameraRole
from app.domain.quality import Track
from app.ports.devices import Disk
from app.ports.sealing import SealedSink
from app.recording.errors import DiskFullError, RecordingWriteError

SinkFactory = Callable[[Path, Sequence[bytes], bytes], SealedSink]
"""Makes a sealed file: its path, the recipients' public keys, what it belongs to."""
RESERVE_BYTES = 64 * 1024 * 1024
"""Less free space than this counts as full: the last clusters and final marks, the journal and the
operating system still have to be written."""


class PartNumbers:
    """Gives out `first`, `first + 1`, ... to any thread."""

    def __init__(self, first: int) -> None:
        """Begin with `first`."""
        self._lock = threading.Lock()
        self._next = first

    def take(self) -> int:
        """The next number."""
        with self._lock:
            self._next += 1
            return self._next - 1


@dataclass(frozen=True, slots=True)
class RecordingJob:
    """One `StartRecording`.

    Attributes:
        folder: where parts go; it exists, but for a safety copy's, which is made.
        context: bound into every part.
        recipients: public keys, raw.
        numbers: of the parts, shared by all cameras.
        make_sink: makes a part's file.
        disk: asked for free space before a part is begun.
        track: `safety` for the copy on the second disk.
    """

    folder: Path
    context: bytes
    recipients: tuple[bytes, ...]
    numbers: PartNumbers
    make_sink: SinkFactory
    disk: Disk
    track: Track = "main"

    def check_space(self) -> None:
        """Nothing while there is room.

        Raises:
            DiskFullError: the disk is full but for the reserve.
            DiskUnavailableError: the disk is gone.
        """
        free = self.disk.space(self.folder).free_bytes
        if free < RESERVE_BYTES:
            raise DiskFullError(f"Only {free // 1024 // 1024} MiB are left for the recording")

    def new_sink(self, camera: CameraRole) -> tuple[str, SealedSink]:
        """A new part's file and its name.

        Raises:
            BoothError, OSError: it cannot be made; no file is left without a header when the disk
                is full.
        """
        if self.track == "safety":  # here, in the keeper's own thread: the second disk may hang
            self.folder.mkdir(parents=True, exist_ok=True)
        self.check_space()
        ending = "" if self.track == "main" else f"-{self.track}"
        name = f"part-{self.numbers.take():04d}-{camera}{ending}.blog"
        return name, self.make_sink(self.folder / name, self.recipients, self.context)


def as_recording_error(error: Exception) -> BoothError:
    """What to report for whatever went wrong while writing."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT}:
            return DiskFullError("The disk is full")
        cause = cause.__cause__
    if isinstance(error, BoothError):
        return error
    return RecordingWriteError(f"The recording cannot be written: {type(error).__name__}: {error}")
