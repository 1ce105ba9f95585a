"""The kiosk's own way to a new version of the program: what it is put together from."""

from pathlib import Path

from app.cli.command import Context
from app.kiosk.updating import Updating
from app.ports.clock import Clock
from app.software.errors import SoftwareRevokedError
from app.sync.down_held import HeldDown
from app.sync.down_software import is_new, is_revoked, running, slots_of
from app.sync.identity import load_kiosk


def updating_of(context: Context, data: Path, held: HeldDown) -> Updating:
    """Installs with a process of its own, `booth down install`, that may be ended anywhere."""
    command = (*context.program, "down", "install", "--beside-kiosk", "--data", str(data))
    return Updating(slots_of(data), running(), lambda: is_new(held), command, context.clock)


def is_left(data: Path, clock: Clock) -> bool:
    """Leave the version that runs if headquarters revoked it; whether another is to be started."""
    slots = slots_of(data)
    if slots.state().current != running() or not is_revoked(
        HeldDown(data, load_kiosk(data).branch)
    ):
        return False
    slots.go_back(clock.now(), "revoked", SoftwareRevokedError.code)
    return True
