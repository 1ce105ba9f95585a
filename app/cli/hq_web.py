"""The verbs of `booth hq` that stand on the console: `serve` and `report`."""

import argparse
import sys
from pathlib import Path

from app.cli.command import Context, Outcome
from app.domain.ids import SessionId
from app.hq.language import as_page_language, load_wordings
from app.hq.playback import Playback
from app.hq.receiver_server import make_server
from app.hq.report import ReportMaker, write_report
from app.hq.setup import open_headquarters


def add_serve_arguments(serve: argparse.ArgumentParser) -> None:
    """Arguments of `serve`."""
    serve.add_argument("--bind", help="address to listen on (default: the host of its address)")


def add_report_arguments(report: argparse.ArgumentParser) -> None:
    """Arguments of `report`."""
    report.add_argument("session", help="the session's id")
    report.add_argument("--out", type=Path, default=Path(), help="folder for the HTML and the PDF")
    report.add_argument("--language", choices=("zh", "en"), default="zh")


def run_serve(args: argparse.Namespace, context: Context) -> Outcome:
    """Serve until the process is told to end."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    try:
        server = make_server(hq, context.resources, args.bind)
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
