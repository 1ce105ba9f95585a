"""HQ's one HTTPS server: kiosks show a certificate of their own, browsers need none."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.hq.setup import Headquarters, split_address

SHUTDOWN_S = 5
"""Requests under way are cut after this; uploads resume, players ask again."""
_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)
"""Source: OpenSSL's X509_V_FLAG_NO_CHECK_TIME. An expired certificate is then refused by
`app.hq.kiosk_admission`, with a code and advice instead of a broken connection."""
MAX_FRAMING_BYTES = 64 * 1024
"""What a request may hold beside its body: address, headers, the lengths of its pieces, trailers.
Source: Booth's own longest is 3 KiB; Node.js refuses at 16 KiB, Apache at 8 KiB a line. The parser
itself (llhttp) has no limit, and whoever sends headers without end would fill the memory."""
_EXTENSION, _CHAIN = "tls", "client_cert_chain"
"""Source: the TLS extension of ASGI, except that the certificate is DER here, as TLS gave it."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """What the server shows, and whose certificates it takes (PEM files).

    Attributes:
        certificate, key: HQ's.
        kiosks_ca: the authority for kiosks' certificates.
    """

    certificate: Path
    key: Path
    kiosks_ca: Path


class _PeerProtocol(HttpToolsProtocol):
    """Tells the application which certificate the other side showed, and bounds what it sends.

    llhttp is used (httptools), as h11 took a third more processor time for the same upload.
    """

    _framing = 0

    def data_received(self, data: bytes) -> None:
        """Hand bytes to the parser, until those that are no body are too many."""
        self._framing += len(data)
        super().data_received(data)
        if self._framing > MAX_FRAMING_BYTES and not self.transport.is_closing():
            self.logger.warning("A request with headers without end was cut")
            self.transport.abort()  # an answer and a polite end would go on reading

    def on_body(self, body: bytes) -> None:
        """Count a piece of the body as such."""
        self._framing -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Count anew for the next request."""
        self._framing = 0
        super().on_message_complete()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wrap the application for this connection."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        shown = tls.getpeercert(binary_form=True) if isinstance(tls, ssl.SSLObject) else None
        if shown is not None:
            self.app = cast("Callable[..., None]", _with_certificate(self.app, shown))


def _with_certificate(app: object, shown: bytes) -> ASGIApp:
    inner = cast("ASGIApp", app)

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})[_EXTENSION] = {_CHAIN: [shown]}
        await inner(scope, receive, send)

    return outer


def shown_certificate(request: Request) -> bytes | None:
    """The certificate (DER) of the connection a request came on; None when none was shown.

    TLS has checked that it comes from the authority for kiosks and that the other side holds its
    key; its dates and whose it is are the caller's to check.
    """
    chain = request.scope.get("extensions", {}).get(_EXTENSION, {}).get(_CHAIN, [])
    return chain[0] if chain else None


def server_config(
    application: ASGIApp, tls: TlsFiles, host: str = "127.0.0.1", port: int = 0
) -> uvicorn.Config:
    """How HQ is served, wherever it is."""

    def context(_: uvicorn.Config, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        made = default()
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.verify_flags |= _NO_CHECK_TIME
        return made

    return uvicorn.Config(
        application,
        host=host,
        port=port,
        http=_PeerProtocol,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        ws="none",
        ssl_certfile=tls.certificate,
        ssl_keyfile=tls.key,
        ssl_cert_reqs=ssl.CERT_OPTIONAL,
        ssl_ca_certs=tls.kiosks_ca,
        ssl_context_factory=context,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )


def make_server(hq: Headquarters, application: ASGIApp, bind: str | None = None) -> uvicorn.Server:
    """A server for an opened HQ, not yet running.

    Args:
        hq: whose address, certificate and key are used.
        application: the kiosks' routes (`Receiver.routes`), mostly inside the console.
        bind: address to listen on; None for the host of HQ's own address.
    """
    host, port = split_address(hq.address)
    return uvicorn.Server(server_config(application, tls_files(hq), bind or host, port))


def tls_files(hq: Headquarters) -> TlsFiles:
    """The TLS files of an HQ."""
    return TlsFiles(hq.certificate, hq.tls_key, hq.kiosks_ca)
