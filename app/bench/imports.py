"""Bundles that HQ's inbox takes in a minute, and whether that depends on how many it has.

Small synthetic sessions, sealed by a real kiosk's courier; one process, one import at a time, as
in HQ's program. Only the inbox is timed, from the file in its folder to the signed receipt. With a
PostgreSQL server beside SQLite both take a bundle in turn, so that a busy machine is busy for both;
and at the end of each stretch an HQ that was just made takes bundles in turn with the full one.
"""

import contextlib
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from app.bench.errors import BenchStepError
from app.bench.import_filling import fill
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
from app.bench.postgres_server import postgres_server, programs
from app.domain.ids import KioskId
from app.domain.timing import seconds_between
from app.hq.archive import SealedArchive
from app.hq.inbox import Accepted, Quarantined
from app.hq.setup import Headquarters, split_address
from app.ports.clock import Clock

SESSIONS: Final = (10, 100, 1_000)
FULL: Final = (*SESSIONS, 10_000)
SIZE: Final = 64 * 1024
GROWTH_LIMIT: Final = 1.5
"""Seconds for a bundle in the full HQ over those in a new one. Our own choice: above what two runs
of the same differ by on a busy machine."""
IMPORTED: Final = 200
"""At most so many of a stretch are imported, the last of it; it is filled up before."""
COMPARED: Final = 20
"""Bundles that the full HQ and the new one take in turn."""
LISTED: Final = 5
"""Times that the list is made; the median counts."""
SQLITE: Final = "SQLite"
POSTGRESQL: Final = "PostgreSQL"


@dataclass(slots=True)
class _Side:
    """One HQ and its kiosk.

    Attributes:
        database: which kind.
        new_database: gives the URL of another empty one of its kind, empty for SQLite; None where
            there is none to be had.
        held: sessions it has, but for those it was compared with.
        each: seconds of the imports of this stretch.
    """

    database: str
    new_database: Callable[[], str] | None
    hq: Headquarters
    branch: LabBranch
    held: int = 0
    each: list[float] = field(default_factory=list[float])

    def take(self) -> None:
        """Seal one session and import it."""
        branch = self.branch
        bundle = branch.seal(SIZE)
        file = self.hq.objects.bring_in(branch.outbox.file(bundle.digest))
        branch.outbox.file(bundle.digest).unlink()
        began_ns = branch.clock.monotonic_ns()
        outcome = self.hq.inbox.take(file, KioskId(branch.identity.kiosk))
        self.each.append(seconds_between(began_ns, branch.clock.monotonic_ns()))
        self.held += 1
        if not isinstance(outcome, Accepted):
            why = outcome.reason.code if isinstance(outcome, Quarantined) else "it waits"
            raise BenchStepError(f"A bundle was not accepted: {why}")


def imports(
    clock: Clock,
    steps: tuple[int, ...],
    folder: Path,
    tell: Callable[[str], None],
    database: str = "",
    *,
    imported: int = IMPORTED,
) -> list[dict[str, object]]:
    """Import until HQ has so many sessions.

    Args:
        clock: the machine's.
        steps: numbers of sessions, rising; each stretch between two of them is a row.
        folder: on the disk that is to be written to.
        tell: is told how far it is, and what is left out.
        database: URL of an empty PostgreSQL database, which is full afterwards; empty for a server
            of the measurement's own, where Debian's is installed.
        imported: at most so many of each stretch are imported, and the rest filled up before.

    Raises:
        BenchStepError: a bundle was not accepted, or the own server does not start.
        BoothError: the database cannot be used.
    """
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="booth-import-", dir=folder))
        makers: dict[str, Callable[[], str]] = {SQLITE: str}
        if not database and (found := programs()) is not None:
            server = stack.enter_context(postgres_server(found, folder, clock))
            makers[POSTGRESQL] = server.new_database
        sides = [
            stack.enter_context(_side(Path(name) / kind, kind, maker(), clock, maker))
            for kind, maker in makers.items()
        ]
        if database:
            sides.append(
                stack.enter_context(_side(Path(name) / POSTGRESQL, POSTGRESQL, database, clock))
            )
        if len(sides) == 1:
            tell(f"{POSTGRESQL} is not installed here and left out: `make setup-tests` brings it")
        return [row for step in steps for row in _stretch(step, sides, imported, Path(name), tell)]


def _stretch(
    step: int, sides: list[_Side], imported: int, folder: Path, tell: Callable[[str], None]
) -> list[dict[str, object]]:
    lacking = step - sides[0].held
    for side in sides:
        filled = max(0, lacking - imported)
        if filled:
            fill(side.hq, filled, side.branch.chance)
        side.held += filled
        side.each.clear()
    while sides[0].held < step:
        for side in sides:
            side.take()
    rows: list[dict[str, object]] = []
    for side in sides:
        took = side.each[:]
        growth = _growth(side, folder / f"{side.database}-beside-{step}")
        rows.append(_row(step, side, took, growth))
        tell(f"{rows[-1]['name']}: {rows[-1]['ours']} a minute, {rows[-1]['ratio']} of a new one's")
        rows.append(_list_row(step, side))
        tell(f"{rows[-1]['name']}: {rows[-1]['ours']} ms")
    return rows


def _list_row(step: int, side: _Side) -> dict[str, object]:
    """The console's list as a program shows it that has nothing in memory yet."""
    hq, clock, took = side.hq, side.branch.clock, list[float]()
    for _ in range(LISTED):
        archive = SealedArchive(hq.store, hq.objects, hq.keys)
        began_ns = clock.monotonic_ns()
        archive.page(lambda _: True)
        took.append(seconds_between(began_ns, clock.monotonic_ns()))
    return {
        "name": f"list of {step} sessions ({side.database})",
        "ours": round(1_000 * float(np.median(took))),
        "peer": None,
        "ratio": None,
        "limit": None,
        "unit": "ms for the newest fifty, each opened",
        "holds": True,
    }


def _growth(side: _Side, folder: Path) -> float | None:
    """Seconds of a bundle over those in an HQ that was just made; imports a few more."""
    if side.new_database is None:
        return None
    side.each.clear()
    with _side(folder, side.database, side.new_database(), side.branch.clock) as young:
        young.take()  # the first brings what a program needs once
        for _ in range(COMPARED):
            young.take()
            side.take()
    side.held -= COMPARED  # more than were asked for
    return float(np.median(side.each)) / float(np.median(young.each[1:]))


@contextlib.contextmanager
def _side(
    folder: Path,
    name: str,
    database: str,
    clock: Clock,
    new_database: Callable[[], str] | None = None,
) -> Generator[_Side]:
    folder.mkdir()
    home = folder / "hq"
    made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock, database)
    with served(home, split_address(made.address)[1], clock) as hq:
        chance = np.random.default_rng(1)
        branch = LabBranch.enrolled(folder / "kiosk", made, clock, chance)
        with contextlib.closing(branch):
            yield _Side(name, new_database, hq, branch)


def _row(step: int, side: _Side, took: list[float], growth: float | None) -> dict[str, object]:
    return {
        "name": f"import up to {step} sessions ({side.database})",
        "ours": round(60 / float(np.mean(took))),
        "peer": None,
        "ratio": None if growth is None else round(growth, 2),
        "limit": None if growth is None else GROWTH_LIMIT,
        "unit": "bundles a minute; ratio: seconds a bundle over those in an HQ just made",
        "holds": growth is None or growth <= GROWTH_LIMIT,
    }
