"""The console as one ASGI application, with HQ's API for the kiosks beside it."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from app.domain.errors import BoothError, IntegrityError, OperatorError
from app.hq.access import Access
from app.hq.console.desk import Desk
from app.hq.console.oversight import Oversight
from app.hq.console.pages import Pages
from app.hq.console.receipt_check import ReceiptCheck
from app.hq.console.security import SecurityHeaders
from app.hq.console.sessions import Sessions
from app.hq.console.sign_in import SignIn
from app.hq.database_errors import DatabaseAwayError
from app.hq.errors import PartUnknownError, SessionUnknownError
from app.hq.language import load_wordings
from app.hq.playback import Playback
from app.hq.report import ReportMaker
from app.hq.store import Store
from app.ports.archive import Archive
from app.ports.clock import Clock

_log = logging.getLogger(__name__)


def _status(error: BoothError) -> int:
    match error:
        case SessionUnknownError() | PartUnknownError():
            return HTTPStatus.NOT_FOUND
        case IntegrityError():
            return HTTPStatus.CONFLICT
        case OperatorError():
            return HTTPStatus.BAD_REQUEST
        case _:
            return HTTPStatus.SERVICE_UNAVAILABLE


class Faults:
    """What is shown when something does not work."""

    def __init__(self, desk: Desk) -> None:
        """Use `desk`."""
        self._desk = desk

    def refused(self, request: Request, error: Exception) -> Response:
        """Something Booth foresaw: its code and advice."""
        if not isinstance(error, BoothError):
            return self.failed(request, error)
        _log.warning("%s at %s", error.code, request.url.path)
        # who asks stands in the database
        away = isinstance(error, DatabaseAwayError)
        return self._desk.page(
            request,
            "fault.html",
            None if away else self._desk.visitor(request),
            _status(error),
            code=error.code,
            what=error.what,
            advice=error.advice,
        )

    def missing(self, request: Request, error: Exception) -> Response:
        """No such page, or not in this way."""
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        return self._desk.page(
            request,
            "fault.html",
            self._desk.visitor(request),
            status,
            code=f"HTTP-{int(status)}",
            what="There is no such page",
            advice="Go back to the list of sessions.",
        )

    def failed(self, request: Request, error: Exception) -> Response:
        """Something nobody foresaw: the log has it, the page does not."""
        _log.error("%s at %s", type(error).__name__, request.url.path)
        return self._desk.page(
            request,
            "fault.html",
            None,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            code="CONSOLE-FAULT",
            what="The page could not be made",
            advice="Report this with the log.",
        )


def make_console(
    store: Store,
    archive: Archive,
    clock: Clock,
    resources: Path,
    *,
    access: Access | None = None,
    api: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application `serve` runs.

    Args:
        store: HQ's database.
        archive: the sessions.
        clock: for sign-ins and the trail.
        resources: folder of the shipped resources.
        access: with other argon2 parameters than usual (tests).
        api: routes for the kiosks, looked at before the console's own.

    Raises:
        PageFaultError: the console's resources are not whole.
    """
    wordings = load_wordings(resources)
    desk = Desk(store, access or Access(store, clock), Pages(resources, wordings), wordings, clock)
    playback = Playback(archive)
    reports = ReportMaker(archive, playback, wordings, clock, resources)
    faults = Faults(desk)
    static = StaticFiles(directory=resources / "console" / "static")
    return Starlette(
        routes=[
            *api,
            *SignIn(desk).routes(),
            *ReceiptCheck(desk).routes(),
            *Sessions(desk, archive, playback, reports).routes(),
            *Oversight(desk, archive).routes(),
            Mount("/static", static),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            BoothError: faults.refused,
            HTTPException: faults.missing,
            Exception: faults.failed,
        },
    )
