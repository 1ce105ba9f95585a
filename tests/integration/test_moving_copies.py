"""A moved session's copy on the second disk, and the commands that move."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from app.domain.errors import BoothError
from app.domain.ids import KioskId, SessionId
from app.hq.inbox import Accepted
from app.session import entries as en
from app.session.errors import SessionMovedError
from app.session.visit import reopen
from app.sync.assignments import read_assignments
from app.sync.move_out import MoveWish, MovingOut
from app.sync.moved_away import clear_leaving, let_moved_go, moved_away
from app.sync.moved_copies import clear_copies, note_copies
from app.sync.sealing import Sealer
from tests.moving_house import House, finished, sealed_at
from tests.moving_rig import (
    booth_at,
    in_a_child,
    power_cut_at,
    under_way,
)
from tests.sync_rig import (
    CLOCK,
    ROOT,
)


def test_the_second_disks_copy_reaches_hq(house: House, tmp_path: Path) -> None:
    for branch in (house.a, house.b):
        branch.rounds.turn()
    a, b = house.booth(house.a), house.booth(house.b)
    (assignment,) = read_assignments(a.data)
    session, _ = under_way(a, assignment)
    visit, _ = reopen(a.store, a.clock, a.folder(session), a.kiosk)
    name = "part-0001-candidate-safety.blog"
    visit.note(en.PartNoted(name, "candidate", 1.0, 640, 360, "libx264", "safety"))
    visit.close()
    second = tmp_path / "second" / session
    second.mkdir(parents=True)
    part = (a.folder(session).media / "part-0001-candidate.blog").read_bytes()
    (second / name).write_bytes(part)
    b.clock.sleep(30)
    moving = MovingOut(a.data, a.identity, a.keys, a.clock)
    b.take(moving.export(MoveWish(session, b.kiosk, house.stick), second.parent).file)
    assert isinstance(sealed_at(house, house.b, finished(b, session)), Accepted)
    assert b"".join(house.hq.archive.media(session, name))

    (moved,) = moved_away(a.store, a.identity)
    envelope = house.a.client.moved_receipt(moved.journal_head)
    assert envelope is not None
    second.parent.rename(tmp_path / "away")
    let_moved_go(a.data, moved, a.identity, envelope)
    assert not a.folder(session).path.exists()
    (tmp_path / "away").rename(second.parent)
    clear_copies(a.data)
    assert not second.exists(), "removed when the disk is back"
    assert not list((a.data / "second-disk").iterdir())


def test_the_second_disks_copy_stays_without_a_receipt(tmp_path: Path) -> None:
    copy = tmp_path / "second" / "s1" / "part-0001-candidate-safety.blog"
    copy.parent.mkdir(parents=True)
    copy.touch()
    note_copies(tmp_path, SessionId("s1"), [copy])
    clear_copies(tmp_path)
    assert copy.exists()


CLEAN_UP: tuple[tuple[object, str], ...] = (
    (os, "fsync"),
    (os, "rename"),
    (os, "replace"),
    (os, "rmdir"),
    (os, "unlink"),
)


def test_a_power_cut_while_the_copy_is_let_go_leaves_it_whole_or_receipted(house: House) -> None:
    a, b, session = house.moved()
    b.take(house.file(session))
    Sealer(house.b.identity, house.b.keys, house.b.outbox, CLOCK).seal(finished(b, session))
    house.b.rounds.turn()
    (moved,) = moved_away(a.store, a.identity)
    envelope = house.a.client.moved_receipt(moved.journal_head)
    assert envelope is not None
    lines = a.store.lines(a.folder(session))
    cuts = 0
    for number in range(1, 40):

        def work(number: int = number) -> None:
            with power_cut_at(number, CLEAN_UP):
                let_moved_go(a.data, moved, a.identity, envelope)

        ended = in_a_child(work)
        if a.folder(session).path.exists():
            assert a.store.lines(a.folder(session)) == lines
            assert len(list(a.folder(session).media.iterdir())) == 2
        else:
            assert (a.data / "receipts" / f"{session}.json").read_bytes() == envelope
            break
        assert ended == 9
        cuts += 1
    assert cuts > 2
    clear_leaving(a.data)
    assert not (a.data / "leaving").exists()


def booth_command(*arguments: str) -> tuple[int, Any, str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "session", *arguments, "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_the_commands(house: House) -> None:
    for branch in (house.a, house.b):
        branch.rounds.turn()
    a, b = booth_at(house.a.data, CLOCK), booth_at(house.b.data, CLOCK)  # type: ignore[arg-type]
    (assignment,) = read_assignments(a.data)
    booth = house.booth(house.a)
    session, _ = under_way(booth, assignment)
    data = ("--data", str(a.data))
    code, told, _ = booth_command("list", *data)
    (line,) = told["sessions"]
    assert (code, line["state"], line["assignment"]) == (0, "open", assignment.id)
    assert "Ada" not in json.dumps(told)
    wish = ("export", *data, session, "--to", b.kiosk, "--out", str(house.stick))
    with FileLock(a.data / "kiosk.lock"):
        code, _, error = booth_command(*wish)
    assert code == 3
    assert error.startswith("KIOSK-RUNNING: ")
    code, told, error = booth_command(*wish)
    assert code == 0, error
    assert told["repeated"] is False
    code, again, _ = booth_command(*wish)
    assert (code, again["repeated"]) == (0, True)
    code, _, error = booth_command("export", *data, session, "--to", "kiosk-9999", "--out", ".")
    assert (code, error.split(":")[0]) == (3, "MOVE-TARGET")
    code, _, _ = booth_command("export", *data, session)
    assert code == 2
    code, told, error = booth_command("import", "--data", str(b.data), told["file"])
    assert code == 0, error
    assert (told["from"], told["session"], told["question"]) == (a.kiosk, session, 1)
    code, _, error = booth_command("import", "--data", str(b.data), again["file"])
    assert (code, error.split(":")[0]) == (3, "MOVE-REPLAYED")
    code, told, _ = booth_command("list", *data)
    assert told["sessions"][0]["state"] == "moved"
    with pytest.raises(SessionMovedError):
        reopen(a.store, CLOCK, a.folder(session), a.kiosk)
    with pytest.raises(BoothError, match="MOVE-TARGET"):
        booth.export(session, KioskId("x"), house.stick)
