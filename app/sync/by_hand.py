"""Bundles that go to HQ on a stick, and HQ's receipts that come back on one.

See `docs/spec/sync-v1.md`, "By hand".
"""

import hashlib
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.bundle.durable import forget_cached, sync_folder
from app.bundle.format import CHUNK_BYTES
from app.domain.errors import BoothError
from app.domain.exchange import RECEIPT_ENDING
from app.domain.ids import Digest, SessionId
from app.processes.errors import DiskHangsError
from app.sync.errors import (
    CarryFolderError,
    CarryVerifyError,
    CarryWriteError,
    StatementRefusedError,
)
from app.sync.identity import KioskIdentity
from app.sync.outbox import Bundle, Outbox
from app.sync.receipts import let_go, store_receipt, verified_receipt

MAX_RECEIPT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Carried:
    """A bundle that lies on the stick.

    Attributes:
        state: `written` now and read back; `there`: it was there already, whole.
    """

    session: SessionId
    digest: Digest
    size: int
    file: Path
    state: Literal["written", "there"]


def carry_out(
    outbox: Outbox, folder: Path, wanted: Collection[SessionId] = ()
) -> tuple[Carried, ...]:
    """Write every bundle without a receipt into `folder`, and read each back from the disk.

    Nothing changes in the outbox: whichever way is quicker wins, and HQ takes each bundle once.

    Args:
        outbox: the kiosk's.
        folder: the stick's; must be there.
        wanted: only these sessions; none: all.

    Raises:
        CarryFolderError: the folder is not there, or one of `wanted` has no bundle to carry.
        CarryWriteError: the stick is full or refused.
        CarryVerifyError: what lies on the stick is not what was written; it was removed.
    """
    if not folder.is_dir():
        raise CarryFolderError(f"{folder} is not a folder")
    due = [one for one in outbox.bundles() if one.state != "receipted"]
    chosen = [one for one in due if not wanted or one.session in wanted]
    lacking = set(wanted) - {one.session for one in chosen}
    if lacking:
        raise CarryFolderError(f"No bundle to carry of session {', '.join(sorted(lacking))}")
    return tuple(_carry(outbox.file(one.digest), one, folder) for one in chosen)


def _carry(source: Path, bundle: Bundle, folder: Path) -> Carried:
    target = folder / f"{bundle.session}.bundle"
    state: Literal["written", "there"] = "there"
    try:
        if not target.is_file() or _digest(target) != bundle.digest:
            _copy(source, target, bundle.size)
            state = "written"
            forget_cached(target)
            if _digest(target) != bundle.digest:
                target.unlink()
                raise CarryVerifyError(f"{target} is not what was written to it")
    except OSError as error:
        raise CarryWriteError(f"{target} cannot be written: {error.strerror}") from error
    return Carried(bundle.session, bundle.digest, bundle.size, target, state)


def _copy(source: Path, target: Path, size: int) -> None:
    if shutil.disk_usage(target.parent).free < size:
        raise CarryWriteError(f"{target.parent} has not the {size} bytes that the bundle takes")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with source.open("rb") as content, os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(content, out, CHUNK_BYTES)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one receipt on the stick.

    Attributes:
        problem: why it changed nothing; None when the branch's copy may go.
    """

    file: Path
    session: SessionId
    problem: BoothError | None


def take_receipts(
    data: Path, identity: KioskIdentity, outbox: Outbox, folder: Path
) -> tuple[Received, ...]:
    """Verify and store the receipts in `folder` for bundles here, and let those bundles go.

    Receipts of other kiosks' sessions are left alone. Can be repeated.

    Raises:
        CarryFolderError: the folder is not there.
    """
    if not folder.is_dir():
        raise CarryFolderError(f"{folder} is not a folder")
    done: list[Received] = []
    for bundle in outbox.bundles():
        file = folder / f"{bundle.session}{RECEIPT_ENDING}"
        if bundle.state != "receipted" and file.is_file() and not file.is_symlink():
            done.append(Received(file, bundle.session, _take(data, identity, outbox, bundle, file)))
    return tuple(done)


def _take(
    data: Path, identity: KioskIdentity, outbox: Outbox, bundle: Bundle, file: Path
) -> BoothError | None:
    try:
        with file.open("rb") as content:
            envelope = content.read(MAX_RECEIPT_BYTES)
        receipt = verified_receipt(envelope, bundle, identity)
        store_receipt(data, bundle, envelope)
        done = outbox.step(bundle, "receipted", receipt=receipt.code)
    except BoothError as error:
        return error
    except OSError as error:
        return CarryFolderError(f"{file} cannot be read: {error.strerror}")
    try:
        let_go(data, outbox, done)
    except (StatementRefusedError, DiskHangsError, OSError) as error:
        outbox.note_detail(done, f"The branch's copy is still there: {error}")
    return None
