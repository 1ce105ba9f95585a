"""The card and other documents, as the kiosk conducts them: read, typed, contradicted."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.identity import IdCard, Problem
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.flow.table import Stage
from app.identity.names import compare_names, same_name
from app.kiosk.document_step import UNREAD_S
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.typed_card import with_typed
from tests.kiosk_walk import CARD, Walk, crashed, matched


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


@pytest.mark.parametrize("number", ["11010519491231", "abc", "1101051949123100ab", "９"])
def test_a_mistyped_number_is_a_contradiction_and_no_fault(number: str) -> None:
    card = IdCard(name="王小明", sex="女", birth="1949-12-31")
    typed, problems = with_typed(card, "front", (("number", number),), dt.date(2026, 1, 2))
    assert typed.number == number.upper()
    assert "CARD-NUMBER-CHECK" in [problem.code for problem in problems]


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
