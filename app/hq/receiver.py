"""What kiosks ask of HQ over HTTPS: enrolment, assignments, uploads (tus 1.0), receipts.

See `docs/spec/sync-v1.md`. Nothing here trusts a request before its token was looked at.
"""

import asyncio
import base64
import binascii
import logging
import re
from collections.abc import Awaitable, Callable

import anyio
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.domain.errors import BoothError
from app.domain.exchange import EnrolmentReply, ReceiptPending, Refusal
from app.domain.ids import Digest, KioskId
from app.hq.assignments import signed_list
from app.hq.enrolment import enrol, kiosk_of, take_resume_key
from app.hq.errors import (
    EnrolmentError,
    InboxFailedError,
    KioskRefusedError,
    ObjectStoreError,
    PhoneCodeLimitError,
    PhoneUnknownError,
    SmsFailedError,
    SmsUnavailableError,
    UploadError,
)
from app.hq.moves import moved_receipt
from app.hq.phone_codes import send_new
from app.hq.receiver_uploads import Growing, Turns, Uploads, Wanted
from app.hq.setup import Headquarters
from app.hq.sms import open_gateway
from app.hq.store_tables import BundleRow, KioskRow, QuarantineRow, UploadRow

TUS_VERSION = "1.0.0"
MAX_UPLOAD_BYTES = 64 * 1024**3
WRITE_BYTES = 1024 * 1024
"""Bytes gathered before they are written: the memory an upload takes."""
_MAX_BODY_BYTES = 16 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TUS = {"Tus-Resumable": TUS_VERSION, "Cache-Control": "no-store"}
_REPLY = TypeAdapter(EnrolmentReply)
_REFUSAL = TypeAdapter(Refusal)
_PENDING = TypeAdapter(ReceiptPending)
_STATUS: dict[type[BoothError], int] = {
    KioskRefusedError: 401,
    EnrolmentError: 403,
    UploadError: 400,
    ObjectStoreError: 507,
    InboxFailedError: 503,
    PhoneUnknownError: 404,
    PhoneCodeLimitError: 429,
    SmsUnavailableError: 409,
    SmsFailedError: 502,
}
_log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]


def _json(content: bytes, status: int = 200) -> Response:
    return Response(content, status, _TUS, "application/json")


def _refusal(code: str, what: str, advice: str, status: int) -> Response:
    return _json(_REFUSAL.dump_json(Refusal(code, what, advice)), status)


def _fenced(handler: Handler) -> Handler:
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except BoothError as error:
            return _refusal(error.code, error.what, error.advice, _STATUS.get(type(error), 500))

    return answer


class Receiver:
    """The routes for kiosks, over one HQ. Lives in one event loop of one process."""

    def __init__(self, hq: Headquarters) -> None:
        """Serve `hq`."""
        self._hq = hq
        self._uploads = Uploads(hq.store, hq.objects)
        self._turns = Turns()
        self._imports: dict[str, asyncio.Task[None]] = {}
        self._one_import = asyncio.Semaphore(1)

    def routes(self) -> list[BaseRoute]:
        """To be mounted at the root."""
        return [
            Route("/api/enrol", _fenced(self._enrol), methods=["POST"]),
            Route("/api/assignments", _fenced(self._assignments), methods=["GET"]),
            Route(
                "/api/assignments/{assignment}/phone-code",
                _fenced(self._phone_code),
                methods=["POST"],
            ),
            Route("/api/receipts/{digest}", _fenced(self._receipt), methods=["GET"]),
            Route("/api/resume-key", _fenced(self._resume_key), methods=["POST"]),
            Route("/api/moves/{head}", _fenced(self._moved), methods=["GET"]),
            Route("/api/uploads", _fenced(self._create), methods=["POST", "OPTIONS"]),
            Route("/api/uploads/{upload}", _fenced(self._upload), methods=["HEAD", "PATCH"]),
        ]

    def close(self) -> None:
        """Close every upload's file."""
        self._uploads.close()

    async def _kiosk(self, request: Request) -> KioskRow:
        header = request.headers.get("authorization")
        return await run_in_threadpool(kiosk_of, self._hq.store, header)

    async def _resume_key(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        body = await _short_body(request)
        await run_in_threadpool(take_resume_key, self._hq.store, kiosk, body)
        return Response(None, 204, _TUS)

    async def _enrol(self, request: Request) -> Response:
        body = await _short_body(request)
        now = self._hq.clock.now()
        reply = await run_in_threadpool(enrol, self._hq.store, self._hq.keys.public, body, now)
        return _json(_REPLY.dump_json(reply), 201)

    async def _assignments(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        now, keys = self._hq.clock.now(), self._hq.keys
        return _json(await run_in_threadpool(signed_list, self._hq.store, kiosk, keys, now))

    async def _phone_code(self, request: Request) -> Response:
        """Send a fresh code; the answer is the list of assignments, which holds its hash."""
        kiosk = await self._kiosk(request)
        now, name = self._hq.clock.now(), str(request.path_params["assignment"])
        gateway = await run_in_threadpool(open_gateway, self._hq.home)
        await run_in_threadpool(send_new, self._hq.store, gateway, kiosk, name, now)
        keys = self._hq.keys
        return _json(await run_in_threadpool(signed_list, self._hq.store, kiosk, keys, now))

    # ------------------------------------------------------------------ uploads

    async def _create(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            headers = {"Tus-Version": TUS_VERSION, "Tus-Extension": "creation"}
            headers["Tus-Max-Size"] = str(MAX_UPLOAD_BYTES)
            return Response(None, 204, _TUS | headers)
        kiosk = await self._kiosk(request)
        _check_tus(request)
        wanted = _wanted(request, KioskId(kiosk.id))
        refused = await run_in_threadpool(self._quarantined, wanted.digest)
        if refused is not None:
            return refused
        row = await run_in_threadpool(self._uploads.create, wanted, self._hq.clock.now())
        return Response(None, 201, _TUS | {"Location": f"/api/uploads/{row.id}"})

    async def _upload(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        _check_tus(request)
        name = str(request.path_params["upload"])
        row = await run_in_threadpool(self._uploads.find, name, kiosk.id)
        if row is None:
            return _refusal("UPLOAD-UNKNOWN", "There is no such upload", "Create it again.", 404)
        if await run_in_threadpool(self._decided, row) or row.id in self._imports:
            return self._offset(row.size, row)
        response = Response(None, 409, _TUS)
        async with self._turns.take(row.id):
            growing = await run_in_threadpool(self._uploads.growing, row.id)
            if request.method == "HEAD":
                response = self._offset(await run_in_threadpool(growing.sync), row)
            else:
                response = await self._patch(request, row, growing)
        return response

    def _offset(self, offset: int, row: UploadRow, status: int = 200) -> Response:
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(row.size)}
        return Response(None, status, _TUS | headers)

    async def _patch(self, request: Request, row: UploadRow, growing: Growing) -> Response:
        if request.headers.get("content-type") != "application/offset+octet-stream":
            return Response(None, 415, _TUS)
        if _number(request, "upload-offset") != growing.offset:
            return self._offset(growing.offset, row, 409)
        if growing.offset + _number(request, "content-length") > row.size:
            raise UploadError("More bytes came than were announced")
        await self._receive(request, row.size, growing)
        if growing.offset == row.size:
            if growing.digest != row.digest:
                await run_in_threadpool(self._uploads.discard, row.id)
                raise UploadError("The bytes are not those that were announced")
            self._start_import(row)
        return self._offset(growing.offset, row, 204)

    async def _receive(self, request: Request, size: int, growing: Growing) -> None:
        """Write the body; whatever ends it early, what came is on the disk when this returns."""
        buffer = bytearray()
        try:
            async for chunk in request.stream():
                buffer += chunk
                if growing.offset + len(buffer) > size:
                    buffer.clear()
                    raise UploadError("More bytes came than were announced")
                if len(buffer) >= WRITE_BYTES:
                    await run_in_threadpool(growing.append, bytes(buffer))
                    buffer.clear()
        except ClientDisconnect:
            _log.info("An upload was cut at byte %d", growing.offset + len(buffer))
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(growing.append, bytes(buffer))
                await run_in_threadpool(growing.sync)

    # ------------------------------------------------------------------ receipts

    async def _receipt(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        digest = str(request.path_params["digest"])
        decided = await run_in_threadpool(self._decision, digest, kiosk.id)
        if decided is not None:
            return decided
        wanted = Wanted(KioskId(kiosk.id), Digest(digest), "", 0)
        row = await run_in_threadpool(self._uploads.find, wanted.id, kiosk.id)
        if row is None:
            # an import may have ended between the two looks
            decided = await run_in_threadpool(self._decision, digest, kiosk.id)
            unknown = _refusal("RECEIPT-UNKNOWN", "No such bundle came", "Upload it.", 404)
            return unknown if decided is None else decided
        path = self._uploads.path(row.id)
        size = await run_in_threadpool(lambda: path.stat().st_size if path.exists() else 0)
        if size < row.size:
            return _json(_PENDING.dump_json(ReceiptPending("receiving")), 202)
        self._start_import(row)
        return _json(_PENDING.dump_json(ReceiptPending("checking")), 202)

    async def _moved(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        head = str(request.path_params["head"])
        answer = await run_in_threadpool(self._moved_receipt, head, kiosk.id)
        if answer is None:
            return _refusal("MOVE-UNKNOWN", "No session so moved came", "Keep your copy.", 404)
        return _json(answer)

    def _moved_receipt(self, head: str, asker: str) -> bytes | None:
        with self._hq.store.reading() as reader:
            return moved_receipt(reader, head, asker, self._hq.keys.signer)

    def _decision(self, digest: str, kiosk: str) -> Response | None:
        with self._hq.store.reading() as reader:
            row = reader.get(BundleRow, digest)
        if row is not None and row.kiosk == kiosk:
            return _json(row.receipt.encode())
        return self._quarantined(digest)

    def _quarantined(self, digest: str) -> Response | None:
        with self._hq.store.reading() as reader:
            row = reader.get(QuarantineRow, digest)
        return None if row is None else _refusal(row.code, row.what, row.advice, 422)

    def _decided(self, row: UploadRow) -> bool:
        return self._decision(row.digest, row.kiosk) is not None

    def _start_import(self, row: UploadRow) -> None:
        if row.id not in self._imports:
            self._imports[row.id] = asyncio.create_task(self._import(row))

    async def _import(self, row: UploadRow) -> None:
        try:
            async with self._one_import:
                await run_in_threadpool(self._judge, row)
        except Exception as error:  # noqa: BLE001 (the inbox loop's fence: one stops no other)
            code = error.code if isinstance(error, BoothError) else type(error).__name__
            _log.exception("The import of upload %s failed: %s", row.id, code)
        finally:
            self._imports.pop(row.id, None)

    def _judge(self, row: UploadRow) -> None:
        file = self._uploads.release(row.id)
        self._hq.inbox.take(file, KioskId(row.kiosk))
        self._uploads.forget(row.id)


async def _short_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            raise EnrolmentError("The request is far too large")
    return body


def _check_tus(request: Request) -> None:
    if request.headers.get("tus-resumable") != TUS_VERSION:
        raise UploadError(f"The request does not speak tus {TUS_VERSION}")


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise UploadError(f"The header {header} is not a number")
    return int(text)


def _wanted(request: Request, kiosk: KioskId) -> Wanted:
    metadata: dict[str, str] = {}
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise UploadError("The upload's metadata cannot be read") from error
    digest, session = metadata.get("digest", ""), metadata.get("session", "")
    size = _number(request, "upload-length")
    if not _DIGEST.fullmatch(digest) or not _SESSION.fullmatch(session):
        raise UploadError("The upload's metadata names no digest or no session")
    if not 0 < size <= MAX_UPLOAD_BYTES:
        raise UploadError(f"An upload of {size} bytes is not possible")
    return Wanted(kiosk, Digest(digest), session, size)
