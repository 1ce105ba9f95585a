"""What is judged of a bundle by what is signed in clear, against what HQ knows."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bundle.format import Opened
from app.bundle.manifest import Manifest
from app.bundle.moving import move_entry
from app.domain.ids import KioskId
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY
from app.domain.timing import WallTime
from app.hq.errors import (
    AssignmentUnknownError,
    ClockError,
    IncompleteBundleError,
    KioskUnknownError,
    ReplayedError,
)
from app.hq.store_tables import AssignmentRow, BundleRow, KioskRow

CLOCK_TOLERANCE = timedelta(hours=24)
"""A kiosk's clock may be wrong by a time zone and a daylight saving; not by more than a day."""


def known_kiosk(reader: Session, manifest: Manifest, uploader: KioskId | None) -> KioskRow:
    """The kiosk that the manifest names.

    Raises:
        KioskUnknownError: it is not enrolled, was revoked, or is not who sent the bundle.
    """
    row = reader.get(KioskRow, manifest.kiosk)
    if row is None:
        raise KioskUnknownError(f"The kiosk {manifest.kiosk} is not enrolled here")
    if row.revoked:
        raise KioskUnknownError(f"The kiosk {manifest.kiosk} was revoked")
    if uploader is not None and uploader != manifest.kiosk:
        raise KioskUnknownError("The bundle came from another kiosk than the one that sealed it")
    return row


def check_assignment(reader: Session, manifest: Manifest, kiosk: KioskRow) -> None:
    """The kiosk's branch was given that interview, before it was held.

    Raises:
        AssignmentUnknownError: it was not, or by another flow.
        ClockError: sealed before HQ made the assignment: the kiosk's clock was set back.
    """
    row = reader.get(AssignmentRow, manifest.assignment)
    moved = any(entry.name == move_entry(1) for entry in manifest.entries)
    if row is None or (row.branch != kiosk.branch and not moved):
        raise AssignmentUnknownError("The assignment was not given to the kiosk's branch")
    if row.flow_digest != manifest.flow_digest:
        raise AssignmentUnknownError("The interview was not held by the assignment's flow")
    if manifest.created < row.created - CLOCK_TOLERANCE:
        raise ClockError("The bundle was sealed before its interview was assigned")


def check_replay(reader: Session, manifest: Manifest) -> None:
    """Raise ReplayedError if another bundle of the session is in the archive."""
    query = select(BundleRow.digest).where(BundleRow.session == manifest.session)
    if reader.scalar(query) is not None:
        raise ReplayedError(f"Session {manifest.session} is in the archive, in another bundle")


def check_clock(manifest: Manifest, enrolled: WallTime, now: WallTime) -> None:
    """Raise ClockError unless the bundle was sealed between the kiosk's enrolment and now."""
    if manifest.created > now + CLOCK_TOLERANCE:
        raise ClockError("The bundle was sealed in the future")
    if manifest.created < enrolled - CLOCK_TOLERANCE:
        raise ClockError("The bundle was sealed before its kiosk was enrolled")


def check_complete(opened: Opened) -> None:
    """Raise IncompleteBundleError unless what every session has is there and whole."""
    for name in (RECORD_ENTRY, JOURNAL_ENTRY):
        placed = opened.placed(name)
        if placed is None or not placed.entry.complete:
            raise IncompleteBundleError(f"The bundle has no whole entry {name}")
