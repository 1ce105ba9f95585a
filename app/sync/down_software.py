"""How the program that headquarters published stands here: fetched, installed, running, refused."""

import os
from dataclasses import replace
from pathlib import Path

from app import VERSION
from app.domain.down import StatedDown
from app.domain.timing import WallTime
from app.software.errors import SoftwareNothingError
from app.software.handed import RUNNING
from app.software.install import Staged, is_wanted
from app.software.slots import Slots, SlotState
from app.sync.down_held import HeldDown, HeldOne
from app.sync.revocations import revoked

READY_CODE, NEXT_CODE = "SOFTWARE-READY", "SOFTWARE-NEXT-START"


def slots_of(data: Path) -> Slots:
    """The versions on this kiosk; one that was handed a command is not the shipped one."""
    return Slots(data, VERSION if not running() else "0")


def running() -> str:
    """The version that was chosen to run this; empty for the shipped one."""
    return os.environ.get(RUNNING, "")


def staged(held: HeldDown) -> Staged:
    """The program that was fetched, verified just now.

    Raises:
        SoftwareNothingError: there is none.
        DownSignatureError, DownAlteredError, DownAddressError: it is not what HQ published.
    """
    one, path = held.state().one("software"), held.path("software")
    if one is None or path is None:
        raise SoftwareNothingError("Headquarters has published no program to this kiosk")
    return Staged(path, one.published.label, one.sha256)


def is_new(held: HeldDown) -> bool:
    """Whether a program was fetched that is neither installed nor refused here; quick."""
    one = held.state().one("software")
    return one is not None and _is_new(held, one)


def _is_new(held: HeldDown, one: HeldOne) -> bool:
    found = Staged(held.file(one), one.published.label, one.sha256)
    return is_wanted(slots_of(held.folder.parent), found)


def is_revoked(held: HeldDown) -> bool:
    """Whether the version that runs was revoked."""
    return bool(running()) and running() in revoked(held).software


def told_of_software(held: HeldDown) -> list[tuple[str, str]]:
    """What the operator is told of it: codes and sentences."""
    found = list[tuple[str, str]]()
    state, one = slots_of(held.folder.parent).state(), held.state().one("software")
    if state.current != running():
        name = f"Version {state.current}" if state.current else "The version before"
        found.append((NEXT_CODE, f"{name} is used from the next start on"))
    if one is not None and _is_new(held, one):
        found.append((READY_CODE, f"Version {one.published.label} lies ready"))
    if code := trouble(state):
        last = state.past[-1]
        found.append((code, f"Version {last.version}: {last.what}"))
    return found


def trouble(state: SlotState) -> str:
    """The code of what went wrong with the newest version that was tried; empty for nothing."""
    return state.past[-1].code if state.past else ""


def stated(held: HeldDown, now: WallTime) -> tuple[StatedDown, ...]:
    """What HQ is told of every kind, and which version of the program runs here."""
    state = slots_of(held.folder.parent).state()
    kinds = held.stated(now)
    if not state.past:
        return kinds
    mine = next((one for one in kinds if one.kind == "software"), StatedDown("software", 0, None))
    mine = replace(mine, code=mine.code or trouble(state), running=state.current or VERSION)
    return (*(one for one in kinds if one.kind != "software"), mine)
