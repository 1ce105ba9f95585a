"""The cameras that Windows' Media Foundation knows, in the order in which OpenCV counts them."""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Protocol

from app.ports.devices import CameraFound

MEDIA_FOUNDATION = 1400
"""OpenCV's number of the backend; listing and opening must use the same one."""
_USB = re.compile(
    r"usb#vid_(?P<vendor>[0-9a-f]{4})&pid_(?P<product>[0-9a-f]{4})(?P<function>[^#]*)#(?P<own>[^#]+)",
    re.IGNORECASE,
)


class Listed(Protocol):
    """What `cv2_enumerate_cameras` says of a camera.

    Attributes:
        index: its number for OpenCV.
        name: as its maker calls it.
        path: the symbolic link of its interface.
    """

    index: int
    name: str
    path: str | None


def windows_cameras() -> tuple[CameraFound, ...]:
    """Every camera; none on another system. The modes are not told."""
    if sys.platform == "win32":
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - only there

        return named(enumerate_cameras(MEDIA_FOUNDATION))
    return ()


def named(cameras: Iterable[Listed]) -> tuple[CameraFound, ...]:
    """Cameras with identities made of their paths."""
    return tuple(_named(cameras))


def _named(cameras: Iterable[Listed]) -> Iterator[CameraFound]:
    for camera in cameras:
        identity, port = _names(camera.path or "", camera.name)
        yield CameraFound(identity, port, camera.name, camera.index, ())


def _names(path: str, name: str) -> tuple[str, str]:
    usb = _USB.search(path)
    if usb is None:
        place = f"platform:{'_'.join(name.split())}"
        return place, place
    model = f"usb:{usb['vendor']}:{usb['product']}".lower()
    port = f"{model}@{usb['own']}{usb['function']}".lower()
    # Source: Microsoft, "Device instance IDs": a second letter "&" says that Windows made it up
    serial = "" if usb["own"][1:2] == "&" else usb["own"]
    return f"{model}:{serial}" if serial else port, port
