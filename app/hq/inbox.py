"""Accept a bundle or put it in quarantine with a reason; never repair it.

One bad bundle stands in nobody's way: each is judged alone, and its reason is a row, not a crash.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError as RowExistsError
from sqlalchemy.orm import Session

from app.bundle.errors import SignatureError, WrongKeyError
from app.bundle.format import Opened, open_bundle
from app.bundle.manifest import Manifest
from app.bundle.move_proof import ToldMove
from app.bundle.moving import move_entry
from app.bundle.verify import verify_bundle
from app.domain.errors import BoothError, IntegrityError
from app.domain.ids import Digest, KioskId
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY
from app.domain.timing import WallTime
from app.hq.archive_contents import check_contents
from app.hq.archive_objects import ObjectFolder, file_digest
from app.hq.errors import (
    AssignmentUnknownError,
    ClockError,
    IncompleteBundleError,
    KioskUnknownError,
    ReplayedError,
)
from app.hq.moves import check_branch, check_moves, move_rows, signing_keys, trusted_kiosks
from app.hq.receipts import countersign
from app.hq.store import Store
from app.hq.store_tables import AssignmentRow, BundleRow, KioskRow, QuarantineRow
from app.hq.unlock import UnlockedKeys
from app.ports.clock import Clock

CLOCK_TOLERANCE = timedelta(hours=24)
"""A kiosk's clock may be wrong by a time zone and a daylight saving; not by more than a day."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bundle is in the archive.

    Attributes:
        digest: of the bundle.
        receipt: HQ's signed envelope, as JSON text.
        code: the receipt's short code.
        again: it was in the archive before; this is the receipt given then.
    """

    digest: Digest
    session: str
    receipt: str
    code: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Quarantined:
    """The bundle was not accepted; nothing was imported.

    Attributes:
        reason: with code and advice.
    """

    digest: Digest
    reason: BoothError


class Inbox:
    """Judges bundles. Safe to use from several threads."""

    def __init__(
        self, store: Store, objects: ObjectFolder, keys: UnlockedKeys, clock: Clock
    ) -> None:
        """Use this HQ's parts."""
        self._store = store
        self._objects = objects
        self._keys = keys
        self._clock = clock

    def take(self, file: Path, uploader: KioskId | None = None) -> Accepted | Quarantined:
        """Judge `file`, which is the inbox's own to move.

        Args:
            file: in `ObjectFolder.uploads`.
            uploader: the kiosk that sent it; None when it came by hand.

        Raises:
            DeviceError: HQ's own disk failed; the file is still there, try again later.
            OperatorError: the file cannot be read, or HQ's key is not the one.
        """
        digest = file_digest(file)
        held = self._held(digest)
        if held is not None:
            file.unlink()
            return held
        try:
            return self._accept(open_bundle(file), digest, uploader)
        except (IntegrityError, WrongKeyError) as error:
            self._put_away(file, digest, error)
            return Quarantined(digest, error)

    def _held(self, digest: Digest) -> Accepted | None:
        with self._store.reading() as reader:
            row = reader.get(BundleRow, digest)
            if row is None:
                return None
            return Accepted(digest, row.session, row.receipt, row.receipt_code, again=True)

    def _accept(self, opened: Opened, digest: Digest, uploader: KioskId | None) -> Accepted:
        now = self._clock.now()
        with self._store.reading() as reader:
            kiosk = _known_kiosk(reader, opened.manifest, uploader)
        # before anything else the manifest says is believed
        found = verify_bundle(opened, {opened.manifest.kiosk: bytes.fromhex(kiosk.public_key)})
        if found.problems:
            raise found.problems[0]
        if found.digest != digest:
            raise SignatureError("The file changed while it was judged")
        with self._store.reading() as reader:
            _check_assignment(reader, opened.manifest, kiosk)
            _check_replay(reader, opened.manifest)
        _check_clock(opened.manifest, kiosk.enrolled, now)
        _check_complete(opened)
        with self._store.reading() as reader:
            signers = signing_keys(reader)
        check_contents(opened, self._keys.open_key, signers)
        return self._import(opened, digest, now, self._check_moves(opened))

    def _check_moves(self, opened: Opened) -> tuple[ToldMove, ...]:
        with self._store.reading() as reader:
            trusted = trusted_kiosks(reader)
        opened_by, made = check_moves(opened, self._keys.open_key, trusted)
        with self._store.reading() as reader:
            check_branch(reader, opened.manifest, opened_by)
        return made

    def _import(
        self, opened: Opened, digest: Digest, now: WallTime, made: tuple[ToldMove, ...]
    ) -> Accepted:
        manifest = opened.manifest
        receipt, envelope = countersign(manifest, digest, opened.size, now, self._keys.signer)
        # the object first: a row without its object would be a loss, an object without its row
        # is found again when the bundle comes again
        self._objects.keep(opened.path, digest)
        row = BundleRow(
            digest=digest,
            session=manifest.session,
            kiosk=manifest.kiosk,
            assignment=manifest.assignment,
            size=opened.size,
            created=manifest.created,
            received=now,
            receipt_code=receipt.code,
            receipt=envelope.decode(),
        )
        try:
            with self._store.unit() as unit:
                unit.add(row)
                unit.add_all(move_rows(manifest.session, made))
                refused = unit.get(QuarantineRow, digest)
                if refused is not None:
                    unit.delete(refused)
        except RowExistsError as error:
            held = self._held(digest)
            if held is not None:
                return held
            raise ReplayedError(f"Session {manifest.session} came twice at once") from error
        self._objects.drop_refused(digest)
        return Accepted(digest, manifest.session, row.receipt, receipt.code)

    def _put_away(self, file: Path, digest: Digest, reason: BoothError) -> None:
        session, kiosk = _claims(file)
        if file.exists():
            self._objects.put_away(file, digest)
        with self._store.unit() as unit:
            unit.merge(
                QuarantineRow(
                    digest=digest,
                    code=reason.code,
                    what=reason.what,
                    advice=reason.advice,
                    session=session,
                    kiosk=kiosk,
                    received=self._clock.now(),
                )
            )


def _claims(file: Path) -> tuple[str, str]:
    try:
        manifest = open_bundle(file).manifest
    except BoothError:
        return "", ""
    return manifest.session, manifest.kiosk


def _known_kiosk(reader: Session, manifest: Manifest, uploader: KioskId | None) -> KioskRow:
    row = reader.get(KioskRow, manifest.kiosk)
    if row is None:
        raise KioskUnknownError(f"The kiosk {manifest.kiosk} is not enrolled here")
    if row.revoked:
        raise KioskUnknownError(f"The kiosk {manifest.kiosk} was revoked")
    if uploader is not None and uploader != manifest.kiosk:
        raise KioskUnknownError("The bundle came from another kiosk than the one that sealed it")
    return row


def _check_assignment(reader: Session, manifest: Manifest, kiosk: KioskRow) -> None:
    row = reader.get(AssignmentRow, manifest.assignment)
    moved = any(entry.name == move_entry(1) for entry in manifest.entries)
    if row is None or (row.branch != kiosk.branch and not moved):
        raise AssignmentUnknownError("The assignment was not given to the kiosk's branch")
    if row.flow_digest != manifest.flow_digest:
        raise AssignmentUnknownError("The interview was not held by the assignment's flow")


def _check_replay(reader: Session, manifest: Manifest) -> None:
    query = select(BundleRow.digest).where(BundleRow.session == manifest.session)
    if reader.scalar(query) is not None:
        raise ReplayedError(f"Session {manifest.session} is in the archive, in another bundle")


def _check_clock(manifest: Manifest, enrolled: WallTime, now: WallTime) -> None:
    if manifest.created > now + CLOCK_TOLERANCE:
        raise ClockError("The bundle was sealed in the future")
    if manifest.created < enrolled - CLOCK_TOLERANCE:
        raise ClockError("The bundle was sealed before its kiosk was enrolled")


def _check_complete(opened: Opened) -> None:
    for name in (RECORD_ENTRY, JOURNAL_ENTRY):
        placed = opened.placed(name)
        if placed is None or not placed.entry.complete:
            raise IncompleteBundleError(f"The bundle has no whole entry {name}")
