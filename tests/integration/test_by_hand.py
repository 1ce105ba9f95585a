"""Bundles on a stick: out of the branch, into HQ, the receipt back; and sticks that lie."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import main
from app.domain.ids import SessionId
from app.sync import by_hand
from app.sync.by_hand import carry_out, take_receipts
from app.sync.errors import CarryFolderError, CarryVerifyError, CarryWriteError
from app.sync.outbox import Bundle
from tests.sync_rig import branch_at, enrolled, new_home, open_home, serving


class Place:
    """A branch whose network is gone, its HQ, and a stick."""

    def __init__(self, folder: Path) -> None:
        self.made = new_home(folder / "hq")
        with serving(open_home(self.made.home)):
            self.branch = branch_at(folder / "kiosk", enrolled(folder / "kiosk", self.made))
        self.stick = folder / "stick"
        self.passphrase = folder / "passphrase"

    def sealed(self) -> Bundle:
        return self.branch.seal(self.branch.sample(self.made))

    def at_hq(
        self, capsys: pytest.CaptureFixture[str], what: Path
    ) -> tuple[int, dict[str, Any], str]:
        opening = ("--home", str(self.made.home), "--passphrase-file", str(self.passphrase))
        code = main.main(["hq", "import", str(what), *opening, "--json"])
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if shown.out.strip() else {}, shown.err


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("by-hand"))


@pytest.fixture
def stick(place: Place) -> Path:
    shutil.rmtree(place.stick, ignore_errors=True)
    place.stick.mkdir()
    return place.stick


def test_out_in_and_the_receipt_back(
    place: Place, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = place.branch
    bundles = [place.sealed(), place.sealed()]
    carried = carry_out(branch.outbox, stick)
    assert [one.session for one in carried] == [one.session for one in bundles]
    assert {one.state for one in carried} == {"written"}
    assert {one.state for one in carry_out(branch.outbox, stick)} == {"there"}
    assert branch.state() == "waiting", "nothing is let go for being on a stick"

    (stick / "holiday.bundle").write_text("a picture of the sea")
    (stick / "link.bundle").symlink_to("/etc/passwd")
    code, data, err = place.at_hq(capsys, stick)
    assert (code, data["imported"], data["there"], data["refused"]) == (3, 2, 0, 2)
    assert "BUNDLE-FOREIGN" in err
    assert "FILE-MISSING" in err
    _, again, _ = place.at_hq(capsys, stick)
    assert (again["imported"], again["there"]) == (0, 2), "no session is imported twice"

    done = take_receipts(branch.data, branch.identity, branch.outbox, stick)
    assert [one.problem for one in done] == [None, None]
    for bundle in bundles:
        assert not branch.outbox.file(bundle.digest).exists()
        assert not bundle.folder.exists()
    assert take_receipts(branch.data, branch.identity, branch.outbox, stick) == ()


def test_a_receipt_for_something_else_lets_nothing_go(
    place: Place, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = place.sealed(), place.sealed()
    carry_out(place.branch.outbox, stick, [one.session])
    place.at_hq(capsys, stick)
    genuine = stick / f"{one.session}.booth-receipt"
    shutil.copy(genuine, stick / f"{other.session}.booth-receipt")
    for forged in (b"", b"{}", b"x" * 200_000, genuine.read_bytes().replace(b"sig", b"gis")):
        genuine.write_bytes(forged)
        branch = place.branch
        done = take_receipts(branch.data, branch.identity, branch.outbox, stick)
        assert {done_one.session for done_one in done} == {one.session, other.session}
        assert all(done_one.problem is not None for done_one in done)
    assert place.branch.outbox.file(one.digest).exists()
    assert place.branch.outbox.file(other.digest).exists()


def test_a_stick_that_keeps_something_else_is_found(
    place: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = place.sealed()

    def spoil(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[-7] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(by_hand, "forget_cached", spoil)
    with pytest.raises(CarryVerifyError):
        carry_out(place.branch.outbox, stick, [bundle.session])
    assert list(stick.iterdir()) == []


def test_a_full_stick_and_one_that_is_not_there(
    place: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = place.sealed()
    with pytest.raises(CarryFolderError):
        carry_out(place.branch.outbox, stick / "not there")
    with pytest.raises(CarryFolderError):
        carry_out(place.branch.outbox, stick, [SessionId("unknown")])
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=bundle.size - 1))
    with pytest.raises(CarryWriteError):
        carry_out(place.branch.outbox, stick, [bundle.session])
    assert list(stick.iterdir()) == []


def test_what_a_pulled_stick_left_is_written_again(place: Place, stick: Path) -> None:
    bundle = place.sealed()
    target = stick / f"{bundle.session}.bundle"
    target.with_name(target.name + ".part").write_bytes(b"half")
    target.write_bytes(b"half")
    (carried,) = carry_out(place.branch.outbox, stick, [bundle.session])
    assert carried.state == "written"
    assert [path.name for path in stick.iterdir()] == [target.name]


def test_the_commands(place: Place, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = place.sealed()

    def booth(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = main.main(["outbox", *arguments, "--data", str(place.branch.data), "--json"])
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if shown.out.strip() else {}, shown.err

    code, data, _ = booth("list")
    assert (code, data["bundles"][-1]["state"]) == (0, "waiting")
    code, data, _ = booth("export", bundle.session, "--out", str(stick))
    assert (code, data["bundles"][0]["session"]) == (0, bundle.session)
    code, _, err = booth("export", "--out", str(stick / "none"))
    assert (code, err.split(":")[0]) == (3, "CARRY-FOLDER")
    place.at_hq(capsys, stick)
    code, data, _ = booth("receipts", str(stick))
    assert (code, data["receipted"], data["problems"]) == (0, [bundle.session], [])
