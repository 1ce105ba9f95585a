"""The screens in a language that no interview is held in: what is shown, agreed to, kept."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.domain.consent import ConsentText, read_consent
from app.domain.messages import screen as sc
from app.kiosk.consent import ConsentForm
from app.kiosk.languages import offered, screen_language
from app.kiosk.people import candidate_did
from app.session import entries as en
from app.session.journal import read_lines
from app.session.ledger import Ledger
from tests.kiosk_walk import Walk
from tests.unit.test_kiosk_engine import Booth


@pytest.fixture
def arabic(resources: Path) -> ConsentText:
    path = resources / "languages" / "ar" / "consent.toml"
    return read_consent(path.read_bytes(), path.name)


@pytest.fixture
def walk(tmp_path: Path, resources: Path, arabic: ConsentText) -> Walk:
    made = Walk(tmp_path, resources)
    made.form = ConsentForm(resources / "consent", {"ar": arabic})
    made.conduct.settings = replace(made.settings, consent=made.form)
    made.situation.devices.written = ("ar",)
    return made


def test_the_screens_change_and_the_interview_stays(walk: Walk) -> None:
    assert walk.screen().languages == ("zh", "en", "ar")
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    assert (screen_language(walk.conduct), walk.conduct.visit.ledger.language) == ("ar", "zh")
    assert walk.screen() == sc.LanguageScreen(("zh", "en", "ar"), ("zh", "en"), "zh")
    candidate_did(walk.conduct, sc.ChooseSpoken("en"))
    assert (screen_language(walk.conduct), walk.conduct.visit.ledger.language) == ("ar", "en")
    candidate_did(walk.conduct, sc.ChooseLanguage("zh"))
    ledger = walk.conduct.visit.ledger
    assert (screen_language(walk.conduct), ledger.language, ledger.screen_language) == (
        "zh", "zh", "",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["ug", "de", "", "zh-Hant"])
def test_what_is_not_offered_cannot_be_chosen(walk: Walk, language: str) -> None:
    candidate_did(walk.conduct, sc.ChooseLanguage(language))
    assert screen_language(walk.conduct) == "zh"
    assert walk.conduct.visit.ledger.screen_language == ""


def test_the_consent_form_is_shown_and_kept_in_the_screens_language(
    walk: Walk, arabic: ConsentText
) -> None:
    walk.to_consent()
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    assert walk.screen().items == arabic.lines
    candidate_did(walk.conduct, sc.GiveConsent(("recording", "retention")))
    kept = walk.conduct.visit.ledger.consent
    assert kept == walk.form.answered(("recording", "retention"), "ar")
    assert {item.text_digest for item in kept}.isdisjoint(
        item.text_digest for item in walk.form.answered((), "zh")
    )


def test_the_spoken_language_is_chosen_at_the_beginning_only(walk: Walk) -> None:
    walk.to_consent()
    candidate_did(walk.conduct, sc.ChooseSpoken("en"))
    assert walk.conduct.visit.ledger.language == "zh"


def test_a_question_is_shown_in_both_where_the_flow_has_both(walk: Walk) -> None:
    walk.to_question()
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    shown: Any = walk.screen()
    assert shown.translation == ""
    question = walk.conduct.question
    both = replace(question, text=(*question.text, ("ar", "سؤال")))
    flow = walk.conduct.visit.ledger.assignment.flow
    number = walk.conduct.visit.interview.question
    questions = tuple(both if at == number else one for at, one in enumerate(flow.questions))
    ledger = walk.conduct.visit.ledger
    ledger.assignment = replace(ledger.assignment, flow=replace(flow, questions=questions))
    practice = replace(flow.practice, text=both.text) if flow.practice else None
    ledger.assignment = replace(
        ledger.assignment, flow=replace(flow, questions=questions, practice=practice)
    )
    shown = walk.screen()
    assert (shown.text, shown.translation) == (dict(question.text)["zh"], "سؤال")
    candidate_did(walk.conduct, sc.ChooseLanguage("en"))
    assert walk.screen().translation == ""


def test_digits_are_not_read_aloud_by_who_reads_another_language(walk: Walk) -> None:
    walk.situation.devices.hears = ("zh", "en")
    walk.to_cards()
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    assert not walk.conduct.identification._hears
    candidate_did(walk.conduct, sc.ChooseLanguage("zh"))
    assert walk.conduct.identification._hears


def test_the_journal_and_the_record_tell_it(walk: Walk) -> None:
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    record_json, journal = walk.conduct.visit.documents(walk.clock.now())
    again = Ledger.folded(read_lines(journal.splitlines()))
    assert (again.language, again.screen_language) == ("zh", "ar")
    assert json.loads(record_json)["screen_language"] == "ar"
    record = again.record(again.started, "0" * 64)
    assert (record.language, record.screen_language) == ("zh", "ar")


def test_a_language_that_has_gone_leaves_the_interviews(walk: Walk) -> None:
    walk.to_cards()
    candidate_did(walk.conduct, sc.ChooseLanguage("ar"))
    walk.situation.devices.written = ()
    assert offered(walk.conduct) == ("zh", "en")
    assert screen_language(walk.conduct) == "zh"


def test_a_form_that_asks_something_else_is_left_out(resources: Path, arabic: ConsentText) -> None:
    newer = replace(arabic, version=arabic.version + 1)
    harder = replace(arabic, lines=tuple(replace(line, required=True) for line in arabic.lines))
    form = ConsentForm(resources / "consent", {"ar": newer, "ug": harder, "kk": arabic})
    assert (form.further, form.left_out) == (("kk",), ("ar", "ug"))


def test_the_screens_say_what_they_can_write(
    tmp_path: Path, resources: Path, arabic: ConsentText
) -> None:
    booth = Booth(tmp_path, resources)
    visits = booth.kiosk._visits
    form = ConsentForm(resources / "consent", {"ar": arabic, "bo": arabic})
    conduct = replace(visits.settings.conduct, consent=form)
    visits.settings = replace(visits.settings, conduct=conduct)
    booth.hears("screens", sc.ScreensReady(("ar",), ("bo",)))
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert (problem.code, problem.text) == ("LANGUAGE-LETTERS", "bo")
    assert booth.crew.shown(sc.ShowCandidate).languages == ()
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(visits._desk.assignments[0].id))
    booth.hears("screens", sc.ChooseLanguage("ar"))
    shown = booth.crew.shown(sc.ShowCandidate)
    assert (shown.language, shown.languages) == ("ar", ("zh", "en", "ar"))


def test_an_older_journal_has_no_word_of_it() -> None:
    body = TypeAdapter(en.LanguageSet).validate_json('{"language": "en", "kind": "language_set"}')
    assert body == en.LanguageSet("en")
