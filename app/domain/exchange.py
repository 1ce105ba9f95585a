"""What a branch and headquarters tell each other: the bodies of `docs/spec/sync-v1.md`."""

import hmac
from dataclasses import dataclass
from typing import Literal

from app.domain.assignment import Assignment
from app.domain.ids import Digest, KioskId, SessionId
from app.domain.merkle import TreeHead
from app.domain.timing import WallTime

RECEIPT_TYPE = "application/vnd.booth.receipt+json"
RECIPIENTS_TYPE = "application/vnd.booth.hq-recipients+json"
RECEIPT_ENDING = ".booth-receipt"
"""Of a file with a signed receipt that is carried by hand."""
ASSIGNMENTS_TYPE = "application/vnd.booth.assignments+json"
ENROLMENT_TYPE = "application/vnd.booth.enrolment+json"
CERTIFICATE_TYPE = "application/vnd.booth.certificate-request+json"
RESUME_KEY_TYPE = "application/vnd.booth.resume-key+json"
MOVED_RECEIPT_TYPE = "application/vnd.booth.moved-receipt+json"
OFFSET_WORD = "Booth-Offset-Word"
"""Header beside `Upload-Offset` in HQ's answer: see `offset_word`."""


def offset_word(token: str, upload: str, offset: int) -> str:
    """HQ's word that it has so many bytes of an upload, which nobody between can give by mistake.

    Args:
        token: the kiosk's.
        upload: the upload's id.
        offset: bytes on HQ's disk.

    Returns:
        HMAC-SHA-256, hexadecimal.
    """
    said = f"booth offset 1\n{upload}\n{offset}".encode()
    return hmac.digest(token.encode(), said, "sha256").hex()


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A kiosk asks to be known; signed by the very key it names, as proof that it holds it.

    Attributes:
        code: the one-time enrolment code.
        kiosk_key: Ed25519 public key, hexadecimal.
        resume_key: X25519 public key that journals for this kiosk are sealed to, hexadecimal;
            empty from kiosks of old, to which no session can be moved until they have told it.
        csr: PKCS #10 request for the kiosk's TLS certificate, PEM; empty from kiosks of old.
    """

    code: str
    kiosk_key: str
    resume_key: str = ""
    csr: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """A kiosk wants a new TLS certificate; signed by the kiosk.

    Attributes:
        csr: PKCS #10, PEM.
    """

    kiosk: KioskId
    csr: str


@dataclass(frozen=True, slots=True)
class CertificateReply:
    """HQ's answer: the certificate, PEM."""

    certificate: str


@dataclass(frozen=True, slots=True)
class ResumeKeyTold:
    """A kiosk that was enrolled by an older program tells its resume key; signed by the kiosk.

    Attributes:
        resume_key: as in `EnrolmentRequest`.
    """

    kiosk: KioskId
    resume_key: str


@dataclass(frozen=True, slots=True)
class EnrolmentReply:
    """HQ's answer.

    Attributes:
        kiosk: its name from now on.
        token: what it shows with every request; HQ keeps only its digest.
        branch: where it stands.
        recipients: public keys that recordings are sealed to, hexadecimal; of which kind, their
            length says.
        hq_keys: Ed25519 public keys that HQ signs with, hexadecimal.
        certificate: the kiosk's TLS certificate, PEM; empty when it asked for none.
        sealed_to: as in `AssignmentList`.
        sealed_to_key: the key that signs it, Ed25519, hexadecimal; empty where HQ has none.
    """

    kiosk: KioskId
    token: str
    branch: str
    recipients: tuple[str, ...]
    hq_keys: tuple[str, ...]
    certificate: str = ""
    sealed_to: str = ""
    sealed_to_key: str = ""


@dataclass(frozen=True, slots=True)
class KioskOperator:
    """Someone who may unlock the operator's window at a branch.

    Attributes:
        pin_hash: argon2id of the PIN, in its encoded form.
    """

    name: str
    pin_hash: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A kiosk that HQ vouches for.

    Attributes:
        public_key: Ed25519, hexadecimal.
        resume_key: X25519, hexadecimal; empty when HQ was never told.
    """

    kiosk: KioskId
    branch: str
    public_key: str
    resume_key: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class PeerList:
    """Every kiosk of the bank, for moving a session from one to another without a network.

    Attributes:
        expires: after this nothing is moved until a newer list came.
    """

    issued: WallTime
    expires: WallTime
    kiosks: tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class SendingRules:
    """How a branch sends its bundles.

    Attributes:
        bytes_per_s: at most, over all its uploads; 0 for no limit.
        from_minute, to_minute: of the day in the branch's zone, between which bundles are sent; the
            window may go over midnight. Equal: at any time.
        at_once: uploads side by side, 1 or 2.
        send_now: whether the operator may send outside these hours.
    """

    bytes_per_s: int = 0
    from_minute: int = 0
    to_minute: int = 0
    at_once: int = 1
    send_now: bool = True


@dataclass(frozen=True, slots=True)
class AssignmentList:
    """Everything HQ sends down to one kiosk, signed.

    Attributes:
        serial: grows with every change at HQ; a kiosk takes no older list than it holds.
        issued: when it was signed.
        peers: None from an HQ of old.
        sending: how the branch sends.
        expires: after this it is told as ended, and holds; None from an HQ of old.
        recipients: public keys to seal to from now on, hexadecimal; empty from an HQ of old.
        hq_keys: Ed25519 public keys that HQ signs with from now on, hexadecimal, the newest first;
            empty from an HQ of old.
        sealed_to: the envelope of a `SealedTo`, in the place of `recipients`; empty where HQ's keys
            are not set apart.
        sealed_to_key: the key that signs it, Ed25519, hexadecimal.
        hq_changes: of HQ's signing key, each in an envelope signed by both keys: by them a kiosk
            that trusts an earlier key comes to the newest.
    """

    kiosk: KioskId
    branch: str
    serial: int
    issued: WallTime
    assignments: tuple[Assignment, ...]
    operators: tuple[KioskOperator, ...]
    peers: PeerList | None = None
    sending: SendingRules = SendingRules()
    recipients: tuple[str, ...] = ()
    expires: WallTime | None = None
    hq_keys: tuple[str, ...] = ()
    sealed_to: str = ""
    sealed_to_key: str = ""
    hq_changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedTo:
    """Whom kiosks seal to, signed by who holds the sealing keys.

    Attributes:
        format: `booth-hq-recipients/1`.
        serial: grows with every change; a kiosk takes none that is smaller than the one it had.
        recipients: public keys, hexadecimal.
    """

    format: str
    serial: int
    issued: WallTime
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """HQ's countersignature: it holds the bundle, and the branch may let its copy go.

    Attributes:
        digest: SHA-256 of the bundle file.
        size: its bytes.
        received: when HQ accepted it.
        code: 8 characters for the candidate (see `app.hq.receipts`).
        journal: the Merkle tree over the journal in it, for proofs of single events; None for
            bundles of earlier kiosks.
    """

    digest: Digest
    session: SessionId
    kiosk: KioskId
    size: int
    journal_head: str
    received: WallTime
    code: str
    journal: TreeHead | None = None


@dataclass(frozen=True, slots=True)
class MovedReceipt:
    """HQ's word to a kiosk that gave a session away: it came, the copy may go.

    Attributes:
        kiosk: the one that gave it away.
        journal_head: hash of the journal's entry that says so, hexadecimal.
        receipt: of the bundle that the session came in, sealed by another kiosk.
    """

    session: SessionId
    kiosk: KioskId
    journal_head: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Refusal:
    """The body of every answer that is not a success.

    Attributes:
        code: as in `BoothError.code`.
    """

    code: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class ReceiptPending:
    """HQ has the bytes and has not decided yet."""

    state: Literal["receiving", "checking"]
