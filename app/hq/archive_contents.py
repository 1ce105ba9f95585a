"""The documents inside an accepted bundle: opened in memory, checked, never written plain."""

import hashlib
import json
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from app.bundle.errors import BundleAlteredError
from app.bundle.format import Opened
from app.bundle.sealed_format import KeyOpener
from app.bundle.unseal import open_entry
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY, RECORD_FORMAT, SessionRecord
from app.hq.errors import IncompleteBundleError, RecordError

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
_RECORD = TypeAdapter(SessionRecord)
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class JournalProof:
    """What the journal's hash chain shows.

    Attributes:
        events: lines that follow one another.
        head: hash of the last of them, hexadecimal.
        problem: where the chain breaks; empty when it holds.
    """

    events: int
    head: str
    problem: str


def read_document(opened: Opened, name: str, open_key: KeyOpener) -> bytes:
    """A whole document.

    Raises:
        IncompleteBundleError: the bundle has no such entry, or it was cut off.
        RecordError: it is far too large.
        WrongKeyError, SealedAlteredError, BundleAlteredError: it does not open.
    """
    placed = opened.placed(name)
    if placed is None or not placed.entry.complete:
        raise IncompleteBundleError(f"The bundle has no whole entry {name}")
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


def check_contents(opened: Opened, open_key: KeyOpener) -> None:
    """Whether the documents are what a session's documents must be.

    Raises:
        RecordError: the record is malformed, or names media the bundle lacks.
        BundleAlteredError: the journal's chain is broken or ends elsewhere than signed.
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
    proof = check_journal(read_document(opened, JOURNAL_ENTRY, open_key))
    if proof.problem or proof.head != opened.manifest.journal_head:
        raise BundleAlteredError(proof.problem or "The journal does not end as the manifest says")


def check_journal(content: bytes) -> JournalProof:
    """Follow the journal's chain: line n holds `number` n and, as `previous`, the hash of n-1."""
    head, events = _FIRST, 0
    for line in content.splitlines():
        number, previous = _chain_fields(line)
        if number != events or previous != head:
            return JournalProof(events, head, f"Journal entry {events} does not follow the last")
        head = hashlib.sha256(line).hexdigest()
        events += 1
    return JournalProof(events, head, "" if events else "The journal is empty")


def _chain_fields(line: bytes) -> tuple[object, object]:
    try:
        entry = json.loads(line)
        return entry["number"], entry["previous"]
    except (ValueError, KeyError, TypeError):
        return None, None
