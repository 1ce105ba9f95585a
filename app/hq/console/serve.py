"""Runs HQ's one HTTPS server until the process is told to end."""

import contextlib
import json
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from app.hq.errors import ServeRefusedError
from app.hq.receiver_server import TlsFiles, server_config

DEFAULT_HOST = "127.0.0.1"
_BACKLOG = 128
_ENDING = (signal.SIGTERM, signal.SIGINT)

Announce = Callable[[str], None]


def announce_on_stdout(address: str) -> None:
    """One JSON line for whoever started the server."""
    sys.stdout.write(json.dumps({"ready": True, "address": address}) + "\n")
    sys.stdout.flush()


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ServeRefusedError(f"Cannot listen on {host} port {port}: {error.strerror}") from error


def _nothing(_: int, __: FrameType | None) -> None:
    pass


@contextlib.contextmanager
def _ending_quietly() -> Generator[None]:
    # uvicorn raises the signal that ended it once more, which would kill us before we tidied up
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, _nothing) for each in _ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def serve(
    app: ASGIApp,
    tls: TlsFiles,
    host: str = DEFAULT_HOST,
    port: int = 0,
    announce: Announce = announce_on_stdout,
) -> str:
    """Serve over TLS until SIGTERM or SIGINT.

    Args:
        app: what to serve.
        tls: HQ's files.
        host: address to listen on; only this machine by default.
        port: 0 takes a free one.
        announce: told the address as soon as connections are accepted.

    Returns:
        The address that was served.

    Raises:
        ServeRefusedError: the address is taken or not this machine's.
    """
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"https://{shown}:{listening.getsockname()[1]}"
    config = server_config(app, tls)
    with listening, _ending_quietly():
        _Server(config, lambda: announce(address)).run(sockets=[listening])
    return address
