"""What this kiosk's monitor came to when it was measured: kept, and told by `booth check`."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.timing import WallTime
from app.monitoring.measuring import Measured

FILE = "monitor-measured.json"
_FORM: TypeAdapter[tuple[Measured, ...]] = TypeAdapter(tuple[Measured, ...])


def kept(data: Path) -> tuple[Measured, ...]:
    """The runs of this kiosk, oldest first; none where the file is missing or damaged."""
    try:
        return _FORM.validate_json((data / FILE).read_bytes())
    except (OSError, ValidationError):
        return ()


def keep(data: Path, measured: Measured) -> None:
    """Add a run."""
    write_durably(data / FILE, _FORM.dump_json((*kept(data), measured), indent=1))


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
