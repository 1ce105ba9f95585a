"""Makes a bundle out of a session's sealed entries: streaming, in constant memory."""

import hashlib
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.bundle.dsse import Signer, sign_envelope
from app.bundle.durable import sync_folder
from app.bundle.errors import ManifestError, SealedWriteError
from app.bundle.format import BUNDLE, CHUNK_BYTES, Form, frame
from app.bundle.manifest import (
    MANIFEST_FORMAT,
    Entry,
    EntryKind,
    Manifest,
    manifest_bytes,
    manifest_problem,
)
from app.bundle.sealed_log import log_complete
from app.bundle.sealed_stream import stream_size
from app.domain.errors import FileMissingError
from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.merkle import TreeHead
from app.domain.quality import QualityCertificate
from app.domain.timing import WallTime


@dataclass(frozen=True, slots=True)
class EntrySource:
    """An entry to be: sealed already, in a file or in memory."""

    name: str
    content: Path | bytes
    kind: EntryKind = "sealed-log/1"


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What the manifest says besides the entries; see `Manifest`."""

    session: SessionId
    kiosk: KioskId
    assignment: AssignmentId
    flow_digest: Digest
    created: WallTime
    recipients: tuple[str, ...]
    journal_head: str
    quality: QualityCertificate | None = None
    journal: TreeHead | None = None


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A bundle that was written.

    Attributes:
        digest: SHA-256 of the whole file.
        size: its bytes.
    """

    manifest: Manifest
    digest: Digest
    size: int


def seal_bundle(
    path: Path, entries: Sequence[EntrySource], facts: BundleFacts, signer: Signer
) -> SealedBundle:
    """Write a bundle to `path`; when this returns it is on the disk.

    An entry that changes while it is read is found and refused.

    Raises:
        ManifestError: an entry's name or an id cannot stand in a manifest.
        SealedForeignError, SealedVersionError, SealedAlteredError: an entry is of another kind.
        FileMissingError: an entry's file cannot be read.
        SealedWriteError: the disk refused.
    """
    manifest = described(entries, facts, signer)
    return write_container(path, BUNDLE, entries, manifest, (manifest_bytes(manifest), signer))


def described(entries: Sequence[EntrySource], facts: BundleFacts, signer: Signer) -> Manifest:
    """The manifest of a container to be; raises as `seal_bundle` does."""
    listed = tuple(_describe(source) for source in entries)
    manifest = Manifest(
        MANIFEST_FORMAT,
        facts.session,
        facts.kiosk,
        signer.public.hex(),
        facts.assignment,
        facts.flow_digest,
        facts.created,
        facts.recipients,
        facts.journal_head,
        listed,
        facts.quality,
        facts.journal,
    )
    problem = manifest_problem(manifest)
    if problem is not None:
        raise ManifestError(problem)
    return manifest


def write_container(
    path: Path,
    form: Form,
    entries: Sequence[EntrySource],
    manifest: Manifest,
    signed: tuple[bytes, Signer],
) -> SealedBundle:
    """Write the file of a described container; raises as `seal_bundle` does.

    Args:
        path: the file.
        form: what it is to be.
        entries: as they were described.
        manifest: their description.
        signed: the payload of the envelope, and who signs it.
    """
    payload, signer = signed
    head = frame(sign_envelope(form.payload_type, payload, signer), form)
    try:
        digest, size = _write(path, head, zip(entries, manifest.entries, strict=True))
        sync_folder(path.parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise SealedWriteError(f"The {form.name} cannot be written: {error.strerror}") from error
    return SealedBundle(manifest, digest, size)


def _open(source: EntrySource) -> BinaryIO:
    if isinstance(source.content, bytes):
        return io.BytesIO(source.content)
    try:
        return source.content.open("rb")
    except OSError as error:
        raise FileMissingError(f"Entry {source.name} cannot be read: {error.strerror}") from error


def _describe(source: EntrySource) -> Entry:
    digest, size = hashlib.sha256(), 0
    with _open(source) as stream:
        complete = _complete(stream, source.kind)
        stream.seek(0)
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return Entry(source.name, source.kind, size, Digest(digest.hexdigest()), complete)


def _complete(stream: BinaryIO, kind: EntryKind) -> bool:
    if kind == "sealed-log/1":
        return log_complete(stream)
    stream_size(stream)
    return True


def _write(
    path: Path, head: bytes, entries: "zip[tuple[EntrySource, Entry]]"
) -> tuple[Digest, int]:
    whole, size = hashlib.sha256(head), len(head)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(head)
        for source, entry in entries:
            copied = _copy(source, entry, out, whole.update)
            if copied != entry.size:
                raise FileMissingError(f"Entry {entry.name} changed while it was read")
            size += copied
        out.flush()
        os.fsync(out.fileno())
    return Digest(whole.hexdigest()), size


def _copy(source: EntrySource, entry: Entry, out: BinaryIO, note: Callable[[bytes], None]) -> int:
    left = entry.size
    with _open(source) as stream:
        while left and (chunk := stream.read(min(CHUNK_BYTES, left))):
            note(chunk)
            out.write(chunk)
            left -= len(chunk)
    return entry.size - left
