"""Plays what was recorded."""

import io
from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Played:
    """What a file gives when it is played to its end.

    Attributes:
        pictures: (second, luma plane) of each picture.
        sounds: (second, peak 0..32767, samples) of each piece of sound.
    """

    pictures: list[tuple[float, NDArray[np.uint8]]]
    sounds: list[tuple[float, int, int]]


def play(content: bytes) -> Played:
    """Decode everything; what is torn off at the end is passed over."""
    played = Played([], [])
    with av.open(io.BytesIO(content), "r") as container:
        for packet in container.demux():
            for frame in packet.decode():
                at = float(getattr(frame, "time", None) or 0.0)
                if isinstance(frame, av.VideoFrame):
                    luma = frame.to_ndarray()[: frame.height].astype(np.uint8)
                    played.pictures.append((at, luma))
                elif isinstance(frame, av.AudioFrame):
                    samples = frame.to_ndarray()
                    loudest = round(float(np.abs(samples).max()) * 32767)
                    played.sounds.append((at, loudest, samples.shape[-1]))
    return played
