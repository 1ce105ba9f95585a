"""What a bundle says of itself. See `docs/spec/bundle-v1.md`, part B."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from app.bundle.errors import BundleVersionError, ManifestError
from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.merkle import TreeHead
from app.domain.quality import QualityCertificate
from app.domain.timing import WallTime

MANIFEST_TYPE = "application/vnd.booth.bundle-manifest+json"
MANIFEST_FORMAT = 3
"""What is written. Format 2, without `journal`, and 1, without `quality` too, are still read."""
LACKING: Final = {1: {"quality", "journal"}, 2: {"journal"}, 3: set[str]()}
"""By format that is read, the members it does not have."""
MAX_QUALITY_BYTES = 1 << 20
"""Of the certificate as JSON: an hour with a gap every second is a third of it."""
MAX_ENTRIES = 10_000
MAX_ENTRY_BYTES = 1 << 44
EntryKind = Literal["sealed-log/1", "sealed-stream/1"]
"""How an entry's bytes are sealed. Another sealing is another kind, not another manifest."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]{1,32}){0,3}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HEX_64 = re.compile(r"[0-9a-f]{64}")
_HEX_16 = re.compile(r"[0-9a-f]{16}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Source: Microsoft, "Naming Files, Paths, and Namespaces"."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, in the order of the file.

    Attributes:
        name: a plain file name; never a path.
        kind: how it is sealed.
        size: bytes as they stand in the bundle.
        sha256: of those bytes.
        complete: False when its writer was cut off before the final mark.
    """

    name: str
    kind: EntryKind
    size: int
    sha256: Digest
    complete: bool


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Manifest:
    """The signed part of a bundle.

    Attributes:
        format: `MANIFEST_FORMAT`.
        kiosk_key: the kiosk's Ed25519 public key, hexadecimal. A claim until compared.
        recipients: ids of the X25519 keys the entries are sealed to.
        journal_head: hash of the journal's last event, hexadecimal.
        created: when it was sealed, by the kiosk's clock.
        quality: the recording in figures, for who has no key; holds nothing about the person.
        journal: size and root of the Merkle tree over the journal's lines; None in a move.
    """

    format: int
    session: SessionId
    kiosk: KioskId
    kiosk_key: str
    assignment: AssignmentId
    flow_digest: Digest
    created: WallTime
    recipients: tuple[str, ...]
    journal_head: str
    entries: tuple[Entry, ...]
    quality: QualityCertificate | None = None
    journal: TreeHead | None = None


_QUALITY = TypeAdapter(QualityCertificate)
_MANIFEST = TypeAdapter(Manifest)
_FORMAT = TypeAdapter(dict[str, object])


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return _MANIFEST.dump_json(manifest, exclude=LACKING[manifest.format])


def parse_manifest(untrusted: bytes) -> Manifest:
    """Read and check a manifest.

    Raises:
        ManifestError: it is malformed or names something it must not.
        BundleVersionError: it is of another format.
    """
    try:
        members = _FORMAT.validate_json(untrusted)
        known = members.get("format")
        lacking = LACKING.get(known) if type(known) is int else None
        if lacking is None:
            raise BundleVersionError("The bundle's manifest has a format that is not known")
        if {"quality", "journal"} - members.keys() != lacking:
            raise ManifestError(f"The manifest is not of format {known}")
        manifest = _MANIFEST.validate_json(untrusted, strict=True)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ManifestError(f"The manifest is malformed at {where or 'its start'}") from error
    problem = manifest_problem(manifest)
    if problem is not None:
        raise ManifestError(problem)
    return manifest


def manifest_problem(manifest: Manifest) -> str | None:
    """What the manifest must not say, as a sentence; None when all is well."""
    if not all(good_id(i) for i in (manifest.session, manifest.kiosk, manifest.assignment)):
        return "An id in the manifest is not an id"
    hashes = [manifest.flow_digest, manifest.journal_head, manifest.kiosk_key]
    if manifest.journal is not None:
        hashes.append(manifest.journal.root)
    if not all(_HEX_64.fullmatch(value) for value in hashes):
        return "A digest or key in the manifest is not one"
    if not manifest.recipients or not all(_HEX_16.fullmatch(r) for r in manifest.recipients):
        return "The manifest's recipients are not key ids"
    if manifest.created.tzinfo is None:
        return "The manifest's time has no zone"
    quality = manifest.quality
    if quality is not None and len(_QUALITY.dump_json(quality)) > MAX_QUALITY_BYTES:
        return "The manifest's quality certificate is too long"
    return _entries_problem(manifest.entries)


def _entries_problem(entries: tuple[Entry, ...]) -> str | None:
    if not 0 < len(entries) <= MAX_ENTRIES:
        return f"The manifest names {len(entries)} entries"
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if not good_name(entry.name):
            return f"Entry {number} has a name that is not a plain file name"
        if entry.name.lower() in seen:
            return f"Entry {number} has the name of an earlier one"
        if not 0 <= entry.size <= MAX_ENTRY_BYTES or not _HEX_64.fullmatch(entry.sha256):
            return f"Entry {number} has an impossible size or digest"
        seen.add(entry.name.lower())
    return None


def good_id(text: str) -> bool:
    """Whether `text` may name a session, a kiosk or an assignment, and be part of a path."""
    return bool(_ID.fullmatch(text))


def good_name(name: str) -> bool:
    """Whether `name` is a plain file name on every system."""
    return bool(_NAME.fullmatch(name)) and not is_device(name)


def is_device(name: str) -> bool:
    """Whether a file of that name is a device on Windows, whatever its ending."""
    return bool(_DEVICES.fullmatch(name))
