"""The code that was sent to the candidate's phone: typed at the booth, checked without a network.

A try is in the journal before the code is compared: neither a restart nor a pulled plug gives more
tries. The code itself, right or wrong, is written nowhere.
"""

import unicodedata
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.domain.assignment import PhoneCode
from app.domain.identity import Problem
from app.domain.messages import courier as c
from app.domain.messages import screen as sc
from app.domain.timing import seconds_between
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.deciding import Deciding
from app.kiosk.situation import PhoneSituation, Situation
from app.ports.clock import Clock
from app.session import entries as en
from app.session.visit import Visit

DIGITS = 6
"""Digits of a code; HQ makes them so (`app.hq.phone_codes`)."""
ASK_AGAIN_S = 60.0
"""HQ sends no second message within a minute; the button waits as long."""
LONGEST_TYPED = 32
WRONG = Problem("PHONE-CODE-WRONG", "The code is not the one that was sent")
NO_MORE = Problem("PHONE-CODE-TRIES", "No tries are left for this code")
EXPIRED = Problem("PHONE-CODE-EXPIRED", "The code's time is over")
LACKING = Problem("PHONE-CODE-LACKING", "The candidate does not have the code")


class PhoneStep:
    """The step of one visit. About 0.1 s of a core for a try: Argon2id is slow on purpose."""

    def __init__(
        self,
        visit: Visit,
        situation: Situation,
        deciding: Deciding,
        clock: Clock,
        ask: Callable[[c.AskPhoneCode], None],
        advance: Callable[[ev.Event], None],
    ) -> None:
        """Take the visit's seams.

        Args:
            visit: the session.
            situation: where the step's transient state is kept.
            deciding: what a person has to decide, and the record.
            clock: tells whether a code has expired, and when one was asked for.
            ask: sends a command to the courier.
            advance: applies a flow event.
        """
        self._visit = visit
        self._situation = situation
        self._deciding = deciding
        self._clock = clock
        self._ask = ask
        self._advance = advance

    @property
    def _now(self) -> PhoneSituation:
        return self._situation.phone

    @property
    def _code(self) -> PhoneCode:
        code = self._visit.ledger.phone_code
        assert code is not None, "the flow has this step only for an assignment with a code"  # noqa: S101
        return code

    @property
    def tries_left(self) -> int:
        """Entries that may still be made of the present code."""
        return max(0, self._code.tries - self._visit.ledger.code_tries)

    def enter(self) -> None:
        """Begin the step (again); what the journal knows is kept."""
        self._situation.phone = PhoneSituation()
        self._judge()

    def screen(self) -> sc.PhoneCodeScreen:
        """What the candidate sees."""
        now, waiting = self._now, self._situation.identity.decision is not None
        return sc.PhoneCodeScreen(
            phone_end=self._code.phone_end,
            digits=DIGITS,
            tries_left=self.tries_left,
            problem=now.problem,
            sending=now.asking,
            may_ask=self._situation.devices.online and not now.asking and self._may_again,
            sent=now.sent,
            waiting_for_operator=waiting,
        )

    @property
    def _may_again(self) -> bool:
        asked, now = self._now.asked_ns, self._clock.monotonic_ns()
        return asked is None or seconds_between(asked, now) >= ASK_AGAIN_S

    def typed(self, untrusted: str) -> None:
        """The candidate typed a code."""
        if self._visit.stage is not Stage.PHONE_CODE or self._judge():
            return
        code = "".join(
            digit
            for digit in unicodedata.normalize("NFKC", untrusted[:LONGEST_TYPED])
            if digit.isdecimal()
        )
        if not code:
            return
        self._visit.note(en.CodeTried())
        if _is_right(self._code, code):
            detail = (
                f"the code sent to the phone ending in {self._code.phone_end}, "
                f"entry {self._visit.ledger.code_tries}"
            )
            self._situation.phone = PhoneSituation()
            self._situation.identity.decision = None
            self._deciding.record("passed", detail)
            self._advance(ev.StepPassed(self._visit.ledger.last_s))
        elif not self._judge():
            self._now.problem = WRONG

    def lacking(self) -> None:
        """The candidate has no code: a person decides."""
        if self._visit.stage is Stage.PHONE_CODE:
            self._decision(LACKING)

    def ask_new(self) -> None:
        """The candidate wants a new code, if HQ can be reached."""
        if self._visit.stage is not Stage.PHONE_CODE or not self.screen().may_ask:
            return
        self._now.asking, self._now.problem = True, None
        self._now.asked_ns = self._clock.monotonic_ns()
        self._ask(c.AskPhoneCode(self._visit.ledger.assignment.id))

    def came(self, code: PhoneCode | None) -> None:
        """HQ sent a new code to the phone, and its hash here."""
        self._now.asking = False
        if self._visit.stage is not Stage.PHONE_CODE or code is None or code == self._code:
            return
        self._visit.note(en.CodeRenewed(code))
        self._now.problem, self._now.sent = None, True
        self._situation.identity.decision = None

    def not_sent(self, problem: Problem) -> None:
        """HQ could not send one."""
        self._now.asking = False
        self._now.problem = problem

    def _judge(self) -> bool:
        """Whether the present code cannot be used any more; then a person is asked."""
        if self.tries_left == 0:
            self._decision(NO_MORE)
        elif self._clock.now() > self._code.expires:
            self._decision(EXPIRED)
        else:
            return False
        return True

    def _decision(self, problem: Problem) -> None:
        self._now.problem = problem
        self._deciding.ask("phone_code", (problem,), ())


def _is_right(held: PhoneCode, typed: str) -> bool:
    try:
        return PasswordHasher().verify(held.hash, typed)
    except (Argon2Error, InvalidHashError):
        return False
