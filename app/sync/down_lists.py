"""The signed lists of what is published: python-tuf's client workflow, and what it leaves to us."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from app.bundle.durable import sync_folder, write_durably
from app.domain.down import FIRST_ROOT, FIRST_ROOT_TYPE, ISSUED
from app.domain.timing import WallTime
from app.ports.clock import Clock
from app.sync.down_errors import DownAlteredError, DownFrozenError, DownRollbackError
from app.sync.down_held import HeldDown, Versions, our_error, trusted_root
from app.sync.down_source import METADATA_BASE, TARGETS_BASE, SetDownError, Source
from app.sync.identity import KioskIdentity
from app.sync.statements import signed_by_hq

MOST_ROOTS = 64
"""Roots taken in one look; a kiosk that was away for more than a century takes two looks."""
TRUST = "trust"


def look(source: Source, held: HeldDown, identity: KioskIdentity, clock: Clock) -> Updater | None:
    """Bring this kiosk's lists up to date.

    Returns:
        What gives out the files that they name; None when nothing is published.

    Raises:
        StatementRefusedError: the first root is not signed by HQ.
        DownSignatureError, DownRollbackError, DownFrozenError, DownAlteredError,
            DownTooLargeError: the lists do not hold; the ones before stay.
        UnreachableError and its kin: nobody to ask.
    """
    trust = held.folder / TRUST
    try:
        root = _first_root(source, held, identity)
        if root is None:
            return None
        trust.mkdir(parents=True, exist_ok=True)
        updater = Updater(
            str(trust),
            METADATA_BASE,
            None,
            TARGETS_BASE,
            source.fetcher,
            UpdaterConfig(max_root_rotations=MOST_ROOTS, max_delegations=0),
            bootstrap=root,
        )
        updater.refresh()
    except SetDownError:
        raise
    except (RepositoryError, DownloadError) as error:
        raise our_error(error) from error
    _keep_versions(held, trust, clock.now())
    return updater


def _first_root(source: Source, held: HeldDown, identity: KioskIdentity) -> bytes | None:
    """The root pinned here; the first time, the one that HQ's signing key vouches for."""
    path = held.folder / "root.json"
    if path.is_file():
        return path.read_bytes()
    envelope = source.first_root()
    if envelope is None:
        return None
    refusal = "The first root is not signed by HQ"
    told = signed_by_hq(envelope, FIRST_ROOT_TYPE, FIRST_ROOT, identity.hq_keys, refusal)
    write_durably(path, told.root.encode())
    return path.read_bytes()


def _keep_versions(held: HeldDown, trust: Path, now: WallTime) -> None:
    """Compare with what was seen before, and keep it so that a power cut forgets nothing."""
    state, seen = held.state(), held.state().versions
    timestamp = Metadata[Timestamp].from_bytes((trust / "timestamp.json").read_bytes()).signed
    snapshot = Metadata[Snapshot].from_bytes((trust / "snapshot.json").read_bytes()).signed
    targets = Metadata[Targets].from_bytes((trust / "targets.json").read_bytes()).signed
    root = trusted_root(held.folder).version
    new = Versions(root, timestamp.version, snapshot.version, targets.version)
    if not new.follows(seen):
        raise DownRollbackError("A list is older than one seen here")
    issued = _issued(timestamp)
    if root == seen.root and state.issued is not None:
        issued = max(issued, state.issued)
    if timestamp.expires <= max(issued, now):
        raise DownFrozenError("The newest list of headquarters has ended")
    if (new, issued) != (seen, state.issued):
        for folder in (trust, trust / "root_history"):
            for path in folder.glob("*.json"):
                sync_whole(path)
            sync_folder(folder)
        held.write(replace(state, versions=new, issued=issued))


def _issued(timestamp: Timestamp) -> WallTime:
    try:
        issued = datetime.fromisoformat(timestamp.unrecognized_fields[ISSUED])
    except (KeyError, TypeError, ValueError) as error:
        raise DownAlteredError("The newest list does not say when it was signed") from error
    if issued.tzinfo is None:
        raise DownAlteredError("The newest list does not say when it was signed")
    return WallTime(issued)


def sync_whole(path: Path) -> None:
    """Return when a file that somebody else wrote is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
