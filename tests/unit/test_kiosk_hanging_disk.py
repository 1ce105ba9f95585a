"""The kiosk's own side of a disk that hangs: the journal waits, the interview is stopped for it."""

import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from app.domain.messages import recorder as r
from app.domain.messages import screen as sc
from app.flow.table import Stage
from app.kiosk.people import candidate_did
from app.session import entries as en
from app.session import journal
from app.session.journal import read_lines
from app.session.store import SessionStore
from tests.kiosk_walk import Walk
from tests.unit.test_session import PlainSink, read_plain


class HeldDisk:
    """Hangs while `go` is not set."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()

    def new_sink(self, path: Path, context: bytes) -> "HeldSink":
        return HeldSink(path, context, self)


class HeldSink(PlainSink):
    """A sink on a disk that may hang."""

    def __init__(self, path: Path, context: bytes, disk: HeldDisk) -> None:
        super().__init__(path, context)
        self._disk = disk

    def append(self, data: bytes) -> None:
        assert self._disk.go.wait(30)
        super().append(data)

    def sync(self) -> None:
        assert self._disk.go.wait(30)


class HeldWalk(Walk):
    """A visit on a disk that may hang."""

    def __init__(self, folder: Path, resources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.disk = HeldDisk()
        monkeypatch.setattr(journal, "WAITS_S", 0.02)
        monkeypatch.setattr(
            "tests.kiosk_walk.SessionStore",
            lambda root, *_: SessionStore(root, self.disk.new_sink, read_plain),
        )
        super().__init__(folder, resources)

    def on_disk(self) -> tuple[en.Entry, ...]:
        return read_lines(self.store.lines(self.conduct.visit.folder))

    def settled(self) -> None:
        end = threading.Event()
        for _ in range(200):
            self.conduct.visit.catch_up()
            if not self.conduct.visit.behind:
                return
            end.wait(0.01)
        raise AssertionError("the journal does not catch up")


@pytest.fixture
def held(tmp_path: Path, resources: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[HeldWalk]:
    made = HeldWalk(tmp_path, resources, monkeypatch)
    yield made
    made.disk.go.set()


def hangs(since_ns: Any = None) -> r.DeviceState:
    return r.DeviceState("disk", "lost", "it does not answer", at_ns=since_ns)


def test_what_happens_while_the_disk_hangs_is_written_in_order_when_it_answers(
    held: HeldWalk,
) -> None:
    held.to_question()
    before = len(held.on_disk())
    held.disk.go.clear()
    for number in range(5):
        held.conduct.visit.note(en.DeviceNoted("room", "lost", str(number)))
    visit = held.conduct.visit
    assert visit.behind
    assert len(held.on_disk()) == before
    held.disk.go.set()
    held.settled()
    entries = held.on_disk()
    assert [e.body.detail for e in entries[before:] if isinstance(e.body, en.DeviceNoted)] == [
        "0", "1", "2", "3", "4",
    ]  # fmt: skip
    assert read_lines(visit.documents(held.clock.now())[1].splitlines()) == entries


def test_a_hanging_disk_stops_the_interview_after_three_seconds_and_lets_it_go_on(
    held: HeldWalk,
) -> None:
    held.to_question()
    held.wait(9)
    assert held.stage is Stage.ANSWERING
    held.disk.go.clear()
    held.conduct.recorder(hangs())
    held.wait(2)
    assert held.stage is Stage.ANSWERING
    held.wait(1.5)
    assert held.screen().cause == "disk_hangs"
    held.wait(5)
    held.disk.go.set()
    held.settled()
    held.conduct.recorder(r.DeviceState("disk", "ok", "it answers again"))
    held.wait(0.1)
    assert held.stage is Stage.PREPARING
    (fault,) = held.conduct.visit.ledger.faults
    assert fault.cause == "disk_hangs"
    assert fault.cost_s >= 5
    assert held.conduct.visit.ledger.answers[-1].outcome == "interrupted"
    held.settled()
    assert [e.body.credit for e in held.on_disk() if isinstance(e.body, en.CreditGiven)] == [fault]


def test_a_journal_that_hangs_alone_stops_the_interview_too(held: HeldWalk) -> None:
    held.to_question()
    held.disk.go.clear()
    held.conduct.visit.note(en.DeviceNoted("room", "lost", ""))
    held.wait(5)
    assert held.screen().cause == "disk_hangs"
    held.disk.go.set()
    held.settled()
    held.wait(1)
    assert held.stage is Stage.PREPARING


def test_nothing_is_sealed_while_the_disk_hangs(held: HeldWalk) -> None:
    held.to_question()
    held.disk.go.clear()
    candidate_did(held.conduct, sc.Decline())
    held.wait(20)
    assert not [name for name, _ in held.crew.sent if name == "courier"]
    held.disk.go.set()
    held.settled()
    held.wait(1)
    assert [name for name, _ in held.crew.sent if name == "courier"]
