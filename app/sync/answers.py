"""What HQ's answers mean, and its refusals and broken TLS connections as errors."""

import ssl
from dataclasses import dataclass

import requests
from pydantic import TypeAdapter, ValidationError

from app.domain.exchange import Refusal
from app.sync.errors import (
    CertificateError,
    HqFullError,
    HqRefusedError,
    NotAdmittedError,
    UnreachableError,
)

_REFUSAL = TypeAdapter(Refusal)
_NOT_ADMITTED, _FULL = 401, 507
_CERTIFICATE_ALERTS = ("ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE")
"""Source: RFC 8446, 6.2, in OpenSSL's words: the other side did not take our certificate."""


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """What HQ says of a bundle.

    Attributes:
        state: `accepted` with a receipt, `pending` (HQ looks at it), `receiving` (a part has come),
            `unknown` (never came), or `refused`.
        envelope: the signed receipt, untrusted; empty but for `accepted`.
        refusal: code and sentence, for `refused`.
    """

    state: str
    envelope: bytes = b""
    refusal: str = ""


def refusal_of(
    answer: requests.Response,
) -> HqRefusedError | HqFullError | UnreachableError:
    """The error for an answer that is not a success; a fault of HQ's own is worth another try."""
    try:
        body = _REFUSAL.validate_json(answer.content)
        what, quoted = f"{body.code}: {body.what}", body.code
    except ValidationError:
        what, quoted = f"HQ answered with status {answer.status_code}", ""
    if not quoted:  # HQ names a code; somebody between us and HQ does not
        return UnreachableError(what)
    if answer.status_code == _FULL:
        return HqFullError(what, quoted)
    if answer.status_code >= 500 or answer.status_code == 409:  # noqa: PLR2004 (HTTP's own numbers)
        return UnreachableError(what, quoted)
    if answer.status_code == _NOT_ADMITTED:
        return NotAdmittedError(what, quoted)
    return HqRefusedError(what, quoted)


def tls_error(
    error: requests.exceptions.SSLError,
) -> CertificateError | NotAdmittedError | UnreachableError:
    """Whose certificate was not taken, or that the connection just broke."""
    cause: BaseException | None = error
    while cause is not None:
        alert = cause.reason if isinstance(cause, ssl.SSLError) else ""
        if any(one in (alert or "") for one in _CERTIFICATE_ALERTS):
            return NotAdmittedError("HQ does not take this kiosk's certificate")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateError("The server at HQ's address does not show HQ's certificate")
        arguments = [one for one in cause.args if isinstance(one, BaseException)]
        reason = getattr(cause, "reason", None)
        cause = reason if isinstance(reason, BaseException) else next(iter(arguments), None)
    return UnreachableError("The TLS connection to HQ broke")
