"""Judges a move file that came from another kiosk; writes nothing. See `docs/spec/move-v1.md`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bundle.errors import ManifestError, SealedAlteredError
from app.bundle.format import Opened, Placed, open_window
from app.bundle.move_proof import ToldMove, check_media_kept, check_proofs, moves_made
from app.bundle.moving import MOVE_JOURNAL, MoveManifest, move_context, move_entry, open_move
from app.bundle.sealed_format import KeyOpener, SealedHeader
from app.bundle.sealed_log import log_complete
from app.bundle.unseal import open_entry
from app.bundle.verify import verify_bundle
from app.domain.errors import FileMissingError
from app.domain.exchange import Peer
from app.domain.ids import KioskId
from app.session.entries import Entry, SessionMoved, SessionOpened
from app.session.journal import line_hash, read_lines
from app.session.ledger import Ledger
from app.sync.errors import (
    MoveAddressError,
    MoveAlteredError,
    MoveJournalError,
    MoveManifestError,
    MoveSignatureError,
    MoveTooLargeError,
    MoveTruncatedError,
)

MAX_MOVE_BYTES: Final = 64 * 1024**3
"""What HQ takes as one upload; see `app.hq.receiver`."""
MAX_DOCUMENT_BYTES: Final = 64 * 1024**2
"""What HQ takes as one document; see `app.hq.archive_contents`."""
_PART = re.compile(r"part-[0-9]{4,9}-[a-z-]{1,40}\.blog")


@dataclass(frozen=True, slots=True)
class GoodMove:
    """A move file that may be taken in, as far as the file itself can tell.

    Attributes:
        opened: the file.
        manifest: its signed manifest.
        journal: where the sealed journal stands.
        media: where the recordings stand.
        envelopes: the signed envelopes of every move, this one last.
        ledger: the session as its journal tells it.
        peer: who gave it away.
    """

    opened: Opened
    manifest: MoveManifest
    journal: Placed
    media: tuple[Placed, ...]
    envelopes: tuple[bytes, ...]
    ledger: Ledger
    peer: Peer


def claimed_move(file: Path) -> tuple[Opened, MoveManifest]:
    """Read the manifest; nothing is trusted yet.

    Raises:
        FileMissingError, MoveTooLargeError, IntegrityError: why not.
    """
    if not file.is_file():
        raise FileMissingError(f"{file} is not a file")
    size = file.stat().st_size
    if size > MAX_MOVE_BYTES:
        raise MoveTooLargeError(f"The move file has {size} bytes")
    move = open_move(file)
    if move.opened.size > MAX_MOVE_BYTES:
        raise MoveTooLargeError(f"The move file claims {move.opened.size} bytes")
    return move.opened, move.manifest


def check_sender(
    opened: Opened, manifest: MoveManifest, peers: Mapping[KioskId, Peer], own: KioskId
) -> Peer:
    """Who signed it, and that it is for us; the contents are not read yet.

    Raises:
        MoveSignatureError, SignatureError: by nobody whom HQ vouches for.
        MoveAddressError: it is for another kiosk.
    """
    peer = peers.get(manifest.carried.kiosk)
    if peer is None:
        raise MoveSignatureError(f"Headquarters knows no kiosk {manifest.carried.kiosk}")
    if peer.revoked:
        raise MoveSignatureError(f"The kiosk {peer.kiosk} was revoked")
    opened.envelope.check((bytes.fromhex(peer.public_key),))
    if manifest.to_kiosk != own:
        raise MoveAddressError(f"The session was moved to {manifest.to_kiosk}, this is {own}")
    return peer


def check_move(
    opened: Opened, manifest: MoveManifest, peers: Mapping[KioskId, Peer], open_key: KeyOpener
) -> GoodMove:
    """Read and check everything in a file whose sender was checked.

    Raises:
        IntegrityError: what is wrong with it.
    """
    carried = manifest.carried
    peer = peers[carried.kiosk]
    size = opened.path.stat().st_size
    if size < opened.size:
        raise MoveTruncatedError(f"The file has {size} bytes of the {opened.size} it should have")
    journal, earlier, media = _sorted(opened)
    found = verify_bundle(opened, {peer.kiosk: bytes.fromhex(peer.public_key)})
    if found.problems:
        raise found.problems[0]
    bound = _bound(open_key, move_context(carried.session, manifest.to_kiosk))
    for placed in media:
        _check_sealed(opened, placed)
    lines = list(open_entry(opened, journal, bound))
    envelopes = [b"".join(open_entry(opened, placed, bound)) for placed in earlier]
    ledger, entries = _folded(lines)
    _check_journal(ledger, manifest, line_hash(lines[-1]))
    _check_media(ledger, media)
    envelopes.append(opened.envelope.whole())
    _check_moves(entries, lines, envelopes, (manifest, peers))
    return GoodMove(opened, manifest, journal, media, tuple(envelopes), ledger, peer)


def _sorted(opened: Opened) -> tuple[Placed, tuple[Placed, ...], tuple[Placed, ...]]:
    """The journal, the earlier moves, the recordings; there is nothing else."""
    journal = opened.placed(MOVE_JOURNAL)
    media = tuple(one for one in opened.entries if _PART.fullmatch(one.entry.name))
    count = len(opened.entries) - len(media) - 1
    earlier = [opened.placed(move_entry(number + 1)) for number in range(max(0, count))]
    documents = [one for one in (journal, *earlier) if one is not None]
    if journal is None or len(documents) != count + 1:
        raise MoveManifestError("The move file holds other entries than a session has")
    for placed in documents:
        if placed.entry.size > MAX_DOCUMENT_BYTES:
            raise MoveTooLargeError(f"Entry {placed.entry.name} has {placed.entry.size} bytes")
        if not placed.entry.complete:
            raise MoveManifestError(f"Entry {placed.entry.name} is not whole")
    return journal, tuple(documents[1:]), media


def _bound(open_key: KeyOpener, context: bytes) -> KeyOpener:
    def open_bound(header: SealedHeader) -> bytes:
        if header.context != context.hex():
            raise SealedAlteredError("An entry was sealed for something else than this move")
        return open_key(header)

    return open_bound


def _check_sealed(opened: Opened, placed: Placed) -> None:
    """A recording that could not be sealed into a bundle later is not taken in."""
    with open_window(opened, placed) as stream:
        complete = log_complete(stream)
    if complete != placed.entry.complete:
        raise ManifestError(f"Entry {placed.entry.name} is not what the manifest says")


def _folded(lines: list[bytes]) -> tuple[Ledger, tuple[Entry, ...]]:
    entries = read_lines(lines)
    if not entries:
        raise MoveJournalError("The journal is empty")
    try:
        ledger = Ledger.folded(entries)
    except (LookupError, ValueError, ArithmeticError) as error:
        raise MoveJournalError("The journal tells what cannot be") from error
    return ledger, entries


def _check_journal(ledger: Ledger, manifest: MoveManifest, head: str) -> None:
    carried, move = manifest.carried, ledger.handed
    if head != carried.journal_head:
        raise MoveJournalError("The journal does not end as the manifest says")
    if move is None or (move.from_kiosk, move.to_kiosk) != (carried.kiosk, manifest.to_kiosk):
        raise MoveJournalError("The journal does not end with this move")
    said = (ledger.session, ledger.assignment.id, ledger.assignment.flow.digest)
    if said != (carried.session, carried.assignment, carried.flow_digest):
        raise MoveJournalError("The journal is of another session than the manifest")


def _check_media(ledger: Ledger, media: tuple[Placed, ...]) -> None:
    main = {part.entry for part in ledger.parts.values() if part.track == "main"}
    lacking = main - {placed.entry.name for placed in media}
    if lacking:
        raise MoveAlteredError(f"{len(lacking)} recordings of the session are not in the file")


def _check_moves(
    entries: tuple[Entry, ...],
    lines: list[bytes],
    envelopes: list[bytes],
    about: tuple[MoveManifest, Mapping[KioskId, Peer]],
) -> None:
    manifest, peers = about
    told = [
        ToldMove(entry.number, body.from_kiosk, body.to_kiosk, line_hash(lines[entry.number]))
        for entry in entries
        if isinstance(body := entry.body, SessionMoved)
    ]
    opening = entries[0].body
    opened_by = opening.kiosk if isinstance(opening, SessionOpened) else KioskId("")
    trusted = {
        peer.kiosk: bytes.fromhex(peer.public_key) for peer in peers.values() if not peer.revoked
    }
    made = moves_made(opened_by, told)
    for proof in check_proofs(manifest.carried.session, made, envelopes, trusted):
        check_media_kept(proof, manifest.carried.entries)
