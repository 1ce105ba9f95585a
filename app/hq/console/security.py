"""Headers of every answer, and proof that a form came from one of our pages."""

import hmac
import secrets

from starlette.datastructures import FormData, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VISIT_COOKIE = "__Host-booth-visit"
"""Signed in: a secret of 32 bytes. `__Host-` binds it to this host and to TLS (RFC 6265bis)."""
FORM_COOKIE = "__Host-booth-form"
"""Not signed in: what the sign-in form must repeat."""
LANGUAGE_COOKIE = "__Host-booth-language"

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No inline script or style, nothing from elsewhere. Source: OWASP ASVS 4.0.3, 14.4."""

HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # not no-referrer: browsers then send `Origin: null` with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Puts `HEADERS` on every answer, and forbids keeping it unless the answer says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_guarded)


def new_form_token() -> str:
    """A token for a form that is shown before anybody has signed in."""
    return secrets.token_urlsafe(32)


def is_forged(request: Request, form: FormData, expected: str) -> bool:
    """Whether the form did not come from one of our pages.

    Args:
        request: its `Sec-Fetch-Site` and `Origin` are looked at where the browser sends them.
        form: carries the token in `csrf`.
        expected: the token of the visit, or of the form cookie.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin", "")
    if origin and origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
        return True
    untrusted_token = form.get("csrf")
    if not expected or not isinstance(untrusted_token, str):
        return True
    return not hmac.compare_digest(untrusted_token.encode(), expected.encode())


def keep_cookie(response: Response, name: str, value: str, max_age_s: int | None = None) -> None:
    """Have the browser keep a cookie for this host alone, out of reach of scripts."""
    response.set_cookie(
        name, value, max_age_s, path="/", secure=True, httponly=True, samesite="strict"
    )
