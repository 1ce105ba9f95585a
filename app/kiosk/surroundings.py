"""The kiosk's own look at its PC, every few seconds, and what of it goes into the record."""

import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.timing import NS_PER_S
from app.kiosk.errors import VirtualCameraError
from app.monitoring.pc import KnownSoftware, PcWatch, virtual_camera
from app.ports.devices import CameraFound
from app.ports.pc import Pc, PcLook

LOOK_EVERY_S = 5.0
"""A look takes 4 ms of a processor (measured, a hundred processes)."""
KNOWN_SOFTWARE_FILE = "remote_control.toml"


def this_system() -> str:
    """The name under which the list tells this system's processes."""
    return "windows" if sys.platform == "win32" else "linux"


def known_software(resources: Path, system: str) -> KnownSoftware:
    """The list of programs and cameras that is shipped.

    Args:
        resources: folder of the shipped resources.
        system: `linux` or `windows`.
    """
    told = tomllib.loads((resources / KNOWN_SOFTWARE_FILE).read_text(encoding="utf-8"))
    remote = {
        str(process).lower(): str(program["name"])
        for program in told["program"]
        for process in program[system]
    }
    words = tuple(str(word).casefold() for word in told["cameras"]["words"])
    return KnownSoftware(remote, words)


@dataclass(frozen=True, slots=True)
class PcPolicy:
    """What this kiosk's PC may be like.

    Attributes:
        displays: so many may be connected.
        virtual_camera: a camera that is a program may be used.
    """

    displays: int = 2
    virtual_camera: bool = False


class Surroundings:
    """Looks at the PC when it is due."""

    def __init__(
        self,
        pc: Pc,
        list_cameras: Callable[[], tuple[CameraFound, ...]],
        known: KnownSoftware,
        policy: PcPolicy,
    ) -> None:
        """Take what is asked; nothing is asked yet.

        Args:
            pc: this machine.
            list_cameras: see `app.ports.devices.Devices`.
            known: programs and cameras looked for.
            policy: of this kiosk.
        """
        self._pc = pc
        self._list_cameras = list_cameras
        self._known = known
        self._policy = policy
        self._programs = frozenset(known.remote)
        self._looked_ns: int | None = None
        self._virtual: tuple[str, ...] = ()
        self._sources: tuple[str, ...] = ()

    def hold_to(self, policy: PcPolicy) -> None:
        """Look by other rules, from the next visit on."""
        self._policy = policy

    def new_watch(self) -> PcWatch:
        """The rules for a visit; its first look says what is usual."""
        self._looked_ns = None
        return PcWatch(self._policy.displays, self._known)

    def look(self, now_ns: int) -> PcLook | None:
        """The PC, when a look is due."""
        if self._looked_ns is not None and now_ns - self._looked_ns < LOOK_EVERY_S * NS_PER_S:
            return None
        self._looked_ns = now_ns
        return self._pc.look(self._programs)

    def virtual(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Names of the made-up cameras among those in use.

        Args:
            sources: in use, as the recorder told; asked of the system only when they change.
        """
        if sources != self._sources:
            cameras = self._list_cameras() if any(sources) else ()
            found = [virtual_camera(source, cameras, self._known) for source in sources]
            self._virtual = tuple(camera.name for camera in found if camera is not None)
            self._sources = sources
        return self._virtual

    def refuse_virtual(self, sources: tuple[str, ...]) -> None:
        """Stop what is about to begin, where a made-up camera is in use and may not be.

        Raises:
            VirtualCameraError: so it is.
        """
        names = self.virtual(sources)
        if names and not self._policy.virtual_camera:
            raise VirtualCameraError(f"The camera in use is a program: {', '.join(names)}")
