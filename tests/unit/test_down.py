"""What HQ publishes, taken from a stick: used offline, told when it ends, given up, staged."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.analysis.lexicon import load_fillers
from app.bundle.durable import write_durably
from app.cli.check_down import DownFindings, down_lines, down_told, look_at_down
from app.cli.down_applied import Applied
from app.cli.hq_words import pack_folder
from app.cli.in_force import InForce
from app.cli.kiosk import worker_configs
from app.domain.exchange import AssignmentList, Peer, PeerList
from app.domain.ids import KioskId
from app.domain.language_pack import read_language_pack
from app.hq.publishing import published, withdraw
from app.hq.trust_errors import PublicationError, TrustExistsError, TrustMissingError
from app.settings.errors import PolicyRefusedError
from app.settings.kiosk import KioskFile, SettingsRefusedError, load_kiosk_file, read_hq_settings
from app.settings.policy import STRICTEST, read_policy
from app.software.errors import SoftwareArchiveError
from app.sync import assignments, down, down_held, down_lists
from app.sync.assignments import read_peers
from app.sync.down_errors import PolicyExpiredError
from app.sync.identity import store_kiosk
from app.sync.revocations import revoked
from tests.down_rig import NOW, Booth, Publisher, later
from tests.software_rig import packed

POLICY = (
    "format = 1\n[interview]\nrequired = true\n[pc]\ndisplays = 1\n[analysis]\noff = ['face']\n"
)
MODELS = """
[models.a]
what = "x"
version = "1"
licence = "MIT"
used_by = "analysis"
official = ""
path = "a"
files = [{ file = "a", bytes = 3, sha256 = "00" }]
"""
WORDS = """<!DOCTYPE TS><TS language="zh_CN"><context><name>Words</name>
<message><source>The disk is full.</source><translation>盘满了。</translation></message>
</context></TS>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    return Publisher.made(tmp_path_factory.mktemp("publisher") / "hq")


@pytest.fixture
def hq(made: Publisher, tmp_path: Path) -> Publisher:
    return made.copy(tmp_path / "hq")


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(tmp_path / "kiosk")


def test_a_publication_is_in_force_offline_and_told_when_it_has_ended(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    assert booth.take(hq.stick(tmp_path / "stick")) is False
    hq.lexicon("就是说", days=30)
    assert booth.take(hq.stick(tmp_path / "stick"))
    assert "就是说" in booth.content("lexicon")
    assert booth.take(tmp_path / "stick") is False
    # no source any more, and long after the timestamp has ended
    again = Booth(booth.data)
    again.clock.time = later(29)
    assert "就是说" in again.content("lexicon")
    assert again.codes() == []
    again.clock.time = later(31)
    assert "就是说" in again.content("lexicon")
    assert again.codes() == ["DOWN-EXPIRED"]
    (held,) = again.down.held.stated(again.clock.now())
    assert (held.kind, held.code) == ("lexicon", "DOWN-EXPIRED")


def test_the_branchs_own_wins_and_what_is_withdrawn_is_given_up(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    hq.lexicon("all")
    hq.lexicon("ours", branch=booth.branch)
    hq.lexicon("theirs", branch="Hilltop")
    booth.take(hq.stick(tmp_path / "stick"))
    assert "ours" in booth.content("lexicon")
    withdraw(hq.trust, "lexicon", booth.branch, hq.signers, NOW)
    booth.take(hq.stick(tmp_path / "stick"))
    assert "all" in booth.content("lexicon")
    withdraw(hq.trust, "lexicon", "", hq.signers, NOW)
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.content("lexicon") == ""
    assert list((booth.data / "down" / "held").iterdir()) == []
    with pytest.raises(PublicationError):
        withdraw(hq.trust, "lexicon", "", hq.signers, NOW)


def test_what_the_reader_refuses_leaves_the_one_before(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    with pytest.raises(PolicyRefusedError):
        hq.publish("policy", "format = 2")
    assert published(hq.trust) == ()
    hq.lexicon("good")
    booth.take(hq.stick(tmp_path / "stick"))
    hq.publish("lexicon", "format = 9", read=len)
    for _ in range(2):
        booth.take(hq.stick(tmp_path / "stick"))
        assert booth.codes() == ["DOWN-CONTENT"]
        assert "good" in booth.content("lexicon")
    hq.lexicon("better")
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "better" in booth.content("lexicon")


def test_no_interview_begins_once_a_required_policy_has_ended(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    applied = Applied(booth.down.held)
    ask = applied.may_begin(booth.clock)
    ask()
    hq.publish("policy", POLICY, days=10)
    booth.take(hq.stick(tmp_path / "stick"))
    ask()
    booth.clock.time = later(11)
    with pytest.raises(PolicyExpiredError, match="ended"):
        ask()
    hq.publish("policy", POLICY, days=20)
    booth.take(hq.stick(tmp_path / "stick"))
    ask()
    one = booth.down.held.state().one("policy")
    assert one is not None
    booth.down.held.file(one).write_text("format = 1\n")
    with pytest.raises(PolicyExpiredError, match="DOWN-ALTERED"):
        ask()
    assert applied.policy() == STRICTEST
    booth.take(tmp_path / "stick")  # the way out
    ask()


def test_a_policy_takes_away_and_settings_are_laid_over(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    own = "[pc]\ndisplays = 3\nvirtual_camera = true\n[screens]\ntheme = 'dark'\n"
    (booth.data / "kiosk.toml").write_text(own)
    applied = Applied(booth.down.held)
    assert applied.settings(booth.data).pc.displays == 3
    hq.publish("policy", POLICY)
    hq.publish("settings", "[pc]\nvirtual_camera = false\n[sync]\npoll_s = 5.0\n")
    booth.take(hq.stick(tmp_path / "stick"))
    file = applied.settings(booth.data)
    assert (file.pc.displays, file.pc.virtual_camera) == (1, False)
    assert (file.sync.poll_s, file.screens.theme) == (5.0, "dark")
    assert applied.policy().analysis.off == ["face"]
    assert applied.notes == []


def test_a_policy_never_loosens() -> None:
    loose = read_policy(
        b"format = 1\n[interview]\nconfirm_match = 'never'\n"
        b"[pc]\ndisplays = 8\nvirtual_camera = true\n"
    )
    strict = KioskFile()
    assert loose.held_to(strict) == strict
    always = read_policy(b"format = 1\n[interview]\nconfirm_match = 'always'\n")
    assert always.held_to(strict).interview.confirm_match == "always"
    quiet = read_policy(b"format = 1\n[monitor]\nnotes = false\n")
    assert strict.monitor.notes
    assert not quiet.held_to(strict).monitor.notes
    with pytest.raises(PolicyRefusedError, match=r"pc\.displays"):
        read_policy(b"format = 1\n[pc]\ndisplays = 0\n")
    with pytest.raises(PolicyRefusedError, match="format"):
        read_policy(b"")


@pytest.mark.parametrize(
    "text",
    [
        "[camera]\nsource = '1'\n",
        "[recording]\nsafety_folder = '/'\n",
        "[pc]\nmore = 1\n",
        "pc = 3",
    ],
)
def test_settings_from_hq_leave_what_is_the_kiosks_own(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsRefusedError):
        read_hq_settings(text.encode())
    assert load_kiosk_file(tmp_path, b"[sync]\npoll_s = 9.0\n").sync.poll_s == 9.0


def test_a_revoked_kiosk_is_not_trusted_whatever_the_list_says(
    hq: Publisher, booth: Booth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peers = tuple(
        Peer(KioskId(name), "Riverside", "", "", revoked=False) for name in ("k-1", "k-2")
    )
    held = AssignmentList(
        KioskId("kiosk-0001"), booth.branch, 1, NOW, (), (), PeerList(NOW, later(14), peers)
    )
    monkeypatch.setattr(assignments, "load_kiosk", lambda _: booth.identity)
    monkeypatch.setattr(assignments, "_held", lambda _data, _identity: held)
    hq.publish("revocations", "format = 1\nkiosks = ['k-2']\n")
    booth.take(hq.stick(tmp_path / "stick"))
    found = read_peers(booth.data, NOW)
    assert {name: peer.revoked for name, peer in found.items()} == {"k-1": False, "k-2": True}


def test_a_program_is_staged_told_and_removed_when_it_is_revoked(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    program = packed(tmp_path, "2.0.0").read_bytes()
    hq.publish("software", program, label="2.0.0")
    booth.take(hq.stick(tmp_path / "stick"))
    staged = booth.data / "down" / "software" / "2.0.0"
    assert staged.read_bytes() == program
    assert ("SOFTWARE-READY", "Version 2.0.0 lies ready") in booth.down.told()
    hq.publish("revocations", "format = 1\nsoftware = ['2.0.0']\n")
    booth.take(hq.stick(tmp_path / "stick"))
    assert revoked(booth.down.held).software == ("2.0.0",)
    assert not staged.exists()
    assert booth.down.told() == ()


def test_nothing_is_published_without_keys_or_in_impossible_ways(
    hq: Publisher, tmp_path: Path
) -> None:
    with pytest.raises(TrustMissingError):
        Publisher(tmp_path / "other", hq.signers, []).trust.targets()
    with pytest.raises(TrustExistsError):
        Publisher.made(hq.home)
    for wrong in ({"days": 0}, {"label": "1.0"}):
        with pytest.raises(PublicationError):
            hq.lexicon("x", **wrong)
    with pytest.raises(PublicationError):
        hq.publish("software", b"x", label="../x")
    with pytest.raises(SoftwareArchiveError):
        hq.publish("software", b"x", label="2.0.0")
    with pytest.raises(PublicationError):
        hq.publish("lexicon", b"")


def test_each_process_is_given_what_is_in_force_when_it_starts(
    hq: Publisher, booth: Booth, tmp_path: Path, resources: Path
) -> None:
    store_kiosk(booth.data, booth.identity)
    context: Any = SimpleNamespace(models=tmp_path, resources=resources)
    slot = SimpleNamespace(name="slot")
    shared: Any = SimpleNamespace(candidate=slot, room=slot, sound=slot)
    args: Any = SimpleNamespace(windowed=True, headless=True, drive="")
    encoding: Any = SimpleNamespace(limits=None, choice=None)
    rules = InForce(Applied.at(booth.data), booth.data, resources)
    configs = worker_configs(context, encoding, booth.data, shared, args, rules)
    conducted: Any = lambda file: file  # noqa: E731
    assert rules.renew(conducted) is None

    def given() -> tuple[Any, Any, Any]:
        made: list[Any] = [configs[name]() for name in ("analyst", "watcher", "screens")]
        return made[0], made[1], made[2]

    analyst, watcher, screens = given()
    assert (analyst.lexicon, analyst.off, watcher.models_list, screens.language_pack) == (
        "", (), "", "",
    )  # fmt: skip
    hq.lexicon("就是说")
    hq.publish("policy", POLICY)
    hq.publish("models", MODELS)
    hq.publish("language", WORDS)
    hq.publish("settings", "[interview]\nliveness_each_s = 12.0\n")
    booth.take(hq.stick(tmp_path / "stick"))
    assert given()[0] == analyst  # started again in the middle of an interview: as it was
    new: Any = rules.renew(conducted)
    assert (new.conduct.interview.liveness_each_s, new.analyst.off) == (12.0, ("face",))
    assert new.analyst.lexicon == rules.lexicon
    assert rules.renew(conducted) is None
    analyst, watcher, screens = given()
    assert "就是说" in Path(analyst.lexicon).read_text()
    assert load_fillers(resources, Path(analyst.lexicon)).zh[1] == {"就是说"}
    assert analyst.off == ("face",)
    assert read_language_pack(Path(screens.language_pack).read_bytes(), "x")
    # a list whose models are not here is told and left out
    assert (analyst.models_list, watcher.models_list) == ("", "")
    applied = Applied(booth.down.held)
    assert applied.models(context) == ""
    assert [note.code for note in applied.notes] == ["DOWN-MODELS"]
    (tmp_path / "a").write_bytes(b"abc")
    assert configs["watcher"]().models_list  # type: ignore[attr-defined]


class PowerCut(Exception):  # noqa: N818 (it is none of ours)
    """The power went before something was on the disk."""


def test_a_power_cut_anywhere_leaves_the_one_or_the_other(
    hq: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq.lexicon("first")
    hq.stick(tmp_path / "old")
    hq.lexicon("second")
    hq.stick(tmp_path / "new")
    left, real = [0], write_durably

    def cut(path: Path, content: bytes) -> None:
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        real(path, content)

    for module in (down, down_held, down_lists):
        monkeypatch.setattr(module, "write_durably", cut)
    for number in range(1, 20):
        booth = Booth(tmp_path / f"kiosk-{number}")
        left[0] = 0
        assert booth.take(tmp_path / "old")
        left[0] = number
        try:
            booth.take(tmp_path / "new")
        except PowerCut:
            pass
        else:
            break
        again = Booth(booth.data)
        assert again.refusal("lexicon") == ""
        left[0] = 0
        again.take(tmp_path / "new")
        assert again.codes() == []
        assert "second" in again.content("lexicon")
        again.take(tmp_path / "old")
        assert again.codes() == ["DOWN-ROLLBACK"]
    assert 3 < number < 19


def test_a_check_tells_what_is_in_force_what_ends_soon_and_what_has_ended(
    hq: Publisher, booth: Booth, resources: Path, tmp_path: Path
) -> None:
    context: Any = SimpleNamespace(data=booth.data, clock=booth.clock, resources=resources)
    assert look_at_down(context) == DownFindings()
    store_kiosk(booth.data, booth.identity)
    assert look_at_down(context) == DownFindings()
    hq.publish("policy", POLICY, days=20)
    hq.lexicon("a", days=40)
    booth.take(hq.stick(tmp_path / "stick"))

    def told(days: float) -> list[tuple[str, str]]:
        booth.clock.time = later(days)
        found = look_at_down(context)
        assert [one.kind for one in found.held] == ["policy", "lexicon"]
        assert len(list(down_lines(found))) == 2
        assert down_told(found)["assignments_until"] is None
        return [(one.code, one.severity) for one in found.problems]

    assert told(1) == []
    assert told(10) == [("DOWN-ENDS-SOON", "warning")]
    assert told(30) == [
        ("DOWN-EXPIRED", "warning"),
        ("DOWN-ENDS-SOON", "warning"),
        ("DOWN-POLICY-EXPIRED", "failed"),
    ]  # fmt: skip
    (lexicon,) = (booth.data / "down" / "held").glob("lexicon.*[!f]")
    lexicon.write_text("altered")
    assert ("DOWN-ALTERED", "warning") in told(1)


def test_a_check_tells_of_a_language_that_is_not_offered(
    hq: Publisher, booth: Booth, resources: Path, tmp_path: Path
) -> None:
    context: Any = SimpleNamespace(data=booth.data, clock=booth.clock, resources=resources)
    store_kiosk(booth.data, booth.identity)
    shutil.copytree(resources / "languages" / "ar", tmp_path / "pack" / "ar")
    form = tmp_path / "pack" / "ar" / "consent.toml"
    for version, codes in (("2", []), ("3", ["CONSENT-VERSION"])):
        form.write_text(form.read_text("utf-8").replace("version = 2", f"version = {version}"))
        hq.publish("language", pack_folder(tmp_path / "pack"))
        booth.take(hq.stick(tmp_path / "stick"))
        assert [one.code for one in look_at_down(context).problems] == codes
