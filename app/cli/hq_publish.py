"""`booth hq trust|publish|published`: what headquarters publishes to its kiosks (down-v1)."""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from app.cli.command import Context, Outcome
from app.cli.down_readers import READERS
from app.cli.hq_words import pack_folder, untranslated
from app.domain.down import DOWN_KINDS
from app.domain.language_pack import read_language_pack
from app.domain.timing import WallTime
from app.hq.publishing import Listed, Publication, export, publish, published, withdraw
from app.hq.recovery import back_up_publishing, has_backup
from app.hq.trust import PublishingSigners, Trust, TrustWishes, make_trust, renew_trust
from app.hq.trust_errors import PublicationError
from app.hq.trust_keys import (
    OFFLINE,
    ONLINE_KEY,
    new_signer,
    open_online,
    open_roots,
    open_targets,
    raw_keys,
    targets_names,
)
from app.hq.unlock import home_passphrase, unlock

SOON = timedelta(days=30)
"""What ends sooner is pointed out."""


def add_publishing_arguments(
    trust: argparse.ArgumentParser,
    publishes: argparse.ArgumentParser,
    shows: argparse.ArgumentParser,
) -> None:
    """Say what the three verbs take."""
    verbs = trust.add_subparsers(dest="what", required=True)
    make = verbs.add_parser("make", help="make the keys, once, and the first empty lists")
    make.add_argument("--root-keys", type=int, default=3, metavar="N", help="root keys (3)")
    make.add_argument("--needed", type=int, default=2, metavar="K", help="that sign a root (2)")
    backup = verbs.add_parser(
        "backup", help="have the shares of `booth hq recovery` bring these keys back as well"
    )
    make.add_argument(
        "--publishers", type=int, default=1, metavar="N", help="keys that publish (1)"
    )
    make.add_argument(
        "--publishers-needed",
        type=int,
        default=1,
        metavar="K",
        help="of them that sign each publication (1); 2: nobody publishes alone",
    )
    renew = verbs.add_parser("renew", help="a new root, every list signed anew")
    renew.add_argument(
        "--replace",
        choices=("targets", "online"),
        action="append",
        default=[],
        help="with new keys",
    )
    publishes.add_argument("kind", choices=DOWN_KINDS)
    publishes.add_argument("file", type=Path, nargs="?")
    publishes.add_argument("--branch", default="", help="for this branch alone (default: all)")
    publishes.add_argument("--expires", type=int, default=90, metavar="DAYS", help="days (90)")
    publishes.add_argument("--label", default="", help="the program's version, of software")
    publishes.add_argument("--withdraw", action="store_true", help="publish that kind no more")
    shows.add_argument("--export", type=Path, metavar="FOLDER", help="write it to a stick")
    for verb in (make, renew, backup, publishes, shows):
        verb.add_argument("--home", type=Path, required=True, help="headquarters' folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        verb.add_argument("--passphrase-file", type=Path, help="opens headquarters' own keys")
    for verb in (make, renew, backup, publishes):
        verb.add_argument("--keys", type=Path, help="folder of the offline keys")
        verb.add_argument(
            "--keys-passphrase-file", type=Path, help="opens these (default: as headquarters')"
        )


def run_trust(args: argparse.Namespace, context: Context) -> Outcome:
    """Make the keys, or a new root."""
    verb = {"make": _make, "renew": _renew, "backup": _backup}[args.what]
    return verb(args, context.clock.now())


def _make(args: argparse.Namespace, now: WallTime) -> Outcome:
    passphrase = home_passphrase(args.home, args.passphrase_file)
    keys = _keys(args)
    secret = _keys_passphrase(args)
    publishing = (args.publishers, args.publishers_needed)
    wishes = TrustWishes(keys, secret, args.root_keys, args.needed, *publishing)
    signer = unlock(args.home, passphrase).signer
    make_trust(args.home, wishes, passphrase, signer, now)
    backed_up = has_backup(args.home)
    if backed_up:
        _back_up(args, passphrase)
    files = sorted(path.name for path in keys.iterdir())
    data: dict[str, object] = {
        "keys": str(keys),
        "files": files,
        "needed": args.needed,
        "publishers_needed": args.publishers_needed,
        "root": 1,
        "backed_up": backed_up,
    }
    publishers = ", ".join(targets_names(args.publishers))
    text = (
        f"{', '.join(files)} are in {keys}. Take them away from headquarters: each root key to a "
        f"person of its own ({args.needed} of {args.root_keys} sign a new root), {publishers} to "
        f"whoever publishes ({args.publishers_needed} for each publication). Start the server "
        "again: it signs what is newest."
    )
    return Outcome(data, text)


def _renew(args: argparse.Namespace, now: WallTime) -> Outcome:
    passphrase, secret = home_passphrase(args.home, args.passphrase_file), _keys_passphrase(args)
    keys, trust = _keys(args), Trust(args.home)
    roots = trust.holders(open_roots(keys, secret))
    if "targets" in args.replace:
        count = len(trust.root().signed.roles["targets"].keyids)
        targets = tuple(new_signer(keys / name, secret) for name in targets_names(count))
    else:
        targets = open_targets(keys, secret)
    if "online" in args.replace:
        online = new_signer(args.home / ONLINE_KEY, passphrase)
    else:
        online = open_online(args.home, passphrase)
    root = renew_trust(trust, roots, PublishingSigners(targets, online), now)
    stale = bool(args.replace) and has_backup(args.home)
    data: dict[str, object] = {
        "root": root.signed.version,
        "expires": root.signed.expires.isoformat(),
        "replaced": args.replace,
    }
    text = f"Root {root.signed.version} holds until {root.signed.expires:%Y-%m-%d}."
    text += " Start the server again." if args.replace else ""
    text += " Then `booth hq trust backup`, with all keys in one folder." if stale else ""
    return Outcome(data, text)


def _backup(args: argparse.Namespace, now: WallTime) -> Outcome:
    del now
    names = _back_up(args, home_passphrase(args.home, args.passphrase_file))
    text = f"The shares bring back: {', '.join(names)}."
    if not any(name.startswith("targets") for name in names):
        text += f" No key that publishes was in {_keys(args)}."
    return Outcome({"keys": list(names)}, text)


def _back_up(args: argparse.Namespace, passphrase: bytes) -> tuple[str, ...]:
    raw = raw_keys(args.home, passphrase, _keys(args), _keys_passphrase(args))
    back_up_publishing(args.home, raw, unlock(args.home, passphrase).signer)
    return tuple(sorted(raw))


def run_publish(args: argparse.Namespace, context: Context) -> Outcome:
    """Publish a file, or publish a kind no more."""
    trust, now = Trust(args.home), context.clock.now()
    trust.targets()
    if args.withdraw == (args.file is not None):
        raise PublicationError("Give a file, or --withdraw")
    passphrase = home_passphrase(args.home, args.passphrase_file)
    targets = open_targets(_keys(args), _keys_passphrase(args))
    signers = PublishingSigners(targets, open_online(args.home, passphrase))
    if args.withdraw:
        withdraw(trust, args.kind, args.branch, signers, now)
        told: dict[str, object] = {"kind": args.kind, "branch": args.branch, "withdrawn": True}
        return Outcome(told, f"{args.kind} is published no more: kiosks take the shipped one.")
    with tempfile.TemporaryDirectory(prefix="booth-publish-") as name:
        file = _one_file(args, Path(name))
        wanted = Publication(args.kind, file, args.branch, args.expires, args.label)
        done = publish(trust, wanted, READERS[wanted.kind], signers, now)
        told, lines = _told(done), [_line(done, now)]
        if wanted.kind == "language":
            _tell_languages(file, context, told, lines)
    return Outcome(told, "\n".join(lines))


def _tell_languages(
    file: Path, context: Context, told: dict[str, object], lines: list[str]
) -> None:
    pack = read_language_pack(file.read_bytes(), file.name)
    lacking = untranslated(pack, context.resources)
    told |= {"languages": sorted(pack), "untranslated": lacking}
    lines += [f"{tag}: {count} sentences stay English." for tag, count in lacking.items()]


def _one_file(args: argparse.Namespace, aside: Path) -> Path:
    """What is to be published; a folder of languages is pack_folder aside."""
    given: Path = args.file
    if args.kind != "language" or not given.is_dir():
        return given
    file = aside / "language"
    file.write_bytes(pack_folder(given))
    return file


def run_published(args: argparse.Namespace, context: Context) -> Outcome:
    """List what is published and when the lists end; write it to a stick with a fresh time."""
    trust, now = Trust(args.home), context.clock.now()
    held = published(trust)
    data: dict[str, object] = {"published": [_told(one) for one in held]}
    lines = [_line(one, now) for one in held] or ["Nothing is published."]
    if args.export is not None:
        online = open_online(args.home, home_passphrase(args.home, args.passphrase_file))
        trust.renew_online(online, now, timedelta())
        data["exported"] = export(trust, args.export)
        lines.append(f"{data['exported']} bytes are in {args.export}: `booth down import` there.")
    ends = {
        "root": trust.root().signed.expires,
        "targets": trust.targets().signed.expires,
        "snapshot": trust.snapshot().signed.expires,
        "timestamp": trust.timestamp().signed.expires,
    }
    data["lists"] = {name: end.isoformat() for name, end in ends.items()}
    lines += [f"The {name} list ends on {end:%Y-%m-%d}." for name, end in ends.items()]
    if min(ends["root"], ends["targets"]) < now + SOON:
        lines.append("Renew it with `booth hq trust renew`.")
    return Outcome(data, "\n".join(lines))


def _told(one: Listed) -> dict[str, object]:
    held = one.published
    return {
        "kind": held.kind,
        "branch": held.branch,
        "version": held.version,
        "published": held.published.isoformat(),
        "expires": held.expires.isoformat(),
        "label": held.label,
        "sha256": one.sha256,
        "size": one.size,
    }


def _line(one: Listed, now: WallTime) -> str:
    held = one.published
    ended = "ENDED " if held.expires <= now else "until "
    whose = held.branch or "all branches"
    text = f"{held.kind} {held.version}  {whose}  {ended}{held.expires:%Y-%m-%d}  {one.size} bytes"
    return f"{text}  {held.label}".rstrip()


def _keys(args: argparse.Namespace) -> Path:
    keys: Path = args.keys or args.home / OFFLINE
    return keys


def _keys_passphrase(args: argparse.Namespace) -> bytes:
    return home_passphrase(args.home, args.keys_passphrase_file or args.passphrase_file)
