"""Whether a session came from kiosk to kiosk as its journal says, by the kiosks' own signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bundle.errors import MoveProofError
from app.bundle.manifest import Entry
from app.bundle.moving import MoveManifest, verified_move
from app.domain.errors import BoothError
from app.domain.ids import KioskId, SessionId


@dataclass(frozen=True, slots=True)
class ToldMove:
    """A move as the journal tells it.

    Attributes:
        number: of the journal's entry.
        journal_head: hash of that entry, hexadecimal.
    """

    number: int
    from_kiosk: KioskId
    to_kiosk: KioskId
    journal_head: str


def moves_made(opened_by: KioskId, told: Sequence[ToldMove]) -> tuple[ToldMove, ...]:
    """The moves that came about, in order.

    One that the same kiosk replaced in the very next entry did not.

    Raises:
        MoveProofError: a kiosk gave away what it had not.
    """
    made: list[ToldMove] = []
    for move in told:
        holder = made[-1].to_kiosk if made else opened_by
        last = made[-1] if made and made[-1].number + 1 == move.number else None
        if last is not None and move.from_kiosk == last.from_kiosk:
            made.pop()
        elif move.from_kiosk != holder:
            raise MoveProofError(f"Journal entry {move.number} moves a session from a wrong kiosk")
        if move.to_kiosk == move.from_kiosk:
            raise MoveProofError(f"Journal entry {move.number} moves a session to where it was")
        made.append(move)
    return tuple(made)


def holder_after(opened_by: KioskId, made: Sequence[ToldMove]) -> KioskId:
    """The kiosk that has the session after its moves."""
    return made[-1].to_kiosk if made else opened_by


def check_proofs(
    session: SessionId,
    made: Sequence[ToldMove],
    untrusted_envelopes: Sequence[bytes],
    trusted: Mapping[KioskId, bytes],
) -> tuple[MoveManifest, ...]:
    """Check that each move was signed by the kiosk that made it.

    Args:
        session: whose.
        made: from `moves_made`.
        untrusted_envelopes: those of the move files, in the same order.
        trusted: Ed25519 public keys of the kiosks that may have signed.

    Raises:
        MoveProofError: one is missing, too many, by somebody else, or for another move.
    """
    if len(made) != len(untrusted_envelopes):
        raise MoveProofError(
            f"The journal tells of {len(made)} moves, and {len(untrusted_envelopes)} are signed"
        )
    return tuple(
        _proof(session, move, envelope, trusted)
        for move, envelope in zip(made, untrusted_envelopes, strict=True)
    )


def _proof(
    session: SessionId, move: ToldMove, envelope: bytes, trusted: Mapping[KioskId, bytes]
) -> MoveManifest:
    key = trusted.get(move.from_kiosk)
    if key is None:
        raise MoveProofError(f"The kiosk {move.from_kiosk} that moved it is not one to be trusted")
    try:
        manifest = verified_move(envelope, (key,))
    except BoothError as error:
        raise MoveProofError(f"The move by {move.from_kiosk} is not signed by it") from error
    carried = manifest.carried
    said = (carried.session, carried.kiosk, manifest.to_kiosk, carried.journal_head)
    if said != (session, move.from_kiosk, move.to_kiosk, move.journal_head):
        raise MoveProofError(f"What {move.from_kiosk} signed is another move")
    return manifest


def check_media_kept(manifest: MoveManifest, entries: Sequence[Entry]) -> None:
    """Check that every recording of a move is among `entries`, unchanged.

    Raises:
        MoveProofError: one is missing or another.
    """
    digests = {entry.name: (entry.size, entry.sha256) for entry in entries}
    for entry in manifest.carried.entries:
        recording = entry.name.startswith("part-")
        if recording and digests.get(entry.name) != (entry.size, entry.sha256):
            raise MoveProofError(f"The recording {entry.name} is not the one that was moved")
