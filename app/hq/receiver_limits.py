"""What kiosks may ask of HQ's disk: a quota for each, and room that nobody gets."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from app.hq.errors import LimitsError
from app.hq.store_tables import FactRow

GIB = 1024**3
_PREFIX = "limit."


@dataclass(frozen=True, slots=True)
class ReceiverLimits:
    """The limits.

    Attributes:
        kiosk_bytes: of one kiosk's uploads under way and bundles in quarantine. An hour of
            interview is 6 GB at most, so the default is ten hours that HQ has not decided about.
        kiosk_uploads: of one kiosk under way. A kiosk sends two at once; the rest of the default is
            for uploads that were left when its outbox was lost.
        free_bytes: that stay free on HQ's disk for the database and the archive's own work.
    """

    kiosk_bytes: int = 64 * GIB
    kiosk_uploads: int = 8
    free_bytes: int = GIB


def receiver_limits(reader: Session) -> ReceiverLimits:
    """The limits in force."""
    given: dict[str, int] = {}
    for name in asdict(ReceiverLimits()):
        row = reader.get(FactRow, _PREFIX + name)
        if row is not None:
            given[name] = int(row.value)
    return ReceiverLimits(**given)


def set_receiver_limits(unit: Session, limits: ReceiverLimits) -> None:
    """Set them; they hold for uploads begun from now on.

    Raises:
        LimitsError: with these no upload could ever be taken.
    """
    if limits.kiosk_bytes < GIB or limits.kiosk_uploads < 1 or limits.free_bytes < 0:
        raise LimitsError("With these limits nothing could be received")
    for name, value in asdict(limits).items():
        unit.merge(FactRow(name=_PREFIX + name, value=str(value)))
