"""`booth hq branch NAME`: how a branch sends what it recorded."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from app.cli.command import Context, Outcome
from app.domain.exchange import SendingRules
from app.hq.errors import SendingRulesError
from app.hq.sending import sending_rules, set_sending_rules
from app.hq.store import Store

_KIB = 1024
_HOURS = 24
_MINUTES = 60


def add_branch_arguments(branch: argparse.ArgumentParser) -> None:
    """Say what `booth hq branch` takes."""
    branch.add_argument("branch", help="the branch's name")
    branch.add_argument("--limit-kib", type=int, metavar="N", help="KiB a second; 0 for no limit")
    branch.add_argument(
        "--hours", metavar="HH:MM-HH:MM", help="when to send, over midnight too; `any` for always"
    )
    branch.add_argument("--at-once", type=int, metavar="N", help="uploads side by side, 1 or 2")
    branch.add_argument(
        "--send-now", choices=("yes", "no"), help="may the operator send outside the hours?"
    )
    branch.add_argument("--home", type=Path, required=True, help="headquarters' folder")
    branch.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run_branch(args: argparse.Namespace, context: Context) -> Outcome:
    """Change what was asked for, and tell the rules as they are then.

    Raises:
        SendingRulesError: no branch could keep to them.
        HomeMissingError: there is no headquarters.
    """
    del context
    store = Store(args.home)
    try:
        with store.reading() as reader:
            before = sending_rules(reader, args.branch)
        rules = _changed(before, args)
        if rules != before:
            with store.unit() as unit:
                set_sending_rules(unit, args.branch, rules)
    finally:
        store.close()
    return Outcome({"branch": args.branch, **asdict(rules), "hours": _hours(rules)}, _text(rules))


def _changed(rules: SendingRules, args: argparse.Namespace) -> SendingRules:
    if args.limit_kib is not None:
        rules = replace(rules, bytes_per_s=args.limit_kib * _KIB)
    if args.hours is not None:
        begin, end = (0, 0) if args.hours == "any" else _window(args.hours)
        rules = replace(rules, from_minute=begin, to_minute=end)
    if args.at_once is not None:
        rules = replace(rules, at_once=args.at_once)
    if args.send_now is not None:
        rules = replace(rules, send_now=args.send_now == "yes")
    return rules


def _window(text: str) -> tuple[int, int]:
    begin, _, end = text.partition("-")
    return _minute(begin), _minute(end)


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        raise SendingRulesError(f"{text} is not a time of the day")
    if int(hour) >= _HOURS or int(minute) >= _MINUTES:
        raise SendingRulesError(f"{text} is not a time of the day")
    return int(hour) * _MINUTES + int(minute)


def _hours(rules: SendingRules) -> str:
    if rules.from_minute == rules.to_minute:
        return "any"
    ends = (rules.from_minute, rules.to_minute)
    return "-".join(f"{minute // _MINUTES:02d}:{minute % _MINUTES:02d}" for minute in ends)


def _text(rules: SendingRules) -> str:
    limit = f"{rules.bytes_per_s // _KIB} KiB a second" if rules.bytes_per_s else "no limit"
    now = "may" if rules.send_now else "may not"
    return (
        f"hours: {_hours(rules)}; {limit}; {rules.at_once} at once; the operator {now} send at once"
    )
