"""H.264 (or a camera's JPEG) and AAC in live Matroska, by PyAV: in memory, by whole clusters."""

import contextlib
from collections.abc import Generator, Sequence
from fractions import Fraction
from typing import Any, Protocol, cast

import av
from av.error import FFmpegError
from av.video.frame import PictureType

from app.domain.media import Planes, Samples
from app.recording.encoders import options_for, picture_format
from app.recording.errors import EncoderFailedError
from app.recording.jpeg import chroma_in_words
from app.recording.ladder import OWN_JPEG
from app.recording.limits import VideoLimits

VIDEO_TIME_BASE = Fraction(1, 1000)
_INTERLEAVE_US = "200000"
_WRITE_BUFFER_BYTES = 1 << 20
"""Larger than a cluster at the highest rate: each cluster comes as one write."""
_BT601 = 6
_LIMITED_RANGE = 1


class _Encoder(Protocol):
    """A stream of an output container; PyAV's own types are partly unknown."""

    def encode(self, frame: object) -> Sequence[object]: ...


class _Container(Protocol):
    """An output container; PyAV's own types are partly unknown."""

    def add_stream(self, name: str, rate: int, options: dict[str, str]) -> Any: ...
    def add_mux_stream(self, codec_name: str, rate: int, **settings: object) -> object: ...
    def start_encoding(self) -> None: ...
    def mux(self, packets: object) -> None: ...
    def close(self) -> None: ...


class _Written:
    """The file object that libavformat writes into. It cannot be sought, so nothing is rewritten.

    It never raises: an exception inside a C callback would be lost.
    """

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._chunks.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


class Mux:
    """One Matroska file in the making. Used by one thread.

    Attributes:
        encoder: encoders and settings, in words.
    """

    def __init__(
        self,
        size: tuple[int, int] | None,
        sound_rate_hz: int | None,
        limits: VideoLimits,
        pixels: str = "",
    ) -> None:
        """Begin; the file's head can be taken at once.

        Args:
            size: width and height of the pictures, even if they are encoded; None for sound only.
            sound_rate_hz: of the sound; None for none.
            limits: of the encoder.
            pixels: of JPEG pictures that are written as they are, see `JpegFound`; empty for
                pictures that are encoded.

        Raises:
            EncoderFailedError: the encoder does not take these settings.
        """
        self._written = _Written()
        self._format = "yuv420p"
        self._rate_hz = sound_rate_hz or 0
        options = {
            "cluster_time_limit": str(limits.cluster_ms),
            "flush_packets": "1",
            "max_interleave_delta": _INTERLEAVE_US,
        }
        with _encoder_errors():
            opened = av.open(
                self._written, "w", "matroska", options, buffer_size=_WRITE_BUFFER_BYTES
            )
            self._container = cast("_Container", opened)
            self._video = self._jpeg = None
            if size is not None and pixels:
                self._jpeg = self._add_jpeg(size, pixels)
            elif size is not None:
                self._video = self._add_video(size, limits)
            self._audio = None if sound_rate_hz is None else self._add_audio(limits)
            self._container.start_encoding()
        self.encoder = self._in_words(limits, pixels)

    def _add_jpeg(self, size: tuple[int, int], pixels: str) -> object:
        """Every picture begins a cluster, as keyframes do: a kill costs less than `cluster_ms`."""
        return self._container.add_mux_stream(
            "mjpeg",
            30,
            width=size[0],
            height=size[1],
            pix_fmt=pixels,
            time_base=VIDEO_TIME_BASE,
        )

    def _add_video(self, size: tuple[int, int], limits: VideoLimits) -> _Encoder:
        stream = self._container.add_stream(limits.encoder, 30, options_for(limits))
        stream.width, stream.height = size
        self._format = stream.pix_fmt = picture_format(limits.encoder)
        stream.thread_count = 1
        stream.gop_size = 1000  # keyframes come by time: the caller says when
        stream.time_base = VIDEO_TIME_BASE
        context = stream.codec_context
        context.time_base = VIDEO_TIME_BASE
        context.color_range = _LIMITED_RANGE
        context.colorspace = context.color_primaries = context.color_trc = _BT601
        return cast("_Encoder", stream)

    def _add_audio(self, limits: VideoLimits) -> _Encoder:
        stream = self._container.add_stream("aac", self._rate_hz, {})
        stream.layout = "mono"
        stream.format = "fltp"
        stream.codec_context.bit_rate = limits.audio_kbit_s * 1000
        return cast("_Encoder", stream)

    def _in_words(self, limits: VideoLimits, pixels: str) -> str:
        words = list[str]()
        if self._jpeg is not None:
            words.append(f"{OWN_JPEG} {chroma_in_words(pixels)}")
        if self._video is not None:
            preset = f" {limits.preset}" if limits.encoder == "libx264" else ""
            words.append(
                f"{limits.encoder}{preset} crf {limits.crf} at most {limits.max_kbit_s} kbit/s"
            )
        if self._audio is not None:
            words.append(f"aac {limits.audio_kbit_s} kbit/s {self._rate_hz} Hz mono")
        return ", ".join(words)

    def picture(self, picture: Planes, at_ms: int, *, key: bool) -> None:
        """Encode one picture.

        Args:
            picture: contiguous.
            at_ms: its timestamp, above the last one's.
            key: make it a keyframe.

        Raises:
            EncoderFailedError: the encoder refused.
        """
        if self._video is None:
            return
        with _encoder_errors():
            # no copy: libavcodec makes its own of a frame that is not counted by reference
            frame = av.VideoFrame.from_numpy_buffer(picture, format="yuv420p")
            if self._format != "yuv420p":
                frame = frame.reformat(format=self._format)
            frame.pts, frame.time_base = at_ms, VIDEO_TIME_BASE
            frame.pict_type = PictureType.I if key else PictureType.NONE
            self._container.mux(self._video.encode(frame))

    def jpeg(self, picture: bytes, at_ms: int) -> None:
        """Write one JPEG as it is.

        Args:
            picture: of the size and pixels given at the beginning.
            at_ms: its timestamp, above the last one's.

        Raises:
            EncoderFailedError: the muxer refused.
        """
        if self._jpeg is None:
            return
        with _encoder_errors():
            packet: Any = av.Packet(picture)
            packet.stream = self._jpeg
            packet.pts = packet.dts = at_ms
            packet.time_base = VIDEO_TIME_BASE
            packet.is_keyframe = True
            self._container.mux(packet)

    def sound(self, samples: Samples, at: int) -> None:
        """Encode samples.

        Args:
            samples: mono.
            at: index of the first one; follows the last ones.

        Raises:
            EncoderFailedError: the encoder refused.
        """
        if self._audio is None:
            return
        with _encoder_errors():
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
            frame.sample_rate = self._rate_hz
            frame.pts, frame.time_base = at, Fraction(1, self._rate_hz)
            self._container.mux(self._audio.encode(frame))

    def finish(self) -> None:
        """Encode what is still inside; only `take` may follow.

        Raises:
            EncoderFailedError: the encoder refused.
        """
        with _encoder_errors():
            for stream in (self._video, self._audio):
                if stream is not None:
                    self._container.mux(stream.encode(None))
            self._container.close()

    def take(self) -> bytes:
        """The bytes written since the last call: whole top-level elements."""
        return self._written.take()


@contextlib.contextmanager
def _encoder_errors() -> Generator[None]:
    try:
        yield
    except (FFmpegError, ValueError) as error:
        raise EncoderFailedError(f"The encoder refused: {error}") from error
