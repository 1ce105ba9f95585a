"""Requests of an upload, bent, given straight to the receiver's application (ASGI)."""

import asyncio
import base64
import hashlib
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from starlette.applications import Starlette

from app.domain.ids import Digest, KioskId
from app.domain.timing import WallTime
from app.hq.enrolment import secret_digest
from app.hq.receiver import Receiver
from app.hq.receiver_uploads import Wanted
from app.hq.store_tables import KioskCertificateRow, KioskRow, UploadRow
from tests.bundle_samples import public_of
from tests.fuzz.mutations import BLIND, Chance, Mutation
from tests.fuzz.targets import Target
from tests.inbox_scene import KIOSK_KEY, Scene
from tests.sync_rig import CLOCK

BODY = b"sealed bytes " * 300
SHOWN = b"the certificate of the connection"
WANTED = Wanted(KioskId("kiosk-0007"), Digest("d" * 64), "fuzzed", len(BODY) + 1)
HEADERS = "tus-resumable: 1.0.0\nauthorization: Bearer fuzz\n"
ALLOWED = {*range(200, 500), 507}
VALUES = (
    b"", b"-1", b"+1", b"1e3", b"\xd9\xa3", b"9" * 40, b"0x10", b" 0", b"0, 0", b"\xff\xfe",
    b"x" * 5000, b"digest !!!!", b"Bearer", b"application/json", b"2.0.0",
)  # fmt: skip


def upload_requests(scene: Scene) -> tuple[Target, ...]:
    """POST, HEAD and PATCH; the last for an upload that wants one byte more than it is given."""
    with scene.hq.store.unit() as unit:
        unit.merge(
            KioskRow(
                id=WANTED.kiosk,
                branch="Demo branch",
                public_key=public_of(KIOSK_KEY).hex(),
                token_digest=secret_digest("fuzz"),
                enrolled=CLOCK.now(),
            )
        )
        unit.merge(
            KioskCertificateRow(
                fingerprint=hashlib.sha256(SHOWN).hexdigest(),
                kiosk=WANTED.kiosk,
                issued=CLOCK.now(),
                not_after=WallTime(CLOCK.now() + timedelta(days=9)),
            )
        )
    told = {"digest": WANTED.digest, "session": WANTED.session}
    words = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    create = f"upload-length: {WANTED.size}\nupload-metadata: {','.join(words)}\n"
    patch = (
        f"upload-offset: 0\ncontent-length: {len(BODY)}\n"
        "content-type: application/offset+octet-stream\n"
    )
    place = f"/api/uploads/{WANTED.id}"
    honest = (
        ("POST", f"POST /api/uploads\n{HEADERS}{create}\n".encode()),
        ("HEAD", f"HEAD {place}\n{HEADERS}\n".encode()),
        ("PATCH", f"PATCH {place}\n{HEADERS}{patch}\n".encode() + BODY),
    )
    return tuple(_target(scene, name, request) for name, request in honest)


def _target(scene: Scene, name: str, honest: bytes) -> Target:
    def accepts(bent: bytes) -> bool:
        return _wrong(scene, bent)

    return Target(f"request {name}", honest, accepts, (blind_head, *BLIND, bent_header))


def blind_head(chance: Chance, data: bytes) -> bytes:
    """Bent in its head, where it hurts."""
    head, end, body = data.partition(b"\n\n")
    mutation: Mutation = chance.pick(BLIND)
    return mutation(chance, head) + end + body


def bent_header(chance: Chance, data: bytes) -> bytes:
    """A header is missing, there twice, or of a hostile value."""
    head, end, body = data.partition(b"\n\n")
    lines = head.split(b"\n")
    at = 1 + chance.below(len(lines) - 1)
    name = lines[at].partition(b":")[0]
    new = (b"", lines[at] + b"\n" + lines[at], name + b": " + chance.pick(VALUES))
    return b"\n".join([*lines[:at], chance.pick(new), *lines[at + 1 :]]) + end + body


def _wrong(scene: Scene, request: bytes) -> bool:
    """Whether more was acknowledged than is on the disk, or other bytes than came."""
    head, _, body = request.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    method, _, path = first.decode("latin-1").partition(" ")
    headers = [
        (name.strip().lower(), value.strip())
        for name, _, value in (line.partition(b":") for line in lines)
    ]
    status, answer = asyncio.run(_ask(scene, method, path, headers, body))
    assert status in ALLOWED, status
    part = scene.hq.objects.uploads / f"{WANTED.id}.part"
    kept = part.read_bytes() if part.exists() else b""
    part.unlink(missing_ok=True)
    with scene.hq.store.unit() as unit:
        unit.execute(delete(UploadRow).where(UploadRow.id != WANTED.id))
    offset = answer.get(b"upload-offset", b"0")
    return int(offset) != len(kept) or not body.startswith(kept)


async def _ask(
    scene: Scene, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> tuple[int, dict[bytes, bytes]]:
    receiver = Receiver(scene.hq)
    app = Starlette(routes=receiver.routes())
    sent: list[MutableMapping[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": b"",
        "headers": headers,
        "extensions": {"tls": {"client_cert_chain": [SHOWN]}},
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    with scene.hq.store.unit() as unit:
        values = {"kiosk": WANTED.kiosk, "digest": WANTED.digest, "session": WANTED.session}
        unit.merge(UploadRow(id=WANTED.id, size=WANTED.size, created=CLOCK.now(), **values))
    try:
        await app(scope, receive, send)
    finally:
        receiver.close()
    return sent[0]["status"], dict(sent[0]["headers"])
