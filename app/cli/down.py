"""`booth down list|import|install`: what headquarters publishes, at the kiosk."""

import argparse
import sys
from pathlib import Path

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.cli.down_install import run_install
from app.cli.down_readers import READERS
from app.cli.down_told import held_told
from app.cli.kiosk_lock import kiosk_lock
from app.domain.down import StatedDown
from app.domain.errors import BoothError
from app.sync.down import Down
from app.sync.down_software import stated
from app.sync.down_source import FromFolder
from app.sync.identity import load_kiosk


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    put = verbs.add_parser("install", help="install the program that was fetched, or go back")
    put.add_argument("--back", action="store_true", help="use the version before from now on")
    put.add_argument("--beside-kiosk", action="store_true", help=argparse.SUPPRESS)
    show = verbs.add_parser("list", help="what is in force here, until when, and what was refused")
    take = verbs.add_parser("import", help="take what `booth hq published --export` wrote")
    take.add_argument("folder", type=Path, help="the stick's folder")
    for verb in (show, take, put):
        verb.add_argument("--data", type=Path, help="the kiosk's folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    data: Path = args.data or context.data
    if args.verb == "install":
        return run_install(args, context, data)
    down = Down(data, load_kiosk(data), context.clock, READERS)
    changed = False
    if args.verb == "import":
        with kiosk_lock(data):
            changed = down.refresh(FromFolder(args.folder))
            down.fetch_software()
    now = context.clock.now()
    held = stated(down.held, now)
    wrong = [one for _, one in down.held.troubles(now)]
    for one in wrong:
        text = one if isinstance(one, BoothError) else f"{one.code}: {one.what}."
        print(text, file=sys.stderr)
    told: dict[str, object] = {
        "changed": changed,
        "held": [held_told(one) for one in held],
        "problems": [{"code": one.code, "text": one.what} for one in wrong],
    }
    lines = [_line(one) for one in held] or ["Headquarters has published nothing to this kiosk."]
    refused = args.verb == "import" and bool(down.held.state().refused)
    return Outcome(told, "\n".join(lines), EXIT_REFUSED if refused else EXIT_DONE)


def _line(one: StatedDown) -> str:
    until = f"until {one.expires:%Y-%m-%d}" if one.expires is not None else "shipped"
    runs = f"in use: {one.running}" if one.running else ""
    return "  ".join(
        word for word in (one.kind, str(one.version), until, one.label, runs, one.code) if word
    )


COMMAND = Command(_add_arguments, _run)
