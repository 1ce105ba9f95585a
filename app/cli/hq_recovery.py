"""`booth hq recovery make|restore`: HQ's keys out of k of n shares."""

import argparse
from pathlib import Path

from app.bundle.dsse import signer_id
from app.bundle.key_opening import sealed_to
from app.bundle.recovery_shares import read_share
from app.bundle.sealed_format import key_id
from app.cli.bundle import read_passphrase
from app.cli.command import Context, Outcome
from app.hq.recovery import make_recovery, restore_keys
from app.hq.trust_keys import OFFLINE, has_online
from app.hq.unlock import home_passphrase, open_private


def add_recovery_arguments(recovery: argparse.ArgumentParser) -> None:
    """The two verbs below `hq recovery`."""
    verbs = recovery.add_subparsers(dest="what", required=True)
    make = verbs.add_parser("make", help="make the shares; an earlier set opens no new backup")
    restore = verbs.add_parser("restore", help="write new key files out of enough shares")
    for verb in (make, restore):
        verb.add_argument("--home", type=Path, required=True, help="headquarters' folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    make.add_argument("--shares", type=int, required=True, metavar="N", help="how many to make")
    make.add_argument("--needed", type=int, required=True, metavar="K", help="how many open")
    make.add_argument("--out", type=Path, help="empty folder for the sheets (default: the screen)")
    make.add_argument(
        "--passphrase-file", type=Path, help="opens the private keys (default: the one init left)"
    )
    restore.add_argument("--share", type=Path, nargs="+", action="extend", required=True)
    restore.add_argument("--out", type=Path, required=True, help="empty folder for the key files")
    restore.add_argument(
        "--passphrase-file", type=Path, required=True, help="first line: the new passphrase"
    )


def run_recovery(args: argparse.Namespace, context: Context) -> Outcome:
    """Make shares, or bring the keys back."""
    return _make(args, context) if args.what == "make" else _restore(args)


def _make(args: argparse.Namespace, context: Context) -> Outcome:
    passphrase = home_passphrase(args.home, args.passphrase_file)
    private = open_private(args.home, passphrase, context.clock.now())
    numbers = (args.shares, args.needed)
    made = make_recovery(args.home, private, numbers, args.out, context.clock.now())
    data: dict[str, object] = {
        "recovery_key_id": key_id(bytes.fromhex(made.backup.public)),
        "shares": made.backup.shares,
        "needed": made.backup.needed,
        "files": [str(file) for file in made.files],
        "sheets": list(made.sheets),
    }
    head = (
        f"{args.needed} of {args.shares} shares open the backup keys/recovery.json. Give each "
        "sheet to its holder and keep none; an earlier set opens no backup made from now on."
    )
    if has_online(args.home):
        head += " The publishing keys are not in it until `booth hq trust backup`."
    shown = made.sheets or tuple(str(file) for file in made.files)
    return Outcome(data, "\n\n".join((head, *shown)))


def _restore(args: argparse.Namespace) -> Outcome:
    shares = [read_share(path) for path in args.share]
    passphrase = read_passphrase(args.passphrase_file)
    restored = restore_keys(args.home, shares, args.out, passphrase)
    data: dict[str, object] = {
        "out": str(args.out),
        "files": sorted(path.name for path in args.out.iterdir()),
        "seal_key_id": key_id(sealed_to(restored.seal[0])),
        "sign_key_id": signer_id(restored.sign_public),
        "sign_key_restored": restored.sign is not None,
    }
    text = (
        f"Headquarters' keys are in {args.out}: sealing {data['seal_key_id']}, signing "
        f"{data['sign_key_id']}. Copy them into its folder `keys` to serve with them."
    )
    if (args.out / OFFLINE).is_dir():
        text += f" The offline publishing keys are in {OFFLINE} there: take them away."
    if restored.sign is None:
        text += " The signing key is in its token alone: its maker's backup brings it back."
    return Outcome(data, text)
