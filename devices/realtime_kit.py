"""RealtimeKit (rtkit): the service by which Linux desktops give real-time priority to programs.

Source: rtkit 0.13, `org.freedesktop.RealtimeKit1.xml` and its README.
"""

import threading
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_NAME = "org.freedesktop.RealtimeKit1"
_SERVICE = DBusAddress("/org/freedesktop/RealtimeKit1", _NAME, _NAME)
_PROPERTIES = _SERVICE.with_interface("org.freedesktop.DBus.Properties")
ANSWER_WITHIN_S = 2.0
"""The bus may have to start the service first."""


class RealtimeKit:
    """The service, over one connection. Safe to use from several threads."""

    def __init__(self, connection: DBusConnection) -> None:
        """Take over an opened connection to the system's bus."""
        self._connection = connection
        self._lock = threading.Lock()

    def number(self, name: str) -> int | None:
        """One of its limits; None when it does not say."""
        body = self._ask(_PROPERTIES, "Get", "ss", (_NAME, name))
        return None if body is None else int(body[0][1])

    def make_realtime(self, thread_id: int, priority: int) -> bool:
        """Whether this thread of ours now is real-time (round robin) at `priority` (1..99).

        The process must have limited `RLIMIT_RTTIME` before; threads started afterwards are normal.
        """
        return self._ask(_SERVICE, "MakeThreadRealtime", "tu", (thread_id, priority)) is not None

    def make_high(self, thread_id: int, nice: int) -> bool:
        """Whether this thread of ours now has the niceness `nice` (-20..19)."""
        return self._ask(_SERVICE, "MakeThreadHighPriority", "ti", (thread_id, nice)) is not None

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _ask(
        self, whom: DBusAddress, method: str, signature: str, body: tuple[Any, ...]
    ) -> tuple[Any, ...] | None:
        """The answer's body; None when it was refused or there was no answer."""
        call = new_method_call(whom, method, signature, body)
        try:
            with self._lock:
                answer = self._connection.send_and_get_reply(call, timeout=ANSWER_WITHIN_S)
        except OSError:  # TimeoutError and a bus that went away
            return None
        return answer.body if answer.header.message_type is MessageType.method_return else None


def realtime_kit() -> RealtimeKit | None:
    """The service on the system's bus; None where there is no bus."""
    try:
        return RealtimeKit(open_dbus_connection("SYSTEM"))
    except (OSError, RuntimeError, ValueError):  # no socket, an address of another kind, refused
        return None
