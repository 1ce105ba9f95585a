"""Our recording against the ffmpeg command line, the same pictures and settings in the same run."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bench.errors import BenchStepError
from app.bench.pictures import jpeg, numbered
from app.bench.used import cpu_s
from app.bundle.sealed_log import SealedLogWriter
from app.domain.timing import NS_PER_S, MonotonicNs
from app.recording.decoding import JpegDecoder
from app.recording.limits import VideoLimits
from app.recording.part import Part
from app.recording.pictures import planar

SIZE = (1920, 1080)
RATE = 30
RENDERED = 60
ROUNDS = 5
LIMIT = 1.0
"""Ours over ffmpeg's processor seconds. Source: issue."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One benchmark.

    Attributes:
        ours, peer: processor seconds for one second of video, median of the rounds.
        limit: of the ratio ours / peer.
    """

    name: str
    ours: float
    peer: float
    limit: float

    def as_json(self) -> dict[str, object]:
        """As every benchmark."""
        return {
            "name": self.name,
            "ours": round(self.ours, 4),
            "peer": round(self.peer, 4),
            "ratio": round(self.ours / self.peer, 3),
            "limit": self.limit,
            "unit": "CPU-seconds per second of video",
            "holds": self.ours / self.peer <= self.limit,
        }


def _ours_child(kind: str, source: Path, out: Path, seconds: int) -> None:
    """Encode and seal as the recorder does; runs in a process of its own, so that it is counted."""
    cv2.setNumThreads(1)
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    part = Part(
        SealedLogWriter(out, (key,), b"bench"),
        MonotonicNs(NS_PER_S),
        SIZE,
        None,
        VideoLimits(preset="ultrafast"),
    )
    pictures, decoder = _load(kind, source), JpegDecoder()
    for number in range(seconds * RATE):
        given = pictures[number % RENDERED]
        if kind == "mjpeg":
            planes = decoder.planes(given)
            if planes is None:
                raise BenchStepError("A rendered picture cannot be decoded")
        else:
            planes = np.frombuffer(given, np.uint8).reshape(SIZE[1] * 3 // 2, SIZE[0])
        part.add_picture(planes, MonotonicNs(NS_PER_S + number * NS_PER_S // RATE))
        if number % RATE == 0:
            part.sync()
    part.close()


def _load(kind: str, source: Path) -> list[bytes]:
    if kind == "mjpeg":
        return [path.read_bytes() for path in sorted(source.glob("*.jpg"))]
    size = SIZE[0] * SIZE[1] * 3 // 2
    whole = (source / "raw.yuv").read_bytes()
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _render(folder: Path) -> None:
    with (folder / "raw.yuv").open("wb") as raw:
        for number in range(RENDERED):
            image = numbered(number, SIZE)
            raw.write(planar(image).tobytes())
            (folder / f"{number:04d}.jpg").write_bytes(jpeg(image))


def _peer(kind: str, source: Path, out: Path, seconds: int) -> list[str]:
    ways = {
        "raw": ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{SIZE[0]}x{SIZE[1]}"],
        "mjpeg": ["-f", "image2"],
    }
    inputs = {"raw": str(source / "raw.yuv"), "mjpeg": str(source / "%04d.jpg")}
    loop = ["-stream_loop", str(seconds * RATE // RENDERED - 1)]
    return [
        *("ffmpeg", "-v", "error", "-y", "-threads", "1", *loop, *ways[kind]),
        *("-framerate", str(RATE), "-i", inputs[kind]),
        *("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast"),
        *("-tune", "zerolatency", "-crf", "26", "-maxrate", "4000k", "-bufsize", "4000k"),
        *("-g", str(RATE), "-threads", "1", "-cluster_time_limit", "200", "-flush_packets", "1"),
        str(out),
    ]


def against_ffmpeg(
    program: Sequence[str], seconds: int, tell: Callable[[str], None]
) -> list[Ratio]:
    """Both ways in turn, `ROUNDS` times.

    The start of either process is taken off: each is run for half the time too, and the difference
    counts.

    Args:
        program: the command line that starts this program.
        seconds: of video in each round; even.
        tell: is told how far it is.

    Raises:
        BenchStepError: there is no ffmpeg here, or one of the two failed.
    """
    if shutil.which("ffmpeg") is None:
        raise BenchStepError("There is no ffmpeg on this machine (apt install ffmpeg)")
    seconds = max(4, seconds // 4 * 4)
    with tempfile.TemporaryDirectory(prefix="booth-encode-") as name:
        folder = Path(name)
        _render(folder)
        return [_race(program, kind, folder, seconds, tell) for kind in ("raw", "mjpeg")]


def _race(
    program: Sequence[str], kind: str, folder: Path, seconds: int, tell: Callable[[str], None]
) -> Ratio:
    ours: list[float] = []
    peer: list[float] = []
    for number in range(ROUNDS):
        tell(f"encoder {kind}: round {number + 1} of {ROUNDS}")
        ours.append(_slope(lambda s: _ours(program, kind, folder, s), seconds))
        peer.append(_slope(lambda s: cpu_s(_peer(kind, folder, folder / "p.mkv", s)), seconds))
    words = "from raw pictures" if kind == "raw" else "MJPEG decoded"
    return Ratio(f"encoder 1080p30 {words}", median(ours), median(peer), LIMIT)


def _slope(used: Callable[[int], float], seconds: int) -> float:
    half = seconds // 2
    return (used(seconds) - used(half)) / (seconds - half)


def _ours(program: Sequence[str], kind: str, folder: Path, seconds: int) -> float:
    out = folder / "ours.blog"
    out.unlink(missing_ok=True)
    child = [*program[:1], "-m", "app.bench.encode", kind, str(folder), str(out), str(seconds)]
    return cpu_s(child)


if __name__ == "__main__":
    _ours_child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
