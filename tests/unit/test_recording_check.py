"""`booth check`: findings, rules and the report."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.cli.check import COMMAND
from app.cli.command import Context, Outcome
from app.domain.media import AudioBlock, Captured
from app.domain.timing import MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import Camera, CameraFound, CameraSpec, Devices, Microphone, MicrophoneSpec
from app.ports.errors import CameraLostError, MicrophoneLostError
from app.ports.pc import PcLook
from app.recording.inspection import (
    CameraFindings,
    MicrophoneFindings,
    inspect_camera,
    inspect_microphone,
)
from app.recording.readiness import camera_problems, microphone_problems, room_problems
from devices.clock import SystemClock
from devices.fake.clock import FakeClock
from devices.fake.pc import FakePc
from devices.fake.surroundings import GIB, FakeDisk, FakeNetwork
from devices.fake.system import fake_devices

GOOD_CAMERA = CameraFindings("0", "ok", 1280, 720, 29.9, 150, 0, 120.0, 150.0)
GOOD_MICROPHONE = MicrophoneFindings("", "ok", 48_000, -30.0, -12.0, -60.0, 0.0, 250, 0)

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class Silence:
    """A microphone that is muted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._number = 0

    def read(self) -> AudioBlock:
        self._clock.sleep(0.02)
        self._number += 1
        at = self._clock.monotonic_ns()
        return AudioBlock(np.zeros(960, np.int16), 48_000, at, self._number - 1)

    def close(self) -> None:
        return


class Snapshots:
    """A camera that gives five pictures a second, each the same, and loses every other one."""

    device = "usb:0000:0001:SNAP"
    mode = "320x240 at 5/s"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._number = 0

    def read(self) -> Captured:
        self._clock.sleep(0.2)
        self._number += 2
        planes = np.full((360, 320), 90, np.uint8)
        return Captured(planes, MonotonicNs(self._clock.monotonic_ns()), self._number)

    def close(self) -> None:
        return


def check(arguments: Sequence[str], devices: Devices, clock: Clock, folder: Path) -> Outcome:
    parser = argparse.ArgumentParser()
    COMMAND.add_arguments(parser)
    context = Context(clock, devices, folder, folder / "data", ("booth",), RESOURCES)
    return COMMAND.run(parser.parse_args(arguments), context)


def codes(outcome: Outcome) -> list[str]:
    problems = json.loads(json.dumps(outcome.data))["problems"]
    return [problem["code"] for problem in problems]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_all_is_well(tmp_path: Path) -> None:
    clock = SystemClock()
    quiet = replace(fake_devices(clock), network=FakeNetwork({("hq.bank", 8443)}))
    outcome = check(
        ["--seconds", "1", "--room", "1", "--hq", "hq.bank:8443"], quiet, clock, tmp_path
    )
    data = json.loads(json.dumps(outcome.data))
    assert list(data) == [
        *("devices", "room", "disk", "network", "pc", "keys", "down", "monitor", "verdict"),
        "problems",
    ]
    candidate, microphone = data["devices"]["candidate"], data["devices"]["microphone"]
    assert (candidate["width_px"], candidate["height_px"], candidate["state"]) == (1280, 720, "ok")
    assert microphone["level_db"] == pytest.approx(-23.0, abs=0.2)
    assert data["devices"]["room"]["state"] == "ok"
    assert (candidate["device"], candidate["mode"]) == ("fake:stripes", "1280x720 at 30/s")
    first = data["devices"]["found"][0]
    assert (first["identity"], first["name"], first["index"]) == (
        "usb:0000:0001:FAKE",
        "Stripes",
        0,
    )
    assert first["modes"] == [{"width_px": 1280, "height_px": 720, "rate_hz": 30, "pixels": "MJPG"}]
    assert "found: usb:0000:0001:FAKE (Stripes), MJPG 1280x720@30" in outcome.text
    assert "opened: fake:stripes 1280x720 at 30/s" in outcome.text
    assert data["disk"]["enough"] is True
    assert data["network"] == {"hq": "hq.bank:8443", "reachable": True}
    assert data["pc"] == {
        "displays": ["HDMI-A-1"],
        "remote_control": [],
        "virtual_cameras": [],
        "usb": [],
    }
    assert outcome.exit_code == 0
    # the tone of the fake microphone never pauses: its floor is as high as its level
    assert codes(outcome) == ["ROOM-NOISY"]
    assert data["verdict"] == "ready_with_warnings"


def test_without_any_device_it_is_a_report_and_not_an_error(
    tmp_path: Path, clock: FakeClock
) -> None:
    def no_camera(spec: CameraSpec) -> Camera:
        raise CameraLostError(f"Nothing that gives pictures is at camera {spec.source}")

    def no_microphone(spec: MicrophoneSpec) -> Microphone:
        raise MicrophoneLostError("There is no microphone")

    none = replace(
        fake_devices(clock),
        open_camera=no_camera,
        open_microphone=no_microphone,
        disk=FakeDisk(there=False),
    )
    little = replace(none, disk=FakeDisk(free_bytes=GIB))
    assert codes(check([], little, clock, tmp_path))[-1] == "DISK-LOW"
    outcome = check(["--hq", "127.0.0.1:1"], none, clock, tmp_path)
    assert codes(outcome) == [
        "CAMERA-LOST",
        "MICROPHONE-LOST",
        "DISK-UNAVAILABLE",
        "HQ-UNREACHABLE",
    ]
    assert outcome.data["verdict"] == "not_ready"
    assert outcome.exit_code == 0
    assert outcome.data["room"] == {
        "brightness": None,
        "light": None,
        "noise_floor_db": None,
        "quiet": None,
    }
    devices = json.loads(json.dumps(outcome.data))["devices"]
    assert devices["candidate"]["fps"] is devices["microphone"]["level_db"] is None
    assert devices["candidate"]["state"] == devices["microphone"]["state"] == "missing"
    assert "verdict: not ready" in outcome.text


def test_a_still_and_slow_camera_is_found(clock: FakeClock) -> None:
    def opened(_: CameraSpec) -> Camera:
        return Snapshots(clock)

    found = inspect_camera(opened, CameraSpec("candidate", "0"), clock, 5.0)
    assert (found.state, found.fps, found.frames, found.lost_frames) == ("frozen", 5.0, 25, 24)
    assert (found.device, found.mode) == ("usb:0000:0001:SNAP", "320x240 at 5/s")
    assert [item.code for item in camera_problems("candidate", found)] == [
        "CAMERA-FROZEN",
        "CAMERA-SLOW",
        "CAMERA-SMALL",
    ]


def test_a_muted_microphone_is_found(clock: FakeClock) -> None:
    def opened(_: MicrophoneSpec) -> Microphone:
        return Silence(clock)

    found = inspect_microphone(opened, MicrophoneSpec(), clock, 2.0)
    assert (found.state, found.level_db, found.blocks) == ("silent", -120.0, 100)
    assert [item.code for item in microphone_problems(found)] == ["MICROPHONE-SILENT"]


@pytest.mark.parametrize(
    "wrong",
    [["--seconds", "0"], ["--seconds", "soon"], ["--hq", "hq.bank"], ["--hq", "hq.bank:99999"]],
)
def test_wrong_arguments_are_refused(wrong: list[str], tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(SystemExit) as refused:
        check(wrong, fake_devices(clock), clock, tmp_path)
    assert refused.value.code == 2


def test_each_rule_of_the_camera() -> None:
    def found(camera: CameraFindings, name: str = "candidate") -> list[tuple[str, str]]:
        return [(item.code, item.severity) for item in camera_problems(name, camera)]

    assert found(GOOD_CAMERA) == []
    assert found(replace(GOOD_CAMERA, state="dark")) == [("CAMERA-DARK", "failed")]
    assert found(replace(GOOD_CAMERA, state="dark"), "room") == [("CAMERA-DARK", "warning")]
    assert found(replace(GOOD_CAMERA, sharpness=5.0)) == [("CAMERA-BLURRED", "warning")]
    assert found(replace(GOOD_CAMERA, fps=9.0)) == [("CAMERA-SLOW", "warning")]


def test_each_rule_of_the_microphone_and_the_room() -> None:
    loud = replace(GOOD_MICROPHONE, clipped=0.01, lost_blocks=2, noise_floor_db=-31.0)
    assert [item.code for item in microphone_problems(loud)] == [
        "MICROPHONE-CLIPPING",
        "MICROPHONE-GAPS",
    ]
    assert list(microphone_problems(GOOD_MICROPHONE)) == []
    assert [item.code for item in room_problems("dark", loud)] == ["ROOM-DARK", "ROOM-NOISY"]
    assert [item.code for item in room_problems("bright", GOOD_MICROPHONE)] == ["ROOM-BRIGHT"]
    assert list(room_problems(None, MicrophoneFindings("", "missing"))) == []


def test_a_pc_that_others_may_see_or_that_has_a_made_up_camera_is_told(tmp_path: Path) -> None:
    clock = SystemClock()
    made_up = CameraFound("virtual:OBS", "virtual:OBS", "OBS Virtual Camera", 0, ())
    look = PcLook(("A", "B", "C"), frozenset({"anydesk", "anydesk.exe"}), usb=())
    devices = replace(fake_devices(clock), pc=FakePc(look), list_cameras=lambda: (made_up,))
    outcome = check(["--seconds", "0.2"], devices, clock, tmp_path)
    assert {"VIRTUAL-CAMERA", "REMOTE-CONTROL", "EXTRA-DISPLAY"} <= set(codes(outcome))
    assert json.loads(json.dumps(outcome.data))["verdict"] == "not_ready"
