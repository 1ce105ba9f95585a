"""All the fake devices together."""

from app.ports.clock import Clock
from app.ports.devices import Camera, CameraSpec, Devices, Microphone, MicrophoneSpec
from devices.fake.camera import FAKE_CAMERAS, FakeCamera
from devices.fake.microphone import FakeMicrophone
from devices.fake.pc import FakePc
from devices.fake.production import refuse_in_production
from devices.fake.surroundings import FakeCodeReader, FakeDisk, FakeNetwork


def fake_devices(clock: Clock) -> Devices:
    """Devices that behave without hardware, on this clock.

    Raises:
        FakeRefusedError: in production.
    """
    refuse_in_production("The set of fake devices")

    def open_camera(spec: CameraSpec) -> Camera:
        return FakeCamera(spec, clock)

    def open_microphone(spec: MicrophoneSpec) -> Microphone:
        return FakeMicrophone(spec, clock)

    return Devices(
        open_camera=open_camera,
        open_microphone=open_microphone,
        list_cameras=lambda: FAKE_CAMERAS,
        list_microphones=lambda: ("Fake microphone",),
        code_reader=FakeCodeReader(),
        disk=FakeDisk(),
        network=FakeNetwork(),
        raise_priority=lambda: "normal",
        go_first=lambda: None,
        beep=lambda _hz, _seconds: False,
        pc=FakePc(),
        temperature=lambda: None,
    )
