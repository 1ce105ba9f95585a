"""Whoever sends headers, pieces or trailers without end is cut off; the others do not notice."""

import socket
import ssl

import pytest

from app.hq.receiver_server import MAX_FRAMING_BYTES
from app.hq.setup import Headquarters, NewHome, split_address
from tests.sync_rig import Branch

HEAD = b"POST /api/enrol HTTP/1.1\r\nHost: hq\r\n"
MOST = 512 * MAX_FRAMING_BYTES
"""Far more than the system holds for a connection while nobody reads it."""


@pytest.mark.parametrize(
    ("start", "endless"),
    [
        (HEAD + b"X-One: ", b"a" * 4096),
        (HEAD, b"X-Many: " + b"a" * 56 + b"\r\n"),
        (b"GET /", b"a" * 4096),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: " + b"a" * 53 + b"\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 64 + b"\r\n{\r\n"),
    ],
    ids=["one header", "many headers", "address", "trailers", "lengths of pieces"],
)
def test_framing_without_end_is_cut(
    made: NewHome, hq: Headquarters, branch: Branch, start: bytes, endless: bytes
) -> None:
    host, port = split_address(hq.address)
    trust = ssl.create_default_context(cafile=made.certificate)
    with (
        socket.create_connection((host, port), 10) as plain,
        trust.wrap_socket(plain, server_hostname=host) as one,
    ):
        one.sendall(start)
        with pytest.raises(OSError, match=r"reset|pipe|closed|EOF"):
            _send_without_end(one, endless)
    assert branch.client.assignments()


def _send_without_end(one: ssl.SSLSocket, endless: bytes) -> None:
    many = endless * (65536 // len(endless))
    for _ in range(MOST // len(many)):
        one.sendall(many)
