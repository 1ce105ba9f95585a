"""Who the candidate is, as the kiosk conducts it: tries, gestures, and the path without face."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.identity import CHALLENGES, ChallengeResult, FaceMatch, IdCard, Liveness, Problem
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.observation import SeenFace
from app.flow import paths
from app.flow.table import Stage
from app.identity.names import compare_names, same_name
from app.kiosk.document_step import UNREAD_S
from app.kiosk.gestures import draw_challenges
from app.kiosk.identify import is_invitation
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.stages import STEPS
from app.kiosk.typed_card import with_typed
from tests.kiosk_walk import CARD, Walk, crashed, matched


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
    assert len(set(asked)) == 3
    assert len({"turn_left", "turn_right"} & set(asked)) == 1
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
    assert len(draws) == 72, "every sequence comes up"
    for draw in draws:
        assert len(set(draw)) == len(draw) == 3
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


@pytest.mark.parametrize("number", ["11010519491231", "abc", "1101051949123100ab", "９"])
def test_a_mistyped_number_is_a_contradiction_and_no_fault(number: str) -> None:
    card = IdCard(name="王小明", sex="女", birth="1949-12-31")
    typed, problems = with_typed(card, "front", (("number", number),), dt.date(2026, 1, 2))
    assert typed.number == number.upper()
    assert "CARD-NUMBER-CHECK" in [problem.code for problem in problems]


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


def test_where_the_card_lies_is_shown_until_it_was_read(walk: Walk) -> None:
    walk.to_cards()
    corners = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    walk.hears(w.CardOutlined("front", corners, good=False))
    assert (walk.screen().outline, walk.screen().outline_good) == (corners, False)
    walk.hears(w.CardOutlined("front", corners, good=True))
    assert walk.screen().outline_good
    walk.hears(w.CardOutlined("front", (), good=False))
    assert walk.screen().outline == ()
    walk.hears(w.CardOutlined("front", corners, good=True))
    card = IdCard(name="王小明", number="11010519491231002X")
    walk.hears(w.CardSeen("front", card, portrait=True))
    assert walk.screen().outline == ()
    walk.hears(w.CardOutlined("front", corners, good=True))
    assert walk.screen().outline == (), "a late look changes nothing"


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


def test_a_problem_of_the_watcher_asks_a_person(walk: Walk) -> None:
    walk.to_face()
    walk.hears(w.WatcherProblem(Problem("CAMERA-NO-FRAMES", "no picture came")))
    assert walk.screen().waiting_for_operator


PASSPORT = IdCard(
    name="WANG XIAOMING", number="E12345678", birth="1990-01-01", sex="F", valid_to="2031-01-01",
    nationality="UTO", document="passport", confidence=(("name", 0.97), ("number", 0.99)),
)  # fmt: skip


def test_a_passport_is_read_instead_of_the_card(walk: Walk) -> None:
    walk.to_cards()
    assert walk.screen().may_choose
    candidate_did(walk.conduct, sc.ChooseDocument("passport"))
    asked = walk.crew.last("watcher")
    assert (asked.document, asked.side) == ("passport", "front")
    assert asked.on == walk.conduct.visit.ledger.assignment.day
    walk.hears(w.CardSeen("front", PASSPORT, portrait=True, model="ocr 6"))
    shown = walk.screen()
    assert dict(shown.fields)["number"] == "E12345678"
    assert [p.code for p in shown.problems] == ["CARD-NAME-VARIANT"], "its pinyin: a person says"
    operator_did(walk.conduct, sc.Decide("card_front", accept=True, reason="已核对"), "Li")
    assert walk.stage is Stage.FACE_MATCH, "a passport has no second side"
    assert walk.crew.last("watcher") == w.MatchFace()
    walk.hears(matched(0.7))
    assert walk.stage is Stage.LIVENESS
    ledger = walk.conduct.visit.ledger
    assert [(c.step, c.outcome) for c in ledger.checks] == [
        ("card_front", "overridden"), ("card_back", "not_done"), ("face_match", "passed"),
    ]  # fmt: skip
    states = {one.field: (one.state, one.by) for one in ledger.card.sources}
    assert states["number"] == ("confirmed", "Li")
    assert ledger.card.document == "passport"


def test_fields_say_who_supplied_them(walk: Walk) -> None:
    walk.to_cards()
    unread = Problem("CARD-FIELD-UNREAD", "The field number was not found on the card")
    card = IdCard(
        "王小明", "女", "汉", "1949-12-31", "", "",
        confidence=(("name", 0.9), ("address", 0.4)), problems=(unread,),
    )  # fmt: skip
    walk.hears(w.CardSeen("front", card, portrait=True, model="ocr 6"))
    read = {one.field: one for one in walk.conduct.visit.ledger.card.sources}
    assert (read["name"].state, read["name"].by) == ("read", "ocr 6")
    assert (read["address"].state, read["number"].state) == ("unsure", "unread")
    typed = (("number", " 11010519491231002x "), ("address", "北京市"))
    decide = sc.Decide("card_front", accept=True, reason="看原件", corrected=typed)
    operator_did(walk.conduct, decide, "Li")
    assert walk.stage is Stage.CARD_BACK
    ledger = walk.conduct.visit.ledger
    assert ledger.card.number == "11010519491231002X"
    states = {one.field: (one.state, one.by) for one in ledger.card.sources}
    assert states == {
        "name": ("confirmed", "Li"), "sex": ("confirmed", "Li"), "ethnicity": ("confirmed", "Li"),
        "birth": ("confirmed", "Li"), "address": ("typed", "Li"), "number": ("typed", "Li"),
    }  # fmt: skip
    walk.hears(w.CardSeen("back", IdCard(authority="某局"), portrait=False, model="ocr 6"))
    assert len(walk.conduct.visit.ledger.card.sources) == 9, "both sides are kept"


def test_the_operator_types_a_permit_and_a_person_compares_the_face(walk: Walk) -> None:
    walk.to_cards()
    operator_did(walk.conduct, sc.TypeDocument("hk_macao_permit"), "Li")
    assert walk.crew.last("watcher") == w.Rest(), "the camera does not read meanwhile"
    asked = walk.situation.identity.decision
    assert asked is not None
    assert [name for name, _ in asked.fields] == ["name", "number", "birth", "sex", "valid_to"]
    typed = (
        ("name", "王小明"), ("number", "h1234567"), ("birth", "1990.1.2"), ("sex", "女"),
        ("valid_to", "20330201"),
    )  # fmt: skip
    decide = sc.Decide("card_front", accept=True, reason="看原件", corrected=typed)
    operator_did(walk.conduct, decide, "Li")
    asked = walk.situation.identity.decision
    assert asked is not None
    assert [p.code for p in asked.problems] == ["DOCUMENT-NUMBER"], "a digit is missing"
    right = replace(decide, corrected=(("number", "H12345678"),))
    operator_did(walk.conduct, right, "Li")
    assert walk.stage is Stage.FACE_MATCH
    card = walk.conduct.visit.ledger.card
    assert (card.birth, card.sex, card.valid_to) == ("1990-01-02", "F", "2033-02-01")
    assert {one.state for one in card.sources} == {"typed"}
    walk.hears(w.WatcherProblem(Problem("PORTRAIT-MISSING", "")))
    assert walk.stage is Stage.FACE_MATCH, "there is no portrait to read again"
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    assert walk.stage is Stage.LIVENESS


def test_the_operator_types_the_second_side_without_waiting(walk: Walk) -> None:
    walk.to_cards()
    card = IdCard(name="王小明", number="11010519491231002X")
    walk.hears(w.CardSeen("front", card, portrait=True))
    walk.press()
    assert walk.stage is Stage.CARD_BACK
    operator_did(walk.conduct, sc.TypeDocument("resident_card"), "Li")
    assert walk.crew.last("watcher") == w.Rest()
    asked = walk.situation.identity.decision
    assert asked is not None
    assert [name for name, _ in asked.fields] == ["authority", "valid_from", "valid_to"]
    typed = (("authority", "某局"), ("valid_from", "2020.01.02"), ("valid_to", "长期"))
    decide = sc.Decide("card_back", accept=True, reason="看原件", corrected=typed)
    operator_did(walk.conduct, decide, "Li")
    assert walk.stage is Stage.FACE_MATCH
    kept = walk.conduct.visit.ledger.card
    assert (kept.name, kept.authority, kept.valid_to) == ("王小明", "某局", "long-term")


def test_a_read_permit_without_portrait_asks_a_person_for_the_face(walk: Walk) -> None:
    walk.to_cards()
    candidate_did(walk.conduct, sc.ChooseDocument("taiwan_permit"))
    permit = replace(PASSPORT, name="王小明", document="taiwan_permit", nationality="")
    walk.hears(w.CardSeen("front", permit, portrait=False))
    walk.press()
    assert walk.stage is Stage.FACE_MATCH
    walk.hears(w.WatcherProblem(Problem("PORTRAIT-MISSING", "")))
    assert walk.stage is Stage.FACE_MATCH
    assert walk.situation.identity.decision is not None


def test_an_unknown_county_is_told_and_stops_nobody(walk: Walk) -> None:
    walk.to_cards()
    county = Problem("CARD-NUMBER-COUNTY", "")
    card = replace(CARD, name="王小明", problems=(county,))
    walk.hears(w.CardSeen("front", card, portrait=True))
    assert walk.screen().problems == (county,)
    walk.press()
    assert walk.stage is Stage.CARD_BACK


def test_the_choice_of_a_document_outlives_a_crash(walk: Walk) -> None:
    walk.to_cards()
    candidate_did(walk.conduct, sc.ChooseDocument("passport"))
    crashed(walk)
    walk.wait(1)
    assert walk.conduct.visit.ledger.card.document == "passport"


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("陳大文", "陈大文", "variant"),
        ("买买提·吐尔逊", "买买提吐尔逊", "variant"),
        ("WANG XIAOMING", "王小明", "variant"),
        ("XIAO MING WANG", "王小明", "variant"),
        ("LYU BU", "吕布", "variant"),
        ("MUELLER ANNA", "Anna Müller", "variant"),
        ("OCONNOR SEAN", "Seán O’Connor", "variant"),
        ("DUPONT JEAN PIERRE", "Jean-Pierre Dupont", "variant"),
        ("Anna Eriksson", "ANNA ERIKSSON", "same"),
        ("王小明", "王晓明", "different"),
        ("CHAN TAI MAN", "陳大文", "different"),
    ],
)
def test_names_are_the_same_a_variant_or_different(one: str, other: str, likeness: str) -> None:
    assert compare_names(one, other) == likeness
    assert compare_names(other, one) == likeness


def test_a_code_of_half_a_character_is_another_code() -> None:
    digest = hashlib.sha256(b"K7QJ").hexdigest()
    assert is_invitation("BOOTH1:A1:K7QJ", "A1", digest)
    assert not is_invitation("BOOTH1:A1:K7QJ\ud800", "A1", digest)
    assert not is_invitation("BOOTH1:A1\udcff:K7QJ", "A1", digest)
