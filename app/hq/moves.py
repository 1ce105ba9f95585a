"""Sessions that were moved between kiosks: the journal must tell it, and each kiosk have signed it.

Headquarters reads the few members of a journal's entries that it needs; it knows nothing of the
kiosk's insides.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bundle.dsse import Signer, sign_envelope
from app.bundle.format import Opened
from app.bundle.manifest import Manifest
from app.bundle.move_proof import (
    ToldMove,
    check_media_kept,
    check_proofs,
    holder_after,
    moves_made,
)
from app.bundle.moving import move_entry
from app.bundle.sealed_format import KeyOpener
from app.domain.exchange import MOVED_RECEIPT_TYPE, MovedReceipt
from app.domain.ids import KioskId, SessionId
from app.domain.record import JOURNAL_ENTRY
from app.hq.archive_contents import read_document
from app.hq.errors import AssignmentUnknownError, RecordError
from app.hq.receipts import read_own_receipt
from app.hq.store_tables import AssignmentRow, BundleRow, KioskRow, MoveRow

_MEMBERS = TypeAdapter(dict[str, object])
_RECEIPT = TypeAdapter(MovedReceipt)


def check_moves(
    opened: Opened, open_key: KeyOpener, trusted: Mapping[KioskId, bytes]
) -> tuple[KioskId, tuple[ToldMove, ...]]:
    """Follow a session from the kiosk that opened it to the one that sealed it.

    Args:
        opened: a bundle whose signature, digests and journal were checked.
        open_key: opens its documents.
        trusted: Ed25519 public keys of the kiosks that are enrolled and not revoked.

    Returns:
        Who opened it, and its moves.

    Raises:
        RecordError: the journal does not begin with the opening of this session.
        MoveProofError: another kiosk sealed it than the journal leads to, or a move is not signed
            by the kiosk that made it, or a recording is not the one that was moved.
    """
    manifest = opened.manifest
    opened_by, told = _told(read_document(opened, JOURNAL_ENTRY, open_key), manifest)
    made = moves_made(opened_by, told)
    if holder_after(opened_by, made) != manifest.kiosk:
        raise RecordError("The journal leads to another kiosk than the one that sealed the session")
    envelopes = _envelopes(opened, open_key)
    for proof in check_proofs(manifest.session, made, envelopes, trusted):
        same = (proof.carried.assignment, proof.carried.flow_digest)
        if same != (manifest.assignment, manifest.flow_digest):
            raise RecordError("The session was moved as that of another assignment")
        check_media_kept(proof, manifest.entries)
    return opened_by, made


def _told(journal: bytes, manifest: Manifest) -> tuple[KioskId, list[ToldMove]]:
    opened_by, told = "", list[ToldMove]()
    for number, line in enumerate(journal.splitlines()):
        body = _body(line)
        if number == 0 and body.get("kind") == "session_opened":
            opened_by = str(body.get("kiosk"))
            if body.get("session") != manifest.session:
                raise RecordError("The journal is of another session than the manifest")
        elif body.get("kind") == "session_moved":
            here, there = KioskId(str(body.get("from_kiosk"))), KioskId(str(body.get("to_kiosk")))
            told.append(ToldMove(number, here, there, hashlib.sha256(line).hexdigest()))
    if not opened_by:
        raise RecordError("The journal does not begin with the opening of a session")
    return KioskId(opened_by), told


def _body(line: bytes) -> dict[str, object]:
    try:
        return _MEMBERS.validate_python(json.loads(line)["body"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise RecordError("An entry of the journal has no body") from error


def _envelopes(opened: Opened, open_key: KeyOpener) -> list[bytes]:
    """The signed envelopes in the bundle, in order; a name out of order is one too many."""
    names = [e.name for e in opened.manifest.entries if e.name.startswith("move-")]
    if sorted(names) != [move_entry(number + 1) for number in range(len(names))]:
        raise RecordError("The bundle's moves are not numbered as they should be")
    return [read_document(opened, name, open_key) for name in sorted(names)]


def trusted_kiosks(reader: Session) -> dict[KioskId, bytes]:
    """The keys of every kiosk that is enrolled and not revoked."""
    rows = reader.scalars(select(KioskRow).where(KioskRow.revoked.is_(False))).all()
    return {KioskId(row.id): bytes.fromhex(row.public_key) for row in rows}


def signing_keys(reader: Session) -> list[bytes]:
    """The keys of every kiosk there ever was: a journal's checkpoints stay good after its end."""
    return [bytes.fromhex(key) for key in reader.scalars(select(KioskRow.public_key)).all()]


def check_branch(reader: Session, manifest: Manifest, opened_by: KioskId) -> None:
    """Whether the assignment was given to the branch of the kiosk that opened the session.

    Raises:
        AssignmentUnknownError: it was not.
    """
    assignment = reader.get(AssignmentRow, manifest.assignment)
    kiosk = reader.get(KioskRow, opened_by)
    if assignment is None or kiosk is None or assignment.branch != kiosk.branch:
        raise AssignmentUnknownError("The assignment was not given to the kiosk's branch")


def move_rows(session: SessionId, made: Sequence[ToldMove]) -> list[MoveRow]:
    """What is kept of a session's moves, to answer the kiosks that gave it away."""
    return [
        MoveRow(
            journal_head=move.journal_head,
            session=session,
            from_kiosk=move.from_kiosk,
            to_kiosk=move.to_kiosk,
        )
        for move in made
    ]


def moved_receipt(reader: Session, journal_head: str, asker: str, signer: Signer) -> bytes | None:
    """The signed word for the kiosk that gave a session away with that entry.

    Returns:
        The envelope; None when no accepted session tells of such a move by that kiosk.
    """
    move = reader.get(MoveRow, journal_head)
    if move is None or move.from_kiosk != asker:
        return None
    row = reader.scalar(select(BundleRow).where(BundleRow.session == move.session))
    if row is None:
        return None
    receipt, _, _ = read_own_receipt(row.receipt)
    said = MovedReceipt(SessionId(move.session), KioskId(asker), journal_head, receipt)
    return sign_envelope(MOVED_RECEIPT_TYPE, _RECEIPT.dump_json(said), signer)
