"""What this kiosk's monitor came to when it was measured, in words."""

from app.domain.timing import WallTime
from app.monitoring.measuring import Measured


def told(measured: Measured | None) -> dict[str, object]:
    """A run for `--json`; every figure None where there was no run."""
    if measured is None:
        return {"measured": None, "recall": None, "precision": None, "missed": None, "false": None}
    return {
        "measured": measured.at.isoformat(),
        "recall": measured.recall,
        "precision": measured.precision,
        "missed": [each.kind for each in measured.acted if not each.told],
        "false": list(measured.false),
    }


def line(measured: Measured | None, now: WallTime) -> str:
    """A run in a line."""
    if measured is None:
        return "monitor: never measured here; run `booth measure`"
    missed = ", ".join(each.kind for each in measured.acted if not each.told)
    right = sum(each.told for each in measured.acted)
    due = "; due again" if measured.due(now) else ""
    return (
        f"monitor: measured {measured.at:%Y-%m-%d}, told {right} of {len(measured.acted)}"
        f"{f' (missed: {missed})' if missed else ''}, {len(measured.false)} wrongly{due}"
    )
