"""What `booth check` tells of the PC itself: the same looks as during an interview."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from app.cli.command import Context
from app.kiosk.errors import VirtualCameraError
from app.kiosk.surroundings import PcPolicy, known_software, this_system
from app.monitoring.pc import remote_products, virtual_camera
from app.ports.devices import CameraFound
from app.ports.pc import UsbDevice
from app.recording.readiness import ReadinessProblem


@dataclass(frozen=True, slots=True)
class PcFindings:
    """The PC.

    Attributes:
        displays: connected; None where the system does not say.
        remote_control: programs and sessions by which it may be seen or moved from elsewhere.
        virtual_cameras: of those to be used, the ones that are programs.
        usb: what is plugged in; None where the system does not say.
    """

    displays: tuple[str, ...] | None
    remote_control: tuple[str, ...]
    virtual_cameras: tuple[str, ...]
    usb: tuple[UsbDevice, ...] | None


def look_at_pc(
    arguments: argparse.Namespace, context: Context, cameras: tuple[CameraFound, ...]
) -> PcFindings:
    """Look once."""
    known = known_software(context.resources, this_system())
    look = context.devices.pc.look(frozenset(known.remote))
    sources = [str(source) for source in (arguments.camera, arguments.room) if source]
    made_up = [virtual_camera(source, cameras, known) for source in sources]
    return PcFindings(
        look.displays,
        remote_products(look, known),
        tuple(camera.name for camera in made_up if camera is not None),
        look.usb,
    )


def pc_problems(pc: PcFindings) -> Iterator[ReadinessProblem]:
    """What of it an interview would be held up by, or tell of."""
    for name in pc.virtual_cameras:
        text = f"The camera {name} is a program"
        yield ReadinessProblem(VirtualCameraError.code, "failed", text, VirtualCameraError.advice)
    for name in pc.remote_control:
        text = f"{name} is running: this PC may be seen or moved from elsewhere"
        advice = "Close it before an interview; otherwise it is told in the record."
        yield ReadinessProblem("REMOTE-CONTROL", "warning", text, advice)
    most = PcPolicy().displays
    if pc.displays is not None and len(pc.displays) > most:
        text = f"{len(pc.displays)} displays are connected"
        advice = "Unplug what nobody needs, or set [pc] displays in kiosk.toml."
        yield ReadinessProblem("EXTRA-DISPLAY", "warning", text, advice)


def pc_line(pc: PcFindings) -> str:
    """One line for a person."""
    displays = "displays not told" if pc.displays is None else f"{len(pc.displays)} displays"
    usb = "USB not told" if pc.usb is None else f"{len(pc.usb)} USB devices"
    return f"pc: {displays}, {usb}, remote control: {', '.join(pc.remote_control) or 'none found'}"
