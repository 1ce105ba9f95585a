"""Bundles that HQ's inbox takes in a minute, and whether that depends on how many it has.

Small synthetic sessions, sealed by a real kiosk's courier; one process, one import at a time, as
in HQ's program. Only the inbox is timed, from the file in its folder to the signed receipt.
"""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from app.bench.errors import BenchStepError
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
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


def imports(
    clock: Clock, steps: tuple[int, ...], folder: Path, tell: Callable[[str], None]
) -> list[dict[str, object]]:
    """Import until HQ has so many sessions.

    Args:
        clock: the machine's.
        steps: numbers of sessions, rising; each stretch between two of them is a row.
        folder: on the disk that is to be written to.
        tell: is told how far it is.

    Raises:
        BenchStepError: a bundle was not accepted.
    """
    with tempfile.TemporaryDirectory(prefix="booth-import-", dir=folder) as name:
        home = Path(name) / "hq"
        made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
        with served(home, split_address(made.address)[1], clock) as hq:
            chance = np.random.default_rng(1)
            branch = LabBranch.enrolled(Path(name) / "kiosk", made, clock, chance)
            with contextlib.closing(branch):
                each: list[float] = []
                rows: list[dict[str, object]] = []
                for step in steps:
                    took = [_import(hq, branch) for _ in range(step - len(each))]
                    each += took
                    rows.append(_row(step, each, took))
                    tell(f"{step} sessions: {rows[-1]['ours']} a minute")
                return rows


def _import(hq: Headquarters, branch: LabBranch) -> float:
    """Seconds."""
    bundle = branch.seal(SIZE)
    file = hq.objects.bring_in(branch.outbox.file(bundle.digest))
    branch.outbox.file(bundle.digest).unlink()
    began_ns = branch.clock.monotonic_ns()
    outcome = hq.inbox.take(file, KioskId(branch.identity.kiosk))
    took_s = seconds_between(began_ns, branch.clock.monotonic_ns())
    if not isinstance(outcome, Accepted):
        why = outcome.reason.code if isinstance(outcome, Quarantined) else "it waits"
        raise BenchStepError(f"A bundle was not accepted: {why}")
    return took_s


def _row(step: int, each: list[float], took: list[float]) -> dict[str, object]:
    first = float(np.median(each[: SESSIONS[0]]))
    growth = float(np.median(took)) / first
    return {
        "name": f"import up to {step} sessions (SQLite)",
        "ours": round(60 / float(np.mean(took))),
        "peer": None,
        "ratio": round(growth, 2),
        "limit": GROWTH_LIMIT,
        "unit": "bundles a minute; ratio: seconds a bundle over those of the first ten",
        "holds": growth <= GROWTH_LIMIT,
    }
