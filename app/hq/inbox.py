"""Accept a bundle or put it in quarantine with a reason; never repair it.

One bad bundle stands in nobody's way: each is judged alone, and its reason is a row, not a crash.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError as RowExistsError

from app.bundle.errors import SignatureError, WrongKeyError
from app.bundle.format import Opened, open_bundle
from app.bundle.move_proof import ToldMove
from app.bundle.verify import verify_bundle
from app.domain.errors import BoothError, IntegrityError
from app.domain.ids import Digest, KioskId
from app.domain.timing import WallTime
from app.hq.archive_contents import check_contents
from app.hq.archive_objects import ObjectFolder, file_digest
from app.hq.clear_checks import (
    check_assignment,
    check_clock,
    check_complete,
    check_replay,
    known_kiosk,
)
from app.hq.errors import (
    ReplayedError,
)
from app.hq.moves import check_branch, check_moves, move_rows, signing_keys, trusted_kiosks
from app.hq.receipts import countersign
from app.hq.store import Store
from app.hq.store_tables import BundleRow, QuarantineRow, WaitingRow
from app.hq.unlock import UnlockedKeys
from app.ports.clock import Clock


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is signed in clear is right; who holds the sealing key has to open it."""

    digest: Digest
    session: str


class Inbox:
    """Judges bundles. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        objects: ObjectFolder,
        keys: UnlockedKeys,
        clock: Clock,
        *,
        opens: bool = True,
    ) -> None:
        """Use this HQ's parts.

        Args:
            store: HQ's database.
            objects: HQ's files.
            keys: HQ's.
            clock: the machine's.
            opens: whether `keys` open anything; what is right so far waits otherwise.
        """
        self._opens = opens
        self._store = store
        self._objects = objects
        self._keys = keys
        self._clock = clock

    def take(self, file: Path, uploader: KioskId | None = None) -> Accepted | Quarantined | Waiting:
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
            opened = open_bundle(file)
            now = self._check_clear(opened, digest, uploader)
            if not self._opens:
                return self._hold(opened, digest, uploader, now)
            return self._accept(opened, digest, now)
        except (IntegrityError, WrongKeyError) as error:
            self._put_away(file, digest, error)
            return Quarantined(digest, error)

    def _held(self, digest: Digest) -> Accepted | None:
        with self._store.reading() as reader:
            row = reader.get(BundleRow, digest)
            if row is None:
                return None
            return Accepted(digest, row.session, row.receipt, row.receipt_code, again=True)

    def open_waiting(self) -> Iterator[Accepted | Quarantined]:
        """Judge what waits to be opened, one after the other, each from its beginning.

        Raises:
            DeviceError, OperatorError: as `take`; what was not judged waits on.
        """
        with self._store.reading() as reader:
            rows = reader.scalars(select(WaitingRow).order_by(WaitingRow.received)).all()
        for row in rows:
            file, uploader = self._objects.held(Digest(row.digest)), row.uploader
            # gone: it was judged before a cut, or lost; its kiosk then brings it again
            outcome = None
            if file.exists():
                outcome = self.take(file, None if uploader is None else KioskId(uploader))
            with self._store.unit() as unit:
                held = unit.get(WaitingRow, row.digest)
                if held is not None:
                    unit.delete(held)
            if outcome is not None and not isinstance(outcome, Waiting):
                yield outcome

    def _check_clear(self, opened: Opened, digest: Digest, uploader: KioskId | None) -> WallTime:
        """What can be judged without opening anything; gives when that was."""
        now = self._clock.now()
        with self._store.reading() as reader:
            kiosk = known_kiosk(reader, opened.manifest, uploader)
        # before anything else the manifest says is believed
        found = verify_bundle(opened, {opened.manifest.kiosk: bytes.fromhex(kiosk.public_key)})
        if found.problems:
            raise found.problems[0]
        if found.digest != digest:
            raise SignatureError("The file changed while it was judged")
        with self._store.reading() as reader:
            check_assignment(reader, opened.manifest, kiosk)
            check_replay(reader, opened.manifest)
        check_clock(opened.manifest, kiosk.enrolled, now)
        check_complete(opened)
        return now

    def _hold(
        self, opened: Opened, digest: Digest, uploader: KioskId | None, now: WallTime
    ) -> Waiting:
        manifest = opened.manifest
        self._objects.hold(opened.path, digest)
        with self._store.unit() as unit:
            unit.merge(
                WaitingRow(
                    digest=digest,
                    session=manifest.session,
                    kiosk=manifest.kiosk,
                    uploader=uploader,
                    assignment=manifest.assignment,
                    size=opened.size,
                    received=now,
                )
            )
        return Waiting(digest, manifest.session)

    def _accept(self, opened: Opened, digest: Digest, now: WallTime) -> Accepted:
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
