"""Who the candidate is, as the kiosk conducts it: tries, gestures, and the path without face."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.identity import CHALLENGES, ChallengeResult, FaceMatch, Liveness, Problem
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.observation import SeenFace
from app.flow import paths
from app.flow.table import Stage
from app.kiosk.gestures import draw_challenges
from app.kiosk.identify import is_invitation
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.stages import STEPS
from tests.kiosk_walk import CARD, Walk


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


def test_the_path_without_face_asks_two_people_and_measures_no_face(walk: Walk) -> None:
    walk.to_face(keys=("recording", "retention"))
    assert walk.screen().person == 1
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    assert walk.stage is Stage.SECOND_LOOK
    assert walk.screen().person == 2
    walk.countersign("Wang")
    assert walk.stage is Stage.ROOM_CHECK
    assert walk.situation.identity.decision is None, "nothing waits for a decision any more"
    ledger = walk.conduct.visit.ledger
    assert ledger.match is None
    assert [(c.step, c.outcome, c.by) for c in ledger.checks[-2:]] == [
        ("face_match", "confirmed", "Li"),
        ("second_look", "confirmed", "Wang"),
    ]
    asked = [m for n, m in walk.crew.sent if n == "watcher"]
    assert not [m for m in asked if isinstance(m, w.MatchFace | w.TestLiveness)]
    cards = [m for m in asked if isinstance(m, w.ReadCard)]
    assert cards
    assert not any(m.face for m in cards), "no template of the portrait is made"


def test_one_person_cannot_confirm_twice(walk: Walk) -> None:
    walk.to_face(keys=("recording", "retention"))
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    operator_did(walk.conduct, sc.Decide("second_look", accept=True, reason="本人"), "Li")
    for person, code in (("Li", "SECOND-SAME-PERSON"), (None, "SECOND-PIN-WRONG")):
        walk.countersign(person)
        assert walk.stage is Stage.SECOND_LOOK
        decision = walk.situation.identity.decision
        assert decision is not None
        assert decision.first == "Li"
        assert [p.code for p in decision.problems] == ["FACE-NOT-CONSENTED", code]
    walk.countersign("Wang", reason=" ")
    assert walk.stage is Stage.SECOND_LOOK, "a reason is asked of the second person too"
    walk.countersign("Wang", accept=False, reason="不像本人")
    assert walk.stage is Stage.CLOSED
    check = walk.conduct.visit.ledger.checks[-1]
    assert (check.step, check.outcome, check.by) == ("second_look", "failed", "Wang")


def test_both_paths_have_as_many_steps(walk: Walk) -> None:
    plan = walk.conduct.visit.interview.plan
    whole = [path for path in paths.walk(plan) if Stage.CONSENT in path.stages]
    steps = {len([stage for stage in path.stages if stage in STEPS]) for path in whole}
    assert steps == {4}


def to_liveness(walk: Walk) -> None:
    walk.to_face()
    walk.hears(w.FaceMatched(FaceMatch(0.7, 0.5, match=True, quality=(), problems=(), model="m")))
    assert walk.stage is Stage.LIVENESS


def liveness_told(walk: Walk, *, passed: bool) -> None:
    asked = walk.crew.last("watcher").challenges
    seen = tuple(ChallengeResult(x, passed=passed, at_s=None, peak=0.1) for x in asked)
    walk.hears(w.LivenessTested(Liveness(passed, seen, None, ())))


def test_face_and_gestures_may_each_be_tried_three_times(walk: Walk) -> None:
    walk.to_face()
    poor = FaceMatch(0.2, 0.5, match=False, quality=(), problems=(), model="m")
    for left in (2, 1, 0):
        walk.hears(w.FaceMatched(poor))
        shown = walk.screen()
        assert (shown.tries_left, shown.waiting_for_operator) == (left, left == 0)
        assert walk.situation.identity.decision is not None, "a person may decide from the first on"
        candidate_did(walk.conduct, sc.TryAgain("face"))
    assert walk.screen().waiting_for_operator, "there is no fourth try"
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    assert walk.stage is Stage.LIVENESS
    for left in (2, 1, 0):
        liveness_told(walk, passed=False)
        assert walk.screen().waiting_for_operator == (left == 0)
        candidate_did(walk.conduct, sc.TryAgain("liveness"))
    assert walk.stage is Stage.LIVENESS


def test_who_cannot_do_a_gesture_is_asked_for_others(walk: Walk) -> None:
    to_liveness(walk)
    asked = walk.crew.last("watcher").challenges
    assert len(set(asked)) == 4
    assert len({"turn_left", "turn_right"} & set(asked)) == 1
    pauses = walk.crew.last("watcher").pauses
    assert len(set(pauses)) > 1, "they cannot be foreseen"
    assert all(0.5 <= pause <= 1.5 for pause in pauses)
    assert walk.crew.last("watcher").others_allowed == 1
    for challenge in ("turn_left", "nod", "open_mouth"):
        candidate_did(walk.conduct, sc.CannotDo(challenge))
        assert walk.crew.last("watcher").challenges == asked, "only what is asked for now"
        walk.hears(w.ChallengeShown(challenge, 0, 3))
        assert walk.screen().may_excuse
        candidate_did(walk.conduct, sc.CannotDo(challenge))
        if challenge != "open_mouth":
            asked = walk.crew.last("watcher").challenges
            assert challenge not in asked
    assert walk.crew.last("watcher") == w.Rest()
    assert walk.screen().waiting_for_operator, "one gesture is too few: a person decides"
    decision = walk.situation.identity.decision
    assert decision is not None
    assert [problem.code for problem in decision.problems] == ["LIVENESS-CANNOT"]
    checks = [c for c in walk.conduct.visit.ledger.checks if c.step == "liveness"]
    assert [c.outcome for c in checks] == ["not_done"] * 3
    operator_did(walk.conduct, sc.Decide("liveness", accept=True, reason="当面核对"), "Li")
    assert walk.stage is Stage.ROOM_CHECK


def test_who_makes_other_gestures_than_asked_is_told(walk: Walk) -> None:
    to_liveness(walk)
    walk.hears(w.ChallengeShown("nod", 0, 4))
    walk.hears(w.ChallengeShown(None, 1, 4))
    assert (walk.screen().challenge, walk.screen().done) == (None, 1), "a pause"
    assert not walk.screen().may_excuse
    problem = Problem("LIVENESS-OTHER", "Gestures were seen that nobody had asked for")
    walk.hears(
        w.LivenessTested(
            Liveness(passed=False, challenges=(), spoof_score=None, problems=(problem,))
        )
    )
    assert walk.screen().others
    assert not walk.screen().waiting_for_operator, "there are further tries"
    candidate_did(walk.conduct, sc.TryAgain("liveness"))
    assert not walk.screen().others


def test_digits_are_read_aloud_only_where_they_can_be_heard(walk: Walk) -> None:
    devices = walk.situation.devices
    to_liveness(walk)

    def asked(times: int = 30) -> set[str]:
        found: set[str] = set()
        for _ in range(times):
            walk.conduct.identification.enter(Stage.LIVENESS)
            found |= set(walk.crew.last("watcher").challenges)
        return found

    assert "say_digits" not in asked(), "no recogniser"
    devices.hears = ("zh",)
    assert "say_digits" in asked()
    devices.states["microphone"] = "lost"
    assert "say_digits" not in asked(), "no microphone"
    devices.states["microphone"] = "ok"
    while "say_digits" not in walk.crew.last("watcher").challenges:
        walk.conduct.identification.enter(Stage.LIVENESS)
    command = walk.crew.last("watcher")
    assert (len(set(command.digits)), command.language) == (3, "zh")
    walk.hears(w.ChallengeShown("say_digits", 0, 3))
    assert walk.screen().digits == command.digits
    candidate_did(walk.conduct, sc.CannotDo("say_digits"))
    assert "say_digits" not in asked(), "who cannot speak is asked for other gestures"
    assert walk.screen().digits == ""


def test_every_draw_holds_a_turn_and_nothing_twice() -> None:
    draws = {draw_challenges(CHALLENGES) for _ in range(4000)}
    assert len(draws) == 192, "every sequence comes up"
    for draw in draws:
        assert len(set(draw)) == len(draw) == 4
        assert len({"turn_left", "turn_right"} & set(draw)) == 1
    assert {draw_challenges(("blink", "turn_left")) for _ in range(50)} == {
        ("blink", "turn_left"),
        ("turn_left", "blink"),
    }


def test_who_was_identified_is_compared_again_and_forgotten_at_the_end(walk: Walk) -> None:
    walk.to_question()
    sent = [m for n, m in walk.crew.sent if n == "watcher"]
    matched = next(i for i, m in enumerate(sent) if isinstance(m, w.MatchFace))
    assert w.Rest() not in sent[matched:], "the template lives while the candidate is watched"
    face = SeenFace((0.4, 0.3, 0.2, 0.3), 0.0, 0.0, 0.1, 0.1, 0.0, 0.0, 0.1)
    for number, likeness in enumerate((0.8, None, 0.2, 0.71)):
        walk.conduct.observed(replace(walk.seen(number, (face,)), likeness=likeness))
    candidate_did(walk.conduct, sc.Continue("question", "preparing"))
    verified = walk.conduct.visit.ledger.verified
    assert verified is not None
    assert (verified.looks, verified.unlike, verified.lowest) == (3, 1, 0.2)
    record = walk.conduct.visit.ledger.record(walk.clock.now(), "00")
    assert record.identity.verified == verified
    candidate_did(walk.conduct, sc.Decline())
    assert walk.crew.last("watcher") == w.Rest()


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


def test_a_problem_of_the_watcher_asks_a_person(walk: Walk) -> None:
    walk.to_face()
    walk.hears(w.WatcherProblem(Problem("CAMERA-NO-FRAMES", "no picture came")))
    assert walk.screen().waiting_for_operator


def test_a_code_of_half_a_character_is_another_code() -> None:
    digest = hashlib.sha256(b"K7QJ").hexdigest()
    assert is_invitation("BOOTH1:A1:K7QJ", "A1", digest)
    assert not is_invitation("BOOTH1:A1:K7QJ\ud800", "A1", digest)
    assert not is_invitation("BOOTH1:A1\udcff:K7QJ", "A1", digest)
