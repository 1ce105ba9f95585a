"""Two booths at a real HQ, and a session under way at one of them that goes on at the other."""

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import SessionId
from app.domain.messages.courier import SealSession
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY
from app.flow import events as ev
from app.hq.inbox import Accepted, Quarantined
from app.hq.setup import Headquarters, NewHome
from app.session import entries as en
from app.session.visit import Visit, reopen
from app.sync.assignments import read_assignments
from app.sync.sealing import Sealer
from devices.fake.clock import FakeClock
from tests.moving_rig import (
    Booth,
    booth_at,
    record_part,
    under_way,
)
from tests.sync_rig import (
    CLOCK,
    Branch,
    branch_at,
    enrolled,
    fresh_code,
    new_home,
    open_home,
    serving,
)


@dataclass
class House:
    """Two booths at a real HQ."""

    hq: Headquarters
    made: NewHome
    a: Branch
    b: Branch
    stick: Path

    def booth(self, branch: Branch) -> Booth:
        clock = FakeClock()
        clock.set_wall((CLOCK.now() - clock.now()).total_seconds())
        return booth_at(branch.data, clock)

    def moved(self) -> tuple[Booth, Booth, SessionId]:
        """A session under way at A was exported; not yet imported."""
        for branch in (self.a, self.b):
            branch.rounds.turn()
        a, b = self.booth(self.a), self.booth(self.b)
        (assignment,) = read_assignments(a.data)
        session, _ = under_way(a, assignment)
        a.clock.reboot(100)
        b.clock.reboot(130)
        a.export(session, b.kiosk, self.stick)
        return a, b, session

    def file(self, session: SessionId) -> Path:
        return self.stick / f"{session}.booth-move"


@contextlib.contextmanager
def moving_house(folder: Path) -> Iterator[House]:
    made = new_home(folder / "hq")
    hq = open_home(made.home)
    (folder / "stick").mkdir()
    with serving(hq):
        branches = [
            branch_at(folder / name, enrolled(folder / name, made, fresh_code(hq)))
            for name in ("a", "b")
        ]
        yield House(hq, made, *branches, folder / "stick")
        for branch in branches:
            branch.close()
    hq.close()


def finished(booth: Booth, session: SessionId) -> SealSession:
    """The kiosk goes on to the end; the command that its courier is given."""
    folder = booth.folder(session)
    visit, session_clock = reopen(booth.store, booth.clock, folder, booth.kiosk)
    record_part(visit, booth, folder.next_part(), closed=True)
    now = session_clock.seconds()
    visit.step(ev.Resumed(now, 130, "moved", unsure=True))
    for event in (ev.StepPassed(now), ev.StepPassed(now), ev.Continued(now)):
        visit.step(event)
    visit.note(en.SessionEnded(withdrawn=False))
    return documents(visit, booth)


def documents(visit: Visit, booth: Booth) -> SealSession:
    record, journal = visit.documents(booth.clock.now())
    visit.close()
    held = (
        (RECORD_ENTRY, base64.b64encode(record).decode()),
        (JOURNAL_ENTRY, base64.b64encode(journal).decode()),
    )
    return SealSession(visit.ledger.session, str(visit.folder.path), held)


def sealed_at(house: House, branch: Branch, command: SealSession) -> Accepted | Quarantined:
    bundle = Sealer(branch.identity, branch.keys, branch.outbox, CLOCK).seal(command)
    file = house.hq.objects.bring_in(branch.outbox.file(bundle.digest))
    return house.hq.inbox.take(file)
