"""The H.264 encoders a machine may have, their settings, and a probe that trusts none of them.

A driver may list an encoder that it cannot open, open one that hangs, or give pictures that nobody
can decode. So each is made to encode one second, and what comes out is decoded and compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.frame import PictureType
from numpy.typing import NDArray

from app.recording.errors import EncoderFailedError
from app.recording.limits import VideoLimits

HARDWARE = ("h264_nvenc", "h264_qsv", "h264_amf", "h264_mf", "h264_vaapi", "h264_v4l2m2m")
"""Tried in this order: NVIDIA, Intel, AMD, Windows' Media Foundation, VA-API, ARM boards."""
LEAST_PSNR_DB = 28.0
"""Of the decoded luma against what went in. Source: own; x264 at crf 26 gives 33 dB and more on the
probe's pictures, a wrong plane order or a green picture less than 15 dB."""
PROBE_RATE = 30
SENSOR_NOISE = 2.5
"""Standard deviation of the luma's noise. Source: own; a web camera in room light has 1 to 4."""
NV12 = frozenset({"h264_qsv", "h264_amf", "h264_mf", "h264_v4l2m2m"})
"""Take planes of interleaved chroma; the others take I420 as it is."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of encoding one second.

    Attributes:
        psnr_db: of the luma, the worst picture.
        kbit: size of that second.
    """

    psnr_db: float
    kbit: float


def options_for(limits: VideoLimits) -> dict[str, str]:
    """FFmpeg's options of an encoder: constant quality under a cap, no look-ahead, no B-frames."""
    cap = {"maxrate": f"{limits.max_kbit_s}k", "bufsize": f"{limits.max_kbit_s}k"}
    own: Mapping[str, dict[str, str]] = {
        "libx264": {
            "preset": limits.preset,
            "tune": "zerolatency",
            "crf": str(limits.crf),
            "forced-idr": "1",
        },
        "h264_nvenc": {
            "preset": "p2",
            "tune": "ull",
            "rc": "vbr",
            "cq": str(limits.crf),
            "zerolatency": "1",
            "forced-idr": "1",
        },
        "h264_qsv": {
            "preset": "veryfast",
            "global_quality": str(limits.crf),
            "async_depth": "1",
            "forced_idr": "1",
        },
        "h264_amf": {"usage": "ultralowlatency", "quality": "speed", "rc": "vbr_latency"},
        "h264_mf": {"hw_encoding": "1", "scenario": "live_streaming", "rate_control": "ld_vbr"},
        "h264_vaapi": {"rc_mode": "QVBR", "global_quality": str(limits.crf), "async_depth": "1"},
        "h264_v4l2m2m": {},
    }
    chosen = own.get(limits.encoder, {})
    if limits.encoder != "libx264":
        chosen = {**chosen, "b": f"{limits.max_kbit_s // 2}k", "bf": "0"}
    return {**chosen, **cap}


def picture_format(encoder: str) -> str:
    """The pixel format an encoder takes out of main memory."""
    return "nv12" if encoder in NV12 else "yuv420p"


def probe_pictures(size: tuple[int, int], count: int) -> list[NDArray[np.uint8]]:
    """A moving texture with fresh sensor noise in every picture: dearer than a quiet talking head.

    Args:
        size: width and height, even.
        count: how many.

    Returns:
        I420, uint8, shape (height * 3 / 2, width) each.
    """
    width, height = size
    rng = np.random.default_rng(7)
    coarse = rng.uniform(40, 210, (height // 16 + 2, (width + 8 * count) // 16 + 2))
    wide = (width + 8 * count, height + 32)
    texture = cv2.resize(coarse.astype(np.float32), wide, interpolation=cv2.INTER_CUBIC)
    pictures: list[NDArray[np.uint8]] = []
    for number in range(count):
        luma = texture[:height, 8 * number : 8 * number + width].copy()
        luma[: height // 2] = texture[: height // 2, :width]
        noisy = luma + SENSOR_NOISE * rng.standard_normal((height, width), np.float32)
        whole = np.full((height * 3 // 2, width), 128, np.uint8)
        whole[:height] = np.clip(noisy, 16, 235).astype(np.uint8)
        pictures.append(whole)
    return pictures


def open_encoder(limits: VideoLimits, size: tuple[int, int]) -> Any:
    """A stand-alone encoder of these settings.

    Raises:
        EncoderFailedError: this machine does not have it.
    """
    try:
        context: Any = av.CodecContext.create(limits.encoder, "w")
        context.width, context.height = size
        context.pix_fmt = picture_format(limits.encoder)
        context.time_base = Fraction(1, PROBE_RATE)
        context.framerate = Fraction(PROBE_RATE, 1)
        context.thread_count = 1
        context.gop_size = PROBE_RATE
        context.options = options_for(limits)
        context.open()
    except (FFmpegError, ValueError) as error:
        raise EncoderFailedError(f"{limits.encoder} is not here: {_words(error)}") from error
    return context


def probe(limits: VideoLimits, size: tuple[int, int]) -> Probe:
    """Encode one second, decode it, compare.

    Raises:
        EncoderFailedError: it does not open, gives nothing, or gives wrong pictures.
    """
    context = open_encoder(limits, size)
    pictures = probe_pictures(size, PROBE_RATE)
    try:
        packets = encode_all(context, pictures)
        decoder: Any = av.CodecContext.create("h264", "r")
        decoder.extradata = context.extradata
        frames = [frame for packet in packets for frame in decoder.decode(packet)]
        frames += decoder.decode(None)
    except (FFmpegError, ValueError) as error:
        raise EncoderFailedError(
            f"{limits.encoder} failed in its probe: {_words(error)}"
        ) from error
    if len(frames) != len(pictures):
        raise EncoderFailedError(
            f"{limits.encoder} gave {len(frames)} of {len(pictures)} pictures in its probe"
        )
    shown = [frame.to_ndarray(format="yuv420p") for frame in frames]
    worst = min(map(_psnr_db, pictures, shown))
    if worst < LEAST_PSNR_DB:
        raise EncoderFailedError(f"{limits.encoder} gave wrong pictures ({worst:.0f} dB)")
    return Probe(round(worst, 1), sum(packet.size for packet in packets) * 8 / 1000)


def encode_all(context: Any, pictures: Sequence[NDArray[np.uint8]]) -> list[Any]:
    """Every packet of a stand-alone encoder; it can take nothing more afterwards."""
    packets = [
        p for number, picture in enumerate(pictures) for p in _encode(context, picture, number)
    ]
    return [*packets, *context.encode(None)]


def _encode(context: Any, picture: NDArray[np.uint8], number: int) -> list[Any]:
    frame: Any = av.VideoFrame.from_ndarray(picture, format="yuv420p")
    if context.pix_fmt != "yuv420p":
        frame = frame.reformat(format=context.pix_fmt)
    frame.pts, frame.time_base = number, Fraction(1, PROBE_RATE)
    frame.pict_type = PictureType.I if number == 0 else PictureType.NONE
    return list(context.encode(frame))


def _words(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]


def _psnr_db(given: NDArray[np.uint8], shown: NDArray[np.uint8]) -> float:
    height = given.shape[0] * 2 // 3
    apart = given[:height].astype(np.float32) - shown[:height].astype(np.float32)
    error = float(np.mean(apart * apart))
    return 99.0 if error == 0 else float(10 * np.log10(255 * 255 / error))
