"""The two-sided ledger: what branches say against what HQ has."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ids import Digest
from app.domain.observation import Alert
from app.domain.timing import WallTime
from app.hq.ledger import KioskLine, Ledger, LedgerLine, draw_ledger
from app.hq.setup import Headquarters, NewHome
from app.hq.statements import StatedRow
from app.hq.store_tables import BundleRow
from app.monitoring.measuring import Act, judged
from app.sync.branch_statement import Telling
from app.sync.errors import HqRefusedError
from app.sync.monitor_measured import keep
from app.sync.outbox import Bundle
from main import main
from tests.sync_rig import CLOCK, Branch


def ledger(hq: Headquarters, later: timedelta = timedelta()) -> Ledger:
    with hq.store.reading() as reader:
        return draw_ledger(reader, WallTime(CLOCK.now() + later))


def line(hq: Headquarters, bundle: Bundle) -> LedgerLine:
    return next(one for one in ledger(hq).lines if one.session == bundle.session)


def tell(branch: Branch) -> bool:
    telling = Telling(branch.data, branch.identity, branch.keys, branch.outbox)
    return telling.tell(branch.client, CLOCK.now())


def test_a_session_is_on_its_way_with_an_owner_and_then_at_hq(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    bundle = branch.seal(branch.sample(made))
    assert tell(branch)
    assert not tell(branch)  # nothing new
    found = line(hq, bundle)
    assert (found.place, found.where) == ("on_its_way", "waiting")
    assert found.owner == branch.identity.kiosk
    assert found.assignment == made.assignment
    branch.rounds.turn()
    found = line(hq, bundle)
    assert (found.place, found.where, found.owner) == ("at_hq", "archive", "headquarters")
    # the branch's side says so as well
    with hq.store.reading() as reader:
        row = reader.get(StatedRow, (branch.identity.kiosk, bundle.session))
    assert row is not None
    assert row.state == "receipted"


def test_a_session_in_quarantine_is_hqs_to_decide(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    bundle = branch.seal(replace(branch.sample(made), flow_digest=Digest("e" * 64)))
    branch.rounds.turn()
    found = line(hq, bundle)
    assert (found.place, found.where) == ("on_its_way", "quarantine")
    assert (found.owner, found.detail) == ("headquarters", "INBOX-ASSIGNMENT")


def test_a_session_its_kiosk_no_longer_tells_of_is_missing(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    bundle = branch.seal(branch.sample(made))
    tell(branch)
    branch.outbox.file(bundle.digest).unlink()
    shutil.rmtree(bundle.folder)
    with branch.outbox._locked() as db:
        db.execute("DELETE FROM bundles")
    branch.rounds.turn()
    found = line(hq, bundle)
    assert (found.place, found.where) == ("missing", "no_longer_told")
    assert found.owner == branch.identity.kiosk


def test_a_receipt_without_a_bundle_at_hq_is_missing(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    bundle = branch.seal(branch.sample(made))
    branch.rounds.turn()
    with hq.store.unit() as unit:  # HQ's disk was restored from an older state
        unit.delete(unit.get_one(BundleRow, bundle.digest))
    found = line(hq, bundle)
    assert (found.place, found.where) == ("missing", "receipted")


def test_a_damaged_journal_is_named_and_a_silent_kiosk_too(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    folder = branch.data / "sessions" / "20260304-050607-aaaaaaaaaa"
    folder.mkdir(parents=True)
    (folder / "journal-0001.blog").write_bytes(b"damaged")
    branch.rounds.turn()
    found = next(one for one in ledger(hq).lines if one.session == folder.name)
    assert (found.place, found.where) == ("on_its_way", "broken")
    kiosk = branch.identity.kiosk
    assert not next(one for one in ledger(hq).kiosks if one.kiosk == kiosk).silent
    later = ledger(hq, timedelta(hours=25)).kiosks
    assert next(one for one in later if one.kiosk == kiosk).silent


def test_a_statement_by_another_or_an_old_one_is_not_taken(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    with pytest.raises(HqRefusedError, match="HQ-STATEMENT"):
        branch.client.state(b"{}")
    sent: list[bytes] = []
    truly = branch.client.state

    def kept(envelope: bytes) -> None:
        sent.append(envelope)
        truly(envelope)

    branch.client.state = kept  # type: ignore[method-assign]
    assert tell(branch)
    with pytest.raises(HqRefusedError, match="older"):
        truly(sent[0])


def test_the_ledger_by_command(
    branch: Branch, made: NewHome, hq: Headquarters, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = branch.seal(branch.sample(made))
    tell(branch)
    assert main(["hq", "ledger", "--home", str(made.home), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    mine = [one for one in told["sessions"] if one["session"] == bundle.session]
    assert [one["place"] for one in mine] == ["on_its_way"]
    assert told["on_its_way"] >= 1
    assert main(["hq", "ledger", "--home", str(made.home), "--day", "2020-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == []
    assert main(["session", "ledger", "--data", str(branch.data), "--json"]) == 0
    here = json.loads(capsys.readouterr().out)
    assert [(one["session"], one["state"]) for one in here["sessions"]] == [
        (bundle.session, "waiting")
    ]
    assert here["told"]


def test_what_the_branchs_monitor_came_to_is_told_with_the_ledger(
    branch: Branch, made: NewHome, hq: Headquarters
) -> None:
    def mine(later: timedelta = timedelta()) -> KioskLine:
        kiosks = ledger(hq, later).kiosks
        return next(one for one in kiosks if one.kiosk == branch.identity.kiosk)

    tell(branch)
    assert (mine().monitor, mine().measure_due) == (None, True)
    script = (Act(10.0, "", ""), Act(5.0, "", "", "phone"), Act(5.0, "", "", "left_frame"))
    keep(branch.data, judged(script, (Alert("phone", 11.0, 14.0, 1.0),), CLOCK.now()))
    assert tell(branch), "a new figure is told at once"
    found = mine().monitor
    assert found is not None
    assert (found.recall, found.precision) == (0.5, 1.0)
    assert not mine().measure_due
    assert mine(timedelta(days=32)).measure_due
