"""Takes, their analysis, and the alerts while they last."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from app.domain.analysis import AnswerAnalysis, Withheld
from app.domain.assignment import Question, text_in
from app.domain.ids import TakeId
from app.domain.messages import analyst as a
from app.domain.observation import Alert, Observation
from app.domain.record import AnswerOutcome, AnswerRecord
from app.domain.timing import MonotonicNs
from app.flow import events as ev
from app.flow.events import Event
from app.monitoring.again import placed
from app.monitoring.rules import Monitor
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.visit import Visit

OBSERVATIONS_KEPT = 4000
"""At five a second over ten minutes; older ones belong to no take still open."""
ATTEMPTS = 2
"""An answer whose analysis was lost with its process is given once more."""


class Answers:
    """Begins and ends takes, has them analysed, keeps the alerts."""

    def __init__(
        self,
        visit: Visit,
        session_clock: SessionClock,
        monitor: Monitor,
        ask: Callable[[a.AnalystCommand], None],
    ) -> None:
        """Take the visit's seams; `ask` sends a command to the analyst."""
        self._visit = visit
        self._clock = session_clock
        self._monitor = monitor
        self._ask = ask
        self._seen: deque[Observation] = deque(maxlen=OBSERVATIONS_KEPT)
        self._due: dict[TakeId, tuple[a.AnalyseAnswer, int]] = {}
        self._begun_ns = MonotonicNs(0)

    @property
    def due(self) -> int:
        """Answers sent to the analyst and not back yet."""
        return len(self._due)

    def prepare(self) -> None:
        """Have the recogniser loaded."""
        self._ask(a.Prepare(self._visit.ledger.language))

    def observed(self, observation: Observation, *, watching: bool) -> None:
        """Take an observation: for the answer's measures, and for the rules when `watching`."""
        if observation.camera == "candidate":
            self._seen.append(observation)
        if not watching:
            return
        session_s = self._clock.at(observation.at_ns)
        self.noticed(self._monitor.step(observation, session_s))

    def noticed(self, changed: tuple[Alert, ...]) -> None:
        """Write down alerts that were opened or closed."""
        for alert in changed:
            self._visit.note(en.AlertChanged(*placed(self._visit.ledger.alerts, alert)))

    def close_alerts(self, session_s: float) -> None:
        """Close what is still open: nobody watches any more."""
        for index, alert in enumerate(self._visit.ledger.alerts):
            if alert.end_s is None:
                self._visit.note(en.AlertChanged(index, replace(alert, end_s=session_s)))

    def begin(self, now_ns: MonotonicNs) -> None:
        """A take begins now."""
        self._begun_ns = now_ns

    def end_by(self, event: Event, started_s: float) -> None:
        """The event just applied ended the take.

        Args:
            event: by which it ended.
            started_s: when the take began, session time.
        """
        interview, ledger = self._visit.interview, self._visit.ledger
        outcome: AnswerOutcome = "interrupted"
        end_s, take = event.at_s, interview.take
        match event:
            case ev.Continued():
                outcome = "finished"
            case ev.Ticked():
                outcome = "timed_out"
            case ev.Resumed():
                end_s, take = max(started_s, ledger.synced_s), take - 1
            case ev.Faulted():
                end_s, take = max(started_s, interview.paused_at_s), take - 1
            case _:
                pass
        question = ledger.assignment.flow.questions[interview.question]
        self.end(question, take, outcome, (started_s, end_s))

    def end(
        self, question: Question, take: int, outcome: AnswerOutcome, times: tuple[float, float]
    ) -> None:
        """A take ended.

        Args:
            question: what was asked.
            take: its number, from 1.
            outcome: how it ended.
            times: its start and end, session seconds.
        """
        ledger = self._visit.ledger
        start_s, end_s = times
        name = TakeId(f"{question.id}.{take}")
        answer = AnswerRecord(
            question=question.id,
            text=text_in(question.text, ledger.language),
            competency=question.competency,
            take=name,
            prepared_s=ledger.prepared_s,
            starts_at_s=start_s,
            ends_at_s=end_s,
            outcome=outcome,
            analysis=None,
        )
        self._visit.note(en.AnswerClosed(answer))
        if outcome == "interrupted" or not ledger.consented("analysis"):
            return
        end_ns = self._clock.monotonic(end_s)
        start_ns = self._begun_ns
        seen = tuple(o for o in self._seen if start_ns <= o.at_ns <= end_ns)
        command = a.AnalyseAnswer(
            name, question, ledger.assignment.position, ledger.language, start_ns, end_ns, seen
        )
        self._due[name] = (command, 1)
        self._ask(command)

    def heard(self, report: object) -> None:
        """Take a report of the analyst."""
        if isinstance(report, a.AnswerAnalysed) and report.take in self._due:
            del self._due[report.take]
            self._visit.note(en.AnswerMeasured(report.take, report.analysis))

    def analyst_restarted(self) -> None:
        """Give what was lost once more, then let it go with the reason."""
        self.prepare()
        for take, (command, attempt) in list(self._due.items()):
            if attempt < ATTEMPTS:
                self._due[take] = (command, attempt + 1)
                self._ask(command)
            else:
                self.give_up("the analysis ended unexpectedly twice", take)

    def give_up(self, reason: str, take: TakeId | None = None) -> None:
        """Withhold what is still due (one take, or all)."""
        for name in [take] if take is not None else list(self._due):
            del self._due[name]
            withheld = AnswerAnalysis(None, (), (), (Withheld("all", reason),), ())
            self._visit.note(en.AnswerMeasured(name, withheld))
