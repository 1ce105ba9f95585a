"""The serial of what goes down to branches: it grows with every change."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.hq.store import Store
from app.hq.store_tables import FactRow

SERIAL = "serial"


def bump_serial(unit: Session) -> None:
    """Note that what goes down has changed."""
    row = unit.get(FactRow, SERIAL)
    if row is None:
        unit.add(FactRow(name=SERIAL, value="1"))
    else:
        row.value = str(int(row.value) + 1)
    unit.flush()


def note_change(home: Path) -> None:
    """The same, in a unit of work of its own.

    Raises:
        HomeMissingError: there is no HQ at `home`.
    """
    store = Store(home)
    try:
        with store.unit() as unit:
            bump_serial(unit)
    finally:
        store.close()
