"""An HQ and a branch for the network laboratory, with sessions of random bytes to send."""

import base64
import hashlib
import itertools
import json
import threading
from dataclasses import dataclass
from pathlib import Path

from numpy.random import Generator
from pydantic import TypeAdapter

from app.bundle.sealed_log import SealedLogWriter
from app.domain.assignment import Flow, Question
from app.domain.identity import IdCard, IdentityRecord
from app.domain.ids import AssignmentId, Digest, QuestionId, SessionId
from app.domain.messages.courier import CourierReport, SealSession
from app.domain.record import (
    JOURNAL_ENTRY,
    RECORD_ENTRY,
    RECORD_FORMAT,
    MediaPart,
    SessionRecord,
)
from app.domain.timing import WallTime
from app.hq.assignments import NewAssignment
from app.hq.setup import HomeWishes, NewHome, create_home
from app.ports.clock import Clock
from app.sync.client_certificate import Renewal, open_client
from app.sync.enrolment import Pin, enrol
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys, open_keys
from app.sync.outbox import Bundle, Outbox
from app.sync.rounds import Rounds
from app.sync.sealing import Sealer

_RECORD = TypeAdapter(SessionRecord)
_FLOW_DIGEST = Digest(hashlib.sha256(b"network laboratory").hexdigest())
PASSPHRASE = b"network laboratory"
_PART = "part-0001-candidate.blog"


def new_hq(home: Path, address: str, clock: Clock, database: str = "") -> NewHome:
    """An HQ with one assignment, which any number of sessions of the laboratory name.

    Args:
        home: its folder.
        address: of its server.
        clock: the machine's.
        database: URL of an empty PostgreSQL database; empty for a SQLite file.
    """
    question = Question(QuestionId("q1"), (("en", "Why?"),), "care", 5, 30)
    flow = Flow("lab", 1, (("en", "Lab"),), "teller", None, (question,), _FLOW_DIGEST)
    wanted = NewAssignment("Lab Candidate", "teller", "", clock.now(), ("en",), flow)
    wishes = HomeWishes(
        address=address, passphrase=PASSPHRASE, assignment=wanted, database=database
    )
    made = create_home(home, wishes, clock)
    (home.parent / "passphrase").write_bytes(PASSPHRASE + b"\n")
    return made


@dataclass(slots=True)
class LabBranch:
    """A kiosk's courier without its process.

    Attributes:
        told: what it reported, the newest last.
    """

    data: Path
    identity: KioskIdentity
    keys: KioskKeys
    assignment: AssignmentId
    outbox: Outbox
    rounds: Rounds
    clock: Clock
    chance: Generator
    numbers: "itertools.count[int]"
    told: list[CourierReport]

    @classmethod
    def enrolled(cls, data: Path, made: NewHome, clock: Clock, chance: Generator) -> "LabBranch":
        """A newly enrolled one."""
        identity = enrol(data, made.address, made.enrolment_code, Pin(certificate=made.certificate))
        keys, outbox = open_keys(data), Outbox(data / "outbox")
        told: list[CourierReport] = []
        rounds = Rounds(
            data,
            identity,
            outbox,
            open_client(data, identity, keys),
            clock,
            told.append,
            threading.Event(),
            Renewal(data, identity, keys),
        )
        return cls(
            data,
            identity,
            keys,
            AssignmentId(made.assignment),
            outbox,
            rounds,
            clock,
            chance,
            itertools.count(),
            told,
        )

    def seal(self, size: int) -> Bundle:
        """A session with so many bytes of media, sealed and in the outbox."""
        now = self.clock.now()
        session = SessionId(f"{now:%Y%m%d-%H%M%S}-{next(self.numbers):010d}")
        folder = self.data / "sessions" / session
        (folder / "media").mkdir(parents=True)
        recipients = self.identity.recipients
        writer = SealedLogWriter(folder / "media" / _PART, recipients, session.encode())
        writer.append(self.chance.bytes(size))
        writer.close()
        lines, head = self._journal(session)
        record = _RECORD.dump_json(self._record(session, head, now))
        documents = tuple(
            (name, base64.b64encode(content).decode())
            for name, content in ((RECORD_ENTRY, record), (JOURNAL_ENTRY, lines))
        )
        sealer = Sealer(self.identity, self.keys, self.outbox, self.clock)
        return sealer.seal(SealSession(session, str(folder), documents))

    def close(self) -> None:
        """Close the connection and the outbox."""
        self.rounds.client.close()
        self.outbox.close()

    def _journal(self, session: SessionId) -> tuple[bytes, str]:
        body = {"kind": "session_opened", "session": session, "kiosk": self.identity.kiosk}
        line = json.dumps({"number": 0, "previous": "0" * 64, "body": body}).encode()
        return line + b"\n", hashlib.sha256(line).hexdigest()

    def _record(self, session: SessionId, head: str, now: WallTime) -> SessionRecord:
        part = MediaPart(_PART, "candidate", 0.0, 3.0, 90, 0, complete=True)
        return SessionRecord(
            RECORD_FORMAT,
            session,
            self.assignment,
            self.identity.kiosk,
            "Lab Candidate",
            "teller",
            self.identity.branch,
            "en",
            now,
            now,
            "lab",
            1,
            _FLOW_DIGEST,
            (),
            IdentityRecord(IdCard(), None, None, ()),
            (),
            (),
            (),
            (part,),
            "",
            withdrawn=False,
            journal_head=head,
        )
