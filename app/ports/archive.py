"""The port to what HQ holds of finished sessions: documents, media, and the proof of both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from app.domain.analysis import Language
from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.record import SessionRecord
from app.domain.timing import WallTime

SessionState = Literal["complete", "incomplete", "withdrawn"]
"""`incomplete`: a part was cut off or an answer is missing; `withdrawn`: consent was taken back."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the list of sessions.

    Attributes:
        imported: when HQ accepted the bundle.
    """

    session: SessionId
    assignment: AssignmentId
    kiosk: KioskId
    candidate_name: str
    position: str
    branch: str
    language: Language
    started: WallTime
    ended: WallTime
    imported: WallTime
    state: SessionState


@dataclass(frozen=True, slots=True)
class EntryDigest:
    """One entry of the bundle as it was received.

    Attributes:
        name: the entry's name.
        size: bytes as stored (sealed).
        digest: SHA-256 of those bytes.
    """

    name: str
    size: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class ReceiptProof:
    """HQ's countersignature.

    Attributes:
        received: when HQ accepted the bundle.
        key_id: which of HQ's signing keys.
        signature: hexadecimal.
    """

    received: WallTime
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was proved of a session, checked again when it was asked for.

    Attributes:
        bundle_digest: SHA-256 of the bundle file.
        entries: every entry with its digest.
        signature_valid: the kiosk's signature over the manifest.
        journal_verified: the journal's hash chain is whole and ends in the record's head.
        journal_events: number of events in it.
        receipt: None when none was given yet.
        problems: one English sentence each; empty when all is well.
    """

    bundle_digest: Digest
    entries: tuple[EntryDigest, ...]
    signature_valid: bool
    journal_verified: bool
    journal_events: int
    receipt: ReceiptProof | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """A part of the list of sessions, the newest first.

    Attributes:
        lines: those that were wanted.
        unopened: those on the way that HQ could not open: damaged, or sealed to a key that is away.
        further: the next part begins after this session; empty where nothing is left.
    """

    lines: tuple[SessionSummary, ...]
    unopened: tuple[SessionId, ...]
    further: SessionId | Literal[""]


class Archive(Protocol):
    """Sessions that HQ accepted. Safe to use from several threads."""

    def count(self) -> int:
        """How many sessions there are; none is opened."""
        ...

    def page(
        self, wanted: Callable[[SessionSummary], bool], after: str = "", most: int = 50
    ) -> SessionsPage:
        """A part of the list; what it takes does not depend on how many sessions there are.

        Args:
            wanted: whether a session is to be on it.
            after: the session after which it begins; empty, or unknown, for the newest.
            most: lines; there may be fewer although more would be wanted further on.
        """
        ...

    def record(self, session: SessionId) -> SessionRecord:
        """The session's documents.

        Raises:
            SessionUnknownError: there is no such session.
        """
        ...

    def held(self, session: SessionId) -> Mapping[str, bool]:
        """The entries that the session's bundle has, each with whether its final mark is there.

        The record may name more: a copy on the second disk that could not be read when it was
        sealed.

        Raises:
            SessionUnknownError: there is no such session.
        """
        ...

    def media(self, session: SessionId, entry: str) -> Iterator[bytes]:
        """The plain bytes of one media entry, unsealed in memory as they are read.

        What a recorder that was cut off had sealed is given whole; then it ends.

        Raises:
            SessionUnknownError: there is no such session or entry.
            IntegrityError: the entry was altered.
        """
        ...

    def integrity(self, session: SessionId) -> Integrity:
        """Digests, signature, journal and receipt.

        Raises:
            SessionUnknownError: there is no such session.
        """
        ...
