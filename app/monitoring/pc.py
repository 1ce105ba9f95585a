"""What the PC itself shows: displays, remote control, made-up cameras, things plugged in. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.observation import Alert, AlertKind
from app.ports.devices import CameraFound
from app.ports.pc import PcLook

REMOTE_DESKTOP = "Remote Desktop"
_NODE = re.compile(r"(?:/dev/video)?(\d+)")


@dataclass(frozen=True, slots=True)
class KnownSoftware:
    """What is looked for.

    Attributes:
        remote: product by process name, lower case.
        camera_words: words in the name of a camera that is a program, lower case.
    """

    remote: Mapping[str, str]
    camera_words: tuple[str, ...]


def remote_products(look: PcLook, known: KnownSoftware) -> tuple[str, ...]:
    """The programs and sessions by which this PC may be seen or moved from elsewhere."""
    names = {known.remote[name] for name in look.programs if name in known.remote}
    if look.remote_session:
        names.add(REMOTE_DESKTOP)
    return tuple(sorted(names))


def is_virtual(camera: CameraFound, known: KnownSoftware) -> bool:
    """Whether a camera is a program: it hangs on no bus, or its name says so."""
    name = camera.name.casefold()
    return camera.identity.startswith("virtual:") or any(
        re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", name) for word in known.camera_words
    )


def virtual_camera(
    source: str, cameras: tuple[CameraFound, ...], known: KnownSoftware
) -> CameraFound | None:
    """The made-up camera that a source stands for; None for a real one, a file or an address.

    Args:
        source: as in `CameraSpec`.
        cameras: connected to this machine.
        known: what is looked for.
    """
    node = _NODE.fullmatch(source)
    index = int(node[1]) if node else None
    wanted = source.casefold()
    for camera in cameras:
        named = wanted in {camera.identity.casefold(), camera.port.casefold()}
        if (named or camera.index == index) and is_virtual(camera, known):
            return camera
    return None


class PcWatch:
    """Alerts of the PC, of one visit: open while the thing is there."""

    def __init__(self, displays: int, known: KnownSoftware) -> None:
        """Nothing has been seen yet.

        Args:
            displays: so many may be connected: the candidate's, and the operator's.
            known: what is looked for.
        """
        self._displays = displays
        self._known = known
        self._usual: frozenset[str] | None = None
        self._open: dict[tuple[AlertKind, str], float] = {}

    def begin(self, look: PcLook) -> None:
        """What is plugged in when the visit begins is usual; further calls change nothing."""
        if self._usual is None and look.usb is not None:
            self._usual = frozenset(device.identity for device in look.usb)

    def step(self, look: PcLook, virtual: tuple[str, ...], session_s: float) -> tuple[Alert, ...]:
        """Take one look.

        Args:
            look: the PC now.
            virtual: names of the made-up cameras in use.
            session_s: when.

        Returns:
            The alerts that this look opened (`end_s` None) or closed.
        """
        self.begin(look)
        now = dict.fromkeys(self._seen(look, virtual))
        changed = [
            _alert(key, since_s, session_s) for key, since_s in self._open.items() if key not in now
        ]
        changed += [_alert(key, session_s, None) for key in now if key not in self._open]
        self._open = {key: self._open.get(key, session_s) for key in now}
        return tuple(changed)

    def _seen(self, look: PcLook, virtual: tuple[str, ...]) -> Iterator[tuple[AlertKind, str]]:
        for name in (look.displays or ())[self._displays :]:
            yield "extra_display", name
        for product in remote_products(look, self._known):
            yield "remote_control", product
        for name in virtual:
            yield "virtual_camera", name
        for device in look.usb or ():
            if self._usual is not None and device.identity not in self._usual:
                yield "usb_device", device.name or device.identity


def _alert(key: tuple[AlertKind, str], start_s: float, end_s: float | None) -> Alert:
    kind, detail = key
    end = None if end_s is None else round(end_s, 2)
    return Alert(kind, round(start_s, 2), end, 1.0, "pc", detail=detail)
