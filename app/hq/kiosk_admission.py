"""Who may ask something of HQ: a kiosk's token and its certificate, both and of the same kiosk."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.bundle.dsse import open_envelope
from app.bundle.errors import SignatureError
from app.domain.exchange import CERTIFICATE_TYPE, CertificateRequest
from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.hq.admission_errors import (
    CertificateExpiredError,
    CertificateForeignError,
    CertificateMissingError,
    CertificateRequestError,
    KioskRefusedError,
    KioskRevokedError,
)
from app.hq.assignment_serial import bump_serial
from app.hq.enrolment import give_certificate, secret_digest
from app.hq.errors import KioskUnknownError
from app.hq.store import Store
from app.hq.store_tables import KioskCertificateRow, KioskRow

_REQUEST = TypeAdapter(CertificateRequest)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A kiosk whose token and certificate belong together.

    Attributes:
        id: the kiosk.
        not_after: end of the certificate that it showed.
    """

    id: KioskId
    not_after: WallTime

    def check(self, now: WallTime) -> None:
        """See that the certificate still holds.

        Raises:
            CertificateExpiredError: it does not.
        """
        if now > self.not_after:
            raise CertificateExpiredError(
                f"The certificate of {self.id} ended on {self.not_after:%F}"
            )


def admitted(reader: Session, authorization: str | None, shown: bytes | None) -> Admitted:
    """The kiosk that a request comes from; whether its certificate still holds is not looked at.

    Args, Raises: as `kiosk_of`.
    """
    return _admitted(reader, _bearer(reader, authorization), shown)


def _admitted(reader: Session, kiosk: KioskRow, shown: bytes | None) -> Admitted:
    if shown is None:
        raise CertificateMissingError(f"{kiosk.id} showed no certificate")
    row = reader.get(KioskCertificateRow, hashlib.sha256(shown).hexdigest())
    if row is None or row.kiosk != kiosk.id:
        raise CertificateForeignError(f"The certificate shown is not one of {kiosk.id}")
    return Admitted(KioskId(kiosk.id), row.not_after)


def kiosk_of(
    store: Store, authorization: str | None, shown: bytes | None, now: WallTime
) -> KioskRow:
    """The kiosk that a request comes from.

    Args:
        store: HQ's.
        authorization: the request's `Authorization` header.
        shown: the certificate of the connection (DER), whose signature TLS has checked.
        now: the server's time.

    Raises:
        KioskRefusedError: no token of an enrolled kiosk.
        KioskRevokedError: that kiosk was revoked.
        CertificateMissingError, CertificateForeignError, CertificateExpiredError: no certificate,
            one that is not this kiosk's, one that is too old.
    """
    with store.reading() as reader:
        kiosk = _bearer(reader, authorization)
        _admitted(reader, kiosk, shown).check(now)
    return kiosk


def new_certificate(
    store: Store,
    authorization: str | None,
    shown: bytes | None,
    untrusted_request: bytes,
    now: WallTime,
) -> str:
    """A new certificate (PEM) for a kiosk, which signs that it wants it.

    The one before has to be shown and valid. A kiosk that HQ knows no certificate of (enrolled by
    an older program, or readmitted) is known by its token and its signature alone.

    Raises:
        KioskRefusedError, KioskRevokedError, CertificateMissingError, CertificateForeignError,
            CertificateExpiredError: as `kiosk_of`.
        CertificateRequestError: the request is not signed by that kiosk, or is none.
    """
    with store.reading() as reader:
        kiosk = _bearer(reader, authorization)
        query = select(KioskCertificateRow).where(KioskCertificateRow.kiosk == kiosk.id)
        known = reader.scalars(query).first() is not None
    if known:
        kiosk_of(store, authorization, shown, now)
    try:
        key = bytes.fromhex(kiosk.public_key)
        Ed25519PublicKey.from_public_bytes(key)
        payload = open_envelope(untrusted_request, CERTIFICATE_TYPE, (key,))
        request = _REQUEST.validate_json(payload, strict=True)
    except (SignatureError, ValidationError, ValueError) as error:
        raise CertificateRequestError("The request is not signed by the kiosk") from error
    if request.kiosk != kiosk.id:
        raise CertificateRequestError("The request is another kiosk's")
    with store.unit() as unit:
        return give_certificate(unit, store.home, KioskId(kiosk.id), request.csr, now)


def revoke(unit: Session, kiosk: KioskId) -> None:
    """Refuse a kiosk from now on: its requests, its bundles, its sessions at other kiosks.

    Raises:
        KioskUnknownError: there is no such kiosk.
    """
    row = unit.get(KioskRow, kiosk)
    if row is None:
        raise KioskUnknownError(f"There is no kiosk {kiosk}")
    row.revoked = True
    unit.execute(delete(KioskCertificateRow).where(KioskCertificateRow.kiosk == kiosk))
    bump_serial(unit)


def readmit(unit: Session, kiosk: KioskId) -> None:
    """Forget a kiosk's certificates: it gets a new one by its token and signature.

    For one whose certificate ran out while it was away, or is not known here any more. A kiosk that
    was revoked stays so.

    Raises:
        KioskUnknownError: there is no such kiosk, or it was revoked.
    """
    row = unit.get(KioskRow, kiosk)
    if row is None or row.revoked:
        raise KioskUnknownError(f"There is no kiosk {kiosk} that was not revoked")
    unit.execute(delete(KioskCertificateRow).where(KioskCertificateRow.kiosk == kiosk))


def _bearer(reader: Session, authorization: str | None) -> KioskRow:
    scheme, _, token = (authorization or "").partition(" ")
    row = None
    if scheme.lower() == "bearer" and token:
        query = select(KioskRow).where(KioskRow.token_digest == secret_digest(token))
        row = reader.scalar(query)
    if row is None:
        raise KioskRefusedError("The request bears no token of an enrolled kiosk")
    if row.revoked:
        raise KioskRevokedError(f"{row.id} was revoked")
    return row
