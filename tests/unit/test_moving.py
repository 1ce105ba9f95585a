"""A session moves from one kiosk to another: what is kept, what is refused, what a cut leaves."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.flow import events as ev
from app.flow.machine import Stage
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.consent import ConsentForm
from app.kiosk.desk import Desk
from app.kiosk.engine import Kiosk, KioskSettings
from app.kiosk.situation import Situation
from app.session import entries as en
from app.session.errors import SessionMovedError
from app.session.journal import line_hash, made_line, read_lines
from app.session.visit import reopen
from app.sync import errors as se
from app.sync.assignments import read_assignments
from app.sync.move_out import MoveWish, MovingOut
from app.sync.outbox import Bundle, Outbox
from app.sync.sealing import Sealer
from app.sync.sessions import held_sessions
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.bundle_samples import Sample, StillClock, sign_key
from tests.moving_rig import (
    HQ_SEAL,
    A,
    B,
    Booth,
    C,
    booth_at,
    in_a_child,
    new_booth,
    power_cut_at,
    revoked,
    under_way,
    vouch,
)
from tests.sync_rig import command
from tests.unit.test_kiosk_conduct import FakeCrew
from tests.unit.test_kiosk_engine import NotingCrew
from tests.unit.test_session import assignment

HOUR = 3600.0


@dataclass
class Two:
    """Two kiosks that know each other, and a stick."""

    a: Booth
    b: Booth
    stick: Path

    def moved(self, *, torn: bool = True) -> tuple[SessionId, Path]:
        session, _ = under_way(self.a, torn=torn)
        self.a.clock.reboot(600)
        self.b.clock.reboot(700)
        return session, self.a.export(session, B, self.stick).file


@pytest.fixture
def two(tmp_path: Path) -> Two:
    stick = tmp_path / "stick"
    stick.mkdir()
    a = new_booth(tmp_path / "a", A, FakeClock())
    b = new_booth(tmp_path / "b", B, FakeClock())
    vouch((a, b))
    return Two(a, b, stick)


def conducted(booth: Booth, session: SessionId, resources: Path) -> tuple[Conduct, Any]:
    visit, session_clock = reopen(booth.store, booth.clock, booth.folder(session), booth.kiosk)
    crew: Any = FakeCrew()
    settings = ConductSettings(("ab" * 32,), ConsentForm(resources / "consent"))
    conduct = Conduct(visit, session_clock, crew, booth.clock, Situation(), settings)
    conduct.resume()
    return conduct, crew


# ---------------------------------------------------------------------- what is kept


@pytest.mark.parametrize("torn", [True, False])
def test_a_session_goes_over_with_nothing_lost(two: Two, torn: bool) -> None:  # noqa: FBT001
    session, file = two.moved(torn=torn)
    came = two.b.take(file)
    assert (came.session, came.from_kiosk, came.stage, came.question) == (
        session,
        A,
        "answering",
        1,
    )
    ours, theirs = two.a.folder(session), two.b.folder(session)
    assert two.b.store.lines(theirs) == two.a.store.lines(ours)
    media = {path.name: path.read_bytes() for path in theirs.media.iterdir()}
    assert media == {path.name: path.read_bytes() for path in ours.media.iterdir()}
    assert len(media) == 2
    assert theirs.next_part() == 3
    assert two.b.store.ledger(theirs)[0].kiosk == B
    assert not (two.b.data / "arriving").exists()


def test_it_goes_on_at_its_question_with_the_gap_credited_and_the_person_identified_again(
    two: Two, resources: Path
) -> None:
    session, file = two.moved()
    two.b.take(file)
    two.b.clock.sleep(60)
    conduct, crew = conducted(two.b, session, resources)
    ledger = conduct.visit.ledger
    assert ledger.run is not None
    assert ledger.run.bridged_by == "wall"
    assert conduct.stage is Stage.RECHECK_CARD
    assert conduct.visit.interview.cause == "moved"
    assert ledger.answers[-1].outcome == "interrupted"
    started = next(m for n, m in crew.sent if n == "recorder" and isinstance(m, r.StartRecording))
    assert started.first_part == 3
    interview = conduct.visit.interview
    away_s = interview.now_s - interview.return_since_s
    assert 700 < away_s < 800
    conduct.identification._advance(_passed(conduct))
    conduct.identification._advance(_passed(conduct))
    assert conduct.stage is Stage.WELCOME_BACK
    conduct.advance(_continued(conduct))
    (credit,) = ledger.faults
    assert credit.cause == "moved"
    assert credit.cost_s >= away_s
    assert (conduct.stage, conduct.visit.interview.question) == (Stage.PREPARING, 0)
    assert not ledger.arrived
    conduct.end()


def _passed(conduct: Conduct) -> ev.Event:
    return ev.StepPassed(conduct.session_clock.seconds())


def _continued(conduct: Conduct) -> ev.Event:
    return ev.Continued(conduct.session_clock.seconds())


def test_somebody_moved_within_a_minute_is_identified_all_the_same(
    two: Two, resources: Path
) -> None:
    session, _ = under_way(two.a)
    two.a.clock.sleep(5)
    two.b.clock.sleep(40)
    two.b.take(two.a.export(session, B, two.stick).file)
    conduct, _ = conducted(two.b, session, resources)
    assert conduct.stage is Stage.RECHECK_CARD
    conduct.end()


def test_the_second_disks_copy_comes_along(two: Two, tmp_path: Path) -> None:
    session, _ = under_way(two.a)
    visit, _ = reopen(two.a.store, two.a.clock, two.a.folder(session), A)
    name = "part-0007-candidate-safety.blog"
    visit.note(en.PartNoted(name, "candidate", 1.0, 640, 360, "libx264", "safety"))
    visit.note(
        en.PartNoted(name.replace("7", "8"), "candidate", 2.0, 640, 360, "libx264", "safety")
    )
    visit.close()
    second = tmp_path / "second" / session
    second.mkdir(parents=True)
    part = two.a.folder(session).media / "part-0001-candidate.blog"
    (second / name).write_bytes(part.read_bytes())
    two.a.clock.reboot(60)
    two.b.clock.reboot(90)
    wish = MoveWish(session, B, two.stick)
    moving = MovingOut(two.a.data, two.a.identity, two.a.keys, two.a.clock)
    two.b.take(moving.export(wish, second.parent).file)
    folder = two.b.folder(session)
    assert (folder.safety / name).read_bytes() == part.read_bytes()
    assert len(list(folder.media.iterdir())) == 2
    assert folder.next_part() == 8


def test_the_source_never_takes_it_up_again(two: Two) -> None:
    session, _ = two.moved()
    before = two.a.holds()
    with pytest.raises(SessionMovedError, match=B):
        reopen(two.a.store, two.a.clock, two.a.folder(session), A)
    assert two.a.holds() == before
    (held,) = held_sessions(two.a.data, two.a.store, A)
    assert (held.state, held.kiosk, held.assignment) == ("moved", B, assignment().id)
    assert two.a.store.finished() == {assignment().id}


def test_a_lost_stick_gives_the_same_again_and_another_target_needs_a_reason(
    two: Two, tmp_path: Path
) -> None:
    c = new_booth(tmp_path / "c", C, FakeClock())
    two.a.clock.sleep(1)
    vouch((two.a, two.b, c))
    session, file = two.moved()
    first = open_move(file)
    lines = two.a.store.lines(two.a.folder(session))
    file.unlink()
    two.a.clock.sleep(50)
    again = two.a.export(session, B, two.stick)
    assert again.repeated
    assert two.a.store.lines(two.a.folder(session)) == lines
    second = open_move(again.file)
    assert second.manifest.carried.journal_head == first.manifest.carried.journal_head
    assert second.manifest.carried.created == first.manifest.carried.created
    with pytest.raises(se.MoveTakenError):
        two.a.export(session, C, two.stick)
    with pytest.raises(se.MoveReasonError):
        two.a.export(session, C, two.stick, again=True)
    other = two.a.export(session, C, two.stick, "booth 2 flooded", again=True)
    assert not other.repeated
    entries = read_lines(two.a.store.lines(two.a.folder(session)))
    assert entries[-1].body == en.SessionMoved(A, C, "booth 2 flooded")
    c.clock.reboot(900)
    c.take(other.file)
    assert c.store.ledger(c.folder(session))[0].kiosk == C
    with pytest.raises(se.MoveAddressError):
        two.b.take(other.file)


def test_a_session_may_go_on_to_a_third_kiosk(two: Two, tmp_path: Path) -> None:
    c = new_booth(tmp_path / "c", C, FakeClock())
    vouch((two.a, two.b, c))
    session, file = two.moved()
    two.b.take(file)
    two.b.clock.sleep(20)
    c.clock.reboot(900)
    c.take(two.b.export(session, C, two.stick).file)
    assert c.store.ledger(c.folder(session))[0].kiosk == C
    assert [path.name for path in c.folder(session).moves()] == ["move-0001.json", "move-0002.json"]


def started(booth: Booth, resources: Path) -> tuple[Kiosk, Any]:
    """The kiosk's main loop after its start."""
    crew: Any = NotingCrew()
    settings = KioskSettings(
        booth.kiosk,
        booth.data,
        ConductSettings(("ab" * 32,), ConsentForm(resources / "consent")),
        lambda: read_assignments(booth.data),
        booth.store.finished,
        booth.store.finish,
    )
    desk = Desk("上海", booth.kiosk, lambda _: None)
    kiosk = Kiosk(settings, crew, desk, booth.store, booth.clock, FakeDisk())
    kiosk._reload()
    kiosk._resume()
    kiosk._show()
    return kiosk, crew


def test_the_next_start_resumes_at_the_target_and_only_there(two: Two, resources: Path) -> None:
    session, file = two.moved()
    two.b.take(file)
    target, _ = started(two.b, resources)
    assert target._conduct is not None
    assert target._conduct.visit.ledger.session == session
    target._conduct.end()
    # even when the power went between the journal's note and the mark of the assignment
    (two.a.data / "done" / assignment().id).unlink()
    before = two.a.store.lines(two.a.folder(session))
    source, crew = started(two.a, resources)
    assert source._conduct is None
    shown = crew.shown(sc.ShowOperator)
    assert shown.assignments[0].state == "done"
    assert [problem.code for problem in shown.problems] == ["SESSION-MOVED"]
    assert two.a.store.lines(two.a.folder(session)) == before
    assert two.a.store.finished() == {assignment().id}


def test_a_paused_interview_goes_on_after_the_move(two: Two, resources: Path) -> None:
    """The camera was lost, the interview paused, and then it was moved: the move is the cause."""
    session, _ = under_way(two.a)
    visit, session_clock = reopen(two.a.store, two.a.clock, two.a.folder(session), A)
    visit.step(ev.Faulted(session_clock.seconds(), "camera_lost"))
    visit.close()
    two.a.clock.reboot(600)
    two.b.clock.reboot(700)
    two.b.take(two.a.export(session, B, two.stick).file)
    conduct, _ = conducted(two.b, session, resources)
    assert (conduct.stage, conduct.visit.interview.cause) == (Stage.RECHECK_CARD, "moved")
    assert conduct.visit.interview.return_to is Stage.PREPARING
    conduct.end()


# ---------------------------------------------------------------------- what is not exported


def test_what_cannot_be_exported(two: Two, tmp_path: Path) -> None:
    session, _ = under_way(two.a)
    before = two.a.holds()
    with pytest.raises(BoothError, match="SESSION-MISSING"):
        two.a.export(SessionId("no"), B, two.stick)
    with pytest.raises(se.MoveTargetError, match="knows no kiosk"):
        two.a.export(session, C, two.stick)
    with pytest.raises(se.MoveTargetError, match="already"):
        two.a.export(session, A, two.stick)
    with pytest.raises(BoothError, match="FILE-MISSING"):
        two.a.export(session, B, tmp_path / "not plugged in")
    assert two.a.holds() == before
    assert list(two.stick.iterdir()) == []
    part = two.a.folder(session).media / "part-0001-candidate.blog"
    content = part.read_bytes()
    part.unlink()
    with pytest.raises(se.MediaMissingError):
        two.a.export(session, B, two.stick)
    part.write_bytes(content)
    two.a.clock.sleep(1)
    vouch((two.a, two.b), revoked(B))
    with pytest.raises(se.MoveTargetError, match="revoked"):
        two.a.export(session, B, two.stick)
    vouch((two.a, two.b), lambda peer: replace(peer, resume_key=""))
    with pytest.raises(se.MoveTargetError, match="resume key"):
        two.a.export(session, B, two.stick)
    two.a.clock.set_wall(15 * 24 * HOUR)
    with pytest.raises(se.PeersExpiredError):
        two.a.export(session, B, two.stick)
    assert list(two.stick.iterdir()) == []


def test_a_sealed_session_is_not_moved(two: Two) -> None:
    session, _ = under_way(two.a)
    outbox = Outbox(two.a.data / "outbox")
    folder = two.a.folder(session).path
    outbox.add(Bundle(session, Digest("1" * 64), AssignmentId("a1"), 1, folder, "0" * 64))
    outbox.close()
    with pytest.raises(se.MoveSealedError):
        two.a.export(session, B, two.stick)
    (held,) = held_sessions(two.a.data, two.a.store, A)
    assert held.state == "sealed"


# ---------------------------------------------------------------------- the attack table


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


def resealed(
    booth: Booth,
    file: Path,
    session: SessionId,
    change: Callable[[list[bytes]], list[bytes]],
    to: KioskId = B,
    signer: Any = None,
) -> Path:
    """A kiosk that lies: the journal changed, and everything signed anew."""
    lines = change(booth.store.lines(booth.folder(session)))
    recipients = (HQ_SEAL, RESUME[to])
    context = move_context(session, to)
    media = sorted(booth.folder(session).media.glob("*.blog"))
    entries = [
        EntrySource("journal.slog", seal_records(lines, recipients, context)),
        *(EntrySource(path.name, path) for path in media),
    ]
    carried = open_move(file).manifest.carried
    facts = BundleFacts(
        session,
        carried.kiosk,
        carried.assignment,
        carried.flow_digest,
        carried.created,
        carried.recipients,
        line_hash(lines[-1]),
    )
    seal_move(file, entries, facts, to, signer or booth.keys.signer)
    return file


RESUME: dict[KioskId, bytes] = {}


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
    return resealed(two.a, file, session, lambda lines: lines, signer=signer)


def without_the_move(two: Two, session: SessionId, file: Path) -> Path:
    return resealed(two.a, file, session, lambda lines: lines[:-1])


def edited_journal(two: Two, session: SessionId, file: Path) -> Path:
    def change(lines: list[bytes]) -> list[bytes]:
        assert b'"encoder":"libx264"' in lines[2]
        return [*lines[:2], lines[2].replace(b"libx264", b"libx265"), *lines[3:]]

    return resealed(two.a, file, session, change)


def a_move_by_another(two: Two, session: SessionId, file: Path) -> Path:
    """The journal says that C gave it to B, though C never had it."""

    def change(lines: list[bytes]) -> list[bytes]:
        at, before = read_lines(lines)[-1].at, lines[:-1]
        return [*before, made_line(before, at, 99.0, en.SessionMoved(C, B, ""))[1]]

    return resealed(two.a, file, session, change)


def a_recording_left_out(two: Two, session: SessionId, file: Path) -> Path:
    (two.a.folder(session).media / "part-0001-candidate.blog").unlink()
    return resealed(two.a, file, session, lambda lines: lines)


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
    return resealed(two.a, file, session, lambda lines: lines)


def journal_of_a_bundle(two: Two, session: SessionId, file: Path) -> Path:
    """The journal sealed in a bundle's context, not in that of this move."""
    lines = two.a.store.lines(two.a.folder(session))
    opened = open_move(file)
    sealed = seal_records(lines, (HQ_SEAL, RESUME[B]), session.encode())
    media = sorted(two.a.folder(session).media.glob("*.blog"))
    entries = [
        EntrySource("journal.slog", sealed),
        *(EntrySource(path.name, path) for path in media),
    ]
    carried = opened.manifest.carried
    facts = BundleFacts(
        session,
        A,
        carried.assignment,
        carried.flow_digest,
        carried.created,
        carried.recipients,
        carried.journal_head,
    )
    seal_move(file, entries, facts, B, two.a.keys.signer)
    return file


def forged_earlier_move(two: Two, session: SessionId, file: Path) -> Path:
    """A proof of an earlier move that the journal knows nothing of."""
    proof = seal_bytes(b"{}", (HQ_SEAL, RESUME[B]), move_context(session, B))
    lines = two.a.store.lines(two.a.folder(session))
    journal = seal_records(lines, (HQ_SEAL, RESUME[B]), move_context(session, B))
    media = sorted(two.a.folder(session).media.glob("*.blog"))
    carried = open_move(file).manifest.carried
    facts = BundleFacts(
        session,
        A,
        carried.assignment,
        carried.flow_digest,
        carried.created,
        carried.recipients,
        carried.journal_head,
    )
    entries = [
        EntrySource("journal.slog", journal),
        EntrySource("move-0001.json", proof),
        *(EntrySource(path.name, path) for path in media),
    ]
    seal_move(file, entries, facts, B, two.a.keys.signer)
    return file


def sealed_to_other_keys(two: Two, session: SessionId, file: Path) -> Path:
    """For this kiosk's name, but for keys it no longer has."""
    held, RESUME[B] = RESUME[B], HQ_SEAL
    try:
        return resealed(two.a, file, session, lambda lines: lines)
    finally:
        RESUME[B] = held


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
    RESUME[B] = two.b.keys.resume_public
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


# ---------------------------------------------------------------------- power cuts

STEPS: tuple[tuple[object, str], ...] = (
    (os, "fsync"),
    (os, "fdatasync"),
    (os, "rename"),
    (os, "replace"),
    (os, "write"),
)


def test_a_power_cut_while_exporting_leaves_it_open_here_or_moved_with_a_good_file(
    two: Two,
) -> None:
    session, _ = under_way(two.a)
    two.a.clock.reboot(600)
    two.b.clock.reboot(700)
    states: list[str] = []
    for number in range(1, 60):

        def work(number: int = number) -> None:
            with power_cut_at(number, STEPS):
                two.a.export(session, B, two.stick)

        ended = in_a_child(work)
        ledger, _ = two.a.store.ledger(two.a.folder(session))
        states.append("moved" if ledger.kiosk == B else "open")
        if ledger.kiosk == B:
            good = open_move(two.stick / f"{session}.booth-move").manifest.carried
            assert good.journal_head == line_hash(two.a.store.lines(two.a.folder(session))[-1])
        assert ended in {0, 9}
        if ended == 0:
            break
    assert states[0] == "open"
    assert states[-1] == "moved"
    assert len(states) > 6
    two.b.take(two.stick / f"{session}.booth-move")
    assert two.b.store.ledger(two.b.folder(session))[0].kiosk == B


def test_a_power_cut_while_importing_leaves_nothing_or_the_whole_session(two: Two) -> None:
    session, file = two.moved()
    lines = two.a.store.lines(two.a.folder(session))
    target = two.b.data / "sessions" / session
    count = 0
    for number in range(1, 80):

        def work(number: int = number) -> None:
            with power_cut_at(number, STEPS):
                two.b.take(file)

        ended = in_a_child(work)
        assert ended in {0, 9}
        count += 1
        if target.exists():
            break
        assert booth_at(two.b.data, two.b.clock).store.open_sessions() == []
    assert count > 6
    assert two.b.store.lines(two.b.folder(session)) == lines
    assert len(list(two.b.folder(session).media.iterdir())) == 2
    assert two.b.store.ledger(two.b.folder(session))[0].kiosk == B


def test_a_full_stick_leaves_the_session_open(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = under_way(two.a)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.bundle.seal.os.fsync", full)
        with pytest.raises(se.MoveWriteError, match="No space"):
            two.a.export(session, B, two.stick)
    assert two.a.store.ledger(two.a.folder(session))[0].kiosk == A
    assert list(two.stick.iterdir()) == []


def test_a_stick_that_lies_is_found_by_reading_back(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = under_way(two.a)
    real = Path.replace

    def lying(self: Path, target: Path) -> Path:
        content = bytearray(self.read_bytes())
        content[-20] ^= 1
        self.write_bytes(content)
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lying)
        with pytest.raises(se.MoveWriteError, match="as it was written"):
            two.a.export(session, B, two.stick)
    assert two.a.store.ledger(two.a.folder(session))[0].kiosk == A
    assert list(two.stick.iterdir()) == []


def test_a_full_disk_at_the_target_leaves_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, file = two.moved()
    before = two.b.holds()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.sync.move_in.os.fsync", full)
        with pytest.raises(se.MoveWriteError):
            two.b.take(file)
    assert two.b.holds() == before
    two.b.take(file)
