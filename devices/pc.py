"""This PC: its displays, its USB ports, what runs on it. Asked of the system, nothing is opened.

Linux tells in `/sys`. The Windows part is written from its documentation and tested with made
answers; it has not been tried on Windows.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.ports.pc import PcLook, UsbDevice
from devices.pc_windows import WindowsApi, windows_displays, windows_remote_session, windows_usb

HUB = "09"
"""USB device class of hubs. Source: USB-IF, Defined Class Codes."""


class SystemPc:
    """A `Pc`."""

    def __init__(self, sysfs: Path = Path("/sys"), windows: WindowsApi | None = None) -> None:
        """Ask this machine.

        Args:
            sysfs: where Linux tells of its devices.
            windows: Windows' own functions; None elsewhere.
        """
        self._sysfs = sysfs
        self._windows = windows

    def look(self, programs: frozenset[str]) -> PcLook:
        """How the machine is now. See `Pc`."""
        running = frozenset(_running(programs))
        if self._windows is not None:
            return PcLook(
                windows_displays(self._windows),
                running,
                windows_remote_session(self._windows),
                windows_usb(self._windows),
            )
        return PcLook(linux_displays(self._sysfs), running, usb=linux_usb(self._sysfs))


def this_pc() -> SystemPc:
    """The machine this runs on."""
    if sys.platform == "win32":
        from devices.pc_windows import CtypesWindows  # noqa: PLC0415 - only there

        return SystemPc(windows=CtypesWindows())
    return SystemPc()


def _running(programs: frozenset[str]) -> Iterator[str]:
    """About 4 ms for a hundred processes (measured on Linux)."""
    for process in psutil.process_iter(["name"]):
        name = str(process.info["name"] or "").lower()
        if name in programs:
            yield name


def linux_displays(sysfs: Path) -> tuple[str, ...] | None:
    """Names of the connectors with a display at them; None without a graphics driver that tells."""
    connectors = sorted((sysfs / "class" / "drm").glob("card*-*/status"))
    if not connectors:
        return None
    return tuple(
        status.parent.name.partition("-")[2]
        for status in connectors
        if _line(status) == "connected"
    )


def linux_usb(sysfs: Path) -> tuple[UsbDevice, ...] | None:
    """What is plugged in; None where there is no USB that tells."""
    folder = sysfs / "bus" / "usb" / "devices"
    if not folder.is_dir():
        return None
    found = [
        entry
        for entry in sorted(folder.iterdir())
        if (entry / "idVendor").exists() and _line(entry / "bDeviceClass") != HUB
    ]
    return tuple(_usb_device(entry) for entry in found)


def _usb_device(entry: Path) -> UsbDevice:
    model = f"usb:{_line(entry / 'idVendor')}:{_line(entry / 'idProduct')}".lower()
    serial = "_".join(_line(entry / "serial").split())
    identity = f"{model}:{serial}" if serial else f"{model}@{entry.name}"
    return UsbDevice(identity, _line(entry / "product"))


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
