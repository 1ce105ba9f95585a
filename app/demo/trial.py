"""A trial headquarters on this machine, for `booth kiosk --trial`: made once, served meanwhile."""

import contextlib
import json
import socket
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import segno

from app.demo.errors import DemoStepError
from app.demo.programs import run_json, start
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock

SERVER_WITHIN_S = 60.0
CANDIDATE = "试用候选人"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: its kiosk's folder, and what the people in it need to know.

    Attributes:
        kiosk: the kiosk's data folder, enrolled.
        told: one line each: PIN, console address and user, where the invitation lies.
    """

    kiosk: Path
    told: tuple[str, ...]


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def await_server(address: str, clock: Clock, alive: Callable[[], bool]) -> None:
    """Wait until HQ's server takes connections.

    Raises:
        DemoStepError: it does not, or ended.
    """
    host, port = address.removeprefix("https://").split(":")
    until = clock.monotonic_ns() + int(SERVER_WITHIN_S * NS_PER_S)
    while clock.monotonic_ns() < until:
        if not alive():
            break
        try:
            socket.create_connection((host, int(port)), 1.0).close()
        except OSError:
            clock.sleep(0.2)
        else:
            return
    raise DemoStepError("HQ's server does not answer; its log is hq.log")


@contextlib.contextmanager
def trial(
    folder: Path, program: tuple[str, ...], resources: Path, clock: Clock
) -> Generator[Trial]:
    """Make the trial HQ if there is none, serve it, enrol the kiosk if it is not.

    Args:
        folder: holds everything of the trial.
        program: the command line of our program.
        resources: the shipped resources, for the flow.
        clock: the machine's.

    Raises:
        DemoStepError: HQ could not be made or served.
    """
    home, kiosk, notes = folder / "hq", folder / "kiosk", folder / "trial.json"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not notes.exists():
        address = f"https://127.0.0.1:{free_port()}"
        flow = str(resources / "flows" / "teller-demo.toml")
        what = ("--address", address, "--demo-assignment", CANDIDATE, "--flow", flow)
        new = run_json(program, "hq", "init", "--home", str(home), *what)
        notes.touch(mode=0o600)
        notes.write_text(json.dumps(new, ensure_ascii=False), encoding="utf-8")
    made = cast("dict[str, str]", json.loads(notes.read_text(encoding="utf-8")))
    server = start(program, ("hq", "serve", "--home", str(home)), folder / "hq.log", {})
    try:
        await_server(made["address"], clock, lambda: server.alive)
        if not (kiosk / "kiosk.json").exists():
            enrol = ("--enrol", made["enrolment_code"], "--hq", made["address"])
            certificate = ("--hq-certificate", made["certificate"])
            run_json(program, "kiosk", "--data", str(kiosk), *enrol, *certificate)
        yield Trial(kiosk, _told(made, folder))
    finally:
        server.stop()


def _told(made: dict[str, str], folder: Path) -> tuple[str, ...]:
    picture = folder / "invitation.png"
    segno.make(made["invitation"], error="m").save(str(picture), scale=10, border=4)
    return (
        f"operator's PIN: {made['operator_pin']}",
        f"a second person's PIN (for identification without face): {made['second_pin']}",
        f"invitation (print it or show it on a phone): {picture}",
        f"console: {made['address']}",
        f"console's user: {made['console_user']}, password: {made['console_password']}",
        f"kiosk's settings (cameras, microphone): {folder / 'kiosk' / 'kiosk.toml'}",
    )
