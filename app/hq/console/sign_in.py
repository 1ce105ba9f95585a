"""Signing in, signing out, and choosing the language."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.hq.access import Visitor
from app.hq.console.desk import Desk, address_of
from app.hq.console.security import (
    FORM_COOKIE,
    LANGUAGE_COOKIE,
    VISIT_COOKIE,
    is_forged,
    keep_cookie,
    new_form_token,
)
from app.hq.language import as_page_language

HOME = {"hr": "/sessions", "manager": "/sessions", "auditor": "/audit", "admin": "/users"}
_YEAR_S = 365 * 24 * 3600


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _drop(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="strict")


class SignIn:
    """The pages before and after everything else."""

    def __init__(self, desk: Desk) -> None:
        """Use `desk`."""
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/", self.home),
            Route("/sign-in", self.show, methods=["GET"]),
            Route("/sign-in", self.enter, methods=["POST"]),
            Route("/sign-out", self.leave, methods=["POST"]),
            Route("/language", self.choose_language, methods=["POST"]),
        ]

    async def home(self, request: Request) -> Response:
        """To where the visitor works."""
        visitor = await run_in_threadpool(self._desk.visitor, request)
        return RedirectResponse(HOME[visitor.role] if visitor else "/sign-in", 303)

    async def show(self, request: Request) -> Response:
        """The form."""
        visitor = await run_in_threadpool(self._desk.visitor, request)
        if visitor is not None:
            return RedirectResponse(HOME[visitor.role], 303)
        return self._form(request)

    def _form(self, request: Request, *, failed: bool = False) -> Response:
        token = request.cookies.get(FORM_COOKIE) or new_form_token()
        response = self._desk.page(
            request, "sign_in.html", None, 401 if failed else 200, csrf=token, failed=failed
        )
        keep_cookie(response, FORM_COOKIE, token)
        return response

    async def enter(self, request: Request) -> Response:
        """Check name and password."""
        form = await request.form(max_fields=8, max_files=0)
        if is_forged(request, form, request.cookies.get(FORM_COOKIE, "")):
            return self._desk.page(request, "forged.html", None, 403)
        token = await run_in_threadpool(
            self._desk.access.sign_in,
            _text(form, "name"),
            _text(form, "password"),
            address_of(request),
        )
        if token is None:
            return self._form(request, failed=True)
        response = RedirectResponse("/", 303)
        keep_cookie(response, VISIT_COOKIE, token)
        _drop(response, FORM_COOKIE)
        return response

    async def leave(self, request: Request) -> Response:
        """End the visit."""
        visitor, form = await self._own_form(request)
        if visitor is not None and is_forged(request, form, visitor.csrf):
            return self._desk.page(request, "forged.html", visitor, 403)
        untrusted_token = request.cookies.get(VISIT_COOKIE, "")
        await run_in_threadpool(self._desk.access.sign_out, untrusted_token)
        response = RedirectResponse("/sign-in", 303)
        _drop(response, VISIT_COOKIE)
        return response

    async def choose_language(self, request: Request) -> Response:
        """Keep the language chosen and go back to the page."""
        visitor, form = await self._own_form(request)
        expected = visitor.csrf if visitor else request.cookies.get(FORM_COOKIE, "")
        if is_forged(request, form, expected):
            return self._desk.page(request, "forged.html", visitor, 403)
        response = RedirectResponse(_own_path(_text(form, "back")), 303)
        if language := as_page_language(_text(form, "to")):
            keep_cookie(response, LANGUAGE_COOKIE, language, _YEAR_S)
        return response

    async def _own_form(self, request: Request) -> tuple[Visitor | None, FormData]:
        form = await request.form(max_fields=8, max_files=0)
        return await run_in_threadpool(self._desk.visitor, request), form


def _own_path(untrusted_path: str) -> str:
    # a path on this host and nothing else: `//host` and `/\host` would leave it
    inside = untrusted_path.startswith("/") and untrusted_path[1:2] not in {"/", "\\"}
    return untrusted_path if inside and untrusted_path.isprintable() else "/"
