"""What a command is, and what it is given."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.ports.clock import Clock
from app.ports.devices import Devices

EXIT_DONE = 0
EXIT_USAGE = 2
EXIT_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What every command may use, made in `main.py`.

    Attributes:
        clock: the machine's clocks.
        devices: makes the device adapters (nothing is opened before it is asked for).
        models: folder of the model files.
        data: folder for the kiosk's own data.
        program: the command line that starts this program, to which a command is appended.
        resources: folder of the shipped resources.
    """

    clock: Clock
    devices: Devices
    models: Path
    data: Path
    program: tuple[str, ...]
    resources: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command has to say.

    Attributes:
        data: a dict of JSON values: what `--json` prints as one object.
        text: what is printed otherwise, for people.
        exit_code: `EXIT_DONE`, or `EXIT_REFUSED` when the answer is a refusal with data.
    """

    data: dict[str, object]
    text: str
    exit_code: int = EXIT_DONE


@dataclass(frozen=True, slots=True)
class Command:
    """One command. A module of `app.cli` holds one as `COMMAND`.

    Attributes:
        add_arguments: declares the arguments (`--json` is added for every command).
        run: does it; raises a `BoothError` to refuse (printed on standard error, exit 3).
    """

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Context], Outcome]
