"""A system bus of our own, and services on it: what a desktop has and this machine may lack."""

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import DBus, HeaderFields, MessageType, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

HAS_BUS = shutil.which("dbus-daemon") is not None
NO_BUS = "dbus-daemon is not installed (apt install dbus-daemon)"
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow user="*"/> <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/> <allow receive_sender="*"/>
  </policy>
</busconfig>
"""
Answer = tuple[str | None, tuple[Any, ...]]


@contextlib.contextmanager
def system_bus(folder: Path) -> Generator[str]:
    """A bus; gives its address, and is this process's system bus meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    socket = folder / "bus"
    (folder / "bus.conf").write_text(CONFIGURATION.format(socket=socket))
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    daemon.stdout.readline()  # it listens
    before = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={socket}"
    try:
        yield os.environ["DBUS_SYSTEM_BUS_ADDRESS"]
    finally:
        if before is None:
            del os.environ["DBUS_SYSTEM_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = before
        daemon.terminate()
        daemon.wait(5)
        daemon.stdout.close()


@contextlib.contextmanager
def service(name: str, answer: Callable[[str, tuple[Any, ...]], Answer | None]) -> Generator[None]:
    """A service on the bus.

    Args:
        name: under which it is found.
        answer: of a method and its arguments: signature and values; None refuses.
    """
    connection = open_dbus_connection("SYSTEM")
    connection.send_and_get_reply(DBus().RequestName(name), timeout=5)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                call = connection.receive(timeout=0.05)
                if call.header.message_type is not MessageType.method_call:
                    continue
                told = answer(call.header.fields[HeaderFields.member], call.body)
                refused = new_error(call, "org.freedesktop.DBus.Error.AccessDenied")
                connection.send(refused if told is None else new_method_return(call, *told))

    thread = threading.Thread(target=serve, name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)
        connection.close()


@dataclass
class StandInRtkit:
    """Behaves as rtkit does; changes priorities for real when it may (as root).

    Attributes:
        refuses: methods that it refuses.
        calls: method and arguments, in order.
    """

    refuses: frozenset[str] = frozenset()
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list[Any])
    limits: dict[str, tuple[str, int]] = field(
        default_factory=lambda: {
            "MaxRealtimePriority": ("i", 20),
            "RTTimeUSecMax": ("x", 200_000),
            "MinNiceLevel": ("i", -15),
        }
    )

    def answer(self, method: str, arguments: tuple[Any, ...]) -> Answer | None:
        if method == "Get":
            return "v", (self.limits[arguments[1]],)
        self.calls.append((method, arguments))
        if method in self.refuses:
            return None
        if os.geteuid() == 0:
            self._apply(method, *arguments)
        return None, ()

    def _apply(self, method: str, thread: int, level: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if method == "MakeThreadRealtime":
                policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
                os.sched_setscheduler(thread, policy, os.sched_param(level))
            else:
                os.setpriority(os.PRIO_PROCESS, thread, level)
