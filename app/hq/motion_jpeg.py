"""Parts that hold the camera's own Motion JPEG: no browser plays it, so H.264 is made of it.

That takes a processor (docs/measurements-recording.md), so lengths and single pictures are found
without it.
"""

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, cast

from av.container import InputContainer
from av.error import FFmpegError
from PIL import Image

from app.hq.errors import MediaUnplayableError
from app.hq.reading import matroska, packets

if TYPE_CHECKING:
    import numpy as np
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

CODEC = "mjpeg"
OPTIONS = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "crf": "26",
    "maxrate": "4000k",
    "bufsize": "4000k",
}
"""As the recorder encodes, so that a clip takes as much memory as any other."""
THREADS = 4
"""Of decoder and encoder each: somebody waits for the clip."""
KEYFRAME_PICTURES = 30
"""How far a browser decodes after a seek."""
_TIME_BASE = Fraction(1, 1000)
_BT601 = 6
_LIMITED_RANGE = 1


class Target(Protocol):
    """The part of PyAV's output container used here, with the types it does not give itself."""

    def add_stream(self, name: str, rate: int, options: dict[str, str]) -> Any:
        """A stream that is encoded."""
        ...


class H264FromJpeg:
    """Decodes one stream of JPEG and encodes it anew."""

    def __init__(self, source: "Stream", target: Target) -> None:
        """Add a stream to `target`; even sides, the same size otherwise.

        Raises:
            MediaUnplayableError: this FFmpeg has no H.264 encoder, or the size is none.
        """
        context: Any = source.codec_context
        try:
            stream = target.add_stream("libx264", 30, OPTIONS)
        except (FFmpegError, ValueError) as error:
            raise MediaUnplayableError("This FFmpeg cannot encode H.264") from error
        stream.width, stream.height = context.width // 2 * 2, context.height // 2 * 2
        stream.pix_fmt = "yuv420p"
        stream.thread_count = THREADS
        stream.gop_size = KEYFRAME_PICTURES
        stream.time_base = stream.codec_context.time_base = _TIME_BASE
        stream.codec_context.color_range = _LIMITED_RANGE
        stream.codec_context.colorspace = _BT601
        context.thread_type, context.thread_count = "FRAME", THREADS
        self.stream: Stream = stream
        self._decoder, self._encoder = context, stream

    def encoded(self, packet: "Packet[Stream]") -> "Sequence[Packet[Stream]]":
        """What has been made of the JPEG so far; nothing of one that is torn."""
        return [made for frame in self._decoded(packet) for made in self._again(frame)]

    def rest(self) -> "Sequence[Packet[Stream]]":
        """What is still inside."""
        made = [made for frame in self._decoded(None) for made in self._again(frame)]
        return [*made, *cast("Sequence[Packet[Stream]]", self._encoder.encode(None))]

    def _decoded(self, packet: "Packet[Stream] | None") -> "Sequence[VideoFrame]":
        try:
            return cast("Sequence[VideoFrame]", self._decoder.decode(packet))
        except FFmpegError:
            return ()

    def _again(self, frame: "VideoFrame") -> "Sequence[Packet[Stream]]":
        width, height = self._encoder.width, self._encoder.height
        plain: Any = frame.reformat(width, height, "yuv420p", dst_color_range="MPEG")
        plain.pts, plain.time_base = frame.pts, frame.time_base
        return cast("Sequence[Packet[Stream]]", self._encoder.encode(plain))


def length_s(chunks: Iterator[bytes]) -> float | None:
    """How long a part is, seconds, without decoding it; None where it is not Motion JPEG.

    Raises:
        MediaUnplayableError: it ends before the first picture.
        IntegrityError: something was altered.
    """
    end_s = 0.0
    with matroska(chunks) as source:
        if _own_video(source) is None:
            return None
        for packet in packets(source):
            if packet.pts is not None:
                length = packet.duration or 0
                end_s = max(end_s, float((packet.pts + length) * packet.time_base))
    return end_s


def still(chunks: Iterator[bytes], at_s: float, width_px: int) -> bytes | None:
    """The picture shown at `at_s` as JPEG, decoding no other; None where it is not Motion JPEG.

    Raises:
        MediaUnplayableError: there is no picture, or it is torn.
        IntegrityError: something before it was altered.
    """
    with matroska(chunks) as source:
        video = _own_video(source)
        if video is None:
            return None
        shown: Packet[Stream] | None = None
        for packet in packets(source):
            if packet.stream.index != video.index or packet.pts is None or not packet.size:
                continue
            if shown is not None and float(packet.pts * packet.time_base) > at_s:
                break
            shown = packet
        frames = cast("list[VideoFrame]", shown.decode()) if shown is not None else []
        if not frames:
            raise MediaUnplayableError("There is no picture at that time")
        return as_jpeg(frames[0], width_px)


def as_jpeg(frame: "VideoFrame", width_px: int) -> bytes:
    """A decoded picture as JPEG of that width; the height follows."""
    height = max(2, round(frame.height * width_px / frame.width / 2) * 2)
    scaled = frame.reformat(width=width_px, height=height, format="rgb24")
    pixels = cast("NDArray[np.uint8]", scaled.to_ndarray())
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "JPEG", quality=85, optimize=True)
    return held.getvalue()


def _own_video(source: InputContainer) -> "Stream | None":
    """The stream of JPEG; None where there is none."""
    for stream in source.streams:
        if stream.type == "video":
            return stream if stream.codec_context.name == CODEC else None
    return None
