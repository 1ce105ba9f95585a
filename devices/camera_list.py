"""The cameras connected to this machine, by names that outlast their numbers.

Linux numbers cameras as they come: the number of one that was unplugged for a moment, or of the
other one after a restart, is a matter of chance. What stays is what the camera says of itself over
USB and the port it is plugged into.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from app.ports.devices import CameraFound, CameraMode
from app.ports.errors import CameraLostError
from devices.camera_windows import windows_cameras
from devices.v4l2 import modes_of

KINDS = ("usb:", "pci:", "platform:", "virtual:")
"""How an identity begins."""
ListCameras = Callable[[], tuple[CameraFound, ...]]


def is_identity(source: str) -> bool:
    """Whether a camera's source is an identity and not an index, a file or an address."""
    return source.startswith(KINDS) and "://" not in source


def list_cameras(
    sysfs: Path = Path("/sys"),
    nodes: Path = Path("/dev"),
    ask: Callable[[Path], tuple[CameraMode, ...] | None] = modes_of,
) -> tuple[CameraFound, ...]:
    """Every camera that gives pictures, by its number today.

    Args:
        sysfs: where Linux tells of its devices.
        nodes: where it keeps them.
        ask: see `devices.v4l2.modes_of`.
    """
    if sys.platform == "win32":
        return told_apart(windows_cameras())
    folder = sysfs / "class" / "video4linux"
    found = sorted(_nodes(folder), key=lambda node: node.order)
    seen = [(node, modes) for node in found if (modes := _modes(node, nodes, ask)) is not None]
    cameras = [
        camera
        for _, group in groupby(seen, key=lambda pair: pair[0].device)
        for camera in _cameras(list(group))
    ]
    return told_apart(sorted(cameras, key=lambda camera: camera.index))


def told_apart(cameras: Sequence[CameraFound]) -> tuple[CameraFound, ...]:
    """The same cameras; those that share an identity are known by their ports.

    Some makers give every camera of a model the same serial number.
    """
    often = Counter(camera.identity for camera in cameras)
    return tuple(
        replace(camera, identity=camera.port) if often[camera.identity] > 1 else camera
        for camera in cameras
    )


def find_camera(identity: str, cameras: tuple[CameraFound, ...]) -> CameraFound:
    """The camera that has this identity, or is at this port.

    Raises:
        CameraLostError: it is not connected.
    """
    for camera in cameras:
        if identity.casefold() in {camera.identity.casefold(), camera.port.casefold()}:
            return camera
    there = ", ".join(camera.identity for camera in cameras) or "none"
    raise CameraLostError(f"The camera {identity} is not connected (there: {there})")


@dataclass(frozen=True, slots=True)
class _Node:
    """One entry of `video4linux`.

    Attributes:
        index: N of `videoN`.
        name: of the camera.
        device: folder of the device it belongs to: of the USB device, not of one of its functions.
        identity, port: as in `CameraFound`, still without the rank of the node.
        order: of the nodes of all devices: by device, function, place in the function.
        first: it is the first of its function.
    """

    index: int
    name: str
    device: Path
    identity: str
    port: str
    order: tuple[str, str, int]
    first: bool


def _nodes(folder: Path) -> Iterator[_Node]:
    for entry in folder.glob("video*"):
        number = entry.name.removeprefix("video")
        if not number.isdecimal():
            continue
        name = _line(entry / "name") or entry.name
        function = (entry / "device").resolve() if (entry / "device").exists() else None
        device = _usb_device(function)
        where = device or function or entry.resolve()
        identity, port = _names(where, name, usb=device is not None, built_in=function is not None)
        rank = int(_line(entry / "index") or "0")
        order = (str(where), str(function or ""), rank)
        yield _Node(int(number), name, where, identity, port, order, first=rank == 0)


def _usb_device(function: Path | None) -> Path | None:
    if function is None:
        return None
    return next((at for at in (function, *function.parents) if (at / "idVendor").exists()), None)


def _names(where: Path, name: str, *, usb: bool, built_in: bool) -> tuple[str, str]:
    """Identity and port of a device."""
    if not usb:
        system = "pci" if (where / "subsystem").resolve().name == "pci" else "platform"
        place = f"{system}:{where.name}" if built_in else f"virtual:{'_'.join(name.split())}"
        return place, place
    model = f"usb:{_line(where / 'idVendor')}:{_line(where / 'idProduct')}".lower()
    port = f"{model}@{where.name}"
    serial = "_".join(_line(where / "serial").split())
    return f"{model}:{serial}" if serial else port, port


def _modes(
    node: _Node, nodes: Path, ask: Callable[[Path], tuple[CameraMode, ...] | None]
) -> tuple[CameraMode, ...] | None:
    """Its modes; None when it gives no pictures, none of them when it may not be asked."""
    try:
        return ask(nodes / f"video{node.index}")
    except OSError:
        return () if node.first else None


def _cameras(nodes: list[tuple[_Node, tuple[CameraMode, ...]]]) -> Iterator[CameraFound]:
    """The nodes of one device; the second and further ones (infrared, say) by their rank."""
    for rank, (node, modes) in enumerate(nodes, start=1):
        tail = f"/{rank}" if rank > 1 else ""
        yield CameraFound(
            f"{node.identity}{tail}", f"{node.port}{tail}", node.name, node.index, modes
        )


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
