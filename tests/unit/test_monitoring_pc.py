"""What the PC itself shows: displays, remote control, made-up cameras, USB devices."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.kiosk.errors import VirtualCameraError
from app.kiosk.surroundings import PcPolicy, known_software
from app.monitoring.pc import PcWatch, is_virtual, remote_products, virtual_camera
from app.ports.devices import CameraFound
from app.ports.pc import PcLook, UsbDevice
from devices.fake.pc import FakePc
from tests.unit.made_pc import KNOWN, MADE_UP, REAL, fake_surroundings

WEBCAM = UsbDevice("usb:046d:0825:9A3F", "Webcam C270")
STICK = UsbDevice("usb:0781:5567:42", "Cruzer Blade")
USUAL = PcLook(displays=("HDMI-A-1", "DP-1"), usb=(WEBCAM,))


def test_a_usual_pc_raises_nothing() -> None:
    watch = PcWatch(2, KNOWN)
    assert [watch.step(USUAL, (), at) for at in (0.0, 5.0, 10.0)] == [(), (), ()]


def test_what_the_system_does_not_tell_raises_nothing() -> None:
    watch = PcWatch(1, KNOWN)
    assert watch.step(PcLook(), (), 0.0) == ()


def test_a_usb_device_is_told_when_it_comes_and_when_it_goes() -> None:
    watch = PcWatch(2, KNOWN)
    watch.begin(USUAL)
    (came,) = watch.step(replace(USUAL, usb=(WEBCAM, STICK)), (), 5.0)
    assert watch.step(replace(USUAL, usb=(WEBCAM, STICK)), (), 10.0) == ()
    (went,) = watch.step(USUAL, (), 15.0)

    assert (came.kind, came.camera, came.detail) == ("usb_device", "pc", "Cruzer Blade")
    assert (came.start_s, came.end_s, went.start_s, went.end_s) == (5.0, None, 5.0, 15.0)


def test_the_own_camera_that_comes_back_is_no_new_device() -> None:
    watch = PcWatch(2, KNOWN)
    watch.begin(USUAL)
    assert watch.step(replace(USUAL, usb=()), (), 5.0) == ()
    assert watch.step(USUAL, (), 10.0) == ()


def test_displays_programs_and_made_up_cameras_are_told_with_their_names() -> None:
    watch = PcWatch(2, KNOWN)
    look = replace(
        USUAL, displays=("HDMI-A-1", "DP-1", "DP-2"), programs=frozenset({"anydesk", "x11vnc"})
    )
    alerts = watch.step(look, ("OBS Virtual Camera",), 3.0)

    assert {(alert.kind, alert.detail) for alert in alerts} == {
        ("extra_display", "DP-2"),
        ("remote_control", "AnyDesk"),
        ("remote_control", "VNC"),
        ("virtual_camera", "OBS Virtual Camera"),
    }


def test_a_remote_session_needs_no_program() -> None:
    assert remote_products(PcLook(remote_session=True), KNOWN) == ("Remote Desktop",)


@pytest.mark.parametrize(
    ("identity", "name", "virtual"),
    [
        ("virtual:Dummy", "Dummy", True),
        ("usb:1234:5678@1-1", "OBS Virtual Camera", True),
        ("platform:x", "ManyCam Virtual Webcam", True),
        ("usb:046d:0825:9A3F", "Webcam C270", False),
        ("usb:046d:0825:9A3F", "Jobson HD", False),
    ],
)
def test_a_camera_is_known_by_its_bus_and_its_name(
    identity: str, name: str, *, virtual: bool
) -> None:
    assert is_virtual(CameraFound(identity, identity, name, 0, ()), KNOWN) is virtual


@pytest.mark.parametrize("source", ["2", "/dev/video2", "virtual:OBS", "VIRTUAL:obs"])
def test_a_made_up_camera_is_found_however_it_is_named(source: str) -> None:
    assert virtual_camera(source, (REAL, MADE_UP), KNOWN) == MADE_UP


@pytest.mark.parametrize(
    "source",
    ["0", REAL.identity, "rtsp://10.0.0.7/2", "http://127.0.0.1:8080/", "/media/clip2.mp4", ""],
)
def test_real_cameras_files_and_addresses_are_no_made_up_cameras(source: str) -> None:
    assert virtual_camera(source, (REAL, MADE_UP), KNOWN) is None


def test_a_made_up_camera_is_refused_unless_allowed() -> None:
    fake_surroundings().refuse_virtual(("0", ""))
    with pytest.raises(VirtualCameraError, match="OBS Virtual Camera"):
        fake_surroundings().refuse_virtual(("2", ""))
    fake_surroundings(policy=PcPolicy(virtual_camera=True)).refuse_virtual(("2", ""))


def test_the_pc_is_looked_at_every_five_seconds() -> None:
    surroundings = fake_surroundings(FakePc())
    surroundings.new_watch()
    looks = [surroundings.look(second * 10**9) is not None for second in range(11)]
    assert [second for second, looked in enumerate(looks) if looked] == [0, 5, 10]


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_the_shipped_list_names_processes_of_both_systems(system: str) -> None:
    known = known_software(Path(__file__).parents[2] / "resources", system)
    assert {"TeamViewer", "AnyDesk", "VNC"} <= set(known.remote.values())
    assert all(name == name.lower() for name in known.remote)
    assert "obs" in known.camera_words
