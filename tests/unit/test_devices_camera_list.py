"""Which cameras there are: on a made `/sys`, with a stand-in for the kernel's answers."""

import errno
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.ports.devices import CameraFound, CameraMode
from app.ports.errors import CameraLostError
from devices import v4l2
from devices.camera_list import find_camera, is_identity, list_cameras
from devices.camera_windows import named, windows_cameras
from tests.contract.made_sysfs import MadeSysfs

HD = CameraMode(1280, 720, 30.0, "MJPG")
HEADER = Path("/usr/include/linux/videodev2.h")


@pytest.fixture
def sysfs(tmp_path: Path) -> MadeSysfs:
    return MadeSysfs(tmp_path / "sys")


def identities(sysfs: MadeSysfs) -> list[tuple[int, str]]:
    return [(camera.index, camera.identity) for camera in sysfs.list()]


def test_without_any_camera_the_list_is_empty(tmp_path: Path) -> None:
    assert list_cameras(tmp_path) == ()
    assert windows_cameras() == ()


def test_a_camera_is_known_by_its_serial_number_or_its_port(sysfs: MadeSysfs) -> None:
    sysfs.plug_usb(0, "1-2.4", "046d:0825", serial="9A3F 0D10", name="HD Webcam", modes=(HD,))
    sysfs.plug_usb(2, "1-3", "0bda:58f4", name="Integrated Camera")
    assert sysfs.list() == (
        CameraFound("usb:046d:0825:9A3F_0D10", "usb:046d:0825@1-2.4", "HD Webcam", 0, (HD,)),
        CameraFound("usb:0bda:58f4@1-3", "usb:0bda:58f4@1-3", "Integrated Camera", 2, ()),
    )


def test_a_camera_keeps_its_identity_under_another_number(sysfs: MadeSysfs) -> None:
    sysfs.plug_usb(0, "1-2", "046d:0825", serial="A")
    sysfs.unplug(0)
    sysfs.plug_usb(4, "1-1", "046d:0825", serial="A")
    assert identities(sysfs) == [(4, "usb:046d:0825:A")]


def test_cameras_with_the_same_serial_number_are_told_apart_by_their_ports(
    sysfs: MadeSysfs,
) -> None:
    sysfs.plug_usb(0, "1-1", "1bcf:2284", serial="200901010001")
    sysfs.plug_usb(2, "1-2", "1bcf:2284", serial="200901010001")
    assert identities(sysfs) == [(0, "usb:1bcf:2284@1-1"), (2, "usb:1bcf:2284@1-2")]
    sysfs.unplug(0)  # the one that is left is still found by its port
    assert find_camera("usb:1bcf:2284@1-2", sysfs.list()).index == 2


def test_nodes_without_pictures_are_dropped_and_further_ones_are_ranked(sysfs: MadeSysfs) -> None:
    sysfs.plug_usb(0, "1-1", "04f2:b6d9", serial="S", name="Colour", modes=(HD,))
    sysfs.add_node(1, "1-1", place=1, modes=None)  # metadata
    sysfs.add_node(2, "1-1", function="1.2", name="Infrared", modes=())
    assert identities(sysfs) == [(0, "usb:04f2:b6d9:S"), (2, "usb:04f2:b6d9:S/2")]


def test_what_may_not_be_asked_is_taken_for_a_camera_when_it_is_the_first_of_its_function(
    sysfs: MadeSysfs,
) -> None:
    sysfs.plug_usb(0, "1-1", "04f2:b6d9")
    sysfs.add_node(1, "1-1", place=1)
    sysfs.refuse_questions()
    assert [(camera.index, camera.modes) for camera in sysfs.list()] == [(0, ())]


def test_what_is_built_in_or_made_by_software_has_a_name_too(sysfs: MadeSysfs) -> None:
    sysfs.plug_built_in(0, "pci", "0000:00:1b.0")
    sysfs.plug_built_in(1, "platform", "fe801000.csi")
    sysfs.plug_virtual(7, "Loopback camera")
    assert identities(sysfs) == [
        (0, "pci:0000:00:1b.0"),
        (1, "platform:fe801000.csi"),
        (7, "virtual:Loopback_camera"),
    ]


def test_an_absent_camera_is_named_with_those_that_are_there() -> None:
    there = (CameraFound("usb:046d:0825:A", "usb:046d:0825@1-1", "Cam", 3, ()),)
    assert find_camera("USB:046D:0825:a", there).index == 3
    with pytest.raises(CameraLostError, match=r"usb:1:2:B is not connected .*usb:046d:0825:A"):
        find_camera("usb:1:2:B", there)
    with pytest.raises(CameraLostError, match=r"CAMERA-LOST.*there: none"):
        find_camera("usb:1:2:B", ())


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("usb:046d:0825:A", True),
        ("pci:0000:00:1b.0", True),
        ("0", False),
        ("C:\\media\\a.mp4", False),
        ("rtsp://usb:secret@host/", False),
    ],
)
def test_identities_are_told_from_other_sources(source: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_identity(source) is is_one


@dataclass
class Listed:
    index: int
    name: str
    path: str | None


def test_windows_paths_become_identities() -> None:
    end = "#{e5323777-f976-4f5b-9b55-b94699c46e44}\\global"
    listed = [
        Listed(0, "One", f"\\\\?\\usb#vid_046d&pid_0825#9A3F0D10{end}"),
        Listed(1, "Two", f"\\\\?\\USB#VID_0BDA&PID_58F4&MI_00#7&1A2B3C4D&0&0000{end}"),
        Listed(2, "Virtual Camera", None),
    ]
    assert [(camera.identity, camera.index) for camera in named(listed)] == [
        ("usb:046d:0825:9A3F0D10", 0),
        ("usb:0bda:58f4@7&1a2b3c4d&0&0000&mi_00", 1),
        ("platform:Virtual_Camera", 2),
    ]


class Kernel:
    """Answers the four questions as `linux/videodev2.h` lays them out."""

    def __init__(self, capabilities: int, *, ranges: bool = False) -> None:
        self._capabilities = capabilities
        self._ranges = ranges
        self.formats = {"MJPG": ((1280, 720), (640, 480)), "YUYV": ((640, 480),)}
        self.intervals = ((1, 15), (1001, 30000))

    def __call__(self, handle: int, question: int, answer: bytearray) -> object:
        assert len(answer) == question >> 16 & 0x3FFF
        try:
            self._answer(question, answer)
        except IndexError:
            raise OSError(errno.EINVAL, "no more") from None
        return 0

    def _answer(self, question: int, answer: bytearray) -> None:
        first, second = struct.unpack_from("=II", answer)
        names = list(self.formats)
        if question == v4l2.QUERYCAP:
            struct.pack_into("=II", answer, 84, 0x84000000 | 0x800001, self._capabilities)
        elif question == v4l2.ENUM_FMT:
            assert second == (1 if self._capabilities & 1 else 9)
            answer[44:48] = names[first].encode()
        elif question == v4l2.ENUM_FRAMESIZES:
            sizes = self.formats[second.to_bytes(4, "little").decode()]
            if self._ranges:
                struct.pack_into("=IIIIIII", answer, 8, 3, 320, 1920, 2, 240, 1080, 2)
            else:
                struct.pack_into("=III", answer, 8, 1, *sizes[first])
        else:
            assert question == v4l2.ENUM_FRAMEINTERVALS
            assert struct.unpack_from("=II", answer, 8) != (0, 0)
            struct.pack_into("=III", answer, 16, 1, *self.intervals[first])


@pytest.fixture
def node(tmp_path: Path) -> Path:
    node = tmp_path / "video0"
    node.touch()
    return node


def test_a_nodes_modes_are_asked_for(node: Path) -> None:
    assert v4l2.modes_of(node, Kernel(0x1)) == (
        CameraMode(1280, 720, 29.97, "MJPG"),
        CameraMode(640, 480, 29.97, "MJPG"),
        CameraMode(640, 480, 29.97, "YUYV"),
    )


def test_a_range_of_sizes_is_told_by_the_common_ones(node: Path) -> None:
    told = v4l2.modes_of(node, Kernel(0x1000, ranges=True))
    assert told is not None
    sizes = [(mode.width_px, mode.height_px) for mode in told if mode.pixels == "MJPG"]
    assert sizes == [(640, 480), (1280, 720), (1920, 1080)]


def test_a_metadata_node_gives_no_pictures(node: Path) -> None:
    assert v4l2.modes_of(node, Kernel(0x800000)) is None


def test_what_is_no_video_node_may_not_be_asked(node: Path) -> None:
    with pytest.raises(OSError, match="ioctl"):
        v4l2.modes_of(node)
    with pytest.raises(FileNotFoundError):
        v4l2.modes_of(node.with_name("video9"))


PROGRAM = """
#include <stdio.h>
#include <stddef.h>
#include <linux/videodev2.h>
int main(void) {
  printf("%lx %lx %lx %lx\\n", (long)VIDIOC_QUERYCAP, (long)VIDIOC_ENUM_FMT,
         (long)VIDIOC_ENUM_FRAMESIZES, (long)VIDIOC_ENUM_FRAMEINTERVALS);
  printf("%zu %zu %zu %zu %zu\\n", offsetof(struct v4l2_capability, capabilities),
         offsetof(struct v4l2_fmtdesc, pixelformat), offsetof(struct v4l2_frmsizeenum, discrete),
         offsetof(struct v4l2_frmivalenum, type), offsetof(struct v4l2_frmivalenum, discrete));
  return 0;
}
"""


def test_the_numbers_are_those_of_the_kernels_header(tmp_path: Path) -> None:
    if not HEADER.exists() or not Path("/usr/bin/cc").exists():
        pytest.skip("linux/videodev2.h or a C compiler is not installed (apt install gcc)")
    (tmp_path / "ask.c").write_text(PROGRAM)
    subprocess.run(["cc", "-o", tmp_path / "ask", tmp_path / "ask.c"], check=True)
    said = subprocess.run([tmp_path / "ask"], check=True, capture_output=True, text=True).stdout
    numbers, offsets = said.splitlines()
    ours = (v4l2.QUERYCAP, v4l2.ENUM_FMT, v4l2.ENUM_FRAMESIZES, v4l2.ENUM_FRAMEINTERVALS)
    assert [int(number, 16) & 0xFFFFFFFF for number in re.findall(r"\S+", numbers)] == list(ours)
    assert offsets == "84 44 12 16 20"
