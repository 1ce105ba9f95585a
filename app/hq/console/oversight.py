"""Who saw what, for auditors; who may sign in, for administrators."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.hq.access import Visitor
from app.hq.access_audit import looks
from app.hq.console.desk import Desk
from app.ports.archive import Archive

TRAIL_SHOWN = 500


class Oversight:
    """Pages that show no candidate."""

    def __init__(self, desk: Desk, archive: Archive) -> None:
        """Use these."""
        self._desk = desk
        self._archive = archive

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/audit", self._desk.guarded("trail", self.trail)),
            Route("/users", self._desk.guarded("users", self.users)),
        ]

    def trail(self, request: Request, visitor: Visitor) -> Response:
        """The audit trail, the newest first."""
        session = request.query_params.get("session", "")[:64].strip()
        self._desk.note(request, visitor, "trail", session)
        with self._desk.store.reading() as reader:
            found = looks(reader, session=session, limit=TRAIL_SHOWN)
        return self._desk.page(
            request, "audit.html", visitor, looks=found, session=session, limit=TRAIL_SHOWN
        )

    def users(self, request: Request, visitor: Visitor) -> Response:
        """Users and roles, and how many sessions there are; no candidate."""
        self._desk.note(request, visitor, "users")
        return self._desk.page(
            request,
            "users.html",
            visitor,
            users=self._desk.access.users(),
            sessions=self._archive.count(),
        )
