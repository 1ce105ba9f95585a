"""Sets a machine up: `python3 -m installer.setup system|python|models|peers|all`.

Needs the standard library only. Each part looks first whether it is done already, and then takes
no time and no network.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from installer import system_packages
from installer.errors import (
    EXIT_REFUSED,
    CommandFailedError,
    PythonUnsuitableError,
    SetupError,
)

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
UV = "uv==0.13.9"
SUITABLE = ((3, 11), (3, 12))
_STAMP = "booth-requirements.sha256"


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _run(what: str, *command: str | Path) -> None:
    print(f"Python: {what}", flush=True)
    if subprocess.run([str(each) for each in command], cwd=ROOT, check=False).returncode:
        raise CommandFailedError(f"{what} failed")


def set_up_python(venv: Path) -> None:
    """Make the virtual environment and install exactly what the lock file names.

    Raises:
        PythonUnsuitableError: this is neither Python 3.11 nor 3.12.
        CommandFailedError: a step failed.
    """
    if sys.version_info[:2] not in SUITABLE:
        raise PythonUnsuitableError(f"This is Python {sys.version.split()[0]}")
    lock = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {UV}\n"
    stamp = venv / _STAMP
    if stamp.is_file() and stamp.read_text("utf-8") == lock and python_of(venv).exists():
        print("Python: all packages installed.")
        return
    if not python_of(venv).exists():
        _run("making the virtual environment", sys.executable, "-m", "venv", venv)
    python = python_of(venv)
    _run(f"bringing {UV}", python, "-m", "pip", "install", "-q", UV)
    uv = (python, "-m", "uv", "pip", "install", "--python", python)
    _run("installing the locked packages", *uv, "--require-hashes", "-r", LOCK)
    stamp.write_text(lock, "utf-8")


def fetch(what: str, venv: Path, arguments: Sequence[str] = ()) -> int:
    """Fetch `models` or `peers` with the environment's own Python (it has the clients)."""
    python = python_of(venv) if python_of(venv).exists() else Path(sys.executable)
    command = [str(python), "-m", f"installer.fetch_{what}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="setup", description=__doc__)
    parser.add_argument("part", choices=["system", "python", "models", "peers", "all"])
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    asked, rest = parser.parse_known_args(argv)
    names = system_packages.RUNNING + (system_packages.TESTING if asked.tests else ())
    if Path(sys.executable).parent == Path("/usr/bin"):
        names += ("python3-venv",)  # Debian's own Python comes without it
    try:
        if asked.part in {"system", "all"}:
            system_packages.install(names)
        if asked.part in {"python", "all"}:
            set_up_python(asked.venv)
    except SetupError as error:
        print(error, file=sys.stderr)
        return EXIT_REFUSED
    if asked.part == "peers":
        return fetch("peers", asked.venv)
    return fetch("models", asked.venv, rest) if asked.part in {"models", "all"} else 0


if __name__ == "__main__":
    sys.exit(main())
