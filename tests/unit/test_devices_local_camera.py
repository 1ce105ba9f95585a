"""Modes: what is asked for, what is refused, what comes in the end."""

import logging
import threading
from typing import Any, cast

import cv2
import pytest

from app.domain.media import Captured
from app.ports.devices import CameraFound, CameraSpec
from app.ports.errors import CameraLostError
from app.recording.jpeg import find_jpeg
from devices.camera import OpenCvCamera
from devices.clock import SystemClock
from devices.jpeg_source import JpegSource
from devices.local_camera import LocalCameras, wishes
from devices.video_source import VideoSource
from tests.contract.scripted_capture import Hardware, ScriptedCapture
from tests.contract.seeing import image_of, seen

IDENTITY = "usb:046d:0825:A"
HD, VGA, ODD = (1280, 720), (640, 480), (352, 288)
FULL_HD = CameraSpec("candidate", IDENTITY, 1920, 1080, 60.0)


def cameras(hardware: Hardware) -> LocalCameras:
    def found() -> tuple[CameraFound, ...]:
        return (CameraFound(IDENTITY, "usb:046d:0825@1-1", "Webcam", 0, ()),)

    def capture(index: int) -> cv2.VideoCapture:
        return cast("cv2.VideoCapture", ScriptedCapture(hardware if index == 0 else None))

    return LocalCameras(found, capture)


def opened(hardware: Hardware, spec: CameraSpec = FULL_HD) -> VideoSource:
    return cameras(hardware).open(spec, SystemClock(), threading.Event())


def size_of(source: VideoSource) -> tuple[int, int]:
    taken = source.next()
    assert taken is not None
    image = image_of(Captured(taken.content, taken.captured_ns, 0))
    return image.shape[1], image.shape[0]


ASKED = "1920x1080 at 60/s"
LADDER: list[Any] = [
    pytest.param(
        Hardware({"YUYV": (VGA,), "MJPG": (HD, (1920, 1080))}),
        "1920x1080 at 30/s MJPG",
        id="asked mode in Motion JPEG",
    ),
    pytest.param(
        Hardware({"YUYV": (VGA, (1920, 1080)), "MJPG": (HD, VGA)}),
        f"1920x1080 at 30/s YUYV (refused: {ASKED} MJPG)",
        id="asked mode in the native format",
    ),
    pytest.param(
        Hardware({"YUYV": (VGA, (1920, 1080)), "MJPG": ((1920, 1080),)}, torn=frozenset({"MJPG"})),
        f"1920x1080 at 30/s YUYV (refused: {ASKED} MJPG)",
        id="Motion JPEG that cannot be decoded",
    ),
    pytest.param(
        Hardware({"MJPG": (VGA, HD)}, lies=frozenset({(1920, 1080)})),
        f"1280x720 at 30/s MJPG (refused: {ASKED} MJPG, {ASKED})",
        id="a size that is granted and not given",
    ),
    pytest.param(
        Hardware({"YUYV": (ODD, VGA), "MJPG": (HD, VGA)}, silent=frozenset({"MJPG"})),
        f"640x480 at 30/s YUYV (refused: {ASKED} MJPG, {ASKED},"
        " 1280x720 at 30/s MJPG, 640x480 at 30/s MJPG)",
        id="a format in which nothing comes",
    ),
    pytest.param(
        Hardware({"NV12": (ODD,)}),
        f"352x288 at 30/s NV12 (refused: {ASKED} MJPG, {ASKED}, 1280x720 at 30/s MJPG,"
        " 640x480 at 30/s MJPG, 640x480 at 30/s)",
        id="whatever it gives",
    ),
]


@pytest.mark.parametrize(("hardware", "mode"), LADDER)
def test_the_first_mode_that_really_comes_is_taken(
    hardware: Hardware, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "devices"):
        source = opened(hardware)
    assert source.mode == mode
    assert source.device == IDENTITY
    assert "{}x{}".format(*size_of(source)) == mode.split(" ", maxsplit=1)[0]
    assert caplog.messages == [f"Camera {IDENTITY} gives {mode}"]
    assert hardware.opened == mode.count(",") + mode.count("refused") + 1


def test_no_mode_is_asked_for_twice() -> None:
    asked = [str(wish) for wish in wishes(CameraSpec("room", "0"))]
    assert asked == [
        "1280x720 at 30/s MJPG",
        "1280x720 at 30/s",
        "640x480 at 30/s MJPG",
        "640x480 at 30/s",
        "any mode",
    ]


def test_a_camera_that_gives_nothing_is_lost_with_what_was_tried() -> None:
    dead = Hardware({"YUYV": (VGA,)}, torn=frozenset({"YUYV"}))
    with pytest.raises(CameraLostError, match=rf"{IDENTITY} \(refused: 1920.*any mode\)"):
        opened(dead)
    dead.plugged.clear()
    with pytest.raises(CameraLostError, match=rf"at the camera {IDENTITY}\."):
        opened(dead)


def test_nobody_waits_for_a_camera_that_nobody_wants_any_more() -> None:
    hardware = Hardware({"YUYV": (VGA,)})
    gone = threading.Event()
    gone.set()
    with pytest.raises(CameraLostError):
        cameras(hardware).open(FULL_HD, SystemClock(), gone)
    assert hardware.opened == 0


def test_a_plain_number_still_opens_and_tells_the_identity() -> None:
    camera = OpenCvCamera(
        CameraSpec("candidate", "0"), SystemClock(), cameras(Hardware({"MJPG": (HD,)}))
    )
    assert (camera.device, camera.mode) == (IDENTITY, "1280x720 at 30/s MJPG")
    assert seen(camera).shape == (720, 1280, 3)
    camera.close()


def test_an_absent_camera_is_named() -> None:
    local = cameras(Hardware({"MJPG": (HD,)}))
    with pytest.raises(CameraLostError, match=r"CAMERA-LOST.*usb:dead:beef:1 is not connected"):
        OpenCvCamera(CameraSpec("room", "usb:dead:beef:1"), SystemClock(), local)
    with pytest.raises(CameraLostError, match="the camera at number 7"):
        OpenCvCamera(CameraSpec("room", "7"), SystemClock(), local)


# ------------------------------------------------------------------ Motion JPEG as it comes

GIVES_BOTH: Any = {"YUYV": (VGA,), "MJPG": ((1920, 1080),)}
DECODED = (1080 * 3 // 2, 1920)


def planes_shape(source: VideoSource) -> tuple[int, ...]:
    taken = source.next()
    assert taken is not None
    assert not isinstance(taken.content, bytes)
    return taken.content.shape


def test_motion_jpeg_comes_as_the_camera_sent_it_whole_or_torn() -> None:
    source = opened(Hardware(GIVES_BOTH))
    assert source.mode == "1920x1080 at 30/s MJPG"
    whole: list[bool] = []
    for _ in range(8):
        taken = source.next()
        assert taken is not None
        assert isinstance(taken.content, bytes)
        whole.append(find_jpeg(taken.content) is not None)
        assert image_of(Captured(taken.content, taken.captured_ns, 0)).shape == (1080, 1920, 3)
    assert whole.count(False) == 2


@pytest.mark.parametrize("undecoded", ["ignored", "raw"])
def test_a_driver_that_does_not_give_jpeg_decodes_it_itself(undecoded: Any) -> None:
    assert planes_shape(opened(Hardware(GIVES_BOTH, undecoded=undecoded))) == DECODED


def test_other_formats_are_decoded_by_opencv() -> None:
    assert planes_shape(opened(Hardware({"YUYV": ((1920, 1080),)}))) == DECODED


def test_a_driver_that_goes_back_to_decoding_is_followed() -> None:
    hardware = Hardware(GIVES_BOTH)
    source = opened(hardware)
    assert isinstance(source, JpegSource)
    hardware.undecoded = "ignored"
    cast("Any", source)._capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    assert planes_shape(source) == DECODED
    hardware.plugged.clear()
    assert source.next() is None
