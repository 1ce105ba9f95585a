"""HQ's receiver against other tus servers: bytes for each second of the server's processor time.

All over TLS, the same bytes from the same raw client over one connection. Ours is the whole program
(`booth hq serve`): it asks for the kiosk's certificate, looks up token and certificate, and has
hashed and synced every byte before it acknowledges it; the others do none of that. The uploads are
set down one byte before their end, so that nobody checks or moves what came.
"""

import base64
import contextlib
import hashlib
import http.client
import secrets
import ssl
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit

import numpy as np

from app.bench.errors import BenchStepError
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, hq_process
from app.bench.receiver_peers import (
    npm_peer_missing,
    npm_server,
    pypi_peer_missing,
    pypi_server,
)
from app.bench.used import used_s
from app.hq.receiver_limits import ReceiverLimits, set_receiver_limits
from app.hq.setup import split_address
from app.hq.store import Store
from app.hq.tls import CERTIFICATE, TLS_KEY
from app.ports.clock import Clock
from app.sync.client_certificate import FILE

MIB: Final = 1 << 20
ROUNDS: Final = 3
UPLOADS: Final = 3
SIZE: Final = 64 * MIB
REQUESTS: Final = (MIB, 8 * MIB)
"""Bytes of a request: what our kiosks send, and what the peers' own clients might."""
LIMIT: Final = 2.5
"""Ours over npm's. Source: issue."""
OURS: Final = "ours"
NPM, PYPI = "npm's @tus/server", "PyPI's tuspyserver"


@dataclass(slots=True)
class Side:
    """One server that runs.

    Attributes:
        pid: its process.
        connection: to it; kept.
        headers: with every request.
        speeds: MiB per CPU-second of each round, by the bytes of a request.
    """

    name: str
    pid: int
    connection: http.client.HTTPSConnection
    headers: dict[str, str]
    speeds: dict[int, list[float]] = field(default_factory=lambda: {one: [] for one in REQUESTS})

    def load(self, request: int, size: int = SIZE, uploads: int = UPLOADS) -> None:
        """Bring `uploads` uploads of `size` bytes, each but for its last byte, which is not sent.

        Raises:
            BenchStepError: the server did not take them.
        """
        body = secrets.token_bytes(request)
        for _ in range(uploads):
            place = self._create(size + 1)
            for offset in range(0, size, request):
                told = self._ask("PATCH", place, _patch(offset), body).getheader("Upload-Offset")
                if told != str(offset + request):
                    raise BenchStepError(f"{self.name} did not take the bytes at {offset}")

    def measure(self, request: int) -> None:
        """One round."""
        self.connection.close()  # left alone too long, it is closed by the server; made anew
        before = used_s(self.pid)
        self.load(request)
        self.speeds[request].append(UPLOADS * SIZE / MIB / (used_s(self.pid) - before))

    def _create(self, length: int) -> str:
        digest = hashlib.sha256(secrets.token_bytes(8)).hexdigest()
        told = {"digest": digest, "session": "bench", "filename": "bench"}
        words = (
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items()
        )
        headers = {"Upload-Length": str(length), "Upload-Metadata": ",".join(words)}
        answer = self._ask("POST", "/api/uploads", headers, b"")
        return urlsplit(answer.getheader("Location") or "").path

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> http.client.HTTPResponse:
        whole = {"Tus-Resumable": "1.0.0", **self.headers, **headers}
        self.connection.request(method, path, body, whole)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in {201, 204}:
            raise BenchStepError(f"{self.name} answered {method} with {answer.status}")
        return answer


def _patch(offset: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}


def receiver(
    clock: Clock, program: Sequence[str], folder: Path, tell: Callable[[str], None]
) -> list[dict[str, object]]:
    """All comparisons; peers that are not on this machine are told and left out.

    Args:
        clock: the machine's.
        program: the command line that starts this program.
        folder: on the disk that is to be written to; has room for 4 GiB.
        tell: is told how far it is.

    Raises:
        BenchStepError: npm's server is not here, or a server failed.
    """
    if missing := npm_peer_missing():
        raise BenchStepError(missing.capitalize())
    with (
        tempfile.TemporaryDirectory(prefix="booth-receiver-", dir=folder) as name,
        contextlib.ExitStack() as stack,
    ):
        place = Path(name)
        ours, *peers = _sides(place, clock, program, stack, tell)
        for side in (ours, *peers):
            side.load(MIB, 2 * MIB, 1)
        for number in range(ROUNDS):
            tell(f"round {number + 1} of {ROUNDS}")
            for request in REQUESTS:
                for side in (ours, *peers):
                    side.measure(request)
        return [_row(ours, peer, request) for peer in peers for request in REQUESTS]


def _row(ours: Side, peer: Side, request: int) -> dict[str, object]:
    own, other = median(ours.speeds[request]), median(peer.speeds[request])
    limit = LIMIT if peer.name == NPM else None
    return {
        "name": f"receiver against {peer.name}, requests of {request // MIB} MiB",
        "ours": round(own),
        "peer": round(other),
        "ratio": round(own / other, 2),
        "limit": limit,
        "unit": "MiB per CPU-second",
        "holds": None if limit is None else own / other >= limit,
    }


def _sides(
    place: Path,
    clock: Clock,
    program: Sequence[str],
    stack: contextlib.ExitStack,
    tell: Callable[[str], None],
) -> Generator[Side]:
    home = place / "hq"
    made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
    store = Store(home)
    with contextlib.closing(store), store.unit() as unit:
        set_receiver_limits(unit, ReceiverLimits(kiosk_uploads=1000, free_bytes=0))
    port = split_address(made.address)[1]
    pid = stack.enter_context(hq_process(program, home, port)).process.pid
    branch = LabBranch.enrolled(place / "kiosk", made, clock, np.random.default_rng(1))
    branch.close()
    trust = ssl.create_default_context(cafile=made.certificate)
    trust.load_cert_chain(branch.data / FILE, password=branch.keys.tls_secret)
    bearer = {"Authorization": f"Bearer {branch.keys.token}"}
    yield Side(OURS, pid, http.client.HTTPSConnection("127.0.0.1", port, context=trust), bearer)
    for name, missing, server in (
        (NPM, "", npm_server),
        (PYPI, pypi_peer_missing(), pypi_server),
    ):
        if missing:
            tell(f"{name}: left out, {missing}")
            continue
        files, port = place / name.rsplit("/", 1)[-1].rsplit(" ", 1)[-1], free_port()
        files.mkdir()
        process = stack.enter_context(server(files, port, (home / CERTIFICATE, home / TLS_KEY)))
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=trust)
        yield Side(name, process.pid, connection, {})
