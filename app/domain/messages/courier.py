"""Kiosk <-> courier: the process that seals bundles and talks to HQ."""

from dataclasses import dataclass
from typing import Literal

from app.domain.ids import AssignmentId, Digest, SessionId


@dataclass(frozen=True, slots=True)
class CourierConfig:
    """The courier's settings.

    Attributes:
        data: the kiosk's data folder; HQ's address and the kiosk's id are in its `kiosk.json`.
        poll_s: seconds between two looks at HQ while all goes well.
    """

    data: str
    poll_s: float = 30.0


@dataclass(frozen=True, slots=True)
class SealSession:
    """Seal this session's folder into a bundle and put it in the outbox.

    The folder holds `media/*.blog` (already sealed), and the kiosk's own sealed documents; the
    courier reads the documents from `documents` (plain bytes, in memory only, base64).

    Attributes:
        session: which session.
        folder: the session's folder.
        documents: (entry name, base64 of the content): session record, journal.
        safety_folder: the session's folder on the second disk; empty for none.
    """

    session: SessionId
    folder: str
    documents: tuple[tuple[str, str], ...]
    safety_folder: str = ""
    kind: Literal["seal_session"] = "seal_session"


@dataclass(frozen=True, slots=True)
class SyncNow:
    """The operator has what waits sent now, outside its hours too if HQ's rules let them."""

    kind: Literal["sync_now"] = "sync_now"


@dataclass(frozen=True, slots=True)
class AskPhoneCode:
    """Have HQ send a new code to the candidate's phone; `PhoneCodeSent` or `PhoneCodeNotSent`."""

    assignment: AssignmentId
    kind: Literal["ask_phone_code"] = "ask_phone_code"


CourierCommand = SealSession | SyncNow | AskPhoneCode


@dataclass(frozen=True, slots=True)
class SessionSealed:
    """The bundle is whole, verified and in the outbox.

    Attributes:
        digest: SHA-256 of the bundle file.
        size: its bytes.
        seal_s: seconds it took.
        left_out: names of the parts on the second disk that could not be read and are not in it.
        receipt: text of the candidate's receipt (see `app.bundle.completeness`).
    """

    session: SessionId
    digest: Digest
    size: int
    seal_s: float
    left_out: tuple[str, ...] = ()
    receipt: str = ""
    kind: Literal["session_sealed"] = "session_sealed"


OutboxState = Literal["waiting", "uploading", "uploaded", "receipted", "refused"]


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One bundle on its way.

    Attributes:
        state: `uploaded` is at HQ without a receipt yet; `refused` needs a person.
        sent: bytes HQ has acknowledged.
        detail: the reason of the last trouble, empty for none.
    """

    session: SessionId
    digest: Digest
    size: int
    state: OutboxState
    sent: int
    detail: str


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """Sent on every change.

    Attributes:
        online: whether HQ answered at the last try.
        outbox: all bundles not yet forgotten, newest first.
        assignments: how many assignments are held.
        detail: what is being tried or what failed, one English sentence.
        sends_from: time of the day (`20:00`) when what waits may be sent; empty when it may now.
        may_send_now: whether the operator may send outside these hours.
    """

    online: bool
    outbox: tuple[OutboxItem, ...]
    assignments: int
    detail: str
    sends_from: str = ""
    may_send_now: bool = False
    kind: Literal["sync_status"] = "sync_status"


@dataclass(frozen=True, slots=True)
class ReceiptCame:
    """HQ's countersignature for a bundle was verified and stored.

    Attributes:
        receipt: the receipt's short code for the candidate (8 characters).
    """

    session: SessionId
    digest: Digest
    receipt: str
    kind: Literal["receipt_came"] = "receipt_came"


@dataclass(frozen=True, slots=True)
class AssignmentsCame:
    """The stored assignments changed; read them again."""

    count: int
    kind: Literal["assignments_came"] = "assignments_came"


@dataclass(frozen=True, slots=True)
class CourierFailed:
    """A session could not be sealed; its folder is untouched."""

    session: SessionId
    code: str
    detail: str
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class PhoneCodeSent:
    """HQ sent a new code; the assignment held now has its hash."""

    assignment: AssignmentId
    kind: Literal["phone_code_sent"] = "phone_code_sent"


@dataclass(frozen=True, slots=True)
class PhoneCodeNotSent:
    """No code was sent, with the error's code."""

    assignment: AssignmentId
    code: str
    detail: str
    kind: Literal["phone_code_not_sent"] = "phone_code_not_sent"


@dataclass(frozen=True, slots=True)
class DownTold:
    """How it stands with what headquarters publishes; sent at every turn.

    Attributes:
        problems: (code, sentence), the most pressing first; empty when all is well.
    """

    problems: tuple[tuple[str, str], ...]
    kind: Literal["down_told"] = "down_told"


CourierReport = (
    SessionSealed
    | SyncStatus
    | ReceiptCame
    | AssignmentsCame
    | DownTold
    | CourierFailed
    | PhoneCodeSent
    | PhoneCodeNotSent
)
