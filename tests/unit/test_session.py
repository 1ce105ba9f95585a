"""The journal's chain, the ledger's fold, and going on after a crash."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.analysis import AnswerAnalysis
from app.domain.assignment import Assignment, Flow, Question
from app.domain.ids import AssignmentId, Digest, KioskId, QuestionId, TakeId
from app.domain.quality import Track
from app.domain.record import AnswerRecord, ConsentItem
from app.domain.timing import WallTime
from app.flow import events as ev
from app.flow.table import Effect, Stage
from app.session import entries as en
from app.session.errors import JournalBrokenError, SessionMissingError
from app.session.journal import line_hash, read_lines
from app.session.session_clock import SessionClock
from app.session.store import SessionStore, new_session_id
from app.session.visit import Visit, open_new, reopen
from devices.fake.clock import FakeClock


class PlainSink:
    """Behaves like a sealed log, unsealed: one hexadecimal record a line."""

    def __init__(self, path: Path, _context: bytes) -> None:
        self._path = path
        path.touch()

    def append(self, data: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(data.hex().encode() + b"\n")

    def sync(self) -> None:
        pass

    def close(self) -> None:
        pass


def read_plain(path: Path) -> list[bytes]:
    return [bytes.fromhex(line) for line in path.read_text().split("\n") if line]


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path, PlainSink, read_plain)


def assignment() -> Assignment:
    questions = tuple(
        Question(QuestionId(f"q{n}"), (("zh", "为什么"),), "service", 5, 30) for n in (1, 2)
    )
    flow = Flow("teller", 1, (("zh", "柜员"),), "teller", None, questions, Digest("0" * 64))
    when = WallTime(datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    return Assignment(
        AssignmentId("a1"), "王小明", "teller", "上海", when, ("zh", "en"), flow, Digest("1" * 64)
    )


def to_answering(visit: Visit, at: float) -> None:
    visit.step(ev.LanguageConfirmed(at))
    visit.step(ev.StepPassed(at))
    visit.note(en.ConsentRecorded((ConsentItem("analysis", given=True, text_digest=Digest("2")),)))
    visit.step(ev.ConsentGiven(at, face=True, analysis=True))
    for _ in range(4):
        visit.step(ev.StepPassed(at))
    visit.step(ev.Continued(at))
    visit.step(ev.Continued(at))
    visit.step(ev.Ticked(at + 5))


def opened(store: SessionStore, clock: FakeClock) -> tuple[Visit, SessionClock]:
    return open_new(store, clock, KioskId("k1"), assignment())


def test_a_crash_in_mid_answer_comes_back_at_that_question(store: SessionStore) -> None:
    clock = FakeClock()
    visit, session_clock = opened(store, clock)
    clock.sleep(10)
    to_answering(visit, session_clock.seconds())
    assert visit.stage is Stage.ANSWERING
    clock.sleep(20)
    visit.note(en.Alive(session_clock.seconds()))
    visit._journal._sink.close()  # the process is gone; nothing was closed properly

    clock.sleep(60)
    (folder,) = store.open_sessions()
    again, new_clock = reopen(store, clock, folder, KioskId("k1"))
    assert again.ledger.synced_s == pytest.approx(30)
    assert again.stage is Stage.ANSWERING
    effects = again.step(ev.Resumed(new_clock.seconds(), 60, "restart"))
    assert effects == (Effect.END_TAKE, Effect.START_RECORDING)
    assert again.stage is Stage.WELCOME_BACK
    assert again.step(ev.Continued(new_clock.seconds())) == (Effect.CREDIT_FAULT,)
    assert (again.stage, again.interview.question, again.interview.take) == (Stage.PREPARING, 0, 2)
    assert again.interview.credit_s == pytest.approx(60)
    again.close()
    assert len(folder.journals()) == 2
    ledger, lines = store.ledger(folder)
    assert ledger.interview.stage is Stage.PREPARING
    assert len(read_lines(lines)) == len(lines)


def test_a_torn_part_grows_no_more_once_the_next_is_open(store: SessionStore) -> None:
    visit, _ = opened(store, FakeClock())

    def note(number: int, starts_at_s: float, track: Track = "main") -> None:
        ending = "" if track == "main" else "-safety"
        name = f"part-{number:04d}-candidate{ending}.blog"
        visit.note(en.PartNoted(name, "candidate", starts_at_s, 640, 360, "x264", track))

    note(1, 1.0)
    note(2, 1.0, "safety")
    visit.note(en.Alive(6.0))
    note(3, 8.0)
    visit.note(en.Alive(20.0))
    assert [part.duration_s for part in visit.ledger.parts.values()] == [5.0, 19.0, 12.0]
    visit.close()


@pytest.mark.parametrize("what", ["edit", "drop", "swap", "garbage"])
def test_an_altered_journal_is_refused(store: SessionStore, what: str) -> None:
    visit, _ = opened(store, FakeClock())
    to_answering(visit, 1.0)
    lines = list(visit._journal.lines)
    visit.close()
    match what:
        case "edit":
            lines[3] = lines[3].replace(b"step_passed", b"step_refused")
        case "drop":
            del lines[2]
        case "swap":
            lines[2], lines[3] = lines[3], lines[2]
        case _:
            lines[1] = b"\x00"
    with pytest.raises(JournalBrokenError):
        read_lines(lines)


def test_an_empty_folder_is_no_session(store: SessionStore) -> None:
    folder = store.create("x")  # type: ignore[arg-type]
    with pytest.raises(SessionMissingError):
        store.ledger(folder)
    store.erase(folder)
    assert store.open_sessions() == []


def test_the_record_says_what_was_and_what_was_not_computed(store: SessionStore) -> None:
    clock = FakeClock()
    visit, _ = opened(store, clock)
    to_answering(visit, 1.0)
    for take in ("q1.1", "q2.1"):
        answer = AnswerRecord(
            QuestionId(take[:2]), "为什么", "service", TakeId(take), 5, 6, 36, "finished", None
        )
        visit.note(en.AnswerClosed(answer))
    analysis = AnswerAnalysis(None, (), (), (), ("emotion",))
    visit.note(en.AnswerMeasured(TakeId("q1.1"), analysis))
    record = visit.ledger.record(clock.now(), visit._journal.head)
    visit.close()
    assert record.answers[0].analysis == analysis
    assert record.answers[1].analysis is not None
    assert record.answers[1].analysis.withheld[0].reason == (
        "the analysis did not finish on the kiosk"
    )
    assert record.journal_head == line_hash(visit._journal.lines[-1])


HOUR = 3600.0


def test_steps_of_the_wall_clock_do_not_touch_session_time(store: SessionStore) -> None:
    clock = FakeClock()
    _, session_clock = opened(store, clock)
    for wall_s in (-8 * HOUR, 8 * HOUR, -400 * 24 * HOUR, 1.0):
        before = session_clock.seconds()
        clock.set_wall(wall_s)
        clock.sleep(1)
        assert session_clock.follow() == 0
        assert session_clock.seconds() == pytest.approx(before + 1)


@pytest.mark.parametrize("wall_s", [0.0, -8 * HOUR, 8 * HOUR, -400 * 24 * HOUR, 400 * 24 * HOUR])
def test_in_the_same_boot_the_monotonic_clock_bridges_a_crash(
    store: SessionStore, wall_s: float
) -> None:
    clock = FakeClock()
    visit, session_clock = opened(store, clock)
    clock.sleep(100)
    visit.note(en.Alive(session_clock.seconds()))
    visit._journal._sink.close()
    clock.set_wall(wall_s)
    clock.sleep(30)
    clock.suspend(50)
    (folder,) = store.open_sessions()
    again, later = reopen(store, clock, folder, KioskId("k1"))
    assert later.seconds() == pytest.approx(180)
    assert again.ledger.run is not None
    assert again.ledger.run.bridged_by == "monotonic"
    again.close()


@pytest.mark.parametrize(
    ("wall_s", "now_s", "by"),
    [
        (0.0, 190.0, "wall"),
        (-HOUR, 100.0, "unknown"),
        (13 * HOUR, 100.0, "unknown"),
        (-400 * 24 * HOUR, 100.0, "unknown"),
    ],
)
def test_after_another_boot_only_a_plausible_wall_clock_is_believed(
    store: SessionStore, wall_s: float, now_s: float, by: str
) -> None:
    clock = FakeClock()
    visit, session_clock = opened(store, clock)
    clock.sleep(100)
    visit.note(en.Alive(session_clock.seconds()))
    visit._journal._sink.close()
    clock.reboot(90)
    clock.set_wall(wall_s)
    (folder,) = store.open_sessions()
    again, later = reopen(store, clock, folder, KioskId("k1"))
    assert later.seconds() == pytest.approx(now_s)
    assert again.ledger.run is not None
    assert again.ledger.run.bridged_by == by
    again.close()


def test_sleep_counts_and_moments_before_it_keep_their_time() -> None:
    clock = FakeClock()
    session_clock = SessionClock(clock)
    clock.sleep(10)
    early = clock.monotonic_ns()
    clock.suspend(600)
    clock.sleep(0.1)
    assert session_clock.follow() == 600
    assert session_clock.follow() == 0
    assert session_clock.seconds() == pytest.approx(610.1)
    assert session_clock.at(early) == pytest.approx(10)
    clock.sleep(5)
    for moment_s in (3.0, 10.0, 612.0):
        assert session_clock.at(session_clock.monotonic(moment_s)) == pytest.approx(moment_s)
    woke = session_clock.monotonic(300.0)
    assert early <= woke <= clock.monotonic_ns()


def test_a_session_that_was_not_finished_is_known_to_be_waited_for(store: SessionStore) -> None:
    clock = FakeClock()
    assert not store.interrupted()
    visit, _ = opened(store, clock)
    visit.close()
    assert store.interrupted()
    store.finish(visit.ledger.assignment.id, visit.ledger.session)
    assert not store.interrupted()
    store.create(new_session_id(clock.now()))
    assert not store.interrupted(), "nothing was written of it"
