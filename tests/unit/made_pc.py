"""A PC for the kiosk's tests, and the software looked for on it."""

from app.kiosk.surroundings import PcPolicy, Surroundings
from app.monitoring.pc import KnownSoftware
from app.ports.devices import CameraFound
from devices.fake.pc import FakePc

KNOWN = KnownSoftware({"anydesk": "AnyDesk", "x11vnc": "VNC"}, ("obs", "virtual", "manycam"))
REAL = CameraFound("usb:046d:0825:9A3F", "usb:046d:0825@1-2", "Webcam C270", 0, ())
MADE_UP = CameraFound("virtual:OBS", "virtual:OBS", "OBS Virtual Camera", 2, ())


def fake_surroundings(pc: FakePc | None = None, policy: PcPolicy | None = None) -> Surroundings:
    return Surroundings(pc or FakePc(), lambda: (REAL, MADE_UP), KNOWN, policy or PcPolicy())
