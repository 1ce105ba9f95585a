"""What this kiosk's monitor came to when it was measured: kept, and told to HQ."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.statement import StatedMonitor
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


def stated(data: Path) -> StatedMonitor | None:
    """The newest run, as HQ is told of it; None when there was none."""
    newest = next(reversed(kept(data)), None)
    if newest is None:
        return None
    return StatedMonitor(newest.at, newest.recall, newest.precision)
