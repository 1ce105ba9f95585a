"""Tables of the branch-facing side of HQ.

Names are in `assignments` only, phone numbers in `phones`; answers and keys in none.
"""

from sqlalchemy.orm import Mapped, mapped_column

from app.domain.timing import WallTime
from app.hq.store import Base, UtcTime


class FactRow(Base):
    """A named fact about this HQ (`address`, `serial`)."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class KioskRow(Base):
    """A kiosk that was enrolled. The token is kept as its SHA-256 only."""

    __tablename__ = "kiosks"
    id: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str]
    public_key: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    enrolled: Mapped[WallTime] = mapped_column(UtcTime)
    revoked: Mapped[bool] = mapped_column(default=False)


class KioskCertificateRow(Base):
    """A TLS certificate given to a kiosk, by the SHA-256 of its DER form."""

    __tablename__ = "kiosk_certificates"
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    kiosk: Mapped[str]
    issued: Mapped[WallTime] = mapped_column(UtcTime)
    not_after: Mapped[WallTime] = mapped_column(UtcTime)


class ResumeKeyRow(Base):
    """The key that a kiosk's journals are sealed to. A table of its own: older homes lack it."""

    __tablename__ = "resume_keys"
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    public_key: Mapped[str]


class MoveRow(Base):
    """A move that an accepted session's journal tells, by the hash of the entry that says so."""

    __tablename__ = "moves"
    journal_head: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str]
    from_kiosk: Mapped[str]
    to_kiosk: Mapped[str]


class EnrolmentCodeRow(Base):
    """A one-time code, as its SHA-256; `kiosk` is set by its use."""

    __tablename__ = "enrolment_codes"
    code_digest: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str]
    created: Mapped[WallTime] = mapped_column(UtcTime)
    kiosk: Mapped[str | None]


class OperatorRow(Base):
    """A branch's operator; the PIN as argon2id."""

    __tablename__ = "operators"
    name: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)
    pin_hash: Mapped[str]


class AssignmentRow(Base):
    """An assignment; `body` is the `Assignment` as JSON."""

    __tablename__ = "assignments"
    id: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str]
    flow_digest: Mapped[str]
    created: Mapped[WallTime] = mapped_column(UtcTime)
    body: Mapped[str]


class PhoneRow(Base):
    """The phone that codes for an assignment are sent to. A table of its own: older homes lack it.

    `sends` messages were sent since `since`, the last at `last`.
    """

    __tablename__ = "phones"
    assignment: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    sends: Mapped[int]
    since: Mapped[WallTime] = mapped_column(UtcTime)
    last: Mapped[WallTime | None] = mapped_column(UtcTime)


class UploadRow(Base):
    """An upload under way; its offset is the size of its file."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(primary_key=True)
    kiosk: Mapped[str]
    digest: Mapped[str]
    session: Mapped[str]
    size: Mapped[int]
    created: Mapped[WallTime] = mapped_column(UtcTime)


class BundleRow(Base):
    """An accepted bundle; the file itself is an object named by its digest."""

    __tablename__ = "bundles"
    digest: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(unique=True)
    kiosk: Mapped[str]
    assignment: Mapped[str]
    size: Mapped[int]
    created: Mapped[WallTime] = mapped_column(UtcTime)
    received: Mapped[WallTime] = mapped_column(UtcTime, index=True)
    receipt_code: Mapped[str]
    receipt: Mapped[str]


class WaitingRow(Base):
    """A bundle that came where nothing is opened; the file lies in `waiting/`."""

    __tablename__ = "waiting"
    digest: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str]
    kiosk: Mapped[str]
    uploader: Mapped[str | None]
    assignment: Mapped[str]
    size: Mapped[int]
    received: Mapped[WallTime] = mapped_column(UtcTime)


class QuarantineRow(Base):
    """A bundle that was not accepted, and why; the file lies in `quarantine/`."""

    __tablename__ = "quarantine"
    digest: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    what: Mapped[str]
    advice: Mapped[str]
    session: Mapped[str]
    kiosk: Mapped[str]
    received: Mapped[WallTime] = mapped_column(UtcTime)
