"""`booth hq import`: bundles that came by hand, one file or a stick full of them."""

import argparse
import sys
from pathlib import Path

from app.bundle.durable import write_durably
from app.cli.command import EXIT_DONE, EXIT_REFUSED, Context, Outcome
from app.domain.errors import BoothError, FileMissingError
from app.domain.exchange import RECEIPT_ENDING
from app.hq.errors import ReplayedError, SealingKeyAwayError
from app.hq.inbox import Accepted, Quarantined, Waiting
from app.hq.setup import Headquarters, open_headquarters


def add_import_arguments(take: argparse.ArgumentParser) -> None:
    """The arguments of `import`, but for `--home`."""
    take.add_argument("file", type=Path, help="a bundle, or a folder with *.bundle files")
    take.add_argument(
        "--receipts", type=Path, help="folder for the receipts to bring back (default: beside them)"
    )


def run_import(args: argparse.Namespace, context: Context) -> Outcome:
    """Judge a bundle or a folder of bundles; what was there already keeps its receipt."""
    source: Path = args.file
    receipts: Path | None = args.receipts
    hq = open_headquarters(args.home, args.passphrase_file, context.clock, sealed=args.sealed)
    try:
        if not source.is_dir():
            return _single(*_taken(hq, source, receipts))
        files = sorted(path for path in source.glob("*.bundle") if not path.is_dir())
        if not files:
            raise FileMissingError(f"There is no *.bundle file in {source}")
        return _folder([_judged(hq, file, receipts or source) for file in files])
    finally:
        hq.close()


def run_open(args: argparse.Namespace, context: Context) -> Outcome:
    """Judge what waits for the sealing key; the kiosks then find their receipts."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    opened: list[str] = []
    refused: list[dict[str, str]] = []
    try:
        for outcome in hq.inbox.open_waiting():
            match outcome:
                case Accepted(_, session, _, _, _):
                    opened.append(session)
                case Quarantined(digest, reason):
                    refused.append({"digest": digest, "code": reason.code, "text": reason.what})
                    print(
                        f"{reason.code}: {digest}: {reason.what}. {reason.advice}", file=sys.stderr
                    )
    finally:
        hq.close()
    text = f"{len(opened)} opened and receipted, {len(refused)} refused"
    code = EXIT_REFUSED if refused else EXIT_DONE
    return Outcome({"opened": opened, "refused": refused}, text, code)


Told = dict[str, object]


def _taken(hq: Headquarters, file: Path, receipts: Path | None) -> tuple[Told, BoothError | None]:
    """What came of one file, and why it was not imported now.

    Raises:
        FileMissingError, ObjectStoreError: it could not even be judged.
    """
    match hq.inbox.take(hq.objects.bring_in(file)):
        case Quarantined(digest, reason):
            return {"file": str(file), "digest": digest, "imported": False}, reason
        case Waiting(digest, session):
            waits = SealingKeyAwayError("It is kept, and has to be opened")
            return {
                "file": str(file),
                "digest": digest,
                "session": session,
                "imported": False,
            }, waits
        case Accepted(digest, session, receipt, code, again):
            if receipts is not None:
                write_durably(receipts / f"{session}{RECEIPT_ENDING}", receipt.encode())
            told: Told = {
                "file": str(file),
                "digest": digest,
                "session": session,
                "imported": not again,
                "receipt": code,
                "receipt_envelope": receipt,
            }
            here = ReplayedError("This very bundle is in the archive already")
            return told, here if again else None


def _judged(hq: Headquarters, file: Path, receipts: Path) -> tuple[Told, BoothError | None]:
    """As `_taken`; a file that cannot be read blocks no other."""
    try:
        return _taken(hq, file, receipts)
    except FileMissingError as error:
        return {"file": str(file), "imported": False}, error


def _problems(reason: BoothError | None) -> list[dict[str, str]]:
    return [] if reason is None else [{"code": reason.code, "text": reason.what}]


def _single(told: Told, reason: BoothError | None) -> Outcome:
    told["problems"] = _problems(reason)
    if reason is not None:
        print(reason, file=sys.stderr)
        return Outcome(told, "nothing was imported", EXIT_REFUSED)
    text = f"imported session {told['session']}, receipt {told['receipt']}"
    return Outcome(told, text, EXIT_DONE)


def _folder(done: list[tuple[Told, BoothError | None]]) -> Outcome:
    refused = 0
    for told, reason in done:
        told["problems"] = _problems(reason)
        if reason is not None and "session" not in told:
            refused += 1
            print(f"{reason.code}: {told['file']}: {reason.what}. {reason.advice}", file=sys.stderr)
    imported = sum(told["imported"] is True for told, _ in done)
    there = len(done) - imported - refused
    told_all: Told = {
        "bundles": [told for told, _ in done],
        "imported": imported,
        "there": there,
        "refused": refused,
    }
    text = f"{imported} imported, {there} were there already, {refused} refused"
    return Outcome(told_all, text, EXIT_REFUSED if refused else EXIT_DONE)
