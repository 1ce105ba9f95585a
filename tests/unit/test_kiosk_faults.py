"""Crashes, sleep, lost devices and disks in a visit: what comes again, and what is credited."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import KioskId
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.timing import MonotonicNs
from app.flow.table import Stage
from app.kiosk.conduct import Conduct
from app.kiosk.losses import TOLD_WITHIN_S
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.screens import candidate_screen
from app.session import entries as en
from app.session.visit import reopen
from tests.kiosk_walk import CARD, FakeCrew, Walk, captured, crashed, matched


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


def test_after_a_short_crash_the_candidate_is_told_what_was_saved(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(4)
    walk.wait(4)
    walk.conduct.visit.note(en.Alive(walk.conduct.session_clock.seconds()))
    walk.clock.sleep(20)
    crashed(walk)
    told = walk.screen()
    assert isinstance(told, sc.WelcomeBackScreen)
    assert (told.cause, told.saved, told.number, told.total) == ("restart", 0, 1, 2)
    assert told.cut_s == pytest.approx(8)
    walk.wait(3)
    assert walk.screen().away_s == pytest.approx(23)
    walk.press()
    assert walk.stage is Stage.PREPARING
    assert walk.screen().resumed
    (fault,) = walk.conduct.visit.ledger.faults
    assert (fault.cause, round(fault.cost_s)) == ("restart", 23)


def test_nobody_goes_on_before_camera_and_microphone_are_recorded_again(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    crashed(walk)
    walk.situation.devices.parts_open = False
    assert walk.screen().opening
    walk.press()
    assert walk.stage is Stage.WELCOME_BACK
    walk.wait(3)
    walk.situation.devices.parts_open = True
    assert not walk.screen().opening
    walk.press()
    assert walk.stage is Stage.PREPARING
    (fault,) = walk.conduct.visit.ledger.faults
    assert fault.cost_s >= 3, "what the opening took is credited"


def test_after_a_long_crash_the_same_card_and_face_are_asked_for(walk: Walk) -> None:
    walk.to_question()
    walk.clock.reboot(130)
    crashed(walk)
    assert walk.stage is Stage.RECHECK_CARD
    assert walk.screen().again
    assert walk.crew.last("watcher") == w.ReadCard("front", walk.assignment.day)
    other = replace(CARD, number="110105194912310038")
    walk.hears(w.CardSeen("front", other, portrait=True))
    assert [p.code for p in walk.screen().problems] == ["CARD-OTHER-PERSON"]
    assert walk.situation.identity.decision is not None
    candidate_did(walk.conduct, sc.TryAgain("card"))
    walk.hears(w.CardSeen("front", CARD, portrait=True))
    assert walk.stage is Stage.RECHECK_FACE
    assert walk.crew.last("watcher") == w.MatchFace()
    walk.hears(matched(0.2))
    assert walk.situation.identity.decision is not None
    candidate_did(walk.conduct, sc.TryAgain("face"))
    walk.hears(matched(0.7))
    assert isinstance(walk.screen(), sc.WelcomeBackScreen)
    walk.press()
    assert walk.stage is Stage.PREPARING
    ledger = walk.conduct.visit.ledger
    assert [c.step for c in ledger.checks[-2:]] == ["recheck_card", "recheck_face"]
    assert ledger.match is not None


def test_a_stranger_after_a_long_crash_is_refused_by_the_operator(walk: Walk) -> None:
    walk.to_question()
    walk.clock.reboot(600)
    crashed(walk)
    walk.hears(w.CardSeen("front", CARD, portrait=True))
    for _ in range(3):
        walk.hears(matched(0.1))
        candidate_did(walk.conduct, sc.TryAgain("face"))
    assert walk.screen().tries_left == 0
    operator_did(walk.conduct, sc.Decide("recheck_face", accept=False, reason="另一个人"), "Li")
    assert walk.stage is Stage.CLOSED
    check = walk.conduct.visit.ledger.checks[-1]
    assert (check.step, check.outcome, check.by) == ("recheck_face", "failed", "Li")


def test_a_wall_clock_that_cannot_be_believed_asks_for_the_person(walk: Walk) -> None:
    walk.to_question()
    walk.clock.reboot(1)
    walk.clock.set_wall(-30 * 24 * 3600)
    crashed(walk)
    assert walk.stage is Stage.RECHECK_CARD


def test_sleep_in_mid_answer_is_credited_and_the_question_comes_again(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(4)
    walk.clock.suspend(40)
    walk.wait(0.1)
    told = walk.screen()
    assert isinstance(told, sc.WelcomeBackScreen)
    assert told.cause == "suspended"
    walk.press()
    assert walk.stage is Stage.PREPARING
    (fault,) = walk.conduct.visit.ledger.faults
    assert fault.cost_s == pytest.approx(40.1, abs=0.2)
    assert walk.conduct.visit.ledger.answers[-1].outcome == "interrupted"


def test_a_standstill_is_a_fault_and_a_pause_is_not(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    operator_did(walk.conduct, sc.PauseInterview(paused=True), "Li")
    walk.wait(60)
    assert walk.stage is Stage.PAUSED
    operator_did(walk.conduct, sc.PauseInterview(paused=False), "Li")
    walk.wait(1)
    assert walk.stage is Stage.PREPARING
    walk.clock.sleep(9)
    walk.conduct.tick()
    assert walk.screen().cause == "stood_still"


def test_a_lost_camera_pauses_credits_and_asks_again(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(4)
    at = MonotonicNs(walk.clock.monotonic_ns() - 1_000_000_000)
    walk.conduct.recorder(r.DeviceState("candidate", "lost", "pulled", at_ns=at))
    stands_s = walk.screen().remaining_s
    walk.wait(1)
    assert walk.screen().kind == "question"
    assert walk.screen().remaining_s == stands_s, "the clock stands meanwhile"
    walk.wait(2.1)
    assert walk.screen().cause == "camera_lost"
    walk.wait(6)
    walk.conduct.recorder(r.DeviceState("candidate", "ok", "back"))
    screen = walk.screen()
    assert (screen.phase, screen.number, screen.resumed) == ("preparing", 1, True)
    ledger = walk.conduct.visit.ledger
    assert ledger.answers[0].outcome == "interrupted"
    (fault,) = ledger.faults
    assert (fault.cause, fault.cost_s) == ("camera_lost", pytest.approx(10, abs=0.2))
    assert fault.at_s == pytest.approx(ledger.answers[0].ends_at_s, abs=0.01)
    assert screen.credit_s == pytest.approx(fault.cost_s)


def test_a_camera_that_comes_back_in_time_tears_no_answer_and_costs_nothing(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(4)
    left_s = walk.screen().remaining_s
    at = walk.clock.monotonic_ns()
    walk.clock.sleep(1)
    walk.conduct.recorder(r.DeviceState("candidate", "lost", "pulled", at_ns=at))
    walk.conduct.recorder(r.DeviceState("microphone", "lost", "pulled", at_ns=at))
    walk.wait(1)
    walk.conduct.recorder(r.DeviceState("candidate", "ok", "back"))
    walk.wait(0.5)
    walk.conduct.recorder(r.DeviceState("microphone", "ok", "back"))
    screen = walk.screen()
    assert (screen.phase, screen.remaining_s) == ("answering", pytest.approx(left_s, abs=0.1))
    (fault,) = walk.conduct.visit.ledger.faults
    assert (fault.cause, fault.cost_s) == ("camera_lost", pytest.approx(2.5, abs=0.2))
    crashed(walk)  # a replay of the journal comes to the same
    assert walk.conduct.visit.interview.credit_s == pytest.approx(fault.cost_s)


def test_a_lens_covered_long_before_is_not_credited_from_then(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    at = walk.clock.monotonic_ns()
    walk.wait(20)
    walk.conduct.recorder(r.DeviceState("candidate", "lost", "pulled", at_ns=at))
    walk.wait(4)
    walk.conduct.recorder(r.DeviceState("candidate", "ok", "back"))
    (fault,) = walk.conduct.visit.ledger.faults
    assert fault.cost_s < TOLD_WITHIN_S + 4.5


def test_a_hole_that_a_hanging_disk_left_prolongs_the_answer(walk: Walk) -> None:
    walk.to_question()
    opened = r.PartOpened("part-0001-candidate.blog", "candidate", MonotonicNs(1), 640, 480, "x264")
    walk.conduct.recorder(opened)
    walk.wait(5)
    walk.wait(4)
    left_s = walk.screen().remaining_s
    at = walk.clock.monotonic_ns()
    walk.wait(2)
    gap = r.GapEnded("candidate", at, walk.clock.monotonic_ns(), "queue_full")
    walk.conduct.recorder(gap)
    assert walk.screen().remaining_s == pytest.approx(left_s, abs=0.1)
    (fault,) = walk.conduct.visit.ledger.faults
    assert (fault.cause, fault.cost_s) == ("disk_hangs", pytest.approx(2, abs=0.1))


@pytest.mark.parametrize(("code", "cause"), [("DISK-FULL", "disk_full"), ("", "recorder_lost")])
def test_a_recording_that_ended_is_credited_from_what_is_on_the_disk(
    walk: Walk, code: str, cause: str
) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(4)
    synced = MonotonicNs(walk.clock.monotonic_ns() - 1_500_000_000)
    pulse = r.RecorderPulse(synced, True, 1, synced, 1, 0, 1, 0, -20.0, -10.0, 25.0)  # noqa: FBT003
    walk.situation.devices.pulse = pulse
    if code:
        walk.conduct.recorder(r.RecorderFailed(code, "full"))
    else:
        walk.conduct.worker_ended("recorder")
        walk.conduct.worker_started("recorder")
    assert walk.screen().cause == cause
    walk.wait(4)
    walk.conduct.recorder(
        r.PartOpened("part-0002-candidate.blog", "candidate", MonotonicNs(1), 640, 480, "x264")
    )
    (fault,) = walk.conduct.visit.ledger.faults
    assert (fault.cause, fault.cost_s) == (cause, pytest.approx(5.5, abs=0.1))
    assert walk.conduct.visit.ledger.answers[-1].ends_at_s == pytest.approx(fault.at_s)


def test_the_recorder_is_told_again_after_it_was_killed(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.conduct.worker_ended("recorder")
    assert walk.stage is Stage.PAUSED
    walk.conduct.worker_started("recorder")
    assert isinstance(walk.crew.last("recorder"), r.StartRecording)
    walk.conduct.recorder(
        r.PartOpened("part-0002-candidate.blog", "candidate", MonotonicNs(1), 1280, 720, "x264")
    )
    assert walk.stage is Stage.PREPARING


def test_a_restart_resumes_at_the_question(walk: Walk, resources: Path) -> None:
    walk.to_question()
    walk.wait(5)
    walk.conduct.visit._journal._sink.close()
    walk.clock.sleep(30)
    (folder,) = walk.store.open_sessions()
    visit, session_clock = reopen(walk.store, walk.clock, folder, KioskId("k1"))
    crew: Any = FakeCrew()
    again = Conduct(visit, session_clock, crew, walk.clock, captured(), walk.settings)
    again.resume()
    assert again.stage is Stage.WELCOME_BACK
    candidate_did(again, sc.Continue("welcome_back"))
    assert again.stage is Stage.PREPARING
    assert isinstance(next(m for n, m in crew.sent if n == "recorder"), r.StartRecording)
    screen: Any = candidate_screen(again, walk.form)
    assert (screen.number, screen.resumed) == (1, True)
    assert visit.ledger.answers[0].outcome == "interrupted"


def test_only_a_restart_is_told_as_one(walk: Walk) -> None:
    walk.to_question()

    def opens(number: int) -> None:
        name, zero = f"part-{number:04d}-candidate.blog", walk.clock.monotonic_ns()
        walk.conduct.recorder(r.PartOpened(name, "candidate", zero, 1280, 720, "x264"))

    opens(1)
    walk.wait(5)
    opens(2)  # torn by the disk: the recorder tells that gap itself
    gaps = walk.conduct.visit.ledger.quality.gaps
    assert gaps == []
    walk.wait(5)
    walk.conduct.worker_ended("recorder")
    opens(3)
    assert [gap.cause for gap in gaps] == ["recorder_restarted"]
