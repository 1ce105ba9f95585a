"""The edge of the candidate's window sheds the colours that are due, and only then."""

from PySide6.QtGui import QColor

from app.domain.messages import screen as m
from app.domain.screen_light import CHIP_S, LightPlan
from app.domain.timing import NS_PER_S, MonotonicNs
from tests.gui.stage import Stage, StageMaker

PLAN = LightPlan(MonotonicNs(0), (1, -1, -1, 1))
WARM, COOL = "#ffb648", "#7cceff"


def shown(light: LightPlan | None) -> m.ShowCandidate:
    screen = m.LivenessScreen(
        "nod", 0, 3, "asking", waiting_for_operator=False, may_excuse=True, light=light
    )
    return m.ShowCandidate(screen, "zh", recording=False, help_asked=False)


def edge(stage: Stage) -> str:
    """The colour at the window's edge, half way down."""
    picture = stage.picture("candidate")
    return QColor(picture.pixel(4, picture.height() // 2)).name()


def test_the_edge_shows_the_colour_that_is_due(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(shown(PLAN))
    seen: list[str] = []
    for chip in range(4):
        stage.clock.now_ns = int((chip + 0.5) * CHIP_S * NS_PER_S)
        stage.pass_time(0.1)
        seen.append(edge(stage))
    assert seen == [WARM, COOL, COOL, WARM]


def test_without_colours_the_edge_is_calm(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(shown(PLAN))
    lit = edge(stage)
    stage.show(shown(None))
    assert lit in {WARM, COOL}
    assert edge(stage) not in {WARM, COOL}
