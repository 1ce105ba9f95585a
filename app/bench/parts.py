"""What plays of a sealed part, picture by picture."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from app.bench.pictures import CYCLE, number_in
from app.bundle.sealed_format import KeyOpener
from app.bundle.sealed_log import Reading, read_sealed_log


@dataclass(slots=True)
class Part:
    """What plays of one part.

    Attributes:
        name: of its file.
        numbers: of the pictures, in order.
        times: of the pictures, seconds.
        sound_s: end of the last sound; 0 for none.
        complete: it has its final mark.
        whole: it decoded to its end without an error.
    """

    name: str
    numbers: list[int] = field(default_factory=list[int])
    times: list[float] = field(default_factory=list[float])
    sound_s: float = 0.0
    complete: bool = False
    whole: bool = True


def skipped(numbers: Sequence[int]) -> int:
    """Pictures missing between those that are there."""
    return sum((later - earlier - 1) % CYCLE for earlier, later in pairwise(numbers))


def part_files(folder: Path, camera: str = "candidate") -> list[Path]:
    """The files of a camera's parts, the oldest first."""
    return sorted(folder.glob(f"part-*-{camera}.blog"))


def plain(path: Path, open_key: KeyOpener) -> tuple[bytes, bool]:
    """A part's plain bytes, and whether it has its final mark.

    Raises:
        SealedAlteredError: it does not verify.
        WrongKeyError: it is sealed to somebody else.
    """
    reading = Reading()
    with path.open("rb") as file:
        content = b"".join(read_sealed_log(file, open_key, reading))
    return content, reading.complete


def play(path: Path, open_key: KeyOpener) -> Part:
    """A part, played to its end.

    Raises:
        SealedAlteredError, WrongKeyError: see `plain`.
    """
    content, complete = plain(path, open_key)
    part = Part(path.name, complete=complete)
    try:
        _decode(content, part)
    except FFmpegError:
        part.whole = not complete  # the torn end of a part that was cut off
    return part


def _decode(plain: bytes, part: Part) -> None:
    with av.open(io.BytesIO(plain), "r") as container:
        for packet in container.demux():
            for frame in packet.decode():
                at = float(getattr(frame, "time", None) or 0.0)
                if isinstance(frame, av.VideoFrame):
                    luma = frame.to_ndarray()[: frame.height].astype(np.uint8)
                    part.numbers.append(number_in(luma))
                    part.times.append(at)
                elif isinstance(frame, av.AudioFrame):
                    part.sound_s = at + frame.samples / frame.sample_rate
