"""What a fault cost, run by run and in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SHIFT_MS = (-15.0, 40.0)
"""Sound may lie so much earlier or later than before. Source: issue (ATSC IS-191)."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault, once.

    Attributes:
        lost_s: seconds of recording missing; None when it cannot be told.
        plays: what remained decodes to its end.
        verifies: the sealed logs (and the journal, where one was written) read without a fault.
        alarm_s: from the fault to the first report of it; None when none was due or came.
        recovery_s: from the end of the fault until it is recorded again; None when it was not.
        shift_ms: by how much the sound came to lie later against the picture than before the fault.
        skipped: pictures missing between those that remained.
        greeted_s: from the fault until the candidate was shown what was saved; None when not.
        left: processes that should have ended by themselves, and pieces of shared memory.
        note: what else is worth knowing.
    """

    lost_s: float | None
    plays: bool
    verifies: bool
    alarm_s: float | None = None
    recovery_s: float | None = None
    shift_ms: float | None = None
    skipped: int = 0
    greeted_s: float | None = None
    left: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault, all its trials.

    Attributes:
        fault: its name.
        limit_s: most seconds of recording that it may cost; None for no limit.
        alarm_limit_s: most seconds to the alarm; None for no limit.
        recovery_limit_s: most seconds until it is recorded (or asked) again; None for no limit.
    """

    fault: str
    trials: tuple[Trial, ...]
    limit_s: float | None = None
    alarm_limit_s: float | None = None
    recovery_limit_s: float | None = None

    @property
    def lost_s(self) -> tuple[float, float] | None:
        """Median and most seconds lost."""
        return _spread([t.lost_s for t in self.trials])

    @property
    def holds(self) -> bool:
        """Whether every trial kept within what is promised."""
        return (
            bool(self.trials)
            and all(t.plays and t.verifies and not t.left for t in self.trials)
            and all(SHIFT_MS[0] <= (t.shift_ms or 0.0) <= SHIFT_MS[1] for t in self.trials)
            and _within([t.lost_s for t in self.trials], self.limit_s)
            and _within([t.alarm_s for t in self.trials], self.alarm_limit_s)
            and self._recovers
        )

    @property
    def _recovers(self) -> bool:
        """Whether every trial recovered in time; a single one that did not is one too many."""
        limit_s = self.recovery_limit_s
        return limit_s is None or all(
            t.recovery_s is not None and t.recovery_s <= limit_s for t in self.trials
        )

    def as_json(self) -> dict[str, object]:
        """For `--json`: `name, ours, peer, ratio, limit` as of every benchmark, and the rest."""
        worst = self.lost_s
        return {
            "name": f"recorder {self.fault}",
            "ours": None if worst is None else worst[1],
            "peer": None,
            "ratio": None
            if worst is None or not self.limit_s
            else round(worst[1] / self.limit_s, 3),
            "limit": self.limit_s,
            "unit": "s lost at most",
            "trials": len(self.trials),
            "lost_median_s": None if worst is None else worst[0],
            "skipped": sum(t.skipped for t in self.trials),
            "plays": sum(t.plays for t in self.trials),
            "verifies": sum(t.verifies for t in self.trials),
            "alarm_s": _spread([t.alarm_s for t in self.trials]),
            "recovery_s": _spread([t.recovery_s for t in self.trials]),
            "recovery_limit_s": self.recovery_limit_s,
            "greeted_s": _spread([t.greeted_s for t in self.trials]),
            "left_running": sum(t.left for t in self.trials),
            "shift_ms": _spread([t.shift_ms for t in self.trials]),
            "holds": self.holds,
            "notes": sorted({t.note for t in self.trials if t.note}),
        }

    def as_line(self) -> str:
        """A line of the table in the documentation."""
        trials = len(self.trials)
        cells = (
            self.fault,
            str(trials),
            _shown(self.lost_s),
            str(sum(t.skipped for t in self.trials)),
            f"{sum(t.plays for t in self.trials)}/{trials}",
            f"{sum(t.verifies for t in self.trials)}/{trials}",
            _shown(_spread([t.alarm_s for t in self.trials])),
            self._recovery(),
            _shown(_spread([t.shift_ms for t in self.trials])),
            "; ".join(sorted({t.note for t in self.trials if t.note}))[:160],
        )
        return "| " + " | ".join(cells) + " |"

    def _recovery(self) -> str:
        """What the candidate was shown comes before the question, where both were measured."""
        cells = [_spread([t.greeted_s for t in self.trials])]
        cells.append(_spread([t.recovery_s for t in self.trials]))
        return ", then ".join(_shown(cell) for cell in cells if cell is not None) or "-"


HEAD = (
    "| fault | trials | lost, median / max s | skipped | plays | verifies | alarm, s | recovery, s "
    "| A/V shift, ms | note |\n|---|---|---|---|---|---|---|---|---|---|"
)


def _spread(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None]
    return (round(median(known), 2), round(max(known), 2)) if known else None


def _within(values: Sequence[float | None], limit: float | None) -> bool:
    spread = _spread(values)
    return limit is None or (spread is not None and spread[1] <= limit)


def _shown(spread: tuple[float, float] | None) -> str:
    return "-" if spread is None else f"{spread[0]:.2f} / {spread[1]:.2f}"
