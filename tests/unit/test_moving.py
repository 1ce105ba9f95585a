"""A session moves from one kiosk to another: what is kept, and what is not exported."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bundle.moving import open_move
from app.domain.errors import BoothError
from app.domain.ids import AssignmentId, Digest, SessionId
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.consent import ConsentForm
from app.kiosk.desk import Desk
from app.kiosk.engine import Kiosk
from app.kiosk.situation import Situation
from app.kiosk.visits import KioskSettings
from app.session import entries as en
from app.session.errors import SessionMovedError
from app.session.journal import read_lines
from app.session.visit import reopen
from app.sync import errors as se
from app.sync.assignments import read_assignments
from app.sync.move_out import MoveWish, MovingOut
from app.sync.outbox import Bundle, Outbox
from app.sync.sessions import held_sessions
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.kiosk_walk import FakeCrew
from tests.moving_rig import (
    A,
    B,
    Booth,
    C,
    Two,
    new_booth,
    revoked,
    two_booths,
    under_way,
    vouch,
)
from tests.unit.made_pc import fake_surroundings
from tests.unit.test_kiosk_engine import NotingCrew
from tests.unit.test_session import assignment

HOUR = 3600.0


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return two_booths(tmp_path)


def conducted(booth: Booth, session: SessionId, resources: Path) -> tuple[Conduct, Any]:
    visit, session_clock = reopen(booth.store, booth.clock, booth.folder(session), booth.kiosk)
    crew: Any = FakeCrew()
    settings = ConductSettings(lambda: ("ab" * 32,), ConsentForm(resources / "consent"))
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
    with pytest.raises(se.MoveAddressError, match=f"was moved to {C}, this is {B}"):
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
        ConductSettings(lambda: ("ab" * 32,), ConsentForm(resources / "consent")),
        lambda: read_assignments(booth.data),
        booth.store.finished,
        booth.store.finish,
        fake_surroundings(),
    )
    desk = Desk("上海", booth.kiosk, lambda _: None)
    kiosk = Kiosk(settings, crew, desk, booth.store, booth.clock, FakeDisk())
    kiosk._visits.reload()
    kiosk._visits.resume()
    kiosk._show()
    return kiosk, crew


def test_the_next_start_resumes_at_the_target_and_only_there(two: Two, resources: Path) -> None:
    session, file = two.moved()
    two.b.take(file)
    target, _ = started(two.b, resources)
    assert target._visits.conduct is not None
    assert target._visits.conduct.visit.ledger.session == session
    target._visits.conduct.end()
    # even when the power went between the journal's note and the mark of the assignment
    (two.a.data / "done" / assignment().id).unlink()
    before = two.a.store.lines(two.a.folder(session))
    source, crew = started(two.a, resources)
    assert source._visits.conduct is None
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
