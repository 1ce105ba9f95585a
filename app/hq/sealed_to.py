"""Whom kiosks seal to, said by who holds the sealing keys and not by who runs the server.

See `docs/spec/keys-v1.md`, part G.
"""

from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.dsse import Signer, open_envelope, parse_envelope, sign_envelope
from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError
from app.domain.exchange import RECIPIENTS_TYPE, SealedTo
from app.domain.timing import WallTime
from app.hq.errors import RecipientsError

STATEMENT = "recipients.json"
RECIPIENTS_KEY = "recipients.key"
_FORMAT = "booth-hq-recipients/1"
_MAX_BYTES = 1024 * 1024
_SEALED_TO = TypeAdapter(SealedTo)


def read_statement(keys: Path) -> str:
    """The envelope in HQ's folder of keys; empty when HQ's keys were never split.

    Raises:
        RecipientsError: it cannot be read.
    """
    try:
        return (keys / STATEMENT).read_bytes()[:_MAX_BYTES].decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise RecipientsError(f"{STATEMENT} cannot be read") from error


def write_statement(keys: Path, recipients: tuple[str, ...], signer: Signer, now: WallTime) -> None:
    """Say whom kiosks seal to from now on; on the disk when this returns.

    The serial is at least the time, so that it grows also when the statement before was lost.

    Raises:
        RecipientsError: the statement before is malformed.
    """
    before = read_statement(keys)
    serial = max(int(now.timestamp()), _parse(before).serial + 1 if before else 0)
    said = _SEALED_TO.dump_json(SealedTo(_FORMAT, serial, now, recipients))
    write_durably(keys / STATEMENT, sign_envelope(RECIPIENTS_TYPE, said, signer))


def check_statement(envelope: str, signed_by: bytes, recipients: tuple[str, ...]) -> None:
    """Make sure that what stands in HQ's folder is what its keys say.

    Args:
        envelope: from `read_statement`.
        signed_by: the public key of `recipients.key`, which was opened.
        recipients: those that HQ can open, hexadecimal.

    Raises:
        RecipientsError: it is signed by another key, or names somebody else.
    """
    try:
        open_envelope(envelope.encode(), RECIPIENTS_TYPE, (signed_by,))
    except SignatureError as error:
        raise RecipientsError(f"{STATEMENT} is not signed by {RECIPIENTS_KEY}") from error
    said = _parse(envelope)
    if not said.recipients or not set(said.recipients) <= set(recipients):
        raise RecipientsError(f"{STATEMENT} names a key that headquarters does not open")


def _parse(envelope: str) -> SealedTo:
    try:
        parsed = parse_envelope(envelope.encode(), RECIPIENTS_TYPE)
        said = _SEALED_TO.validate_json(parsed.untrusted_payload)
    except (SignatureError, ValueError) as error:
        raise RecipientsError(f"{STATEMENT} is malformed") from error
    if said.format != _FORMAT:
        raise RecipientsError(f"{STATEMENT} has a form that is not known")
    return said
