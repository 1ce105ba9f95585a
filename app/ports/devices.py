"""Devices as the application sees them. A missing capability is a missing object, not a flag."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.media import AudioBlock, CameraRole, Captured, Image
from app.ports.pc import Pc

_SECRETS = re.compile(r"(?<=://).*@|[?#].*$|(?<=/)[^/?#]*=.*$")


def without_secrets(source: str) -> str:
    """An address without the name, password or token that may stand in it.

    Some cameras take them as part of the path (`/user=admin_password=...`): that goes too.
    """
    return _SECRETS.sub("", source)


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """Which camera and how.

    Attributes:
        role: what it is for.
        source: a camera's identity (`"usb:046d:0825:9A3F0D10"`, see `CameraFound`), a device index
            (`"0"`), a file or FIFO path, or an `rtsp://`/`http://`/`tcp://` address.
        width_px, height_px, rate_hz: asked for; a file or stream gives its own.
        loop: start a file again at its end.
        spares: further sources to turn to when this one is lost, the best first.
    """

    role: CameraRole
    source: str
    width_px: int = 1280
    height_px: int = 720
    rate_hz: float = 30.0
    loop: bool = False
    spares: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CameraMode:
    """One way in which a camera says it can give pictures.

    Attributes:
        width_px, height_px: of the picture.
        rate_hz: the most pictures a second at that size; 0 where the camera does not say.
        pixels: four letters: `MJPG`, `YUYV`, `NV12`, `H264`.
    """

    width_px: int
    height_px: int
    rate_hz: float
    pixels: str


@dataclass(frozen=True, slots=True)
class CameraFound:
    """A camera that is connected to this machine now.

    Attributes:
        identity: stays the same however often it is plugged in, and is what settings name:
            `usb:VENDOR:PRODUCT:SERIAL`; its `port` where it has no serial number, or shares one.
        port: where it is plugged in, also accepted as its name: `usb:VENDOR:PRODUCT@1-2.4`;
            for what is built in, `pci:` or `platform:` and its place.
        name: as its maker calls it.
        index: its number today.
        modes: as it tells them; empty where the system does not say.
    """

    identity: str
    port: str
    name: str
    index: int
    modes: tuple[CameraMode, ...]


@dataclass(frozen=True, slots=True)
class MicrophoneSpec:
    """Which microphone and how.

    Attributes:
        device: PortAudio device name or part of it (`"pulse"`), empty for the default.
        rate_hz: samples per second.
        block: samples a block.
        spares: further devices to turn to when this one is lost, the best first.
    """

    device: str = ""
    rate_hz: int = 48_000
    block: int = 960
    spares: tuple[str, ...] = ()


class Camera(Protocol):
    """A source of pictures. Used by one thread.

    Attributes:
        device: identity of the device that was opened, never an index.
        mode: what it gives, in words (`1280x720 at 30/s MJPEG`).
    """

    device: str
    mode: str

    def read(self) -> Captured:
        """The next picture, waiting for it at the source's own rate.

        Raises:
            CameraLostError: no picture within 1 s (5 s for the first), or the source ended.
        """
        ...

    def close(self) -> None:
        """Let the device go; further calls do nothing."""
        ...


class Microphone(Protocol):
    """A source of sound. Blocks queue up inside while nobody reads.

    Attributes:
        device: identity of the device that was opened.
        mode: what it gives, in words.
    """

    device: str
    mode: str

    def read(self) -> AudioBlock:
        """The next block, mono.

        Raises:
            MicrophoneLostError: no block within 1 s.
        """
        ...

    def close(self) -> None:
        """Let the device go; further calls do nothing."""
        ...


class CodeReader(Protocol):
    """Reads QR codes in pictures."""

    def read(self, image: Image) -> tuple[str, ...]:
        """The texts of all codes found, none twice; empty when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """Free and total bytes of the disk that holds a folder."""

    free_bytes: int
    total_bytes: int


class Disk(Protocol):
    """The disk a folder lies on."""

    def space(self, folder: Path) -> DiskSpace:
        """Free and total space.

        Raises:
            DiskUnavailableError: the folder or its disk is gone.
        """
        ...


class Network(Protocol):
    """Whether HQ can be reached."""

    def reachable(self, host: str, port: int, timeout_s: float) -> bool:
        """Whether a TCP connection to `host:port` opens within `timeout_s`."""
        ...


@dataclass(frozen=True, slots=True)
class Devices:
    """Every adapter the application needs, made in `main.py`.

    Attributes:
        open_camera: raises CameraLostError when it cannot be opened within 5 s, or within 12 s when
            it is connected to this machine and refuses one mode after the other.
        open_microphone: raises MicrophoneLostError when it cannot be opened.
        list_cameras: the cameras connected to this machine; a fault makes the list shorter, never
            an error.
        list_microphones: names of the input devices present.
        raise_priority: gives this process real-time or high priority; returns what it got
            (`"realtime"`, `"high"`, `"normal"`).
        go_first: lets the calling thread, which mostly waits, go before those that compute.
        beep: plays a tone of `hz` for `seconds` on the default output, without waiting for its end;
            says whether it could.
        pc: this machine: displays, USB, what runs on it.
        temperature: of the hottest processor sensor, degrees Celsius; None where there is none.
    """

    open_camera: Callable[[CameraSpec], Camera]
    open_microphone: Callable[[MicrophoneSpec], Microphone]
    list_cameras: Callable[[], tuple[CameraFound, ...]]
    list_microphones: Callable[[], tuple[str, ...]]
    code_reader: CodeReader
    disk: Disk
    network: Network
    raise_priority: Callable[[], str]
    go_first: Callable[[], None]
    beep: Callable[[float, float], bool]
    pc: Pc
    temperature: Callable[[], float | None]
