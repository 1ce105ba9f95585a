"""A new version of the program: what is refused, what a cut leaves, and the way back."""

import errno
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from app import VERSION
from app.domain.errors import BoothError
from app.domain.timing import MonotonicNs, WallTime
from app.kiosk.updating import AGAIN_AFTER_S, HEALTHY_AFTER_S, QUIET_S, Updating
from app.software import install as installing
from app.software.archive import LIST, read_archive
from app.software.errors import (
    SoftwareArchiveError,
    SoftwareNothingError,
    SoftwareOlderError,
    SoftwareRoomError,
    SoftwareTrialError,
    SoftwareUnhealthyError,
)
from app.software.handed import EXIT_AGAIN, RUNNING, is_handed_on
from app.software.install import Staged, install, is_wanted, own_check
from app.software.launch import hand_on
from app.software.slots import MOST_STARTS, Slots
from devices.clock import SystemClock
from devices.fake.clock import FakeClock
from tests.moving_rig import in_a_child, power_cut_at
from tests.software_rig import BAD, GOOD, made, packed, staged

NOW = SystemClock().now()
MAIN = {"main.py": b"pass", "app/a.py": b"1"}


def now() -> WallTime:
    return NOW


def put(slots: Slots, one: Staged, within_s: float = 20.0) -> None:
    check = own_check(slots, (sys.executable, "-S"), within_s)
    install(slots, one, check, NOW, spare_bytes=0)


@pytest.fixture
def slots(tmp_path: Path) -> Slots:
    return Slots(tmp_path / "kiosk", VERSION)


def test_the_version_is_the_projects(tmp_path: Path) -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{VERSION}"\n' in project
    assert not is_handed_on(["kiosk", "--data", str(tmp_path)])


@pytest.mark.parametrize(
    "content",
    [
        b"no archive at all",
        made(MAIN)[:-40],
        made({"app/a.py": b"1"}),
        made(MAIN, version="3.0.0"),
        made(MAIN, version="new"),
        made({**MAIN, "../out.py": b"x"}),
        made({**MAIN, "/etc/out.py": b"x"}),
        made({**MAIN, "C:/out.py": b"x"}),
        made({**MAIN, "app\\..\\..\\out.py": b"x"}),
        made({**MAIN, "app/nul.py": b"x"}),
        made({**MAIN, "app/A.py": b"x"}),
        made({**MAIN, "app/a.py/b.py": b"x"}),
        made({**MAIN, "app/a. ": b"x"}),
        made({**MAIN, "app//b.py": b"x"}),
        made({**MAIN, "extra.py": b"x"}, listed=MAIN),
        made({"main.py": b"pass"}, listed=MAIN),
        made(MAIN, listed={**MAIN, "app/a.py": b"2"}),
        made({**MAIN, "app/a.py": b"0" * 10**7}, listed=MAIN),
        made({**MAIN, LIST.lower(): b"{}"}),
        made(MAIN).replace(b'"format": 1', b'"format": 2'),
    ],
    ids=[
        "foreign", "cut", "no-main", "other-version", "no-version", "slip", "absolute", "drive",
        "backslash", "device", "case", "file-and-folder", "trailing", "empty-part", "unnamed",
        "missing", "other-content", "bomb", "list", "format",
    ],
)  # fmt: skip
def test_a_bad_archive_is_refused_and_leaves_nothing(
    slots: Slots, tmp_path: Path, content: bytes
) -> None:
    archive = tmp_path / "given.zip"
    archive.write_bytes(content)
    with pytest.raises(BoothError) as refused:
        put(slots, staged(archive, "2.0.0"))
    assert refused.value.code == "SOFTWARE-ARCHIVE"
    assert slots.begin(NOW) == ""
    assert list((slots.folder / "versions").glob("*")) == []
    assert not list(tmp_path.rglob("out.py"))
    assert not is_wanted(slots, staged(archive, "2.0.0"))
    assert slots.state().past[-1].code == "SOFTWARE-ARCHIVE"


def test_a_version_is_installed_proved_followed_by_the_next_and_never_by_an_older_one(
    slots: Slots, tmp_path: Path
) -> None:
    first = staged(packed(tmp_path, "2.0.0"), "2.0.0")
    assert is_wanted(slots, first)
    put(slots, first)
    assert not is_wanted(slots, first)
    assert (slots.state().current, slots.state().trial) == ("2.0.0", True)
    assert slots.begin(NOW) == "2.0.0"
    slots.prove(NOW)
    put(slots, staged(packed(tmp_path, "2.1.0"), "2.1.0"))
    assert slots.state().previous == "2.0.0"
    for old in ("2.1.0", "2.0.9", "0.0.9"):
        with pytest.raises(SoftwareOlderError):
            put(slots, staged(packed(tmp_path, old, GOOD + "#"), old))
    put(slots, staged(packed(tmp_path, "3.0.0"), "3.0.0"))  # the one on trial is given up for it
    assert slots.state().previous == "2.0.0"
    assert {one.name for one in (slots.folder / "versions").iterdir()} == {"3.0.0", "2.0.0"}
    slots.go_back(NOW, "back")
    assert slots.begin(NOW) == "2.0.0"
    slots.go_back(NOW, "back")
    assert slots.begin(NOW) == ""
    with pytest.raises(SoftwareNothingError):
        slots.go_back(NOW, "back")


@pytest.mark.parametrize("main", [BAD, "import time\ntime.sleep(60)\n"], ids=["ends", "hangs"])
def test_a_version_that_fails_its_own_check_is_never_current(
    slots: Slots, tmp_path: Path, main: str
) -> None:
    one = staged(packed(tmp_path, "2.0.0", main), "2.0.0")
    with pytest.raises(SoftwareUnhealthyError):
        put(slots, one, within_s=20.0 if main == BAD else 0.5)
    assert slots.begin(NOW) == ""
    assert not is_wanted(slots, one)


def test_a_full_disk_changes_nothing_and_it_is_tried_again(
    slots: Slots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = staged(packed(tmp_path, "2.0.0"), "2.0.0")
    with pytest.raises(SoftwareRoomError):
        install(slots, one, lambda *_: None, NOW, spare_bytes=10**18)
    with monkeypatch.context() as full:

        def fail(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(installing, "unpack", fail)
        with pytest.raises(SoftwareRoomError):
            put(slots, one)
    assert slots.begin(NOW) == ""
    assert [(one.what, one.code) for one in slots.state().past] == [("put off", "SOFTWARE-ROOM")]
    assert is_wanted(slots, one)
    put(slots, one)
    assert slots.begin(NOW) == "2.0.0"


def test_a_damaged_version_gives_way_to_the_one_before(slots: Slots, tmp_path: Path) -> None:
    for version in ("2.0.0", "3.0.0"):
        put(slots, staged(packed(tmp_path, version), version))
        slots.prove(NOW)
    (slots.tree("3.0.0") / "app" / "__init__.py").write_text("changed")
    assert slots.begin(NOW) == "2.0.0"
    assert slots.state().past[-1].code == "SOFTWARE-DAMAGED"
    put(slots, staged(tmp_path / "3.0.0.zip", "3.0.0"))
    assert slots.begin(NOW) == "3.0.0"
    shutil.rmtree(slots.folder / "versions")
    assert slots.begin(NOW) == ""
    (slots.folder / "state.json").write_bytes(b"torn")
    assert slots.begin(NOW) == ""


STEPS: tuple[tuple[object, str], ...] = (
    (os, "fsync"), (os, "rename"), (os, "replace"), (os, "mkdir"), (os, "rmdir"), (os, "write"),
    (os, "unlink"),
)  # fmt: skip


def test_a_power_cut_at_any_step_leaves_a_version_that_starts(tmp_path: Path) -> None:
    archives = {version: packed(tmp_path, version) for version in ("2.0.0", "3.0.0", "4.0.0")}
    first = Slots(tmp_path / "first", VERSION)
    for version in ("2.0.0", "3.0.0"):
        install(first, staged(archives[version], version), lambda *_: None, NOW, 0)
        first.prove(NOW)
    newest = staged(archives["4.0.0"], "4.0.0")
    seen: list[str] = []
    for number in range(1, 100):
        data = tmp_path / f"kiosk-{number}"
        shutil.copytree(first.data, data)
        cut = Slots(data, VERSION)

        def work(number: int = number, cut: Slots = cut) -> None:
            with power_cut_at(number, STEPS):
                install(cut, newest, lambda *_: None, NOW, 0)

        ended = in_a_child(work)
        assert ended in {0, 9}
        version = cut.begin(NOW)
        cut.verify(version)
        seen.append(version)
        if is_wanted(cut, newest):
            install(cut, newest, lambda *_: None, NOW, 0)
        assert cut.begin(NOW) == "4.0.0"
        assert cut.state().previous == "3.0.0"
        shutil.rmtree(data)
        if ended == 0:
            break
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == ("3.0.0", "4.0.0")
    assert len(seen) > 12


COUNTS = """
import os, sys
from pathlib import Path
data = Path(sys.argv[sys.argv.index("--data") + 1])
with (data / "starts").open("a") as out:
    out.write(os.environ["BOOTH_SOFTWARE"] + " ")
sys.exit({code})
"""


def launched(slots: Slots, words: tuple[str, ...] = ("kiosk",)) -> tuple[int | None, list[str]]:
    starts = slots.data / "starts"
    starts.unlink(missing_ok=True)
    code = hand_on([*words, "--data", str(slots.data)], VERSION, now, healthy_within_s=20.0)
    return code, starts.read_text().split() if starts.exists() else []


def test_a_version_that_does_not_come_up_is_given_up_after_its_starts(
    slots: Slots, tmp_path: Path
) -> None:
    for version, code in (("2.0.0", 0), ("3.0.0", 1)):
        archive = packed(tmp_path, version, COUNTS.format(code=code))
        install(slots, staged(archive, version), lambda *_: None, NOW, 0)
        if version == "2.0.0":
            slots.prove(NOW)
    assert is_handed_on(["kiosk", f"--data={slots.data}"])
    assert launched(slots, ("check",)) == (1, ["3.0.0"])
    assert slots.state().starts == 0  # a command is no start of the kiosk
    assert launched(slots) == (0, ["3.0.0"] * MOST_STARTS + ["2.0.0"])
    past = slots.state().past[-1]
    assert (past.version, past.what, past.code) == ("3.0.0", "given up", "SOFTWARE-UNHEALTHY")
    assert not is_wanted(slots, staged(tmp_path / "3.0.0.zip", "3.0.0"))
    slots.go_back(NOW, "back")
    assert launched(slots) == (None, [])


def test_one_that_hangs_is_ended_and_one_that_a_person_closed_has_not_failed(
    slots: Slots, tmp_path: Path
) -> None:
    closed = staged(packed(tmp_path, "2.0.0", COUNTS.format(code=0)), "2.0.0")
    install(slots, closed, lambda *_: None, NOW, 0)
    for _ in range(MOST_STARTS + 1):
        assert launched(slots) == (0, ["2.0.0"])
    hangs = staged(packed(tmp_path, "3.0.0", "import time\ntime.sleep(60)\n"), "3.0.0")
    slots.prove(NOW)
    install(slots, hangs, lambda *_: None, NOW, 0)
    code = hand_on(["kiosk", "--data", str(slots.data)], VERSION, now, healthy_within_s=0.3)
    assert code == 0
    assert (slots.state().current, slots.state().past[-1].what) == ("2.0.0", "given up")


def test_a_kiosk_that_asks_to_be_started_again_is_and_a_newer_shipped_one_wins(
    slots: Slots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = COUNTS.format(
        code=f"0 if (data / 'starts').read_text().count(' ') > 1 else {EXIT_AGAIN}"
    )
    install(slots, staged(packed(tmp_path, "2.0.0", main), "2.0.0"), lambda *_: None, NOW, 0)
    slots.prove(NOW)
    assert launched(slots) == (0, ["2.0.0", "2.0.0"])
    monkeypatch.setenv(RUNNING, "2.0.0")
    assert not is_handed_on(["kiosk", f"--data={slots.data}"])
    assert Slots(slots.data, "2.0.0").begin(NOW) == ""
    assert slots.state().current == ""


class Child:
    """An installation that ends when the test says so."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -9


def test_the_kiosk_installs_and_changes_when_nobody_is_here_and_never_during_an_interview(
    slots: Slots, tmp_path: Path
) -> None:
    clock, started = FakeClock(), list[Child]()
    new = staged(packed(tmp_path, "2.0.0"), "2.0.0")

    def start(_command: tuple[str, ...]) -> Child:
        started.append(Child())
        return started[-1]

    def kiosk(running: str) -> Updating:
        return Updating(slots, running, lambda: is_wanted(slots, new), (), clock, start)

    def passes(updating: Updating, seconds: float, *, quiet: bool) -> bool:
        again = False
        for _ in range(round(seconds / 5) + 2):
            clock.sleep(5)
            again = updating.turn(quiet=quiet, whole=True) or again
        return again

    assert clock.monotonic_ns() > MonotonicNs(0)
    shipped = kiosk("")
    passes(shipped, 3 * AGAIN_AFTER_S, quiet=False)
    assert not started
    passes(shipped, QUIET_S, quiet=True)
    shipped.turn(quiet=False, whole=True)  # somebody came
    assert [child.code for child in started] == [-9]
    passes(shipped, QUIET_S, quiet=True)
    assert len(started) == 2
    install(slots, new, lambda *_: None, NOW, 0)
    started[-1].code = 0
    assert passes(shipped, QUIET_S, quiet=True) is False
    assert passes(shipped, AGAIN_AFTER_S, quiet=True) is True

    assert slots.begin(NOW) == "2.0.0"
    trial = kiosk("2.0.0")
    with pytest.raises(SoftwareTrialError):
        trial.may_begin()
    trial.turn(quiet=True, whole=True)
    trial.turn(quiet=True, whole=False)
    passes(trial, HEALTHY_AFTER_S + 10, quiet=True)
    trial.may_begin()
    assert not slots.state().trial
    assert passes(trial, 2 * AGAIN_AFTER_S, quiet=True) is False
    assert len(started) == 2


def test_the_same_tree_makes_the_same_archive(tmp_path: Path) -> None:
    one = packed(tmp_path, "2.0.0").read_bytes()
    assert packed(tmp_path, "2.0.0").read_bytes() == one
    assert read_archive(tmp_path / "2.0.0.zip", "2.0.0").size == len(GOOD)


def test_a_bent_archive_is_read_as_it_was_or_refused_with_a_code(tmp_path: Path) -> None:
    honest = packed(tmp_path, "2.0.0", more=bytes(range(256))).read_bytes()
    contents, chance = read_archive(tmp_path / "2.0.0.zip", "2.0.0"), np.random.default_rng(7)
    refused = 0
    for number in range(1500):
        bent = bytearray(honest)
        for at in chance.integers(len(bent), size=1 + number % 3):
            bent[at] = chance.integers(256)
        (tmp_path / "bent.zip").write_bytes(bent[: len(bent) - 9 * (number % 4 == 0)])
        try:
            assert read_archive(tmp_path / "bent.zip", "2.0.0") == contents
        except SoftwareArchiveError:
            refused += 1
    assert refused > 750
