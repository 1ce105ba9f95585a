"""What HQ has decided of a bundle: the one place that is asked."""

from sqlalchemy.orm import Session

from app.hq.store_tables import BundleRow, QuarantineRow, WaitingRow


def decided(
    reader: Session, digest: str, kiosk: str
) -> BundleRow | QuarantineRow | WaitingRow | None:
    """The row that says so; None while the bundle has not come whole, or is still looked at.

    Args:
        reader: a reading of HQ's store.
        digest: the bundle's.
        kiosk: who asks; another kiosk's accepted or waiting bundle is none of its business.

    Returns:
        Accepted, put into quarantine, or waiting whole for who holds the sealing key.
    """
    accepted = reader.get(BundleRow, digest)
    if accepted is not None and accepted.kiosk == kiosk:
        return accepted
    refused = reader.get(QuarantineRow, digest)
    if refused is not None:
        return refused
    waiting = reader.get(WaitingRow, digest)
    return waiting if waiting is not None and waiting.kiosk == kiosk else None
