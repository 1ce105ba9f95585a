"""HQ's rules for sending, from the command at HQ to the branch that keeps to them."""

import json
import os
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.exchange import SendingRules
from app.domain.messages.courier import SyncStatus
from app.hq.sending import set_sending_rules
from app.hq.setup import Headquarters, NewHome
from app.sync.client import HqClient
from app.sync.outbox import Bundle
from main import main
from tests.sync_rig import CLOCK, Branch, branch_at

MIB = 1024 * 1024


def closed(**more: object) -> SendingRules:
    """Hours that begin in an hour."""
    local = (CLOCK.now() + timedelta(hours=1)).astimezone()
    begin = local.hour * 60 + local.minute
    return SendingRules(from_minute=begin, to_minute=(begin + 60) % 1440, **more)  # type: ignore[arg-type]


@pytest.fixture
def rule(hq: Headquarters, branch: Branch) -> Callable[[SendingRules], None]:
    def give(rules: SendingRules) -> None:
        with hq.store.unit() as unit:
            set_sending_rules(unit, branch.identity.branch, rules)

    return give


def sized(branch: Branch, made: NewHome, size: int) -> Bundle:
    sample = branch.sample(made)
    sample.media["part-0001-candidate.blog"] = os.urandom(size)
    return branch.seal(sample)


def last(branch: Branch) -> SyncStatus:
    told = branch.told[-1]
    assert isinstance(told, SyncStatus)
    return told


def test_outside_its_hours_a_branch_waits_and_says_until_when(
    branch: Branch, made: NewHome, rule: Callable[[SendingRules], None]
) -> None:
    rule(closed())
    branch.seal(branch.sample(made))
    branch.rounds.turn()
    assert branch.state() == "waiting"
    opens = (CLOCK.now() + timedelta(hours=1)).astimezone()
    assert last(branch).online
    assert last(branch).sends_from in {f"{opens:%H:%M}", f"{opens - timedelta(minutes=1):%H:%M}"}
    assert last(branch).sends_from in last(branch).outbox[0].detail
    assert last(branch).may_send_now
    # the rules hold without a network too
    again = branch_at(branch.data, branch.identity)
    assert again.rounds.pace.waits_until() is not None
    again.close()
    branch.rounds.send_now()
    branch.rounds.turn()
    assert branch.state() == "receipted"
    assert last(branch).sends_from == ""
    # what is sealed later waits again
    branch.seal(branch.sample(made))
    branch.rounds.turn()
    assert branch.state() == "waiting"
    rule(closed(send_now=False))
    branch.rounds.turn()
    branch.rounds.send_now()
    branch.rounds.turn()
    assert branch.state() == "waiting"
    assert not last(branch).may_send_now
    rule(SendingRules())
    branch.rounds.turn()
    assert branch.state() == "receipted"


def test_small_ones_go_first_and_a_large_one_is_set_down_for_the_next_turn(
    branch: Branch, made: NewHome, rule: Callable[[SendingRules], None]
) -> None:
    rule(SendingRules())
    large = sized(branch, made, 5 * MIB)
    small = sized(branch, made, 10_000)
    branch.rounds.turn_s = 0.0
    branch.rounds.turn()
    states = {one.digest: one.state for one in branch.outbox.bundles()}
    assert states == {large.digest: "waiting", small.digest: "waiting"}
    assert branch.rounds.wait_s(30.0) == 0.0
    branch.rounds.turn_s = 60.0
    branch.told.clear()
    branch.rounds.turn()
    assert branch.rounds.wait_s(30.0) == 30.0
    began = [
        item.digest
        for told in branch.told
        if isinstance(told, SyncStatus)
        for item in told.outbox
        if item.state == "uploading"
    ]
    assert began[0] == small.digest
    sent = [
        item.sent
        for told in branch.told
        if isinstance(told, SyncStatus)
        for item in told.outbox
        if item.digest == large.digest
    ]
    # progress of each bundle, as HQ acknowledged it
    assert max(sent) == large.size
    assert len(set(sent)) >= 5


def test_two_at_once_and_no_more(
    branch: Branch,
    made: NewHome,
    rule: Callable[[SendingRules], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule(SendingRules(at_once=2))
    for _ in range(3):
        sized(branch, made, MIB)
    branch.rounds.turn_s = 0.0
    branch.rounds.turn()  # the rules come
    branch.rounds.turn_s = 60.0
    busy, most = [0], [0]
    lock, both = threading.Lock(), threading.Barrier(2, timeout=20)
    truly = HqClient.upload

    def counted(client: HqClient, *arguments: object) -> bool:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            first = most[0] <= 2 and not both.broken and busy[0] <= 2 and len(seen) < 2
            seen.append(client)
        if first:
            both.wait()
        try:
            return truly(client, *arguments)  # type: ignore[arg-type]
        finally:
            with lock:
                busy[0] -= 1

    seen: list[HqClient] = []
    monkeypatch.setattr(HqClient, "upload", counted)
    branch.rounds.turn()
    assert [one.state for one in branch.outbox.bundles()] == ["receipted"] * 3
    assert most[0] == 2
    assert len(set(map(id, seen))) == 2


def test_the_limit_holds_on_the_line(
    branch: Branch, made: NewHome, rule: Callable[[SendingRules], None]
) -> None:
    rule(SendingRules(bytes_per_s=MIB))
    bundle = sized(branch, made, 2 * MIB)
    began = CLOCK.monotonic_ns()
    branch.rounds.turn()
    took_s = (CLOCK.monotonic_ns() - began) / 1e9
    assert branch.state() == "receipted"
    assert took_s > 0.8 * (bundle.size / MIB - 0.25)


def test_the_rules_are_set_by_command(
    made: NewHome, hq: Headquarters, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--home", str(made.home), "--json"]
    wanted = ["--limit-kib", "512", "--hours", "20:00-06:30", "--at-once", "2", "--send-now", "no"]
    assert main(["hq", "branch", "Elsewhere", *wanted, *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["hours"] == "20:00-06:30"
    assert told["bytes_per_s"] == 512 * 1024
    assert (told["at_once"], told["send_now"]) == (2, False)
    for wrong in (["--hours", "25:00-06:00"], ["--at-once", "9"], ["--limit-kib", "1"]):
        assert main(["hq", "branch", "Elsewhere", *wrong, *place]) == 3
        assert "HQ-SENDING-RULES" in capsys.readouterr().err
    assert main(["hq", "branch", "Elsewhere", *place]) == 0
    assert json.loads(capsys.readouterr().out) == told
