"""What kiosks ask of HQ over HTTPS: enrolment, assignments, uploads (tus 1.0), receipts.

See `docs/spec/sync-v1.md`. Nothing here trusts a request before its token was looked at.
"""

import asyncio
import logging

import anyio
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.domain.errors import BoothError
from app.domain.exchange import CertificateReply, EnrolmentReply, ReceiptPending
from app.domain.ids import Digest, KioskId
from app.hq.assignments import signed_list
from app.hq.decisions import decided
from app.hq.enrolment import enrol, take_resume_key
from app.hq.errors import UploadError
from app.hq.kiosk_admission import kiosk_of, new_certificate
from app.hq.moves import moved_receipt
from app.hq.phone_codes import send_new
from app.hq.receiver_down import DownRoutes
from app.hq.receiver_looks import Asked, Look, Looks
from app.hq.receiver_requests import (
    MAX_UPLOAD_BYTES,
    STATEMENT_BYTES,
    TUS,
    TUS_VERSION,
    check_tus,
    fenced,
    json_answer,
    number,
    offset_answer,
    refusal,
    short_body,
    wanted,
)
from app.hq.receiver_server import shown_certificate
from app.hq.receiver_turns import Turns
from app.hq.receiver_uploads import Growing, Uploads, Wanted
from app.hq.setup import Headquarters
from app.hq.sms import open_gateway
from app.hq.statements import take_statement
from app.hq.store_tables import BundleRow, KioskRow, QuarantineRow, UploadRow, WaitingRow

WRITE_BYTES = 1024 * 1024
"""Bytes gathered before they are written: the memory an upload takes."""
_REPLY = TypeAdapter(EnrolmentReply)
_CERTIFICATE = TypeAdapter(CertificateReply)
_PENDING = TypeAdapter(ReceiptPending)
_log = logging.getLogger(__name__)


class Receiver:
    """The routes for kiosks, over one HQ. Lives in one event loop of one process."""

    def __init__(self, hq: Headquarters) -> None:
        """Serve `hq`."""
        self._hq = hq
        self._uploads = Uploads(hq.store, hq.objects)
        self._looks = Looks(hq.store)
        self._turns = Turns()
        self._imports: dict[str, asyncio.Task[None]] = {}
        self._one_import = asyncio.Semaphore(1)

    def routes(self) -> list[BaseRoute]:
        """To be mounted at the root."""
        return [
            *DownRoutes(self._hq, self._kiosk).routes(),
            Route("/api/certificate", fenced(self._certificate), methods=["POST"]),
            Route("/api/enrol", fenced(self._enrol), methods=["POST"]),
            Route("/api/assignments", fenced(self._assignments), methods=["GET"]),
            Route(
                "/api/assignments/{assignment}/phone-code",
                fenced(self._phone_code),
                methods=["POST"],
            ),
            Route("/api/receipts/{digest}", fenced(self._receipt), methods=["GET"]),
            Route("/api/resume-key", fenced(self._resume_key), methods=["POST"]),
            Route("/api/statements", fenced(self._statement), methods=["POST"]),
            Route("/api/moves/{head}", fenced(self._moved), methods=["GET"]),
            Route("/api/uploads", fenced(self._create), methods=["POST", "OPTIONS"]),
            Route("/api/uploads/{upload}", fenced(self._upload), methods=["HEAD", "PATCH"]),
        ]

    def close(self) -> None:
        """Close every upload's file."""
        self._uploads.close()

    async def _kiosk(self, request: Request) -> KioskRow:
        header, shown = request.headers.get("authorization"), shown_certificate(request)
        return await run_in_threadpool(
            kiosk_of, self._hq.store, header, shown, self._hq.clock.now()
        )

    async def _certificate(self, request: Request) -> Response:
        """Give a kiosk its next certificate."""
        header, shown = request.headers.get("authorization"), shown_certificate(request)
        body, now = await short_body(request), self._hq.clock.now()
        made = await run_in_threadpool(new_certificate, self._hq.store, header, shown, body, now)
        return json_answer(_CERTIFICATE.dump_json(CertificateReply(made)), 201)

    async def _resume_key(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        body = await short_body(request)
        await run_in_threadpool(take_resume_key, self._hq.store, kiosk, body)
        return Response(None, 204, TUS)

    async def _statement(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        body = await short_body(request, STATEMENT_BYTES)
        now = self._hq.clock.now()
        await run_in_threadpool(take_statement, self._hq.store, kiosk, body, now)
        return Response(None, 204, TUS)

    async def _enrol(self, request: Request) -> Response:
        body = await short_body(request)
        now = self._hq.clock.now()
        reply = await run_in_threadpool(enrol, self._hq.store, self._hq.keys, body, now)
        return json_answer(_REPLY.dump_json(reply), 201)

    async def _assignments(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        now, keys = self._hq.clock.now(), self._hq.keys
        return json_answer(await run_in_threadpool(signed_list, self._hq.store, kiosk, keys, now))

    async def _phone_code(self, request: Request) -> Response:
        """Send a fresh code; the answer is the list of assignments, which holds its hash."""
        kiosk = await self._kiosk(request)
        now, name = self._hq.clock.now(), str(request.path_params["assignment"])
        gateway = await run_in_threadpool(open_gateway, self._hq.home)
        await run_in_threadpool(send_new, self._hq.store, gateway, kiosk, name, now)
        keys = self._hq.keys
        return json_answer(await run_in_threadpool(signed_list, self._hq.store, kiosk, keys, now))

    # ------------------------------------------------------------------ uploads

    async def _create(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            headers = {"Tus-Version": TUS_VERSION, "Tus-Extension": "creation"}
            headers["Tus-Max-Size"] = str(MAX_UPLOAD_BYTES)
            return Response(None, 204, TUS | headers)
        kiosk = await self._kiosk(request)
        check_tus(request)
        announced = wanted(request, KioskId(kiosk.id))
        refused = await run_in_threadpool(self._quarantined, announced.digest)
        if refused is not None:
            return refused
        row = await run_in_threadpool(self._uploads.create, announced, self._hq.clock.now())
        return Response(None, 201, TUS | {"Location": f"/api/uploads/{row.id}"})

    async def _look(self, request: Request) -> Look:
        """Who asks, and for what; a thread is only troubled when something was written since."""
        name, now = str(request.path_params["upload"]), self._hq.clock.now()
        asked = Asked(request.headers.get("authorization"), shown_certificate(request), name)
        if self._hq.store.remote:
            return await run_in_threadpool(self._looks.found, asked, now)
        known = self._looks.known(asked, now)
        if known is not None:
            return known
        return await run_in_threadpool(self._looks.look, asked, now)

    async def _upload(self, request: Request) -> Response:
        look = await self._look(request)
        check_tus(request)
        row = look.row
        if row is None:
            return refusal("UPLOAD-UNKNOWN", "There is no such upload", "Create it again.", 404)
        if look.decided or row.id in self._imports:
            return offset_answer(request, row.size, row)
        response = Response(None, 409, TUS)
        async with self._turns.take(row.id):
            growing = self._uploads.opened(row.id)
            if growing is None:
                growing = await run_in_threadpool(self._uploads.growing, row.id)
            if request.method == "HEAD":
                response = offset_answer(request, await run_in_threadpool(growing.sync), row)
            else:
                response = await self._patch(request, row, growing)
        return response

    async def _patch(self, request: Request, row: UploadRow, growing: Growing) -> Response:
        if request.headers.get("content-type") != "application/offset+octet-stream":
            return Response(None, 415, TUS)
        if number(request, "upload-offset") != growing.offset:
            return offset_answer(request, growing.offset, row, 409)
        if growing.offset + number(request, "content-length") > row.size:
            raise UploadError("More bytes came than were announced")
        await self._receive(request, row.size, growing)
        if growing.offset == row.size:
            if growing.digest != row.digest:
                await run_in_threadpool(self._uploads.discard, row.id)
                raise UploadError("The bytes are not those that were announced")
            self._start_import(row)
        return offset_answer(request, growing.offset, row, 204)

    async def _receive(self, request: Request, size: int, growing: Growing) -> None:
        """Write the body; whatever ends it early, what came is on the disk when this returns."""
        pieces: list[bytes] = []
        gathered = 0
        try:
            async for piece in request.stream():
                # the last pieces of a request are written and synced in one go
                if piece and gathered >= WRITE_BYTES:
                    await run_in_threadpool(growing.append, pieces)
                    gathered = 0
                if growing.offset + gathered + len(piece) > size:
                    pieces.clear()
                    raise UploadError("More bytes came than were announced")
                pieces.append(piece)
                gathered += len(piece)
        except ClientDisconnect:
            _log.info("An upload was cut at byte %d", growing.offset + gathered)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(growing.append_durably, pieces)

    # ------------------------------------------------------------------ receipts

    async def _receipt(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        digest = str(request.path_params["digest"])
        asked = Wanted(KioskId(kiosk.id), Digest(digest), "", 0)
        row = await run_in_threadpool(self._uploads.find, asked.id, kiosk.id)
        size = 0 if row is None else await run_in_threadpool(self._uploads.size, row.id)
        imported = row is not None and row.id in self._imports
        # asked last: an import that has ended since leaves its decision before all else is gone
        found = await run_in_threadpool(self._decided, digest, kiosk.id)
        if found is not None:
            return found
        if row is None:
            return refusal("RECEIPT-UNKNOWN", "No such bundle came", "Upload it.", 404)
        # the inbox moves the file before it says what it decided
        if size < row.size and not imported:
            return json_answer(_PENDING.dump_json(ReceiptPending("receiving")), 202)
        self._start_import(row)
        return json_answer(_PENDING.dump_json(ReceiptPending("checking")), 202)

    async def _moved(self, request: Request) -> Response:
        kiosk = await self._kiosk(request)
        head = str(request.path_params["head"])
        answer = await run_in_threadpool(self._moved_receipt, head, kiosk.id)
        if answer is None:
            return refusal("MOVE-UNKNOWN", "No session so moved came", "Keep your copy.", 404)
        return json_answer(answer)

    def _moved_receipt(self, head: str, asker: str) -> bytes | None:
        with self._hq.store.reading() as reader:
            return moved_receipt(reader, head, asker, self._hq.keys.signer)

    def _decided(self, digest: str, kiosk: str) -> Response | None:
        with self._hq.store.reading() as reader:
            match decided(reader, digest, kiosk):
                case BundleRow(receipt=receipt):
                    return json_answer(receipt.encode())
                case QuarantineRow() as row:
                    return _refused(row)
                case WaitingRow():
                    return json_answer(_PENDING.dump_json(ReceiptPending("checking")), 202)
                case None:
                    return None

    def _quarantined(self, digest: str) -> Response | None:
        with self._hq.store.reading() as reader:
            row = reader.get(QuarantineRow, digest)
        return None if row is None else _refused(row)

    def _start_import(self, row: UploadRow) -> None:
        if row.id not in self._imports:
            self._imports[row.id] = asyncio.create_task(self._import(row))

    async def _import(self, row: UploadRow) -> None:
        try:
            async with self._one_import:
                await run_in_threadpool(self._judge, row)
        except BoothError as error:
            _log.error("The import of upload %s failed: %s", row.id, error)
        except Exception as error:  # noqa: BLE001 (the inbox loop's fence: one stops no other)
            _log.exception("The import of upload %s failed: %s", row.id, type(error).__name__)
        finally:
            self._imports.pop(row.id, None)

    def _judge(self, row: UploadRow) -> None:
        file = self._uploads.release(row.id)
        self._hq.inbox.take(file, KioskId(row.kiosk))
        self._uploads.forget(row.id)


def _refused(row: QuarantineRow) -> Response:
    return refusal(row.code, row.what, row.advice, 422)
