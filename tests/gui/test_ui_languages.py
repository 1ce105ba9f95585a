"""Languages of a pack on the screens: right to left, many of them, the answers' language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication

from app.domain.language_pack import MOST_LANGUAGES
from app.domain.messages import screen as m
from app.domain.screen_language import SHIPPED
from tests.gui.operator_states import operator_states
from tests.gui.packs import language_pack, shipped_consent
from tests.gui.stage import StageMaker
from tests.gui.states import candidate_states
from tests.gui.test_ui_actions import press
from ui.letters import can_write, is_right_to_left, own_name

SIZES = ((1280, 720), (1920, 1080))


@pytest.fixture(scope="module")
def pack_file() -> Iterator[Path]:
    with language_pack() as file:
        yield file


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_fits_from_right_to_left(
    make_stage: StageMaker, pack_file: Path, size: tuple[int, int]
) -> None:
    stage = make_stage(language="zh", size=size, language_pack=pack_file)
    assert stage.screens.ready == m.ScreensReady(("ar",), ())
    found: list[str] = []
    for name, shown in candidate_states("zh", "ar", shipped_consent("ar")).items():
        stage.show(shown)
        found += [f"{name}: {misfit}" for misfit in stage.misfits("candidate")]
    assert found == []


def test_the_candidates_window_is_mirrored_and_the_operators_is_not(
    make_stage: StageMaker, pack_file: Path
) -> None:
    stage = make_stage(language="zh", language_pack=pack_file)

    def place() -> tuple[float, float, float]:
        digit, help_, desk = (
            stage.item(window, name).mapToScene(QPointF(0, 0)).x()
            for window, name in (
                ("candidate", "code_1"), ("candidate", "callOperator"),
                ("operator", "operatorLanguage"),
            )
        )  # fmt: skip
        return digit - stage.item("candidate", "code_3").mapToScene(QPointF(0, 0)).x(), help_, desk

    stage.show(operator_states("zh")["21_idle"])
    stage.show(candidate_states("zh")["03_phone_code"])
    before = place()
    stage.show(candidate_states("zh", "ar", shipped_consent("ar"))["03_phone_code"])
    after = place()
    assert before[1] > 600 > after[1], "the button goes to the other side"
    assert before[0] == after[0] < 0, "a pad of digits stays as it is"
    assert before[2] == after[2]


def test_many_languages_fit_and_can_be_chosen(make_stage: StageMaker) -> None:
    stage = make_stage(language="zh")
    many = ("zh", "en", "ar", "bo", "de", "es", "fr", "kk", "km", "ko", "mn-Mong", "ru",
            "ug", "vi", "uz")  # fmt: skip
    assert len(many) == MOST_LANGUAGES + len(SHIPPED)
    screen = m.LanguageScreen(many, ("zh", "en"), "zh")
    stage.show(m.ShowCandidate(screen, "fr", recording=False, help_asked=False, languages=many))
    assert stage.misfits("candidate") == []
    assert press(stage, "choose_bo", "languages") == [m.ChooseLanguage("bo")]
    listed = stage.wait_for("candidate", "listed_ug")
    assert listed.isVisible()
    assert press(stage, "listed_ug") == [m.ChooseLanguage("ug")]


def test_the_answers_language_is_asked_where_the_screens_do_not_tell_it(
    make_stage: StageMaker, pack_file: Path
) -> None:
    stage = make_stage(language="zh", language_pack=pack_file)
    stage.show(candidate_states("zh", "ar", shipped_consent("ar"))["02_language"])
    done = press(stage, "speak_en", "continueButton")
    assert done == [m.ChooseSpoken("en"), m.Continue("language")]


def test_letters_that_no_font_has_are_found_out(qapp: QGuiApplication) -> None:
    assert can_write("Booth 中文 العربية")
    assert not can_write("\U0010fffd")


def test_a_language_is_called_by_its_own_name() -> None:
    names = [own_name(tag) for tag in ("zh", "en", "ar", "ug", "xx")]
    assert names == ["中文", "English", "العربية", "ئۇيغۇرچە", "xx"]
    assert [is_right_to_left(tag) for tag in ("zh", "en", "ar", "ug")] == [False, False, True, True]


def test_the_operator_sees_in_which_language_the_candidate_reads(
    make_stage: StageMaker, pack_file: Path
) -> None:
    stage = make_stage(language="zh", language_pack=pack_file)
    stage.show(operator_states("zh")["22_answering"])
    stage.show(candidate_states("zh", "ar", shipped_consent("ar"))["03_phone_code"])
    shown = str(stage.item("operator", "candidateReads").property("text"))
    assert own_name("ar") in shown
    stage.show(candidate_states("zh", "en")["03_phone_code"])
    assert own_name("en") in str(stage.item("operator", "candidateReads").property("text"))
