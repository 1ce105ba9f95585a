"""`booth hq keys rotate`: HQ's keys that change."""

import argparse
from pathlib import Path

from app.bundle.sealed_format import key_id
from app.cli.command import Context, Outcome
from app.hq.recovery import has_backup
from app.hq.rotation import rotate_sealing
from app.hq.unlock import home_passphrase


def add_keys_arguments(keys: argparse.ArgumentParser) -> None:
    """The verb below `hq keys`."""
    rotate = keys.add_subparsers(dest="what", required=True).add_parser(
        "rotate", help="a new key that kiosks seal to; the earlier ones stay readable"
    )
    rotate.add_argument("--sealing", action="store_true", required=True, help="the sealing key")
    rotate.add_argument("--home", type=Path, required=True, help="headquarters' folder")
    rotate.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    rotate.add_argument(
        "--passphrase-file", type=Path, help="opens the private keys (default: the one init left)"
    )


def run_keys(args: argparse.Namespace, context: Context) -> Outcome:
    """Change the sealing key."""
    del context
    keys = rotate_sealing(args.home, home_passphrase(args.home, args.passphrase_file))
    newest, *earlier = (key_id(key.public_key().public_bytes_raw()) for key in keys.seal)
    backup = has_backup(args.home)
    data: dict[str, object] = {
        "seal_key_id": newest,
        "earlier": earlier,
        "backup_renewed": backup,
    }
    text = f"The sealing key is {newest} now. Start the server again: it tells the kiosks then."
    if backup:
        text += " Copy the renewed keys/recovery.json to where its copies are kept."
    return Outcome(data, text)
