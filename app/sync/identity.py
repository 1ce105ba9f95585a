"""Who this kiosk is, and which HQ it belongs to: `<data>/kiosk.json`. Nothing in it is secret."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.ids import KioskId
from app.sync.errors import KeyStoreError, NotEnrolledError

FILE = "kiosk.json"
CERTIFICATE = "keys/hq-certificate.pem"


@dataclass(frozen=True, slots=True)
class KioskIdentity:
    """This kiosk, as HQ named it.

    Attributes:
        kiosk, branch: names.
        address: HQ's (`https://host:port`).
        certificate: HQ's TLS certificate, the only one accepted (PEM file).
        public_key: the kiosk's Ed25519 key.
        resume_key: X25519 key that the journals are sealed to besides the recipients.
        recipients: HQ's keys that recordings are sealed to, raw; see `app.bundle.recipients`.
        hq_keys: HQ's Ed25519 keys; what comes down is signed with one of them.
        sealed_to_key: the Ed25519 key that says whom to seal to; empty where HQ's list says so.
        sealed_to_serial: of the newest statement by that key.
    """

    kiosk: KioskId
    branch: str
    address: str
    certificate: Path
    public_key: bytes
    resume_key: bytes
    recipients: tuple[bytes, ...]
    hq_keys: tuple[bytes, ...]
    sealed_to_key: bytes = b""
    sealed_to_serial: int = 0


@dataclass(frozen=True, slots=True)
class _Stored:
    format: int
    kiosk: KioskId
    branch: str
    address: str
    public_key: str
    resume_key: str
    recipients: tuple[str, ...]
    hq_keys: tuple[str, ...]
    sealed_to_key: str = ""
    sealed_to_serial: int = 0


_STORED = TypeAdapter(_Stored)


def store_kiosk(data: Path, identity: KioskIdentity) -> None:
    """Keep the identity; on the disk when this returns."""
    held = _Stored(
        1,
        identity.kiosk,
        identity.branch,
        identity.address,
        identity.public_key.hex(),
        identity.resume_key.hex(),
        tuple(key.hex() for key in identity.recipients),
        tuple(key.hex() for key in identity.hq_keys),
        identity.sealed_to_key.hex(),
        identity.sealed_to_serial,
    )
    write_durably(data / FILE, _STORED.dump_json(held, indent=1))


def load_kiosk(data: Path) -> KioskIdentity:
    """The identity of the kiosk whose data folder this is.

    Raises:
        NotEnrolledError: it has none yet.
        KeyStoreError: the file is damaged.
    """
    try:
        held = _STORED.validate_json((data / FILE).read_bytes())
        return KioskIdentity(
            held.kiosk,
            held.branch,
            held.address,
            data / CERTIFICATE,
            bytes.fromhex(held.public_key),
            bytes.fromhex(held.resume_key),
            tuple(bytes.fromhex(key) for key in held.recipients),
            tuple(bytes.fromhex(key) for key in held.hq_keys),
            bytes.fromhex(held.sealed_to_key),
            held.sealed_to_serial,
        )
    except FileNotFoundError as error:
        raise NotEnrolledError(f"The kiosk at {data} is not enrolled") from error
    except (OSError, ValidationError, ValueError) as error:
        raise KeyStoreError(f"{FILE} is damaged") from error
