"""`booth outbox list|export|receipts`: sealed bundles that go to headquarters by hand."""

import argparse
import sys
from pathlib import Path

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.cli.kiosk_lock import kiosk_lock
from app.domain.ids import SessionId
from app.sync.by_hand import carry_out, take_receipts
from app.sync.identity import load_kiosk
from app.sync.outbox import Bundle, Outbox


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    show = verbs.add_parser("list", help="the bundles on this kiosk and how far each came")
    out = verbs.add_parser("export", help="write bundles to a stick and read them back")
    take = verbs.add_parser("receipts", help="take headquarters' receipts from a stick")
    for verb in (show, out, take):
        verb.add_argument("--data", type=Path, help="the kiosk's folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    out.add_argument("session", nargs="*", help="only these (default: all without a receipt)")
    out.add_argument("--out", type=Path, required=True, help="the stick's folder")
    take.add_argument("folder", type=Path, help="the stick's folder")


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    data: Path = args.data or context.data
    load_kiosk(data)
    with kiosk_lock(data):
        outbox = Outbox(data / "outbox")
        try:
            return {"list": _list, "export": _export, "receipts": _receipts}[args.verb](
                args, data, outbox
            )
        finally:
            outbox.close()


def _list(args: argparse.Namespace, data: Path, outbox: Outbox) -> Outcome:
    del args, data
    held = outbox.bundles()
    told: dict[str, object] = {"bundles": [_told(one) for one in held]}
    lines = [f"{one.session}  {one.state}  {one.size} bytes  {one.detail}".rstrip() for one in held]
    return Outcome(told, "\n".join(lines) or "No bundle is on this kiosk.")


def _told(one: Bundle) -> dict[str, object]:
    return {
        "session": one.session,
        "digest": one.digest,
        "size": one.size,
        "state": one.state,
        "sent": one.sent,
        "receipt": one.receipt,
        "detail": one.detail,
    }


def _export(args: argparse.Namespace, data: Path, outbox: Outbox) -> Outcome:
    del data
    done = carry_out(outbox, args.out, [SessionId(one) for one in args.session])
    told: dict[str, object] = {
        "bundles": [
            {
                "session": one.session,
                "digest": one.digest,
                "size": one.size,
                "file": str(one.file),
                "state": one.state,
            }
            for one in done
        ]
    }
    lines = [f"{one.file}  {one.state}, read back  {one.size} bytes" for one in done]
    lines.append("At headquarters: `booth hq import FOLDER`; bring the receipts back the same way.")
    return Outcome(told, "\n".join(lines) if done else "Every bundle has its receipt already.")


def _receipts(args: argparse.Namespace, data: Path, outbox: Outbox) -> Outcome:
    done = take_receipts(data, load_kiosk(data), outbox, args.folder)
    problems: list[dict[str, object]] = []
    for one in done:
        if one.problem is not None:
            print(one.problem, file=sys.stderr)
            said = {"code": one.problem.code, "text": one.problem.what}
            problems.append({"session": one.session, **said})
    taken = [one.session for one in done if one.problem is None]
    told: dict[str, object] = {"receipted": taken, "problems": problems}
    text = f"{len(taken)} receipts taken: those bundles are removed here."
    return Outcome(told, text, EXIT_REFUSED if problems else EXIT_DONE)


COMMAND = Command(_add_arguments, _run)
