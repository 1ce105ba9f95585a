"""The PC around the kiosk: what else is connected to it and runs on it."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """Something plugged into a USB port; hubs are none.

    Attributes:
        identity: `usb:VENDOR:PRODUCT:SERIAL`, or `usb:VENDOR:PRODUCT@PORT` without a serial number.
        name: as its maker calls it; empty where the system does not say.
    """

    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class PcLook:
    """The PC at one moment.

    Attributes:
        displays: names of the connected displays; None where the system does not say.
        programs: of those asked for, the names of the processes that run.
        remote_session: this desktop is shown to another machine (Windows' remote desktop).
        usb: what is plugged in; None where the system does not say.
    """

    displays: tuple[str, ...] | None = None
    programs: frozenset[str] = field(default_factory=frozenset[str])
    remote_session: bool = False
    usb: tuple[UsbDevice, ...] | None = None


class Pc(Protocol):
    """This machine, to be asked every few seconds: no question may take longer than a picture."""

    def look(self, programs: frozenset[str]) -> PcLook:
        """How it is now; a fault makes the answer shorter, never an error.

        Args:
            programs: names of processes, lower case, that are looked for.
        """
        ...
