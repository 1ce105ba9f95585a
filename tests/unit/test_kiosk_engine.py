"""The kiosk's main loop with workers that only take notes."""

import queue
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.messages import courier as c
from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.messages.analyst import UseRules
from app.domain.timing import MonotonicNs
from app.kiosk.conduct import ConductSettings
from app.kiosk.consent import ConsentForm
from app.kiosk.crew import FIRST, WORKERS
from app.kiosk.deciding import Deciding
from app.kiosk.desk import PIN_TRIES, Desk
from app.kiosk.engine import Kiosk
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.surroundings import PcPolicy
from app.kiosk.visits import KioskSettings, Renewed
from app.processes.supervisor import WorkerEnded
from app.session.store import SessionStore
from app.session.visit import Visit
from app.sync.down_errors import PolicyExpiredError
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.unit.made_pc import fake_surroundings
from tests.unit.test_session import PlainSink, assignment, read_plain


class NotingWorker:
    """A worker that is not there."""

    def __init__(self) -> None:
        self.state = "running"
        self.restarts = 0
        self.backlog = 0

    def ended(self) -> None:
        self.state = "restarting"


class NotingCrew:
    """Takes commands; hands out what the test puts into its inbox."""

    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()
        self.workers = {name: NotingWorker() for name in WORKERS}
        self.sent: list[tuple[str, object]] = []
        self.rest_started = 0

    def start(self) -> tuple[str, ...]:
        return FIRST

    def start_rest(self) -> tuple[str, ...]:
        self.rest_started += 1
        return tuple(name for name in WORKERS if name not in FIRST)

    def stop(self) -> None:
        pass

    def tick(self) -> tuple[str, ...]:
        return ()

    def send(self, name: str, message: object) -> None:
        self.sent.append((name, message))

    def shown(self, kind: type) -> Any:
        return next(m for n, m in reversed(self.sent) if n == "screens" and isinstance(m, kind))


class Booth:
    """A kiosk that the test turns by hand."""

    def __init__(self, folder: Path, resources: Path) -> None:
        self.clock = FakeClock()
        self.crew: Any = NotingCrew()
        self.store = SessionStore(folder / "sessions", PlainSink, read_plain)
        form = ConsentForm(resources / "consent")
        settings = KioskSettings(
            KioskId("k1"),
            folder,
            ConductSettings(lambda: ("ab",), form),
            lambda: (assignment(),),
            self.store.finished,
            self.store.finish,
            fake_surroundings(),
        )
        self.desk = Desk("上海", "k1", {"2468": "Li", "1357": "Wang"}.get)
        self.kiosk = Kiosk(settings, self.crew, self.desk, self.store, self.clock, FakeDisk())
        self.kiosk._visits.reload()

    def hears(self, name: str, message: object) -> None:
        self.crew.inbox.put((name, message))
        self.turn()

    def turn(self) -> None:
        self.clock.sleep(0.3)
        self.kiosk._turn()

    def until(self, true: Callable[[], bool]) -> None:
        for _ in range(50):
            if true():
                return
            self.turn()
        raise AssertionError("it did not come to that")

    def unlock(self) -> None:
        self.hears("screens", sc.EnterPin("2468"))
        self.until(lambda: bool(self.desk.operator))


@pytest.fixture
def booth(tmp_path: Path, resources: Path) -> Booth:
    return Booth(tmp_path, resources)


def test_nothing_is_started_from_a_locked_window(booth: Booth) -> None:
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "welcome"
    assert booth.crew.shown(sc.ShowOperator).locked


def test_the_operator_unlocks_and_starts(booth: Booth) -> None:
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "language"
    desk = booth.crew.shown(sc.ShowOperator)
    assert (desk.stage, desk.assignments[0].state) == ("language", "running")
    booth.hears("screens", sc.CloseKiosk())
    assert not booth.kiosk._closing, "not in the middle of an interview"


def test_wrong_pins_make_the_pad_wait(booth: Booth) -> None:
    for _ in range(PIN_TRIES):
        booth.hears("screens", sc.EnterPin("0000"))
        booth.until(lambda: not booth.desk.checking)
        assert booth.crew.shown(sc.ShowOperator).pin_wrong
    assert not booth.desk.may_check(MonotonicNs(booth.clock.monotonic_ns()))
    booth.clock.sleep(31)
    booth.unlock()


def test_a_second_person_confirms_in_the_unlocked_window(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str | None, bool]] = []
    monkeypatch.setattr(
        Deciding,
        "countersigned",
        lambda _self, sign, person: heard.append((person, sign.accept)),
    )
    booth.hears("screens", sc.Countersign("1357", accept=True, reason="本人"))
    assert not booth.desk.checking, "not at a locked window"
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    for pin in ("1357", *["0000"] * PIN_TRIES, "1357"):
        booth.hears("screens", sc.Countersign(pin, accept=True, reason="本人"))
        booth.until(lambda: not booth.desk.checking)
    assert heard == [("Wang", True), *[(None, True)] * PIN_TRIES]
    assert booth.desk.operator == "Li", "the second person's PIN unlocks nothing"


def test_a_worker_that_is_given_up_is_a_problem_for_the_operator(booth: Booth) -> None:
    booth.crew.workers["watcher"].ended = lambda: None
    booth.crew.workers["watcher"].state = "given_up"
    booth.hears("watcher", WorkerEnded("watcher"))
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert problem.code == "PROCESS-GIVEN-UP"


@pytest.mark.parametrize(("device", "code"), [("disk", "DISK-HANGS"), ("safety", "SAFETY-LOST")])
def test_a_disk_that_hangs_is_told_for_as_long_as_it_does(
    booth: Booth, device: str, code: str
) -> None:
    booth.hears("recorder", r.DeviceState(device, "lost", "it does not answer"))
    assert [problem.code for problem in booth.crew.shown(sc.ShowOperator).problems] == [code]
    booth.hears("recorder", r.DeviceState(device, "ok", "it answers again"))
    assert booth.crew.shown(sc.ShowOperator).problems == ()


def test_a_journal_that_waits_for_its_disk_is_told_before_anything_is_recorded(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    monkeypatch.setattr(Visit, "behind", property(lambda _: True))
    booth.turn()
    booth.turn()
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert problem.code == "DISK-HANGS"
    monkeypatch.undo()
    booth.turn()
    booth.turn()
    assert booth.crew.shown(sc.ShowOperator).problems == ()


def test_a_session_sealed_without_its_second_copy_says_so(booth: Booth) -> None:
    sealed = c.SessionSealed(SessionId("s"), Digest("d"), 1, 1.0, ("part-0002-candidate-safety",))
    booth.hears("courier", sealed)
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert problem.code == "SAFETY-LEFT-OUT"


def test_the_models_are_started_when_the_screens_are_ready_and_told_what_is_under_way(
    booth: Booth,
) -> None:
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    booth.hears("screens", sc.ChooseLanguage("zh"))
    booth.hears("screens", sc.Continue("language"))
    booth.crew.sent.clear()
    booth.hears("screens", sc.ScreensReady())
    assert booth.crew.rest_started == 1
    assert ("watcher", w.ReadCode()) in booth.crew.sent


def test_many_messages_do_not_starve_the_screens(booth: Booth) -> None:
    for _ in range(500):
        booth.crew.inbox.put(("recorder", r.DeviceState("room", "ok", "")))
    booth.turn()
    assert not booth.crew.inbox.empty()
    assert booth.crew.shown(sc.ShowOperator).room_camera == "ok"


def test_declining_leaves_nothing_behind(booth: Booth) -> None:
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    booth.hears("screens", sc.Decline())
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "closed"
    assert booth.store.open_sessions() == []
    booth.hears("screens", sc.Continue("closed"))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "welcome"
    assert booth.crew.shown(sc.ShowOperator).assignments[0].state == "done"


def test_help_is_shown_until_it_is_answered(booth: Booth) -> None:
    booth.unlock()
    booth.hears("screens", sc.AskHelp())
    assert booth.crew.shown(sc.ShowOperator).help_asked
    booth.hears("screens", sc.AnswerHelp())
    assert not booth.crew.shown(sc.ShowOperator).help_asked


def test_a_receipt_that_came_before_a_restart_is_known_from_the_outbox(booth: Booth) -> None:
    devices = booth.kiosk._visits.situation
    devices.receipt_digest = "d1"
    item = c.OutboxItem("s", "d1", 10, "receipted", 10, "")  # type: ignore[arg-type]
    booth.hears("courier", c.SyncStatus(online=True, outbox=(item,), assignments=1, detail=""))
    assert devices.at_hq


def test_a_camera_that_is_a_program_begins_no_interview(booth: Booth) -> None:
    booth.unlock()
    booth.hears("recorder", r.DeviceState("candidate", "ok", "", source="2"))
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "welcome"
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert problem.code == "VIRTUAL-CAMERA"


def test_what_headquarters_changed_holds_from_the_next_interview_on(booth: Booth) -> None:
    visits = booth.kiosk._visits
    rules = UseRules("resources", "", ("face",))
    changed = replace(visits.settings.conduct, identity=IdentityRules(each_s=12.0))
    asked: list[bool] = []

    def renew() -> Renewed:
        asked.append(visits.conduct is None)
        return Renewed(changed, PcPolicy(displays=1), rules)

    visits.settings = replace(visits.settings, renew=renew)
    booth.unlock()
    booth.turn()
    assert asked == []
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    booth.turn()
    assert asked == [True]
    assert visits.conduct is not None
    assert visits.conduct.settings is changed
    assert ("analyst", rules) in booth.crew.sent


def test_no_interview_begins_when_the_bank_lets_none_and_the_operator_reads_why(
    booth: Booth,
) -> None:
    def ended() -> None:
        raise PolicyExpiredError("The policy that interviews need has ended")

    visits = booth.kiosk._visits
    allowed, visits.settings = visits.settings, replace(visits.settings, may_begin=ended)
    booth.unlock()
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "welcome"
    (problem,) = booth.crew.shown(sc.ShowOperator).problems
    assert problem.code == "DOWN-POLICY-EXPIRED"
    # what the courier tells takes the place of what was told before
    booth.hears("courier", c.DownTold((("DOWN-FROZEN", "A list has ended"),)))
    assert [one.code for one in booth.crew.shown(sc.ShowOperator).problems] == ["DOWN-FROZEN"]
    booth.hears("courier", c.DownTold(()))
    assert booth.crew.shown(sc.ShowOperator).problems == ()
    visits.settings = allowed
    booth.hears("screens", sc.StartAssignment(AssignmentId("a1")))
    assert booth.crew.shown(sc.ShowCandidate).screen.kind == "language"
