"""The operator's desk: the PIN, today's assignments, and everything the operator's window shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.domain.assignment import Assignment
from app.domain.ids import AssignmentId
from app.domain.messages import screen as sc
from app.domain.timing import MonotonicNs, seconds_between
from app.kiosk.conduct import Conduct
from app.kiosk.crew import Crew
from app.kiosk.situation import Situation

CheckPin = Callable[[str], str | None]
"""Gives the operator's name for a right PIN, None for a wrong one."""

PIN_PAUSE_S = 30.0
PIN_TRIES = 5
"""After five wrong PINs in a row the pad waits half a minute: 10,000 PINs take over 16 hours."""


@dataclass(slots=True)
class Desk:
    """What the operator sees and who it is.

    Attributes:
        branch, kiosk: names.
        check_pin: see `CheckPin`.
        operator: name of the operator who unlocked the window; empty while locked.
    """

    branch: str
    kiosk: str
    check_pin: CheckPin
    operator: str = ""
    pin_wrong: bool = False
    checking: bool = False
    assignments: tuple[Assignment, ...] = ()
    _wrong: int = 0
    _wait_until: int = 0

    def may_check(self, now: MonotonicNs, *, second: bool = False) -> bool:
        """A PIN was entered; whether it is to be checked.

        Args:
            now: the time.
            second: it is a second person's, who confirms something beside the operator.

        Returns:
            Not while the window is unlocked (locked, for a second person), while another is being
            checked, or while too many wrong ones make the pad wait.
        """
        if bool(self.operator) is not second or self.checking:
            return False
        if now < self._wait_until:
            self.pin_wrong = True
            return False
        self.checking = True
        return True

    def pin_checked(self, name: str | None, now: MonotonicNs, *, second: bool = False) -> None:
        """The check of a PIN ended: unlock with a right one; too many wrong make the pad wait.

        A second person's unlocks nothing, and counts as any other when it is wrong.
        """
        self.checking = False
        self.pin_wrong = name is None and not second
        if name is not None:
            self.operator, self._wrong = self.operator if second else name, 0
            return
        self._wrong += 1
        if self._wrong >= PIN_TRIES:
            self._wrong = 0
            self._wait_until = now + int(PIN_PAUSE_S * 1e9)

    def lock(self) -> None:
        """Lock the window."""
        self.operator = ""
        self.pin_wrong = False

    def find(self, assignment: AssignmentId) -> Assignment | None:
        """One of the assignments held."""
        return next((a for a in self.assignments if a.id == assignment), None)

    def _line(
        self, a: Assignment, running: Conduct | None, situation: Situation
    ) -> sc.AssignmentLine:
        state: Literal["due", "running", "done"] = "done" if a.id in situation.done else "due"
        if running is not None and running.visit.ledger.assignment.id == a.id:
            state = "running"
        time = a.scheduled.astimezone().strftime("%H:%M")
        return sc.AssignmentLine(a.id, time, a.candidate_name, a.position, state)

    def view(
        self, running: Conduct | None, situation: Situation, crew: Crew, now: MonotonicNs
    ) -> sc.ShowOperator:
        """Everything the window shows now."""
        devices, pulse = situation.devices, situation.devices.pulse
        interview = running.visit.interview if running is not None else None
        recorded_s, unsynced_s = 0.0, 0.0
        if running is not None:
            parts = running.visit.ledger.parts.values()
            recorded_s = sum(p.duration_s for p in parts if p.camera == "candidate")
        if pulse is not None and pulse.recording and pulse.synced_ns:
            unsynced_s = max(0.0, seconds_between(pulse.synced_ns, now))
        states = devices.states
        return sc.ShowOperator(
            locked=not self.operator,
            pin_wrong=self.pin_wrong,
            branch=self.branch,
            kiosk=self.kiosk,
            assignments=tuple(self._line(a, running, situation) for a in self.assignments),
            stage=running.stage.value if running is not None else "idle",
            question=interview.question + 1 if interview is not None else 0,
            questions=len(interview.plan.questions) if interview is not None else 0,
            candidate_name=(
                running.visit.ledger.assignment.candidate_name if running is not None else ""
            ),
            recording=running.recording if running is not None else False,
            recorded_s=recorded_s,
            unsynced_s=unsynced_s,
            camera=states["candidate"],
            room_camera=states["room"],
            microphone=states["microphone"],
            level_db=pulse.level_db if pulse is not None else -120.0,
            peak_db=pulse.peak_db if pulse is not None else -120.0,
            fps=pulse.fps if pulse is not None else 0.0,
            disk_free_gb=devices.disk_free_bytes / 1e9,
            online=devices.online,
            outbox=devices.outbox,
            alerts=tuple(running.visit.ledger.alerts) if running is not None else (),
            decision=situation.identity.decision if running is not None else None,
            help_asked=situation.help_asked,
            processes=tuple(
                sc.ProcessLine(name, worker.state, worker.restarts)
                for name, worker in crew.workers.items()
            ),
            problems=situation.problems,
            faults=tuple(running.visit.ledger.faults) if running is not None else (),
            started=running.visit.ledger.started if running is not None else None,
            unwatched=tuple(running.visit.ledger.unwatched) if running is not None else (),
            sends_from=devices.sends_from,
            may_send_now=devices.may_send_now,
            session_s=running.session_clock.seconds() if running is not None else 0.0,
        )
