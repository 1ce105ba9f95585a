"""HQ's receipts: verified, stored, and only then is anything deleted at the branch."""

import shutil
from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.durable import sync_folder, write_durably
from app.domain.exchange import RECEIPT_TYPE, Receipt
from app.sync.errors import StatementRefusedError
from app.sync.identity import KioskIdentity
from app.sync.outbox import Bundle, Outbox
from app.sync.safety_copy import copies_left, remove_copies
from app.sync.statements import signed_by_hq

_RECEIPT = TypeAdapter(Receipt)


def verified_receipt(untrusted: bytes, bundle: Bundle, identity: KioskIdentity) -> Receipt:
    """The receipt, if HQ signed it for this very bundle.

    Raises:
        StatementRefusedError: it did not.
    """
    refusal = "The receipt is not signed by HQ"
    receipt = signed_by_hq(untrusted, RECEIPT_TYPE, _RECEIPT, identity.hq_keys, refusal)
    said = (receipt.digest, receipt.session, receipt.kiosk, receipt.size, receipt.journal_head)
    meant = (bundle.digest, bundle.session, identity.kiosk, bundle.size, bundle.journal_head)
    if said != meant:
        raise StatementRefusedError("The receipt is for another bundle")
    return receipt


def store_receipt(data: Path, bundle: Bundle, envelope: bytes) -> None:
    """Keep the signed receipt; on the disk when this returns."""
    write_durably(data / "receipts" / f"{bundle.session}.json", envelope)


def let_go(data: Path, outbox: Outbox, bundle: Bundle) -> None:
    """Delete the branch's copies of a bundle whose receipt is stored; can be repeated.

    Raises:
        StatementRefusedError: the receipt is not stored: nothing is deleted.
        OSError: a disk refused.
        DiskHangsError: the second disk does not answer.
    """
    if bundle.state != "receipted" or not (data / "receipts" / f"{bundle.session}.json").exists():
        raise StatementRefusedError("There is no stored receipt: nothing is deleted")
    outbox.file(bundle.digest).unlink(missing_ok=True)
    sync_folder(outbox.folder)
    sessions = (data / "sessions").resolve()
    folder = bundle.folder.resolve()
    if folder.parent == sessions and folder.is_dir():
        shutil.rmtree(folder)
        sync_folder(sessions)
    remove_copies(bundle.copies, bundle.session)


def something_left(outbox: Outbox, bundle: Bundle) -> bool:
    """Whether the branch still holds any of it, as far as its disks are there."""
    held = (outbox.file(bundle.digest), bundle.folder)
    return any(path.exists() for path in held) or copies_left(bundle.copies)
