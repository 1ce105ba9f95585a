"""`booth kiosk --enrol`: only this needs the way to HQ, which takes half a second to load."""

import argparse
from pathlib import Path

from app.cli.command import Outcome
from app.sync.enrolment import Pin, enrol


def run_enrol(args: argparse.Namespace, data: Path) -> Outcome:
    """Enrol the kiosk with HQ's one-time code.

    Raises:
        BoothError: HQ did not take it, or could not be reached.
    """
    identity = enrol(data, args.hq, args.enrol, Pin(args.hq_certificate))
    told = {"kiosk": identity.kiosk, "branch": identity.branch, "hq": identity.address}
    return Outcome(dict(told), f"This kiosk is {identity.kiosk} of {identity.branch} now.")
