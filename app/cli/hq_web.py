"""The verbs of `booth hq` that stand on the console: `serve` and `report`.

Imported when one of them is asked for: the console and the report bring large libraries along.
"""

import argparse
import getpass
import sys

from starlette.applications import Starlette

from app.cli.command import Context, Outcome
from app.domain.ids import SessionId
from app.hq.access_audit import Look, write_look
from app.hq.console.application import make_console
from app.hq.console.serve import announce_on_stdout, serve
from app.hq.language import as_page_language, load_wordings
from app.hq.playback import Playback
from app.hq.receiver import Receiver
from app.hq.receiver_server import tls_files
from app.hq.report import Report, ReportMaker, write_report
from app.hq.setup import Headquarters, open_headquarters, split_address


def run_serve(args: argparse.Namespace, context: Context) -> Outcome:
    """Serve until the process is told to end."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock, sealed=args.sealed)
    receiver = Receiver(hq)
    host, port = split_address(hq.address)
    try:
        address = serve(
            _application(hq, receiver, context, sealed=args.sealed),
            tls_files(hq),
            args.host or host,
            port if args.port is None else args.port,
            _announce,
        )
    finally:
        receiver.close()
        hq.close()
    return Outcome({"address": address}, f"served {address}")


def _application(
    hq: Headquarters, receiver: Receiver, context: Context, *, sealed: bool
) -> Starlette:
    """For kiosks and browsers; for kiosks alone where nothing can be opened."""
    if sealed:
        return Starlette(routes=receiver.routes())
    return make_console(hq.store, hq.archive, hq.clock, context.resources, api=receiver.routes())


def _announce(address: str) -> None:
    print(f"serving {address}", file=sys.stderr, flush=True)
    announce_on_stdout(address)


def run_report(args: argparse.Namespace, context: Context) -> Outcome:
    """Write one session's report as HTML and PDF."""
    session = SessionId(args.session_option or args.session)
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    try:
        report = _make(hq, session, args.language, context)
    finally:
        hq.close()
    html, pdf = write_report(report, args.out, session)
    data: dict[str, object] = {
        "session": session,
        "html": str(html),
        "pdf": str(pdf),
        "pages": report.pages,
    }
    return Outcome(data, f"{html}\n{pdf}, {report.pages} pages")


def _make(hq: Headquarters, session: SessionId, wanted: str | None, context: Context) -> Report:
    language = as_page_language(wanted or hq.archive.record(session).language) or "zh"
    who = f"command line: {getpass.getuser()}"
    look = Look(context.clock.now(), who, "", "report", session, language)
    with hq.store.unit() as unit:
        write_look(unit, look)
    maker = ReportMaker(
        hq.archive,
        Playback(hq.archive),
        load_wordings(context.resources),
        context.clock,
        context.resources,
    )
    return maker.make(session, language, who)
