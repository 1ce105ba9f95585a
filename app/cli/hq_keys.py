"""`booth hq keys rotate|list`: HQ's keys that change, and those that were."""

import argparse
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from app.bundle.dsse import signer_id
from app.bundle.key_opening import sealed_to, signer_of
from app.bundle.sealed_format import key_id
from app.bundle.token_files import TokenPlace
from app.cli.bundle import read_passphrase
from app.cli.command import Context, Outcome
from app.hq.new_keys import KeysWish
from app.hq.recovery import has_backup
from app.hq.rotation import OVERLAP, rotate_sealing, rotate_signing
from app.hq.signing_keys import checked_links, read_envelopes
from app.hq.split import split_keys
from app.hq.unlock import (
    SEAL_KEY,
    SEALING_PASSPHRASE_FILE,
    held_keys,
    home_passphrase,
    public_keys,
)


def add_keys_arguments(keys: argparse.ArgumentParser) -> None:
    """The verbs below `hq keys`."""
    verbs = keys.add_subparsers(dest="what", required=True)
    rotate = verbs.add_parser("rotate", help="a new key in the place of the one before")
    which = rotate.add_mutually_exclusive_group(required=True)
    which.add_argument("--sealing", action="store_true", help="the key that kiosks seal to")
    which.add_argument("--signing", action="store_true", help="the key that signs what goes down")
    add_wish_arguments(rotate, "the kind of the key before")
    rotate.add_argument(
        "--overlap-days",
        type=int,
        default=OVERLAP.days,
        help=f"how long the earlier signing key signs too (default: {OVERLAP.days})",
    )
    rotate.add_argument(
        "--passphrase-file", type=Path, help="opens the private keys (default: the one init left)"
    )
    split = verbs.add_parser("split", help="a passphrase of its own for the keys that open")
    split.add_argument("--passphrase-file", type=Path, help="the passphrase of all keys until now")
    split.add_argument("--sealing-passphrase-file", type=Path, required=True, help="the new one")
    listed = verbs.add_parser("list", help="every public key, and where its private key lies")
    for verb in (rotate, split, listed):
        verb.add_argument("--home", type=Path, required=True, help="headquarters' folder")
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def add_wish_arguments(parser: argparse.ArgumentParser, default: str) -> None:
    """Of which kind a key shall be."""
    parser.add_argument(
        "--keys",
        choices=("plain", "hybrid", "hsm"),
        help="in a file; in a file and post-quantum for sealing; in a token "
        f"(default: {default}). BOOTH_HSM_MODULE names the token's PKCS#11 library; the PIN comes "
        "from BOOTH_HSM_PIN, the file BOOTH_HSM_PIN_FILE names, or the terminal",
    )
    parser.add_argument("--hsm-token", metavar="LABEL", help="the token's label")
    parser.add_argument(
        "--hsm-serial", metavar="N", default="", help="its serial number, if need be"
    )


def wished(args: argparse.Namespace) -> KeysWish | None:
    """The wish those arguments make; None for none.

    Raises:
        KeysWishError: they do not go together.
    """
    if args.keys is None and not args.hsm_token:
        return None
    place = TokenPlace(args.hsm_token, args.hsm_serial) if args.hsm_token else None
    return KeysWish(args.keys or "hsm", place)


def run_keys(args: argparse.Namespace, context: Context) -> Outcome:
    """Change a key, or list them."""
    if args.what == "list":
        return _list(args.home)
    if args.what == "split":
        return _split(args, context)
    wish, now = wished(args), context.clock.now()
    passphrase = home_passphrase(args.home, args.passphrase_file)
    backup = has_backup(args.home)
    data: dict[str, object] = {"backup_renewed": backup}
    if args.sealing:
        made = rotate_sealing(args.home, passphrase, now, wish)
        newest, *earlier = (key_id(sealed_to(key)) for key in made.seal)
        data |= {"seal_key_id": newest, "earlier": earlier}
        text = f"The sealing key is {newest} now."
    else:
        overlap = timedelta(days=max(0, args.overlap_days))
        signed = rotate_signing(args.home, passphrase, now, wish, overlap)
        data |= {
            "sign_key_id": signer_id(signed.signer.public),
            "sign_key": signed.signer.public.hex(),
            "signing_beside": [signer_id(one.public) for one in signed.signer.also],
            "until": (now + overlap).isoformat(),
        }
        text = f"The signing key is {data['sign_key_id']} now; the earlier one signs too until "
        text += f"{now + overlap:%Y-%m-%d}."
    text += " Start the server again: it tells the kiosks then."
    if backup:
        text += " Copy the renewed keys/recovery.json to where its copies are kept."
    return Outcome(data, text)


def _split(args: argparse.Namespace, context: Context) -> Outcome:
    passphrase = home_passphrase(args.home, args.passphrase_file)
    sealing = read_passphrase(args.sealing_passphrase_file)
    made = split_keys(args.home, passphrase, sealing, context.clock.now())
    public = signer_of(made.recipients).public if made.recipients is not None else b""
    data: dict[str, object] = {"recipients_key_id": key_id(public), "recipients_key": public.hex()}
    text = (
        "The keys that open have a passphrase of their own now. Keep it from who runs the server, "
        f"which starts with `booth hq serve --sealed`; {SEALING_PASSPHRASE_FILE} names its file "
        f"for `booth hq open`. Kiosks seal to whom the key {data['recipients_key_id']} says. "
        "Copies of the files as they were open with the earlier passphrase: now give the sealing "
        "key a successor with `booth hq keys rotate --sealing`."
    )
    return Outcome(data, text)


def _list(home: Path) -> Outcome:
    public = public_keys(home)
    held = held_keys(home)
    links = checked_links(read_envelopes((home / SEAL_KEY).parent, public.sign))
    data: dict[str, object] = {
        "keys": [asdict(one) for one in held],
        "changes": [
            {
                "previous": one.previous,
                "next": one.next,
                "changed": one.changed.isoformat(),
                "until": one.until.isoformat(),
            }
            for one in links
        ],
    }
    lines = [f"{one.file}: {one.kind} {one.id}, in {one.place}" for one in held]
    lines += [
        f"signing key {signer_id(bytes.fromhex(one.previous))} until {one.until:%Y-%m-%d}, "
        f"{signer_id(bytes.fromhex(one.next))} since {one.changed:%Y-%m-%d}"
        for one in links
    ]
    return Outcome(data, "\n".join(lines))
