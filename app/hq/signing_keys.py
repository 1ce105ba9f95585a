"""Which keys HQ signed with, one after the other. See `docs/spec/keys-v1.md`, part E."""

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.dsse import Signer, parse_envelope, sign_envelope
from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError
from app.domain.timing import WallTime
from app.hq.errors import SigningChainError

CHAIN = "signing.json"
SIGNING_TYPE = "application/vnd.booth.hq-signing+json"
_FORMAT = "booth-hq-signing/1"
_MAX_BYTES = 1024 * 1024


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
_ENVELOPES = TypeAdapter(tuple[str, ...])


def succession(previous: Signer, newest: Signer, changed: WallTime, until: WallTime) -> str:
    """The envelope of a change."""
    link = Succession(_FORMAT, previous.public.hex(), newest.public.hex(), changed, until)
    both = replace(newest, also=(replace(previous, also=()),))
    return sign_envelope(SIGNING_TYPE, _LINK.dump_json(link), both).decode()


def read_envelopes(keys: Path, newest: bytes) -> tuple[str, ...]:
    """The envelopes of HQ's folder of keys that lead to its newest signing key.

    A last link to a key that was never kept (the change was cut off) is left out.

    Raises:
        SigningChainError: they are not a chain that leads there.
    """
    try:
        content = (keys / CHAIN).read_bytes()[:_MAX_BYTES]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SigningChainError(f"{CHAIN} cannot be read: {error.strerror}") from error
    try:
        envelopes = _ENVELOPES.validate_json(content)
    except ValueError as error:
        raise SigningChainError(f"{CHAIN} is malformed") from error
    links = read_links(envelopes)
    if links and links[-1].next != newest.hex() and links[-1].previous == newest.hex():
        return envelopes[:-1]
    if links and links[-1].next != newest.hex():
        raise SigningChainError(f"{CHAIN} does not lead to headquarters' signing key")
    return envelopes


def write_envelopes(keys: Path, envelopes: tuple[str, ...]) -> None:
    """Keep the chain; on the disk when this returns."""
    write_durably(keys / CHAIN, _ENVELOPES.dump_json(envelopes, indent=1))


def read_links(envelopes: tuple[str, ...]) -> tuple[Succession, ...]:
    """The changes, each signed by the key before and the key after, the oldest first.

    Raises:
        SigningChainError: one is not, or does not follow the one before.
    """
    links: list[Succession] = []
    for number, text in enumerate(envelopes):
        link = _read_link(text, number)
        if links and links[-1].next != link.previous:
            raise SigningChainError(f"Change {number} of the signing key follows on no other")
        links.append(link)
    return tuple(links)


def _read_link(text: str, number: int) -> Succession:
    try:
        envelope = parse_envelope(text.encode(), SIGNING_TYPE)
        link = _LINK.validate_json(envelope.untrusted_payload)
        for public in (link.previous, link.next):
            envelope.check((bytes.fromhex(public),))
    except (SignatureError, ValueError) as error:
        what = f"Change {number} of the signing key is not signed by both keys"
        raise SigningChainError(what) from error
    if link.format != _FORMAT:
        raise SigningChainError(f"Change {number} of the signing key has a form that is not known")
    return link


def still_signing(links: tuple[Succession, ...], now: WallTime) -> tuple[bytes, ...]:
    """The earlier keys that sign beside the newest one, the newest of them first."""
    held = (bytes.fromhex(one.previous) for one in reversed(links) if one.until > now)
    return tuple(dict.fromkeys(held))
