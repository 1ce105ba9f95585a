"""`booth session list|ledger|export|import`: what is here, and moving it."""

import argparse
import contextlib
from dataclasses import asdict
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.cli.kiosk_lock import kiosk_lock
from app.domain.ids import KioskId, SessionId
from app.settings.kiosk import load_kiosk_file
from app.sync.branch_statement import branch_statement, last_statement
from app.sync.identity import load_kiosk
from app.sync.keystore import open_keys
from app.sync.move_in import MovingIn
from app.sync.move_out import MoveWish, MovingOut
from app.sync.outbox import Outbox
from app.sync.sessions import HeldSession, held_sessions, session_store


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    show = verbs.add_parser("list", help="the sessions on this kiosk, without names")
    told = verbs.add_parser("ledger", help="what headquarters is told of this kiosk's sessions")
    out = verbs.add_parser("export", help="seal a running session to another kiosk")
    take = verbs.add_parser("import", help="take in a session that another kiosk exported")
    for verb in (show, told, out, take):
        verb.add_argument("--data", type=Path, help="the kiosk's folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    out.add_argument("session", help="the session's id, as `list` shows it")
    out.add_argument("--to", required=True, metavar="KIOSK", help="the other kiosk's id")
    out.add_argument("--out", type=Path, required=True, help="folder for the file: a stick's")
    out.add_argument("--reason", default="", help="why; it is written into the journal")
    out.add_argument(
        "--again",
        action="store_true",
        help="give it to another kiosk than before (needs --reason): the first never had it",
    )
    take.add_argument("file", type=Path, help="the *.booth-move file")


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    data: Path = args.data or context.data
    verbs = {"list": _list, "ledger": _ledger, "export": _export, "import": _import}
    return verbs[args.verb](args, context, data)


def _list(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    del args, context
    identity, keys = load_kiosk(data), open_keys(data)
    held = held_sessions(data, session_store(data, keys), identity.kiosk)
    told: dict[str, object] = {"kiosk": identity.kiosk, "sessions": [asdict(one) for one in held]}
    return Outcome(told, "\n".join(_line(one) for one in held) or "No session is on this kiosk.")


def _ledger(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    del args
    identity, keys = load_kiosk(data), open_keys(data)
    with contextlib.closing(Outbox(data / "outbox", reading=True)) as outbox:
        statement = branch_statement(data, identity, keys, outbox, context.clock.now())
    last = last_statement(data)
    told = last.issued.isoformat() if last is not None else None
    lines = [f"{one.session}  {one.state}, owner {one.owner}" for one in statement.sessions]
    lines.append(f"Headquarters was last told: {told or 'never'}")
    sessions = [asdict(one) for one in statement.sessions]
    return Outcome({"kiosk": identity.kiosk, "told": told, "sessions": sessions}, "\n".join(lines))


def _line(one: HeldSession) -> str:
    if one.state == "broken":
        return f"{one.session}  broken  {one.size} bytes"
    where = f" to {one.kiosk}" if one.state == "moved" else ""
    return (
        f"{one.session}  {one.state}{where}  assignment {one.assignment}, at {one.stage}, "
        f"question {one.question} of {one.questions}, {one.size} bytes"
    )


def _export(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    identity, keys = load_kiosk(data), open_keys(data)
    second = load_kiosk_file(data).recording.safety_folder
    wish = MoveWish(
        SessionId(args.session), KioskId(args.to), args.out, args.reason, again=args.again
    )
    with kiosk_lock(data):
        moving = MovingOut(data, identity, keys, context.clock)
        done = moving.export(wish, Path(second) if second else None)
    told: dict[str, object] = {
        "session": done.session,
        "to": done.to_kiosk,
        "file": str(done.file),
        "sha256": done.digest,
        "size": done.size,
        "repeated": done.repeated,
    }
    again = " once more" if done.repeated else ""
    text = (
        f"Session {done.session} was written{again} to {done.file} ({done.size} bytes).\n"
        f"It belongs to {done.to_kiosk} now: `booth session import` it there."
    )
    return Outcome(told, text)


def _import(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    identity, keys = load_kiosk(data), open_keys(data)
    with kiosk_lock(data):
        moving = MovingIn(data, identity, keys, context.clock, context.devices.disk)
        came = moving.take(args.file)
    told: dict[str, object] = {
        "session": came.session,
        "from": came.from_kiosk,
        "assignment": came.assignment,
        "stage": came.stage,
        "question": came.question,
        "size": came.size,
    }
    text = (
        f"Session {came.session} of assignment {came.assignment} came from {came.from_kiosk}.\n"
        "Start the kiosk: it goes on there."
    )
    return Outcome(told, text)


COMMAND = Command(_add_arguments, _run)
