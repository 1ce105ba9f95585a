"""Since when the face was not compared again."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.identity import FaceMatch
from app.domain.observation import Unwatched
from app.kiosk.verifying import NOT_VERIFIED_S, Verifying
from app.session import entries as en


class Visit:
    """A visit whose ledger keeps the stretches."""

    def __init__(self, *, matched: bool = True) -> None:
        self.spans: list[Unwatched] = []
        self.ledger = SimpleNamespace(unwatched=self.spans, match=None)
        if matched:
            self.match()

    def match(self) -> None:
        self.ledger.match = FaceMatch(0.8, 0.47, match=True, quality=(), problems=(), model="m")

    def note(self, body: Any) -> None:
        if isinstance(body, en.UnwatchedChanged):
            self.spans[body.index : body.index + 1] = [body.span]


def run(verifying: Verifying, begin_s: int, end_s: int, compared: set[int]) -> None:
    for at_s in range(begin_s, end_s):
        if at_s in compared:
            verifying.measured(0.8, float(at_s))
        verifying.tick(float(at_s), watched=True)


def identified() -> tuple[Visit, Verifying]:
    visit = Visit(matched=False)
    verifying = Verifying(visit)  # type: ignore[arg-type]
    visit.match()
    return visit, verifying


def test_a_comparison_every_few_seconds_leaves_no_stretch() -> None:
    visit, verifying = identified()
    run(verifying, 0, 200, set(range(0, 200, 20)))
    assert visit.spans == []


def test_a_face_that_cannot_be_compared_is_a_stretch_from_the_last_comparison_to_the_next() -> None:
    visit, verifying = identified()
    run(verifying, 0, 60, {10})
    assert visit.spans == [Unwatched(10.0, None, "candidate", "face_not_comparable")]
    run(verifying, 60, 70, {65})
    assert visit.spans == [Unwatched(10.0, 65.0, "candidate", "face_not_comparable")]


def test_after_the_watcher_was_started_again_nobody_is_known_until_the_next_match() -> None:
    visit, verifying = identified()
    run(verifying, 0, 20, {10})
    verifying.forgotten()
    run(verifying, 20, 50, set())
    assert visit.spans == [Unwatched(10.0, None, "candidate", "face_unknown")]
    visit.match()
    run(verifying, 50, 60, {52})
    run(verifying, 60, 100, set())
    assert [span.cause for span in visit.spans] == ["face_unknown", "face_not_comparable"]


def test_a_kiosk_started_again_goes_on_with_the_stretch() -> None:
    visit, verifying = identified()
    run(verifying, 0, 50, {10})
    again = Verifying(visit)  # type: ignore[arg-type]
    run(again, 50, 100, set())
    assert len(visit.spans) == 1
    again.tick(100.0, watched=False)
    assert visit.spans[0].end_s == pytest.approx(100.0)


def test_nobody_identified_by_the_machine_is_never_not_verified() -> None:
    visit = Visit(matched=False)
    run(Verifying(visit), 0, int(3 * NOT_VERIFIED_S), set())  # type: ignore[arg-type]
    assert visit.spans == []
