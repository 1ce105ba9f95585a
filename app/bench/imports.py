"""Bundles that HQ's inbox takes in a minute, and whether that depends on how many it has.

Small synthetic sessions, sealed by a real kiosk's courier; one process, one import at a time, as
in HQ's program. Only the inbox is timed, from the file in its folder to the signed receipt. With a
PostgreSQL server beside SQLite both take a bundle in turn, so that a busy machine is busy for both.
"""

import contextlib
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from app.bench.errors import BenchStepError
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
from app.bench.postgres_server import postgres_server, programs
from app.domain.ids import KioskId
from app.domain.timing import seconds_between
from app.hq.inbox import Accepted, Quarantined
from app.hq.setup import Headquarters, split_address
from app.ports.clock import Clock

SESSIONS: Final = (10, 100, 1_000)
FULL: Final = (*SESSIONS, 10_000)
SIZE: Final = 64 * 1024
GROWTH_LIMIT: Final = 1.5
"""Seconds for a bundle at the end over those at the start. Our own choice: above what two runs of
the same differ by on a busy machine."""
SQLITE: Final = "SQLite"
POSTGRESQL: Final = "PostgreSQL"


@dataclass(slots=True)
class _Side:
    """One HQ and its kiosk.

    Attributes:
        each: seconds of every import.
    """

    database: str
    hq: Headquarters
    branch: LabBranch
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
        if not isinstance(outcome, Accepted):
            why = outcome.reason.code if isinstance(outcome, Quarantined) else "it waits"
            raise BenchStepError(f"A bundle was not accepted: {why}")


def imports(
    clock: Clock,
    steps: tuple[int, ...],
    folder: Path,
    tell: Callable[[str], None],
    database: str = "",
) -> list[dict[str, object]]:
    """Import until HQ has so many sessions.

    Args:
        clock: the machine's.
        steps: numbers of sessions, rising; each stretch between two of them is a row.
        folder: on the disk that is to be written to.
        tell: is told how far it is, and what is left out.
        database: URL of an empty PostgreSQL database, which is full afterwards; empty for a server
            of the measurement's own, where Debian's is installed.

    Raises:
        BenchStepError: a bundle was not accepted, or the own server does not start.
        BoothError: the database cannot be used.
    """
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="booth-import-", dir=folder))
        sides = [stack.enter_context(_side(Path(name) / "sqlite", SQLITE, "", clock))]
        if not database and (found := programs()) is not None:
            server = stack.enter_context(postgres_server(found, folder, clock))
            database = server.new_database()
        if database:
            other = _side(Path(name) / "postgresql", POSTGRESQL, database, clock)
            sides.append(stack.enter_context(other))
        else:
            tell(f"{POSTGRESQL} is not installed here and left out: `make setup-tests` brings it")
        rows: list[dict[str, object]] = []
        for before, step in zip((0, *steps), steps, strict=False):
            for _ in range(step - before):
                for side in sides:
                    side.take()
            rows += [_row(step, side, side.each[before:]) for side in sides]
            for row in rows[-len(sides) :]:
                tell(f"{row['name']}: {row['ours']} a minute")
        return rows


@contextlib.contextmanager
def _side(folder: Path, name: str, database: str, clock: Clock) -> Generator[_Side]:
    folder.mkdir()
    home = folder / "hq"
    made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock, database)
    with served(home, split_address(made.address)[1], clock) as hq:
        chance = np.random.default_rng(1)
        branch = LabBranch.enrolled(folder / "kiosk", made, clock, chance)
        with contextlib.closing(branch):
            yield _Side(name, hq, branch)


def _row(step: int, side: _Side, took: list[float]) -> dict[str, object]:
    first = float(np.median(side.each[: SESSIONS[0]]))
    growth = float(np.median(took)) / first
    return {
        "name": f"import up to {step} sessions ({side.database})",
        "ours": round(60 / float(np.mean(took))),
        "peer": None,
        "ratio": round(growth, 2),
        "limit": GROWTH_LIMIT,
        "unit": "bundles a minute; ratio: seconds a bundle over those of the first ten",
        "holds": growth <= GROWTH_LIMIT,
    }
