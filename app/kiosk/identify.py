"""The identity steps: what is asked of the watcher, and what its answers mean."""

import hashlib
import hmac
from collections.abc import Callable

from app.domain.identity import PORTRAIT_ELSEWHERE, Challenge, FaceMatch, Problem
from app.domain.messages import watcher as w
from app.domain.screen_light import LightAnswer
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.deciding import Deciding
from app.kiosk.document_step import CARD_STAGES, DocumentSteps
from app.kiosk.gestures import (
    LEAST_GESTURES,
    TURNS,
    draw_challenges,
    draw_digits,
    draw_pauses,
)
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.situation import TRIES, IdentitySituation, Situation
from app.kiosk.stages import STEPS
from app.session import entries as en
from app.session.visit import Visit

LIMITED = {Stage.FACE_MATCH, Stage.RECHECK_FACE, Stage.LIVENESS}
PORTRAIT_MISSING = "PORTRAIT-MISSING"
"""What the watcher says when it has no portrait to compare with."""
CARD_CHECKS = {"card_front", "recheck_card"}
"""Checks that leave a portrait with the watcher when they pass by themselves."""
INVITATION_TAG = "BOOTH1"
"""An invitation's QR code says `BOOTH1:<assignment>:<code>`."""
_CANNOT = Problem("LIVENESS-CANNOT", "The candidate cannot do enough of the gestures")
_NO_ANSWER = Problem("LIVENESS-LIGHT", "The face does not answer the screen's light")
Advance = Callable[[ev.Event], None]


def is_invitation(untrusted_text: str, assignment: str, code_digest: str) -> bool:
    """Whether a code that was read, of whatever characters, is that appointment's invitation.

    Args:
        untrusted_text: from the camera.
        assignment: the appointment's id.
        code_digest: SHA-256 of the invitation's code, hexadecimal.
    """
    tag, _, rest = untrusted_text.strip().partition(":")
    number, _, code = rest.partition(":")
    # a code reader may give halves of surrogate pairs, which no UTF-8 has
    digest = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
    right = (tag, number) == (INVITATION_TAG, assignment)
    return right and hmac.compare_digest(digest, code_digest)


class Identification:
    """Leads through check-in, card, face match and liveness for one visit."""

    def __init__(
        self,
        visit: Visit,
        situation: Situation,
        deciding: Deciding,
        ask: Callable[[w.WatcherCommand], None],
        advance: Advance,
        rules: IdentityRules,
    ) -> None:
        """Take the visit's seams.

        Args:
            visit: the session.
            situation: where the step's transient state is kept.
            deciding: what a person has to decide, and the record.
            ask: sends a command to the watcher.
            advance: applies a flow event.
            rules: the kiosk's.
        """
        self._visit = visit
        self._situation = situation
        self._deciding = deciding
        self._ask = ask
        self._advance = advance
        self.documents = DocumentSteps(visit, situation, deciding, ask, advance)
        self._rules = rules
        self._gestures = rules.gestures

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
            case Stage.CARD_FRONT | Stage.CARD_BACK | Stage.RECHECK_CARD:
                self.documents.enter(stage)
            case Stage.FACE_MATCH | Stage.RECHECK_FACE if not self._visit.interview.face_consented:
                self._deciding.first_look(stage)
            case Stage.SECOND_LOOK:
                self._deciding.second_look()
            case Stage.FACE_MATCH | Stage.RECHECK_FACE:
                self._ask(w.MatchFace())
            case Stage.LIVENESS:
                self._ask_gestures()
            case _:
                pass

    def _ask_gestures(self) -> None:
        challenges = draw_challenges(
            [one for one in self._gestures if one != "say_digits" or self._hears]
        )
        self._now.total, self._now.state = len(challenges), "asking"
        if len(challenges) < LEAST_GESTURES:
            self._ask(w.Rest())
            self._now.state, self._now.tries_left = "not_passed", 0
            self._deciding.ask("liveness", (_CANNOT,), ())
            return
        self._now.digits = draw_digits() if "say_digits" in challenges else ""
        language = self._visit.ledger.language
        if self._rules.light is not None:
            self._now.light = self._rules.light.shed()
        self._ask(
            w.TestLiveness(
                challenges,
                self._rules.each_s,
                self._now.digits,
                language,
                self._now.light,
                draw_pauses(len(challenges)),
                self._rules.others_allowed,
            )
        )

    @property
    def _hears(self) -> bool:
        """Whether digits read aloud would be understood.

        There is a microphone, a recogniser, and the candidate reads in the language it knows.
        """
        devices = self._situation.devices
        there = devices.states.get("microphone") not in {"missing", "lost"}
        ledger = self._visit.ledger
        reads_it = ledger.screen_language in {"", ledger.language}
        return there and reads_it and ledger.language in devices.hears

    def cannot(self, challenge: Challenge) -> None:
        """The candidate cannot do the gesture now asked for: others are asked for instead."""
        if self._visit.stage is not Stage.LIVENESS or self._now.challenge != challenge:
            return
        excused = TURNS if challenge in TURNS else {challenge}
        left: list[Challenge] = [one for one in self._gestures if one not in excused]
        self._gestures = tuple(left)
        self._deciding.record("not_done", f"cannot be done by the candidate: {challenge}")
        self._ask_gestures()
        self._now.challenge, self._now.done = None, 0

    # ------------------------------------------------------------- what the watcher says

    def heard(self, report: object) -> None:
        """Take a report of the step under way; one of another step is ignored."""
        match report, self._visit.stage:
            case w.CodeSeen(), Stage.CHECK_IN:
                self._code(report.untrusted_text)
            case w.CardHint() | w.CardOutlined(), stage if stage in CARD_STAGES:
                self.documents.guide(report)
            case w.CardSeen(side="front"), Stage.CARD_FRONT:
                self.documents.read(report)
            case w.CardSeen(side="back"), Stage.CARD_BACK:
                self.documents.read(report)
            case w.CardSeen(side="front"), Stage.RECHECK_CARD:
                self.documents.read_again(report)
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
        if is_invitation(untrusted_text, assignment.id, assignment.invitation_digest):
            self._advance(ev.StepPassed(self._at()))
            return
        problem = Problem("INVITATION-OTHER", "The code is not the invitation of this appointment")
        self._now.problems = (problem,)
        self._deciding.ask("check_in", (problem,), ())

    def _trouble(self, problem: Problem, stage: Stage) -> None:
        """The watcher cannot do the step: a person decides, or the card is asked for again.

        The latter when its portrait was read, and went with the process that kept it.
        """
        if problem.code == PORTRAIT_MISSING:
            cards = [check for check in self._visit.ledger.checks if check.step in CARD_CHECKS]
            on_page = self.documents.document not in PORTRAIT_ELSEWHERE
            if cards and cards[-1].outcome == "passed" and on_page:
                self._advance(ev.PortraitForgotten(self._at()))
                return
        self._now.problems = (problem,)
        self._deciding.ask(STEPS[stage], (problem,), self._now.fields)

    def _face(self, report: w.FaceMatched) -> None:
        match = report.match
        self._visit.note(en.MatchRecorded(match))
        detail, fields = _match_detail(match), _match_fields(match)
        if match.match and self._rules.person_compares(match):
            self._now.state = "likely"
            self._now.problems = (Problem("FACE-UNSURE", detail),)
            self._deciding.record("not_done", detail, match.model)
            self._deciding.ask(STEPS[self._visit.stage], self._now.problems, fields)
            return
        if match.match:
            self._now.state = "matched"
            self._now.decision = None
            self._deciding.record("passed", detail, match.model)
            self._advance(ev.StepPassed(self._at()))
            return
        self._now.state = "not_matched"
        self._now.tries_left = max(0, self._now.tries_left - 1)
        self._now.problems = match.problems or (Problem("FACE-NOT-MATCHED", detail),)
        self._deciding.ask(STEPS[self._visit.stage], self._now.problems, fields)

    def _liveness(self, report: w.LivenessTested) -> None:
        outcome = report.liveness
        self._visit.note(en.LivenessRecorded(outcome))
        self._now.challenge = None
        seen = sum(c.passed for c in outcome.challenges)
        self._now.done, self._now.total = seen, len(outcome.challenges)
        detail = f"{seen} of {len(outcome.challenges)} gestures seen in order"
        if outcome.passed:
            self._gestures_seen(detail, outcome.light)
            return
        self._now.state = "not_passed"
        self._now.tries_left = max(0, self._now.tries_left - 1)
        problems = outcome.problems or (Problem("LIVENESS-NOT-SEEN", detail),)
        self._now.problems = problems
        fields = tuple(
            (c.challenge, "seen" if c.passed else "not seen") for c in outcome.challenges
        )
        self._deciding.ask("liveness", problems, fields)

    def _gestures_seen(self, detail: str, light: LightAnswer | None) -> None:
        """All gestures were seen; where the face did not answer the screen a person looks."""
        here = self._rules.light
        if here is None:
            self._pass_gestures(detail)
            return
        doubted = here.doubts(light)
        detail += f"; {_light_detail(light, judged=here.judges)}"
        if light is not None:
            here.take(light)
        if not doubted:
            self._pass_gestures(detail)
            return
        self._now.state = "likely"
        self._now.problems = (_NO_ANSWER,)
        self._deciding.record("not_done", detail)
        self._deciding.ask("liveness", self._now.problems, ())

    def _pass_gestures(self, detail: str) -> None:
        self._now.state = "passed"
        self._deciding.record("passed", detail)
        self._advance(ev.StepPassed(self._at()))

    # ------------------------------------------------------------- what people do

    def again(self) -> None:
        """The candidate tries again; with no try left only the operator can go on."""
        stage = self._visit.stage
        if stage in LIMITED and self._now.tries_left == 0:
            return
        if stage in STEPS and stage is not Stage.PHONE_CODE:
            self.enter(stage)


def _light_detail(light: LightAnswer | None, *, judged: bool) -> str:
    if light is None:
        return "the screen's light was not measured"
    by_chance = f"(by chance {light.chance:.3f})"
    if light.answered:
        return f"the face answered the screen's light {by_chance}"
    known = "" if judged else ", which is not judged at this kiosk yet"
    return f"the face did not answer the screen's light{known} {by_chance}"


def _match_detail(match: FaceMatch) -> str:
    if match.score is None:
        return "the faces were not compared"
    sure = "" if match.sure is None else f", sure from {match.sure:.3f}"
    return f"cosine similarity {match.score:.3f}, threshold {match.threshold:.3f}{sure}"


def _match_fields(match: FaceMatch) -> tuple[tuple[str, str], ...]:
    shown = "not computed" if match.score is None else f"{match.score:.3f}"
    sure = () if match.sure is None else (("sure", f"{match.sure:.3f}"),)
    return (("score", shown), ("threshold", f"{match.threshold:.3f}"), *sure)
