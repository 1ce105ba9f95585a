"""Uploads as files that grow. An offset is acknowledged only when its bytes are on the disk."""

import hashlib
import mmap
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.bundle.durable import release_cached, sync_file, sync_folder, write_pieces
from app.domain.ids import Digest, KioskId
from app.domain.timing import WallTime
from app.hq.archive_objects import ObjectFolder
from app.hq.errors import KioskQuotaError, ObjectStoreError, UploadTooLargeError
from app.hq.receiver_limits import ReceiverLimits, receiver_limits
from app.hq.store import Store
from app.hq.store_tables import QuarantineRow, UploadRow

_READ_BYTES = 1024 * 1024
STALE_AFTER = timedelta(days=30)
"""An upload nobody went on with for so long is forgotten: its kiosk has lost its outbox, or goes on
from the beginning. Our own choice."""


class Growing:
    """One upload's file with the running SHA-256 of what it holds. One request at a time uses it.

    The file's size is the offset: nothing else has to be kept, and after a power cut the system
    gives back at least what was synced. The digest is checked at the end in any case.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; reads what is there once.

        Raises:
            ObjectStoreError: the disk refused.
        """
        self.path = path
        self._hash = hashlib.sha256()
        self.offset = 0
        self._released = 0
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            while chunk := os.read(self._handle, _READ_BYTES):
                self._hash.update(chunk)
                self.offset += len(chunk)
            os.fsync(self._handle)
            sync_folder(path.parent)
        except OSError as error:
            raise ObjectStoreError(f"The upload cannot be opened: {error.strerror}") from error

    def append(self, pieces: list[bytes]) -> None:
        """Write and hash; not yet synced.

        Args:
            pieces: taken out of the list, so that nothing is ever written twice.

        Raises:
            ObjectStoreError: the disk refused; the file is as before.
        """
        mine = pieces.copy()
        pieces.clear()
        try:
            write_pieces(self._handle, mine)
        except OSError as error:
            os.ftruncate(self._handle, self.offset)
            raise ObjectStoreError(f"The upload cannot be written: {error.strerror}") from error
        for piece in mine:
            self._hash.update(piece)
            self.offset += len(piece)

    def append_durably(self, pieces: list[bytes]) -> None:
        """`append`, and sync in any case, as something written before may not be.

        Raises:
            ObjectStoreError: the disk refused.
        """
        try:
            self.append(pieces)
        finally:
            self.sync()

    def sync(self) -> int:
        """Bring everything to the disk; gives the offset that may now be acknowledged.

        Raises:
            ObjectStoreError: the disk refused.
        """
        try:
            sync_file(self._handle)
            release_cached(self._handle, self._released)
        except OSError as error:
            raise ObjectStoreError(f"The upload cannot be synced: {error.strerror}") from error
        self._released = self.offset - self.offset % mmap.PAGESIZE
        return self.offset

    @property
    def digest(self) -> Digest:
        """SHA-256 of what the file holds."""
        return Digest(self._hash.hexdigest())

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a kiosk announces."""

    kiosk: KioskId
    digest: Digest
    session: str
    size: int

    @property
    def id(self) -> str:
        """The upload's id: the same kiosk and bundle always have the same."""
        return hashlib.sha256(f"{self.kiosk} {self.digest}".encode()).hexdigest()[:40]


class Uploads:
    """All uploads under way. The caller sees to it that each has one user at a time."""

    def __init__(self, store: Store, objects: ObjectFolder) -> None:
        """Use this HQ's parts."""
        self._store = store
        self._objects = objects
        self._open: dict[str, Growing] = {}

    def create(self, wanted: Wanted, now: WallTime) -> UploadRow:
        """The upload for what is wanted; the one under way where there is one.

        Raises:
            UploadTooLargeError: no kiosk may bring so much.
            KioskQuotaError: this kiosk may not bring more for now.
            ObjectStoreError: the disk has no room for it beside what others have begun.
        """
        self._forget_stale(now)
        with self._store.reading() as reader:
            limits = receiver_limits(reader)
            others = [row for row in reader.scalars(select(UploadRow)).all() if row.id != wanted.id]
            query = select(QuarantineRow.digest).where(QuarantineRow.kiosk == wanted.kiosk)
            refused = reader.scalars(query).all()
        mine = [row for row in others if row.kiosk == wanted.kiosk]
        held = sum(row.size for row in mine) + sum(
            _size(self._objects.quarantine / f"{digest}.bundle") for digest in refused
        )
        if wanted.size > limits.kiosk_bytes:
            raise UploadTooLargeError(f"{wanted.size} bytes are more than {limits.kiosk_bytes}")
        if len(mine) >= limits.kiosk_uploads:
            raise KioskQuotaError(f"{wanted.kiosk} has {len(mine)} uploads under way")
        if held + wanted.size > limits.kiosk_bytes:
            raise KioskQuotaError(f"{wanted.kiosk} has {held} bytes under way or in quarantine")
        self._check_room(wanted, others, limits)
        with self._store.unit() as unit:
            row = unit.get(UploadRow, wanted.id)
            if row is None or row.size != wanted.size:
                row = unit.merge(
                    UploadRow(
                        id=wanted.id,
                        kiosk=wanted.kiosk,
                        digest=wanted.digest,
                        session=wanted.session,
                        size=wanted.size,
                        created=now,
                    )
                )
        return row

    def _check_room(
        self, wanted: Wanted, others: Sequence[UploadRow], limits: ReceiverLimits
    ) -> None:
        promised = sum(max(0, row.size - self.size(row.id)) for row in others)
        missing = max(0, wanted.size - self.size(wanted.id))
        free = shutil.disk_usage(self._objects.uploads).free
        if missing + promised + limits.free_bytes > free:
            raise ObjectStoreError(
                f"There is no room for {wanted.size} bytes: {free} are free, {promised} promised"
            )

    def _forget_stale(self, now: WallTime) -> None:
        with self._store.reading() as reader:
            query = select(UploadRow).where(UploadRow.created < now - STALE_AFTER)
            old = reader.scalars(query).all()
        for row in old:
            touched = _touched(self.path(row.id))
            if row.id not in self._open and touched < (now - STALE_AFTER).timestamp():
                self.discard(row.id)
                self.forget(row.id)

    def find(self, upload: str, kiosk: str) -> UploadRow | None:
        """The upload of that id, if it is this kiosk's."""
        with self._store.reading() as reader:
            row = reader.get(UploadRow, upload)
        return row if row is not None and row.kiosk == kiosk else None

    def path(self, upload: str) -> Path:
        """The file of an upload."""
        return self._objects.uploads / f"{upload}.part"

    def size(self, upload: str) -> int:
        """Bytes in the upload's file; 0 when there is none, or the inbox has taken it away."""
        return _size(self.path(upload))

    def opened(self, upload: str) -> Growing | None:
        """The upload's file, if it is open already."""
        return self._open.get(upload)

    def growing(self, upload: str) -> Growing:
        """The upload's open file.

        Raises:
            ObjectStoreError: the disk refused.
        """
        growing = self._open.get(upload)
        if growing is None:
            growing = self._open[upload] = Growing(self.path(upload))
        return growing

    def release(self, upload: str) -> Path:
        """Close the upload's file, so that it can be moved."""
        growing = self._open.pop(upload, None)
        if growing is not None:
            growing.close()
        return self.path(upload)

    def discard(self, upload: str) -> None:
        """Forget an upload with its bytes."""
        self.release(upload).unlink(missing_ok=True)

    def forget(self, upload: str) -> None:
        """Forget an upload whose file has gone its way."""
        self.release(upload)
        with self._store.unit() as unit:
            row = unit.get(UploadRow, upload)
            if row is not None:
                unit.delete(row)

    def close(self) -> None:
        """Close every file."""
        for upload in list(self._open):
            self.release(upload)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
