"""Each attack on what HQ publishes: the code it meets, and that what was held stays in force."""

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

import pytest
from tuf.api.metadata import Metadata, TargetFile, Targets
from tuf.ngclient import FetcherInterface

from app.domain.down import PUBLISHED, Published, target_name
from app.hq.trust import PublishingSigners, renew_trust
from app.hq.trust_errors import TrustKeysError
from app.hq.trust_keys import new_signer, open_targets
from app.sync.down_source import FromFolder
from app.sync.errors import StatementRefusedError
from tests.down_rig import LEXICON, NOW, SECRET, Booth, Publisher, later


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    return Publisher.made(tmp_path_factory.mktemp("publisher") / "hq")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Somebody with keys of their own."""
    return Publisher.made(tmp_path_factory.mktemp("stranger") / "hq")


@pytest.fixture
def hq(made: Publisher, tmp_path: Path) -> Publisher:
    one = made.copy(tmp_path / "hq")
    one.lexicon("first")
    return one


@pytest.fixture
def booth(hq: Publisher, tmp_path: Path) -> Booth:
    """A kiosk that holds the second of HQ's lexicons, and a stick of the time of the first."""
    hq.stick(tmp_path / "old")
    hq.lexicon("second")
    one = Booth(tmp_path / "kiosk")
    assert one.take(hq.stick(tmp_path / "stick"))
    return one


def refused(booth: Booth, stick: Path, code: str) -> None:
    assert booth.take(stick) is False
    assert booth.codes() == [code]
    assert "second" in booth.content("lexicon")


def target(stick: Path) -> Path:
    """The newest lexicon's file."""
    listed = Metadata[Targets].from_bytes(
        max((stick / "metadata").glob("*.targets.json")).read_bytes()
    )
    digest = listed.signed.targets["lexicon/all"].hashes["sha256"]
    return stick / "targets" / "lexicon" / f"{digest}.all"


# ------------------------------------------------------------------ older


def test_older_lists(booth: Booth, tmp_path: Path) -> None:
    refused(booth, tmp_path / "old", "DOWN-ROLLBACK")
    booth.take(tmp_path / "stick")
    assert booth.codes() == []


def test_older_lists_after_the_librarys_own_memory_was_lost(booth: Booth, tmp_path: Path) -> None:
    shutil.rmtree(booth.data / "down" / "trust")
    refused(booth, tmp_path / "old", "DOWN-ROLLBACK")


def test_an_older_publication_in_a_newer_list(hq: Publisher, booth: Booth, tmp_path: Path) -> None:
    """Only who has the targets key can do that."""
    listed = hq.trust.targets()
    old = Metadata[Targets].from_bytes((tmp_path / "old/metadata/2.targets.json").read_bytes())
    listed.signed.targets["lexicon/all"] = old.signed.targets["lexicon/all"]
    hq.trust.write_targets(listed, hq.signers, NOW)
    shutil.copytree(tmp_path / "old/targets", hq.trust.folder / "targets", dirs_exist_ok=True)
    refused(booth, hq.stick(tmp_path / "stick"), "DOWN-ROLLBACK")


def test_a_list_of_today_with_one_of_yesterday(hq: Publisher, booth: Booth, tmp_path: Path) -> None:
    hq.lexicon("third")
    stick = hq.stick(tmp_path / "stick")
    newest = max((stick / "metadata").glob("*.targets.json"))
    shutil.copy(tmp_path / "old/metadata/2.targets.json", newest)
    refused(booth, stick, "DOWN-ALTERED")


def test_a_snapshot_of_yesterday_under_the_name_of_todays(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    hq.lexicon("third")
    stick = hq.stick(tmp_path / "stick")
    shutil.copy(
        tmp_path / "old/metadata/2.snapshot.json", max((stick / "metadata").glob("*.snapshot.json"))
    )
    refused(booth, stick, "DOWN-ALTERED")


# ------------------------------------------------------------------ frozen, clocks


def test_lists_that_have_ended(made: Publisher, tmp_path: Path) -> None:
    hq = made.copy(tmp_path / "hq")
    hq.lexicon("first", now=later(-15), days=90)
    booth = Booth(tmp_path / "kiosk")
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == ["DOWN-FROZEN"]
    assert booth.content("lexicon") == ""
    hq.trust.renew_online(hq.signers.online, NOW)
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []


def test_a_clock_that_runs_ahead_takes_nothing_and_says_so(booth: Booth, tmp_path: Path) -> None:
    booth.clock.time = later(15)
    refused(booth, tmp_path / "stick", "DOWN-FROZEN")


def test_a_clock_set_back_makes_nothing_valid_again(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    hq.lexicon("second, for a day", days=1)
    hq.trust.renew_online(hq.signers.online, later(2))
    booth.clock.time = later(2)
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == ["DOWN-EXPIRED"]
    booth.clock.time = later(-3)
    assert booth.codes() == ["DOWN-CLOCK", "DOWN-EXPIRED"]
    again = Booth(booth.data, booth.clock)
    again.take(tmp_path / "stick")
    assert again.codes() == ["DOWN-CLOCK", "DOWN-EXPIRED"]


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("bend", "code"),
    [
        (lambda held: held.replace(b"third", b"bribe"), "DOWN-ALTERED"),
        (lambda held: held[:-1], "DOWN-ALTERED"),
        (lambda held: held + b" ", "DOWN-TOO-LARGE"),
        (lambda _: None, "DOWN-ALTERED"),
    ],
    ids=["swapped", "cut", "longer", "missing"],
)
def test_a_file_that_is_not_the_one_signed(
    hq: Publisher, booth: Booth, tmp_path: Path, bend: Callable[[bytes], bytes | None], code: str
) -> None:
    hq.lexicon("third")
    stick = hq.stick(tmp_path / "stick")
    path = target(stick)
    bent = bend(path.read_bytes())
    path.unlink()
    if bent is not None:
        path.write_bytes(bent)
    refused(booth, stick, code)


def test_a_link_on_the_stick_is_not_followed(hq: Publisher, booth: Booth, tmp_path: Path) -> None:
    hq.lexicon("third")
    stick = hq.stick(tmp_path / "stick")
    path = target(stick)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    refused(booth, stick, "DOWN-ALTERED")


class Endless(FetcherInterface):
    """An HQ that never stops sending one of its files."""

    def __init__(self, honest: FetcherInterface, name: str) -> None:
        self.sent = 0
        self._honest = honest
        self._name = name

    def _fetch(self, url: str) -> Iterator[bytes]:
        if not url.endswith(self._name):
            yield from self._honest._fetch(url)
            return
        for _ in itertools.count():
            self.sent += 1024
            yield bytes(1024)

    def download_file(self, url: str, max_length: int) -> AbstractContextManager[IO[bytes]]:
        return super().download_file(url, max_length)


@pytest.mark.parametrize(
    ("name", "most"),
    [("timestamp.json", 16), ("2.root.json", 500), (".snapshot.json", 1954), (".all", 1)],
)
def test_endless_data_ends(
    hq: Publisher, booth: Booth, tmp_path: Path, name: str, most: int
) -> None:
    hq.lexicon("third")
    source = FromFolder(hq.stick(tmp_path / "stick"))
    endless = Endless(source.fetcher, name)
    source.fetcher = endless
    assert booth.take(source) is False
    assert booth.codes() == ["DOWN-TOO-LARGE"]
    assert 0 < endless.sent <= (most + 1) * 1024
    assert "second" in booth.content("lexicon")


def test_a_file_signed_as_larger_than_its_kind_may_be_is_not_fetched(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    listed = hq.trust.targets()
    huge = listed.signed.targets["lexicon/all"]
    huge.length = 1 << 40
    hq.trust.write_targets(listed, hq.signers, NOW)
    refused(booth, hq.stick(tmp_path / "stick"), "DOWN-TOO-LARGE")


# ------------------------------------------------------------------ keys


def test_lists_by_a_stranger(other: Publisher, booth: Booth, tmp_path: Path) -> None:
    mine = other.copy(tmp_path / "theirs")
    for number in range(4):
        mine.lexicon(f"theirs {number}")
    refused(booth, mine.stick(tmp_path / "stick"), "DOWN-SIGNATURE")


def test_a_first_root_that_hq_did_not_sign(hq: Publisher, tmp_path: Path) -> None:
    stick = hq.stick(tmp_path / "stick")
    envelope = json.loads((stick / "root.envelope").read_bytes())
    envelope["signatures"][0]["sig"] = "A" * 86 + "=="
    (stick / "root.envelope").write_text(json.dumps(envelope, separators=(",", ":")))
    booth = Booth(tmp_path / "kiosk")
    booth.take(stick)
    assert booth.codes() == [StatementRefusedError.code]


def test_a_next_root_by_a_stranger(other: Publisher, booth: Booth, tmp_path: Path) -> None:
    theirs = other.copy(tmp_path / "theirs")
    renew_trust(theirs.trust, theirs.roots, theirs.signers, NOW)  # type: ignore[arg-type]
    shutil.copy(theirs.trust.metadata / "2.root.json", tmp_path / "stick/metadata/2.root.json")
    refused(booth, tmp_path / "stick", "DOWN-SIGNATURE")


def test_a_root_of_another_version_than_the_next(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    for _ in range(2):
        renew_trust(hq.trust, hq.roots, hq.signers, NOW)  # type: ignore[arg-type]
    for wrong in ("1", "3"):
        stick = hq.stick(tmp_path / "stick")
        shutil.copy(hq.trust.metadata / f"{wrong}.root.json", stick / "metadata" / "2.root.json")
        refused(booth, stick, "DOWN-ROLLBACK")


def test_a_root_seen_once_is_not_withheld_later(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    renew_trust(hq.trust, hq.roots, hq.signers, NOW)  # type: ignore[arg-type]
    hq.stick(tmp_path / "new")
    booth.take(tmp_path / "new")
    assert booth.codes() == []
    assert booth.down.held.state().versions.root == 2
    shutil.rmtree(booth.data / "down" / "trust")
    booth.take(tmp_path / "stick")
    assert booth.codes() == ["DOWN-ROLLBACK"]


def test_what_a_stolen_targets_key_signed_is_not_trusted_under_the_next_root(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    thief = hq.copy(tmp_path / "thief")
    thief.lexicon("second and stolen")
    booth.take(thief.stick(tmp_path / "stick"))
    assert "stolen" in booth.content("lexicon")
    # the thief had to have the online key too, to have it named
    keys = [new_signer(tmp_path / name, SECRET) for name in ("targets.key", "online.key")]
    new = PublishingSigners((keys[0],), keys[1])
    renew_trust(hq.trust, hq.roots, new, NOW)  # type: ignore[arg-type]
    hq.signers = new
    withheld = hq.stick(tmp_path / "stick")
    target(withheld).unlink()  # the new root is heard, what replaces the stolen one is not
    booth.take(withheld)
    assert booth.refusal("lexicon") == "DOWN-SIGNATURE"
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "stolen" not in booth.content("lexicon")
    # and the thief signs no more
    thief.lexicon("again")
    shutil.copy(hq.trust.metadata / "2.root.json", thief.trust.metadata / "2.root.json")
    booth.take(thief.stick(tmp_path / "stick"))
    assert booth.codes()[0] in {"DOWN-SIGNATURE", "DOWN-ROLLBACK"}


def test_where_two_have_to_agree_one_publishes_nothing(tmp_path: Path) -> None:
    hq = Publisher.made(tmp_path / "hq", publishers=(3, 2))
    first, second, _ = hq.signers.targets
    hq.signers = PublishingSigners((first, second), hq.signers.online)
    hq.lexicon("second")
    booth = Booth(tmp_path / "kiosk")
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []
    for alone in ((first,), (first, first)):
        with pytest.raises(TrustKeysError):  # an honest HQ would not
            hq.trust.check(PublishingSigners(alone, hq.signers.online))
        with pytest.raises(TrustKeysError):
            renew_trust(
                hq.trust,
                hq.roots,  # type: ignore[arg-type]
                PublishingSigners(alone, hq.signers.online),
                NOW,
            )
    thief = hq.copy(tmp_path / "thief")
    listed = thief.trust.targets()
    listed.signed.targets.clear()
    thief.trust.write_targets(listed, PublishingSigners((first,), hq.signers.online), NOW)
    refused(booth, thief.stick(tmp_path / "stick"), "DOWN-SIGNATURE")
    # two renew the root; the third, who was not there, publishes with one of them afterwards
    renew_trust(hq.trust, hq.roots, hq.signers, NOW)  # type: ignore[arg-type]
    third = open_targets(hq.home / "offline-keys", SECRET)[2]
    hq.signers = PublishingSigners((third, second), hq.signers.online)
    hq.lexicon("fourth")
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "fourth" in booth.content("lexicon")


def test_the_online_key_alone_publishes_nothing(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    """Who has HQ's web server signs the newest list of targets with what is there."""
    thief = PublishingSigners((hq.signers.online,), hq.signers.online)
    with pytest.raises(TrustKeysError):  # an honest HQ would not
        hq.trust.check(thief)
    listed = hq.trust.targets()
    listed.signed.targets.clear()
    hq.trust.write_targets(listed, thief, NOW)
    refused(booth, hq.stick(tmp_path / "stick"), "DOWN-SIGNATURE")


def test_a_fast_forward_is_forgotten_under_the_next_root(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    thief = hq.copy(tmp_path / "thief")
    stamp = thief.trust.timestamp()
    stamp.signed.version = 2**31
    stamp.sign(hq.signers.online)
    (thief.trust.metadata / "timestamp.json").write_bytes(stamp.to_bytes())
    booth.take(thief.stick(tmp_path / "stick"))
    hq.lexicon("second and a half")
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == ["DOWN-ROLLBACK"]
    new = PublishingSigners(hq.signers.targets, new_signer(tmp_path / "online.key", SECRET))
    renew_trust(hq.trust, hq.roots, new, NOW)  # type: ignore[arg-type]
    booth.take(hq.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "second and a half" in booth.content("lexicon")


def test_headquarters_from_an_older_backup_is_taken_under_a_new_root(
    hq: Publisher, booth: Booth, tmp_path: Path
) -> None:
    restored = hq.copy(tmp_path / "restored")
    for number in range(3):
        hq.lexicon(f"lost {number}")
    booth.take(hq.stick(tmp_path / "stick"))
    booth.take(restored.stick(tmp_path / "stick"))
    assert booth.codes() == ["DOWN-ROLLBACK"]
    keys = [new_signer(tmp_path / name, SECRET) for name in ("targets.key", "online.key")]
    restored.signers = PublishingSigners((keys[0],), keys[1])
    renew_trust(restored.trust, restored.roots, restored.signers, NOW)  # type: ignore[arg-type]
    booth.take(restored.stick(tmp_path / "stick"))
    assert booth.codes() == []
    assert "second" in booth.content("lexicon")


def test_too_few_holders_make_no_root(hq: Publisher) -> None:
    with pytest.raises(TrustKeysError):
        renew_trust(hq.trust, [], hq.signers, NOW)


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("kind", "branch"), [("lexicon", "Hilltop"), ("policy", "Riverside"), ("lexicon", "")]
)
def test_a_publication_for_somebody_or_something_else(
    hq: Publisher, booth: Booth, tmp_path: Path, kind: str, branch: str
) -> None:
    listed = hq.trust.targets()
    all_ = listed.signed.targets["lexicon/all"]
    told = Published(kind, branch, 9, NOW, later(9))  # type: ignore[arg-type]
    custom = {"custom": PUBLISHED.dump_python(told, mode="json")}
    name = target_name("lexicon", booth.branch)
    listed.signed.targets[name] = TargetFile(all_.length, all_.hashes, name, custom)
    folder, digest = hq.trust.folder / "targets/lexicon", all_.hashes["sha256"]
    shutil.copy(folder / f"{digest}.all", folder / f"{digest}.{name.removeprefix('lexicon/')}")
    hq.trust.write_targets(listed, hq.signers, NOW)
    refused(booth, hq.stick(tmp_path / "stick"), "DOWN-ADDRESS")


def test_what_lies_at_the_kiosk_is_verified_whenever_it_is_used(
    booth: Booth, tmp_path: Path
) -> None:
    one = booth.down.held.state().one("lexicon")
    assert one is not None
    file, proof = booth.down.held.file(one), booth.down.held.proof(one)
    honest = file.read_bytes(), proof.read_bytes()
    file.write_text(LEXICON.format(word="bribe"))
    assert booth.refusal("lexicon") == "DOWN-ALTERED"
    booth.take(tmp_path / "stick")
    assert file.read_bytes() == honest[0]
    proof.write_bytes(honest[1].replace(b'"lexicon"', b'"policy"'))
    assert booth.refusal("lexicon") == "DOWN-SIGNATURE"
    proof.write_bytes(b"{}")
    assert booth.refusal("lexicon") == "DOWN-ALTERED"
    (booth.data / "down" / "root.json").unlink()
    assert booth.refusal("lexicon") in {"DOWN-ALTERED", "DOWN-SIGNATURE"}


def test_lists_that_are_no_lists(hq: Publisher, booth: Booth, tmp_path: Path) -> None:
    for content in (b"", b"{}", b"[]", b'{"signed":{"_type":"timestamp"},"signatures":[]}'):
        stick = hq.stick(tmp_path / "stick")
        (stick / "metadata" / "timestamp.json").write_bytes(content)
        refused(booth, stick, "DOWN-ALTERED")
