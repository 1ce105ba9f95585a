"""Sessions to seal in tests: small, but of the real form."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import TypeAdapter

from app.bundle.dsse import signer_in_memory
from app.bundle.seal import BundleFacts, EntrySource, SealedBundle, seal_bundle
from app.bundle.sealed_format import key_id
from app.bundle.sealed_log import SealedLogWriter
from app.bundle.sealed_stream import seal_stream_bytes
from app.domain.identity import IdCard, IdentityRecord
from app.domain.ids import AssignmentId, Digest, KioskId, QuestionId, SessionId, TakeId
from app.domain.merkle import tree_head
from app.domain.record import (
    JOURNAL_ENTRY,
    RECORD_ENTRY,
    RECORD_FORMAT,
    AnswerRecord,
    MediaPart,
    SessionRecord,
)
from app.domain.timing import MonotonicNs, WallTime

SESSION = SessionId("20260304-050607-0123456789")
KIOSK = KioskId("kiosk-0001")
ASSIGNMENT = AssignmentId("A20260304-aabbccdd")
FLOW_DIGEST = Digest("f" * 64)
NOW = WallTime(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
_RECORD = TypeAdapter(SessionRecord)


@dataclass
class StillClock:
    """A clock that stands, or is moved by hand; waiting takes no time."""

    at: WallTime = NOW
    waited: list[float] = field(default_factory=list)

    def monotonic_ns(self) -> MonotonicNs:
        return MonotonicNs(0)

    def now(self) -> WallTime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def journal(events: int = 3) -> tuple[bytes, str]:
    """A journal with its head."""
    head, lines = "0" * 64, []
    for number in range(events):
        entry = {"number": number, "previous": head, "body": {"kind": "tested"}}
        line = json.dumps(entry).encode()
        lines.append(line)
        head = hashlib.sha256(line).hexdigest()
    return b"\n".join(lines) + b"\n", head


def session_journal(session: SessionId, kiosk: KioskId) -> tuple[bytes, str]:
    """The journal of a session that a kiosk opened, as far as HQ reads it, with its head."""
    head, lines = "0" * 64, []
    opened = {"kind": "session_opened", "session": session, "kiosk": kiosk}
    for number, body in enumerate((opened, {"kind": "tested"}, {"kind": "tested"})):
        line = json.dumps({"number": number, "previous": head, "body": body}).encode()
        lines.append(line)
        head = hashlib.sha256(line).hexdigest()
    return b"\n".join(lines) + b"\n", head


@dataclass
class Sample:
    """A session before it is sealed."""

    session: SessionId = SESSION
    kiosk: KioskId = KIOSK
    assignment: AssignmentId = ASSIGNMENT
    flow_digest: Digest = FLOW_DIGEST
    media: dict[str, bytes] = field(
        default_factory=lambda: {"part-0001-candidate.blog": b"matroska " * 1000}
    )
    cut: bool = False
    created: WallTime = NOW

    def record(self, head: str) -> SessionRecord:
        parts = tuple(
            MediaPart(name, "candidate", 0.0, 3.0, 90, 0, not self.cut) for name in self.media
        )
        answer = AnswerRecord(
            QuestionId("q1"), "?", "care", TakeId("q1.1"), 1.0, 1.0, 2.0, "finished", None
        )
        return SessionRecord(
            RECORD_FORMAT,
            self.session,
            self.assignment,
            self.kiosk,
            "Ada Lovelace",
            "teller",
            "Demo branch",
            "en",
            NOW,
            NOW,
            "teller",
            1,
            self.flow_digest,
            (),
            IdentityRecord(IdCard(), None, None, ()),
            (answer,),
            (),
            (),
            parts,
            "",
            withdrawn=False,
            journal_head=head,
        )

    def documents(self) -> dict[str, bytes]:
        lines, head = session_journal(self.session, self.kiosk)
        return {RECORD_ENTRY: _RECORD.dump_json(self.record(head)), JOURNAL_ENTRY: lines}

    def write_media(self, folder: Path, recipients: tuple[bytes, ...]) -> None:
        """The recordings, as the recorder leaves them."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.media.items():
            writer = SealedLogWriter(folder / name, recipients, self.session.encode())
            writer.append(content[: len(content) // 2])
            writer.append(content[len(content) // 2 :])
            writer.close()
            if self.cut:
                path = folder / name
                path.write_bytes(path.read_bytes()[:-30])

    def sources(self, folder: Path, public: bytes) -> list[EntrySource]:
        self.write_media(folder, (public,))
        documents = [
            EntrySource(
                name,
                seal_stream_bytes(content, (public,), self.session.encode()),
                "sealed-stream/1",
            )
            for name, content in self.documents().items()
        ]
        return [*documents, *(EntrySource(name, folder / name) for name in self.media)]

    def facts(self, public: bytes) -> BundleFacts:
        return BundleFacts(
            self.session,
            self.kiosk,
            self.assignment,
            self.flow_digest,
            self.created,
            (key_id(public),),
            session_journal(self.session, self.kiosk)[1],
            journal=tree_head(session_journal(self.session, self.kiosk)[0].splitlines()),
        )

    def seal(self, path: Path, hq_public: bytes, kiosk: Ed25519PrivateKey) -> SealedBundle:
        sources = self.sources(path.parent / f"{path.name}-media", hq_public)
        return seal_bundle(path, sources, self.facts(hq_public), signer_in_memory(kiosk))


def seal_key(seed: int = 1) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def sign_key(seed: int = 1) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def public_of(key: X25519PrivateKey | Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()
