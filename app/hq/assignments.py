"""Assignments: made at HQ, sent down signed."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bundle.dsse import sign_envelope
from app.domain.analysis import Language
from app.domain.assignment import Assignment, Flow
from app.domain.exchange import (
    ASSIGNMENTS_TYPE,
    AssignmentList,
    KioskOperator,
    Peer,
    PeerList,
)
from app.domain.ids import AssignmentId, Digest, KioskId
from app.domain.timing import WallTime
from app.hq.assignment_serial import SERIAL, bump_serial
from app.hq.phone_codes import issue
from app.hq.sending import sending_rules
from app.hq.store import Store
from app.hq.store_tables import AssignmentRow, FactRow, KioskRow, OperatorRow, ResumeKeyRow
from app.hq.unlock import UnlockedKeys

_ASSIGNMENT = TypeAdapter(Assignment)
_LIST = TypeAdapter(AssignmentList)
PEERS_HOLD = timedelta(days=14)
"""How long a kiosk may move sessions without a word from HQ: a branch cut off for a holiday week
can, a kiosk that was revoked is known everywhere after two weeks. Our own choice."""
LIST_HOLDS = timedelta(days=30)
"""After so long without a word from HQ the operator is told that appointments may have changed. Our
own choice."""


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """What HR decides about an appointment."""

    candidate_name: str
    position: str
    branch: str
    scheduled: WallTime
    languages: tuple[Language, ...]
    flow: Flow
    phone: str = ""
    """The candidate's phone number; empty for none: no code is asked for at the booth."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An assignment, and what only the candidate is told.

    Attributes:
        text: for the QR code, `BOOTH1:<assignment>:<code>`; its code's SHA-256 goes to the kiosk.
        phone_code: sent apart from the QR code, to the phone; empty without a phone number.
    """

    assignment: Assignment
    text: str
    phone_code: str = ""


def add_assignment(unit: Session, wanted: NewAssignment, now: WallTime) -> Invitation:
    """Add an assignment.

    Raises:
        PhoneNumberError: the phone number is none.
    """
    number = AssignmentId(f"A{now:%Y%m%d}-{secrets.token_hex(4)}")
    code = secrets.token_urlsafe(16)
    assignment = Assignment(
        number,
        wanted.candidate_name,
        wanted.position,
        wanted.branch,
        wanted.scheduled,
        wanted.languages,
        wanted.flow,
        Digest(hashlib.sha256(code.encode()).hexdigest()),
    )
    phone_code = ""
    if wanted.phone:
        phone_code, assignment = issue(unit, assignment, wanted.phone, now)
    row = AssignmentRow(
        id=number,
        branch=wanted.branch,
        flow_digest=wanted.flow.digest,
        created=now,
        body=_ASSIGNMENT.dump_json(assignment).decode(),
    )
    unit.add(row)
    bump_serial(unit)
    return Invitation(assignment, f"BOOTH1:{number}:{code}", phone_code)


def add_operator(unit: Session, operator: KioskOperator, branch: str) -> None:
    """Let someone unlock the operator's window at a branch."""
    unit.merge(OperatorRow(name=operator.name, branch=branch, pin_hash=operator.pin_hash))
    bump_serial(unit)


def peer_list(reader: Session, now: WallTime) -> PeerList:
    """Every kiosk that was ever enrolled, with its keys and whether it was revoked."""
    resume = {row.kiosk: row.public_key for row in reader.scalars(select(ResumeKeyRow))}
    rows = reader.scalars(select(KioskRow).order_by(KioskRow.id)).all()
    kiosks = tuple(
        Peer(KioskId(row.id), row.branch, row.public_key, resume.get(row.id, ""), row.revoked)
        for row in rows
    )
    return PeerList(now, WallTime(now + PEERS_HOLD), kiosks)


def signed_list(store: Store, kiosk: KioskRow, keys: UnlockedKeys, now: WallTime) -> bytes:
    """Everything for one kiosk, in HQ's signed envelope.

    The recipients are what `keys` open: a server never names a key that it has not.
    """
    with store.reading() as reader:
        peers = peer_list(reader, now)
        sending = sending_rules(reader, kiosk.branch)
        serial = reader.get(FactRow, SERIAL)
        rows = reader.scalars(
            select(AssignmentRow).where(AssignmentRow.branch == kiosk.branch)
        ).all()
        operators = reader.scalars(
            select(OperatorRow).where(OperatorRow.branch == kiosk.branch)
        ).all()
    held = AssignmentList(
        kiosk=KioskId(kiosk.id),
        branch=kiosk.branch,
        serial=int(serial.value) if serial is not None else 0,
        issued=now,
        assignments=tuple(_ASSIGNMENT.validate_json(row.body) for row in rows),
        operators=tuple(KioskOperator(row.name, row.pin_hash) for row in operators),
        peers=peers,
        sending=sending,
        expires=WallTime(now + LIST_HOLDS),
        recipients=keys.public.recipients,
        hq_changes=keys.changes,
        sealed_to=keys.sealed_to,
        sealed_to_key=keys.sealed_to_key.hex(),
        hq_keys=tuple(one.public.hex() for one in (keys.signer, *keys.signer.also)),
    )
    return sign_envelope(ASSIGNMENTS_TYPE, _LIST.dump_json(held), keys.signer)
