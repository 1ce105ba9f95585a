"""`booth down install`: the program that was fetched becomes the one that is started next."""

import argparse
import contextlib
import sys
from pathlib import Path

from app.cli.command import Context, Outcome
from app.cli.kiosk_lock import kiosk_lock
from app.software.errors import SoftwareBusyError
from app.software.install import install, installing, own_check
from app.sync.down_held import HeldDown
from app.sync.down_software import slots_of, staged
from app.sync.identity import load_kiosk
from app.sync.keystore import open_keys
from app.sync.sessions import session_store


def run_install(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    """Install it, or go back to the version before.

    Raises:
        KioskRunningError, SoftwareBusyError: the kiosk runs, or an interview is open here.
        SoftwareNothingError: there is nothing to install or to go back to.
        BoothError: see `install`.
    """
    identity = load_kiosk(data)
    lock = contextlib.nullcontext() if args.beside_kiosk else kiosk_lock(data)
    with lock:
        if session_store(data, open_keys(data)).interrupted():
            raise SoftwareBusyError("An interview is open here")
        slots, now = slots_of(data), context.clock.now()
        if args.back:
            with installing(slots):
                slots.go_back(now, "back")
        else:
            found = staged(HeldDown(data, identity.branch))
            install(slots, found, own_check(slots, (sys.executable,)), now)
    state = slots.state()
    told: dict[str, object] = {
        "current": state.current,
        "previous": state.previous,
        "trial": state.trial,
    }
    name = f"Version {state.current}" if state.current else "The version that was shipped"
    return Outcome(told, f"{name} is used from the next start on.")
