"""HQ's TLS certificate, and the authority that gives kiosks theirs (`docs/spec/sync-v1.md`)."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.bundle.durable import write_durably
from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.hq.admission_errors import CertificateRequestError
from app.hq.errors import HomeMissingError

CERTIFICATE = "tls/certificate.pem"
TLS_KEY = "tls/key.pem"
KIOSKS_CA = "tls/kiosks-ca.pem"
KIOSKS_CA_KEY = "tls/kiosks-ca-key.pem"
SERVER_VALID_FOR = timedelta(days=825)
"""Source: Apple's and the CA/Browser Forum's former limit for server certificates."""
CA_VALID_FOR = timedelta(days=3650)
KIOSK_VALID_FOR = timedelta(days=90)
"""Source: what public authorities give for certificates that renew themselves (Let's Encrypt)."""
_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A kiosk's certificate.

    Attributes:
        pem: for the kiosk.
        fingerprint: SHA-256 of its DER form, hexadecimal: how HQ knows it again.
    """

    pem: str
    fingerprint: str
    not_after: WallTime


def create_server_certificate(home: Path, host: str, now: WallTime) -> None:
    """Make the certificate that HQ shows, signed by itself: kiosks pin it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("Booth headquarters")
    certificate = (
        _builder(name, name, key.public_key(), now, SERVER_VALID_FOR)
        .add_extension(x509.SubjectAlternativeName(_alternative_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )
    _write(home / TLS_KEY, home / CERTIFICATE, key, certificate)


def ensure_kiosks_ca(home: Path, now: WallTime) -> None:
    """Make the authority for kiosks' certificates, unless there is one."""
    if (home / KIOSKS_CA).exists() and (home / KIOSKS_CA_KEY).exists():
        return
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("Booth kiosks")
    certificate = (
        _builder(name, name, key.public_key(), now, CA_VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    _write(home / KIOSKS_CA_KEY, home / KIOSKS_CA, key, certificate)


def issue(home: Path, kiosk: KioskId, untrusted_csr: str, now: WallTime) -> Issued:
    """A certificate for the key in the request; nothing else in the request counts.

    Args:
        home: HQ's folder.
        kiosk: whose it is; the certificate's common name.
        untrusted_csr: PKCS #10 in PEM, signed by its own key, on the curve P-256.
        now: it is valid from a day before this on.

    Raises:
        CertificateRequestError: it is not such a request.
        HomeMissingError: HQ's authority cannot be read.
    """
    try:
        request = x509.load_pem_x509_csr(untrusted_csr.encode())
        public = request.public_key()
        signed = request.is_signature_valid
    except (ValueError, InvalidSignature) as error:
        raise CertificateRequestError("The certificate request cannot be read") from error
    if not isinstance(public, ec.EllipticCurvePublicKey) or not signed:
        raise CertificateRequestError("The certificate request is not signed by its own key")
    if not isinstance(public.curve, ec.SECP256R1):
        raise CertificateRequestError("The certificate request's key is not on the curve P-256")
    authority, key = _authority(home)
    certificate = (
        _builder(_name(kiosk), authority.subject, public, now, KIOSK_VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM).decode()
    fingerprint = certificate.fingerprint(SHA256()).hex()
    return Issued(pem, fingerprint, WallTime(certificate.not_valid_after_utc))


def _authority(home: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        certificate = x509.load_pem_x509_certificate((home / KIOSKS_CA).read_bytes())
        key = load_pem_private_key((home / KIOSKS_CA_KEY).read_bytes(), None)
    except (OSError, ValueError) as error:
        raise HomeMissingError("Headquarters' authority for kiosks cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise HomeMissingError("Headquarters' authority for kiosks has another kind of key")
    return certificate, key


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: WallTime,
    valid_for: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + valid_for)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write(
    key_file: Path,
    certificate_file: Path,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
) -> None:
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_durably(key_file, plain)
    write_durably(certificate_file, certificate.public_bytes(Encoding.PEM), mode=0o644)


def _alternative_names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    try:
        extra: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        extra = x509.DNSName(host)
    return names if extra in names else [*names, extra]
