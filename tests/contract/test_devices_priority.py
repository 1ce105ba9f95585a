"""Priority: from the kernel, from rtkit over a real D-Bus, or none. In a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.contract.system_bus import HAS_BUS, NO_BUS, StandInRtkit, service, system_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="schedulers are Linux's")
NAME = "org.freedesktop.RealtimeKit1"
ROOT = os.geteuid() == 0
MAY_NOT = ["setpriv", "--bounding-set", "-sys_nice", "--inh-caps", "-sys_nice"] if ROOT else []
"""As root a process must first give up the right to raise itself."""
SAY = """
import json, os, resource, threading
from devices.priority import raise_priority
from devices.thread_priority import thread_ids

got, waits = raise_priority(), threading.Event()

def say(**more):
    policies = [(os.sched_getscheduler(thread) & 7) for thread in thread_ids()]
    main = threading.get_native_id()
    print(json.dumps({"got": got, "main": main, "threads": policies, **more}), flush=True)
"""
NORMAL, ROUND_ROBIN = os.SCHED_OTHER, os.SCHED_RR
needs_root = pytest.mark.skipif(not ROOT, reason="the stand-in changes priorities only as root")


@pytest.fixture
def bus(tmp_path: Path) -> Generator[None]:
    if not HAS_BUS:
        pytest.skip(NO_BUS)
    if ROOT and shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed (apt install util-linux)")
    with system_bus(tmp_path):
        yield


def run(code: str = "say()") -> dict[str, object]:
    said = subprocess.run(
        [*MAY_NOT, sys.executable, "-c", SAY + code],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    answer: dict[str, object] = json.loads(said.stdout)
    return answer


def test_without_a_bus_or_without_rtkit_it_stays_normal(bus: None, tmp_path: Path) -> None:
    assert run()["got"] == "normal"
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={tmp_path / 'none'}"
    assert run()["got"] == "normal"


def test_rtkit_is_asked_for_the_main_thread_within_its_limits(bus: None) -> None:
    rtkit = StandInRtkit()
    rtkit.limits["MaxRealtimePriority"] = ("i", 3)
    with service(NAME, rtkit.answer):
        said = run("say(limit=resource.getrlimit(resource.RLIMIT_RTTIME))")
    assert said["got"] == "realtime"
    assert rtkit.calls == [("MakeThreadRealtime", (said["main"], 3))]
    assert said["limit"] == [100_000, 200_000]


def test_where_real_time_is_refused_high_priority_is_asked_for(bus: None) -> None:
    rtkit = StandInRtkit(refuses=frozenset({"MakeThreadRealtime"}))
    with service(NAME, rtkit.answer):
        said = run()
    assert said["got"] == "high"
    assert [method for method, _ in rtkit.calls] == ["MakeThreadRealtime", "MakeThreadHighPriority"]
    assert rtkit.calls[1] == ("MakeThreadHighPriority", (said["main"], -11))


def test_where_all_is_refused_it_stays_normal(bus: None) -> None:
    methods = frozenset({"MakeThreadRealtime", "MakeThreadHighPriority"})
    with service(NAME, StandInRtkit(methods).answer):
        assert run()["got"] == "normal"


def test_threads_started_later_are_raised_too(bus: None) -> None:
    rtkit = StandInRtkit()
    with service(NAME, rtkit.answer):
        run("threading.Thread(target=waits.wait).start(); waits.wait(2.5); say(); waits.set()")
    raised = {arguments[0] for _, arguments in rtkit.calls}
    assert len(rtkit.calls) == len(raised) == 3  # each once: main, the one that looks, the new one


@needs_root
def test_who_computes_without_pause_goes_back_to_normal_and_lives(bus: None) -> None:
    with service(NAME, StandInRtkit().answer):
        before = run("waits.wait(2.5); say()")
        after = run(
            "import hashlib; waits.wait(2.5); hashlib.sha256(bytes(1 << 30)).digest();"
            " waits.wait(0.3); say()"
        )
    assert before["threads"] == [ROUND_ROBIN, ROUND_ROBIN]
    assert after["threads"] == [NORMAL]


@needs_root
def test_who_may_raise_itself_asks_nobody() -> None:
    code = "from devices.priority import raise_priority; print(raise_priority())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "realtime\n"
