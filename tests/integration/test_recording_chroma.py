"""What comes as 4:2:2 is kept as H.264 4:2:0 that every browser plays, in the same colours."""

import io
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.messages.recorder import DeviceState, PartClosed, RecordingStopped, StopRecording
from app.ports.devices import CameraSpec
from tests.contract.devices_media import RATE_HZ, number_in, picture
from tests.integration.recording_bench import recorder

SIZE = (640, 360)
PICTURES = 100
PATCHES = ((40, 40, 200), (40, 180, 40), (200, 60, 40), (120, 120, 120))
"""Colours, BGR, of four squares along the bottom."""


@dataclass(frozen=True)
class Source:
    name: str
    codec: str
    pixels: str
    options: dict[str, str]


SOURCES = [
    Source("yuyv.avi", "rawvideo", "yuyv422", {}),
    Source("high422.mp4", "libx264", "yuv422p", {"preset": "ultrafast"}),
    Source("mjpeg422.avi", "mjpeg", "yuvj422p", {"q": "3"}),
]


def coloured(number: int) -> NDArray[np.uint8]:
    image = np.ascontiguousarray(picture(number, SIZE))
    for at, colour in enumerate(PATCHES):
        image[-80:, at * 160 : (at + 1) * 160] = colour
    return image


def write(path: Path, source: Source) -> None:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(source.codec, rate=RATE_HZ, options=source.options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, source.pixels
        for number in range(PICTURES):
            frame = av.VideoFrame.from_ndarray(coloured(number), format="bgr24")
            container.mux(stream.encode(frame.reformat(format=source.pixels)))
        container.mux(stream.encode(None))


def test_the_samples_are_what_they_say(tmp_path: Path) -> None:
    for source in SOURCES:
        write(tmp_path / source.name, source)
        with av.open(str(tmp_path / source.name)) as container:
            assert container.streams.video[0].codec_context.pix_fmt == source.pixels


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_4_2_2_source_is_recorded_as_4_2_0(tmp_path: Path, source: Source) -> None:
    video = tmp_path / source.name
    write(video, source)
    folder = tmp_path / "media"
    folder.mkdir()
    with recorder(folder, CameraSpec("candidate", str(video), loop=True)) as bench:
        bench.record()
        bench.wait(DeviceState, lambda state: (state.device, state.state) == ("candidate", "ok"))
        bench.wait_recorded(1.5)
        bench.channel.send(StopRecording())
        bench.wait(RecordingStopped)
        kept = [part for part in bench.said(PartClosed) if part.frames]
        plain, complete = bench.unsealed(next(folder.glob("part-*-candidate.blog")).name)
        assert bench.end() == 0
    assert complete
    assert kept[0].frames > RATE_HZ / 2
    with av.open(io.BytesIO(plain), "r") as container:
        context: Any = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        frames = list(container.decode(video=0))
    assert (frames[0].width, frames[0].height) == SIZE
    numbers = [number_in(frame.to_ndarray(format="bgr24")) for frame in frames]
    steps = [(later - earlier) % PICTURES for earlier, later in itertools.pairwise(numbers)]
    assert all(0 < step < PICTURES / 2 for step in steps)
    last = frames[-1].to_ndarray(format="bgr24").astype(int)
    for at, colour in enumerate(PATCHES):
        seen = last[-60:-20, at * 160 + 40 : at * 160 + 120].mean(axis=(0, 1))
        assert np.abs(seen - colour).max() < 14, (at, seen)
