"""The kiosk's main loop: one thread takes every message, lets time pass, and shows the screens."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.assignment import Assignment
from app.domain.errors import BoothError
from app.domain.identity import Problem
from app.domain.ids import AssignmentId, KioskId, SessionId
from app.domain.messages import courier, recorder, screen, watcher
from app.domain.timing import MonotonicNs
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.crew import Crew
from app.kiosk.desk import Desk
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.reserve import reserve_bytes
from app.kiosk.screens import candidate_screen
from app.kiosk.situation import DeviceSituation, Situation
from app.ports.clock import Clock
from app.ports.devices import Disk
from app.processes.errors import DiskHangsError, MessageRefusedError
from app.processes.supervisor import WorkerEnded
from app.session.errors import SessionMovedError
from app.session.store import SessionStore
from app.session.visit import open_new, reopen

TICK_S = 0.1
MESSAGES_A_TURN = 50
"""After so many messages time passes and the screens are shown, however many more are waiting."""
SHOW_EVERY_NS = 200_000_000
"""Screens are shown at once when something happened, and five times a second for the countdown."""
DISK_EVERY_NS = 5_000_000_000
DISK_PROBLEMS = {"disk": DiskHangsError.code, "safety": "SAFETY-LOST"}


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """What this kiosk is.

    Attributes:
        kiosk: its id.
        data: its folder.
        conduct: how interviews are conducted.
        assignments: reads the assignments now held.
        finished: the assignments that were finished here.
        finish: keeps in mind that an assignment was finished with this session.
    """

    kiosk: KioskId
    data: Path
    conduct: ConductSettings
    assignments: Callable[[], tuple[Assignment, ...]]
    finished: Callable[[], frozenset[AssignmentId]]
    finish: Callable[[AssignmentId, SessionId], None]


@dataclass(frozen=True, slots=True)
class PinChecked:
    """The check of a PIN ended.

    Attributes:
        operator: whose PIN it is; None for nobody's.
        problem: why it could not be checked.
    """

    operator: str | None
    problem: BoothError | None = None


class Kiosk:
    """Holds at most one visit, and everything around it."""

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
        self._settings = settings
        self._crew = crew
        self._desk = desk
        self._store = store
        self._clock = clock
        self._disk = disk
        self._situation = Situation()
        self._conduct: Conduct | None = None
        self._closing = False
        self._shown_ns = 0
        self._disk_ns = 0
        self._dirty = True

    def run(self) -> None:
        """Run until the operator closes the kiosk or the screens are given up."""
        self._reload()
        self._crew.start()
        for name in self._crew.workers:
            self._started(name)
        try:
            self._resume()
            while not self._closing:
                self._turn()
        finally:
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
        if self._conduct is not None:
            self._conduct.tick()
            if self._conduct.over:
                self._finish()
        for name in self._crew.tick():
            self._started(name)
        self._look_at_disk()
        self._show()

    # ------------------------------------------------------------------ workers

    def _take(self, name: str, message: object) -> None:
        match message:
            case WorkerEnded():
                self._ended(name)
            case MessageRefusedError():
                self._problem(message)
            case _:
                self._report(name, message)

    def _report(self, name: str, message: object) -> None:
        handlers: dict[str, Callable[[object], None]] = {
            "recorder": self._recorder,
            "watcher": self._watcher,
            "analyst": self._analyst,
            "courier": self._courier,
            "screens": self._screens,
            "desk": self._pin_checked,
        }
        handlers[name](message)
        if not isinstance(message, recorder.RecorderPulse | watcher.Observed):
            self._dirty = True

    def _ended(self, name: str) -> None:
        worker = self._crew.workers[name]
        worker.ended()
        if worker.state == "given_up":
            self._problem(Problem("PROCESS-GIVEN-UP", f"The {name} process ends again and again"))
            if name == "screens":
                self._closing = True
        if self._conduct is not None:
            self._conduct.worker_ended(name)
        self._dirty = True

    def _started(self, name: str) -> None:
        if name == "recorder":
            self._crew.send("recorder", recorder.StartPreview())
        if self._conduct is not None:
            self._conduct.worker_started(name)
        self._dirty = True

    def _problem(self, problem: Problem | BoothError) -> None:
        if isinstance(problem, BoothError):
            problem = Problem(problem.code, problem.what)
        if problem not in self._situation.problems:
            self._situation.problems = (*self._situation.problems, problem)[-5:]

    def _recorder(self, report: object) -> None:
        devices = self._situation.devices
        match report:
            case recorder.RecorderPulse():
                devices.pulse = report
                devices.loudest_db = max(devices.loudest_db, report.peak_db)
                return
            case recorder.DeviceState():
                devices.states[report.device] = report.state
                self._disk_state(report)
            case recorder.RecorderFailed():
                self._problem(Problem(report.code, report.detail))
            case recorder.QualityStepped():
                self._problem(Problem("QUALITY-STEPPED", f"{report.reason}: {report.profile}"))
            case recorder.DiskLow():
                self._problem(Problem("DISK-LOW", "No room for another answer"))
            case _:
                pass
        if self._conduct is not None:
            self._conduct.recorder(report)

    def _disk_state(self, report: recorder.DeviceState) -> None:
        """A disk that is lost is told as a problem for as long as it is."""
        code = DISK_PROBLEMS.get(report.device)
        if code is None:
            return
        told = [problem for problem in self._situation.problems if problem.code != code]
        self._situation.problems = tuple(told)
        if report.state != "ok":
            self._problem(Problem(code, report.detail))

    def _watcher(self, report: object) -> None:
        conduct = self._conduct
        if isinstance(report, watcher.Observed):
            self._observed(report)
        elif conduct is not None:
            conduct.identification.heard(report)

    def _observed(self, report: watcher.Observed) -> None:
        seen, devices, conduct = report.observation, self._situation.devices, self._conduct
        if conduct is None:
            return
        if seen.camera == "candidate":
            devices.newest = seen
            now = conduct.session_clock.at(seen.at_ns)
            if len(seen.faces) != 1:
                devices.alone_since_s = None
            elif devices.alone_since_s is None:
                devices.alone_since_s = now
        conduct.observed(seen)

    def _analyst(self, report: object) -> None:
        if self._conduct is not None:
            self._conduct.answers.heard(report)

    def _courier(self, report: object) -> None:
        devices, situation = self._situation.devices, self._situation
        match report:
            case courier.SyncStatus():
                devices.online, devices.outbox = report.online, report.outbox
                arrived = {one.digest for one in report.outbox if one.state == "receipted"}
                situation.at_hq = situation.at_hq or situation.receipt_digest in arrived
            case courier.AssignmentsCame():
                self._reload()
            case courier.SessionSealed():
                situation.receipt_digest = report.digest
                situation.sealed_session = report.session
                if report.left_out:
                    self._problem(Problem("SAFETY-LEFT-OUT", ", ".join(report.left_out)))
                conduct = self._conduct
                if conduct is not None and conduct.visit.ledger.session == report.session:
                    conduct.sealed(conduct.session_clock.seconds())
            case courier.ReceiptCame() if report.digest == situation.receipt_digest:
                situation.receipt_code, situation.at_hq = report.receipt, True
            case courier.CourierFailed():
                self._problem(Problem(report.code, report.detail))
            case _:
                pass

    # ------------------------------------------------------------------ people

    def _screens(self, report: object) -> None:
        match report:
            case screen.ScreensReady():
                pass
            case screen.EnterPin():
                self._check_pin(report.pin)
            case screen.AskHelp():
                self._situation.help_asked = True
            case (
                screen.ChooseLanguage()
                | screen.Continue()
                | screen.TryAgain()
                | screen.GiveConsent()
                | screen.Decline()
                | screen.SendReply()
            ):
                if self._conduct is not None:
                    candidate_did(self._conduct, report)
            case _ if self._desk.operator:
                self._operator(report)
            case _:
                pass

    def _check_pin(self, pin: str) -> None:
        """Check it beside the loop: the hash is slow on purpose."""
        if not self._desk.may_check(self._clock.monotonic_ns()):
            return
        inbox, check = self._crew.inbox, self._desk.check_pin

        def work() -> None:
            try:
                inbox.put(("desk", PinChecked(check(pin))))
            except BoothError as error:
                inbox.put(("desk", PinChecked(None, error)))

        threading.Thread(target=work, name="pin-check", daemon=True).start()

    def _pin_checked(self, report: object) -> None:
        if isinstance(report, PinChecked):
            self._desk.pin_checked(report.operator, self._clock.monotonic_ns())
            if report.problem is not None:
                self._problem(report.problem)

    def _operator(self, report: object) -> None:
        match report:
            case screen.LockOperator():
                self._desk.lock()
            case screen.AnswerHelp():
                self._situation.help_asked = False
            case screen.StartAssignment():
                self._start(report.assignment)
            case screen.CloseKiosk():
                self._closing = self._conduct is None
            case _:
                if self._conduct is not None:
                    operator_did(self._conduct, report, self._desk.operator)

    # ------------------------------------------------------------------ visits

    def _reload(self) -> None:
        try:
            self._desk.assignments = self._settings.assignments()
        except BoothError as error:
            self._problem(error)
        self._situation.done = set(self._settings.finished())

    def _start(self, assignment: AssignmentId) -> None:
        found = self._desk.find(assignment)
        if found is None or self._conduct is not None or assignment in self._situation.done:
            return
        self._reset()
        if not self._has_room(found):
            return
        visit, session_clock = open_new(self._store, self._clock, self._settings.kiosk, found)
        self._conduct = Conduct(
            visit, session_clock, self._crew, self._clock, self._situation, self._settings.conduct
        )
        self._conduct.begin()

    def _reset(self) -> None:
        old = self._situation
        devices = DeviceSituation(
            states=old.devices.states,
            pulse=old.devices.pulse,
            disk_free_bytes=old.devices.disk_free_bytes,
            online=old.devices.online,
            outbox=old.devices.outbox,
        )
        self._situation = Situation(devices=devices, done=old.done)

    def _has_room(self, assignment: Assignment) -> bool:
        """Whether an interview may be begun; says why not."""
        self._reserve(assignment)
        devices = self._situation.devices
        if self._look_at_disk(now=True) and devices.disk_free_bytes < devices.disk_needed_bytes:
            free, needed = devices.disk_free_bytes / 1e9, devices.disk_needed_bytes / 1e9
            self._problem(
                Problem("DISK-RESERVE", f"{free:.1f} GB are free, {needed:.1f} GB are needed")
            )
            return False
        return True

    def _reserve(self, assignment: Assignment) -> None:
        self._situation.devices.disk_needed_bytes = reserve_bytes(
            assignment, self._settings.conduct.each_second
        )

    def _resume(self) -> None:
        for folder in self._store.open_sessions():
            try:
                visit, session_clock = reopen(
                    self._store, self._clock, folder, self._settings.kiosk
                )
            except SessionMovedError as error:
                self._settings.finish(error.assignment, folder.session)
                self._situation.done.add(error.assignment)
                self._problem(error)
                continue
            except BoothError as error:
                self._problem(error)
                continue
            if visit.ledger.assignment.id in self._situation.done:
                visit.close()
                continue
            self._conduct = Conduct(
                visit,
                session_clock,
                self._crew,
                self._clock,
                self._situation,
                self._settings.conduct,
            )
            self._reserve(visit.ledger.assignment)
            self._conduct.resume()
            return

    def _finish(self) -> None:
        conduct = self._conduct
        if conduct is None:
            return
        ledger = conduct.visit.ledger
        self._situation.done.add(ledger.assignment.id)
        self._settings.finish(ledger.assignment.id, ledger.session)
        conduct.end()
        self._conduct = None
        self._reset()

    # ------------------------------------------------------------------ screens

    def _look_at_disk(self, *, now: bool = False) -> bool:
        """Ask for the free space, now and then or at once; False when the disk does not answer."""
        at = self._clock.monotonic_ns()
        if not now and at - self._disk_ns < DISK_EVERY_NS:
            return True
        self._disk_ns = at
        devices = self._situation.devices
        try:
            devices.disk_free_bytes = self._disk.space(self._settings.data).free_bytes
        except BoothError as error:
            devices.disk_free_bytes = 0
            self._problem(error)
            return False
        if self._conduct is not None:
            self._conduct.tape.space(devices.disk_free_bytes)
        return True

    def _show(self) -> None:
        now = self._clock.monotonic_ns()
        if not self._dirty and now - self._shown_ns < SHOW_EVERY_NS:
            return
        self._dirty, self._shown_ns = False, now
        conduct = self._conduct
        if conduct is None:
            view: screen.CandidateScreen = screen.WelcomeScreen(self._desk.branch)
            shown = screen.ShowCandidate(view, "zh", recording=False, help_asked=False)
        else:
            view = candidate_screen(conduct, self._settings.conduct.consent)
            shown = screen.ShowCandidate(
                view, conduct.visit.ledger.language, conduct.recording, self._situation.help_asked
            )
        self._crew.send("screens", shown)
        operator = self._desk.view(conduct, self._situation, self._crew, MonotonicNs(now))
        self._crew.send("screens", operator)
