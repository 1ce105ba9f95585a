"""The kiosk's own TLS certificate: asked for, kept, renewed (`docs/spec/sync-v1.md`)."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from pydantic import TypeAdapter

from app.bundle.dsse import sign_envelope
from app.bundle.durable import write_durably
from app.domain.exchange import CERTIFICATE_TYPE, CertificateRequest
from app.domain.timing import WallTime
from app.sync.client import HqClient, ShownCertificate
from app.sync.errors import HqRefusedError, KeyStoreError, NotAdmittedError
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys

FILE = "keys/client.pem"
RENEW_BEFORE = timedelta(days=30)
"""Of the 90 days that HQ gives: a kiosk that was off for two months still renews by itself."""
_REQUEST = TypeAdapter(CertificateRequest)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """A new key and the request for its certificate.

    Attributes:
        csr: PKCS #10, PEM.
    """

    key: ec.EllipticCurvePrivateKey
    csr: str


def new_request() -> KeyRequest:
    """A new key on P-256; HQ alone says whose the certificate is, so the name says nothing."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kiosk")])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
    return KeyRequest(key, csr.public_bytes(Encoding.PEM).decode())


def store_certificate(data: Path, request: KeyRequest, untrusted: str, secret: str) -> None:
    """Keep HQ's certificate with its key in one file; the old or the new pair, never a mixture.

    Raises:
        HqRefusedError: what HQ gave is no certificate for that key.
    """
    try:
        certificate = x509.load_pem_x509_certificate(untrusted.encode())
    except ValueError as error:
        raise HqRefusedError("HQ's certificate for the kiosk cannot be read") from error
    if certificate.public_key() != request.key.public_key():
        raise HqRefusedError("HQ's certificate for the kiosk is for another key")
    sealed = request.key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(secret.encode())
    )
    write_durably(data / FILE, sealed + certificate.public_bytes(Encoding.PEM))


def ends(data: Path) -> WallTime | None:
    """When the certificate held ends; None when there is none."""
    try:
        held = x509.load_pem_x509_certificate((data / FILE).read_bytes())
    except (OSError, ValueError):
        return None
    return WallTime(held.not_valid_after_utc)


def open_client(data: Path, identity: KioskIdentity, keys: KioskKeys) -> HqClient:
    """A connection to HQ that shows the kiosk's certificate, if it has one, and its token."""
    client = HqClient(identity.address, identity.certificate, keys.token)
    try:
        client.show(_shown(data, keys))
    except KeyStoreError as error:  # the next request says that it cannot be made
        _log.warning("%s", error)
    return client


def _shown(data: Path, keys: KioskKeys) -> ShownCertificate | None:
    return None if ends(data) is None else ShownCertificate(data / FILE, keys.tls_secret)


@dataclass(slots=True)
class Renewal:
    """Sees to it that the kiosk has a certificate that HQ takes.

    Attributes:
        data: the kiosk's folder.
        refused: HQ did not take the certificate shown: ask for another without showing it, which HQ
            grants once the kiosk was readmitted.
    """

    data: Path
    identity: KioskIdentity
    keys: KioskKeys
    refused: bool = False

    def renew(self, client: HqClient, now: WallTime) -> bool:
        """Renew the certificate if it is time; `client` shows the new one from then on.

        Returns:
            Whether the certificate changed.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: as `HqClient.request`; the
                certificate held stays.
        """
        until = ends(self.data)
        if until is not None and now < until - RENEW_BEFORE and not self.refused:
            return False
        request = new_request()
        payload = _REQUEST.dump_json(CertificateRequest(self.identity.kiosk, request.csr))
        envelope = sign_envelope(CERTIFICATE_TYPE, payload, self.keys.signer)
        if self.refused:
            client.show(None)
        self.refused = False
        try:
            given = client.new_certificate(envelope)
            store_certificate(self.data, request, given, self.keys.tls_secret)
        finally:
            client.show(_shown(self.data, self.keys))
        _log.info("the kiosk has a new certificate")
        return True

    def note(self, error: NotAdmittedError) -> None:
        """HQ did not admit the kiosk: if it was for the certificate, ask for another next time."""
        self.refused = self.refused or "REVOKED" not in error.quoted
