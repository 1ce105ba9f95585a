"""The network laboratory's liar at HQ's own door: lies about one `PATCH` of an upload.

It stands around HQ's real application, behind TLS, as a load balancer that has HQ's key would.
"""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.bench.network import MIB, SEED, SIZE, NetworkRow, book, take_turns
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
from app.domain.timing import seconds_between
from app.hq.setup import Headquarters, split_address
from app.ports.clock import Clock

PatchLie = Literal[
    "offset too high",
    "offset beyond the bundle",
    "offset too low",
    "not stored",
    "page instead",
    "page, not stored",
    "request twice",
    "body truncated",
]
PATCH_LIES: tuple[PatchLie, ...] = get_args(PatchLie)
_REQUESTS = SIZE // MIB + 1
"""The last one carries what a bundle has beside its media, some KiB."""
_PAGE = b"<html><body>Please sign in to this network.</body></html>"


class Liar:
    """An ASGI application around HQ's, which lies about one request."""

    def __init__(self) -> None:
        """Honest until `arm`."""
        self.lie: PatchLie | None = None
        self.left = 0
        self.struck = 0
        self._inner: ASGIApp | None = None

    def around(self, inner: ASGIApp) -> ASGIApp:
        """Stand around this application."""
        self._inner = inner
        return self

    def arm(self, lie: PatchLie, after: int) -> None:
        """Lie about the `PATCH` after so many others."""
        self.lie, self.left = lie, after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or lie."""
        if self._inner is None:
            return
        if scope["type"] != "http" or scope["method"] != "PATCH" or self.lie is None:
            await self._inner(scope, receive, send)
            return
        if self.left:
            self.left -= 1
            await self._inner(scope, receive, send)
            return
        lie, self.lie, self.struck = self.lie, None, self.struck + 1
        body = await _whole(receive)
        offset, answer = _offset(scope), _Answer()
        if lie == "not stored":
            await _tell(send, 204, offset + len(body))
        elif lie == "page, not stored":
            await _page(send)
        elif lie == "body truncated":
            half = body[: len(body) // 2]
            await self._inner(_with_length(scope, len(half)), _given(half), send)
        else:
            await self._inner(scope, _given(body), answer.send)
            if lie == "page instead":
                await _page(send)
            elif lie == "request twice":
                await self._inner(scope, _given(body), send)
            else:
                await _tell(send, 204, _false(lie, offset, len(body)))


class _Answer:
    """An answer of HQ's that the kiosk never sees."""

    async def send(self, message: Message) -> None:
        """Drop it."""


def _false(lie: PatchLie, offset: int, size: int) -> int:
    match lie:
        case "offset too high":
            return offset + size + 4096
        case "offset beyond the bundle":
            return 999_999_999
        case _:
            return max(0, offset - 4096) if offset else size // 2


def _offset(scope: Scope) -> int:
    headers = dict(scope["headers"])
    return int(headers.get(b"upload-offset", b"0"))


def _with_length(scope: Scope, size: int) -> Scope:
    kept = [one for one in scope["headers"] if one[0] != b"content-length"]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}


async def _whole(receive: Receive) -> bytes:
    pieces = list[bytes]()
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def _given(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _tell(send: Send, status: int, offset: int) -> None:
    headers = [(b"upload-offset", str(offset).encode()), (b"tus-resumable", b"1.0.0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _page(send: Send) -> None:
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(_PAGE)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _PAGE})


def patch_lies(clock: Clock, runs: int, tell: Callable[[str], None]) -> list[NetworkRow]:
    """Try every lie `runs` times, each about a request drawn by chance.

    Args:
        clock: the machine's.
        runs: trials of each.
        tell: told a line for each trial.
    """
    chance, liar = np.random.default_rng(SEED), Liar()
    rows = [NetworkRow(f"PATCH: {one}") for one in PATCH_LIES]
    with tempfile.TemporaryDirectory(prefix="booth-network-") as folder:
        home = Path(folder) / "hq"
        made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
        with served(home, split_address(made.address)[1], clock, liar.around) as hq:
            branch = LabBranch.enrolled(Path(folder) / "kiosk", made, clock, chance)
            with contextlib.closing(branch):
                for number in range(runs * len(rows)):
                    row, lie = rows[number % len(rows)], PATCH_LIES[number % len(rows)]
                    liar.arm(lie, int(chance.integers(0, _REQUESTS)))
                    _trial(row, hq, branch, liar)
                    tell(f"{row.fault}: {row.resent[-1]} again, {row.seconds[-1]:.1f} s")
    return rows


def _trial(row: NetworkRow, hq: Headquarters, branch: LabBranch, liar: Liar) -> None:
    bundle = branch.seal(SIZE)
    sent, struck = branch.rounds.pace.taken, liar.struck
    began_ns = branch.clock.monotonic_ns()
    take_turns(branch, bundle)
    liar.lie = None
    row.seconds.append(seconds_between(began_ns, branch.clock.monotonic_ns()))
    row.struck += liar.struck - struck
    book(row, hq, branch, bundle, sent)
