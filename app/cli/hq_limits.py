"""`booth hq limits`: what kiosks may ask of headquarters' disk."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from app.cli.command import Context, Outcome
from app.hq.receiver_limits import GIB, receiver_limits, set_receiver_limits
from app.hq.store import Store


def add_limits_arguments(limits: argparse.ArgumentParser) -> None:
    """Say what `booth hq limits` takes."""
    limits.add_argument("--kiosk-gib", type=int, metavar="N", help="under way and in quarantine")
    limits.add_argument("--kiosk-uploads", type=int, metavar="N", help="under way")
    limits.add_argument("--free-gib", type=int, metavar="N", help="always left free on the disk")
    limits.add_argument("--home", type=Path, required=True, help="headquarters' folder")
    limits.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run_limits(args: argparse.Namespace, context: Context) -> Outcome:
    """Change what was asked for, and tell the limits as they are then.

    Raises:
        LimitsError: nothing could be received with them.
        HomeMissingError: there is no headquarters.
    """
    del context
    store = Store(args.home)
    try:
        with store.reading() as reader:
            before = limits = receiver_limits(reader)
        if args.kiosk_gib is not None:
            limits = replace(limits, kiosk_bytes=args.kiosk_gib * GIB)
        if args.kiosk_uploads is not None:
            limits = replace(limits, kiosk_uploads=args.kiosk_uploads)
        if args.free_gib is not None:
            limits = replace(limits, free_bytes=args.free_gib * GIB)
        if limits != before:
            with store.unit() as unit:
                set_receiver_limits(unit, limits)
    finally:
        store.close()
    text = (
        f"a kiosk: {limits.kiosk_bytes / GIB:g} GiB, {limits.kiosk_uploads} uploads; "
        f"{limits.free_bytes / GIB:g} GiB stay free"
    )
    return Outcome(asdict(limits), text)
