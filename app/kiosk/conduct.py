"""One visit being conducted: flow events in, effects carried out, workers told what to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.assignment import Question
from app.domain.messages import screen, watcher
from app.domain.observation import Observation
from app.domain.record import FaultCredit
from app.flow import events as ev
from app.flow.faults import MOVED
from app.flow.interview import IllegalStepError
from app.flow.table import BEFORE_CONSENT, ENDED, Effect, Stage
from app.kiosk.answers import Answers
from app.kiosk.consent import ConsentForm
from app.kiosk.crew import Crew
from app.kiosk.deciding import Deciding
from app.kiosk.identify import Identification
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.losses import Stops
from app.kiosk.phone_code import PhoneStep
from app.kiosk.recording import Recording, TapePlan
from app.kiosk.reserve import BYTES_PER_SECOND
from app.kiosk.roomcheck import room_lines
from app.kiosk.sealing import Sealing
from app.kiosk.situation import IdentitySituation, Situation
from app.kiosk.stages import MAY_PAUSE, STEPS, WATCHED
from app.kiosk.verifying import Verifying
from app.kiosk.watching import Watching
from app.monitoring.rules import Monitor
from app.monitoring.settings import MonitorSettings
from app.ports.clock import Clock
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.visit import Visit

STOOD_STILL_S = 5.0
"""Longer than this between two turns, and the booth stood still (asleep, or stopped): its fault.
Our own choice, not measured: far above a turn (a tenth of a second and what it has to do), and
shorter than a candidate takes a standing clock for a running one."""


@dataclass(frozen=True, slots=True)
class ConductSettings:
    """How interviews are conducted on this kiosk.

    Attributes:
        recipients: gives the public keys (hexadecimal) that recordings are sealed to.
        consent: the form shown.
        safety: folder on a second disk for the low-rate copy; None for none.
        each_second: the most that a recording takes in a second, bytes.
        identity: of the identity steps.
        monitor: the live rules' thresholds.
    """

    recipients: Callable[[], tuple[str, ...]]
    consent: ConsentForm
    safety: Path | None = None
    each_second: float = BYTES_PER_SECOND
    identity: IdentityRules = field(default_factory=IdentityRules)
    monitor: MonitorSettings = field(default_factory=MonitorSettings)


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
        self.settings = settings
        self.deciding = Deciding(visit, situation, self.advance)
        self.identification = Identification(
            visit,
            situation,
            self.deciding,
            lambda command: crew.send("watcher", command),
            self.advance,
            settings.identity,
        )
        self.phone = PhoneStep(
            visit,
            situation,
            self.deciding,
            clock,
            lambda command: crew.send("courier", command),
            self.advance,
        )
        self._verifying = Verifying(visit)
        self.answers = Answers(
            visit,
            session_clock,
            Monitor(settings.monitor),
            lambda command: crew.send("analyst", command),
        )
        stops = Stops(self._fault, self.clear, self._lost, self._back)
        plan = TapePlan(settings.recipients(), settings.safety, stops, settings.each_second)
        self.tape = Recording(visit, session_clock, crew, situation, plan)
        self._turned_s = session_clock.seconds()
        self.watching = Watching(visit, situation.devices)
        self.sealing = Sealing(visit, self.answers, crew, clock.now)

    # ------------------------------------------------------------------ the flow

    def begin(self) -> None:
        """Show the first screen of a new visit."""
        self.enter()

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
        return self.stage is Stage.DONE and (not self.sealing.asked or self.sealing.done)

    @property
    def recording(self) -> bool:
        """Whether the recorder was told to record."""
        return self.tape.on

    @property
    def watched(self) -> bool:
        """Whether the candidate is watched at this stage."""
        return self.stage in WATCHED

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
            self.enter()

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
                self.answers.end_by(event, take_started)
            case Effect.SEAL_SESSION:
                self.sealing.ask(self.session_clock.seconds())
            case Effect.ERASE_SESSION:
                self._erase()
            case Effect.FORGET_FACE:
                self._crew.send("watcher", watcher.Rest())
            case Effect.CREDIT_FAULT:
                pass

    def enter(self) -> None:
        """Have done what the stage needs; once more when it is to be tried again."""
        stage = self.stage
        self._verifying.write()
        if stage is Stage.CHECK_IN or stage in STEPS:
            self.identification.enter(stage)
            if stage is Stage.PHONE_CODE:
                self.phone.enter()
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
        self.identification.documents.tick(now)
        self.tape.tick(now)
        if self.tape.full and self.stage in MAY_PAUSE:
            self._fault("disk_full", None)
        if self.stage is Stage.ROOM_CHECK and self.tape.mark(now):
            self._crew.send("screens", screen.GiveMark())
        self.watching.tick(now, watched=self.watched)
        self._verifying.tick(now, watched=self.watched)
        self.sealing.tick(now, self.situation.devices, self.tape.safety_folder)

    def _stood_still(self, now: float, slept_s: float) -> None:
        """What a sleep, or a standstill of this process, cost is credited as any other fault."""
        gap_s, self._turned_s = now - self._turned_s, now
        if gap_s < STOOD_STILL_S or self.stage in ENDED or self.stage is Stage.PAUSED:
            return
        cause = "suspended" if slept_s > 0 else "stood_still"
        self.advance(ev.Resumed(now, gap_s, cause))

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

    def clear(self, cause: str) -> None:
        """The interview goes on, if it is stopped for that cause."""
        if self.stage is Stage.PAUSED and self.visit.interview.cause == cause:
            self.advance(ev.FaultCleared(self.session_clock.seconds()))

    def observed(self, seen: Observation) -> None:
        """Take what the live models saw."""
        at_s = self.session_clock.at(seen.at_ns)
        self.watching.looked(seen, at_s, watched=self.watched)
        if seen.likeness is not None and self.watched:
            self._verifying.measured(seen.likeness, at_s)
        self.answers.observed(seen, watching=self.watched)

    def sealed(self, at: float) -> None:
        """The bundle is in the outbox."""
        self.sealing.done = True
        self.advance(ev.SessionSealed(at))

    def end(self) -> None:
        """The visit is over: the journal's run is closed."""
        self.visit.close()

    def worker_ended(self, name: str) -> None:
        """A worker ended and will be started again."""
        if self.sealing.ordered:
            return
        if name == "courier":
            self.situation.phone.asking = False
        self.visit.note(en.DeviceNoted(name, "ended", "the process ended and is started again"))
        if name == "recorder":
            self.tape.recorder_ended()
        elif name == "watcher":
            self.watching.worker_down = True
            self._verifying.forgotten()

    def worker_started(self, name: str) -> None:
        """A worker is running again: tell it what it has to know."""
        if name == "recorder":
            self.tape.recorder_started()
        elif name == "watcher" and not self.sealing.ordered:
            self.watching.worker_down = False
            self.enter()
        elif name == "analyst" and not self.sealing.ordered:
            self.answers.analyst_restarted()
        elif name == "courier":
            self.sealing.again()

    def room_lines(self) -> tuple[screen.CheckLine, ...]:
        """The room check as it stands."""
        now = self.session_clock.seconds()
        waited = now - self.visit.ledger.stage_since_s
        return room_lines(self.situation.devices, now, waited)
