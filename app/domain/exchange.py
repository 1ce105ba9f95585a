"""What a branch and headquarters tell each other: the bodies of `docs/spec/sync-v1.md`."""

from dataclasses import dataclass
from typing import Literal

from app.domain.assignment import Assignment
from app.domain.ids import Digest, KioskId, SessionId
from app.domain.merkle import TreeHead
from app.domain.timing import WallTime

RECEIPT_TYPE = "application/vnd.booth.receipt+json"
ASSIGNMENTS_TYPE = "application/vnd.booth.assignments+json"
ENROLMENT_TYPE = "application/vnd.booth.enrolment+json"
RESUME_KEY_TYPE = "application/vnd.booth.resume-key+json"
MOVED_RECEIPT_TYPE = "application/vnd.booth.moved-receipt+json"


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A kiosk asks to be known; signed by the very key it names, as proof that it holds it.

    Attributes:
        code: the one-time enrolment code.
        kiosk_key: Ed25519 public key, hexadecimal.
        resume_key: X25519 public key that journals for this kiosk are sealed to, hexadecimal;
            empty from kiosks of old, to which no session can be moved until they have told it.
    """

    code: str
    kiosk_key: str
    resume_key: str = ""


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
        recipients: X25519 public keys that recordings are sealed to, hexadecimal.
        hq_keys: Ed25519 public keys that HQ signs with, hexadecimal.
    """

    kiosk: KioskId
    token: str
    branch: str
    recipients: tuple[str, ...]
    hq_keys: tuple[str, ...]


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
class AssignmentList:
    """Everything HQ sends down to one kiosk, signed.

    Attributes:
        serial: grows with every change at HQ; a kiosk takes no older list than it holds.
        issued: when it was signed.
        peers: None from an HQ of old.
        recipients: X25519 public keys to seal to from now on, hexadecimal; empty from an HQ of old.
    """

    kiosk: KioskId
    branch: str
    serial: int
    issued: WallTime
    assignments: tuple[Assignment, ...]
    operators: tuple[KioskOperator, ...]
    peers: PeerList | None = None
    recipients: tuple[str, ...] = ()


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
