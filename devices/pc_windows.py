"""What Windows tells of displays, remote sessions and USB. Not tried on Windows yet.

Source: Microsoft's documentation of `GetSystemMetrics` and `CM_Get_Device_ID_ListW`.
"""

import ctypes
import re
import sys
from collections.abc import Iterator
from typing import Protocol

from app.ports.pc import UsbDevice

DISPLAYS = 80
REMOTE_SESSION = 0x1000
"""`SM_CMONITORS` and `SM_REMOTESESSION`."""
PRESENT_OF_ENUMERATOR = 0x1 | 0x100
"""`CM_GETIDLIST_FILTER_ENUMERATOR | CM_GETIDLIST_FILTER_PRESENT`."""
_USB = re.compile(
    r"USB\\VID_(?P<vendor>[0-9A-F]{4})&PID_(?P<product>[0-9A-F]{4})\\(?P<own>[^\\]+)", re.IGNORECASE
)


class WindowsApi(Protocol):
    """The two questions."""

    def metric(self, number: int) -> int:
        """`GetSystemMetrics`."""
        ...

    def usb_ids(self) -> str:
        """Instance ids of the USB devices present, each ended by a NUL."""
        ...


class CtypesWindows:
    """Asks Windows."""

    def metric(self, number: int) -> int:
        """See `WindowsApi`; 0 on another system."""
        if sys.platform == "win32":
            return int(ctypes.windll.user32.GetSystemMetrics(number))
        return 0

    def usb_ids(self) -> str:
        """See `WindowsApi`; empty on another system, or when Windows refuses."""
        if sys.platform == "win32":
            manager, size = ctypes.windll.cfgmgr32, ctypes.c_ulong()
            ask = (ctypes.c_wchar_p("USB"), PRESENT_OF_ENUMERATOR)
            if manager.CM_Get_Device_ID_List_SizeW(ctypes.byref(size), *ask):
                return ""
            told = ctypes.create_unicode_buffer(size.value)
            if manager.CM_Get_Device_ID_ListW(ask[0], told, size, ask[1]):
                return ""
            return "".join(told)
        return ""


def windows_displays(api: WindowsApi) -> tuple[str, ...]:
    """The displays of the desktop, by number."""
    return tuple(f"display {number}" for number in range(1, api.metric(DISPLAYS) + 1))


def windows_remote_session(api: WindowsApi) -> bool:
    """Whether this desktop is shown over remote desktop."""
    return api.metric(REMOTE_SESSION) != 0


def windows_usb(api: WindowsApi) -> tuple[UsbDevice, ...]:
    """What is plugged in; functions of a device (`&MI_`) and root hubs are none of their own."""
    return tuple(_devices(api.usb_ids()))


def _devices(ids: str) -> Iterator[UsbDevice]:
    for one in ids.split("\0"):
        found = _USB.fullmatch(one)
        if found is None:
            continue
        model = f"usb:{found['vendor']}:{found['product']}".lower()
        # an id with "&" was made up by Windows of the port: the device has no serial number
        own = found["own"]
        yield UsbDevice(f"{model}@{own}" if "&" in own else f"{model}:{own}", "")
