"""`booth bundle inspect|verify|unseal|proof FILE`."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from app.bundle.errors import BundleAlteredError, KeyFileError
from app.bundle.format import Opened, open_bundle
from app.bundle.journal_proof import check_proof
from app.bundle.unseal import opener_from_file, unseal_bundle
from app.bundle.verify import Verification, verify_bundle
from app.cli.bundle_quality import quality_lines
from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.domain.errors import FileMissingError
from app.domain.ids import KioskId
from app.hq.token_access import ask_token

_UNPINNED = {
    "code": "BUNDLE-KIOSK-UNPINNED",
    "text": "The signature fits the key inside the bundle; give --kiosk-key to know whose it is.",
}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    proof = verbs.add_parser(
        "proof", help="check the proof of an event; no key but HQ's public one"
    )
    proof.add_argument("file", type=Path, help="the proof, as `booth hq proof` wrote it")
    proof.add_argument("--hq-key", required=True, metavar="KEY", help="HQ's public signing key")
    proof.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    inspect = verbs.add_parser("inspect", help="show what is in a bundle; no key is needed")
    verify = verbs.add_parser("verify", help="check signature, digests and size")
    unseal = verbs.add_parser("unseal", help="write the entries plain into a folder")
    for verb in (inspect, verify, unseal):
        verb.add_argument("file", type=Path, help="the bundle")
        verb.add_argument(
            "--kiosk-key",
            metavar="KEY",
            help="the kiosk's public key: 64 hexadecimal digits, or a file that holds them",
        )
        # after the verb too, for those who put it last
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    unseal.add_argument(
        "--key",
        type=Path,
        required=True,
        help="headquarters' unsealing key file; for one in a token give its library and PIN too",
    )
    unseal.add_argument("--passphrase-file", type=Path, help="file whose first line opens the key")
    unseal.add_argument("--out", type=Path, required=True, help="folder to write to")


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    del context
    if args.verb == "proof":
        return _proof(args.file, args.hq_key)
    opened = open_bundle(args.file)
    verification = verify_bundle(opened, _trusted(opened, args.kiosk_key))
    data = _describe(opened, verification)
    if verification.problems:
        for problem in verification.problems:
            print(problem, file=sys.stderr)
        return Outcome(data, _text(opened, verification), EXIT_REFUSED)
    if args.verb == "unseal":
        passphrase = read_passphrase(args.passphrase_file) if args.passphrase_file else None
        open_key = opener_from_file(args.key, passphrase, ask_token)
        written = unseal_bundle(opened, open_key, args.out)
        data["out"] = str(args.out)
        data["unsealed"] = [
            {"name": one.name, "size": one.size, "complete": one.complete} for one in written
        ]
    return Outcome(data, _text(opened, verification), EXIT_DONE)


def _proof(file: Path, hq_key: str) -> Outcome:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileMissingError(f"{file} cannot be read: {error.strerror}") from error
    proof, receipt = check_proof(content, (_public_key(hq_key, "headquarters'"),))
    data: dict[str, object] = {
        "session": receipt.session,
        "received": receipt.received.isoformat(),
        "event": json.loads(proof.line),
        "valid": True,
        "problems": [],
    }
    return Outcome(data, f"{receipt.session}: event {proof.number} was received\n{proof.line}")


def read_passphrase(path: Path) -> bytes:
    """The first line of a passphrase file.

    Raises:
        FileMissingError: it cannot be read.
    """
    try:
        return path.read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    except OSError as error:
        raise FileMissingError(f"The passphrase file {path} cannot be read") from error


def _trusted(opened: Opened, kiosk_key: str | None) -> dict[KioskId, bytes] | None:
    if kiosk_key is None:
        return None
    return {opened.manifest.kiosk: _public_key(kiosk_key, "the kiosk's")}


def _public_key(given: str, whose: str) -> bytes:
    """64 hexadecimal digits, or a file that holds them."""
    path = Path(given)
    text = path.read_text().strip() if path.is_file() else given
    try:
        public = bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileError(f"What was given as {whose} key is not hexadecimal") from error
    if len(public) != 32:  # noqa: PLR2004 (Ed25519)
        raise KeyFileError(f"What was given as {whose} key is not 64 hexadecimal digits")
    return public


def _describe(opened: Opened, verification: Verification) -> dict[str, object]:
    manifest = opened.manifest
    problems: list[dict[str, str]] = [
        {"code": problem.code, "text": problem.what} for problem in verification.problems
    ]
    if not verification.pinned and not problems:
        problems.append(_UNPINNED)
    altered = [p.what for p in verification.problems if isinstance(p, BundleAlteredError)]
    return {
        "format": "booth-bundle/1",
        "manifest_format": manifest.format,
        "session": manifest.session,
        "kiosk": manifest.kiosk,
        "kiosk_key": manifest.kiosk_key,
        "kiosk_pinned": verification.pinned,
        "assignment": manifest.assignment,
        "flow_digest": manifest.flow_digest,
        "created": manifest.created.isoformat(),
        "recipients": list(manifest.recipients),
        "journal_head": manifest.journal_head,
        "size": verification.size,
        "quality": None if manifest.quality is None else asdict(manifest.quality),
        "entries": [
            {"name": e.name, "kind": e.kind, "size": e.size, "complete": e.complete}
            for e in manifest.entries
        ],
        "digests": {
            "bundle": verification.digest,
            **{entry.name: entry.sha256 for entry in manifest.entries},
        },
        "altered": altered,
        "valid": not verification.problems,
        "problems": problems,
    }


def _text(opened: Opened, verification: Verification) -> str:
    manifest = opened.manifest
    lines = [
        f"Bundle of session {manifest.session}, kiosk {manifest.kiosk}",
        f"sealed {manifest.created:%Y-%m-%d %H:%M:%S} UTC for {manifest.assignment}",
        f"SHA-256 {verification.digest}, {verification.size} bytes",
    ]
    for entry in manifest.entries:
        mark = "" if entry.complete else " (cut off)"
        lines.append(f"  {entry.name}  {entry.size} bytes{mark}")
    if manifest.quality is not None:
        lines += quality_lines(manifest.quality)
    good = "by the kiosk's key" if verification.pinned else "by the key inside; not compared"
    lines.append(f"valid ({good})" if not verification.problems else "NOT VALID")
    return "\n".join(lines)


COMMAND = Command(_add_arguments, _run)
