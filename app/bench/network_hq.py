"""HQ's server for kiosks, and nothing else of HQ, in a thread."""

import contextlib
import socket
import threading
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.bench.errors import BenchStepError
from app.demo.programs import Running, start
from app.hq.receiver import Receiver
from app.hq.receiver_server import make_server
from app.hq.setup import Headquarters, open_headquarters
from app.ports.clock import Clock

WAIT_S = 15.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def hq_process(program: Sequence[str], home: Path, port: int) -> Generator[Running]:
    """`booth hq serve` on another port than its address says, answering when the block begins.

    Raises:
        BenchStepError: it did not start.
    """
    words = ("hq", "serve", "--home", str(home), "--port", str(port))
    lock = ("--passphrase-file", str(home.parent / "passphrase"))
    running = start(program, (*words, *lock), home.parent / "hq.log", {})
    try:
        if running.process.stdout is None or not running.process.stdout.readline():
            raise BenchStepError("HQ's server did not start; its log is hq.log")
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def served(
    home: Path, port: int, clock: Clock, around: Callable[[ASGIApp], ASGIApp] = lambda app: app
) -> Generator[Headquarters]:
    """HQ with its server for kiosks in a thread, on another port than its address says.

    Args:
        home: HQ's folder.
        port: of loopback, where it listens.
        clock: the machine's.
        around: wraps HQ's application, to stand between it and the kiosk.
    """
    hq = open_headquarters(home, home.parent / "passphrase", clock)
    receiver = Receiver(hq)
    server = make_server(hq, around(Starlette(routes=receiver.routes())))
    server.config.port, server.config.timeout_graceful_shutdown = port, 1
    thread = threading.Thread(target=server.run, name="lab-hq")
    thread.start()
    try:
        waited_s = 0.0
        while not server.started:
            if not thread.is_alive() or waited_s > WAIT_S:
                raise BenchStepError("HQ's server did not start")
            clock.sleep(0.02)
            waited_s += 0.02
        yield hq
    finally:
        server.should_exit = True
        thread.join(WAIT_S)
        receiver.close()
        hq.close()
