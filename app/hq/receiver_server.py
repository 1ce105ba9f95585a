"""HQ's one HTTPS server: the kiosks' routes and the console."""

from pathlib import Path

import uvicorn

from app.hq.console.application import make_console
from app.hq.receiver import Receiver
from app.hq.setup import Headquarters, split_address

SHUTDOWN_S = 5
"""Uploads under way are cut after this; they resume."""


def make_server(hq: Headquarters, resources: Path, bind: str | None = None) -> uvicorn.Server:
    """A server for an opened HQ, not yet running.

    Args:
        hq: to serve.
        resources: folder of the shipped resources.
        bind: address to listen on; None for the host of HQ's own address.
    """
    host, port = split_address(hq.address)
    receiver = Receiver(hq)
    console = make_console(hq.store, hq.archive, hq.clock, resources, api=receiver.routes())
    config = uvicorn.Config(
        console,
        host=bind or host,
        port=port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        ws="none",
        ssl_certfile=hq.certificate,
        ssl_keyfile=hq.tls_key,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    return uvicorn.Server(config)
