"""The kiosk's main loop: one thread takes every message, lets time pass, and shows the screens."""

import queue
import threading
from dataclasses import dataclass

from app.domain.errors import BoothError
from app.domain.identity import Problem
from app.domain.messages import courier, recorder, screen, watcher
from app.domain.timing import MonotonicNs
from app.kiosk.crew import Crew
from app.kiosk.desk import Desk
from app.kiosk.languages import offered, screen_language
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.reports import Reports
from app.kiosk.screens import candidate_screen
from app.kiosk.visits import KioskSettings, Visits
from app.ports.clock import Clock
from app.ports.devices import Disk
from app.processes.errors import MessageRefusedError
from app.processes.supervisor import WorkerEnded
from app.session.store import SessionStore

TICK_S = 0.1
MESSAGES_A_TURN = 50
"""After so many messages time passes and the screens are shown, however many more are waiting."""
SHOW_EVERY_NS = 200_000_000
"""Screens are shown at once when something happened, and five times a second for the countdown."""


@dataclass(frozen=True, slots=True)
class PinChecked:
    """The check of a PIN ended.

    Attributes:
        operator: whose PIN it is; None for nobody's.
        problem: why it could not be checked.
        sign: what a second person confirms with it; None where it unlocks the window.
    """

    operator: str | None
    problem: BoothError | None = None
    sign: screen.Countersign | None = None


class Kiosk:
    """Holds at most one visit, and everything around it.

    Attributes:
        again: whether it closed so that another version of the program starts.
    """

    def __init__(
        self,
        settings: KioskSettings,
        crew: Crew,
        desk: Desk,
        store: SessionStore,
        clock: Clock,
        disk: Disk,
    ) -> None:
        """Take the parts; `run` runs."""
        self._crew = crew
        self._desk = desk
        self._clock = clock
        self._visits = Visits(settings, crew, desk, store, clock, disk)
        self._reports = Reports(self._visits)
        self._closing = False
        self.again = False
        self._shown_ns = 0
        self._dirty = True

    def run(self) -> None:
        """Run until the operator closes the kiosk or the screens are given up."""
        self._visits.reload()
        for name in self._crew.start():
            self._started(name)
        try:
            self._visits.resume()
            while not self._closing:
                self._turn()
        finally:
            if self._visits.settings.updating is not None:
                self._visits.settings.updating.stop()
            self._crew.stop()

    def close(self) -> None:
        """End `run` at its next turn (a signal came); a session under way stays open on disk."""
        self._closing = True

    def _turn(self) -> None:
        try:
            name, message = self._crew.inbox.get(timeout=TICK_S)
        except queue.Empty:
            pass
        else:
            self._take(name, message)
            for _ in range(MESSAGES_A_TURN):
                if self._crew.inbox.empty():
                    break
                self._take(*self._crew.inbox.get())
        if self._visits.conduct is not None:
            self._visits.conduct.tick()
            if self._visits.conduct.over:
                self._visits.finish()
        for name in self._crew.tick():
            self._started(name)
        self._visits.look_at_disk()
        self._visits.look_at_journal()
        self._visits.look_at_pc()
        self._update()
        self._show()

    def _update(self) -> None:
        """Let a new version of the program be installed and proved; never during an interview."""
        updating = self._visits.settings.updating
        if updating is None:
            return
        quiet = self._visits.conduct is None and not self._desk.operator
        whole = all(worker.state == "running" for worker in self._crew.workers.values())
        if updating.turn(quiet=quiet, whole=whole):
            self.again = self._closing = True

    # ------------------------------------------------------------------ workers

    def _take(self, name: str, message: object) -> None:
        match message:
            case WorkerEnded():
                self._ended(name)
            case MessageRefusedError():
                self._visits.problem(message)
            case _:
                self._report(name, message)

    def _report(self, name: str, message: object) -> None:
        match name:
            case "screens":
                self._screens(message)
            case "desk":
                self._pin_checked(message)
            case _:
                self._reports.take(name, message)
        if not isinstance(message, recorder.RecorderPulse | watcher.Observed):
            self._dirty = True

    def _ended(self, name: str) -> None:
        worker = self._crew.workers[name]
        worker.ended()
        if worker.state == "given_up":
            self._visits.problem(
                Problem("PROCESS-GIVEN-UP", f"The {name} process ends again and again")
            )
            if name == "screens":
                self._closing = True
        if self._visits.conduct is not None:
            self._visits.conduct.worker_ended(name)
        self._dirty = True

    def _started(self, name: str) -> None:
        if name == "recorder":
            self._crew.send("recorder", recorder.StartPreview())
        if self._visits.conduct is not None:
            self._visits.conduct.worker_started(name)
        self._dirty = True

    # ------------------------------------------------------------------ people

    def _screens(self, report: object) -> None:
        match report:
            case screen.ScreensReady():
                self._visits.situation.devices.written = report.languages
                for tag in report.no_letters:
                    self._visits.problem(Problem("LANGUAGE-LETTERS", tag))
                for name in self._crew.start_rest():
                    self._started(name)
            case screen.EnterPin():
                self._check_pin(report.pin)
            case screen.AskHelp():
                self._visits.situation.help_asked = True
            case (
                screen.ChooseLanguage()
                | screen.ChooseSpoken()
                | screen.Continue()
                | screen.TryAgain()
                | screen.CannotDo()
                | screen.ChooseDocument()
                | screen.EnterCode()
                | screen.AskCode()
                | screen.LackCode()
                | screen.GiveConsent()
                | screen.Decline()
                | screen.SendReply()
            ):
                if self._visits.conduct is not None:
                    candidate_did(self._visits.conduct, report)
            case _ if self._desk.operator:
                self._operator(report)
            case _:
                pass

    def _check_pin(self, pin: str, sign: screen.Countersign | None = None) -> None:
        """Check it beside the loop: the hash is slow on purpose."""
        if not self._desk.may_check(self._clock.monotonic_ns(), second=sign is not None):
            return
        inbox, check = self._crew.inbox, self._desk.check_pin

        def work() -> None:
            try:
                inbox.put(("desk", PinChecked(check(pin), None, sign)))
            except BoothError as error:
                inbox.put(("desk", PinChecked(None, error, sign)))

        threading.Thread(target=work, name="pin-check", daemon=True).start()

    def _pin_checked(self, report: object) -> None:
        if not isinstance(report, PinChecked):
            return
        now, sign = self._clock.monotonic_ns(), report.sign
        self._desk.pin_checked(report.operator, now, second=sign is not None)
        if report.problem is not None:
            self._visits.problem(report.problem)
        elif sign is not None and self._visits.conduct is not None:
            self._visits.conduct.deciding.countersigned(sign, report.operator)

    def _operator(self, report: object) -> None:
        match report:
            case screen.LockOperator():
                self._desk.lock()
            case screen.AnswerHelp():
                self._visits.situation.help_asked = False
            case screen.StartAssignment():
                self._visits.start(report.assignment)
            case screen.Countersign():
                self._check_pin(report.pin, report)
            case screen.SendNow() if self._desk.operator:
                self._crew.send("courier", courier.SyncNow())
            case screen.CloseKiosk():
                self._closing = self._visits.conduct is None
            case _:
                if self._visits.conduct is not None:
                    operator_did(self._visits.conduct, report, self._desk.operator)

    # ------------------------------------------------------------------ screens

    def _show(self) -> None:
        now = self._clock.monotonic_ns()
        if not self._dirty and now - self._shown_ns < SHOW_EVERY_NS:
            return
        self._dirty, self._shown_ns = False, now
        conduct = self._visits.conduct
        if conduct is None:
            view: screen.CandidateScreen = screen.WelcomeScreen(self._desk.branch)
            shown = screen.ShowCandidate(view, "zh", recording=False, help_asked=False)
        else:
            view = candidate_screen(conduct, self._visits.settings.conduct.consent)
            shown = screen.ShowCandidate(
                view,
                screen_language(conduct),
                conduct.recording,
                self._visits.situation.help_asked,
                offered(conduct),
            )
        self._crew.send("screens", shown)
        operator = self._desk.view(conduct, self._visits.situation, self._crew, MonotonicNs(now))
        self._crew.send("screens", operator)
