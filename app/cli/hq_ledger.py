"""`booth hq ledger`: every session at HQ, on its way with an owner, or missing by name."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from app.cli.command import Context, Outcome
from app.hq.ledger import KioskLine, LedgerLine, draw_ledger
from app.hq.store import Store


def add_ledger_arguments(ledger: argparse.ArgumentParser) -> None:
    """Say what `booth hq ledger` takes."""
    ledger.add_argument(
        "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of one day (UTC) only"
    )
    ledger.add_argument("--home", type=Path, required=True, help="headquarters' folder")
    ledger.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run_ledger(args: argparse.Namespace, context: Context) -> Outcome:
    """Draw it.

    Raises:
        HomeMissingError: there is no headquarters.
    """
    store = Store(args.home)
    try:
        with store.reading() as reader:
            ledger = draw_ledger(reader, context.clock.now(), args.day)
    finally:
        store.close()
    count = {
        place: sum(line.place == place for line in ledger.lines)
        for place in ("at_hq", "on_its_way", "missing")
    }
    data: dict[str, object] = {
        **count,
        "sessions": [{**asdict(one), "since": one.since.isoformat()} for one in ledger.lines],
        "kiosks": [_kiosk(one) for one in ledger.kiosks],
        "not_held": list(ledger.not_held),
    }
    lines = [_session(one) for one in ledger.lines if one.place != "at_hq"]
    lines += [_silent(one) for one in ledger.kiosks if one.silent]
    lines += [_measured(one) for one in ledger.kiosks]
    lines += [f"assignment {one}: no session is known" for one in ledger.not_held]
    text = f"{count['at_hq']} at headquarters, {count['on_its_way']} on their way, "
    return Outcome(data, "\n".join([text + f"{count['missing']} missing", *lines]))


def _session(line: LedgerLine) -> str:
    said = f"{line.session}: {line.place.replace('_', ' ')}, {line.where} since {line.since:%F %R}"
    return said + f", owner {line.owner}" + (f" ({line.detail})" if line.detail else "")


def _silent(line: KioskLine) -> str:
    heard = f"since {line.heard:%F %R}" if line.heard else "ever"
    return f"{line.kiosk} of {line.branch}: nothing heard {heard}"


def _kiosk(line: KioskLine) -> dict[str, object]:
    monitor = line.monitor
    return {
        **asdict(line),
        "heard": line.heard.isoformat() if line.heard else None,
        "monitor": monitor and {**asdict(monitor), "measured": monitor.measured.isoformat()},
    }


def _measured(line: KioskLine) -> str:
    if line.monitor is None:
        return f"{line.kiosk} of {line.branch}: its monitor was never measured"
    recall, precision = (
        "none" if share is None else f"{share:.0%}"
        for share in (line.monitor.recall, line.monitor.precision)
    )
    due = "; measure it again" if line.measure_due else ""
    when = f"{line.monitor.measured:%F}"
    said = f"{line.kiosk} of {line.branch}: monitor measured {when}"
    return f"{said}, recall {recall}, precision {precision}{due}"
