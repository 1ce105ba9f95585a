"""A session's folder becomes a bundle in the outbox."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.completeness import completeness_text
from app.bundle.durable import sync_folder
from app.bundle.format import open_bundle
from app.bundle.seal import BundleFacts, EntrySource, SealedBundle, seal_bundle
from app.bundle.sealed_format import key_id
from app.bundle.sealed_stream import seal_stream_bytes
from app.bundle.verify import verify_bundle
from app.domain.ids import SessionId
from app.domain.merkle import tree_head
from app.domain.messages.courier import SealSession
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY, SessionRecord
from app.ports.clock import Clock
from app.session.errors import SessionMovedError
from app.session.store import SessionFolder
from app.sync.errors import MediaMissingError, RecordUnreadableError
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys
from app.sync.outbox import Bundle, Outbox
from app.sync.safety_copy import staged_copy

_RECORD = TypeAdapter(SessionRecord)


class Sealer:
    """Seals sessions of one kiosk."""

    def __init__(
        self,
        identity: KioskIdentity,
        keys: KioskKeys,
        outbox: Outbox,
        clock: Clock,
        recipients: Callable[[], tuple[bytes, ...]] | None = None,
    ) -> None:
        """Clear away what a crash in the middle of sealing left.

        Args:
            identity: the kiosk's.
            keys: the kiosk's.
            outbox: takes the bundles.
            clock: the machine's.
            recipients: gives the newest, asked for each session; None for the identity's.

        `left_out` names the parts on the second disk that the last bundle was sealed without.
        """
        self.left_out: tuple[str, ...] = ()
        self._identity = identity
        self._keys = keys
        self._outbox = outbox
        self._clock = clock
        self._recipients = recipients or (lambda: identity.recipients)
        for part in outbox.folder.glob("sealing-*.part"):
            part.unlink()

    def seal(self, command: SealSession) -> Bundle:
        """Seal a session, verify the file as it lies on the disk, put it into the outbox.

        A session that was sealed before is not sealed again: its bundle is given. The session's
        folders are left as they are. A copy on the second disk that cannot be read is left out.

        Raises:
            RecordUnreadableError: the documents hold no session record, or one that does not fit.
            SessionMovedError: the session belongs to another kiosk now.
            MediaMissingError: a recording that the record names is not in the folder.
            SealedForeignError: a file among the recordings is not a sealed log.
            SealedWriteError: the disk refused.
            IntegrityError: what was written is not what was to be written.
        """
        known = self._outbox.of_session(command.session)
        if known is not None:
            return known
        documents = {name: base64.b64decode(content) for name, content in command.documents}
        record = _record(documents, command)
        if record.kiosk != self._identity.kiosk:
            what = f"Session {record.session} was moved to {record.kiosk}"
            raise SessionMovedError(what, record.assignment)
        folder = Path(command.folder)
        documents |= _moves(folder)
        safety = Path(command.safety_folder) if command.safety_folder else None
        carried = _copies(folder)
        recipients = self._recipients()
        sealed_documents = _sealed(documents, recipients, record)
        sources = [*sealed_documents, *_media(folder, record), *carried]
        facts = self._facts(record, documents, recipients)
        with self._staged(safety, record, {copy.name for copy in carried}) as copies:
            sealed = self._write(facts, [*sources, *copies])
        held = {source.name for source in (*carried, *copies)}
        self.left_out = tuple(name for name in _of_second_disk(record) if name not in held)
        bundle = Bundle(
            record.session,
            sealed.digest,
            record.assignment,
            sealed.size,
            folder,
            sealed.manifest.journal_head,
            copies=tuple(safety / copy.name for copy in copies) if safety else (),
        )
        self._outbox.add(bundle)
        return bundle

    def receipt(self, bundle: Bundle) -> str:
        """What the candidate takes along for a bundle that was sealed."""
        return completeness_text(bundle.session, bundle.digest, self._keys.signer)

    def _staged(
        self, safety: Path | None, record: SessionRecord, carried: set[str]
    ) -> AbstractContextManager[list[EntrySource]]:
        """This kiosk's own copies; those that came along from another kiosk are here already."""
        if safety is None:
            return nullcontext([])
        own = [name for name in _of_second_disk(record) if name not in carried]
        return staged_copy(safety, own, self._outbox.folder, record.session)

    def _write(self, facts: BundleFacts, sources: list[EntrySource]) -> SealedBundle:
        part = self._outbox.folder / f"sealing-{facts.session}.part"
        sealed = seal_bundle(part, sources, facts, self._keys.signer)
        self._check(part, sealed)
        part.rename(self._outbox.file(sealed.digest))
        sync_folder(self._outbox.folder)
        return sealed

    def _facts(
        self, record: SessionRecord, documents: dict[str, bytes], recipients: tuple[bytes, ...]
    ) -> BundleFacts:
        return BundleFacts(
            session=record.session,
            kiosk=record.kiosk,
            assignment=record.assignment,
            flow_digest=record.flow_digest,
            created=self._clock.now(),
            recipients=tuple(key_id(public) for public in recipients),
            journal_head=record.journal_head,
            quality=record.quality,
            journal=tree_head(documents.get(JOURNAL_ENTRY, b"").splitlines()),
        )

    def _check(self, part: Path, sealed: SealedBundle) -> None:
        trusted = {self._identity.kiosk: self._identity.public_key}
        found = verify_bundle(open_bundle(part), trusted)
        if found.problems:
            part.unlink()
            raise found.problems[0]
        if found.digest != sealed.digest:
            part.unlink()
            raise MediaMissingError("The bundle on the disk is not what was written")


def _sealed(
    documents: dict[str, bytes], recipients: tuple[bytes, ...], record: SessionRecord
) -> list[EntrySource]:
    context = record.session.encode()
    return [
        EntrySource(name, seal_stream_bytes(content, recipients, context), "sealed-stream/1")
        for name, content in documents.items()
    ]


def _record(documents: dict[str, bytes], command: SealSession) -> SessionRecord:
    try:
        record = _RECORD.validate_json(documents.get(RECORD_ENTRY, b""))
    except ValidationError as error:
        raise RecordUnreadableError("The session record cannot be read") from error
    if record.session != command.session:
        raise RecordUnreadableError("The session record is of another session")
    return record


def _moves(folder: Path) -> dict[str, bytes]:
    """The signed envelopes of the session's moves up to this kiosk, for HQ to see."""
    held = SessionFolder(SessionId(folder.name), folder).moves()
    return {path.name: path.read_bytes() for path in held}


def _copies(folder: Path) -> list[EntrySource]:
    """What came along from another kiosk's second disk."""
    safety = SessionFolder(SessionId(folder.name), folder).safety
    return [EntrySource(file.name, file) for file in sorted(safety.glob("*.blog"))]


def _of_second_disk(record: SessionRecord) -> list[str]:
    return [part.entry for part in record.media if part.track == "safety"]


def _media(folder: Path, record: SessionRecord) -> list[EntrySource]:
    files = sorted((folder / "media").glob("*.blog"))
    here = {file.name for file in files}
    if any(part.track == "safety" and part.entry in here for part in record.media):
        raise RecordUnreadableError("The record calls a recording on the main disk a safety copy")
    lacking = {part.entry for part in record.media if part.track == "main"} - here
    if lacking:
        raise MediaMissingError(f"{len(lacking)} recordings of the session are missing")
    return [EntrySource(file.name, file) for file in files]
