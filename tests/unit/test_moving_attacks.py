"""The attack table of moving: what comes, the code it is refused with, and nothing left."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.bundle.dsse import sign_envelope, signer_in_memory
from app.bundle.errors import BundleVersionError, NotABundleError, SignatureError
from app.bundle.format import BUNDLE, frame, open_bundle
from app.bundle.manifest import MANIFEST_TYPE, manifest_bytes
from app.bundle.moving import MOVE, MOVE_TYPE, MoveManifest, move_context, open_move, seal_move
from app.bundle.seal import BundleFacts, EntrySource
from app.bundle.sealed_log import seal_bytes, seal_records
from app.domain.errors import BoothError
from app.domain.ids import AssignmentId, Digest, SessionId
from app.session import entries as en
from app.session.errors import SessionMovedError
from app.session.journal import line_hash, made_line, read_lines
from app.sync import errors as se
from app.sync.outbox import Outbox
from app.sync.sealing import Sealer
from tests.bundle_samples import Sample, StillClock, public_of, seal_key, sign_key
from tests.moving_rig import (
    HQ_SEAL,
    A,
    B,
    C,
    Two,
    revoked,
    two_booths,
    under_way,
    vouch,
)
from tests.sync_rig import command
from tests.unit.test_session import assignment

HOUR = 3600.0


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return two_booths(tmp_path)


def rewritten(two: Two, file: Path, **changes: Any) -> Path:
    """The manifest edited, under the old signature."""
    opened = open_move(file)
    head = opened.opened.envelope.whole()
    edited = opened.opened.envelope.untrusted_payload
    for old, new in changes.items():
        edited = edited.replace(old.replace("__", "-").encode(), str(new).encode())
    forged = replace(opened.opened.envelope, untrusted_payload=edited).whole()
    assert forged != head
    body = file.read_bytes()[opened.opened.entries[0].offset :]
    file.write_bytes(frame(forged, MOVE) + body)
    return file


def sealed_anew(
    two: Two,
    session: SessionId,
    file: Path,
    change: Callable[[list[bytes]], list[bytes]] = list,
    **other: Any,
) -> Path:
    """A kiosk that lies: the journal changed, and everything signed anew by its own key.

    `other`: `context` and `resume` of the sealed documents, `more` entries, another `signer`.
    """
    folder = two.a.folder(session)
    lines = change(two.a.store.lines(folder))
    recipients = (HQ_SEAL, other.get("resume", two.b.keys.resume_public))
    context = other.get("context", move_context(session, B))
    entries = [
        EntrySource("journal.slog", seal_records(lines, recipients, context)),
        *(EntrySource(n, seal_bytes(c, recipients, context)) for n, c in other.get("more", ())),
        *(EntrySource(path.name, path) for path in sorted(folder.media.glob("*.blog"))),
    ]
    carried = open_move(file).manifest.carried
    facts = BundleFacts(
        session,
        A,
        carried.assignment,
        carried.flow_digest,
        carried.created,
        carried.recipients,
        line_hash(lines[-1]),
    )
    seal_move(file, entries, facts, B, other.get("signer", two.a.keys.signer))
    return file


def cut(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:-100])
    return file


def cut_early(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:300])
    return file


def empty(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(b"")
    return file


def extended(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(file.read_bytes() + b"x")
    return file


def flipped(two: Two, session: SessionId, file: Path) -> Path:
    content = bytearray(file.read_bytes())
    content[-50] ^= 1
    file.write_bytes(content)
    return file


def retargeted(two: Two, session: SessionId, file: Path) -> Path:
    """A file for C whose address was edited to B."""
    return rewritten(two, file, kiosk__0002="kiosk-0009")


def version_two(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(b"booth-move/2\n" + file.read_bytes()[13:])
    return file


def huge_manifest(two: Two, session: SessionId, file: Path) -> Path:
    file.write_bytes(b"booth-move/1\n\xff\xff\xff\xff" + bytes(100))
    return file


def huge_file(two: Two, session: SessionId, file: Path) -> Path:
    os.truncate(file, 65 * 1024**3)  # sparse
    return file


def a_bundle(two: Two, session: SessionId, file: Path) -> Path:
    Sample(kiosk=A).seal(file, HQ_SEAL, sign_key())
    return file


def a_bundle_renamed(two: Two, session: SessionId, file: Path) -> Path:
    """A genuine bundle of the kiosk under a move file's first line."""
    a_bundle(two, session, file)
    file.write_bytes(MOVE.version_line + file.read_bytes()[len(BUNDLE.version_line) :])
    return file


def a_bundles_manifest(two: Two, session: SessionId, file: Path) -> Path:
    """A bundle's manifest signed as a move's, by the kiosk's own key."""
    opened = open_move(file).opened
    payload = manifest_bytes(opened.manifest)
    body = file.read_bytes()[opened.entries[0].offset :]
    file.write_bytes(frame(sign_envelope(MOVE_TYPE, payload, two.a.keys.signer), MOVE) + body)
    return file


def by_a_stranger(two: Two, session: SessionId, file: Path) -> Path:
    signer = signer_in_memory(sign_key(5))
    return sealed_anew(two, session, file, signer=signer)


def without_the_move(two: Two, session: SessionId, file: Path) -> Path:
    return sealed_anew(two, session, file, lambda lines: lines[:-1])


def edited_journal(two: Two, session: SessionId, file: Path) -> Path:
    def change(lines: list[bytes]) -> list[bytes]:
        assert b'"encoder":"libx264"' in lines[2]
        return [*lines[:2], lines[2].replace(b"libx264", b"libx265"), *lines[3:]]

    return sealed_anew(two, session, file, change)


def a_move_by_another(two: Two, session: SessionId, file: Path) -> Path:
    """The journal says that C gave it to B, though C never had it."""

    def change(lines: list[bytes]) -> list[bytes]:
        at, before = read_lines(lines)[-1].at, lines[:-1]
        return [*before, made_line(before, at, 99.0, en.SessionMoved(C, B, ""))[1]]

    return sealed_anew(two, session, file, change)


def a_recording_left_out(two: Two, session: SessionId, file: Path) -> Path:
    (two.a.folder(session).media / "part-0001-candidate.blog").unlink()
    return sealed_anew(two, session, file)


def no_sealed_recording(two: Two, session: SessionId, file: Path) -> Path:
    """An entry that is no sealed log: the session could never be sealed at the target."""
    opened = open_move(file).opened
    manifest = opened.manifest
    last = manifest.entries[-1]
    digest = Digest(hashlib.sha256(bytes(last.size)).hexdigest())
    entries = (*manifest.entries[:-1], replace(last, sha256=digest))
    payload = _move_payload(replace(manifest, entries=entries))
    content = file.read_bytes()[opened.entries[0].offset : opened.entries[-1].offset]
    envelope = sign_envelope(MOVE_TYPE, payload, two.a.keys.signer)
    file.write_bytes(frame(envelope, MOVE) + content + bytes(last.size))
    return file


def foreign_entry(two: Two, session: SessionId, file: Path) -> Path:
    media = two.a.folder(session).media
    (media / "autostart.blog").write_bytes((media / "part-0001-candidate.blog").read_bytes())
    return sealed_anew(two, session, file)


def journal_of_a_bundle(two: Two, session: SessionId, file: Path) -> Path:
    """The journal sealed in a bundle's context, not in that of this move."""
    return sealed_anew(two, session, file, context=session.encode())


def forged_earlier_move(two: Two, session: SessionId, file: Path) -> Path:
    """A proof of an earlier move that the journal knows nothing of."""
    return sealed_anew(two, session, file, more=(("move-0001.json", b"{}"),))


def sealed_to_other_keys(two: Two, session: SessionId, file: Path) -> Path:
    """For this kiosk's name, but for keys it no longer has."""
    return sealed_anew(two, session, file, resume=public_of(seal_key(9)))


def _move_payload(carried: Any) -> bytes:
    return TypeAdapter(MoveManifest).dump_json(MoveManifest(1, B, carried))


ATTACKS: dict[Callable[[Two, SessionId, Path], Path], str] = {
    cut: "MOVE-TRUNCATED",
    cut_early: "MOVE-TRUNCATED",
    empty: "MOVE-FOREIGN",
    extended: "MOVE-ALTERED",
    flipped: "MOVE-ALTERED",
    retargeted: "MOVE-SIGNATURE",
    version_two: "MOVE-VERSION",
    huge_manifest: "MOVE-MANIFEST",
    huge_file: "MOVE-TOO-LARGE",
    a_bundle: "MOVE-FOREIGN",
    a_bundle_renamed: "MOVE-SIGNATURE",
    a_bundles_manifest: "MOVE-VERSION",
    by_a_stranger: "MOVE-SIGNATURE",
    without_the_move: "MOVE-JOURNAL",
    edited_journal: "MOVE-JOURNAL",
    a_move_by_another: "MOVE-JOURNAL",
    a_recording_left_out: "MOVE-ALTERED",
    no_sealed_recording: "MOVE-MANIFEST",
    foreign_entry: "MOVE-MANIFEST",
    journal_of_a_bundle: "MOVE-ALTERED",
    forged_earlier_move: "MOVE-PROOF",
    sealed_to_other_keys: "MOVE-ADDRESS",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_bad_file_is_refused_with_its_code_and_leaves_nothing(
    two: Two, attack: Callable[[Two, SessionId, Path], Path]
) -> None:
    session, file = two.moved()
    bad = attack(two, session, file)
    before = two.b.holds()
    with pytest.raises(BoothError) as refused:
        two.b.take(bad)
    assert refused.value.code == ATTACKS[attack], str(refused.value)
    assert two.b.holds() == before


def test_a_move_file_is_no_bundle(two: Two) -> None:
    _, file = two.moved()
    with pytest.raises(NotABundleError):
        open_bundle(file)
    opened = open_move(file).opened
    content = file.read_bytes()
    body = content[opened.entries[0].offset :]
    file.write_bytes(BUNDLE.version_line + content[len(MOVE.version_line) :])
    with pytest.raises(SignatureError):
        open_bundle(file)
    # even signed anew as a bundle's, by the kiosk's own key, it is no bundle's manifest
    payload = opened.envelope.untrusted_payload
    file.write_bytes(frame(sign_envelope(MANIFEST_TYPE, payload, two.a.keys.signer)) + body)
    with pytest.raises(BundleVersionError):
        open_bundle(file)


def test_a_session_is_imported_once(two: Two) -> None:
    session, file = two.moved()
    two.b.take(file)
    before = two.b.holds()
    with pytest.raises(se.MoveReplayedError):
        two.b.take(file)
    assert two.b.holds() == before
    # even after it was sealed, sent and removed
    two.b.store.erase(two.b.folder(session))
    (two.b.data / "receipts").mkdir()
    (two.b.data / "receipts" / f"{session}.json").write_text("{}")
    with pytest.raises(se.MoveReplayedError):
        two.b.take(file)


def test_a_kiosk_that_has_no_place_for_it_says_why(two: Two) -> None:
    _, file = two.moved()
    two.b.store.finish(assignment().id, SessionId("earlier"))
    with pytest.raises(se.MoveAssignmentError, match="finished"):
        two.b.take(file)
    (two.b.data / "done" / assignment().id).unlink()
    with pytest.raises(se.MoveRoomError):
        two.b.take(file, free_bytes=1024)
    ours, _ = under_way(two.b)
    with pytest.raises(se.MoveAssignmentError, match="open"):
        two.b.take(file)
    two.b.store.erase(two.b.folder(ours))
    under_way(two.b, replace(assignment(), id=AssignmentId("a2")))
    with pytest.raises(se.MoveBusyError):
        two.b.take(file)


def test_other_questions_at_the_target_are_not_mixed_in(two: Two) -> None:
    _, file = two.moved()
    flow = replace(assignment().flow, version=2)
    two.b.clock.sleep(1)
    vouch((two.b, two.a), held=(replace(assignment(), flow=flow),))
    with pytest.raises(se.MoveAssignmentError, match="other questions"):
        two.b.take(file)


def test_only_kiosks_that_hq_vouches_for_now(two: Two) -> None:
    _, file = two.moved()
    two.b.clock.sleep(1)
    vouch((two.b,))
    with pytest.raises(se.MoveSignatureError, match="knows no kiosk"):
        two.b.take(file)
    two.b.clock.sleep(1)
    vouch((two.b, two.a), revoked(A))
    with pytest.raises(se.MoveSignatureError, match="revoked"):
        two.b.take(file)
    two.b.clock.set_wall(15 * 24 * HOUR)
    with pytest.raises(se.PeersExpiredError):
        two.b.take(file)
    two.b.clock.set_wall(-30 * 24 * HOUR)
    with pytest.raises(se.PeersExpiredError):
        two.b.take(file)


def test_an_older_list_of_kiosks_is_refused(two: Two) -> None:
    two.b.clock.sleep(60)
    vouch((two.b, two.a), revoked(A))
    two.b.clock.set_wall(-30)
    with pytest.raises(se.StatementRefusedError, match="older"):
        vouch((two.b, two.a))


def test_no_folder_of_kiosks_yet(two: Two) -> None:
    _, file = two.moved()
    (two.b.data / "assignments.json").unlink()
    with pytest.raises(se.PeersExpiredError, match="not sent"):
        two.b.take(file)
    with pytest.raises(BoothError, match="MOVE-PEERS"):
        two.b.take(two.stick / "nothing")


def test_the_courier_seals_no_moved_session(two: Two) -> None:
    sample = Sample(kiosk=B)
    folder = two.a.data / "sessions" / sample.session
    sample.write_media(folder / "media", (HQ_SEAL,))
    outbox = Outbox(two.a.data / "outbox")
    with pytest.raises(SessionMovedError):
        Sealer(two.a.identity, two.a.keys, outbox, StillClock()).seal(command(sample, folder))
    assert outbox.bundles() == ()
    outbox.close()
