"""What people decide where the machine cannot, or is not to, say who somebody is."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.identity import IdentityCheck, Problem, StepOutcome, fields_of
from app.domain.messages import screen
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.card_compare import name_problems
from app.kiosk.situation import IdentitySituation, Situation
from app.kiosk.stages import STEPS
from app.kiosk.typed_card import SIDES, sources_decided, with_typed
from app.session import entries as en
from app.session.visit import Visit

WITHOUT_FACE = Problem("FACE-NOT-CONSENTED", "The candidate chose the path without face")
CONFIRMED = {WITHOUT_FACE.code, "FACE-UNSURE", "LIVENESS-LIGHT"}
"""Codes of what is no failure: a person says yes to them, and overrides nothing."""
_NOBODY = Problem("SECOND-PIN-WRONG", "The PIN is nobody's")
_SAME_PERSON = Problem("SECOND-SAME-PERSON", "The second person is the first one again")
Advance = Callable[[ev.Event], None]


class Deciding:
    """The decisions of one visit, and the identity record's lines."""

    def __init__(self, visit: Visit, situation: Situation, advance: Advance) -> None:
        """Take the visit's seams.

        Args:
            visit: the session.
            situation: where the decision that waits is kept.
            advance: applies a flow event.
        """
        self._visit = visit
        self._situation = situation
        self._advance = advance

    @property
    def _now(self) -> IdentitySituation:
        return self._situation.identity

    def _at(self) -> float:
        return self._visit.ledger.last_s

    def ask(
        self,
        step: str,
        problems: tuple[Problem, ...],
        fields: tuple[tuple[str, str], ...],
        first: str = "",
    ) -> None:
        """Have a person decide; see `DecisionAsked`."""
        document = self._visit.ledger.card.document
        self._now.decision = screen.DecisionAsked(step, problems, fields, first, document)

    def first_look(self, stage: Stage) -> None:
        """On the path without face a person looks from the beginning."""
        self.ask(STEPS[stage], (WITHOUT_FACE,), self._card_fields())

    def second_look(self, *further: Problem) -> None:
        """Ask for a second person; on the path without face two confirm who somebody is."""
        problems = (WITHOUT_FACE, *further)
        self.ask("second_look", problems, self._card_fields(), self._first_person())

    def record(self, outcome: StepOutcome, detail: str, model: str = "") -> None:
        """A line of the identity record, by the machine."""
        self._visit.note(en.CheckRecorded(self._check(outcome, detail, model)))

    def _first_person(self) -> str:
        looks = [check.by for check in self._visit.ledger.checks if check.step == "face_match"]
        return looks[-1] if looks else ""

    def _card_fields(self) -> tuple[tuple[str, str], ...]:
        card = self._visit.ledger.card
        names = (*fields_of(card.document, "front"), *fields_of(card.document, "back"))
        return tuple((name, getattr(card, name)) for name in names if getattr(card, name))

    def decided(self, decide: screen.Decide, operator: str) -> None:
        """The operator decides the step asked about; a late decision is ignored."""
        asked = self._now.decision
        if asked is None or asked.step != decide.step or asked.first:
            return
        self._settle(asked, decide, operator)

    def countersigned(self, sign: screen.Countersign, person: str | None) -> None:
        """A second person decides; None is nobody, whose PIN was wrong."""
        asked = self._now.decision
        if asked is None or not asked.first:
            return
        if person is None:
            self.second_look(_NOBODY)
        elif person == asked.first:
            self.second_look(_SAME_PERSON)
        else:
            decide = screen.Decide(asked.step, sign.accept, sign.reason)
            self._settle(asked, decide, person)

    def _settle(self, asked: screen.DecisionAsked, decide: screen.Decide, operator: str) -> None:
        if not decide.accept:
            self._refused(operator, decide.reason)
            return
        if not decide.reason.strip():
            return
        typed = ""
        if decide.step in SIDES:
            mine = fields_of(asked.document, SIDES[decide.step])
            given = tuple(one for one in decide.corrected if one[0] in mine and one[1].strip())
            if not self._takes_typed(asked, given, operator):
                return
            names = ", ".join(name for name, _ in given)
            typed = f"; typed by the operator: {names}" if given else ""
        why = "; ".join(problem.code for problem in asked.problems) + typed
        if self._visit.stage in STEPS:
            codes = {problem.code for problem in asked.problems}
            outcome: StepOutcome = "confirmed" if codes <= CONFIRMED else "overridden"
            check = self._check(outcome, why, "")
            self._visit.note(en.CheckRecorded(replace(check, by=operator, reason=decide.reason)))
        self._advance(ev.StepOverridden(self._at(), decide.reason))

    def _takes_typed(
        self, asked: screen.DecisionAsked, typed: tuple[tuple[str, str], ...], operator: str
    ) -> bool:
        """Record what was typed; a new contradiction in it is shown first, and decided again."""
        assignment, card = self._visit.ledger.assignment, self._visit.ledger.card
        side = SIDES[asked.step]
        names = frozenset(name for name, _ in typed)
        if not typed:
            sources = sources_decided(card, side, names, operator)
            self._visit.note(en.CardRecorded(replace(card, sources=sources)))
            return True
        card, problems = with_typed(card, side, typed, assignment.day)
        if side == "front":
            problems = (*problems, *name_problems(card, assignment.candidate_name))
        sources = sources_decided(card, side, names, operator)
        self._visit.note(en.CardRecorded(replace(card, problems=problems, sources=sources)))
        known = {problem.code for problem in asked.problems}
        if {problem.code for problem in problems} <= known:
            return True
        fields = fields_of(card.document, side)
        self._now.fields = tuple((name, getattr(card, name)) for name in fields)
        self._now.problems = problems
        self.ask(asked.step, problems, self._now.fields)
        return False

    def _refused(self, operator: str, reason: str) -> None:
        if self._visit.stage in {Stage.CHECK_IN, Stage.PHONE_CODE}:
            self._advance(ev.StepRefused(self._at()))
            return
        check = replace(
            self._check("failed", "refused by the operator", ""), by=operator, reason=reason
        )
        self._visit.note(en.CheckRecorded(check))
        self._advance(ev.Withdrawn(self._at()))

    def _check(self, outcome: StepOutcome, detail: str, model: str) -> IdentityCheck:
        return IdentityCheck(STEPS[self._visit.stage], outcome, detail, model)
