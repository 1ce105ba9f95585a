"""Devices' rules that need no device."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.devices import CameraSpec, MicrophoneSpec
from devices.errors import FakeRefusedError
from devices.fake.camera import FakeCamera
from devices.fake.clock import FakeClock
from devices.fake.microphone import FakeMicrophone
from devices.fake.surroundings import FakeCodeReader, FakeDisk, FakeNetwork
from devices.fake.system import fake_devices
from devices.priority import REALTIME_PRIORITY, go_first
from devices.steady_time import LEAST_STEP_NS, ForwardTime, SteadyTime


def test_no_fake_runs_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setenv("BOOTH_PRODUCTION", "1")
    makers = (
        FakeClock,
        FakeDisk,
        FakeNetwork,
        FakeCodeReader,
        lambda: FakeCamera(CameraSpec("candidate", "0"), clock),
        lambda: FakeMicrophone(MicrophoneSpec(), clock),
        lambda: fake_devices(clock),
    )
    for make in makers:
        with pytest.raises(FakeRefusedError, match="FAKE-IN-PRODUCTION"):
            make()


def test_single_late_arrivals_hardly_move_the_capture_times() -> None:
    steady = SteadyTime()
    rng = np.random.default_rng(1)
    errors = []
    for index in range(500):
        true = index * 0.02
        late = float(rng.uniform(0, 0.004)) + (0.1 if index % 50 == 49 else 0.0)
        errors.append(steady.at(true, (true + late) * NS_PER_S) / NS_PER_S - true)
    assert max(errors[10:]) < 0.003
    assert float(np.abs(np.diff(errors[10:])).max()) < 0.001


def test_a_drifting_clock_is_followed() -> None:
    steady = SteadyTime()
    errors = []
    for index in range(5000):
        true_s = index * 0.02 * 1.0001
        errors.append(steady.at(index * 0.02, true_s * NS_PER_S) / NS_PER_S - true_s)
    assert max(map(abs, errors)) < 0.001


def test_a_busy_machine_does_not_tear_the_sound_apart() -> None:
    steady = SteadyTime()
    errors = []
    for index in range(200):
        true = index * 0.02
        arrived = 2.8 if 2.0 <= true < 2.8 else true  # 0.8 s of blocks come at once
        errors.append(steady.at(true, arrived * NS_PER_S) / NS_PER_S - true)
    assert max(errors) < 0.015
    assert float(np.abs(np.diff(errors)).max()) < 0.002


def test_what_stays_late_is_believed_after_a_second() -> None:
    steady = SteadyTime()
    errors = []
    for index in range(200):
        true = index * 0.02 + (0.5 if index >= 50 else 0.0)  # half a second went missing
        errors.append(steady.at(index * 0.02, true * NS_PER_S) / NS_PER_S - true)
    assert errors[60] == pytest.approx(-0.5)
    assert errors[110:] == pytest.approx([0.0] * 90)


def test_what_comes_too_early_or_after_a_known_gap_is_believed_at_once() -> None:
    steady = SteadyTime()
    steady.at(0.0, 1.0 * NS_PER_S)
    assert steady.at(0.02, 0.02 * NS_PER_S) == 0.02 * NS_PER_S
    steady.reset()
    assert steady.at(0.04, 1.14 * NS_PER_S) == 1.14 * NS_PER_S


def test_a_picture_that_waited_does_not_put_the_next_ones_before_it() -> None:
    times, last = ForwardTime(), 0
    for index in range(60):
        true_ns = NS_PER_S + index * NS_PER_S // 25
        arrived = MonotonicNs(true_ns + (NS_PER_S // 2 if index == 0 else 0))
        if index:
            arrived = MonotonicNs(max(arrived, NS_PER_S * 3 // 2 + index))  # all that waited
        at = times.at(index / 25, arrived)
        assert last < at
        assert at <= max(arrived, last + LEAST_STEP_NS)
        last = at
        if index > 20:
            assert at == pytest.approx(true_ns, abs=20_000_000)


def test_pictures_that_come_at_once_or_without_a_time_still_follow_each_other() -> None:
    times = ForwardTime()
    moment = MonotonicNs(NS_PER_S)
    stamps = [times.at(None, moment), times.at(None, moment), times.at(0.04, moment)]
    assert stamps == sorted(set(stamps))
    assert stamps[-1] - moment < LEAST_STEP_NS


def test_real_devices_load_nothing_heavy_before_they_are_used() -> None:
    code = (
        "import sys; from devices.system import real_devices; real_devices();"
        "print([m for m in ('cv2', 'sounddevice', 'pyzbar', 'zxingcpp') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's priorities")
def test_a_thread_that_takes_in_goes_before_one_that_computes() -> None:
    got: list[tuple[int, int]] = []

    def take(policy: int, priority: int) -> None:
        try:
            os.sched_setscheduler(0, policy, os.sched_param(priority))
        except PermissionError:
            return
        go_first()
        got.append((os.sched_getscheduler(0), os.sched_getparam(0).sched_priority))

    for policy, priority in ((os.SCHED_RR, REALTIME_PRIORITY), (os.SCHED_OTHER, 0)):
        thread = threading.Thread(target=take, args=(policy, priority))
        thread.start()
        thread.join()
    if len(got) < 2:
        pytest.skip("no real-time priority here")
    assert got == [(os.SCHED_RR, REALTIME_PRIORITY + 1), (os.SCHED_OTHER, 0)]
