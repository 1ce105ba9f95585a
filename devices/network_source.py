"""A network camera by FFmpeg through PyAV, with a limit on every wait.

Not `VideoCapture`: on a stream that hangs it waits up to 30 s, and when the pictures change their
size in mid-stream it gives the last one again and again (both measured). Motion JPEG is passed on
as it came; other pictures are decoded here.
"""

from collections.abc import Generator
from typing import Any

import av
from av.error import FFmpegError

from app.domain.media import Planes
from app.ports.clock import Clock
from app.ports.devices import without_secrets
from app.ports.errors import CameraLostError
from devices.planes import planes_of_frame
from devices.steady_time import ForwardTime
from devices.taken import Taken

OPEN_WITHIN_S = 5.0
READ_WITHIN_S = 2.0
"""Then the stream is let go. The alarm is given before, by whoever waits for the picture."""
OPTIONS = {
    "fflags": "nobuffer",
    "probesize": "32768",
    "analyzeduration": "0",
    "fpsprobesize": "0",
    "rtsp_transport": "tcp",
}
"""For what comes live: with FFmpeg's defaults an MJPEG FIFO took 3.9 s to open and stayed 1 to 2 s
behind, with these 0.04 s and one frame (measured)."""


class NetworkSource:
    """An `rtsp://`, `http://` or `tcp://` address. See `devices.video_source.VideoSource`.

    Attributes:
        device: the address without secrets.
        skipped: pictures that could not be decoded.
        mode: what it gives, in words.
    """

    def __init__(self, address: str, clock: Clock) -> None:
        """Open it.

        Args:
            address: where it is.
            clock: stamps what arrives.

        Raises:
            CameraLostError: nothing that gives pictures is there.
        """
        self.device = without_secrets(address)
        self._clock = clock
        self._has_time = address.startswith("rtsp")
        self._times = ForwardTime()
        self.skipped = 0
        try:
            self._container: Any = av.open(
                address, options=OPTIONS, timeout=(OPEN_WITHIN_S, READ_WITHIN_S)
            )
            self._stream: Any = self._container.streams.video[0]
        except (FFmpegError, OSError, IndexError) as error:
            raise CameraLostError("Nothing that gives pictures is at its address") from error
        self._stream.thread_type = "NONE"
        context = self._stream.codec_context
        self.mode = f"{context.width}x{context.height} {str(context.name).upper()}"
        self._pictures = self._decoded()

    def next(self) -> Taken | None:
        """See `VideoSource`."""
        return next(self._pictures, None)

    def release(self) -> None:
        """See `VideoSource`."""
        self._container.close()

    def _decoded(self) -> Generator[Taken]:
        still = self._stream.codec_context.name == "mjpeg"
        try:
            for packet in self._container.demux(self._stream):
                if packet.size == 0:
                    continue
                arrived = self._clock.monotonic_ns()
                for content, pts in self._still(packet) if still else self._moving(packet):
                    told = self._has_time and pts is not None
                    own_s = float(pts * packet.time_base) if told else None
                    yield Taken(content, self._times.at(own_s, arrived))
        except (FFmpegError, OSError):
            return

    def _still(self, packet: Any) -> Generator[tuple[bytes, Any]]:
        yield bytes(packet), packet.pts

    def _moving(self, packet: Any) -> Generator[tuple[Planes, Any]]:
        try:
            frames = packet.decode()
        except FFmpegError:
            self.skipped += 1
            return
        for frame in frames:  # not always the packet's own: some cameras send pictures out of order
            yield planes_of_frame(frame), frame.pts
