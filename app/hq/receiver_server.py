"""HQ's one HTTPS server."""

import uvicorn
from starlette.types import ASGIApp

from app.hq.setup import Headquarters, split_address

SHUTDOWN_S = 5
"""Uploads under way are cut after this; they resume."""


def make_server(hq: Headquarters, application: ASGIApp, bind: str | None = None) -> uvicorn.Server:
    """A server for an opened HQ, not yet running.

    Args:
        hq: whose address, certificate and key are used.
        application: the kiosks' routes (`Receiver.routes`), mostly inside the console.
        bind: address to listen on; None for the host of HQ's own address.
    """
    host, port = split_address(hq.address)
    config = uvicorn.Config(
        application,
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
