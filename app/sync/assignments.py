"""What HQ sends down, verified when it comes and again whenever it is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from pydantic import TypeAdapter

from app.bundle.dsse import open_envelope, parse_envelope
from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError
from app.bundle.succession import followed
from app.domain.assignment import Assignment
from app.domain.exchange import (
    ASSIGNMENTS_TYPE,
    AssignmentList,
    KioskOperator,
    Peer,
    SendingRules,
)
from app.domain.ids import KioskId
from app.domain.timing import WallTime
from app.sync.down_held import HeldDown
from app.sync.errors import PeersExpiredError, StatementRefusedError
from app.sync.identity import KioskIdentity, load_kiosk, store_kiosk
from app.sync.revocations import revoked
from app.sync.sealed_to import sealing_to
from app.sync.statements import signed_by_hq

FILE = "assignments.json"
RENEWED_AFTER = timedelta(hours=1)
"""A list that says nothing new is kept for its later date only so often."""
CLOCK_TOLERANCE = timedelta(hours=24)
"""A kiosk's clock further back than this before the list was signed is not believed."""
_LIST = TypeAdapter(AssignmentList)
_NEVER = WallTime(datetime.min.replace(tzinfo=UTC))


def read_assignments(data: Path) -> tuple[Assignment, ...]:
    """The assignments held, by their time.

    Raises:
        NotEnrolledError: the kiosk belongs to no HQ.
        StatementRefusedError: the stored list was altered.
    """
    held = _held(data, load_kiosk(data))
    assignments = held.assignments if held is not None else ()
    return tuple(sorted(assignments, key=lambda one: (one.scheduled, one.id)))


def assignments_until(data: Path, identity: KioskIdentity) -> WallTime | None:
    """When the list held ends; None where there is none. Raises as `read_assignments` does."""
    held = _held(data, identity)
    return None if held is None else held.expires


def assignments_ended(data: Path, identity: KioskIdentity, now: WallTime) -> WallTime | None:
    """When the list held has ended; None while it holds. Raises as `read_assignments` does."""
    until = assignments_until(data, identity)
    return None if until is None or now < until else until


def read_operators(data: Path) -> tuple[KioskOperator, ...]:
    """Who may unlock the operator's window. Raises as `read_assignments` does."""
    held = _held(data, load_kiosk(data))
    return held.operators if held is not None else ()


def read_peers(data: Path, now: WallTime) -> dict[KioskId, Peer]:
    """The kiosks HQ vouches for, the revoked ones too, by their ids; usable without a network.

    Raises:
        PeersExpiredError: HQ never sent a list, or the one held no longer holds.
        NotEnrolledError, StatementRefusedError: as `read_assignments`.
    """
    held = _held(data, load_kiosk(data))
    if held is None or held.peers is None:
        raise PeersExpiredError("Headquarters has not sent the list of kiosks yet")
    if not held.peers.issued - CLOCK_TOLERANCE <= now <= held.peers.expires:
        raise PeersExpiredError(
            f"The list of kiosks holds from {held.peers.issued:%Y-%m-%d} to "
            f"{held.peers.expires:%Y-%m-%d}"
        )
    gone = revoked(HeldDown(data, held.branch)).kiosks
    return {
        peer.kiosk: replace(peer, revoked=peer.revoked or peer.kiosk in gone)
        for peer in held.peers.kiosks
    }


def read_sending(data: Path) -> SendingRules:
    """HQ's rules for sending; none before HQ was reached. Raises as `read_assignments` does."""
    held = _held(data, load_kiosk(data))
    return held.sending if held is not None else SendingRules()


def lacks_resume_key(data: Path, identity: KioskIdentity) -> bool:
    """Whether HQ's list has this kiosk without its resume key."""
    held = _held(data, identity)
    peers = held.peers.kiosks if held is not None and held.peers is not None else ()
    return any(peer.kiosk == identity.kiosk and not peer.resume_key for peer in peers)


def pin_checker(data: Path) -> Callable[[str], str | None]:
    """Gives the operator's name for a right PIN, None for a wrong one; reads the list each time."""
    hasher = PasswordHasher()

    def check(pin: str) -> str | None:
        for operator in read_operators(data):
            try:
                if hasher.verify(operator.pin_hash, pin):
                    return operator.name
            except (Argon2Error, InvalidHashError):
                continue
        return None

    return check


def store_assignments(data: Path, identity: KioskIdentity, untrusted: bytes) -> bool:
    """Verify a list from HQ and keep it; on the disk when this returns.

    Returns:
        Whether anything changed.

    Raises:
        StatementRefusedError: it is not signed by HQ, is for another kiosk, or older than the one
            held.
    """
    new = _newest(untrusted, identity)
    kiosk = load_kiosk(data)
    held = _held(data, kiosk)
    if held is not None and new.serial < held.serial:
        raise StatementRefusedError("HQ's list is older than the one held")
    if held is not None and _peers_since(new) < _peers_since(held):
        raise StatementRefusedError("HQ's list of kiosks is older than the one held")
    sealing_to(kiosk, new)
    keys = _told_keys(untrusted, new.hq_keys) or kiosk.hq_keys
    # the list held is signed by a key of before, perhaps by that alone: trusted until it is gone
    _keep_hq_keys(data, tuple(dict.fromkeys((*keys, *kiosk.hq_keys))))
    _keep_recipients(data, new)
    changed = held is None or _content(held) != _content(new)
    if changed or _peers_since(new) - _peers_since(held or new) >= RENEWED_AFTER:
        write_durably(data / FILE, untrusted)
    _keep_hq_keys(data, keys)
    return changed


def _content(one: AssignmentList) -> object:
    peers = one.peers.kiosks if one.peers is not None else None
    keys = one.recipients, one.hq_keys, one.sealed_to
    return one.serial, one.assignments, one.operators, peers, one.sending, keys


def _newest(untrusted: bytes, identity: KioskIdentity) -> AssignmentList:
    """The list, signed by a key that is trusted, or by one that follows on such a key."""
    try:
        return list_from_hq(untrusted, identity)
    except StatementRefusedError:
        key = _successor(untrusted, identity.hq_keys)
        if key is None:
            raise
        return list_from_hq(untrusted, replace(identity, hq_keys=(key,)))


def _successor(untrusted: bytes, trusted: tuple[bytes, ...]) -> bytes | None:
    try:
        payload = parse_envelope(untrusted, ASSIGNMENTS_TYPE).untrusted_payload
        return followed(_LIST.validate_json(payload).hq_changes, trusted)
    except (SignatureError, ValueError):
        return None


def _told_keys(untrusted: bytes, told: tuple[str, ...]) -> tuple[bytes, ...]:
    """What HQ signs with, if its newest key signed the list too; none from an HQ of old."""
    if not told:
        return ()
    try:
        keys = tuple(bytes.fromhex(key) for key in told)
        open_envelope(untrusted, ASSIGNMENTS_TYPE, keys[:1])
    except (ValueError, SignatureError) as error:
        raise StatementRefusedError("HQ's list is not signed by the newest key it names") from error
    return keys


def _keep_hq_keys(data: Path, keys: tuple[bytes, ...]) -> None:
    """Trust exactly these from now on."""
    kiosk = load_kiosk(data)
    if keys != kiosk.hq_keys:
        store_kiosk(data, replace(kiosk, hq_keys=keys))


def _keep_recipients(data: Path, told: AssignmentList) -> None:
    """Have what is sealed from now on sealed to the keys told; the identity's are the newest."""
    kiosk = load_kiosk(data)
    new = sealing_to(kiosk, told)
    if new != kiosk:
        store_kiosk(data, new)


def _peers_since(one: AssignmentList) -> WallTime:
    return one.peers.issued if one.peers is not None else _NEVER


def _held(data: Path, identity: KioskIdentity) -> AssignmentList | None:
    try:
        content = (data / FILE).read_bytes()
    except FileNotFoundError:
        return None
    return list_from_hq(content, identity)


def list_from_hq(untrusted: bytes, identity: KioskIdentity) -> AssignmentList:
    """A list that HQ signed for this kiosk.

    Raises:
        StatementRefusedError: it is none.
    """
    refusal = "The list of assignments is not signed by HQ"
    found = signed_by_hq(untrusted, ASSIGNMENTS_TYPE, _LIST, identity.hq_keys, refusal)
    if found.kiosk != identity.kiosk:
        raise StatementRefusedError("The list of assignments is for another kiosk")
    return found
