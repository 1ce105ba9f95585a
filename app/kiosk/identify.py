"""The identity steps: what is asked of the watcher, what its answers mean, who decides."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.identity import (
    CARD_BACK_FIELDS,
    CARD_FRONT_FIELDS,
    Challenge,
    IdCard,
    IdentityCheck,
    IdentityStep,
    Problem,
    StepOutcome,
)
from app.domain.messages import screen
from app.domain.messages import watcher as w
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.situation import TRIES, IdentitySituation, Situation
from app.kiosk.typed_card import SIDES, with_typed
from app.session import entries as en
from app.session.visit import Visit

STEPS: dict[Stage, IdentityStep] = {
    Stage.PHONE_CODE: "phone_code",
    Stage.CARD_FRONT: "card_front",
    Stage.CARD_BACK: "card_back",
    Stage.FACE_MATCH: "face_match",
    Stage.LIVENESS: "liveness",
    Stage.SECOND_LOOK: "second_look",
    Stage.RECHECK_CARD: "recheck_card",
    Stage.RECHECK_FACE: "recheck_face",
}
LIMITED = {Stage.FACE_MATCH, Stage.RECHECK_FACE, Stage.LIVENESS}
PORTRAIT_MISSING = "PORTRAIT-MISSING"
"""What the watcher says when it has no portrait to compare with."""
TURNS = {"turn_left", "turn_right"}
GESTURES = 3
"""Gestures asked for, in 24 s at most. Of two there would be 12 sequences: an impostor who shows a
recording made for one of them would meet it in three tries once in four; of three, once in twelve.
"""
LEAST_GESTURES = 2
"""With fewer left that a candidate can do, a person decides."""
CARD_STAGES = {Stage.CARD_FRONT, Stage.CARD_BACK, Stage.RECHECK_CARD}
UNREAD_S = 30.0
"""After so long without a reading of the card a person may decide. Source: own choice; a side takes
about 2 s (docs/measurements-vision.md), so that a dozen pictures were tried by then."""
CARD_CHECKS = {"card_front", "recheck_card"}
"""Checks that leave a portrait with the watcher when they pass by themselves."""
INVITATION_TAG = "BOOTH1"
"""An invitation's QR code says `BOOTH1:<assignment>:<code>`."""
_WITHOUT_FACE = Problem("FACE-NOT-CONSENTED", "The candidate chose the path without face")
_NOBODY = Problem("SECOND-PIN-WRONG", "The PIN is nobody's")
_SAME_PERSON = Problem("SECOND-SAME-PERSON", "The second person is the first one again")
_CANNOT = Problem("LIVENESS-CANNOT", "The candidate cannot do enough of the gestures")
_DOTS = frozenset("·•・‧∙.")
Advance = Callable[[ev.Event], None]


def draw_challenges(allowed: Sequence[Challenge]) -> tuple[Challenge, ...]:
    """A turn of the head and two other gestures, side, choice and order by chance.

    No recording can know them: of all five, 36 sequences are equally likely. A turn is always among
    them where one is allowed: no picture of a face was ever seen to make one
    (docs/measurements-vision.md).
    """
    chance = secrets.SystemRandom()
    turns: list[Challenge] = [one for one in allowed if one in TURNS]
    others: list[Challenge] = [one for one in allowed if one not in TURNS]
    drawn = chance.sample(turns, min(1, len(turns)))
    drawn += chance.sample(others, min(GESTURES - len(drawn), len(others)))
    chance.shuffle(drawn)
    return tuple(drawn)


def merge_cards(front: IdCard, back: IdCard, side: str) -> IdCard:
    """The fields of `side` from the newer reading, the others from what was read before."""
    old, new = (back, front) if side == "front" else (front, back)
    mine = CARD_FRONT_FIELDS if side == "front" else CARD_BACK_FIELDS
    kept = tuple(pair for pair in old.confidence if pair[0] not in mine)
    taken = tuple(pair for pair in new.confidence if pair[0] in mine)
    values = {name: getattr(new, name) for name in mine}
    return replace(old, **values, confidence=kept + taken, problems=(*old.problems, *new.problems))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one but for spaces, full width, and the form of the middle dot.

    Source: Unicode's look-alikes of the middle dot that keyboards give (U+2022, U+30FB, U+2027,
    U+2219, the full stop); own choice. No character of the name itself is taken for another.
    """
    return _written(one) == _written(other)


def _written(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return "".join("·" if character in _DOTS else character for character in plain).casefold()


class Identification:
    """Leads through check-in, card, face match and liveness for one visit."""

    def __init__(
        self,
        visit: Visit,
        situation: Situation,
        ask: Callable[[w.WatcherCommand], None],
        advance: Advance,
        each_s: float,
        gestures: tuple[Challenge, ...],
    ) -> None:
        """Take the visit's seams.

        Args:
            visit: the session.
            situation: where the step's transient state is kept.
            ask: sends a command to the watcher.
            advance: applies a flow event.
            each_s: seconds allowed for each liveness gesture.
            gestures: those that may be asked for.
        """
        self._visit = visit
        self._situation = situation
        self._ask = ask
        self._advance = advance
        self._each_s = each_s
        self._gestures = gestures

    @property
    def _now(self) -> IdentitySituation:
        return self._situation.identity

    def _at(self) -> float:
        return self._visit.ledger.last_s

    def enter(self, stage: Stage) -> None:
        """Begin the stage (again): reset what is known of it and ask the watcher."""
        left = self._now.tries_left if self._now.stage is stage else TRIES
        self._situation.identity = IdentitySituation(stage, tries_left=left)
        match stage:
            case Stage.CHECK_IN:
                self._ask(w.ReadCode())
            case Stage.PHONE_CODE:
                self._ask(w.Rest())
            case Stage.CARD_FRONT | Stage.RECHECK_CARD:
                self._ask(w.ReadCard("front", self._visit.interview.face_consented))
            case Stage.CARD_BACK:
                self._ask(w.ReadCard("back", self._visit.interview.face_consented))
            case Stage.FACE_MATCH | Stage.RECHECK_FACE if not self._visit.interview.face_consented:
                self._decision(STEPS[stage], (_WITHOUT_FACE,), self._card_fields())
            case Stage.SECOND_LOOK:
                self._second_look()
            case Stage.FACE_MATCH | Stage.RECHECK_FACE:
                self._ask(w.MatchFace())
            case Stage.LIVENESS:
                self._ask_gestures()
            case _:
                pass

    def _ask_gestures(self) -> None:
        challenges = draw_challenges(self._gestures)
        self._now.total, self._now.state = len(challenges), "asking"
        if len(challenges) < LEAST_GESTURES:
            self._ask(w.Rest())
            self._now.state, self._now.tries_left = "not_passed", 0
            self._decision("liveness", (_CANNOT,), ())
            return
        self._ask(w.TestLiveness(challenges, self._each_s))

    def cannot(self, challenge: Challenge) -> None:
        """The candidate cannot do the gesture now asked for: others are asked for instead."""
        if self._visit.stage is not Stage.LIVENESS or self._now.challenge != challenge:
            return
        excused = TURNS if challenge in TURNS else {challenge}
        left: list[Challenge] = [one for one in self._gestures if one not in excused]
        self._gestures = tuple(left)
        self._record("not_done", f"cannot be done by the candidate: {challenge}", "")
        self._ask_gestures()
        self._now.challenge, self._now.done = None, 0

    def _card_fields(self) -> tuple[tuple[str, str], ...]:
        card = self._visit.ledger.card
        names = (*CARD_FRONT_FIELDS, *CARD_BACK_FIELDS)
        return tuple((name, getattr(card, name)) for name in names if getattr(card, name))

    def _decision(
        self,
        step: str,
        problems: tuple[Problem, ...],
        fields: tuple[tuple[str, str], ...],
        first: str = "",
    ) -> None:
        self._now.decision = screen.DecisionAsked(step, problems, fields, first)

    def _second_look(self, *further: Problem) -> None:
        """Ask for a second person; on the path without face two confirm who somebody is."""
        problems = (_WITHOUT_FACE, *further)
        self._decision("second_look", problems, self._card_fields(), self._first_person())

    def _first_person(self) -> str:
        looks = [check.by for check in self._visit.ledger.checks if check.step == "face_match"]
        return looks[-1] if looks else ""

    def tick(self, now_s: float) -> None:
        """Let time pass: a card that cannot be read becomes a person's decision, reading goes on.

        Args:
            now_s: session time.
        """
        if self._visit.stage not in CARD_STAGES or self._now.fields or self._now.decision:
            return
        if self._now.since_s is None:
            self._now.since_s = now_s
        elif now_s - self._now.since_s >= UNREAD_S:
            problem = Problem("CARD-NOT-FOUND", f"No card was read in {UNREAD_S:.0f} s")
            names = SIDES.get(STEPS[self._visit.stage], ())
            fields = tuple((name, "") for name in names)
            self._decision(STEPS[self._visit.stage], (problem,), fields)

    # ------------------------------------------------------------- what the watcher says

    def heard(self, report: object) -> None:
        """Take a report of the step under way; one of another step is ignored."""
        match report, self._visit.stage:
            case w.CodeSeen(), Stage.CHECK_IN:
                self._code(report.untrusted_text)
            case w.CardHint(), Stage.CARD_FRONT | Stage.CARD_BACK | Stage.RECHECK_CARD:
                self._now.hint = "" if self._now.fields else report.hint
            case w.CardSeen(side="front"), Stage.CARD_FRONT:
                self._card(report)
            case w.CardSeen(side="back"), Stage.CARD_BACK:
                self._card(report)
            case w.CardSeen(side="front"), Stage.RECHECK_CARD:
                self._card_again(report)
            case w.FaceMatched(), Stage.FACE_MATCH | Stage.RECHECK_FACE:
                self._face(report)
            case w.ChallengeShown(), Stage.LIVENESS:
                self._now.challenge, self._now.done = report.challenge, report.index
                self._now.total = report.total
            case w.LivenessTested(), Stage.LIVENESS:
                self._liveness(report)
            case w.WatcherProblem(), stage if stage in STEPS:
                self._trouble(report.problem, stage)
            case _:
                pass

    def _code(self, untrusted_text: str) -> None:
        assignment = self._visit.ledger.assignment
        tag, _, rest = untrusted_text.strip().partition(":")
        number, _, code = rest.partition(":")
        digest = hashlib.sha256(code.encode()).hexdigest()
        right = (tag, number) == (INVITATION_TAG, assignment.id)
        if right and hmac.compare_digest(digest, assignment.invitation_digest):
            self._advance(ev.StepPassed(self._at()))
            return
        problem = Problem("INVITATION-OTHER", "The code is not the invitation of this appointment")
        self._now.problems = (problem,)
        self._decision("check_in", (problem,), ())

    def _card(self, report: w.CardSeen) -> None:
        card = merge_cards(
            *(
                (report.card, self._visit.ledger.card)
                if report.side == "front"
                else (self._visit.ledger.card, report.card)
            ),
            report.side,
        )
        names = CARD_FRONT_FIELDS if report.side == "front" else CARD_BACK_FIELDS
        problems = list(report.card.problems)
        expected = self._visit.ledger.assignment.candidate_name
        if report.side == "front" and card.name and not same_name(card.name, expected):
            problems.append(Problem("CARD-OTHER-NAME", "The name is not the one invited"))
        self._visit.note(en.CardRecorded(replace(card, problems=tuple(problems))))
        self._now.fields = tuple((name, getattr(card, name)) for name in names)
        self._now.problems = tuple(problems)
        self._now.hint = ""
        self._now.decision = None
        if problems:
            self._decision(STEPS[self._visit.stage], tuple(problems), self._now.fields)

    def _trouble(self, problem: Problem, stage: Stage) -> None:
        """The watcher cannot do the step: a person decides, or the card is asked for again.

        The latter when its portrait was read, and went with the process that kept it.
        """
        if problem.code == PORTRAIT_MISSING:
            cards = [check for check in self._visit.ledger.checks if check.step in CARD_CHECKS]
            if cards and cards[-1].outcome == "passed":
                self._advance(ev.PortraitForgotten(self._at()))
                return
        self._now.problems = (problem,)
        self._decision(STEPS[stage], (problem,), self._now.fields)

    def _card_again(self, report: w.CardSeen) -> None:
        """The card of the person who came back: it has to be the one that was read before."""
        card, before = report.card, self._visit.ledger.card
        problems = list(report.card.problems)
        expected = before.name or self._visit.ledger.assignment.candidate_name
        if before.number and card.number:
            same = card.number == before.number
        else:
            same = bool(card.name) and same_name(card.name, expected)
        if not same:
            problems.append(Problem("CARD-OTHER-PERSON", "It is not the card shown before"))
        self._now.fields = tuple((name, getattr(card, name)) for name in CARD_FRONT_FIELDS)
        self._now.problems, self._now.hint = tuple(problems), ""
        if same and report.portrait:
            self._record("passed", "the card that was shown before", "")
            self._advance(ev.StepPassed(self._at()))
        else:
            self._decision("recheck_card", tuple(problems), self._now.fields)

    def _face(self, report: w.FaceMatched) -> None:
        match = report.match
        self._visit.note(en.MatchRecorded(match))
        if match.match:
            self._now.state = "matched"
            self._now.decision = None
            self._record("passed", _match_detail(match.score, match.threshold), match.model)
            self._advance(ev.StepPassed(self._at()))
            return
        self._now.state = "not_matched"
        self._now.tries_left = max(0, self._now.tries_left - 1)
        self._now.problems = match.problems or (
            Problem("FACE-NOT-MATCHED", _match_detail(match.score, match.threshold)),
        )
        fields = _match_fields(match.score, match.threshold)
        self._decision(STEPS[self._visit.stage], self._now.problems, fields)

    def _liveness(self, report: w.LivenessTested) -> None:
        outcome = report.liveness
        self._visit.note(en.LivenessRecorded(outcome))
        self._now.challenge = None
        seen = sum(c.passed for c in outcome.challenges)
        self._now.done, self._now.total = seen, len(outcome.challenges)
        detail = f"{seen} of {len(outcome.challenges)} gestures seen in order"
        if outcome.passed:
            self._now.state = "passed"
            self._record("passed", detail, "")
            self._advance(ev.StepPassed(self._at()))
            return
        self._now.state = "not_passed"
        self._now.tries_left = max(0, self._now.tries_left - 1)
        problems = outcome.problems or (Problem("LIVENESS-NOT-SEEN", detail),)
        self._now.problems = problems
        fields = tuple(
            (c.challenge, "seen" if c.passed else "not seen") for c in outcome.challenges
        )
        self._decision("liveness", problems, fields)

    # ------------------------------------------------------------- what people do

    def confirmed(self) -> None:
        """The candidate confirms what was read, when nothing waits for a person."""
        if self._now.fields and self._now.decision is None:
            detail = "read from the camera and confirmed by the candidate"
            self._record("passed", detail, "")
            self._advance(ev.StepPassed(self._at()))

    def again(self) -> None:
        """The candidate tries again; with no try left only the operator can go on."""
        stage = self._visit.stage
        if stage in LIMITED and self._now.tries_left == 0:
            return
        if stage in STEPS and stage is not Stage.PHONE_CODE:
            self.enter(stage)

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
            self._second_look(_NOBODY)
        elif person == asked.first:
            self._second_look(_SAME_PERSON)
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
        if decide.corrected and decide.step in SIDES:
            if not self._takes_typed(asked, decide.corrected):
                return
            names = ", ".join(name for name, _ in decide.corrected)
            typed = f"; typed by the operator: {names}"
        why = "; ".join(problem.code for problem in asked.problems) + typed
        if self._visit.stage in STEPS:
            outcome: StepOutcome = "confirmed" if _WITHOUT_FACE in asked.problems else "overridden"
            check = self._check(outcome, why, "")
            self._visit.note(en.CheckRecorded(replace(check, by=operator, reason=decide.reason)))
        self._advance(ev.StepOverridden(self._at(), decide.reason))

    def _takes_typed(self, asked: screen.DecisionAsked, typed: tuple[tuple[str, str], ...]) -> bool:
        """Record what was typed; a new contradiction in it is shown first, and decided again."""
        on = self._visit.ledger.assignment.scheduled.date()
        card, problems = with_typed(self._visit.ledger.card, asked.step, typed, on)
        expected = self._visit.ledger.assignment.candidate_name
        if asked.step == "card_front" and card.name and not same_name(card.name, expected):
            problems = (*problems, Problem("CARD-OTHER-NAME", "The name is not the one invited"))
        self._visit.note(en.CardRecorded(replace(card, problems=problems)))
        known = {problem.code for problem in asked.problems}
        if {problem.code for problem in problems} <= known:
            return True
        self._now.fields = tuple((name, getattr(card, name)) for name in SIDES[asked.step])
        self._now.problems = problems
        self._decision(asked.step, problems, self._now.fields)
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

    def _record(self, outcome: StepOutcome, detail: str, model: str) -> None:
        self._visit.note(en.CheckRecorded(self._check(outcome, detail, model)))


def _match_detail(score: float | None, threshold: float) -> str:
    if score is None:
        return "the faces were not compared"
    return f"cosine similarity {score:.3f}, threshold {threshold:.3f}"


def _match_fields(score: float | None, threshold: float) -> tuple[tuple[str, str], ...]:
    shown = "not computed" if score is None else f"{score:.3f}"
    return (("score", shown), ("threshold", f"{threshold:.3f}"))
