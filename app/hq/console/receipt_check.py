"""The one page that needs no login: what has become of the bundle a candidate's receipt names."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.domain.errors import BoothError
from app.hq.completeness import judge
from app.hq.console.desk import Desk
from app.hq.console.security import FORM_COOKIE, keep_cookie, new_form_token

MAX_TEXT = 1000
"""A receipt has about 210 characters; spaces and line ends of a copy are allowed for."""


class ReceiptCheck:
    """`/check`."""

    def __init__(self, desk: Desk) -> None:
        """Use `desk`."""
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        """Where it is."""
        return [Route("/check", self.show)]

    async def show(self, request: Request) -> Response:
        """The form, and the answer when a receipt was given."""
        text = request.query_params.get("receipt", "")[:MAX_TEXT].strip()
        found, refused = None, False
        if text:
            try:
                found = await run_in_threadpool(judge, self._desk.store, text)
            except BoothError:
                refused = True
        token = request.cookies.get(FORM_COOKIE) or new_form_token()
        values = {"csrf": token, "found": found, "refused": refused, "text": text}
        response = self._desk.page(request, "check.html", None, 404 if refused else 200, **values)
        keep_cookie(response, FORM_COOKIE, token)
        return response
