"""`booth kiosk --enrol` and `--move-secret`: only they need what takes half a second to load."""

import argparse
from pathlib import Path

from app.bundle.sealed_format import key_id
from app.cli.command import Outcome
from app.cli.kiosk_lock import kiosk_lock
from app.sync.enrolment import Pin, enrol
from app.sync.identity import load_kiosk
from app.sync.keystore import open_keys
from app.sync.secret_store import StoreKind, move_secret, store_kind

WHERE: dict[StoreKind, str] = {"system": "the system's key store", "file": "a file (0600)"}


def run_enrol(args: argparse.Namespace, data: Path) -> Outcome:
    """Enrol the kiosk with HQ's one-time code.

    Raises:
        BoothError: HQ did not take it, or could not be reached.
    """
    identity = enrol(data, args.hq, args.enrol, Pin(args.hq_certificate), args.key_store)
    kind = store_kind(data)
    told: dict[str, object] = {
        "kiosk": identity.kiosk,
        "branch": identity.branch,
        "hq": identity.address,
        "key_store": kind,
        "seals_to": [key_id(key) for key in identity.recipients],
        "seals_by_word_of": key_id(identity.sealed_to_key) if identity.sealed_to_key else "",
    }
    text = f"This kiosk is {identity.kiosk} of {identity.branch} now. "
    return Outcome(told, f"{text}The secret of its keys lies in {WHERE[kind]}.")


def run_move(args: argparse.Namespace, data: Path) -> Outcome:
    """Have the secret of the kiosk's keys lie elsewhere.

    Raises:
        BoothError: a store does not answer, or the kiosk runs; it lies where it lay.
    """
    load_kiosk(data)
    with kiosk_lock(data):
        move_secret(data, args.move_secret)
        open_keys(data)
    kind = store_kind(data)
    return Outcome({"key_store": kind}, f"The secret of this kiosk's keys lies in {WHERE[kind]}.")
