"""The move file: a running session on its way to another kiosk. See `docs/spec/move-v1.md`.

The container is the bundle's, under another version line, another payload type and another
manifest, so that neither can be taken for the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from app.bundle.dsse import Signer, parse_envelope
from app.bundle.errors import BundleVersionError, ManifestError
from app.bundle.format import Form, Opened, open_container
from app.bundle.manifest import (
    MANIFEST_FORMAT,
    Manifest,
    good_id,
    good_name,
    manifest_problem,
)
from app.bundle.seal import BundleFacts, EntrySource, SealedBundle, described, write_container
from app.domain.ids import KioskId, SessionId

MOVE_TYPE = "application/vnd.booth.move-manifest+json"
MOVE_FORMAT = 1
MOVE: Final = Form("move file", b"booth-move/", MOVE_TYPE)
MOVE_JOURNAL = "journal.slog"
"""Name of the entry that holds the journal: a record a line, sealed to the target and to HQ."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class MoveManifest:
    """The signed part of a move file.

    Attributes:
        move_format: `MOVE_FORMAT`; a bundle's manifest has `format` here.
        to_kiosk: the only kiosk that may take it in.
        carried: the session and the entries, in the bundle's own terms. Its `kiosk` is the one
            that gives the session away, its `journal_head` the hash of the entry that says so.
    """

    move_format: int
    to_kiosk: KioskId
    carried: Manifest


@dataclass(frozen=True, slots=True)
class OpenedMove:
    """A move file whose manifest was read; nothing in it is trusted yet."""

    opened: Opened
    manifest: MoveManifest


_MOVE = TypeAdapter(MoveManifest)
_MEMBERS = TypeAdapter(dict[str, object])


def move_entry(number: int) -> str:
    """Name of the entry that holds the signed envelope of the session's n-th move, from 1."""
    return f"move-{number:04d}.json"


def move_context(session: SessionId, to_kiosk: KioskId) -> bytes:
    """What the sealed entries of a move file belong to; never a bundle's context."""
    return f"booth-move/1 {session} {to_kiosk}".encode()


def seal_move(
    path: Path,
    entries: Sequence[EntrySource],
    facts: BundleFacts,
    to_kiosk: KioskId,
    signer: Signer,
) -> SealedBundle:
    """Write a move file to `path`; on the disk when this returns. Raises as `seal_bundle` does."""
    carried = described(entries, facts, signer)
    payload = _MOVE.dump_json(MoveManifest(MOVE_FORMAT, to_kiosk, carried))
    return write_container(path, MOVE, entries, carried, (payload, signer))


def open_move(path: Path) -> OpenedMove:
    """Read the manifest of a move file.

    Raises:
        FileMissingError: there is no such file, or it cannot be read.
        NotABundleError, BundleVersionError, BundleTruncatedError, ManifestError, SignatureError:
            what its start is not.
    """
    opened = open_container(path, MOVE, lambda payload: parse_move(payload).carried)
    return OpenedMove(opened, parse_move(opened.envelope.untrusted_payload))


def verified_move(untrusted_envelope: bytes, trusted: Iterable[bytes]) -> MoveManifest:
    """The manifest in the envelope of a move file, signed by one of the `trusted` kiosk keys.

    Raises:
        SignatureError, ManifestError, BundleVersionError: what it is not.
    """
    envelope = parse_envelope(untrusted_envelope, MOVE_TYPE)
    envelope.check(trusted)
    return parse_move(envelope.untrusted_payload)


def parse_move(untrusted: bytes) -> MoveManifest:
    """Read and check a move file's manifest.

    Raises:
        ManifestError: it is malformed or names something it must not.
        BundleVersionError: it is of another format.
    """
    try:
        known = _MEMBERS.validate_json(untrusted).get("move_format")
        if isinstance(known, bool) or known != MOVE_FORMAT:
            raise BundleVersionError("The move file's manifest has a format that is not known")
        manifest = _MOVE.validate_json(untrusted, strict=True)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ManifestError(f"The manifest is malformed at {where or 'its start'}") from error
    carried = manifest.carried
    problem = manifest_problem(carried)
    beyond = (carried.quality, carried.journal)
    if problem is None and (carried.format != MANIFEST_FORMAT or beyond != (None, None)):
        problem = "The manifest carries what no session on its way has"
    if problem is None and not good_name(carried.session):
        problem = "The session's name cannot be that of a folder"
    if problem is None and (not good_id(manifest.to_kiosk) or manifest.to_kiosk == carried.kiosk):
        problem = "The manifest names no other kiosk to go to"
    if problem is not None:
        raise ManifestError(problem)
    return manifest
