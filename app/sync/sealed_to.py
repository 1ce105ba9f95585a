"""Whom this kiosk seals to: what HQ's list says, or who holds HQ's sealing keys.

Once a key that says so was heard of, nobody else is believed. See `docs/spec/keys-v1.md`, part G.
"""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from app.bundle.dsse import open_envelope
from app.bundle.errors import SignatureError
from app.bundle.recipients import check_recipient
from app.domain.exchange import RECIPIENTS_TYPE, AssignmentList, EnrolmentReply, SealedTo
from app.sync.errors import StatementRefusedError
from app.sync.identity import KioskIdentity

_SEALED_TO = TypeAdapter(SealedTo)


def sealing_to(kiosk: KioskIdentity, told: AssignmentList | EnrolmentReply) -> KioskIdentity:
    """The identity with whom to seal to from now on.

    Args:
        kiosk: as it is.
        told: by HQ, its signature checked.

    Raises:
        StatementRefusedError: a key is none, the statement is not by the key known, or is older
            than the one before.
    """
    if not kiosk.sealed_to_key and not told.sealed_to:
        recipients = _keys(told.recipients)
        return replace(kiosk, recipients=recipients) if recipients else kiosk
    if not told.sealed_to:
        raise StatementRefusedError("HQ's list leaves out who says whom to seal to")
    key = kiosk.sealed_to_key or _key(told.sealed_to_key)
    try:
        payload = open_envelope(told.sealed_to.encode(), RECIPIENTS_TYPE, (key,))
        said = _SEALED_TO.validate_json(payload)
    except (SignatureError, ValidationError) as error:
        what = "Whom to seal to is not said by who holds HQ's sealing keys"
        raise StatementRefusedError(what) from error
    if said.serial < kiosk.sealed_to_serial or not said.recipients:
        raise StatementRefusedError("Whom to seal to was said again later")
    recipients = _keys(said.recipients)
    return replace(kiosk, recipients=recipients, sealed_to_key=key, sealed_to_serial=said.serial)


def _keys(told: tuple[str, ...]) -> tuple[bytes, ...]:
    try:
        recipients = tuple(bytes.fromhex(key) for key in told)
        for key in recipients:
            check_recipient(key)
    except ValueError as error:
        raise StatementRefusedError("HQ's list names a key that is none") from error
    return recipients


def _key(told: str) -> bytes:
    try:
        return bytes.fromhex(told)
    except ValueError as error:
        raise StatementRefusedError("HQ's list names a key that is none") from error
