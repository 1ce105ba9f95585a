"""What comes down from headquarters: opened only when headquarters signed it."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from app.bundle.dsse import open_envelope
from app.bundle.errors import SignatureError
from app.sync.errors import StatementRefusedError

Statement = TypeVar("Statement")


def signed_by_hq(
    untrusted: bytes,
    payload_type: str,
    form: TypeAdapter[Statement],
    hq_keys: Iterable[bytes],
    refusal: str,
) -> Statement:
    """A statement in its envelope; whom and what it is for is the caller's to check.

    Args:
        untrusted: the envelope.
        payload_type: of the statement, bound by the signature.
        form: what the payload has to be.
        hq_keys: HQ's Ed25519 keys.
        refusal: said when it is not signed or not of that form.

    Raises:
        StatementRefusedError: it is not.
    """
    try:
        return form.validate_json(open_envelope(untrusted, payload_type, hq_keys))
    except (SignatureError, ValidationError) as error:
        raise StatementRefusedError(refusal) from error
