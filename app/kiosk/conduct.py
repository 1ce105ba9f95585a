"""One visit being conducted: flow events in, effects carried out, workers told what to do."""

import base64
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.assignment import Question
from app.domain.messages import courier as c
from app.domain.messages import screen, watcher
from app.domain.observation import Observation
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY, AnswerOutcome, FaultCredit
from app.flow import events as ev
from app.flow.faults import MOVED
from app.flow.interview import IllegalStepError
from app.flow.table import BEFORE_CONSENT, COUNTED, ENDED, Effect, Stage
from app.kiosk.answers import Answers
from app.kiosk.consent import ConsentForm
from app.kiosk.crew import Crew
from app.kiosk.identify import STEPS, Identification
from app.kiosk.recording import BYTES_PER_SECOND, Recording, Stops, TapePlan
from app.kiosk.roomcheck import room_lines, room_ready
from app.kiosk.situation import IdentitySituation, Situation
from app.monitoring.rules import Monitor
from app.ports.clock import Clock
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.visit import Visit

WATCHED = COUNTED | {Stage.BRIEFING, Stage.PRACTICE_BRIEFING}
"""Stages in which the live rules run."""
STOOD_STILL_S = 5.0
"""Longer than this between two turns, and the booth stood still (asleep, or stopped): its fault.
Our own choice, not measured: far above a turn (a tenth of a second and what it has to do), and
shorter than a candidate takes a standing clock for a running one."""
ANALYSIS_WAIT_S = 240.0
"""How long sealing waits for the analyst; what is not back by then is withheld with the reason."""
STOP_WAIT_S = 15.0

SCREEN_OF: dict[Stage, str] = {
    Stage.LANGUAGE: "language",
    Stage.CHECK_IN: "check_in",
    Stage.CONSENT: "consent",
    Stage.CARD_FRONT: "card",
    Stage.CARD_BACK: "card",
    Stage.FACE_MATCH: "face",
    Stage.LIVENESS: "liveness",
    Stage.ROOM_CHECK: "room",
    Stage.PRACTICE_BRIEFING: "briefing",
    Stage.PRACTICE_PREPARING: "question",
    Stage.PRACTICE_ANSWERING: "question",
    Stage.PRACTICE_SAVED: "saved",
    Stage.BRIEFING: "briefing",
    Stage.PREPARING: "question",
    Stage.ANSWERING: "question",
    Stage.SAVED: "saved",
    Stage.REPLY: "reply",
    Stage.SEALING: "sealing",
    Stage.RECEIPT: "receipt",
    Stage.PAUSED: "paused",
    Stage.RECHECK_CARD: "card",
    Stage.RECHECK_FACE: "face",
    Stage.WELCOME_BACK: "welcome_back",
    Stage.CLOSED: "closed",
    Stage.DONE: "welcome",
}
"""Which screen a stage shows; the window never decides it."""
ANSWERING_STAGES = {Stage.ANSWERING, Stage.PRACTICE_ANSWERING}
MAY_PAUSE = COUNTED - ANSWERING_STAGES
"""Where a disk that is too full for another answer stops the interview: never in mid-answer."""
PREPARING_STAGES = {Stage.PREPARING, Stage.PRACTICE_PREPARING}


def phase_of(stage: Stage) -> str:
    """The phase of a question screen, empty elsewhere."""
    if stage in ANSWERING_STAGES:
        return "answering"
    return "preparing" if stage in PREPARING_STAGES else ""


@dataclass(frozen=True, slots=True)
class ConductSettings:
    """How interviews are conducted on this kiosk.

    Attributes:
        recipients: public keys (hexadecimal) that recordings are sealed to.
        consent: the form shown.
        liveness_each_s: seconds allowed for each liveness gesture.
        safety: folder on a second disk for the low-rate copy; None for none.
        each_second: the most that a recording takes in a second, bytes.
    """

    recipients: tuple[str, ...]
    consent: ConsentForm
    liveness_each_s: float = 8.0
    safety: Path | None = None
    each_second: float = BYTES_PER_SECOND


class Conduct:
    """Conducts one visit."""

    def __init__(
        self,
        visit: Visit,
        session_clock: SessionClock,
        crew: Crew,
        clock: Clock,
        situation: Situation,
        settings: ConductSettings,
    ) -> None:
        """Take over a visit just opened or reopened; call `begin` or `resume` next."""
        self.visit = visit
        self.session_clock = session_clock
        self.situation = situation
        self._crew = crew
        self._clock = clock
        self._settings = settings
        self.identification = Identification(
            visit,
            situation,
            lambda command: crew.send("watcher", command),
            self.advance,
            settings.liveness_each_s,
        )
        self.answers = Answers(
            visit, session_clock, Monitor(), lambda command: crew.send("analyst", command)
        )
        stops = Stops(self._fault, self._clear, self._lost, self._back)
        plan = TapePlan(settings.recipients, settings.safety, stops, settings.each_second)
        self.tape = Recording(visit, session_clock, crew, situation, plan)
        self._turned_s = session_clock.seconds()
        self._sealing_since_s: float | None = None
        self._to_seal: c.SealSession | None = None
        self._sealed = False

    # ------------------------------------------------------------------ the flow

    def begin(self) -> None:
        """Show the first screen of a new visit."""
        self._entered()

    def resume(self) -> None:
        """Go on with a visit that a crash left open, or that was moved here."""
        ledger = self.visit.ledger
        now = self.session_clock.seconds()
        last = max(ledger.synced_s, ledger.stage_since_s, ledger.interview.now_s)
        unsure = ledger.run is not None and ledger.run.bridged_by == "unknown"
        cause = MOVED if ledger.arrived else "restart"
        self.advance(ev.Resumed(now, max(0.0, now - last), cause, unsure or ledger.arrived))

    @property
    def stage(self) -> Stage:
        """The flow's stage."""
        return self.visit.stage

    @property
    def question(self) -> Question:
        """The question now asked (the practice question in its stages)."""
        flow = self.visit.ledger.assignment.flow
        practice = self.stage.value.startswith("practice")
        return (
            flow.practice
            if practice and flow.practice
            else flow.questions[self.visit.interview.question]
        )

    @property
    def over(self) -> bool:
        """Whether everything is done: seen by the candidate, and sealed if there is anything."""
        return self.stage is Stage.DONE and (self._sealing_since_s is None or self._sealed)

    @property
    def recording(self) -> bool:
        """Whether the recorder was told to record."""
        return self.tape.on

    def advance(self, event: ev.Event) -> None:
        """Apply a flow event and carry out its effects; an event out of place is ignored."""
        before = self.visit.interview
        take_started = self.visit.ledger.stage_since_s
        try:
            effects = self.visit.step(event)
        except IllegalStepError:
            return
        for effect in effects:
            self._carry_out(effect, event, take_started)
        if Effect.CREDIT_FAULT in effects:
            now = self.visit.interview
            cost = now.credit_s - before.credit_s
            cause = before.cause or before.away_cause or getattr(event, "cause", "")
            self.visit.note(en.CreditGiven(FaultCredit(now.now_s - cost, cost, cause)))
        if self.stage is not before.stage or self.visit.interview.question != before.question:
            self._entered()

    def _carry_out(self, effect: Effect, event: ev.Event, take_started: float) -> None:
        match effect:
            case Effect.START_RECORDING:
                self.tape.start()
            case Effect.STOP_RECORDING:
                self.tape.stop()
            case Effect.BEGIN_TAKE:
                began_s = self.visit.ledger.stage_since_s
                self.answers.begin(self.session_clock.monotonic(began_s))
            case Effect.END_TAKE:
                self._end_take(event, take_started)
            case Effect.SEAL_SESSION:
                self._sealing_since_s = self.session_clock.seconds()
            case Effect.ERASE_SESSION:
                self._erase()
            case Effect.FORGET_FACE:
                self._crew.send("watcher", watcher.Rest())
            case Effect.CREDIT_FAULT:
                pass

    def _end_take(self, event: ev.Event, started_s: float) -> None:
        interview, ledger = self.visit.interview, self.visit.ledger
        outcome: AnswerOutcome = "interrupted"
        end_s = event.at_s
        take = interview.take
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
        self.answers.end(question, take, outcome, (started_s, end_s))

    def _entered(self) -> None:
        stage = self.stage
        if stage is Stage.CHECK_IN or stage in STEPS:
            self.identification.enter(stage)
            return
        self.situation.identity = IdentitySituation()
        if stage is Stage.ROOM_CHECK:
            self.situation.devices.loudest_db = -120.0
            self._watch()
            self.answers.prepare()
        elif stage in WATCHED:
            self._watch()
        elif stage in {Stage.REPLY, Stage.CLOSED, Stage.SEALING}:
            self._crew.send("watcher", watcher.Rest())
            self.answers.close_alerts(self.session_clock.seconds())

    def _watch(self) -> None:
        self._crew.send("watcher", watcher.WatchFor(objects=True))

    def _erase(self) -> None:
        self.visit.close()
        self.visit.store.erase(self.visit.folder)

    # ------------------------------------------------------------------ what happens

    def tick(self) -> None:
        """Let time pass; call a few times a second."""
        slept_s = self.session_clock.follow()
        now = self.session_clock.seconds()
        self._stood_still(now, slept_s)
        self.visit.catch_up()
        self.advance(ev.Ticked(now))
        self.tape.tick(now)
        if self.tape.full and self.stage in MAY_PAUSE:
            self._fault("disk_full", None)
        if self.stage is Stage.ROOM_CHECK and self.tape.mark(now):
            self._crew.send("screens", screen.GiveMark())
        self._seal_when_ready(now)

    def _stood_still(self, now: float, slept_s: float) -> None:
        """What a sleep, or a standstill of this process, cost is credited as any other fault."""
        gap_s, self._turned_s = now - self._turned_s, now
        if gap_s < STOOD_STILL_S or self.stage in ENDED or self.stage is Stage.PAUSED:
            return
        cause = "suspended" if slept_s > 0 else "stood_still"
        self.advance(ev.Resumed(now, gap_s, cause))

    def _seal_when_ready(self, now: float) -> None:
        since = self._sealing_since_s
        if since is None or self._to_seal is not None:
            return
        waited = now - since
        if self.visit.behind:
            return  # the bundle is made on the disk that hangs
        if self.situation.devices.parts_open and waited < STOP_WAIT_S:
            return
        if self.answers.due and waited < ANALYSIS_WAIT_S:
            return
        self.answers.give_up("the analysis took too long")
        withdrawn = self.stage is Stage.CLOSED
        self.visit.note(en.SessionEnded(withdrawn))
        record, journal = self.visit.documents(self._clock.now())
        self.visit.close()
        documents = (
            (RECORD_ENTRY, base64.b64encode(record).decode()),
            (JOURNAL_ENTRY, base64.b64encode(journal).decode()),
        )
        ledger = self.visit.ledger
        folder = str(self.visit.folder.path)
        self._to_seal = c.SealSession(ledger.session, folder, documents, self.tape.safety_folder)
        self._crew.send("courier", self._to_seal)

    def recorder(self, report: object) -> None:
        """Take a report of the recorder."""
        self.tape.heard(report)

    def _fault(self, cause: str, since_s: float | None) -> None:
        if self.stage not in ENDED and self.stage not in BEFORE_CONSENT:
            self.advance(ev.Faulted(self.session_clock.seconds(), cause, since_s))

    def _lost(self, cause: str, since_s: float) -> None:
        self.advance(ev.DeviceLost(self.session_clock.seconds(), since_s, cause))

    def _back(self) -> None:
        self.advance(ev.DeviceBack(self.session_clock.seconds()))

    def _clear(self, cause: str) -> None:
        if self.stage is Stage.PAUSED and self.visit.interview.cause == cause:
            self.advance(ev.FaultCleared(self.session_clock.seconds()))

    def observed(self, seen: Observation) -> None:
        """Take what the live models saw."""
        self.answers.observed(seen, watching=self.stage in WATCHED)

    def sealed(self, at: float) -> None:
        """The bundle is in the outbox."""
        self._sealed = True
        self.advance(ev.SessionSealed(at))

    def end(self) -> None:
        """The visit is over: the journal's run is closed."""
        self.visit.close()

    def worker_ended(self, name: str) -> None:
        """A worker ended and will be started again."""
        if self._to_seal is not None:
            return
        self.visit.note(en.DeviceNoted(name, "ended", "the process ended and is started again"))
        if name == "recorder":
            self.tape.recorder_ended()

    def worker_started(self, name: str) -> None:
        """A worker is running again: tell it what it has to know."""
        if name == "recorder":
            self.tape.recorder_started()
        elif name == "watcher" and self._to_seal is None:
            self._entered()
        elif name == "analyst" and self._to_seal is None:
            self.answers.analyst_restarted()
        elif name == "courier" and self._to_seal is not None:
            self._crew.send("courier", self._to_seal)

    # ------------------------------------------------------------------ what people do

    def candidate(self, report: object) -> None:
        """Take what the candidate did."""
        at = self.session_clock.seconds()
        match report:
            case screen.ChooseLanguage() if (
                report.language in self.visit.ledger.assignment.languages
            ):
                if report.language != self.visit.ledger.language:
                    self.visit.note(en.LanguageSet(report.language))
            case screen.GiveConsent():
                self._consent(report.keys, at)
            case screen.Decline():
                self.advance(ev.Withdrawn(at))
            case screen.SendReply() if self.stage is Stage.REPLY:
                self.visit.note(en.ReplyGiven(report.text[:4000]))
                self.advance(ev.ReplySent(at))
            case screen.TryAgain() if self.stage is Stage.ROOM_CHECK:
                self._entered()
            case screen.TryAgain():
                self.identification.again()
            case screen.Continue():
                self._go_on(report, at)
            case _:
                pass

    def _consent(self, keys: tuple[str, ...], at: float) -> None:
        language, form = self.visit.ledger.language, self._settings.consent
        if self.stage is not Stage.CONSENT or not form.required(language) <= set(keys):
            return
        self.visit.note(en.ConsentRecorded(form.answered(keys, language)))
        self.advance(ev.ConsentGiven(at, face="face" in keys, analysis="analysis" in keys))

    def _go_on(self, report: screen.Continue, at: float) -> None:
        stage = self.stage
        if report.screen != SCREEN_OF[stage] or report.phase != phase_of(stage):
            return
        if stage is Stage.LANGUAGE:
            self.advance(ev.LanguageConfirmed(at))
        elif stage in {Stage.CARD_FRONT, Stage.CARD_BACK}:
            self.identification.confirmed()
        elif stage is Stage.ROOM_CHECK:
            if room_ready(self.room_lines()):
                self.advance(ev.Continued(at))
        else:
            self.advance(ev.Continued(at))

    def room_lines(self) -> tuple[screen.CheckLine, ...]:
        """The room check as it stands."""
        now = self.session_clock.seconds()
        waited = now - self.visit.ledger.stage_since_s
        return room_lines(self.situation.devices, now, waited)

    def operator(self, report: object, name: str) -> None:
        """Take what the operator did about this visit."""
        at = self.session_clock.seconds()
        match report:
            case screen.Decide():
                self.identification.decided(report, name)
            case screen.PauseInterview(paused=True):
                self.advance(ev.Faulted(at, "operator"))
            case screen.PauseInterview(paused=False):
                self._clear("operator")
            case screen.NoteAlert() if report.index < len(self.visit.ledger.alerts):
                alert = replace(self.visit.ledger.alerts[report.index], note=report.note)
                self.visit.note(en.AlertChanged(report.index, alert))
            case _:
                pass
