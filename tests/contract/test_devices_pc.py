"""What every `Pc` does; and the real one on a made `/sys` and on made answers of Windows."""

from pathlib import Path

import psutil
import pytest

from app.ports.pc import Pc, PcLook, UsbDevice
from devices.fake.pc import FakePc
from devices.pc import SystemPc, linux_displays, linux_usb, this_pc
from devices.pc_windows import windows_displays, windows_remote_session, windows_usb

OURS = psutil.Process().name().lower()


@pytest.mark.parametrize(
    "pc", [FakePc(PcLook(programs=frozenset({OURS}))), this_pc()], ids=["fake", "system"]
)
def test_a_pc_tells_the_programs_that_it_was_asked_for(pc: Pc) -> None:
    assert pc.look(frozenset({OURS, "no-such-program"})).programs == {OURS}
    assert pc.look(frozenset()).programs == frozenset()


def _usb(sysfs: Path, port: str, **values: str) -> None:
    folder = sysfs / "bus" / "usb" / "devices" / port
    folder.mkdir(parents=True)
    for name, value in values.items():
        (folder / name).write_text(f"{value}\n")


def test_linux_tells_what_is_plugged_in_but_its_hubs(tmp_path: Path) -> None:
    _usb(tmp_path, "usb1", idVendor="1d6b", idProduct="0002", bDeviceClass="09")
    _usb(
        tmp_path,
        "1-2",
        idVendor="0781",
        idProduct="5567",
        bDeviceClass="00",
        serial="A 1",
        product="Cruzer Blade",
    )
    _usb(tmp_path, "1-3", idVendor="046D", idProduct="c31c", bDeviceClass="00")
    _usb(tmp_path, "1-3:1.0", bInterfaceClass="03")

    assert linux_usb(tmp_path) == (
        UsbDevice("usb:0781:5567:A_1", "Cruzer Blade"),
        UsbDevice("usb:046d:c31c@1-3", ""),
    )


def test_linux_tells_the_displays_that_are_connected(tmp_path: Path) -> None:
    for name, state in {
        "card0-HDMI-A-1": "connected",
        "card0-DP-1": "disconnected",
        "card0-eDP-1": "connected",
    }.items():
        (tmp_path / "class" / "drm" / name).mkdir(parents=True)
        (tmp_path / "class" / "drm" / name / "status").write_text(f"{state}\n")

    assert linux_displays(tmp_path) == ("HDMI-A-1", "eDP-1")


def test_what_linux_does_not_tell_is_not_known(tmp_path: Path) -> None:
    look = SystemPc(tmp_path).look(frozenset())
    assert (look.displays, look.usb) == (None, None)


class MadeWindows:
    def __init__(self, displays: int, *, remote: bool, ids: str) -> None:
        self._metrics = {80: displays, 0x1000: int(remote)}
        self._ids = ids

    def metric(self, number: int) -> int:
        return self._metrics[number]

    def usb_ids(self) -> str:
        return self._ids


def test_windows_answers_are_read() -> None:
    windows = MadeWindows(
        3,
        remote=True,
        ids="USB\\ROOT_HUB30\\4&1\0USB\\VID_0781&PID_5567\\4C53\0"
        "USB\\VID_046D&PID_C31C\\6&2B&0&3\0USB\\VID_046D&PID_C31C&MI_00\\7&1\0\0",
    )

    assert windows_displays(windows) == ("display 1", "display 2", "display 3")
    assert windows_remote_session(windows)
    assert windows_usb(windows) == (
        UsbDevice("usb:0781:5567:4C53", ""),
        UsbDevice("usb:046d:c31c@6&2B&0&3", ""),
    )
    assert SystemPc(windows=windows).look(frozenset()).remote_session
