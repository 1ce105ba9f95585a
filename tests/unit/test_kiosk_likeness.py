"""A match that is not so sure is looked at by a person, and nobody is asked to try again."""

from pathlib import Path

import pytest

from app.domain.identity import ConfirmMatch, FaceMatch
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.flow.table import Stage
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.people import operator_did
from tests.kiosk_walk import Walk

SURE = 0.64


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


def matched(score: float, sure: float | None = SURE) -> w.FaceMatched:
    return w.FaceMatched(FaceMatch(score, 0.47, score >= 0.47, (), (), "m", sure))


def test_a_person_compares_what_is_alike_but_not_sure(walk: Walk) -> None:
    walk.to_face()
    walk.hears(matched(0.55))
    shown = walk.screen()
    assert (walk.stage, shown.waiting_for_operator, shown.tries_left) == (Stage.FACE_MATCH, True, 3)
    asked = walk.situation.identity.decision
    assert asked is not None
    assert [problem.code for problem in asked.problems] == ["FACE-UNSURE"]
    assert ("score", "0.550") in asked.fields
    operator_did(walk.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
    assert walk.stage is Stage.LIVENESS
    told = [check for check in walk.conduct.visit.ledger.checks if check.step == "face_match"]
    assert [(one.outcome, one.by) for one in told] == [("not_done", "machine"), ("confirmed", "Li")]
    assert "0.550" in told[0].detail
    assert told[1].detail == "FACE-UNSURE"


def test_the_person_may_say_that_it_is_another(walk: Walk) -> None:
    walk.to_face()
    walk.hears(matched(0.55))
    operator_did(walk.conduct, sc.Decide("face_match", accept=False, reason="不像本人"), "Li")
    assert walk.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("confirm", "score", "sure", "asked"),
    [
        ("unsure", SURE, SURE, False),
        ("unsure", 0.639, SURE, True),
        ("unsure", 0.5, None, False),
        ("always", 0.9, SURE, True),
        ("never", 0.5, SURE, False),
    ],
)
def test_when_a_person_compares(
    confirm: ConfirmMatch, score: float, sure: float | None, *, asked: bool
) -> None:
    rules = IdentityRules(confirm_match=confirm)
    assert rules.person_compares(matched(score, sure).match) is asked


def test_what_is_no_match_is_never_merely_likely() -> None:
    assert not FaceMatch(0.3, 0.47, match=False, quality=(), problems=(), model="m", sure=1).likely
    assert not FaceMatch(None, 0.47, match=False, quality=(), problems=(), model="m", sure=1).likely
