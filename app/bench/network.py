"""The network laboratory: what a bad line costs a bundle on its way to HQ.

Real parts on loopback: HQ's server with mutual TLS, the branch's rounds, sealed bundles. Only the
line between them is made up.
"""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
from app.bench.network_proxy import LIES, Line, Plan, line
from app.domain.timing import seconds_between
from app.hq.archive_objects import file_digest
from app.hq.ledger import draw_ledger
from app.hq.setup import Headquarters, split_address
from app.hq.store import Store
from app.hq.tls import CERTIFICATE, TLS_KEY
from app.ports.clock import Clock
from app.sync.outbox import Bundle

SEED = 20261126
MIB = 1024 * 1024
RESENT_LIMIT = MIB
"""Most bytes sent again for one fault. Source: issue."""
TURNS = 5
"""Turns within which a bundle has to be through after one fault."""
WAIT_S = 15.0
SIZE = 3 * MIB
FAULTS: tuple[tuple[str, Plan], ...] = (
    ("cut", Plan("cut")),
    ("reset", Plan("reset")),
    ("stall", Plan("stall")),
    ("answer truncated", Plan("truncate")),
    ("bytes inserted", Plan("garble")),
    ("slow line", Plan("slow")),
    ("connection refused", Plan("deaf")),
    ("TLS cut after hello", Plan("hello")),
    ("TLS cut in HQ's answer", Plan("flight")),
    ("TLS cut before its end", Plan("finish")),
    *((f"lie: {name}", Plan("lie", 0, answer)) for name, answer in LIES.items()),
)


@dataclass(slots=True)
class NetworkRow:
    """One fault, all its trials.

    Attributes:
        resent: bytes of bundles given to the line more than the bundle has.
        arrived: trials with a verified receipt, the same digest at HQ, nothing left at the branch.
        booked: trials after which the ledger said exactly that.
        struck: trials in which the fault really happened.
    """

    fault: str
    resent: list[int] = field(default_factory=list[int])
    seconds: list[float] = field(default_factory=list[float])
    arrived: int = 0
    booked: int = 0
    struck: int = 0

    @property
    def holds(self) -> bool:
        """Whether every trial kept within what is promised."""
        trials = len(self.resent)
        return (
            trials == self.arrived == self.booked == self.struck
            and max(self.resent, default=0) <= RESENT_LIMIT
        )

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        most = max(self.resent, default=0)
        return {
            "name": f"network {self.fault}",
            "ours": most,
            "peer": None,
            "ratio": round(most / RESENT_LIMIT, 3),
            "limit": RESENT_LIMIT,
            "unit": "bytes sent again at most",
            "trials": len(self.resent),
            "struck": self.struck,
            "arrived": self.arrived,
            "ledger_exact": self.booked,
            "resent_median": int(np.median(self.resent)) if self.resent else 0,
            "longest_s": round(max(self.seconds, default=0.0), 2),
            "holds": self.holds,
        }


def network(clock: Clock, runs: int, tell: Callable[[str], None]) -> list[NetworkRow]:
    """Try every fault in turn until there were `runs` trials.

    Args:
        clock: the machine's.
        runs: how many trials in all.
        tell: told a line for each trial.
    """
    chance = np.random.default_rng(SEED)
    rows = {name: NetworkRow(name) for name, _ in FAULTS}
    with tempfile.TemporaryDirectory(prefix="booth-network-") as folder:
        home, hq_port = Path(folder) / "hq", free_port()
        made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
        port = split_address(made.address)[1]
        tls = (home / CERTIFICATE, home / TLS_KEY)
        with served(home, hq_port, clock) as hq, line(port, hq_port, tls, clock) as between:
            branch = LabBranch.enrolled(Path(folder) / "kiosk", made, clock, chance)
            with contextlib.closing(branch):
                for number in range(runs):
                    name, plan = FAULTS[number % len(FAULTS)]
                    after = int(chance.integers(0, SIZE))
                    plan = Plan(plan.fault, after, plan.lie)
                    row = rows[name]
                    _trial(row, hq, branch, between, plan)
                    tell(f"{number + 1} {name}: {row.resent[-1]} again, {row.seconds[-1]:.1f} s")
    return [row for row in rows.values() if row.resent]


def _trial(row: NetworkRow, hq: Headquarters, branch: LabBranch, between: Line, plan: Plan) -> None:
    bundle = branch.seal(SIZE)
    sent, struck = branch.rounds.pace.taken, between.struck
    began_ns = branch.clock.monotonic_ns()
    between.arm(plan)
    take_turns(branch, bundle)
    between.arm(Plan())
    row.seconds.append(seconds_between(began_ns, branch.clock.monotonic_ns()))
    row.struck += between.struck - struck + (plan.fault == "slow")
    book(row, hq, branch, bundle, sent)


def take_turns(branch: LabBranch, bundle: Bundle) -> None:
    """Turns until the bundle is through, at most `TURNS`."""
    for _ in range(TURNS):
        branch.rounds.turn()
        if state_of(branch, bundle) == "receipted":
            return
        # a client's wait for its next turn, shortened
        branch.clock.sleep(0.1)


def book(row: NetworkRow, hq: Headquarters, branch: LabBranch, bundle: Bundle, sent: int) -> None:
    """How a trial ended, and what it cost; `sent` are the bytes given to the line before it."""
    row.resent.append(branch.rounds.pace.taken - sent - bundle.size)
    gone = not branch.outbox.file(bundle.digest).exists() and not bundle.folder.exists()
    there = hq.objects.path(bundle.digest)
    whole = there.exists() and file_digest(there) == bundle.digest
    row.arrived += state_of(branch, bundle) == "receipted" and gone and whole
    row.booked += booked(hq.store, branch, bundle)


def state_of(branch: LabBranch, bundle: Bundle) -> str:
    """The bundle's state in the outbox."""
    found = branch.outbox.of_session(bundle.session)
    return found.state if found is not None else "lost"


def booked(store: Store, branch: LabBranch, bundle: Bundle) -> bool:
    """Whether the ledger names every session of the branch, and each where it is."""
    with store.reading() as reader:
        ledger = draw_ledger(reader, branch.clock.now())
    named = {one.session: one.place for one in ledger.lines}
    known = {one.session for one in branch.outbox.bundles()}
    return set(named) == known and named[bundle.session] == "at_hq"
