"""What every page needs: who asks, in which language, and a line in the audit trail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.hq.access import Access, Permission, Visitor
from app.hq.access_audit import Action, Look, write_look
from app.hq.console.pages import Pages
from app.hq.console.security import LANGUAGE_COOKIE, VISIT_COOKIE
from app.hq.language import PageLanguage, Wording, as_page_language, negotiate
from app.hq.store import Store
from app.ports.clock import Clock

Handler = Callable[[Request, Visitor], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def language_of(request: Request) -> PageLanguage:
    """The language chosen by the switch, or else by the browser."""
    chosen = as_page_language(request.cookies.get(LANGUAGE_COOKIE, ""))
    return chosen or negotiate(request.headers.get("accept-language", ""))


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Shared by all pages."""

    store: Store
    access: Access
    pages: Pages
    wordings: dict[PageLanguage, Wording]
    clock: Clock

    def page(
        self,
        request: Request,
        template: str,
        visitor: Visitor | None,
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """One page as an answer."""
        html = self.pages.render(
            language_of(request),
            template,
            visitor=visitor,
            path=request.url.path + (f"?{query}" if (query := request.url.query) else ""),
            place=request.url.path,
            **values,
        )
        return HTMLResponse(html, status)

    def note(
        self,
        request: Request,
        visitor: Visitor,
        action: Action,
        session: str = "",
        detail: str = "",
    ) -> None:
        """Write the look down before it is answered."""
        look = Look(
            self.clock.now(),
            visitor.name,
            visitor.role,
            action,
            session,
            detail,
            address_of(request),
        )
        with self.store.unit() as unit:
            write_look(unit, look)

    def refusal(self, request: Request, visitor: Visitor, session: str = "") -> Response:
        """The page for what the visitor's role does not allow, written down too."""
        self.note(request, visitor, "refused", session, request.url.path)
        return self.page(request, "refused.html", visitor, 403)

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks; None when nobody is signed in."""
        untrusted_token = request.cookies.get(VISIT_COOKIE, "")
        return self.access.visitor(untrusted_token) if untrusted_token else None

    def guarded(self, permission: Permission, handler: Handler) -> Endpoint:
        """An endpoint only for those whose role allows it; others are asked to sign in."""

        def answer(request: Request) -> Response:
            visitor = self.visitor(request)
            if visitor is None:
                return RedirectResponse("/sign-in", 303)
            if not visitor.may(permission):
                return self.refusal(request, visitor)
            return handler(request, visitor)

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, request)

        return endpoint
