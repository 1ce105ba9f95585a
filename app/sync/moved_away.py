"""Sessions that were given to another kiosk: kept until HQ says that it has them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.durable import sync_folder, write_durably
from app.domain.errors import BoothError
from app.domain.exchange import MOVED_RECEIPT_TYPE, MovedReceipt
from app.domain.ids import SessionId
from app.session.journal import line_hash
from app.session.store import SessionStore
from app.sync.errors import StatementRefusedError
from app.sync.identity import KioskIdentity
from app.sync.moved_copies import clear_copies
from app.sync.statements import signed_by_hq

LEAVING = "leaving"
"""A folder on its way out lies here, where no kiosk looks for sessions."""
_RECEIPT = TypeAdapter(MovedReceipt)


@dataclass(frozen=True, slots=True)
class MovedAway:
    """A session that another kiosk has.

    Attributes:
        folder: this kiosk's copy.
        journal_head: hash of the journal's entry that gives it away.
    """

    session: SessionId
    folder: Path
    journal_head: str


def moved_away(store: SessionStore, identity: KioskIdentity) -> tuple[MovedAway, ...]:
    """Every session here that was given away; one whose journal is broken is left alone."""
    found: list[MovedAway] = []
    for folder in store.open_sessions():
        try:
            ledger, lines = store.ledger(folder)
        except (BoothError, OSError):
            continue
        if ledger.kiosk != identity.kiosk:
            found.append(MovedAway(folder.session, folder.path, line_hash(lines[-1])))
    return tuple(found)


def verified_moved_receipt(
    untrusted: bytes, moved: MovedAway, identity: KioskIdentity
) -> MovedReceipt:
    """HQ's word that it has the session, if HQ signed it for this very move.

    Raises:
        StatementRefusedError: it did not.
    """
    refusal = "The receipt of a moved session is not by HQ"
    found = signed_by_hq(untrusted, MOVED_RECEIPT_TYPE, _RECEIPT, identity.hq_keys, refusal)
    said = (found.session, found.receipt.session, found.kiosk, found.journal_head)
    if said != (moved.session, moved.session, identity.kiosk, moved.journal_head):
        raise StatementRefusedError("The receipt is for another moved session")
    return found


def let_moved_go(data: Path, moved: MovedAway, identity: KioskIdentity, untrusted: bytes) -> None:
    """Keep the receipt, and then remove this kiosk's copy at one stroke; can be repeated.

    Raises:
        StatementRefusedError: the receipt is not one: nothing is removed.
    """
    verified_moved_receipt(untrusted, moved, identity)
    sessions = (data / "sessions").resolve()
    folder = moved.folder.resolve()
    if folder.parent != sessions:
        raise StatementRefusedError("The moved session is not one of this kiosk's folders")
    write_durably(data / "receipts" / f"{moved.session}.json", untrusted)
    leaving = data / LEAVING
    leaving.mkdir(mode=0o700, exist_ok=True)
    if folder.is_dir():
        folder.rename(leaving / moved.session)
        sync_folder(sessions)
    clear_leaving(data)
    clear_copies(data)


def clear_leaving(data: Path) -> None:
    """Remove what is on its way out; a power cut may have left some of it."""
    shutil.rmtree(data / LEAVING, ignore_errors=True)
