"""Every screen loads without a warning and fits, in both languages, themes and sizes."""

from dataclasses import fields
from typing import get_args

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from app.domain.analysis import Language
from app.domain.messages import screen as m
from tests.gui.operator_states import operator_states
from tests.gui.stage import StageMaker
from tests.gui.states import candidate_states

SIZES = ((1280, 720), (1920, 1080))
CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("size", "theme"), [(SIZES[0], "light"), (SIZES[1], "dark")])
def test_every_screen_fits(
    make_stage: StageMaker, language: Language, size: tuple[int, int], theme: str
) -> None:
    stage = make_stage(language=language, size=size, theme=theme)
    found: list[str] = []
    for name, shown in candidate_states(language).items():
        stage.show(shown)
        found += [f"{name}: {misfit}" for misfit in stage.misfits("candidate")]
    for name, desk in operator_states(language).items():
        stage.show(desk)
        found += [f"{name}: {misfit}" for misfit in stage.misfits("operator")]
    assert found == []


def test_the_states_cover_every_screen() -> None:
    shown = {state.screen.kind for state in candidate_states("zh").values()}
    assert shown == {
        field.default
        for kind in get_args(m.CandidateScreen)
        for field in fields(kind)
        if field.name == "kind"
    }


def test_large_type_and_high_contrast_fit(make_stage: StageMaker) -> None:
    stage = make_stage(language="zh", size=SIZES[1], large_type=True, high_contrast=True)
    for name, shown in candidate_states("zh").items():
        if name in {"01_welcome", "02_language", "11_question_answering", "12_saved"}:
            stage.show(shown)
            assert stage.misfits("candidate") == [], name


def test_a_long_question_is_set_smaller_instead_of_cut(make_stage: StageMaker) -> None:
    stage = make_stage(language="en")
    shown = candidate_states("en")["11_question_answering"]
    assert isinstance(shown.screen, m.QuestionScreen)
    long = m.QuestionScreen(
        practice=False, number=1, total=3, text=shown.screen.text * 2, phase="answering",
        remaining_s=60, phase_s=120, may_finish=True, resumed=True, credit_s=9.0,
    )  # fmt: skip
    stage.show(m.ShowCandidate(long, "en", recording=True, help_asked=False))
    assert stage.misfits("candidate") == []


def _luminance(colour: QColor) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(theme: QObject, ink: str, ground: str) -> float:
    values = [_luminance(QColor(theme.property(name))) for name in (ink, ground)]
    return (max(values) + 0.05) / (min(values) + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("high_contrast", [False, True])
def test_words_stand_out_from_their_ground(
    make_stage: StageMaker, theme: str, *, high_contrast: bool
) -> None:
    stage = make_stage(theme=theme, high_contrast=high_contrast)
    tokens = stage.screens.theme("candidate")
    pairs = [
        *(("text", ground) for ground in ("background", "surface", "raised")),
        *(("muted", ground) for ground in ("background", "surface", "raised")),
        *(("text", ground) for ground in ("accentSoft", "goodSoft", "warnSoft", "badSoft")),
        ("accent", "background"), ("accent", "surface"), ("accentInk", "accent"),
        ("bad", "surface"), ("bad", "badSoft"), ("badInk", "bad"), ("accent", "accentSoft"),
        ("good", "surface"),
        ("warn", "surface"),
    ]  # fmt: skip
    weak = {pair: round(_contrast(tokens, *pair), 2) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < CONTRAST} == {}


def test_languages_switch_live_and_each_window_has_its_own(make_stage: StageMaker) -> None:
    stage = make_stage(language="zh")
    stage.show(candidate_states("zh")["01_welcome"])
    button = stage.item("candidate", "callOperator")
    assert button.property("text") == "呼叫工作人员"
    stage.show(candidate_states("en")["01_welcome"])
    assert button.property("text") == "Call a member of staff"
    assert stage.window("operator").title() == "智能面试间：操作台"
    stage.screens.operator.choose("en")
    assert stage.window("operator").title() == "Interview booth: operator"
    stage.show(candidate_states("zh")["01_welcome"])
    assert button.property("text") == "呼叫工作人员"
    assert stage.window("operator").title() == "Interview booth: operator"
