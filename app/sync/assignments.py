"""What HQ sends down, verified when it comes and again whenever it is read."""

from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from pydantic import TypeAdapter, ValidationError

from app.bundle.dsse import open_envelope
from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError
from app.domain.assignment import Assignment
from app.domain.exchange import ASSIGNMENTS_TYPE, AssignmentList, KioskOperator
from app.sync.errors import StatementRefusedError
from app.sync.identity import KioskIdentity, load_kiosk

FILE = "assignments.json"
_LIST = TypeAdapter(AssignmentList)


def read_assignments(data: Path) -> tuple[Assignment, ...]:
    """The assignments held, by their time.

    Raises:
        NotEnrolledError: the kiosk belongs to no HQ.
        StatementRefusedError: the stored list was altered.
    """
    held = _held(data, load_kiosk(data))
    assignments = held.assignments if held is not None else ()
    return tuple(sorted(assignments, key=lambda one: (one.scheduled, one.id)))


def read_operators(data: Path) -> tuple[KioskOperator, ...]:
    """Who may unlock the operator's window. Raises as `read_assignments` does."""
    held = _held(data, load_kiosk(data))
    return held.operators if held is not None else ()


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
    new = _verified(untrusted, identity)
    held = _held(data, identity)
    if held is not None and new.serial < held.serial:
        raise StatementRefusedError("HQ's list is older than the one held")
    same = held is not None and (held.serial, held.assignments, held.operators) == (
        new.serial,
        new.assignments,
        new.operators,
    )
    if not same:
        write_durably(data / FILE, untrusted)
    return not same


def _held(data: Path, identity: KioskIdentity) -> AssignmentList | None:
    try:
        content = (data / FILE).read_bytes()
    except FileNotFoundError:
        return None
    return _verified(content, identity)


def _verified(untrusted: bytes, identity: KioskIdentity) -> AssignmentList:
    try:
        payload = open_envelope(untrusted, ASSIGNMENTS_TYPE, identity.hq_keys)
        found = _LIST.validate_json(payload)
    except (SignatureError, ValidationError) as error:
        raise StatementRefusedError("The list of assignments is not signed by HQ") from error
    if found.kiosk != identity.kiosk:
        raise StatementRefusedError("The list of assignments is for another kiosk")
    return found
