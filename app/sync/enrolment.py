"""Makes this kiosk known to an HQ, once."""

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from app.bundle.dsse import sign_envelope
from app.bundle.durable import write_durably
from app.domain.errors import FileMissingError
from app.domain.exchange import (
    ENROLMENT_TYPE,
    RESUME_KEY_TYPE,
    EnrolmentRequest,
    ResumeKeyTold,
)
from app.sync.client import CONNECT_S, HqClient
from app.sync.client_certificate import new_request, store_certificate
from app.sync.errors import AlreadyEnrolledError, CertificateError, UnreachableError
from app.sync.identity import CERTIFICATE, FILE, KioskIdentity, load_kiosk, store_kiosk
from app.sync.keystore import KioskKeys, create_keys, store_token
from app.sync.sealed_to import sealing_to
from app.sync.secret_store import StoreWish

_REQUEST = TypeAdapter(EnrolmentRequest)
_TOLD = TypeAdapter(ResumeKeyTold)


@dataclass(frozen=True, slots=True)
class Pin:
    """How the installer knows HQ's certificate: one of the two.

    Attributes:
        certificate: a PEM file.
        fingerprint: SHA-256 of the certificate's DER form, hexadecimal, colons allowed.
    """

    certificate: Path | None = None
    fingerprint: str = ""


def enrol(
    data: Path, address: str, code: str, pin: Pin, store: StoreWish = "file"
) -> KioskIdentity:
    """Enrol this kiosk; safe to repeat with the same code when the answer was lost.

    Args:
        data: the kiosk's data folder.
        address: HQ's, `https://host:port`.
        code: the one-time enrolment code.
        pin: HQ's certificate.
        store: where the secret of the kiosk's keys shall lie.

    Raises:
        SecretStoreError: the system's key store was wished, and does not answer.
        AlreadyEnrolledError: the data folder belongs to an enrolled kiosk.
        FileMissingError: the certificate's file cannot be read.
        CertificateError: HQ shows another certificate than the one pinned.
        HqRefusedError: the code is wrong or used.
        UnreachableError: HQ does not answer.
    """
    if (data / FILE).exists():
        raise AlreadyEnrolledError(f"The kiosk at {data} is enrolled")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = create_keys(data, store)
    write_durably(data / CERTIFICATE, _pinned(address, pin).encode())
    request = new_request()
    payload = _REQUEST.dump_json(
        EnrolmentRequest(code, keys.signer.public.hex(), keys.resume_public.hex(), request.csr)
    )
    client = HqClient(address, data / CERTIFICATE, "")
    try:
        reply = client.enrol(sign_envelope(ENROLMENT_TYPE, payload, keys.signer))
    finally:
        client.close()
    store_token(data, reply.token)
    if reply.certificate:  # an HQ of old gives none
        store_certificate(data, request, reply.certificate, keys.tls_secret)
    identity = KioskIdentity(
        reply.kiosk,
        reply.branch,
        address,
        data / CERTIFICATE,
        keys.signer.public,
        keys.resume_public,
        (),
        tuple(bytes.fromhex(key) for key in reply.hq_keys),
    )
    store_kiosk(data, sealing_to(identity, reply))
    return load_kiosk(data)


def signed_resume_key(identity: KioskIdentity, keys: KioskKeys) -> bytes:
    """What a kiosk enrolled by an older program tells HQ, in the kiosk's envelope."""
    told = ResumeKeyTold(identity.kiosk, keys.resume_public.hex())
    return sign_envelope(RESUME_KEY_TYPE, _TOLD.dump_json(told), keys.signer)


def _pinned(address: str, pin: Pin) -> str:
    if pin.certificate is not None:
        try:
            return pin.certificate.read_text()
        except OSError as error:
            raise FileMissingError(f"The certificate {pin.certificate} cannot be read") from error
    parts = urlsplit(address)
    try:
        shown = ssl.get_server_certificate(
            (parts.hostname or "", parts.port or 443), timeout=CONNECT_S
        )
    except OSError as error:
        raise UnreachableError(f"HQ does not answer ({type(error).__name__})") from error
    found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()
    if found != pin.fingerprint.replace(":", "").strip().lower():
        raise CertificateError("HQ shows a certificate with another fingerprint")
    return shown
