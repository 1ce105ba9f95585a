"""What kiosks' requests and HQ's answers look like: headers, bodies, status codes."""

import base64
import re
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.domain.errors import BoothError
from app.domain.exchange import OFFSET_WORD, Refusal, offset_word
from app.domain.ids import Digest, KioskId
from app.hq.admission_errors import (
    CertificateExpiredError,
    CertificateForeignError,
    CertificateMissingError,
    CertificateRequestError,
    KioskRefusedError,
    KioskRevokedError,
)
from app.hq.database_errors import DatabaseAwayError, DatabaseValueError
from app.hq.errors import (
    EnrolmentError,
    InboxFailedError,
    KioskQuotaError,
    ObjectStoreError,
    StatementError,
    UploadError,
    UploadTooLargeError,
)
from app.hq.phone_errors import (
    PhoneCodeLimitError,
    PhoneUnknownError,
    SmsFailedError,
    SmsUnavailableError,
)
from app.hq.receiver_uploads import Wanted
from app.hq.store_tables import UploadRow

TUS_VERSION = "1.0.0"
MAX_UPLOAD_BYTES = 64 * 1024**3
_MAX_BODY_BYTES = 16 * 1024
STATEMENT_BYTES = 1024 * 1024
"""A statement names 500 sessions and those under way, at 300 bytes each."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
TUS = {"Tus-Resumable": TUS_VERSION, "Cache-Control": "no-store"}
_REFUSAL = TypeAdapter(Refusal)
_STATUS: dict[type[BoothError], int] = {
    KioskRefusedError: 401,
    KioskRevokedError: 401,
    CertificateMissingError: 401,
    CertificateForeignError: 401,
    CertificateExpiredError: 401,
    CertificateRequestError: 400,
    EnrolmentError: 403,
    UploadError: 400,
    ObjectStoreError: 507,
    KioskQuotaError: 507,
    UploadTooLargeError: 413,
    StatementError: 400,
    InboxFailedError: 503,
    DatabaseAwayError: 503,
    DatabaseValueError: 400,
    PhoneUnknownError: 404,
    PhoneCodeLimitError: 429,
    SmsUnavailableError: 409,
    SmsFailedError: 502,
}

Handler = Callable[[Request], Awaitable[Response]]


def json_answer(content: bytes, status: int = 200) -> Response:
    """An answer with a JSON body."""
    return Response(content, status, TUS, "application/json")


def refusal(code: str, what: str, advice: str, status: int) -> Response:
    """An answer that says no."""
    return json_answer(_REFUSAL.dump_json(Refusal(code, what, advice)), status)


def fenced(handler: Handler) -> Handler:
    """The handler, its errors turned into refusals."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except BoothError as error:
            return refusal(error.code, error.what, error.advice, _STATUS.get(type(error), 500))
        except ClientDisconnect:  # nobody is there to read this
            return Response(None, 400, TUS)

    return answer


async def short_body(request: Request, most: int = _MAX_BODY_BYTES) -> bytes:
    """The body of a request that has to be short.

    Raises:
        EnrolmentError: it is long.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise EnrolmentError("The request is far too large")
    return body


def check_tus(request: Request) -> None:
    """Refuse what does not speak tus.

    Raises:
        UploadError: it does not.
    """
    if request.headers.get("tus-resumable") != TUS_VERSION:
        raise UploadError(f"The request does not speak tus {TUS_VERSION}")


def number(request: Request, header: str) -> int:
    """A header that is a number.

    Raises:
        UploadError: it is none.
    """
    text = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise UploadError(f"The header {header} is not a number")
    return int(text)


def offset_answer(request: Request, offset: int, row: UploadRow, status: int = 200) -> Response:
    """How many bytes are on the disk, with HQ's word for it."""
    token = request.headers.get("authorization", "").partition(" ")[2]
    headers = {
        "Upload-Offset": str(offset),
        "Upload-Length": str(row.size),
        OFFSET_WORD: offset_word(token, row.id, offset),
    }
    return Response(None, status, TUS | headers)


def wanted(request: Request, kiosk: KioskId) -> Wanted:
    """What a kiosk announces in a request that creates an upload.

    Raises:
        UploadError: it cannot be read.
        UploadTooLargeError: no upload may be so large.
    """
    metadata: dict[str, str] = {}
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode()
        except ValueError as error:  # not base64, not ASCII, not UTF-8
            raise UploadError("The upload's metadata cannot be read") from error
    digest, session = metadata.get("digest", ""), metadata.get("session", "")
    size = number(request, "upload-length")
    if not _DIGEST.fullmatch(digest) or not _SESSION.fullmatch(session):
        raise UploadError("The upload's metadata names no digest or no session")
    if size > MAX_UPLOAD_BYTES:
        raise UploadTooLargeError(f"An upload of {size} bytes is not possible")
    if not size:
        raise UploadError("An upload of no bytes is not possible")
    return Wanted(kiosk, Digest(digest), session, size)
