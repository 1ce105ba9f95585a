"""What kiosks fetch of what HQ publishes: signed lists and files. See `docs/spec/down-v1.md`."""

import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from app.domain.down import DOWN_KINDS, METADATA, ROOT_ENVELOPE, TARGETS
from app.hq.receiver_requests import TUS, fenced, refusal
from app.hq.setup import Headquarters
from app.hq.store_tables import KioskRow
from app.hq.trust import Trust
from app.hq.trust_errors import TrustMissingError

_LIST = re.compile(r"(?:[1-9][0-9]{0,9}\.(?:root|snapshot|targets)|timestamp)\.json")
_FILE = re.compile(r"[0-9a-f]{64}\.(?:all|[0-9a-f]{16})")
_TIMESTAMP = "timestamp.json"
_log = logging.getLogger(__name__)


class DownRoutes:
    """The routes; every one asks who is there first."""

    def __init__(
        self, hq: Headquarters, admitted: Callable[[Request], Awaitable[KioskRow]]
    ) -> None:
        """Serve what `hq` publishes.

        Args:
            hq: whose.
            admitted: the kiosk that asks; raises when there is none.
        """
        self._online = hq.online
        self._clock = hq.clock
        self._trust = Trust(hq.home)
        self._admitted = admitted

    def routes(self) -> list[BaseRoute]:
        """To be mounted at the root."""
        return [
            Route("/api/down/root", fenced(self._root), methods=["GET"]),
            Route("/api/down/metadata/{name}", fenced(self._list), methods=["GET"]),
            Route("/api/down/targets/{kind}/{name}", fenced(self._file), methods=["GET"]),
        ]

    async def _root(self, request: Request) -> Response:
        await self._admitted(request)
        return _served(self._trust.folder / ROOT_ENVELOPE)

    async def _list(self, request: Request) -> Response:
        await self._admitted(request)
        name = str(request.path_params["name"])
        if not _LIST.fullmatch(name):
            return _nothing()
        if name == _TIMESTAMP:
            await run_in_threadpool(self._renew)
        return _served(self._trust.folder / METADATA / name)

    def _renew(self) -> None:
        """Sign again when it is time: on demand, so that nothing has to run beside the server."""
        if self._online is None:
            _log.warning("no key signs what is newest: start the server again after `trust make`")
            return
        try:
            self._trust.renew_online(self._online, self._clock.now())
        except TrustMissingError:
            return

    async def _file(self, request: Request) -> Response:
        await self._admitted(request)
        kind, name = str(request.path_params["kind"]), str(request.path_params["name"])
        if kind not in DOWN_KINDS or not _FILE.fullmatch(name):
            return _nothing()
        return _served(self._trust.folder / TARGETS / kind / name)


def _served(path: Path) -> Response:
    if not path.is_file():
        return _nothing()
    return FileResponse(path, headers=TUS, media_type="application/octet-stream")


def _nothing() -> Response:
    return refusal("DOWN-NOTHING", "Headquarters publishes no such thing", "Nothing.", 404)
