"""Pictures and videos given by people: what is refused, and with which code."""

import io
import itertools
import struct
import zlib
from pathlib import Path

import av
import cv2
import numpy as np
import PIL.Image
import pytest

from app.domain.errors import BoothError, FileMissingError
from app.perception.errors import (
    ImageEmptyError,
    ImageTooLargeError,
    ImageUnreadableError,
    VideoTooLargeError,
    VideoUnreadableError,
)
from app.perception.images import load_image
from app.perception.quality import measure_quality, motion_between
from app.perception.videos import read_video


def write_video(path: Path, frames: int, width: int = 64, height: int = 48, rate: int = 25) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            image = np.full((height, width, 3), number * 5 % 256, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises many pixels in a few bytes."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 1000) + b"IDAT" + bytes(10)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.jpg", b"", ImageEmptyError),
        ("text.jpg", b"this is not a picture" * 10, ImageUnreadableError),
        ("huge.png", png_header(60_000, 60_000), ImageTooLargeError),
        ("large.png", png_header(12_000, 9_000), ImageTooLargeError),
        ("cut.png", png_header(100, 100), ImageUnreadableError),
    ],
)
def test_bad_pictures_are_refused(
    tmp_path: Path, name: str, data: bytes, error: type[BoothError]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        load_image(tmp_path / name)


def test_a_missing_picture_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jpg", tmp_path):
        with pytest.raises(FileMissingError):
            load_image(path)


def test_a_picture_is_bgr_and_upright(tmp_path: Path) -> None:
    picture = PIL.Image.new("RGB", (40, 20), (255, 0, 0))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    picture.save(buffer, "jpeg", exif=exif)
    (tmp_path / "turned.jpg").write_bytes(buffer.getvalue())
    image = load_image(tmp_path / "turned.jpg")
    assert image.shape == (40, 20, 3)
    assert image[..., 2].mean() > 240
    assert image[..., 0].mean() < 20


def test_a_video_comes_thinned_and_reduced(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", 50, 640, 480)
    frames = list(read_video(path, 10, 320))
    assert 19 <= len(frames) <= 21
    assert frames[0].at_s == 0.0
    assert frames[0].image.shape == (240, 320, 3)
    assert all(0.05 < b.at_s - a.at_s < 0.15 for a, b in itertools.pairwise(frames))


def test_a_video_at_its_own_rate_loses_nothing(tmp_path: Path) -> None:
    assert len(list(read_video(write_video(tmp_path / "clip.mp4", 30), 30, 960))) == 30


def test_bad_videos_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "text.mp4").write_bytes(b"no video here" * 100)
    for name in ("empty.mp4", "text.mp4"):
        with pytest.raises(VideoUnreadableError):
            next(read_video(tmp_path / name, 30, 960))
    with pytest.raises(FileMissingError):
        next(read_video(tmp_path / "none.mp4", 30, 960))


def test_a_truncated_video_is_refused_or_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mpg", 50, 320, 240)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 0 < len(list(read_video(path, 30, 960))) < 50


def test_a_video_of_giant_frames_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "clip.mp4", 3, 640, 480)
    monkeypatch.setattr("app.perception.videos.MAX_VIDEO_PIXELS", 640 * 479)
    with pytest.raises(VideoTooLargeError):
        next(read_video(path, 30, 960))


def test_a_long_video_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_video(tmp_path / "clip.mp4", 50)
    monkeypatch.setattr("app.perception.videos.MAX_VIDEO_S", 1.0)
    with pytest.raises(VideoTooLargeError):
        list(read_video(path, 30, 960))


def test_quality_tells_blur_darkness_and_glare() -> None:
    rng = np.random.default_rng(0)
    sharp = rng.integers(0, 200, (240, 320, 3), dtype=np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3), np.uint8)
    assert measure_quality(blurred).sharpness < measure_quality(sharp).sharpness / 10
    assert measure_quality(np.asarray(sharp // 4, np.uint8)).brightness < 30
    blown = sharp.copy()
    blown[:60] = 255
    assert 0.2 < measure_quality(blown).glare < 0.3
    assert motion_between(sharp, sharp) == 0
    assert motion_between(sharp, np.asarray(255 - sharp, np.uint8)) > 10
    assert motion_between(sharp, sharp[:100]) == 0
