"""The code from the phone: tries, expiry, new codes, and a person where none of it helps."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from app.domain.assignment import PhoneCode
from app.domain.identity import Problem
from app.domain.ids import KioskId
from app.domain.messages import courier as c
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.timing import WallTime
from app.flow.table import Stage
from app.kiosk.conduct import Conduct
from app.kiosk.people import candidate_did, operator_did
from app.session.visit import open_new, reopen
from tests.kiosk_walk import CODE, Walk

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The parameters are in the hash; a test need not wait for good ones."""


def phone_code(walk: Walk, code: str = "482915", minutes: int = 60) -> PhoneCode:
    expires = WallTime(walk.clock.now() + timedelta(minutes=minutes))
    return PhoneCode(QUICK.hash(code), expires, 3, "1234")


class PhoneWalk(Walk):
    """A visit of somebody whose phone number is known."""

    def __init__(self, folder: Path, resources: Path) -> None:
        super().__init__(folder, resources)
        self.conduct.end()
        self.assignment = replace(self.assignment, phone_code=phone_code(self))
        visit, session_clock = open_new(self.store, self.clock, KioskId("k1"), self.assignment)
        self.conduct = Conduct(
            visit, session_clock, self.crew, self.clock, self.situation, self.settings
        )
        self.conduct.begin()
        candidate_did(self.conduct, sc.ChooseLanguage("zh"))
        self.press()
        self.hears(w.CodeSeen(CODE))
        assert self.stage is Stage.PHONE_CODE

    def types(self, code: str) -> None:
        candidate_did(self.conduct, sc.EnterCode(code))

    def again(self) -> None:
        """The kiosk is killed and started again."""
        self.conduct.visit.close()
        (folder,) = [f for f in self.store.open_sessions() if f == self.conduct.visit.folder]
        visit, session_clock = reopen(self.store, self.clock, folder, KioskId("k1"))
        self.conduct = Conduct(
            visit, session_clock, self.crew, self.clock, self.situation, self.settings
        )
        self.conduct.resume()

    @property
    def problem(self) -> str:
        shown = self.screen().problem
        return shown.code if shown else ""


@pytest.fixture
def walk(tmp_path: Path, resources: Path) -> PhoneWalk:
    return PhoneWalk(tmp_path, resources)


@pytest.mark.parametrize("typed", ["482915", " 482 915 ", "４８２９１５"])
def test_the_right_code_goes_on_to_consent(walk: PhoneWalk, typed: str) -> None:
    shown = walk.screen()
    assert (shown.phone_end, shown.tries_left, shown.problem) == ("1234", 3, None)
    assert walk.crew.last("watcher") == w.Rest(), "no camera is looked at meanwhile"
    walk.types(typed)
    assert walk.stage is Stage.CONSENT
    check = walk.conduct.visit.ledger.checks[-1]
    assert (check.step, check.outcome, check.by) == ("phone_code", "passed", "machine")
    assert "482915" not in check.detail


def test_wrong_codes_are_counted_over_restarts_and_end_with_a_person(walk: PhoneWalk) -> None:
    walk.types("")
    walk.types("abc")
    assert walk.screen().tries_left == 3, "nothing was typed"
    walk.types("111111")
    assert (walk.problem, walk.screen().tries_left) == ("PHONE-CODE-WRONG", 2)
    walk.again()
    assert walk.screen().tries_left == 2
    walk.types("222222")
    walk.types("3" * 5000)
    assert (walk.problem, walk.screen().tries_left) == ("PHONE-CODE-TRIES", 0)
    walk.types("482915")
    assert walk.stage is Stage.PHONE_CODE, "the right one comes too late"
    walk.again()
    decision = walk.situation.identity.decision
    assert decision is not None, "a restart keeps nobody waiting for a person"
    assert decision.step == "phone_code"
    operator_did(walk.conduct, sc.Decide("phone_code", accept=True, reason="证件已核对"), "Li")
    assert walk.stage is Stage.CONSENT
    check = walk.conduct.visit.ledger.checks[-1]
    assert (check.step, check.outcome, check.by) == ("phone_code", "overridden", "Li")


def test_a_code_whose_time_is_over_costs_no_try(walk: PhoneWalk) -> None:
    walk.clock.sleep(61 * 60)
    walk.types("482915")
    assert (walk.problem, walk.screen().tries_left) == ("PHONE-CODE-EXPIRED", 3)
    assert walk.stage is Stage.PHONE_CODE


def test_without_a_code_a_person_decides_and_may_refuse(walk: PhoneWalk) -> None:
    candidate_did(walk.conduct, sc.LackCode())
    assert walk.screen().waiting_for_operator
    candidate_did(walk.conduct, sc.TryAgain("phone_code"))
    assert walk.screen().waiting_for_operator, "the person still waits"
    operator_did(walk.conduct, sc.Decide("phone_code", accept=False, reason="无法证明"), "Li")
    assert walk.stage is Stage.CLOSED
    assert not walk.conduct.visit.folder.path.exists(), "nothing was captured, nothing is kept"


def test_a_new_code_takes_the_old_ones_place(walk: PhoneWalk) -> None:
    walk.types("111111")
    candidate_did(walk.conduct, sc.AskCode())
    assert not [m for n, m in walk.crew.sent if n == "courier"], "HQ cannot be reached"
    walk.situation.devices.online = True
    assert walk.screen().may_ask
    candidate_did(walk.conduct, sc.AskCode())
    assert walk.crew.last("courier") == c.AskPhoneCode(walk.assignment.id)
    assert walk.screen().sending
    assert not walk.screen().may_ask
    walk.conduct.phone.came(phone_code(walk, "777777", 10))
    shown = walk.screen()
    assert (shown.sent, shown.sending, shown.tries_left) == (True, False, 3)
    assert not shown.may_ask, "not twice in a minute"
    walk.wait(61)
    assert walk.screen().may_ask
    walk.types("482915")
    assert walk.problem == "PHONE-CODE-WRONG"
    walk.again()
    walk.types("777777")
    assert walk.stage is Stage.CONSENT


def test_a_code_that_could_not_be_sent_leaves_the_old_one(walk: PhoneWalk) -> None:
    walk.situation.devices.online = True
    candidate_did(walk.conduct, sc.AskCode())
    walk.conduct.phone.not_sent(Problem("SMS-FAILED", "The gateway does not answer"))
    assert (walk.problem, walk.screen().sending) == ("SMS-FAILED", False)
    walk.types("482915")
    assert walk.stage is Stage.CONSENT


def test_a_courier_that_died_keeps_no_candidate_waiting(walk: PhoneWalk) -> None:
    walk.situation.devices.online = True
    candidate_did(walk.conduct, sc.AskCode())
    walk.conduct.worker_ended("courier")
    assert not walk.screen().sending


def test_a_damaged_hash_is_a_wrong_code(tmp_path: Path, resources: Path) -> None:
    walk: Any = PhoneWalk(tmp_path, resources)
    ledger = walk.conduct.visit.ledger
    ledger.phone_code = replace(ledger.phone_code, hash="$argon2id$nonsense")
    walk.types("482915")
    assert walk.problem == "PHONE-CODE-WRONG"
