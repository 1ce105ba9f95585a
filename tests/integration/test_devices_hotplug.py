"""A camera that is unplugged and comes back under another number, read as the recorder reads it."""

import queue
from pathlib import Path
from typing import cast

import cv2
import pytest

from app.domain.messages.recorder import DeviceState, GapEnded, RecorderReport
from app.ports.devices import Camera, CameraSpec
from app.recording.loops import CameraLoop
from devices.camera import OpenCvCamera
from devices.clock import SystemClock
from devices.local_camera import LocalCameras
from tests.contract.made_sysfs import MadeSysfs
from tests.contract.scripted_capture import Hardware, ScriptedCapture


class Table:
    """Cameras on a table, by their numbers today."""

    def __init__(self, folder: Path) -> None:
        self.sysfs = MadeSysfs(folder)
        self.numbers: dict[int, Hardware] = {}

    def plug(self, index: int, port: str, serial: str) -> Hardware:
        hardware = Hardware({"MJPG": ((1280, 720),)}, frame_s=0.02)
        self.sysfs.plug_usb(index, port, "046d:0825", serial=serial)
        self.numbers[index] = hardware
        return hardware

    def unplug(self, index: int) -> None:
        self.sysfs.unplug(index)
        self.numbers.pop(index).plugged.clear()

    def open(self, spec: CameraSpec) -> Camera:
        def capture(index: int) -> cv2.VideoCapture:
            return cast("cv2.VideoCapture", ScriptedCapture(self.numbers.get(index)))

        return OpenCvCamera(spec, SystemClock(), LocalCameras(self.sysfs.list, capture))


@pytest.mark.parametrize("source", ["usb:046d:0825:A", "usb:046d:0825@1-1"])
def test_a_camera_that_comes_back_under_another_number_is_found_again(
    tmp_path: Path, source: str
) -> None:
    table = Table(tmp_path / "sys")
    table.plug(0, "1-1", "A")
    table.plug(1, "1-2", "B")
    reports: queue.SimpleQueue[RecorderReport] = queue.SimpleQueue()
    loop = CameraLoop(CameraSpec("candidate", source), table.open, None, (), reports.put)
    loop.start()
    first = reports.get(timeout=5)
    table.unplug(0)
    lost = reports.get(timeout=5)
    table.plug(2, "1-1", "A")  # 0 is not given out again while something still holds it
    gap, back = reports.get(timeout=5), reports.get(timeout=5)
    loop.stop()
    loop.join()
    assert isinstance(first, DeviceState)
    assert (first.state, first.detail) == ("ok", f"{source} 1280x720 at 30/s MJPG")
    assert isinstance(lost, DeviceState)
    assert lost.state == "lost"
    assert isinstance(gap, GapEnded)
    assert isinstance(back, DeviceState)
    assert (back.state, back.source) == ("ok", source)
    assert table.numbers[2].opened == 1
    assert table.numbers[1].opened == 0  # the other camera was never taken for it
