"""The documents inside an accepted bundle: opened in memory, checked, never written plain."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from app.bundle.checkpoint import JournalCheckpoint, read_checkpoint
from app.bundle.errors import BundleAlteredError, ManifestError, SignatureError
from app.bundle.format import Opened
from app.bundle.manifest import Manifest
from app.bundle.sealed_format import KeyOpener
from app.bundle.unseal import open_entry, sealed_recipients
from app.domain.ids import SessionId
from app.domain.merkle import GrowingTree, TreeHead
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY, RECORD_FORMAT, SessionRecord
from app.hq.errors import IncompleteBundleError, RecordError

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
_RECORD = TypeAdapter(SessionRecord)
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class FollowedJournal:
    """What the journal's hash chain shows.

    Attributes:
        events: lines that follow one another.
        head: hash of the last of them, hexadecimal.
        tree: the Merkle tree over them.
        checkpoints: how many of them sign what stands before them.
        problem: where the chain breaks; empty when it holds.
    """

    events: int
    head: str
    tree: TreeHead
    checkpoints: int
    problem: str


def read_document(opened: Opened, name: str, open_key: KeyOpener) -> bytes:
    """A whole document.

    Raises:
        IncompleteBundleError: the bundle has no such entry, or it was cut off.
        RecordError: it is far too large.
        ManifestError: it is sealed to other keys than the kiosk signed.
        WrongKeyError, SealedAlteredError, BundleAlteredError: it does not open.
    """
    placed = opened.placed(name)
    if placed is None or not placed.entry.complete:
        raise IncompleteBundleError(f"The bundle has no whole entry {name}")
    if sealed_recipients(opened, placed) != opened.manifest.recipients:
        raise ManifestError(f"The entry {name} is sealed to other keys than the manifest names")
    if placed.entry.size > MAX_DOCUMENT_BYTES:
        raise RecordError(f"The entry {name} has {placed.entry.size} bytes")
    return b"".join(open_entry(opened, placed, open_key))


def read_record(opened: Opened, open_key: KeyOpener) -> SessionRecord:
    """The session's record, of the session the manifest names.

    Raises:
        RecordError: it is malformed, or of another session.
        IncompleteBundleError, WrongKeyError, IntegrityError: see `read_document`.
    """
    content = read_document(opened, RECORD_ENTRY, open_key)
    try:
        record = _RECORD.validate_json(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise RecordError(f"The session record is malformed at {where or 'its start'}") from error
    manifest = opened.manifest
    same = (record.session, record.kiosk, record.assignment, record.journal_head) == (
        manifest.session,
        manifest.kiosk,
        manifest.assignment,
        manifest.journal_head,
    )
    if record.format != RECORD_FORMAT or not same or record.flow_digest != manifest.flow_digest:
        raise RecordError("The session record and the manifest do not speak of the same session")
    if manifest.quality is not None and manifest.quality != record.quality:
        raise RecordError("The quality certificate differs between the record and the manifest")
    return record


def check_contents(opened: Opened, open_key: KeyOpener, trusted: Collection[bytes]) -> None:
    """Whether the documents are what a session's documents must be.

    Args:
        opened: a verified bundle.
        open_key: opens its entries.
        trusted: Ed25519 public keys of the kiosks that may have signed checkpoints.

    Raises:
        RecordError: the record is malformed, or names media the bundle lacks.
        BundleAlteredError: the journal's chain is broken, or ends elsewhere than signed.
        IncompleteBundleError, WrongKeyError, IntegrityError: see `read_document`.
    """
    record = read_record(opened, open_key)
    lacking = [
        part.entry
        for part in record.media
        if part.track == "main" and opened.placed(part.entry) is None
    ]
    if lacking:
        raise IncompleteBundleError(f"{len(lacking)} recordings of the record are not in it")
    proof = check_journal(read_document(opened, JOURNAL_ENTRY, open_key), opened.manifest, trusted)
    if proof.problem:
        raise BundleAlteredError(proof.problem)


def check_journal(
    content: bytes, manifest: Manifest, trusted: Collection[bytes]
) -> FollowedJournal:
    """Follow the journal from its first line to the end that the manifest fixes.

    Line n holds `number` n and, as `previous`, the hash of line n-1; a checkpoint signs the Merkle
    tree over the lines before it.

    Args:
        content: the journal.
        manifest: of the bundle it is in.
        trusted: as for `check_contents`.
    """
    head, tree, problem, events, checkpoints = _FIRST, GrowingTree(), "", 0, 0
    for line in content.splitlines():
        number, previous, checkpoint = _chain_fields(line)
        if number != events or previous != head:
            problem = f"Journal entry {events} does not follow the one before"
        elif checkpoint is not None:
            checkpoints += 1
            if not _signs(checkpoint, manifest.session, tree.head(), trusted):
                problem = f"Journal entry {events} does not sign the entries before it"
        if problem:
            break
        head = hashlib.sha256(line).hexdigest()
        tree.add(line)
        events += 1
    signed = manifest.journal
    if not problem and signed is not None and signed.size > events:
        problem = f"The journal ends after {events} of {signed.size} entries"
    elif not problem and (head != manifest.journal_head or signed not in {None, tree.head()}):
        problem = f"The journal's {events} entries are not those that the manifest fixes"
    return FollowedJournal(events, head, tree.head(), checkpoints, problem)


def _signs(
    envelope: str, session: SessionId, journal: TreeHead, trusted: Collection[bytes]
) -> bool:
    try:
        return read_checkpoint(envelope, trusted) == JournalCheckpoint(session, journal)
    except SignatureError:
        return False


def _chain_fields(line: bytes) -> tuple[object, object, str | None]:
    """Number, hash of the line before, and the envelope if it is a checkpoint."""
    try:
        entry = json.loads(line)
        body = entry.get("body")
        envelope = str(body["envelope"]) if body and body["kind"] == "checkpoint" else None
        return entry["number"], entry["previous"], envelope
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, None, None
