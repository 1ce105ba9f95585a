"""The verbs of `booth hq` that stand on the console: `serve` and `report`.

Imported when one of them is asked for: the console and the report bring large libraries along.
"""

import argparse
import sys

from app.cli.command import Context, Outcome
from app.domain.ids import SessionId
from app.hq.console.application import make_console
from app.hq.language import as_page_language, load_wordings
from app.hq.playback import Playback
from app.hq.receiver import Receiver
from app.hq.receiver_server import make_server
from app.hq.report import ReportMaker, write_report
from app.hq.setup import open_headquarters


def run_serve(args: argparse.Namespace, context: Context) -> Outcome:
    """Serve until the process is told to end."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    try:
        routes = Receiver(hq).routes()
        console = make_console(hq.store, hq.archive, hq.clock, context.resources, api=routes)
        server = make_server(hq, console, args.bind)
        print(f"serving {hq.address}", file=sys.stderr, flush=True)
        server.run()
    finally:
        hq.close()
    return Outcome({"address": hq.address}, f"served {hq.address}")


def run_report(args: argparse.Namespace, context: Context) -> Outcome:
    """Write one session's report as HTML and PDF."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    try:
        wordings = load_wordings(context.resources)
        maker = ReportMaker(
            hq.archive, Playback(hq.archive), wordings, context.clock, context.resources
        )
        language = as_page_language(args.language) or "zh"
        report = maker.make(SessionId(args.session), language, "booth hq report")
    finally:
        hq.close()
    html, pdf = write_report(report, args.out, args.session)
    data: dict[str, object] = {
        "session": args.session,
        "html": str(html),
        "pdf": str(pdf),
        "pages": report.pages,
    }
    return Outcome(data, f"{html}\n{pdf}, {report.pages} pages")
