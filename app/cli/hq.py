"""`booth hq ...`: headquarters; each larger verb is a module of its own."""

import argparse
import importlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import func, select

from app.bundle.dsse import signer_id
from app.bundle.sealed_format import key_id
from app.cli.command import Command, Context, Outcome
from app.cli.hq_branch import add_branch_arguments, run_branch
from app.cli.hq_import import add_import_arguments, run_import, run_open
from app.cli.hq_keys import add_keys_arguments, add_wish_arguments, run_keys, wished
from app.cli.hq_kiosk import add_kiosk_arguments, run_kiosk
from app.cli.hq_ledger import add_ledger_arguments, run_ledger
from app.cli.hq_limits import add_limits_arguments, run_limits
from app.cli.hq_pack import add_pack_arguments, run_pack
from app.cli.hq_proof import add_proof_arguments, run_check, run_proof
from app.cli.hq_publish import add_publishing_arguments, run_publish, run_published, run_trust
from app.cli.hq_recovery import add_recovery_arguments, run_recovery
from app.cli.hq_words import add_words_arguments, run_words
from app.domain.errors import FileMissingError
from app.flow.files import load_flow
from app.hq.assignments import NewAssignment
from app.hq.new_keys import PLAIN
from app.hq.setup import DEFAULT_ADDRESS, HomeWishes, create_home
from app.hq.store import Store
from app.hq.store_tables import (
    AssignmentRow,
    BundleRow,
    KioskRow,
    QuarantineRow,
    UploadRow,
    WaitingRow,
)
from app.hq.unlock import public_keys


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    init = verbs.add_parser("init", help="make a headquarters in an empty folder")
    take = verbs.add_parser("import", help="import a bundle that came by hand")
    status = verbs.add_parser("status", help="what headquarters holds; ids only, no key needed")
    serve = verbs.add_parser("serve", help="serve kiosks and the console over HTTPS")
    report = verbs.add_parser("report", help="write a session's report as HTML and PDF")
    proof = verbs.add_parser("proof", help="prove that an event was in a session's journal")
    check = verbs.add_parser("check-receipt", help="what became of a candidate's receipt")
    add_recovery_arguments(verbs.add_parser("recovery", help="headquarters' keys as shares"))
    add_keys_arguments(verbs.add_parser("keys", help="change headquarters' keys"))
    add_publishing_arguments(
        verbs.add_parser("trust", help="the keys that kiosks trust what is published by"),
        verbs.add_parser("publish", help="publish a file to the kiosks"),
        verbs.add_parser("published", help="what is published; write it to a stick"),
    )
    add_pack_arguments(verbs.add_parser("pack", help="make the program's tree one file"))
    add_words_arguments(verbs.add_parser("words", help="a language pack to translate in"))
    add_import_arguments(take)
    opening = verbs.add_parser("open", help="open what came where the sealing key is not")
    _add_home_arguments((init, take, serve, report, proof, opening), keyless=(status, check))
    add_kiosk_arguments(verbs.add_parser("kiosk", help="list, revoke or readmit a kiosk"))
    add_branch_arguments(verbs.add_parser("branch", help="show or set how a branch sends"))
    add_limits_arguments(verbs.add_parser("limits", help="show or set what a kiosk may bring"))
    add_ledger_arguments(
        verbs.add_parser("ledger", help="every session: here, on its way, or missing")
    )
    _add_init_arguments(init)
    _add_serve_arguments(serve)
    _add_sealed_arguments(serve, take)
    _add_report_arguments(report)
    add_proof_arguments(proof, check)


def _add_home_arguments(
    opening: Iterable[argparse.ArgumentParser], keyless: Iterable[argparse.ArgumentParser]
) -> None:
    """Those who open keys say where their passphrase is; `keyless` need none."""
    for verb in (*opening, *keyless):
        verb.add_argument("--home", type=Path, required=True, help="headquarters' folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    for verb in opening:
        verb.add_argument(
            "--passphrase-file",
            type=Path,
            help="file whose first line opens the private keys (default: the one init left)",
        )


def _add_sealed_arguments(*verbs: argparse.ArgumentParser) -> None:
    for verb in verbs:
        verb.add_argument(
            "--sealed",
            action="store_true",
            help="without the sealing key: what comes waits for `booth hq open`",
        )


def _add_serve_arguments(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--host", "--bind", help="address to listen on (default: the host of its own address)"
    )
    serve.add_argument(
        "--port", type=int, help="port; 0 takes a free one (default: the port of its own address)"
    )


def _add_report_arguments(report: argparse.ArgumentParser) -> None:
    which = report.add_mutually_exclusive_group(required=True)
    which.add_argument("session", nargs="?", help="the session's id")
    which.add_argument("--session", dest="session_option", metavar="SESSION", help="the same")
    report.add_argument("--out", type=Path, default=Path(), help="folder for the HTML and the PDF")
    report.add_argument(
        "--language", choices=("zh", "en"), help="of the report (default: the interview's)"
    )


def _add_init_arguments(init: argparse.ArgumentParser) -> None:
    init.add_argument("--address", default=DEFAULT_ADDRESS, help="https://host:port for kiosks")
    add_wish_arguments(init, "plain")
    init.add_argument(
        "--database",
        metavar="URL",
        default="",
        help="an empty PostgreSQL database, as libpq names it: postgresql://USER@HOST/NAME, "
        "without a password (default: a SQLite file in the folder)",
    )
    init.add_argument("--branch", default="Demo branch", help="name of the first branch")
    init.add_argument("--console-user", default="hr", help="name of the first HR user")
    init.add_argument(
        "--console-password-file", type=Path, help="file with that user's password (or one is made)"
    )
    init.add_argument("--demo-assignment", metavar="NAME", help="a candidate to invite at once")
    init.add_argument("--phone", default="", help="that candidate's phone: a code is asked for")
    init.add_argument("--flow", type=Path, help="the flow of that interview")


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    verbs = {
        "init": _init,
        "import": run_import,
        "open": run_open,
        "status": _status,
        "serve": _serve,
        "report": _report,
        "proof": run_proof,
        "check-receipt": run_check,
        "kiosk": run_kiosk,
        "branch": run_branch,
        "limits": run_limits,
        "ledger": run_ledger,
        "recovery": run_recovery,
        "keys": run_keys,
        "trust": run_trust,
        "publish": run_publish,
        "published": run_published,
        "pack": run_pack,
        "words": run_words,
    }
    return verbs[args.verb](args, context)


def _first_line(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read") from error


def _init(args: argparse.Namespace, context: Context) -> Outcome:
    passphrase = _first_line(args.passphrase_file)
    wishes = HomeWishes(
        address=args.address,
        branch=args.branch,
        passphrase=passphrase.encode() if passphrase else None,
        console_user=args.console_user,
        console_password=_first_line(args.console_password_file),
        assignment=_wanted(args, context),
        keys=wished(args) or PLAIN,
        database=args.database,
    )
    made = create_home(args.home, wishes, context.clock)
    public = public_keys(args.home)
    data: dict[str, object] = {
        key: str(value) if isinstance(value, Path) else value for key, value in asdict(made).items()
    }
    data["seal_key_id"] = key_id(public.seal)
    data["sign_key_id"] = signer_id(public.sign)
    lines = [f"Headquarters made in {made.home}; these secrets are shown this once:"]
    lines += [f"  {key}: {value}" for key, value in data.items() if value]
    return Outcome(data, "\n".join(lines))


def _wanted(args: argparse.Namespace, context: Context) -> NewAssignment | None:
    if not args.demo_assignment:
        return None
    if args.flow is None:
        raise FileMissingError("--demo-assignment needs --flow FILE")
    flow = load_flow(args.flow)
    return NewAssignment(
        candidate_name=args.demo_assignment,
        position=flow.position,
        branch=args.branch,
        scheduled=context.clock.now(),
        languages=("zh", "en"),
        flow=flow,
        phone=args.phone,
    )


def _serve(args: argparse.Namespace, context: Context) -> Outcome:
    served: Outcome = importlib.import_module("app.cli.hq_web").run_serve(args, context)
    return served


def _report(args: argparse.Namespace, context: Context) -> Outcome:
    written: Outcome = importlib.import_module("app.cli.hq_web").run_report(args, context)
    return written


def _status(args: argparse.Namespace, context: Context) -> Outcome:
    del context
    store = Store(args.home)
    try:
        with store.reading() as reader:
            bundles = reader.scalars(select(BundleRow).order_by(BundleRow.received.desc())).all()
            refused = reader.scalars(select(QuarantineRow)).all()
            kiosks = reader.scalars(select(KioskRow)).all()
            assignments = reader.scalar(select(func.count()).select_from(AssignmentRow)) or 0
            uploads = reader.scalar(select(func.count()).select_from(UploadRow)) or 0
            waiting = reader.scalars(select(WaitingRow.session)).all()
        name = store.name
    finally:
        store.close()
    data: dict[str, object] = {
        "sessions": [_bundle(row) for row in bundles],
        "quarantine": [
            {"digest": row.digest, "session": row.session, "code": row.code, "text": row.what}
            for row in refused
        ],
        "kiosks": [
            {"kiosk": row.id, "branch": row.branch, "revoked": row.revoked} for row in kiosks
        ],
        "assignments": assignments,
        "uploads": uploads,
        "unopened": list(waiting),
        "database": name,
    }
    text = (
        f"{len(bundles)} sessions, {len(refused)} in quarantine, {len(kiosks)} kiosks, "
        f"{assignments} assignments, {uploads} uploads under way"
    )
    if waiting:
        text += f", {len(waiting)} to be opened with `booth hq open`"
    text += f"; database: {name}"
    return Outcome(data, text)


def _bundle(row: BundleRow) -> dict[str, object]:
    return {
        "session": row.session,
        "kiosk": row.kiosk,
        "assignment": row.assignment,
        "bundle": row.digest,
        "size": row.size,
        "received": row.received.isoformat(),
        "receipt": row.receipt_code,
    }


COMMAND = Command(_add_arguments, _run)
