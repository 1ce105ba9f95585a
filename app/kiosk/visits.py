"""At most one visit at a time: begun, taken up again, finished; and what is known beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.assignment import Assignment
from app.domain.errors import BoothError
from app.domain.identity import Problem
from app.domain.ids import AssignmentId, KioskId, SessionId
from app.domain.messages.analyst import UseRules
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.crew import Crew
from app.kiosk.desk import Desk
from app.kiosk.reserve import reserve_bytes
from app.kiosk.situation import DeviceSituation, Situation
from app.kiosk.surroundings import PcPolicy, Surroundings
from app.kiosk.updating import Updating
from app.ports.clock import Clock
from app.ports.devices import Disk
from app.processes.errors import DiskHangsError
from app.session.errors import SessionMovedError
from app.session.store import SessionStore
from app.session.visit import open_new, reopen

DISK_EVERY_NS = 5_000_000_000
DOWN_CODES = ("DOWN-", "SOFTWARE-")


@dataclass(frozen=True, slots=True)
class Renewed:
    """What headquarters changed for the interviews that begin from now on.

    Attributes:
        conduct: how they are conducted.
        pc: what the PC may be like.
        analyst: what the analyst is told.
        notes: what could not be put in its place.
    """

    conduct: ConductSettings
    pc: PcPolicy
    analyst: UseRules
    notes: tuple[BoothError, ...] = ()


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
        surroundings: looks at the PC.
        may_begin: raises when the bank lets no interview begin now.
        notes: what the operator is told from the start.
        renew: reads again what headquarters publishes; None where nothing changed.
        updating: installs new versions of the program; None where none are.
    """

    kiosk: KioskId
    data: Path
    conduct: ConductSettings
    assignments: Callable[[], tuple[Assignment, ...]]
    finished: Callable[[], frozenset[AssignmentId]]
    finish: Callable[[AssignmentId, SessionId], None]
    surroundings: Surroundings
    may_begin: Callable[[], None] = lambda: None
    notes: tuple[BoothError, ...] = ()
    updating: Updating | None = None
    renew: Callable[[], Renewed | None] = lambda: None


class Visits:
    """Holds the visit.

    Attributes:
        conduct: of the visit under way; None while nobody is here.
        situation: what is known at this moment.
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
        """Nobody is here.

        Args:
            settings: what this kiosk is.
            crew: the workers.
            desk: holds the assignments.
            store: of the sessions.
            clock: the machine's.
            disk: is asked for room.
        """
        self.settings = settings
        self.conduct: Conduct | None = None
        self.situation = Situation()
        self._crew = crew
        self._desk = desk
        self._store = store
        self._clock = clock
        self._disk = disk
        self._disk_ns = 0
        self._journal_hung = False
        self._surroundings = settings.surroundings
        self._pc_watch = settings.surroundings.new_watch()
        for note in settings.notes:
            self.problem(note)

    def problem(self, problem: Problem | BoothError) -> None:
        """Tell the operator, once; the last five are kept."""
        if isinstance(problem, BoothError):
            problem = Problem(problem.code, problem.what)
        if problem not in self.situation.problems:
            self.situation.problems = (*self.situation.problems, problem)[-5:]

    def no_longer(self, code: str) -> None:
        """A problem of that code has gone."""
        left = [problem for problem in self.situation.problems if problem.code != code]
        self.situation.problems = tuple(left)

    def look_at_journal(self) -> None:
        """Tell when it waits for its disk, which the recorder cannot before it records."""
        hangs = self.conduct is not None and self.conduct.visit.behind
        if hangs:
            self.problem(DiskHangsError("The journal waits for the disk"))
        elif self._journal_hung and self.situation.devices.states.get("disk") != "lost":
            self.no_longer(DiskHangsError.code)
        self._journal_hung = hangs

    def reload(self) -> None:
        """Read the assignments again: they came, or one was finished."""
        try:
            self._desk.assignments = self.settings.assignments()
        except BoothError as error:
            self.problem(error)
        self.situation.done = set(self.settings.finished())

    def assignment(self, assignment: AssignmentId) -> Assignment | None:
        """One of the assignments held."""
        return self._desk.find(assignment)

    def start(self, assignment: AssignmentId) -> None:
        """Begin an assignment's interview, if none runs and there is room for it."""
        found = self._desk.find(assignment)
        if found is None or self.conduct is not None or assignment in self.situation.done:
            return
        self._reset()
        self._renew()
        self._pc_watch = self._surroundings.new_watch()
        if not self._may_begin() or not self._has_room(found) or not self._real_cameras():
            return
        visit, session_clock = open_new(self._store, self._clock, self.settings.kiosk, found)
        self.conduct = Conduct(
            visit, session_clock, self._crew, self._clock, self.situation, self.settings.conduct
        )
        self.conduct.begin()

    def _renew(self) -> None:
        """Take what headquarters changed since the last interview."""
        try:
            new = self.settings.renew()
        except (BoothError, OSError) as error:
            if isinstance(error, BoothError):
                self.problem(error)
            return
        if new is not None:
            self.settings = replace(self.settings, conduct=new.conduct)
            self._surroundings.hold_to(new.pc)
            self._crew.send("analyst", new.analyst)
            for note in new.notes:
                self.problem(note)

    def _reset(self) -> None:
        old = self.situation
        devices = DeviceSituation(
            states=old.devices.states,
            sources=old.devices.sources,
            pulse=old.devices.pulse,
            disk_free_bytes=old.devices.disk_free_bytes,
            online=old.devices.online,
            outbox=old.devices.outbox,
            sends_from=old.devices.sends_from,
            may_send_now=old.devices.may_send_now,
            hears=old.devices.hears,
            written=old.devices.written,
        )
        self.situation = Situation(devices=devices, done=old.done)

    def _may_begin(self) -> bool:
        """Whether the bank lets an interview begin; says why not, and what to do."""
        try:
            self.settings.may_begin()
            if self.settings.updating is not None:
                self.settings.updating.may_begin()
        except BoothError as error:
            self.problem(error)
            return False
        return True

    def down_told(self, problems: tuple[tuple[str, str], ...]) -> None:
        """How it stands with what headquarters publishes; what was told before is forgotten."""
        left = [one for one in self.situation.problems if not one.code.startswith(DOWN_CODES)]
        self.situation.problems = tuple(left)
        for code, what in problems:
            self.problem(Problem(code, what))

    def _has_room(self, assignment: Assignment) -> bool:
        """Whether an interview may be begun; says why not."""
        self._reserve(assignment)
        devices = self.situation.devices
        if self.look_at_disk(now=True) and devices.disk_free_bytes < devices.disk_needed_bytes:
            free, needed = devices.disk_free_bytes / 1e9, devices.disk_needed_bytes / 1e9
            self.problem(
                Problem("DISK-RESERVE", f"{free:.1f} GB are free, {needed:.1f} GB are needed")
            )
            return False
        return True

    def _real_cameras(self) -> bool:
        """Whether what the cameras in use show is real; says why not."""
        try:
            self._surroundings.refuse_virtual(self.situation.devices.camera_sources)
        except BoothError as error:
            self.problem(error)
            return False
        return True

    def look_at_pc(self) -> None:
        """Look at the PC while somebody is here, now and then: nothing is awaited."""
        conduct = self.conduct
        if conduct is None:
            return
        look = self._surroundings.look(self._clock.monotonic_ns())
        if look is None:
            return
        self._pc_watch.begin(look)
        if conduct.watched:
            virtual = self._surroundings.virtual(self.situation.devices.camera_sources)
            now_s = conduct.session_clock.seconds()
            conduct.answers.noticed(self._pc_watch.step(look, virtual, now_s))

    def _reserve(self, assignment: Assignment) -> None:
        self.situation.devices.disk_needed_bytes = reserve_bytes(
            assignment, self.settings.conduct.each_second
        )

    def resume(self) -> None:
        """Go on with the session that a crash left open, or that was moved here."""
        for folder in self._store.open_sessions():
            try:
                visit, session_clock = reopen(self._store, self._clock, folder, self.settings.kiosk)
            except SessionMovedError as error:
                self.settings.finish(error.assignment, folder.session)
                self.situation.done.add(error.assignment)
                self.problem(error)
                continue
            except BoothError as error:
                self.problem(error)
                continue
            if visit.ledger.assignment.id in self.situation.done:
                visit.close()
                continue
            self.conduct = Conduct(
                visit,
                session_clock,
                self._crew,
                self._clock,
                self.situation,
                self.settings.conduct,
            )
            self._reserve(visit.ledger.assignment)
            self.conduct.resume()
            return

    def finish(self) -> None:
        """The visit is over: nobody is here any more."""
        conduct = self.conduct
        if conduct is None:
            return
        ledger = conduct.visit.ledger
        self.situation.done.add(ledger.assignment.id)
        self.settings.finish(ledger.assignment.id, ledger.session)
        conduct.end()
        self.conduct = None
        self._reset()

    def look_at_disk(self, *, now: bool = False) -> bool:
        """Ask for the free space, now and then or at once; False when the disk does not answer."""
        at = self._clock.monotonic_ns()
        if not now and at - self._disk_ns < DISK_EVERY_NS:
            return True
        self._disk_ns = at
        devices = self.situation.devices
        try:
            devices.disk_free_bytes = self._disk.space(self.settings.data).free_bytes
        except BoothError as error:
            devices.disk_free_bytes = 0
            self.problem(error)
            return False
        if self.conduct is not None:
            self.conduct.tape.space(devices.disk_free_bytes)
        return True
