"""Brings npm's implementations of tus, which tests and `booth bench receiver` talk to.

They are no part of the program. `npm ci` installs what `peers/package-lock.json` names, each
package by its digest, and runs no script of theirs.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.errors import EXIT_REFUSED, CommandFailedError, SetupError
from installer.packages import npm_client
from installer.places import user_cache

LISTS = Path(__file__).resolve().parent / "peers"
_NAMES = ("package.json", "package-lock.json", ".npmrc")
_STAMP = "booth-peers.sha256"


def default_peers() -> Path:
    """`$BOOTH_PEERS`, or a folder of the user's cache."""
    given = os.environ.get("BOOTH_PEERS")
    return Path(given).expanduser() if given else user_cache("peers")


def fetch_peers(folder: Path) -> None:
    """Install them into `folder`; nothing is done where they are there already.

    Raises:
        CommandFailedError: npm is not here, or failed.
    """
    lock = hashlib.sha256((LISTS / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / _STAMP
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        print("Peers: all packages installed.")
        return
    client = npm_client()
    if not client:
        raise CommandFailedError("The peers need npm, which is not on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NAMES:
        shutil.copyfile(LISTS / name, folder / name)
    print(f"Peers: installing the locked packages into {folder}", flush=True)
    if subprocess.run([*client, "ci", "--ignore-scripts"], cwd=folder, check=False).returncode:
        raise CommandFailedError("npm failed")
    stamp.write_text(lock, "utf-8")


def main() -> int:
    """The command line; returns the exit code."""
    try:
        fetch_peers(default_peers())
    except SetupError as error:
        print(error, file=sys.stderr)
        return EXIT_REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
