"""A booth breaks in mid-interview: the session goes on at another, up to HQ's receipt."""

import base64
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.bundle.dsse import sign_envelope, signer_in_memory
from app.bundle.moving import open_move
from app.bundle.unseal import open_entry
from app.domain.ids import SessionId
from app.domain.record import RECORD_ENTRY
from app.hq.archive_contents import check_journal
from app.hq.assignments import peer_list
from app.hq.inbox import Accepted, Quarantined
from app.hq.store_tables import KioskRow, MoveRow, ResumeKeyRow
from app.sync.assignments import read_assignments, read_peers
from app.sync.enrolment import signed_resume_key
from app.sync.errors import StatementRefusedError
from app.sync.moved_away import let_moved_go, moved_away
from app.sync.sealing import Sealer
from tests.bundle_samples import sign_key
from tests.moving_house import House, finished, sealed_at
from tests.moving_rig import (
    under_way,
)
from tests.sync_rig import (
    CLOCK,
    new_home,
    open_home,
)


def test_from_the_broken_booth_to_the_receipt(house: House) -> None:
    a, b, session = house.moved()
    b.take(house.file(session))
    command = finished(b, session)
    bundle = Sealer(house.b.identity, house.b.keys, house.b.outbox, CLOCK).seal(command)
    # the broken booth asks before HQ has it: its copy stays
    house.a.rounds.moved = moved_away(a.store, a.identity)
    assert [one.session for one in house.a.rounds.moved] == [session]
    house.a.rounds.turn()
    assert a.folder(session).path.exists()
    house.b.rounds.turn()
    assert house.b.state() == "receipted", house.b.outbox.bundles()[-1].detail
    record = house.hq.archive.record(session)
    assert record.kiosk == b.kiosk
    assert [part.entry for part in record.media] == [
        f"part-{number:04d}-candidate.blog" for number in (1, 2, 3)
    ]
    proof = house.hq.archive.integrity(session)
    assert proof.problems == ()
    assert proof.receipt is not None
    assert bundle.digest == proof.bundle_digest
    # and now it goes at the source too, by HQ's signed word only
    house.a.rounds.turn()
    assert not a.folder(session).path.exists()
    assert not (a.data / "leaving").exists()
    assert (a.data / "receipts" / f"{session}.json").exists()
    assert house.a.rounds.moved == ()


def test_a_word_by_somebody_else_removes_nothing(house: House) -> None:
    a, b, session = house.moved()
    b.take(house.file(session))
    Sealer(house.b.identity, house.b.keys, house.b.outbox, CLOCK).seal(finished(b, session))
    house.b.rounds.turn()
    (moved,) = moved_away(a.store, a.identity)
    genuine = house.a.client.moved_receipt(moved.journal_head)
    assert genuine is not None
    for other in (
        replace(moved, journal_head="1" * 64),
        replace(moved, session=SessionId("20260101-000000-0000000000")),
    ):
        with pytest.raises(StatementRefusedError, match="another moved session"):
            let_moved_go(a.data, other, a.identity, genuine)
    with pytest.raises(StatementRefusedError, match="another moved session"):
        let_moved_go(a.data, moved, b.identity, genuine)
    assert not (a.data / "receipts").exists()
    house.a.rounds.moved = (moved,)
    house.a.rounds.identity = replace(house.a.identity, hq_keys=(bytes(32),))
    house.a.rounds.turn()
    assert a.folder(session).path.exists()
    # not for the kiosk that has it, nor for a move that never was
    assert house.b.client.moved_receipt(moved.journal_head) is None
    assert house.a.client.moved_receipt("0" * 64) is None
    house.a.rounds.identity = house.a.identity
    house.a.rounds.moved = (replace(moved, journal_head="1" * 64),)
    house.a.rounds.turn()
    assert a.folder(session).path.exists()


def test_a_move_that_its_source_did_not_sign_is_refused(house: House) -> None:
    """B claims a session of A by a line in the journal alone."""
    _, b, session = house.moved()
    b.take(house.file(session))
    command = finished(b, session)
    (b.folder(session).path / "moves" / "move-0001.json").unlink()
    outcome = sealed_at(house, house.b, command)
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "MOVE-PROOF"


def test_a_move_signed_by_the_wrong_kiosk_is_refused(house: House) -> None:
    _, b, session = house.moved()
    b.take(house.file(session))
    command = finished(b, session)
    envelope = open_move(house.file(session)).opened.envelope
    forged = sign_envelope(
        envelope.payload_type, envelope.untrusted_payload, signer_in_memory(sign_key(3))
    )
    (b.folder(session).path / "moves" / "move-0001.json").write_bytes(forged)
    outcome = sealed_at(house, house.b, command)
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "MOVE-PROOF"


def test_a_recording_swapped_after_the_move_is_refused(house: House) -> None:
    _, b, session = house.moved()
    b.take(house.file(session))
    command = finished(b, session)
    media = b.folder(session).media
    (media / "part-0001-candidate.blog").write_bytes(
        (media / "part-0003-candidate.blog").read_bytes()
    )
    outcome = sealed_at(house, house.b, command)
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "MOVE-PROOF"


def test_a_move_by_a_kiosk_revoked_meanwhile_waits_for_the_security_office(house: House) -> None:
    a, b, session = house.moved()
    b.take(house.file(session))
    command = finished(b, session)
    with house.hq.store.unit() as unit:
        unit.get_one(KioskRow, a.kiosk).revoked = True
    outcome = sealed_at(house, house.b, command)
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "MOVE-PROOF"
    assert "not one to be trusted" in outcome.reason.what


def test_a_kiosk_that_seals_what_it_never_had_is_refused(house: House) -> None:
    """The journal says that A opened it and does not say that it moved; B seals it."""
    for branch in (house.a, house.b):
        branch.rounds.turn()
    a = house.booth(house.a)
    (assignment,) = read_assignments(a.data)
    session, _ = under_way(a, assignment)
    command = finished(a, session)
    stolen = []
    for name, content in command.documents:
        plain = base64.b64decode(content)
        if name == RECORD_ENTRY:
            body = json.loads(plain)
            body["kiosk"] = house.b.identity.kiosk
            plain = json.dumps(body).encode()
        stolen.append((name, base64.b64encode(plain).decode()))
    outcome = sealed_at(house, house.b, replace(command, documents=tuple(stolen)))
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "INBOX-RECORD"
    assert "another kiosk" in outcome.reason.what


def test_a_session_from_another_branch_is_accepted_only_when_it_was_moved(house: House) -> None:
    with house.hq.store.unit() as unit:
        unit.get_one(KioskRow, house.b.identity.kiosk).branch = "Another branch"
    _, b, session = house.moved()
    b.take(house.file(session))
    outcome = sealed_at(house, house.b, finished(b, session))
    assert isinstance(outcome, Accepted), outcome


def test_a_move_does_not_open_the_way_to_another_branchs_assignment(house: House) -> None:
    """A kiosk of another branch opens the interview and gives it to one that might hold it."""
    for branch in (house.a, house.b):
        branch.rounds.turn()
    a, b = house.booth(house.a), house.booth(house.b)
    (assignment,) = read_assignments(a.data)
    with house.hq.store.unit() as unit:
        unit.get_one(KioskRow, a.kiosk).branch = "Another branch"
    session, _ = under_way(a, assignment)
    b.clock.sleep(10)
    b.take(a.export(session, b.kiosk, house.stick).file)
    outcome = sealed_at(house, house.b, finished(b, session))
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "INBOX-ASSIGNMENT"


def test_the_fork_of_a_cut_export_is_refused_at_hq(house: House) -> None:
    """The power went before the note: A went on, and the file was imported at B all the same."""
    for branch in (house.a, house.b):
        branch.rounds.turn()
    a, b = house.booth(house.a), house.booth(house.b)
    (assignment,) = read_assignments(a.data)
    session, _ = under_way(a, assignment)
    kept = {path: path.read_bytes() for path in a.folder(session).journals()}
    b.clock.sleep(10)
    a.export(session, b.kiosk, house.stick)
    for path in a.folder(session).journals():
        if path not in kept:
            path.unlink()
    b.take(house.file(session))
    assert isinstance(sealed_at(house, house.b, finished(b, session)), Accepted)
    outcome = sealed_at(house, house.a, finished(a, session))
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "INBOX-REPLAYED"


def test_a_move_file_brought_to_hq_is_no_bundle(house: House) -> None:
    _, _, session = house.moved()
    outcome = house.hq.inbox.take(house.hq.objects.bring_in(house.file(session)))
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == "BUNDLE-FOREIGN"


def test_hq_can_read_the_journal_of_a_move_file(house: House) -> None:
    """If both booths are lost, what was said up to the move is not."""
    _, _, session = house.moved()
    opened = open_move(house.file(session)).opened
    journal = opened.placed("journal.slog")
    assert journal is not None
    lines = list(open_entry(opened, journal, house.hq.keys.open_key))
    proof = check_journal(b"\n".join(lines) + b"\n", opened.manifest, [])
    assert proof.head == opened.manifest.journal_head


def test_a_kiosk_of_old_tells_its_resume_key(house: House) -> None:
    a, b = house.a, house.b
    with house.hq.store.unit() as unit:
        unit.delete(unit.get_one(ResumeKeyRow, b.identity.kiosk))
    for branch in (b, a):
        branch.rounds.turn()
    assert not read_peers(a.data, CLOCK.now())[b.identity.kiosk].resume_key
    b.rounds.resume_key = signed_resume_key(a.identity, a.keys)
    b.rounds.turn()
    assert not read_peers(b.data, CLOCK.now())[b.identity.kiosk].resume_key
    b.rounds.resume_key = signed_resume_key(b.identity, b.keys)
    for branch in (b, a):
        branch.rounds.turn()
    told = read_peers(a.data, CLOCK.now())[b.identity.kiosk].resume_key
    assert told == b.keys.resume_public.hex()


def test_a_home_of_old_gets_the_new_tables(tmp_path: Path) -> None:
    made = new_home(tmp_path / "hq")
    with sqlite3.connect(made.home / "hq.sqlite3") as old:
        old.execute("DROP TABLE resume_keys")
        old.execute("DROP TABLE moves")
    old.close()
    hq = open_home(made.home)
    with hq.store.reading() as reader:
        assert reader.scalars(select(MoveRow)).all() == []
        assert peer_list(reader, CLOCK.now()).kiosks == ()
    hq.close()
