"""`booth hq proof` and `booth hq check-receipt`: for people who trust nobody's word."""

import argparse
from pathlib import Path

from app.bundle.durable import write_durably
from app.bundle.journal_proof import check_proof, make_proof
from app.cli.command import Context, Outcome
from app.domain.ids import SessionId
from app.hq.completeness import judge
from app.hq.setup import open_headquarters
from app.hq.store import Store

_SAID = {
    "complete": "complete: what was sealed is what is in the archive",
    "underway": "genuine, and not here yet: the branch still holds it",
    "held": "it arrived and was not accepted: look into the quarantine",
    "other": "ANOTHER bundle of that session was accepted: tell the security office",
}


def add_proof_arguments(proof: argparse.ArgumentParser, check: argparse.ArgumentParser) -> None:
    """The arguments of both verbs, but for `--home`."""
    proof.add_argument("session", help="the session's id")
    proof.add_argument("event", type=int, help="number of the event in the journal, from 0")
    proof.add_argument("--out", type=Path, required=True, help="the proof file to write")
    check.add_argument("receipt", help="the text of the candidate's QR code")


def run_proof(args: argparse.Namespace, context: Context) -> Outcome:
    """Write the proof that an event was in the journal that was received."""
    hq = open_headquarters(args.home, args.passphrase_file, context.clock)
    try:
        lines, receipt = hq.archive.journal(SessionId(args.session))
        signers = (hq.keys.public.sign,)
    finally:
        hq.close()
    content = make_proof(lines, args.event, receipt)
    proof, _ = check_proof(content, signers)
    write_durably(args.out, content)
    data: dict[str, object] = {"session": args.session, "event": args.event, "out": str(args.out)}
    return Outcome(data, f"{args.out}: event {proof.number}, {len(proof.path)} hashes")


def run_check(args: argparse.Namespace, context: Context) -> Outcome:
    """What has become of the bundle that a candidate's receipt names."""
    del context
    store = Store(args.home)
    try:
        found = judge(store, args.receipt)
    finally:
        store.close()
    data: dict[str, object] = {
        "answer": found.answer,
        "session": found.session,
        "received": found.received.isoformat() if found.received else None,
        "receipt": found.code,
    }
    return Outcome(data, f"{found.session}: {_SAID[found.answer]}")
