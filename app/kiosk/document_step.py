"""The identity document's steps: which it is, what was read of it, what the operator types."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.identity import (
    PORTRAIT_ELSEWHERE,
    ZONE_DOCUMENTS,
    CardSide,
    DocumentKind,
    IdCard,
    Problem,
    fields_of,
)
from app.domain.messages import watcher as w
from app.flow import events as ev
from app.flow.table import Stage
from app.identity.names import same_name
from app.kiosk.card_compare import merge_cards, name_problems
from app.kiosk.deciding import Deciding
from app.kiosk.situation import IdentitySituation, Situation
from app.kiosk.stages import STEPS
from app.kiosk.typed_card import SIDES, sources_read
from app.session import entries as en
from app.session.visit import Visit

CARD_STAGES = {Stage.CARD_FRONT, Stage.CARD_BACK, Stage.RECHECK_CARD}
WARNINGS = {"CARD-NUMBER-COUNTY"}
"""Shown and recorded; nobody has to decide: counties newer than the list are on no list."""
UNREAD_S = 30.0
"""After so long without a reading of the card a person may decide. Source: own choice; a side takes
about 2 s (docs/measurements-vision.md), so that a dozen pictures were tried by then."""
Advance = Callable[[ev.Event], None]


class DocumentSteps:
    """Reads the identity document, or has it typed, for one visit."""

    def __init__(
        self,
        visit: Visit,
        situation: Situation,
        deciding: Deciding,
        ask: Callable[[w.WatcherCommand], None],
        advance: Advance,
    ) -> None:
        """Take the visit's seams; see `Identification`."""
        self._visit = visit
        self._situation = situation
        self._deciding = deciding
        self._ask = ask
        self._advance = advance

    @property
    def _now(self) -> IdentitySituation:
        return self._situation.identity

    def _at(self) -> float:
        return self._visit.ledger.last_s

    @property
    def document(self) -> DocumentKind:
        """The document in use."""
        return self._visit.ledger.card.document

    def enter(self, stage: Stage) -> None:
        """Begin one of `CARD_STAGES`: have the side read, or pass what has no second side."""
        if stage is not Stage.CARD_BACK:
            self._read("front")
        elif self.document in ZONE_DOCUMENTS:
            self._deciding.record("not_done", "the document has one side to read")
            self._advance(ev.StepPassed(self._at()))
        else:
            self._read("back")

    def _read(self, side: CardSide) -> None:
        on, face = self._visit.ledger.assignment.day, self._visit.interview.face_consented
        self._ask(w.ReadCard(side, on, face, self.document))

    def choose(self, document: DocumentKind) -> None:
        """Another document is shown instead; only while the first side is asked for."""
        if self._visit.stage is Stage.CARD_FRONT:
            self._begin_anew(document)
            self._read("front")

    def type_it(self, document: DocumentKind) -> None:
        """The operator types this document's fields; the camera is left alone.

        At the second side it is the card whose first side was passed: only that side is typed.
        """
        if self._visit.stage is Stage.CARD_FRONT:
            self._begin_anew(document)
        elif self._visit.stage is not Stage.CARD_BACK:
            return
        self._ask(w.Rest())
        self._ask_to_type(Problem("DOCUMENT-TYPED", "The operator types the fields"))

    def _begin_anew(self, document: DocumentKind) -> None:
        self._visit.note(en.CardRecorded(IdCard(document=document)))
        self._situation.identity = IdentitySituation(Stage.CARD_FRONT)

    def _ask_to_type(self, problem: Problem) -> None:
        step = STEPS[self._visit.stage]
        names = fields_of(self.document, SIDES[step]) if step in SIDES else ()
        card = self._visit.ledger.card
        self._deciding.ask(step, (problem,), tuple((name, getattr(card, name)) for name in names))

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
            text = f"No {self.document} was read in {UNREAD_S:.0f} s"
            self._ask_to_type(Problem("CARD-NOT-FOUND", text))

    def guide(self, report: w.CardHint | w.CardOutlined) -> None:
        """Where the document lies, what to do better; nothing any more once it was read."""
        if self._now.fields:
            self._lost_sight()
        elif isinstance(report, w.CardHint):
            self._now.hint = report.hint
        else:
            self._now.outline, self._now.outline_good = report.outline, report.good

    def _lost_sight(self) -> None:
        self._now.hint, self._now.outline, self._now.outline_good = "", (), False

    def read(self, report: w.CardSeen) -> None:
        """A side was read."""
        card = merge_cards(
            *(
                (report.card, self._visit.ledger.card)
                if report.side == "front"
                else (self._visit.ledger.card, report.card)
            ),
            report.side,
        )
        read = sources_read(report.card, report.side, report.model)
        problems = list(report.card.problems)
        expected = self._visit.ledger.assignment.candidate_name
        if report.side == "front":
            problems += name_problems(card, expected)
        card = replace(card, problems=tuple(problems), sources=(*card.sources, *read))
        self._visit.note(en.CardRecorded(card))
        names = fields_of(card.document, report.side)
        self._now.fields = tuple((name, getattr(card, name)) for name in names)
        self._now.model = report.model
        self._now.problems = tuple(problems)
        self._lost_sight()
        self._now.decision = None
        if any(problem.code not in WARNINGS for problem in problems):
            self._deciding.ask(STEPS[self._visit.stage], tuple(problems), self._now.fields)

    def read_again(self, report: w.CardSeen) -> None:
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
        names = fields_of(card.document, "front")
        self._now.fields = tuple((name, getattr(card, name)) for name in names)
        self._now.problems = tuple(problems)
        self._lost_sight()
        if same and (report.portrait or card.document in PORTRAIT_ELSEWHERE):
            self._deciding.record("passed", "the card that was shown before")
            self._advance(ev.StepPassed(self._at()))
        else:
            self._deciding.ask("recheck_card", tuple(problems), self._now.fields)

    def confirmed(self) -> None:
        """The candidate confirms what was read, when nothing waits for a person."""
        if self._now.fields and self._now.decision is None:
            detail = "read from the camera and confirmed by the candidate"
            self._deciding.record("passed", detail, self._now.model)
            self._advance(ev.StepPassed(self._at()))
