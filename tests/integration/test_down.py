"""What HQ publishes, from its command line over its server, or a stick, to the kiosk."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli.down_applied import Applied
from app.domain.messages.courier import DownTold, SyncStatus
from app.hq.setup import NewHome
from app.hq.trust import Trust, issued_of
from app.sync.assignments import read_assignments
from app.sync.client import HqClient
from app.sync.down import Down
from app.sync.down_held import HeldDown
from app.sync.down_source import CHUNK_BYTES, FromHq
from main import main
from tests.down_rig import LEXICON, SetClock, later
from tests.software_rig import packed
from tests.sync_rig import (
    Branch,
    branch_at,
    enrolled,
    fresh_code,
    new_home,
    open_home,
    serving,
)

POLICY = "format = 1\n[interview]\nrequired = true\n"


class Place:
    """An HQ with keys to publish with, and its command line."""

    def __init__(self, folder: Path) -> None:
        self.made = new_home(folder / "hq")
        self.home = self.made.home
        self.keys = folder / "offline"
        self.secret = folder / "passphrase"

    def hq(
        self, capsys: pytest.CaptureFixture[str], *words: str, keys: bool = True
    ) -> tuple[int, dict[str, Any], str]:
        more = ["--home", str(self.home), "--passphrase-file", str(self.secret), "--json"]
        more += ["--keys", str(self.keys)] if keys else []
        code = main(["hq", *words, *more])
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if shown.out.strip() else {}, shown.err


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("down"))


@pytest.fixture(scope="module")
def made(place: Place) -> NewHome:
    return place.made


@pytest.fixture
def branch(place: Place, made: NewHome, tmp_path: Path) -> Iterator[Branch]:
    """A kiosk, while the server runs."""
    hq = open_home(made.home)
    with serving(hq):
        data = tmp_path / "kiosk"
        one = branch_at(data, enrolled(data, made, fresh_code(hq)))
        yield one
        one.close()
    hq.close()


def told(branch: Branch) -> list[str]:
    last = next(one for one in reversed(branch.told) if isinstance(one, DownTold))
    return [code for code, _ in last.problems]


def given(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "given"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_without_keys_nothing_is_published_and_nothing_is_wrong(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch.rounds.turn()
    assert told(branch) == []
    code, _, err = place.hq(capsys, "publish", "policy", given(tmp_path, POLICY))
    assert (code, err[:13]) == (3, "TRUST-MISSING")
    # last, so that the module's other tests have them
    code, data, _ = place.hq(capsys, "trust", "make")
    assert (code, data["files"]) == (
        0, ["root-1.key", "root-2.key", "root-3.key", "targets.key"],
    )  # fmt: skip
    assert not (place.home / "offline-keys").exists()


def test_from_the_command_line_to_the_kiosk_and_back_to_the_list_of_kiosks(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, data, _ = place.hq(
        capsys, "publish", "lexicon", given(tmp_path, LEXICON.format(word="就是说"))
    )
    assert code == 0
    branch.rounds.turn()
    held = HeldDown(branch.data, branch.identity.branch)
    content = held.content("lexicon")
    assert content is not None
    assert "就是说".encode() in content
    code, refused, err = place.hq(capsys, "publish", "policy", given(tmp_path, "format = 3"))
    assert (code, refused, err[:14]) == (3, {}, "POLICY-REFUSED")
    assert main(["hq", "kiosk", "list", "--home", str(place.home), "--json"]) == 0
    kiosks = json.loads(capsys.readouterr().out)
    mine = next(one for one in kiosks["kiosks"] if one["kiosk"] == branch.identity.kiosk)
    assert [(one["kind"], one["version"], one["code"]) for one in mine["down"]] == [
        ("lexicon", data["version"], "")
    ]
    main(["hq", "kiosk", "list", "--home", str(place.home)])
    assert f"lexicon {data['version']}" in capsys.readouterr().out
    code, shown, _ = place.hq(capsys, "published", keys=False)
    assert [one["kind"] for one in shown["published"]] == ["lexicon"]
    assert set(shown["lists"]) == {"root", "targets", "snapshot", "timestamp"}


def test_a_folder_of_languages_is_published_and_offered(
    place: Place, branch: Branch, resources: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    code, data, _ = place.hq(capsys, "publish", "language", str(resources / "languages"))
    assert (code, data["languages"], data["untranslated"]) == (0, ["ar"], {})
    branch.rounds.turn()
    applied = Applied.at(branch.data)
    assert applied.consent(resources / "consent").further == ("ar",)
    assert set(applied.languages()) == {"ar"}
    folder = tmp_path / "pack"
    shutil.copytree(resources / "languages" / "ar", folder / "ar")
    form = folder / "ar" / "consent.toml"
    form.write_text(form.read_text("utf-8").replace("version = 2", "version = 1"), "utf-8")
    assert place.hq(capsys, "publish", "language", str(folder))[0] == 0
    branch.rounds.turn()
    applied = Applied.at(branch.data)
    assert applied.consent(resources / "consent").further == ()
    assert [note.code for note in applied.notes] == ["CONSENT-VERSION"]
    form.unlink()
    code, refused, err = place.hq(capsys, "publish", "language", str(folder))
    assert (code, refused, err[:13]) == (3, {}, "LANGUAGE-PACK")
    assert place.hq(capsys, "publish", "language", "--withdraw")[0] == 0


def test_the_server_says_again_what_is_newest(
    place: Place, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch.rounds.turn()
    trust = Trust(place.home)
    before = trust.timestamp().signed
    branch.rounds.turn()
    assert trust.timestamp().signed.version == before.version
    monkeypatch.setattr(Trust.renew_online, "__defaults__", (timedelta(),))
    branch.rounds.turn()
    after = trust.timestamp().signed
    assert after.version > before.version
    assert issued_of(after) > issued_of(before)
    assert HeldDown(branch.data, "").state().versions.timestamp == after.version


def test_a_list_of_assignments_that_has_ended_is_told_and_holds(branch: Branch) -> None:
    branch.rounds.turn()
    clock = SetClock(later(31))
    assert [code for code, _ in Down(branch.data, branch.identity, clock, {}).told()] == [
        "DOWN-EXPIRED"
    ]
    clock.time = later(29)
    assert Down(branch.data, branch.identity, clock, {}).told() == ()
    assert read_assignments(branch.data)


def test_a_new_root_reaches_a_kiosk(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch.rounds.turn()
    away = place.keys / "root-3.key", place.keys / "root-2.key"
    for number, key in enumerate(away):  # two of three are needed
        key.rename(place.secret.with_name(key.name))
        code, data, err = place.hq(capsys, "trust", "renew", "--replace", "targets")
        assert code == (3 if number else 0)
    assert err.startswith("TRUST-KEYS")
    # the key that publishes is the one of before, still
    assert place.hq(capsys, "publish", "lexicon", given(tmp_path, LEXICON.format(word="x")))[0] == 0
    for key in away:
        place.secret.with_name(key.name).rename(key)
    code, data, _ = place.hq(capsys, "trust", "renew", "--replace", "targets")
    assert code == 0
    branch.rounds.turn()
    assert told(branch) == []
    held = HeldDown(branch.data, branch.identity.branch)
    assert held.state().versions.root == data["root"]
    assert held.content("lexicon") is not None


def test_the_shares_bring_the_publishing_keys_back(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = place.hq(capsys, "trust", "backup")
    assert (code, err[:16]) == (3, "RECOVERY-MISSING")
    sheets = tmp_path / "sheets"
    words = ("recovery", "make", "--shares", "3", "--needed", "2", "--out", str(sheets))
    assert place.hq(capsys, *words, keys=False)[0] == 0
    code, data, _ = place.hq(capsys, "trust", "backup")
    everything = ["down-online.key", "root-1.key", "root-2.key", "root-3.key", "targets.key"]
    assert (code, data["keys"]) == (0, everything)
    shares = [str(path) for path in sorted(sheets.iterdir())[:2]]
    words = ("recovery", "restore", "--out", str(tmp_path / "out"), "--share", *shares)
    code, data, _ = place.hq(capsys, *words, keys=False)
    assert (code, "offline-keys" in data["files"]) == (0, True)
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.key"))[:1] == everything[:1]
    (place.home / "keys" / "recovery.json").unlink()


def test_a_program_goes_on_where_a_cut_left_it(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = packed(tmp_path, "2.0.0", more=os.urandom(4 * CHUNK_BYTES)).read_bytes()
    words = ("publish", "software", given(tmp_path, program), "--label", "2.0.0")
    assert place.hq(capsys, *words)[0] == 0
    down = branch.rounds.down
    assert down is not None
    pieces = iter([True, True])
    down.down.refresh(FromHq(branch.client, down.parts, lambda: True))
    down.down._updater._fetcher._go_on = lambda: next(pieces, False)  # type: ignore[union-attr]
    assert down.down.fetch_software() is False
    (part,) = down.parts.iterdir()
    had = part.stat().st_size
    assert had == 2 * CHUNK_BYTES
    asked: list[str] = []
    request = branch.client.request

    def noted(*words: Any, **more: Any) -> Any:
        asked.append((more.get("headers") or {}).get("Range", ""))
        return request(*words, **more)

    branch.client.request = noted  # type: ignore[method-assign]
    branch.rounds.turn()
    assert f"bytes={had}-" in asked
    assert (branch.data / "down" / "software" / "2.0.0").read_bytes() == program
    assert told(branch) == ["SOFTWARE-READY"]
    assert list(down.parts.iterdir()) == []
    branch.rounds.turn()
    assert not any(asked[-4:])


def test_by_a_stick(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.hq(capsys, "publish", "policy", given(tmp_path, POLICY))[0] == 0
    stick = tmp_path / "stick"
    stick.mkdir()
    code, data, _ = place.hq(capsys, "published", "--export", str(stick), keys=False)
    assert (code, data["exported"] > 0) == (0, True)
    words = ["down", "import", str(stick), "--data", str(branch.data), "--json"]
    assert main(words) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["changed"]
    assert "policy" in {one["kind"] for one in shown["held"]}
    (stick / "metadata" / "timestamp.json").write_bytes(b"{}")
    assert main(words) == 3
    out = capsys.readouterr()
    assert json.loads(out.out)["problems"][0]["code"] == "DOWN-ALTERED"
    assert out.err.startswith("DOWN-ALTERED: ")
    assert main(["down", "import", str(tmp_path / "none"), "--data", str(branch.data)]) == 3
    assert capsys.readouterr().err.startswith("DOWN-FOLDER")
    assert main(["down", "list", "--data", str(branch.data)]) == 0
    assert "policy" in capsys.readouterr().out


def test_a_publication_bent_at_hq_is_refused_and_holds_up_no_bundle(
    place: Place, branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch.rounds.turn()
    held = HeldDown(branch.data, branch.identity.branch)
    before = held.content("lexicon")
    words = ("publish", "lexicon", given(tmp_path, LEXICON.format(word="bribe")))
    _, data, _ = place.hq(capsys, *words)
    file = place.home / "down" / "targets" / "lexicon" / f"{data['sha256']}.all"
    honest = file.read_bytes()
    file.write_bytes(honest.replace(b"bribe", b"Bribe"))
    branch.seal(branch.sample(place.made))
    branch.rounds.turn()
    assert branch.state() == "receipted"
    assert "DOWN-ALTERED" in told(branch)
    assert held.content("lexicon") == before
    newest = place.home / "down" / "metadata" / "timestamp.json"
    kept = newest.read_bytes()
    newest.write_bytes(b"{}")
    branch.rounds.turn()
    status = branch.told[-1]
    assert isinstance(status, SyncStatus)
    assert "TRUST-DAMAGED" in status.detail
    bent = json.loads(kept)
    bent["signed"]["version"] += 1
    newest.write_text(json.dumps(bent))
    file.write_bytes(honest)
    branch.rounds.turn()
    assert "DOWN-SIGNATURE" in told(branch)
    newest.write_bytes(kept)
    branch.rounds.turn()
    assert not {"DOWN-SIGNATURE", "DOWN-ALTERED"} & set(told(branch))
    assert held.content("lexicon") != before


def test_who_is_no_kiosk_gets_nothing_and_no_name_leaves_the_folder(
    place: Place, branch: Branch, made: NewHome
) -> None:
    stranger = HqClient(made.address, made.certificate, "")
    stranger.show(None)
    for name in ("root", "metadata/timestamp.json"):
        assert stranger.request("GET", f"api/down/{name}").status_code == 401
    stranger.close()
    for name in (
        "metadata/..%2f..%2fpassphrase",
        "metadata/lock",
        "targets/lexicon/..%2froot.envelope",
        "targets/keys/" + "0" * 64 + ".all",
        "targets/lexicon/" + "0" * 64 + ".all",
        "metadata/00.root.json",
    ):
        answer = branch.client.request("GET", f"api/down/{name}")
        assert answer.status_code == 404, name
