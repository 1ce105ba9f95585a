"""A cut, a full disk or a lying stick leaves a session open here, or moved with a good file."""

import os
from pathlib import Path

import pytest

from app.bundle.moving import open_move
from app.domain.errors import BoothError
from app.session.journal import line_hash
from app.sync import errors as se
from tests.moving_rig import (
    A,
    B,
    Two,
    booth_at,
    in_a_child,
    power_cut_at,
    two_booths,
    under_way,
)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return two_booths(tmp_path)


STEPS: tuple[tuple[object, str], ...] = (
    (os, "fsync"),
    (os, "fdatasync"),
    (os, "rename"),
    (os, "replace"),
    (os, "write"),
)


def test_a_power_cut_while_exporting_leaves_it_open_here_or_moved_with_a_good_file(
    two: Two,
) -> None:
    session, _ = under_way(two.a)
    two.a.clock.reboot(600)
    two.b.clock.reboot(700)
    states: list[str] = []
    for number in range(1, 60):

        def work(number: int = number) -> None:
            with power_cut_at(number, STEPS):
                two.a.export(session, B, two.stick)

        ended = in_a_child(work)
        ledger, _ = two.a.store.ledger(two.a.folder(session))
        states.append("moved" if ledger.kiosk == B else "open")
        if ledger.kiosk == B:
            good = open_move(two.stick / f"{session}.booth-move").manifest.carried
            assert good.journal_head == line_hash(two.a.store.lines(two.a.folder(session))[-1])
        assert ended in {0, 9}
        if ended == 0:
            break
    assert states[0] == "open"
    assert states[-1] == "moved"
    assert len(states) > 6
    two.b.take(two.stick / f"{session}.booth-move")
    assert two.b.store.ledger(two.b.folder(session))[0].kiosk == B


def test_a_power_cut_while_importing_leaves_nothing_or_the_whole_session(two: Two) -> None:
    session, file = two.moved()
    lines = two.a.store.lines(two.a.folder(session))
    target = two.b.data / "sessions" / session
    count = 0
    for number in range(1, 80):

        def work(number: int = number) -> None:
            with power_cut_at(number, STEPS):
                two.b.take(file)

        ended = in_a_child(work)
        assert ended in {0, 9}
        count += 1
        if target.exists():
            break
        assert booth_at(two.b.data, two.b.clock).store.open_sessions() == []
    assert count > 6
    assert two.b.store.lines(two.b.folder(session)) == lines
    assert len(list(two.b.folder(session).media.iterdir())) == 2
    assert two.b.store.ledger(two.b.folder(session))[0].kiosk == B


def test_a_full_stick_leaves_the_session_open(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = under_way(two.a)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.bundle.seal.os.fsync", full)
        with pytest.raises(se.MoveWriteError, match="No space"):
            two.a.export(session, B, two.stick)
    assert two.a.store.ledger(two.a.folder(session))[0].kiosk == A
    assert list(two.stick.iterdir()) == []


def test_a_stick_that_lies_is_found_by_reading_back(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = under_way(two.a)
    real = Path.replace

    def lying(self: Path, target: Path) -> Path:
        content = bytearray(self.read_bytes())
        content[-20] ^= 1
        self.write_bytes(content)
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lying)
        with pytest.raises(se.MoveWriteError, match="as it was written"):
            two.a.export(session, B, two.stick)
    assert two.a.store.ledger(two.a.folder(session))[0].kiosk == A
    assert list(two.stick.iterdir()) == []


def test_a_stick_pulled_out_while_it_is_read_leaves_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, file = two.moved()
    before = two.b.holds()

    def gone(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("app.bundle.format.Window.readinto", gone)
        with pytest.raises(BoothError, match="FILE-MISSING"):
            two.b.take(file)
    assert two.b.holds() == before


def test_a_full_disk_at_the_target_leaves_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, file = two.moved()
    before = two.b.holds()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.sync.move_in.os.fsync", full)
        with pytest.raises(se.MoveWriteError):
            two.b.take(file)
    assert two.b.holds() == before
    two.b.take(file)
