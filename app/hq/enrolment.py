"""Makes kiosks known to HQ: a one-time code against the kiosk's public key."""

import hashlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bundle.dsse import open_envelope, parse_envelope
from app.bundle.errors import SignatureError
from app.domain.exchange import (
    ENROLMENT_TYPE,
    RESUME_KEY_TYPE,
    EnrolmentReply,
    EnrolmentRequest,
    ResumeKeyTold,
)
from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.hq.assignment_serial import bump_serial
from app.hq.errors import EnrolmentError
from app.hq.store import Store
from app.hq.store_tables import EnrolmentCodeRow, KioskCertificateRow, KioskRow, ResumeKeyRow
from app.hq.tls import issue
from app.hq.unlock import UnlockedKeys

_REQUEST = TypeAdapter(EnrolmentRequest)
_TOLD = TypeAdapter(ResumeKeyTold)
_GROUPS = 4
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def secret_digest(text: str) -> str:
    """How codes and tokens are kept: their SHA-256 (they are random, so no salt is needed)."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_enrolment_code(unit: Session, branch: str, now: WallTime) -> str:
    """A one-time code for a kiosk of `branch` (80 random bits), to be told to its installer."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_GROUPS))
    code = "-".join(groups)
    unit.add(EnrolmentCodeRow(code_digest=secret_digest(code), branch=branch, created=now))
    return code


def enrol(
    store: Store, keys: UnlockedKeys, untrusted_request: bytes, now: WallTime
) -> EnrolmentReply:
    """Enrol the kiosk that signed the request, and use up its code.

    Raises:
        EnrolmentError: the code is wrong or used, or the kiosk does not hold the key it names.
        CertificateRequestError: its request for a certificate is none; the code stays unused.
    """
    request, public = _checked(untrusted_request)
    token = secrets.token_urlsafe(32)
    with store.unit() as unit:
        row = unit.get(EnrolmentCodeRow, secret_digest(request.code.strip().upper()))
        if row is None:
            raise EnrolmentError("The enrolment code is wrong")
        kiosk = _again(unit, row, public) if row.kiosk else _new_kiosk(unit, row, public, now)
        kiosk.token_digest = secret_digest(token)
        if request.resume_key:
            unit.merge(ResumeKeyRow(kiosk=kiosk.id, public_key=request.resume_key))
            bump_serial(unit)
        name, certificate = KioskId(kiosk.id), ""
        if request.csr:
            certificate = give_certificate(unit, store.home, name, request.csr, now)
        recipients, signing = keys.public.recipients, (keys.public.sign.hex(),)
        reply = EnrolmentReply(
            name,
            token,
            kiosk.branch,
            recipients,
            signing,
            certificate,
            keys.sealed_to,
            keys.sealed_to_key.hex(),
        )
        unit.add(kiosk)
    return reply


def give_certificate(unit: Session, home: Path, kiosk: KioskId, csr: str, now: WallTime) -> str:
    """Issue a certificate and keep its fingerprint; gives the PEM.

    Raises:
        CertificateRequestError: `csr` is not a request.
    """
    issued = issue(home, kiosk, csr, now)
    unit.add(
        KioskCertificateRow(
            fingerprint=issued.fingerprint, kiosk=kiosk, issued=now, not_after=issued.not_after
        )
    )
    return issued.pem


def _new_kiosk(unit: Session, row: EnrolmentCodeRow, public: bytes, now: WallTime) -> KioskRow:
    count = unit.scalar(select(func.count()).select_from(KioskRow)) or 0
    row.kiosk = f"kiosk-{count + 1:04d}"
    return KioskRow(id=row.kiosk, branch=row.branch, public_key=public.hex(), enrolled=now)


def _again(unit: Session, row: EnrolmentCodeRow, public: bytes) -> KioskRow:
    # HQ's answer may have been lost: the same key may ask with the same code again
    kiosk = unit.get_one(KioskRow, row.kiosk)
    if kiosk.revoked or kiosk.public_key != public.hex():
        raise EnrolmentError("The enrolment code was used before")
    return kiosk


def _checked(untrusted_request: bytes) -> tuple[EnrolmentRequest, bytes]:
    try:
        envelope = parse_envelope(untrusted_request, ENROLMENT_TYPE)
        request = _REQUEST.validate_json(envelope.untrusted_payload, strict=True)
        public = bytes.fromhex(request.kiosk_key)
        Ed25519PublicKey.from_public_bytes(public)
        if request.resume_key:
            X25519PublicKey.from_public_bytes(bytes.fromhex(request.resume_key))
        envelope.check((public,))
    except (SignatureError, InvalidSignature, ValueError) as error:
        raise EnrolmentError("The request is not signed by the key it names") from error
    return request, public


def take_resume_key(store: Store, kiosk: KioskRow, untrusted: bytes) -> None:
    """Keep the resume key that an enrolled kiosk tells of itself.

    Raises:
        EnrolmentError: it is no key, or not signed by that kiosk.
    """
    try:
        payload = open_envelope(untrusted, RESUME_KEY_TYPE, (bytes.fromhex(kiosk.public_key),))
        told = _TOLD.validate_json(payload, strict=True)
        X25519PublicKey.from_public_bytes(bytes.fromhex(told.resume_key))
    except (SignatureError, ValueError) as error:
        raise EnrolmentError("The resume key is not signed by the kiosk") from error
    if told.kiosk != kiosk.id:
        raise EnrolmentError("The resume key is another kiosk's")
    with store.unit() as unit:
        unit.merge(ResumeKeyRow(kiosk=kiosk.id, public_key=told.resume_key))
        bump_serial(unit)
