"""Which keys HQ signed with, one after the other. See `docs/spec/keys-v1.md`, part E."""

from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError
from app.bundle.succession import Succession, read_links
from app.domain.timing import WallTime
from app.hq.errors import SigningChainError

CHAIN = "signing.json"
_MAX_BYTES = 1024 * 1024
_ENVELOPES = TypeAdapter(tuple[str, ...])


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
    links = checked_links(envelopes)
    if links and links[-1].next != newest.hex() and links[-1].previous == newest.hex():
        return envelopes[:-1]
    if links and links[-1].next != newest.hex():
        raise SigningChainError(f"{CHAIN} does not lead to headquarters' signing key")
    return envelopes


def write_envelopes(keys: Path, envelopes: tuple[str, ...]) -> None:
    """Keep the chain; on the disk when this returns."""
    write_durably(keys / CHAIN, _ENVELOPES.dump_json(envelopes, indent=1))


def checked_links(envelopes: tuple[str, ...]) -> tuple[Succession, ...]:
    """The changes, the oldest first.

    Raises:
        SigningChainError: one is not signed by both keys, or does not follow the one before.
    """
    try:
        return read_links(envelopes)
    except SignatureError as error:
        raise SigningChainError(error.what) from error


def still_signing(links: tuple[Succession, ...], now: WallTime) -> tuple[bytes, ...]:
    """The earlier keys that sign beside the newest one, the newest of them first."""
    held = (bytes.fromhex(one.previous) for one in reversed(links) if one.until > now)
    return tuple(dict.fromkeys(held))
