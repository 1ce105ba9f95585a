"""The screen's colours at the kiosk: drawn by chance, judged only where faces answer them."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.identity import ChallengeResult, Liveness
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.screen_light import BLOCKS, LightAnswer
from app.flow.table import Stage
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.people import operator_did
from app.kiosk.screen_light import FILE, LAST, ScreenLight
from devices.fake.clock import FakeClock
from tests.kiosk_walk import Walk
from tests.unit.test_kiosk_identify import to_liveness

ANSWER, SILENCE = LightAnswer(0.08, 0.002, 80, 6.4), LightAnswer(0.001, 0.4, 80, 6.4)


@pytest.fixture
def light(tmp_path: Path) -> ScreenLight:
    return ScreenLight(tmp_path, FakeClock())


def lived(light: ScreenLight, silent: int) -> ScreenLight:
    """Twenty people passed here, of whom so many did not answer."""
    for number in range(LAST):
        light.take(SILENCE if number < silent else ANSWER)
    return light


def test_colours_are_drawn_by_chance_from_balanced_blocks(light: ScreenLight) -> None:
    plans = [light.shed() for _ in range(20)]
    assert len({plan.code for plan in plans}) == 20
    assert all(plan.code[at : at + 4] in BLOCKS for plan in plans for at in range(0, 80, 4))
    assert plans[0].begins_ns == FakeClock().monotonic_ns()


def test_nothing_is_judged_before_twenty_people_answered(light: ScreenLight) -> None:
    for _ in range(LAST - 1):
        light.take(ANSWER)
        assert not light.doubts(SILENCE)
    light.take(ANSWER)
    assert light.doubts(SILENCE)
    assert light.doubts(None), "who is not measured is doubted too"
    assert not light.doubts(ANSWER)


@pytest.mark.parametrize(("silent", "judges"), [(0, True), (1, True), (2, False), (20, False)])
def test_where_faces_do_not_answer_it_is_not_judged(
    light: ScreenLight, silent: int, *, judges: bool
) -> None:
    assert lived(light, silent).judges is judges


def test_what_was_learnt_outlasts_a_restart_and_damage_starts_anew(
    light: ScreenLight, tmp_path: Path
) -> None:
    lived(light, 0)
    assert ScreenLight(tmp_path, FakeClock()).judges
    (tmp_path / FILE).write_bytes(b"[0.1, \xff")
    assert not ScreenLight(tmp_path, FakeClock()).judges


def walk_in(tmp_path: Path, resources: Path, light: ScreenLight) -> Walk:
    walk = Walk(tmp_path / "visit", resources, IdentityRules(light=light))
    to_liveness(walk)
    return walk


def told(walk: Walk, light: LightAnswer | None) -> None:
    seen = tuple(
        ChallengeResult(one, passed=True, at_s=1.0, peak=0.5)
        for one in walk.crew.last("watcher").challenges
    )
    outcome = Liveness(passed=True, challenges=seen, spoof_score=None, problems=())
    walk.hears(w.LivenessTested(replace(outcome, light=light)))


def test_the_screen_sheds_what_the_watcher_looks_for(
    tmp_path: Path, resources: Path, light: ScreenLight
) -> None:
    walk = walk_in(tmp_path, resources, light)
    assert walk.crew.last("watcher").light is not None
    assert walk.screen().light == walk.crew.last("watcher").light
    walk.hears(w.ChallengeShown(None, 3, 3))
    assert (walk.screen().challenge, walk.screen().done) == (None, 3)


def test_without_it_nothing_is_shed(tmp_path: Path, resources: Path) -> None:
    walk = Walk(tmp_path, resources)
    to_liveness(walk)
    assert walk.crew.last("watcher").light is None
    assert walk.screen().light is None


@pytest.mark.parametrize("answer", [ANSWER, SILENCE, None])
def test_a_new_kiosk_records_it_and_asks_nobody(
    tmp_path: Path, resources: Path, light: ScreenLight, answer: LightAnswer | None
) -> None:
    walk = walk_in(tmp_path, resources, light)
    told(walk, answer)
    assert walk.stage is Stage.ROOM_CHECK
    check = walk.conduct.visit.ledger.checks[-1]
    assert check.outcome == "passed"
    assert "screen's light" in check.detail
    assert ("not judged at this kiosk yet" in check.detail) == (answer is SILENCE)


@pytest.mark.parametrize("answer", [SILENCE, None])
def test_who_does_not_answer_where_others_do_is_looked_at_by_a_person(
    tmp_path: Path, resources: Path, light: ScreenLight, answer: LightAnswer | None
) -> None:
    walk = walk_in(tmp_path, resources, lived(light, 0))
    told(walk, answer)
    assert walk.stage is Stage.LIVENESS
    assert walk.screen().waiting_for_operator
    assert walk.screen().light is None, "the edge is calm while a person comes"
    decision = walk.situation.identity.decision
    assert decision is not None
    assert [problem.code for problem in decision.problems] == ["LIVENESS-LIGHT"]
    operator_did(walk.conduct, sc.Decide("liveness", accept=True, reason="当面核对"), "Li")
    assert walk.stage is Stage.ROOM_CHECK
    check = walk.conduct.visit.ledger.checks[-1]
    assert (check.outcome, check.by) == ("confirmed", "Li"), "nobody was failed"


def test_who_answers_passes_where_others_do(
    tmp_path: Path, resources: Path, light: ScreenLight
) -> None:
    walk = walk_in(tmp_path, resources, lived(light, 0))
    told(walk, ANSWER)
    assert walk.stage is Stage.ROOM_CHECK
    assert "answered" in walk.conduct.visit.ledger.checks[-1].detail
