"""A whole visit conducted without processes: reports in, commands and screens out."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.analysis import AnswerAnalysis
from app.domain.identity import ChallengeResult, FaceMatch, IdCard, Liveness, Problem
from app.domain.ids import Digest, KioskId
from app.domain.messages import analyst as a
from app.domain.messages import courier as c
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.observation import Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.flow.table import Stage
from app.kiosk.card_compare import same_name
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.consent import ConsentForm
from app.kiosk.identify import UNREAD_S
from app.kiosk.losses import TOLD_WITHIN_S
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.screens import candidate_screen
from app.kiosk.situation import Situation
from app.session import entries as en
from app.session.store import SessionStore
from app.session.visit import open_new, reopen
from devices.fake.clock import FakeClock
from tests.unit.test_session import PlainSink, assignment, read_plain

CODE = "BOOTH1:a1:secret"


class FakeCrew:
    """Takes commands and starts nothing."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object]] = []

    def send(self, name: str, message: object) -> None:
        self.sent.append((name, message))

    def last(self, name: str) -> Any:
        return next(m for n, m in reversed(self.sent) if n == name)


def captured() -> Situation:
    """Camera and microphone are there and recorded."""
    situation = Situation()
    situation.devices.states.update(candidate="ok", microphone="ok")
    situation.devices.parts_open = True
    return situation


class Walk:
    """A visit and the means to walk through it."""

    def __init__(self, folder: Path, resources: Path) -> None:
        self.clock = FakeClock()
        self.crew: Any = FakeCrew()
        self.store = SessionStore(folder, PlainSink, read_plain)
        self.form = ConsentForm(resources / "consent")
        self.settings = ConductSettings(("ab" * 32,), self.form, safety=folder / "second")
        self.situation = captured()
        digest = Digest(hashlib.sha256(b"secret").hexdigest())
        self.assignment = replace(assignment(), invitation_digest=digest)
        visit, session_clock = open_new(self.store, self.clock, "k1", self.assignment)  # type: ignore[arg-type]
        self.conduct = Conduct(
            visit, session_clock, self.crew, self.clock, self.situation, self.settings
        )
        self.conduct.begin()

    @property
    def stage(self) -> Stage:
        return self.conduct.stage

    def screen(self) -> Any:
        return candidate_screen(self.conduct, self.form)

    def press(self, phase: str = "") -> None:
        candidate_did(self.conduct, sc.Continue(self.screen().kind, phase))

    def wait(self, seconds: float) -> None:
        while seconds > 0:
            self.clock.sleep(min(1.0, seconds))
            self.conduct.tick()
            seconds -= 1.0

    def hears(self, report: object) -> None:
        self.conduct.identification.heard(report)

    def seen(self, number: int, faces: tuple[SeenFace, ...]) -> Observation:
        at = MonotonicNs(self.clock.monotonic_ns() + number * 200_000_000)
        return Observation(at, "candidate", faces, None, 120, 90)

    def to_consent(self) -> None:
        candidate_did(self.conduct, sc.ChooseLanguage("zh"))
        self.press()
        assert self.crew.last("watcher") == w.ReadCode()
        self.hears(w.CodeSeen(CODE))
        assert self.stage is Stage.CONSENT

    def to_cards(
        self, keys: tuple[str, ...] = ("recording", "face", "analysis", "retention")
    ) -> None:
        self.to_consent()
        candidate_did(self.conduct, sc.GiveConsent(keys))
        assert self.stage is Stage.CARD_FRONT
        assert self.crew.last("recorder").recipients == ("ab" * 32,)

    def to_face(self, **kwargs: Any) -> None:
        self.to_cards(**kwargs)
        card = IdCard(name="王小明", number="11010519491231002X", confidence=(("name", 0.9),))
        self.hears(w.CardSeen("front", card, portrait=True))
        self.press()
        assert self.stage is Stage.CARD_BACK
        self.hears(
            w.CardSeen("back", IdCard(authority="某局", valid_to="long-term"), portrait=False)
        )
        self.press()
        assert self.stage is Stage.FACE_MATCH

    def countersign(self, person: str | None, *, accept: bool = True, reason: str = "本人") -> None:
        sign = sc.Countersign("1234", accept, reason)
        self.conduct.deciding.countersigned(sign, person)

    def two_people_confirm(self) -> None:
        operator_did(self.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
        self.countersign("Wang")
        assert self.stage is Stage.ROOM_CHECK

    def to_room(self) -> None:
        self.to_face()
        self.hears(
            w.FaceMatched(FaceMatch(0.7, 0.5, match=True, quality=(), problems=(), model="m"))
        )
        assert self.stage is Stage.LIVENESS
        asked = self.crew.last("watcher").challenges
        seen = tuple(ChallengeResult(x, passed=True, at_s=1.0, peak=0.6) for x in asked)
        self.hears(
            w.LivenessTested(Liveness(passed=True, challenges=seen, spoof_score=None, problems=()))
        )
        assert self.stage is Stage.ROOM_CHECK

    def to_question(self) -> None:
        self.to_room()
        devices = self.situation.devices
        devices.states = {"candidate": "ok", "room": "missing", "microphone": "ok"}
        self.wait(26)
        self.press()
        self.press()
        assert self.stage is Stage.PREPARING


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


def test_a_whole_visit_is_sealed_with_its_answers(walk: Walk) -> None:
    walk.to_question()
    walk.conduct.recorder(
        r.PartOpened("part-0001-candidate.blog", "candidate", MonotonicNs(1), 1280, 720, "x264")
    )
    for number in (1, 2):
        assert walk.screen().number == number
        walk.wait(5)
        assert walk.screen().phase == "answering"
        walk.wait(12)
        walk.press("answering")
        assert walk.stage is Stage.SAVED
        asked = walk.crew.last("analyst")
        assert (asked.end_ns - asked.start_ns) / 1e9 == pytest.approx(12)
        walk.conduct.answers.heard(
            a.AnswerAnalysed(asked.take, AnswerAnalysis(None, (), (), (), ("emotion",)), 1.0)
        )
        walk.press()
    assert walk.stage is Stage.REPLY
    candidate_did(walk.conduct, sc.SendReply("谢谢"))
    assert walk.stage is Stage.SEALING
    walk.wait(1)
    assert not [m for n, m in walk.crew.sent if n == "courier"]
    walk.conduct.recorder(r.PartClosed("part-0001-candidate.blog", "candidate", 60.0, 1500, 0))
    walk.conduct.recorder(r.RecordingStopped())
    walk.wait(1)
    sealed = walk.crew.last("courier")
    assert isinstance(sealed, c.SealSession)
    walk.conduct.sealed(200.0)
    assert walk.stage is Stage.RECEIPT
    ledger = walk.conduct.visit.ledger
    assert [x.outcome for x in ledger.answers] == ["finished", "finished"]
    assert ledger.parts["part-0001-candidate.blog"].complete
    walk.press()
    assert walk.stage is Stage.DONE


def crashed(walk: Walk) -> None:
    """The kiosk's process is gone and started again; nothing was closed properly."""
    walk.conduct.visit._journal._sink.close()
    (folder,) = walk.store.open_sessions()
    visit, session_clock = reopen(walk.store, walk.clock, folder, KioskId("k1"))
    walk.situation = captured()
    walk.conduct = Conduct(
        visit, session_clock, walk.crew, walk.clock, walk.situation, walk.settings
    )
    walk.conduct.resume()


CARD = IdCard(name="王小明", number="11010519491231002X", confidence=(("name", 0.9),))


def matched(score: float) -> w.FaceMatched:
    return w.FaceMatched(
        FaceMatch(score, 0.5, match=score > 0.5, quality=(), problems=(), model="m")
    )


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
    assert walk.crew.last("watcher") == w.ReadCard("front")
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


def test_without_face_consent_a_person_confirms_after_a_long_gap(walk: Walk) -> None:
    walk.to_face(keys=("recording", "analysis", "retention"))
    walk.two_people_confirm()
    walk.situation.devices.states = {"candidate": "ok", "room": "missing", "microphone": "ok"}
    walk.wait(4)
    walk.clock.suspend(300)
    walk.wait(0.1)
    assert walk.stage is Stage.RECHECK_FACE
    assert walk.situation.identity.decision is not None
    operator_did(walk.conduct, sc.Decide("recheck_face", accept=True, reason="同一人"), "Li")
    assert walk.stage is Stage.WELCOME_BACK
    walk.press()
    assert walk.stage is Stage.ROOM_CHECK


def test_a_portrait_lost_with_the_models_is_read_again(walk: Walk) -> None:
    walk.to_face()
    walk.hears(w.WatcherProblem(Problem("PORTRAIT-MISSING", "")))
    assert walk.stage is Stage.RECHECK_CARD
    walk.hears(w.CardSeen("front", CARD, portrait=True))
    assert walk.stage is Stage.FACE_MATCH


def test_a_wrong_invitation_waits_for_a_person_and_can_be_refused(walk: Walk) -> None:
    candidate_did(walk.conduct, sc.Continue("language"))
    walk.hears(w.CodeSeen("something else"))
    assert walk.screen().problem.code == "INVITATION-OTHER"
    assert walk.situation.identity.decision is not None
    operator_did(walk.conduct, sc.Decide("check_in", accept=False, reason=""), "Li")
    assert walk.stage is Stage.CLOSED
    assert walk.store.open_sessions() == []


def test_without_the_required_items_nothing_starts(walk: Walk) -> None:
    walk.to_consent()
    candidate_did(walk.conduct, sc.GiveConsent(("recording", "face")))
    assert walk.stage is Stage.CONSENT
    assert not [n for n, _ in walk.crew.sent if n == "recorder"]


def test_another_name_on_the_card_is_a_persons_decision(walk: Walk) -> None:
    walk.to_cards()
    walk.hears(w.CardSeen("front", IdCard(name="别人"), portrait=True))
    walk.press()
    assert walk.stage is Stage.CARD_FRONT
    decide = sc.Decide("card_front", accept=True, reason="")
    operator_did(walk.conduct, decide, "Li")
    assert walk.stage is Stage.CARD_FRONT, "a reason is needed"
    operator_did(walk.conduct, replace(decide, reason="改名，已核对户口本"), "Li")
    assert walk.stage is Stage.CARD_BACK
    (check,) = walk.conduct.visit.ledger.checks
    assert (check.outcome, check.by, check.detail) == ("overridden", "Li", "CARD-OTHER-NAME")


def test_a_card_that_cannot_be_read_becomes_a_persons_decision(walk: Walk) -> None:
    walk.to_cards()
    walk.wait(UNREAD_S - 1)
    assert walk.situation.identity.decision is None
    walk.wait(3)
    asked = walk.situation.identity.decision
    assert asked is not None
    assert [problem.code for problem in asked.problems] == ["CARD-NOT-FOUND"]
    card = IdCard(name="王小明", number="11010519491231002X")
    walk.hears(w.CardSeen("front", card, portrait=True))
    assert walk.situation.identity.decision is None, "it was read after all"
    walk.press()
    assert walk.stage is Stage.CARD_BACK
    walk.wait(UNREAD_S + 2)
    operator_did(walk.conduct, sc.Decide("card_back", accept=True, reason="原件已看"), "Li")
    assert walk.stage is Stage.FACE_MATCH
    assert walk.conduct.visit.ledger.checks[-1].detail == "CARD-NOT-FOUND"


def test_the_operator_types_what_could_not_be_read(walk: Walk) -> None:
    walk.to_cards()
    unread = Problem("CARD-FIELD-UNREAD", "The field number was not found on the card")
    card = IdCard(
        "王小明", "女", "汉", "1949-12-31", "北京市", "",
        confidence=(("name", 0.9), ("sex", 0.9)), problems=(unread,),
    )  # fmt: skip
    walk.hears(w.CardSeen("front", card, portrait=True))
    wrong = sc.Decide(
        "card_front", accept=True, reason="看原件", corrected=(("number", "110105194912310021"),)
    )
    operator_did(walk.conduct, wrong, "Li")
    assert walk.stage is Stage.CARD_FRONT, "its check character is wrong: shown first"
    asked = walk.situation.identity.decision
    assert asked is not None
    assert "CARD-NUMBER-CHECK" in {problem.code for problem in asked.problems}
    right = replace(wrong, corrected=(("number", "11010519491231002X"), ("sex", "女")))
    operator_did(walk.conduct, right, "Li")
    assert walk.stage is Stage.CARD_BACK
    ledger = walk.conduct.visit.ledger
    assert ledger.card.number == "11010519491231002X"
    assert ledger.card.confidence == (("name", 0.9),), "the typed ones have none"
    assert ledger.checks[-1].by == "Li"
    assert ledger.checks[-1].detail.endswith("typed by the operator: number, sex")


def test_a_name_is_the_same_whatever_its_dot_and_width() -> None:
    assert same_name("买买提·吐尔逊", "买买提•吐尔逊")
    assert same_name("买买提·吐尔逊", "买买提 ・ 吐尔逊")
    assert same_name("John Smith", "Ｊohn　Smith")
    assert not same_name("买买提·吐尔逊", "买买提吐尔逊江")
    assert not same_name("王小明", "王晓明")


def test_three_tries_then_only_a_person(walk: Walk) -> None:
    walk.to_face()
    fail = FaceMatch(0.1, 0.5, match=False, quality=(), problems=(), model="m")
    for left in (2, 1, 0):
        walk.hears(w.FaceMatched(fail))
        assert walk.screen().tries_left == left
        before = len(walk.crew.sent)
        candidate_did(walk.conduct, sc.TryAgain("face"))
        assert (len(walk.crew.sent) > before) == (left > 0)
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    assert walk.stage is Stage.LIVENESS


def test_the_room_is_checked_again_when_asked(walk: Walk) -> None:
    walk.to_room()
    devices = walk.situation.devices
    devices.states = {"candidate": "ok", "room": "missing", "microphone": "ok"}
    devices.loudest_db = -10.0
    lines = {line.key: line.state for line in walk.screen().lines}
    assert lines["microphone"] == "ok"
    candidate_did(walk.conduct, sc.TryAgain("room"))
    lines = {line.key: line.state for line in walk.screen().lines}
    assert lines["microphone"] == "checking"
    assert walk.stage is Stage.ROOM_CHECK


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


def test_an_analysis_that_is_lost_is_given_once_more_and_then_withheld(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(5)
    walk.press("answering")
    first = walk.crew.last("analyst")
    walk.conduct.worker_started("analyst")
    assert walk.crew.last("analyst") == first
    walk.conduct.worker_started("analyst")
    assert walk.conduct.answers.due == 0
    record = walk.conduct.visit.ledger.record(walk.clock.now(), "")
    assert record.answers[0].analysis is not None
    assert "twice" in record.answers[0].analysis.withheld[0].reason


def test_withdrawing_seals_what_there_is_and_says_so(walk: Walk) -> None:
    walk.to_question()
    candidate_did(walk.conduct, sc.Decline())
    assert walk.screen().cause == "withdrawn"
    walk.wait(20)
    sealed, started = (
        walk.crew.last("courier"),
        next(m for _, m in walk.crew.sent if isinstance(m, r.StartRecording)),
    )
    assert isinstance(sealed, c.SealSession)
    assert walk.conduct.visit.ledger.withdrawn
    # both disks are sealed: the folder that the recorder was told is the one that the courier reads
    assert sealed.safety_folder == started.safety_folder
    assert Path(sealed.safety_folder).parts[-2:] == ("second", walk.conduct.visit.ledger.session)


def test_alerts_are_kept_and_closed(walk: Walk) -> None:
    walk.to_question()
    face = SeenFace((0.4, 0.3, 0.2, 0.3), 0, 0, 0, 0, 0, 0, 0)
    for n in range(10):
        walk.conduct.observed(walk.seen(n, (face,)))
    for n in range(10, 110):
        walk.conduct.observed(walk.seen(n, ()))
    kinds = [alert.kind for alert in walk.conduct.visit.ledger.alerts]
    assert "left_frame" in kinds
    operator_did(walk.conduct, sc.NoteAlert(0, "去拿水"), "Li")
    assert walk.conduct.visit.ledger.alerts[0].note == "去拿水"
    walk.conduct.answers.close_alerts(500.0)
    assert all(alert.end_s is not None for alert in walk.conduct.visit.ledger.alerts)


def test_a_problem_of_the_watcher_asks_a_person(walk: Walk) -> None:
    walk.to_face()
    walk.hears(w.WatcherProblem(Problem("CAMERA-NO-FRAMES", "no picture came")))
    assert walk.screen().waiting_for_operator


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


def test_the_time_that_nobody_watched_stands_in_the_record(walk: Walk) -> None:
    walk.to_question()
    for _ in range(4):
        walk.conduct.observed(walk.seen(0, ()))
        walk.wait(0.5)
    walk.conduct.worker_ended("watcher")
    walk.wait(6)
    span = walk.conduct.visit.ledger.unwatched[-1]
    assert (span.camera, span.cause, span.end_s) == ("candidate", "watcher_ended", None)
    walk.conduct.worker_started("watcher")
    walk.conduct.observed(walk.seen(0, ()))
    walk.wait(1)
    ended = walk.conduct.visit.ledger.unwatched[-1]
    assert ended.start_s == span.start_s
    assert ended.end_s == pytest.approx(span.start_s + 6.0, abs=1.1)
