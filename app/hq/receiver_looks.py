"""What HQ's tables say of a request for an upload, looked up again whenever a table has changed.

A gibibyte comes in a thousand requests; five queries for each would take longer than its bytes.
"""

import threading
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.timing import WallTime
from app.hq.kiosk_admission import Admitted, admitted
from app.hq.store import Store
from app.hq.store_tables import BundleRow, QuarantineRow, UploadRow, WaitingRow

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which upload.

    Attributes:
        authorization: the request's header.
        shown: the connection's certificate (DER).
        upload: the upload's id.
    """

    authorization: str | None
    shown: bytes | None
    upload: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the tables say.

    Attributes:
        admitted: the kiosk, and until when.
        row: its upload; None when it has none of that id.
        decided: whether nothing more has to come: HQ has accepted the upload's bundle, put it away,
            or keeps it for who holds the sealing key.
    """

    admitted: Admitted
    row: UploadRow | None
    decided: bool


class Looks:
    """Looks that hold as long as nobody has written to HQ's database. Safe in several threads."""

    def __init__(self, store: Store) -> None:
        """Nothing is known yet."""
        self._store = store
        self._lock = threading.Lock()
        self._known: dict[Asked, Look] = {}
        self._changes = 0

    def known(self, asked: Asked, now: WallTime) -> Look | None:
        """What a look found that would find the same now; takes microseconds.

        Raises:
            CertificateExpiredError: the certificate ended since.
        """
        self._heed()
        with self._lock:
            look = self._known.get(asked)
        if look is not None:
            look.admitted.check(now)
        return look

    def look(self, asked: Asked, now: WallTime) -> Look:
        """Look.

        Raises:
            KioskRefusedError, KioskRevokedError, CertificateMissingError, CertificateForeignError,
                CertificateExpiredError: the kiosk is not admitted.
        """
        changes = self._heed()
        with self._store.reading() as reader:
            look = _look(reader, asked)
        look.admitted.check(now)
        with self._lock:
            # what was written meanwhile may or may not have been seen
            if changes == self._changes and len(self._known) < _KEPT:
                self._known[asked] = look
        return look

    def found(self, asked: Asked, now: WallTime) -> Look:
        """What is known, or else a look; raises what either raises."""
        return self.known(asked, now) or self.look(asked, now)

    def _heed(self) -> int:
        """Forget everything if somebody has written."""
        changes = self._store.changes()
        with self._lock:
            if changes != self._changes:
                self._known.clear()
                self._changes = changes
        return changes


def _look(reader: Session, asked: Asked) -> Look:
    kiosk = admitted(reader, asked.authorization, asked.shown)
    row = reader.get(UploadRow, asked.upload)
    if row is None or row.kiosk != kiosk.id:
        return Look(kiosk, None, decided=False)
    accepted = select(BundleRow.kiosk).where(BundleRow.digest == row.digest)
    refused = select(QuarantineRow.digest).where(QuarantineRow.digest == row.digest)
    decided = (
        reader.scalar(accepted) == row.kiosk
        or reader.scalar(refused) is not None
        or waits(reader, row.digest, row.kiosk)
    )
    return Look(kiosk, row, decided)


def waits(reader: Session, digest: str, kiosk: str) -> bool:
    """Whether a kiosk's bundle came whole, and waits for who holds the sealing key."""
    row = reader.get(WaitingRow, digest)
    return row is not None and row.kiosk == kiosk
