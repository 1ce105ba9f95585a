"""A `/sys` with cameras that can be plugged and unplugged, laid out as Linux does."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from app.ports.devices import CameraFound, CameraMode
from devices.camera_list import list_cameras

Modes = tuple[CameraMode, ...] | None


@dataclass
class MadeSysfs:
    """Cameras under `root`.

    Attributes:
        root: stands for `/sys`.
    """

    root: Path
    _modes: dict[int, Modes] = field(default_factory=dict[int, Modes])
    _answers: bool = True

    def __post_init__(self) -> None:
        (self.root / "class" / "video4linux").mkdir(parents=True)
        for system in ("usb", "pci", "platform"):
            (self.root / "bus" / system).mkdir(parents=True)

    def plug_usb(
        self,
        index: int,
        port: str,
        model: str,
        *,
        serial: str = "",
        name: str = "Webcam",
        modes: Modes = (),
    ) -> None:
        device = self._usb(port)
        device.mkdir(parents=True)
        vendor, product = model.split(":")
        (device / "idVendor").write_text(f"{vendor}\n")
        (device / "idProduct").write_text(f"{product}\n")
        if serial:
            (device / "serial").write_text(f"{serial}\n")
        self.add_node(index, port, name=name, modes=modes)

    def add_node(
        self,
        index: int,
        port: str,
        *,
        function: str = "1.0",
        place: int = 0,
        name: str = "Webcam",
        modes: Modes = (),
    ) -> None:
        """One more video node of a USB camera."""
        folder = self._usb(port) / f"{port}:{function}"
        folder.mkdir(exist_ok=True)
        self._node(index, folder, name, place)
        self._modes[index] = modes

    def plug_built_in(self, index: int, system: str, place: str) -> None:
        folder = self.root / "devices" / system / place
        folder.mkdir(parents=True)
        (folder / "subsystem").symlink_to(self.root / "bus" / system)
        self._node(index, folder, "Built in", 0)

    def plug_virtual(self, index: int, name: str) -> None:
        node = self.root / "devices" / "virtual" / "video4linux" / f"video{index}"
        node.mkdir(parents=True)
        (node / "name").write_text(f"{name}\n")
        (self.root / "class" / "video4linux" / node.name).symlink_to(node)

    def unplug(self, index: int) -> None:
        link = self.root / "class" / "video4linux" / f"video{index}"
        device = (link / "device").resolve().parent
        link.unlink()
        shutil.rmtree(device)

    def refuse_questions(self) -> None:
        self._answers = False

    def list(self) -> tuple[CameraFound, ...]:
        return list_cameras(self.root, self.root, self._ask)

    def _ask(self, node: Path) -> Modes:
        if not self._answers:
            raise PermissionError(node)
        return self._modes.get(int(node.name.removeprefix("video")), ())

    def _usb(self, port: str) -> Path:
        return self.root / "devices" / "pci0000:00" / "0000:00:14.0" / "usb1" / port

    def _node(self, index: int, folder: Path, name: str, place: int) -> None:
        node = folder / "video4linux" / f"video{index}"
        node.mkdir(parents=True)
        (node / "name").write_text(f"{name}\n")
        (node / "index").write_text(f"{place}\n")
        (node / "device").symlink_to(folder)
        (self.root / "class" / "video4linux" / node.name).symlink_to(node)
