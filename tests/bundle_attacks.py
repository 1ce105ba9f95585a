"""Bundles that somebody has made to harm headquarters: each with the code of its refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.bundle.dsse import sign_envelope, signer_in_memory
from app.bundle.format import frame, open_bundle
from app.bundle.manifest import MANIFEST_TYPE, manifest_bytes
from app.bundle.seal import EntrySource, seal_bundle
from app.bundle.sealed_log import seal_bytes
from app.bundle.sealed_stream import seal_stream_bytes
from app.domain.ids import AssignmentId, Digest, KioskId
from app.domain.record import RECORD_ENTRY
from app.domain.timing import WallTime
from app.hq.archive_contents import MAX_DOCUMENT_BYTES
from app.hq.inbox import Accepted
from app.hq.store_tables import AssignmentRow
from tests.bundle_samples import public_of, seal_key, sign_key
from tests.inbox_scene import KIOSK_KEY, Scene
from tests.sync_rig import CLOCK


def truncated(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes()[:-100])
    return path


def truncated_in_the_manifest(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes()[:200])
    return path


def altered(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    content = bytearray(path.read_bytes())
    content[-1000] ^= 1
    path.write_bytes(content)
    return path


def extended(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes() + b"more")
    return path


def entries_swapped(scene: Scene) -> Path:
    """The recording of another session of the same kiosk, under this session's manifest."""
    one, other = scene.seal(scene.sample()), scene.seal(scene.sample())
    mine, theirs = open_bundle(one), open_bundle(other)
    cut, place = mine.entries[2].offset, theirs.entries[2].offset
    one.write_bytes(one.read_bytes()[:cut] + other.read_bytes()[place:])
    return one


def forged(scene: Scene) -> Path:
    """Sealed whole by somebody else's key."""
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sample.seal(path, scene.public, sign_key(9))
    return path


def manifest_rewritten(scene: Scene) -> Path:
    """The kiosk's key is named, another key signs."""
    path = scene.seal(scene.sample())
    opened = open_bundle(path)
    claimed = replace(opened.manifest, assignment=AssignmentId(scene.made.assignment))
    head = frame(
        sign_envelope(MANIFEST_TYPE, manifest_bytes(claimed), signer_in_memory(sign_key(9)))
    )
    path.write_bytes(head + path.read_bytes()[opened.entries[0].offset :])
    return path


def wrong_recipient(scene: Scene) -> Path:
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sample.seal(path, public_of(seal_key(3)), KIOSK_KEY)
    return path


def unknown_kiosk(scene: Scene) -> Path:
    return scene.seal(replace(scene.sample(), kiosk=KioskId("kiosk-0099")))


def revoked_kiosk(scene: Scene) -> Path:
    return scene.seal(replace(scene.sample(), kiosk=KioskId("kiosk-0002")))


def other_branch(scene: Scene) -> Path:
    return scene.seal(replace(scene.sample(), kiosk=KioskId("kiosk-0003")))


def unknown_assignment(scene: Scene) -> Path:
    return scene.seal(replace(scene.sample(), assignment=AssignmentId("A0")))


def other_flow(scene: Scene) -> Path:
    return scene.seal(replace(scene.sample(), flow_digest=Digest("e" * 64)))


def replayed(scene: Scene) -> Path:
    """The same session, sealed a second time."""
    sample = scene.sample()
    assert isinstance(scene.give(scene.seal(sample)), Accepted)
    return scene.seal(sample)


def without_record(scene: Scene) -> Path:
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sources = sample.sources(scene.folder / f"{sample.session}-media", scene.public)[1:]
    seal_bundle(path, sources, sample.facts(scene.public), signer_in_memory(KIOSK_KEY))
    return path


def without_media(scene: Scene) -> Path:
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sources = sample.sources(scene.folder / f"{sample.session}-media", scene.public)[:2]
    seal_bundle(path, sources, sample.facts(scene.public), signer_in_memory(KIOSK_KEY))
    return path


def record_of_another(scene: Scene) -> Path:
    sample, other = scene.sample(), scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sources = sample.sources(scene.folder / f"{sample.session}-media", scene.public)
    foreign = seal_bytes(other.documents()[RECORD_ENTRY], (scene.public,), b"")
    sources[0] = EntrySource(RECORD_ENTRY, foreign)
    seal_bundle(path, sources, sample.facts(scene.public), signer_in_memory(KIOSK_KEY))
    return path


def journal_shortened(scene: Scene) -> Path:
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sources = sample.sources(scene.folder / f"{sample.session}-media", scene.public)
    lines = sample.documents()["journal.jsonl"].splitlines(keepends=True)
    shorter = seal_bytes(b"".join(lines[:-1]), (scene.public,), b"")
    sources[1] = EntrySource("journal.jsonl", shorter)
    seal_bundle(path, sources, sample.facts(scene.public), signer_in_memory(KIOSK_KEY))
    return path


def from_the_future(scene: Scene) -> Path:
    later = WallTime(CLOCK.now() + timedelta(days=3))
    return scene.seal(replace(scene.sample(), created=later))


def from_before_enrolment(scene: Scene) -> Path:
    earlier = WallTime(CLOCK.now() - timedelta(days=3))
    return scene.seal(replace(scene.sample(), created=earlier))


def from_before_assignment(scene: Scene) -> Path:
    """The clock was set back after the kiosk's enrolment, to before HQ asked for the interview."""
    sample = scene.sample()
    with scene.hq.store.unit() as unit:
        asked = unit.get(AssignmentRow, sample.assignment)
        assert asked is not None
        later = WallTime(CLOCK.now() + timedelta(days=3))
        unit.merge(
            AssignmentRow(
                id="A-later",
                branch=asked.branch,
                flow_digest=asked.flow_digest,
                created=later,
                body=asked.body,
            )
        )
    return scene.seal(replace(sample, assignment=AssignmentId("A-later")))


def entries_reordered(scene: Scene) -> Path:
    """Two entries of one bundle change places, and the manifest is as it was."""
    path = scene.seal(scene.sample())
    opened, content = open_bundle(path), path.read_bytes()
    first, second, third = (placed.offset for placed in opened.entries)
    path.write_bytes(
        content[:first] + content[second:third] + content[first:second] + content[third:]
    )
    return path


def weaker_suite(scene: Scene) -> Path:
    """The header of a document names algorithms that somebody would rather have."""
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes().replace(b"AES256-GCM-HKDF-1MB", b"NULL-CIPHER-NOTHING", 1))
    return path


def named_by_its_own_kiosk(scene: Scene, *names: str) -> Path:
    """A kiosk that lies: names and kinds of its own making, truly signed."""
    path = scene.seal(scene.sample())
    opened = open_bundle(path)
    entries = [placed.entry for placed in opened.entries]
    for at, name in enumerate(names):
        entries[at] = replace(entries[at], name=name)
    lying = manifest_bytes(replace(opened.manifest, entries=tuple(entries)))
    head = frame(sign_envelope(MANIFEST_TYPE, lying, signer_in_memory(KIOSK_KEY)))
    path.write_bytes(head + path.read_bytes()[opened.entries[0].offset :])
    return path


def a_name_that_climbs(scene: Scene) -> Path:
    return named_by_its_own_kiosk(scene, "../../etc/passwd")


def an_absolute_name(scene: Scene) -> Path:
    return named_by_its_own_kiosk(scene, "/etc/passwd")


def a_name_with_a_drive(scene: Scene) -> Path:
    return named_by_its_own_kiosk(scene, "C:\\boot.ini")


def a_device_name(scene: Scene) -> Path:
    return named_by_its_own_kiosk(scene, "NUL.json")


def one_name_twice(scene: Scene) -> Path:
    return named_by_its_own_kiosk(scene, "a.json", "A.JSON")


def with_document(scene: Scene, name: str, content: bytes) -> Path:
    """A kiosk that lies: one of its documents is of its own making, truly sealed and signed."""
    sample = scene.sample()
    path = scene.folder / f"{sample.session}.bundle"
    sources = sample.sources(scene.folder / f"{sample.session}-media", scene.public)
    sealed = seal_stream_bytes(content, (scene.public,), sample.session.encode())
    at = [source.name for source in sources].index(name)
    sources[at] = EntrySource(name, sealed, "sealed-stream/1")
    seal_bundle(path, sources, sample.facts(scene.public), signer_in_memory(KIOSK_KEY))
    return path


def a_record_that_never_ends(scene: Scene) -> Path:
    """There is no compression to be bombed with; a document may only be large."""
    return with_document(scene, RECORD_ENTRY, bytes(MAX_DOCUMENT_BYTES + 1))


def a_record_as_deep_as_a_well(scene: Scene) -> Path:
    return with_document(scene, RECORD_ENTRY, b"[" * 500_000 + b"]" * 500_000)


def a_journal_as_deep_as_a_well(scene: Scene) -> Path:
    return with_document(scene, "journal.jsonl", b'{"number":0,"previous":' + b"[" * 500_000)


def a_huge_claim(scene: Scene) -> Path:
    """The manifest says that a recording has 16 TiB."""
    path = scene.seal(scene.sample())
    opened = open_bundle(path)
    entries = [placed.entry for placed in opened.entries]
    entries[-1] = replace(entries[-1], size=1 << 44)
    lying = manifest_bytes(replace(opened.manifest, entries=tuple(entries)))
    head = frame(sign_envelope(MANIFEST_TYPE, lying, signer_in_memory(KIOSK_KEY)))
    path.write_bytes(head + path.read_bytes()[opened.entries[0].offset :])
    return path


def not_a_bundle(scene: Scene) -> Path:
    path = scene.folder / "letter.txt"
    path.write_text("Dear Sir or Madam")
    return path


def a_later_version(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes().replace(b"booth-bundle/1", b"booth-bundle/2", 1))
    return path


def an_earlier_version(scene: Scene) -> Path:
    path = scene.seal(scene.sample())
    path.write_bytes(path.read_bytes().replace(b"booth-bundle/1", b"booth-bundle/0", 1))
    return path


def an_empty_file(scene: Scene) -> Path:
    path = scene.folder / "empty"
    path.write_bytes(b"")
    return path


ATTACKS: list[tuple[Callable[[Scene], Path], str]] = [
    (truncated, "BUNDLE-TRUNCATED"),
    (truncated_in_the_manifest, "BUNDLE-TRUNCATED"),
    (altered, "BUNDLE-ALTERED"),
    (extended, "BUNDLE-ALTERED"),
    (entries_swapped, "BUNDLE-ALTERED"),
    (forged, "BUNDLE-SIGNATURE"),
    (manifest_rewritten, "BUNDLE-SIGNATURE"),
    (wrong_recipient, "BUNDLE-WRONG-KEY"),
    (unknown_kiosk, "INBOX-KIOSK-UNKNOWN"),
    (revoked_kiosk, "INBOX-KIOSK-UNKNOWN"),
    (other_branch, "INBOX-ASSIGNMENT"),
    (unknown_assignment, "INBOX-ASSIGNMENT"),
    (other_flow, "INBOX-ASSIGNMENT"),
    (replayed, "INBOX-REPLAYED"),
    (without_record, "INBOX-INCOMPLETE"),
    (without_media, "INBOX-INCOMPLETE"),
    (record_of_another, "INBOX-RECORD"),
    (journal_shortened, "BUNDLE-ALTERED"),
    (from_the_future, "INBOX-CLOCK"),
    (from_before_enrolment, "INBOX-CLOCK"),
    (from_before_assignment, "INBOX-CLOCK"),
    (entries_reordered, "BUNDLE-ALTERED"),
    (weaker_suite, "BUNDLE-ALTERED"),
    (a_name_that_climbs, "BUNDLE-MANIFEST"),
    (an_absolute_name, "BUNDLE-MANIFEST"),
    (a_name_with_a_drive, "BUNDLE-MANIFEST"),
    (a_device_name, "BUNDLE-MANIFEST"),
    (one_name_twice, "BUNDLE-MANIFEST"),
    (a_record_that_never_ends, "INBOX-RECORD"),
    (a_record_as_deep_as_a_well, "INBOX-RECORD"),
    (a_journal_as_deep_as_a_well, "BUNDLE-ALTERED"),
    (a_huge_claim, "BUNDLE-TRUNCATED"),
    (not_a_bundle, "BUNDLE-FOREIGN"),
    (an_empty_file, "BUNDLE-FOREIGN"),
    (a_later_version, "BUNDLE-VERSION"),
    (an_earlier_version, "BUNDLE-VERSION"),
]
