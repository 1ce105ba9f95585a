"""Booth: the interview kiosk and the headquarters software behind it. The composition root.

Parses the command, builds the object graph it needs, runs it. Heavy libraries are imported by the
one command that needs them, and OpenCV never in the process that holds the windows.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app import VERSION
from app.cli.command import EXIT_REFUSED, EXIT_USAGE, Command, Context
from app.cli.table import COMMANDS, WORKERS
from app.domain.errors import BoothError
from app.software.handed import EXIT_AGAIN, RUNNING, is_handed_on, usual_folder

if TYPE_CHECKING:
    from app.processes.channel import WorkerLink

# No library of ours is to call home; docs/adr/0002 names who would.
QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GLOG_minloglevel": "2",
    "OPENCV_LOG_LEVEL": "ERROR",
    # seconds that OpenCV waits for a camera's picture before it gives up; its own choice is 10
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
}


KEEP_NOTHING = {"watcher", "analyst"}
"""Workers that can be ended anywhere: what they find goes to the kiosk at once."""
LONG_RUNNING = {"kiosk", "hq"}
"""Commands whose standard error is a log: everything is kept in it."""


def program() -> tuple[str, ...]:
    """The command line that starts this program."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, str(Path(__file__).resolve()))


def context() -> Context:
    """What the commands are given."""
    devices = importlib.import_module("devices.system").real_devices()
    clock = importlib.import_module("devices.clock").SystemClock()
    models = os.environ.get("BOOTH_MODELS")
    return Context(
        clock=clock,
        devices=devices,
        models=Path(models)
        if models
        else platformdirs.user_cache_path("interview-booth") / "models",
        data=usual_folder(),
        program=program(),
        resources=Path(__file__).resolve().parent / "resources",
    )


def run_worker(name: str, link: "WorkerLink") -> int:
    """Run one of the kiosk's processes until its kiosk goes away."""
    if name in KEEP_NOTHING:
        link.leave_with_kiosk()
    module = importlib.import_module(WORKERS[name])
    clock = importlib.import_module("devices.clock").SystemClock()
    if name == "screens":
        return int(module.run(link, clock) or 0)
    module.run(link, importlib.import_module("devices.system").real_devices(), clock)
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's first level; each command declares its own arguments."""
    top = argparse.ArgumentParser(prog="booth", description="Interview kiosk and its headquarters.")
    verbs = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, text) in COMMANDS.items():
        verbs.add_parser(name, help=text, description=text, add_help=False)
    return top


def quiet_native_libraries() -> None:
    """Keep standard error for our own words: native libraries write theirs to nowhere.

    With `BOOTH_NATIVE_LOG` set they write to that file instead. Python's own errors still show.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    native = os.open(os.environ.get("BOOTH_NATIVE_LOG", os.devnull), flags, 0o600)
    os.dup2(native, 2)
    os.close(native)


def run_command(name: str, rest: list[str]) -> int:
    """Run one command: 0 done, 2 usage, 3 input refused."""
    module, text = COMMANDS[name]
    command: Command = importlib.import_module(module).COMMAND
    arguments = argparse.ArgumentParser(prog=f"booth {name}", description=text)
    command.add_arguments(arguments)
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    given = arguments.parse_args(rest)
    try:
        outcome = command.run(given, context())
    except BoothError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_REFUSED
    shown = json.dumps(outcome.data, ensure_ascii=False) if given.json else outcome.text
    sys.stdout.write(f"{shown}\n")
    return outcome.exit_code


def main(argv: list[str] | None = None) -> int:
    """Run the command line."""
    for key, value in QUIET.items():
        os.environ.setdefault(key, value)
    arguments = list(sys.argv[1:] if argv is None else argv) or ["kiosk"]
    if arguments[0] == "worker" and len(arguments) == 2 and arguments[1] in WORKERS:  # noqa: PLR2004
        link = importlib.import_module("app.processes.channel").WorkerLink()
        return run_worker(arguments[1], link)
    if arguments[0] in {"-h", "--help"} or arguments[0] not in COMMANDS:
        parser().parse_args(arguments)
        return EXIT_USAGE
    if (code := by_another_version(arguments)) is not None:
        return code
    if argv is None and arguments[0] not in LONG_RUNNING:
        quiet_native_libraries()
    code = run_command(arguments[0], arguments[1:])
    if code == EXIT_AGAIN and argv is None and RUNNING not in os.environ:
        return again(arguments)
    return code


def by_another_version(arguments: list[str]) -> int | None:
    """Have a newer version that was installed here run the command; None where there is none."""
    if not is_handed_on(arguments):
        return None
    launch = importlib.import_module("app.software.launch")
    now = importlib.import_module("devices.clock").SystemClock().now
    code: int | None = launch.hand_on(arguments, VERSION, now)
    return code


def again(arguments: list[str]) -> int:
    """Begin from the start: another version is current now."""
    words = [*program(), *arguments]
    if os.name != "nt":
        os.execv(words[0], words)  # noqa: S606 - ourselves
    return subprocess.call(words)


if __name__ == "__main__":
    sys.exit(main())
