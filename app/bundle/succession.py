"""A signing key that follows on another: said by both, so that who trusts one may trust the next.

See `docs/spec/keys-v1.md`, part E.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from app.bundle.dsse import Signer, parse_envelope, sign_envelope
from app.bundle.errors import SignatureError
from app.domain.timing import WallTime

SIGNING_TYPE = "application/vnd.booth.hq-signing+json"
MAX_CHANGES = 1000
_FORMAT = "booth-hq-signing/1"


@dataclass(frozen=True, slots=True)
class Succession:
    """One change of HQ's signing key, signed by both keys.

    Attributes:
        format: `booth-hq-signing/1`.
        previous, next: raw Ed25519 public keys, hexadecimal.
        changed: when.
        until: the previous key signs beside the next one so long.
    """

    format: str
    previous: str
    next: str
    changed: WallTime
    until: WallTime


_LINK = TypeAdapter(Succession)


def succession(previous: Signer, newest: Signer, changed: WallTime, until: WallTime) -> str:
    """The envelope of a change."""
    link = Succession(_FORMAT, previous.public.hex(), newest.public.hex(), changed, until)
    both = replace(newest, also=(replace(previous, also=()),))
    return sign_envelope(SIGNING_TYPE, _LINK.dump_json(link), both).decode()


def read_links(untrusted: Sequence[str]) -> tuple[Succession, ...]:
    """The changes, each signed by the key before and the key after, the oldest first.

    Raises:
        SignatureError: one is not, does not follow the one before, or there are far too many.
    """
    if len(untrusted) > MAX_CHANGES:
        raise SignatureError("There are too many changes of the signing key")
    links: list[Succession] = []
    for number, text in enumerate(untrusted):
        link = _read_link(text, number)
        if links and links[-1].next != link.previous:
            raise SignatureError(f"Change {number} of the signing key follows on no other")
        links.append(link)
    return tuple(links)


def followed(untrusted: Sequence[str], trusted: Iterable[bytes]) -> bytes | None:
    """The newest key to which the changes lead from one that is trusted; None for none.

    Raises:
        SignatureError: as `read_links`.
    """
    links = read_links(untrusted)
    known = {key.hex() for key in trusted}
    leads = any(link.previous in known for link in links)
    return bytes.fromhex(links[-1].next) if leads else None


def _read_link(text: str, number: int) -> Succession:
    try:
        envelope = parse_envelope(text.encode(), SIGNING_TYPE)
        link = _LINK.validate_json(envelope.untrusted_payload)
        for public in (link.previous, link.next):
            envelope.check((bytes.fromhex(public),))
    except (SignatureError, ValueError) as error:
        what = f"Change {number} of the signing key is not signed by both keys"
        raise SignatureError(what) from error
    if link.format != _FORMAT:
        raise SignatureError(f"Change {number} of the signing key has a form that is not known")
    return link
