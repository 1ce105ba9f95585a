"""A whole visit conducted without processes: reports in, commands and screens out."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.analysis import AnswerAnalysis
from app.domain.messages import analyst as a
from app.domain.messages import courier as c
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.domain.observation import SeenFace
from app.domain.timing import MonotonicNs
from app.flow.table import Stage
from app.kiosk.people import candidate_did, operator_did
from tests.kiosk_walk import Walk


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> Walk:
    return Walk(tmp_path, resources)


def test_a_whole_visit_is_sealed_with_its_answers(walk: Walk) -> None:
    walk.to_question()
    walk.conduct.recorder(
        r.PartOpened("part-0001-candidate.blog", "candidate", MonotonicNs(1), 1280, 720, "x264")
    )
    for number in (1, 2):
        assert walk.screen().number == number
        walk.wait(5)
        assert walk.screen().phase == "answering"
        walk.wait(12)
        walk.press("answering")
        assert walk.stage is Stage.SAVED
        asked = walk.crew.last("analyst")
        assert (asked.end_ns - asked.start_ns) / 1e9 == pytest.approx(12)
        walk.conduct.answers.heard(
            a.AnswerAnalysed(asked.take, AnswerAnalysis(None, (), (), (), ("emotion",)), 1.0)
        )
        walk.press()
    assert walk.stage is Stage.REPLY
    candidate_did(walk.conduct, sc.SendReply("谢谢"))
    assert walk.stage is Stage.SEALING
    walk.wait(1)
    assert not [m for n, m in walk.crew.sent if n == "courier"]
    walk.conduct.recorder(r.PartClosed("part-0001-candidate.blog", "candidate", 60.0, 1500, 0))
    walk.conduct.recorder(r.RecordingStopped())
    walk.wait(1)
    sealed = walk.crew.last("courier")
    assert isinstance(sealed, c.SealSession)
    walk.conduct.sealed(200.0)
    assert walk.stage is Stage.RECEIPT
    ledger = walk.conduct.visit.ledger
    assert [x.outcome for x in ledger.answers] == ["finished", "finished"]
    assert ledger.parts["part-0001-candidate.blog"].complete
    walk.press()
    assert walk.stage is Stage.DONE


def test_without_the_required_items_nothing_starts(walk: Walk) -> None:
    walk.to_consent()
    candidate_did(walk.conduct, sc.GiveConsent(("recording", "face")))
    assert walk.stage is Stage.CONSENT
    assert not [n for n, _ in walk.crew.sent if n == "recorder"]


def test_the_room_is_checked_again_when_asked(walk: Walk) -> None:
    walk.to_room()
    devices = walk.situation.devices
    devices.states = {"candidate": "ok", "room": "missing", "microphone": "ok"}
    devices.loudest_db = -10.0
    lines = {line.key: line.state for line in walk.screen().lines}
    assert lines["microphone"] == "ok"
    candidate_did(walk.conduct, sc.TryAgain("room"))
    lines = {line.key: line.state for line in walk.screen().lines}
    assert lines["microphone"] == "checking"
    assert walk.stage is Stage.ROOM_CHECK


def test_an_analysis_that_is_lost_is_given_once_more_and_then_withheld(walk: Walk) -> None:
    walk.to_question()
    walk.wait(5)
    walk.wait(5)
    walk.press("answering")
    first = walk.crew.last("analyst")
    walk.conduct.worker_started("analyst")
    assert walk.crew.last("analyst") == first
    walk.conduct.worker_started("analyst")
    assert walk.conduct.answers.due == 0
    record = walk.conduct.visit.ledger.record(walk.clock.now(), "")
    assert record.answers[0].analysis is not None
    assert "twice" in record.answers[0].analysis.withheld[0].reason


def test_withdrawing_seals_what_there_is_and_says_so(walk: Walk) -> None:
    walk.to_question()
    candidate_did(walk.conduct, sc.Decline())
    assert walk.screen().cause == "withdrawn"
    walk.wait(20)
    sealed, started = (
        walk.crew.last("courier"),
        next(m for _, m in walk.crew.sent if isinstance(m, r.StartRecording)),
    )
    assert isinstance(sealed, c.SealSession)
    assert walk.conduct.visit.ledger.withdrawn
    # both disks are sealed: the folder that the recorder was told is the one that the courier reads
    assert sealed.safety_folder == started.safety_folder
    assert Path(sealed.safety_folder).parts[-2:] == ("second", walk.conduct.visit.ledger.session)


def test_alerts_are_kept_and_closed(walk: Walk) -> None:
    walk.to_question()
    face = SeenFace((0.4, 0.3, 0.2, 0.3), 0, 0, 0, 0, 0, 0, 0)
    for n in range(10):
        walk.conduct.observed(walk.seen(n, (face,)))
    for n in range(10, 110):
        walk.conduct.observed(walk.seen(n, ()))
    kinds = [alert.kind for alert in walk.conduct.visit.ledger.alerts]
    assert "left_frame" in kinds
    operator_did(walk.conduct, sc.NoteAlert(0, "去拿水"), "Li")
    assert walk.conduct.visit.ledger.alerts[0].note == "去拿水"
    walk.conduct.answers.close_alerts(500.0)
    assert all(alert.end_s is not None for alert in walk.conduct.visit.ledger.alerts)


def test_the_time_that_nobody_watched_stands_in_the_record(walk: Walk) -> None:
    walk.to_question()
    for _ in range(4):
        walk.conduct.observed(walk.seen(0, ()))
        walk.wait(0.5)
    walk.conduct.worker_ended("watcher")
    walk.wait(6)
    span = walk.conduct.visit.ledger.unwatched[-1]
    assert (span.camera, span.cause, span.end_s) == ("candidate", "watcher_ended", None)
    walk.conduct.worker_started("watcher")
    walk.conduct.observed(walk.seen(0, ()))
    walk.wait(1)
    ended = walk.conduct.visit.ledger.unwatched[-1]
    assert ended.start_s == span.start_s
    assert ended.end_s == pytest.approx(span.start_s + 6.0, abs=1.1)


def test_a_dark_picture_stands_in_the_record_beside_the_time_that_nobody_watched(
    walk: Walk,
) -> None:
    walk.to_question()
    for n in range(40):
        walk.conduct.observed(replace(walk.seen(n, ()), noise=9.0))
    dark = walk.conduct.visit.ledger.unwatched[-1]
    assert (dark.cause, dark.end_s) == ("too_dark", None)
    walk.conduct.worker_ended("watcher")
    walk.wait(16)
    causes = [(span.cause, span.end_s) for span in walk.conduct.visit.ledger.unwatched]
    assert causes == [("too_dark", None), ("watcher_ended", None)]
